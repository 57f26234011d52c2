//! What is printed at the end of a run: what became of the documents, where results are, what to do next.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::term::{PROSE_COLUMNS, Paint, printable, shorten, width, wrap};
use crate::words;
use crate::words::run;
use crate::words::run::Fate;
use crate::words::{Lang, count};
use office::batch::Summary;
use office::export::Format;
use reading::source::display;

/// Files of one folder that are named; of more only the folder is.
const NAMED_FILES: usize = 8;
/// Kinds of skipped files that are named.
const NAMED_KINDS: usize = 4;

pub(crate) fn render(
    summary: &Summary,
    out: &Path,
    lang: Lang,
    columns: usize,
    paint: Paint,
) -> String {
    let wide = columns.max(40);
    let columns = wide.min(PROSE_COLUMNS);
    let mut text = String::new();
    let closing = run::closing(
        lang,
        summary.interrupted,
        summary.failed_now,
        summary.read,
        summary.pages,
        summary.ocr_pages,
        summary.elapsed,
    );
    push_wrapped(&mut text, "", &closing, columns);
    if summary.documents == 0 {
        push_wrapped(&mut text, "", run::nothing_found(lang), columns);
    } else {
        text.push('\n');
        if summary.done_before > 0 {
            push_line(&mut text, "", run::all_of_ledger(lang));
        }
    }
    text.push_str(&counts(&rows(summary), lang, paint));

    let failures: Vec<(String, String, String)> = summary
        .first_failures
        .iter()
        .map(|(path, cause)| {
            let said = words::cause(lang, cause);
            (path.clone(), said.what, said.hint)
        })
        .collect();
    if !failures.is_empty() {
        push_title(&mut text, &paint.title(run::failures_title(lang)));
        text.push_str(&reasons(&failures, wide, paint));
        push_more(&mut text, summary.failed, failures.len() as u64, lang);
    }
    if summary.skipped > 0 {
        push_title(&mut text, &paint.title(run::skipped_title(lang)));
        text.push_str(&skipped(summary, lang, wide, paint));
    }
    if !summary.not_archived.is_empty() {
        push_title(&mut text, &paint.title(run::not_archived_title(lang)));
        let stayed: Vec<(String, String, String)> = summary
            .not_archived
            .iter()
            .take(NAMED_FILES)
            .map(|(path, why)| (display(path), words::io(lang, why), String::new()))
            .collect();
        text.push_str(&reasons(&stayed, wide, paint));
        push_more(&mut text, summary.not_archived.len() as u64, stayed.len() as u64, lang);
    }
    if !summary.outputs.is_empty() {
        push_title(&mut text, &paint.title(run::output_title(lang)));
        text.push_str(&files(&summary.outputs, lang));
    }
    let advice = advice(summary, out, lang);
    if !advice.is_empty() {
        push_title(&mut text, &paint.title(run::next_title(lang)));
        for line in advice {
            push_wrapped(&mut text, "  ", &line, columns);
        }
    }
    text
}

/// Which numbers are shown: those that tell something.
fn rows(summary: &Summary) -> Vec<(Fate, u64)> {
    let always = summary.documents > 0;
    [
        (Fate::Ready, summary.ready, always),
        (Fate::Review, summary.review, always),
        (Fate::Failed, summary.failed, always),
        (Fate::Waiting, summary.waiting, false),
        (Fate::Deferred, summary.deferred, false),
        (Fate::SameBytes, summary.same_bytes, false),
        (Fate::Skipped, summary.skipped, false),
    ]
    .into_iter()
    .filter(|(_, number, always)| *always || *number > 0)
    .map(|(fate, number, _)| (fate, number))
    .collect()
}

/// The numbers, aligned; colour only where something wants attention.
pub fn counts(rows: &[(Fate, u64)], lang: Lang, paint: Paint) -> String {
    let words: Vec<&str> = rows.iter().map(|(fate, _)| fate.word(lang)).collect();
    let numbers: Vec<String> = rows.iter().map(|(_, number)| count(lang, *number)).collect();
    let word_columns = words.iter().map(|word| width(word)).max().unwrap_or(0);
    let number_columns = numbers.iter().map(|number| width(number)).max().unwrap_or(0);
    let mut text = String::new();
    for (((fate, number), word), shown) in rows.iter().zip(words).zip(numbers) {
        let gap = " ".repeat(word_columns - width(word));
        let shown = format!("{shown:>number_columns$}");
        let shown = match fate {
            _ if *number == 0 => paint.dim(&shown),
            Fate::Ready => paint.good(&shown),
            Fate::Review | Fate::Waiting | Fate::Deferred => paint.look(&shown),
            Fate::Failed => paint.bad(&shown),
            _ => shown,
        };
        let meaning = if *number == 0 { "" } else { fate.meaning(lang) };
        let line = format!("  {word}{gap}  {shown}  {}", paint.dim(meaning));
        push_line(&mut text, "", if meaning.is_empty() { line.trim_end() } else { &line });
    }
    text
}

/// A few skipped files by name; of many, how many there are of each kind.
fn skipped(summary: &Summary, lang: Lang, columns: usize, paint: Paint) -> String {
    if summary.skipped <= summary.first_skipped.len() as u64 {
        let named: Vec<(String, String, String)> = summary
            .first_skipped
            .iter()
            .map(|(path, reason)| (path.clone(), words::skip(lang, reason), String::new()))
            .collect();
        return reasons(&named, columns, paint);
    }
    let mut kinds: Vec<(u64, String)> = summary
        .skip_reasons
        .iter()
        .map(|(reason, number)| (*number, printable(&words::skip(lang, reason))))
        .collect();
    kinds.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    kinds.truncate(NAMED_KINDS);
    let number_columns = width(&count(lang, kinds.first().map_or(0, |kind| kind.0)));
    let mut text = String::new();
    for (number, kind) in &kinds {
        let kind = shorten(kind, columns - 4 - number_columns);
        let number = count(lang, *number);
        let line = format!("{number:>number_columns$}  {}", paint.dim(&kind));
        push_line(&mut text, "  ", &line);
    }
    let named: u64 = kinds.iter().map(|kind| kind.0).sum();
    push_more(&mut text, summary.skipped, named, lang);
    text
}

/// Paths with their reasons; a hint is said once for all that follow each other with the same reason. Paths take the width
/// there is, prose keeps to [`PROSE_COLUMNS`].
pub fn reasons(items: &[(String, String, String)], columns: usize, paint: Paint) -> String {
    let prose = columns.min(PROSE_COLUMNS);
    let mut text = String::new();
    // Reasons stand below each other when all of them fit beside the longest path.
    let widest = |part: fn(&(String, String, String)) -> &str| {
        let widths = items.iter().map(|item| width(&printable(part(item))));
        widths.max().unwrap_or(0)
    };
    let path_columns = widest(|item| &item.0);
    let aligned = 2 + path_columns + 2 + widest(|item| &item.1) <= columns;
    for (i, (path, what, hint)) in items.iter().enumerate() {
        let path = shorten(&printable(path), columns - 4);
        let what = printable(what);
        if 2 + width(&path) + 2 + width(&what) <= columns {
            let gap = if aligned { path_columns - width(&path) } else { 0 };
            let gap = " ".repeat(2 + gap);
            push_line(&mut text, "  ", &format!("{path}{gap}{}", paint.dim(&what)));
        } else {
            push_line(&mut text, "  ", &path);
            for line in wrap(&what, prose - 6) {
                push_line(&mut text, "      ", &paint.dim(&line));
            }
        }
        let same_follows = items.get(i + 1).is_some_and(|next| next.2 == *hint);
        if !hint.is_empty() && !same_follows {
            for (i, line) in wrap(&printable(hint), prose - 8).iter().enumerate() {
                push_line(&mut text, if i == 0 { "    → " } else { "      " }, line);
            }
        }
    }
    text
}

/// The files that were written: a folder with many is named as a folder.
pub fn files(outputs: &[PathBuf], lang: Lang) -> String {
    let mut folders: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    for file in outputs {
        let folder = file.parent().unwrap_or(Path::new(""));
        folders.entry(folder).or_default().push(file);
    }
    let mut text = String::new();
    for (folder, files) in folders {
        if files.len() > NAMED_FILES {
            let number = files.len() as u64;
            push_line(&mut text, "  ", &run::and_files_in(lang, number, folder));
        } else {
            for file in files {
                push_line(&mut text, "  ", &printable(&file.display().to_string()));
            }
        }
    }
    text
}

fn advice(summary: &Summary, out: &Path, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if summary.interrupted || summary.waiting > 0 {
        lines.push(run::next_resume(lang, summary.waiting));
    }
    if summary.review > 0 {
        let page = out.join(Format::Report.file_name());
        lines.push(if summary.outputs.contains(&page) {
            let command = if out == Path::new("proposals") {
                "dizzy review".to_owned()
            } else {
                format!("dizzy review --out {}", out.display())
            };
            run::next_review_page(lang, summary.review, &page, &command)
        } else {
            run::next_review(lang, summary.review, &out.join("proposals.csv"))
        });
    }
    if summary.failed > 0 {
        lines.push(run::next_failed(lang, &out.join("failed.csv")));
    }
    if summary.deferred > 0 {
        lines.push(run::next_deferred(lang, summary.deferred));
    }
    if lines.is_empty() && summary.ready > 0 {
        lines.push(run::next_book(lang).to_owned());
    }
    lines
}

fn push_title(text: &mut String, title: &str) {
    let _ = writeln!(text, "\n{title}");
}

fn push_more(text: &mut String, all: u64, shown: u64, lang: Lang) {
    let more = all.saturating_sub(shown);
    if more > 0 {
        push_line(text, "  ", &run::and_more(lang, more));
    }
}

fn push_line(text: &mut String, indent: &str, line: &str) {
    let _ = writeln!(text, "{indent}{line}");
}

fn push_wrapped(text: &mut String, indent: &str, line: &str, columns: usize) {
    for line in wrap(line, columns - width(indent)) {
        push_line(text, indent, &line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reading::Cause;
    use reading::source::SkipReason;
    use std::time::Duration;

    fn mixed() -> Summary {
        let ubl = (0..20).map(|i| PathBuf::from(format!("out/ubl/{i}.xml")));
        Summary {
            interrupted: false,
            documents: 1_312,
            done_before: 1_200,
            read: 112,
            pages: 230,
            ocr_pages: 75,
            ready: 1_240,
            review: 61,
            ready_now: 0,
            review_now: 0,
            failed: 12,
            failed_now: 3,
            skipped: 1,
            deferred: 1,
            same_bytes: 4,
            waiting: 0,
            elapsed: Duration::from_secs(83),
            first_failures: vec![
                ("post/2026/maart/scan-0412.pdf".into(), Cause::PasswordProtected),
                ("post/2026/maart/scan-0413.pdf".into(), Cause::PasswordProtected),
                (
                    "post/evil\u{1b}[2J.pdf".into(),
                    Cause::TooManyPages { pages: 9_000, limit: 2_000 },
                ),
            ],
            first_skipped: vec![(
                "post/notulen.docx".into(),
                SkipReason::NotAnInvoiceFormat { what: "Word document".into() },
            )],
            skip_reasons: Vec::new(),
            altered: 0,
            not_archived: Vec::new(),
            outputs: ["proposals.jsonl", "proposals.csv", "failed.csv"]
                .into_iter()
                .map(|name| Path::new("out").join(name))
                .chain(ubl)
                .collect(),
        }
    }

    fn shown(summary: &Summary, lang: Lang, columns: usize) -> String {
        let text = render(summary, Path::new("out"), lang, columns, Paint::plain());
        let widest = text.lines().map(width).max().unwrap();
        assert!(widest <= columns, "{widest} columns:\n{text}");
        text
    }

    #[test]
    fn a_mixed_run_in_dutch() {
        insta::assert_snapshot!(shown(&mixed(), Lang::Nl, 80));
    }

    #[test]
    fn a_mixed_run_in_english() {
        insta::assert_snapshot!(shown(&mixed(), Lang::En, 200));
    }

    #[test]
    fn the_page_is_named_when_there_is_one() {
        let mut summary = mixed();
        summary.outputs.push("out/report.html".into());
        let text = shown(&summary, Lang::En, 200);
        let named = "open out/report.html, or correct them with 'dizzy review --out out'.";
        assert!(text.contains(named), "{text}");
    }

    #[test]
    fn many_skipped_files_are_counted_by_kind() {
        let kind = |what: &str| SkipReason::NotAnInvoiceFormat { what: what.into() };
        let mut summary = mixed();
        summary.skipped = 1_260;
        summary.first_skipped = vec![("a.txt".into(), kind("plain text")); 5];
        summary.skip_reasons = [
            ("plain text", 9),
            ("video", 1),
            ("Word document", 1_200),
            ("JSON file", 9),
            ("program", 41),
        ]
        .map(|(what, number)| (kind(what), number))
        .into();
        let text = skipped(&summary, Lang::En, 80, Paint::plain());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines,
            [
                "  1,200  Word document",
                "     41  program",
                "      9  JSON file",
                "      9  plain text",
                "  and 1 more",
            ]
        );
    }

    #[test]
    fn when_all_is_well_it_is_short() {
        let summary = Summary {
            documents: 3,
            read: 3,
            pages: 4,
            ready: 3,
            elapsed: Duration::from_millis(900),
            outputs: vec!["out/proposals.jsonl".into()],
            ..Summary::default()
        };
        insta::assert_snapshot!(shown(&summary, Lang::Nl, 80));
    }

    #[test]
    fn an_interrupted_run_says_how_to_go_on() {
        let summary = Summary {
            interrupted: true,
            documents: 10,
            read: 1,
            pages: 1,
            ready: 1,
            waiting: 9,
            elapsed: Duration::from_secs(2),
            ..Summary::default()
        };
        insta::assert_snapshot!(shown(&summary, Lang::Nl, 80));
    }

    #[test]
    fn an_empty_folder_is_not_silent() {
        insta::assert_snapshot!(shown(&Summary::default(), Lang::Nl, 80));
    }
}
