//! A plan as a person reads it.

use std::fmt::Write as _;

use crate::cli::term::{PROSE_COLUMNS, Paint, width, wrap};
use crate::words::Lang;
use crate::words::burst_run as say;
use crate::words::burst_run::Row;
use burst::Plan;

pub(crate) fn render(plan: &Plan, lang: Lang, columns: usize, paint: Paint) -> String {
    let mut text = format!("{}\n", paint.title(say::plan_title(lang)));
    let mut rows = vec![
        (Row::Documents, say::plan_documents(lang, plan)),
        (Row::Shards, say::plan_shards(lang, plan)),
        (Row::Upload, say::bytes(lang, plan.upload_bytes)),
        (Row::Workers, say::plan_workers(lang, plan)),
        (Row::Ready, say::plan_ready(lang, plan)),
    ];
    if !plan.most_cost_usd.is_zero() {
        rows.push((Row::Cost, say::plan_cost(lang, plan)));
    }
    if let Some(limit) = plan.limited_by {
        rows.push((Row::Limit, paint.look(&say::plan_limit(lang, limit))));
    }
    let names = rows.iter().map(|(row, _)| width(row.name(lang))).max();
    let room = columns.clamp(40, PROSE_COLUMNS) - names.unwrap_or(0) - 4;
    for (_, value) in &mut rows {
        *value = wrap(value, room).join("\n");
    }
    push_rows(&mut text, &rows, lang, paint);
    text
}

/// Names and values below each other.
pub(crate) fn push_rows(text: &mut String, rows: &[(Row, String)], lang: Lang, paint: Paint) {
    let columns = rows.iter().map(|(row, _)| width(row.name(lang))).max();
    let columns = columns.unwrap_or(0);
    for (row, value) in rows {
        let mut name = row.name(lang);
        for line in value.lines() {
            let gap = " ".repeat(columns - width(name));
            let _ = writeln!(text, "  {}{gap}  {line}", paint.dim(name));
            name = "";
        }
    }
}
