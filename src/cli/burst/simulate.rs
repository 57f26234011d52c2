//! `dizzy burst simulate`

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use serde_json::json;

use super::args::Simulate;
use crate::cli::args::{Global, LogFormat};
use crate::cli::exit::Exit;
use crate::cli::settings::load;
use crate::cli::term::{Paint, columns, paragraph, width};
use crate::words::burst_run::usd;
use crate::words::simulate as say;
use crate::words::simulate::Column;
use crate::words::{Lang, count, decimal, duration};
use burst::simulate::{Outcome, Scenario, here_alone, simulate};

pub fn run(global: &Global, args: &Simulate) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    let mut stdout = io::stdout();
    let paint = Paint::of(&stdout);
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u32;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut is_title_said = false;
    let mut any_bottleneck = false;
    for workers in &args.workers {
        let mut scenario = scenario(args);
        scenario.machines.workers = *workers;
        if *workers == 0 && args.here_cores == 0 {
            let Some(alone) = here_alone(&scenario, cores) else {
                continue;
            };
            if args.format == LogFormat::Json {
                writeln!(stdout, "{}", json!({"workers": 0, "cores": cores, "queue": alone}))?;
            }
            let time = |s: f64| duration(lang, Duration::from_secs_f64(s));
            let none = String::new;
            rows.push(vec![
                count(lang, 0),
                time(alone.max_s),
                none(),
                none(),
                time(alone.p50_s),
                time(alone.p99_s),
                none(),
                none(),
                none(),
                none(),
            ]);
            continue;
        }
        let outcome = simulate(&scenario)?;
        if args.format == LogFormat::Json {
            writeln!(stdout, "{}", json!({"scenario": scenario, "outcome": outcome}))?;
            continue;
        }
        if !is_title_said {
            is_title_said = true;
            let hours = outcome.pages as f64 * args.page_ms / 3_600_000.0;
            let title = say::title(lang, outcome.documents, outcome.pages, hours);
            writeln!(stdout, "{}\n", paint.title(&title))?;
        }
        any_bottleneck |= outcome.line_is_bottleneck;
        rows.push(row(&outcome, lang));
    }
    if args.format == LogFormat::Text {
        let room = if stdout.is_terminal() { columns() } else { usize::MAX };
        let columns = Columns::new(&rows, lang, room);
        stdout.write_all(columns.table(&rows, lang, paint).as_bytes())?;
        let legend = paragraph(&stdout, 0, "", &columns.legend(lang));
        writeln!(stdout, "\n{}", paint.dim(legend.trim_end()))?;
        if any_bottleneck {
            writeln!(stdout, "{}", paint.look(say::line_is_bottleneck(lang)))?;
        }
    }
    Ok(Exit::Done)
}

fn scenario(args: &Simulate) -> Scenario {
    let mut scenario = Scenario { seed: args.seed, ..Scenario::default() };
    let (work, machines) = (&mut scenario.work, &mut scenario.machines);
    work.documents = args.documents;
    work.pages_per_document = args.pages.max(1.0);
    work.large_documents = args.large;
    work.page_ms = args.page_ms.max(1.0);
    work.page_spread = args.page_spread.max(0.0);
    machines.vcpus = args.vcpus.max(1);
    machines.vcpu_speed = args.vcpu_speed.max(0.01);
    machines.here_cores = args.here_cores;
    machines.boot_ms = args.boot.max(0.0) * 1000.0;
    machines.interruptions_per_hour = args.interruptions / 100.0;
    machines.crashes_per_hour = args.crashes / 100.0;
    machines.stragglers = args.stragglers / 100.0;
    scenario.store.failures_per_mille = args.failures.min(500);
    scenario.store.latency_ms = args.latency_ms.max(0.0);
    scenario.line.up_mbit = args.up_mbit.max(0.0);
    scenario.protocol.shard_ms = args.shard_seconds.max(1) * 1000;
    scenario
}

fn row(outcome: &Outcome, lang: Lang) -> Vec<String> {
    let time = |s: f64| duration(lang, Duration::from_secs_f64(s));
    let troubles = &outcome.troubles;
    let mark = if outcome.line_is_bottleneck { "*" } else { "" };
    let cells = Column::ALL.map(|column| match column {
        Column::Workers => count(lang, outcome.workers.into()),
        Column::Makespan => format!("{}{mark}", time(outcome.makespan_s)),
        Column::Ideal => time(outcome.ideal_s),
        Column::Efficiency => format!("{:.0} %", outcome.efficiency * 100.0),
        Column::Half => time(outcome.queue.p50_s),
        Column::Most => time(outcome.queue.p99_s),
        Column::Requests => decimal(lang, outcome.requests_per_document),
        Column::Cost => usd(outcome.machines_usd + outcome.requests_usd),
        Column::Lost => say::lost(lang, troubles.interrupted, troubles.crashed),
        Column::PassedOn => count(lang, troubles.taken_over + troubles.rested),
    });
    cells.into()
}

/// What a narrow terminal goes without, the least important first.
const SPARED: [Column; 4] = [Column::PassedOn, Column::Requests, Column::Half, Column::Ideal];

struct Columns {
    /// How wide each is, the hidden ones too.
    widths: Vec<usize>,
    shown: [bool; Column::ALL.len()],
}

impl Columns {
    /// As many as fit in `room`.
    fn new(rows: &[Vec<String>], lang: Lang, room: usize) -> Self {
        let widths: Vec<usize> = Column::ALL
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let cells = rows.iter().map(|row| width(&row[at]));
                cells.chain([width(column.name(lang))]).max().unwrap_or(0)
            })
            .collect();
        let mut shown = Column::ALL.map(|_| true);
        for spared in SPARED {
            let taken: usize = widths
                .iter()
                .zip(shown)
                .map(|(columns, shown)| if shown { columns + 2 } else { 0 })
                .sum();
            if taken.saturating_sub(2) > room {
                for (column, shown) in Column::ALL.iter().zip(&mut shown) {
                    *shown &= *column != spared;
                }
            }
        }
        Self { widths, shown }
    }

    fn table(&self, rows: &[Vec<String>], lang: Lang, paint: Paint) -> String {
        let line = |cells: &[String]| {
            let padded: Vec<String> = cells
                .iter()
                .zip(&self.widths)
                .zip(self.shown)
                .filter(|(_, shown)| *shown)
                .map(|((cell, columns), _)| format!("{}{cell}", " ".repeat(columns - width(cell))))
                .collect();
            padded.join("  ").trim_end().to_owned()
        };
        let names = Column::ALL.map(|column| column.name(lang).to_owned());
        let mut text = format!("{}\n", paint.dim(&line(&names)));
        for row in rows {
            text.push_str(&line(row));
            text.push('\n');
        }
        text
    }

    /// What the columns that are shown mean.
    fn legend(&self, lang: Lang) -> String {
        let meanings = Column::ALL.iter().zip(self.shown).filter(|(_, shown)| *shown).filter_map(
            |(column, _)| {
                let meaning = say::meaning(lang, *column)?;
                Some(format!("{}: {meaning}", column.name(lang)))
            },
        );
        meanings.collect::<Vec<_>>().join(" · ")
    }
}
