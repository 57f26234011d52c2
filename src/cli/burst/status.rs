//! `dizzy burst status`

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

use super::args::Run;
use super::manage::runs;
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::settings::state_dir;
use crate::cli::term::{Paint, printable};
use crate::words::burst_run as say;
use crate::words::burst_run::Row;
use crate::words::{Lang, count, duration};
use burst;
use burst::fleet::InstanceState;
use burst::shard::WorkerState;
use burst::store::Location;
use burst::{FleetKind, RunStatus};

pub fn run(global: &Global, args: &Run) -> anyhow::Result<Exit> {
    let (effective, runs) = runs(global, args)?;
    let lang = effective.settings.ui.lang.lang();
    let state = state_dir(&effective.settings);
    let mut stdout = io::stdout();
    let paint = Paint::of(&stdout);
    if runs.is_empty() {
        writeln!(stdout, "{}", say::no_runs(lang))?;
    }
    for (record, shards) in runs {
        let location: Location = record.store.parse()?;
        let kind = FleetKind::of_name(&record.fleet);
        let store = location.open(&effective.burst)?;
        let mut fleet = burst::fleet(&effective.burst, &state, kind, &location)?;
        let status = burst::status(record, shards, store.as_ref(), fleet.as_mut())?;
        let text = render(&status, Timestamp::now(), &TimeZone::system(), lang, paint);
        stdout.write_all(text.as_bytes())?;
    }
    Ok(Exit::Done)
}

fn render(status: &RunStatus, now: Timestamp, zone: &TimeZone, lang: Lang, paint: Paint) -> String {
    let record = &status.record;
    let mut text = String::new();
    let _ = writeln!(text, "{}", paint.title(&format!("{}", record.run)));
    let begun = Timestamp::from_millisecond(record.begun_ms).unwrap_or(now);
    let since = duration(lang, now.duration_since(begun).unsigned_abs());
    let begun = begun.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M");
    let coordinator = if status.is_coordinated {
        paint.good(say::coordinated(lang))
    } else {
        paint.look(say::uncoordinated(lang))
    };
    let pages: u64 = status.workers.iter().map(|(beat, _)| beat.pages).sum();
    let alive =
        |state: InstanceState| matches!(state, InstanceState::Pending | InstanceState::Running);
    let machines = status.instances.iter().filter(|i| alive(i.state)).count() as u64;
    let rows = [
        (Row::Store, printable(&record.store)),
        (Row::Begun, format!("{begun} ({since})")),
        (Row::Coordinator, coordinator),
        (
            Row::Shards,
            say::shards_of(lang, status.results.max(status.shards.settled), status.shards.shards),
        ),
        (Row::Pages, count(lang, pages)),
        (Row::Machines, count(lang, machines)),
    ];
    super::plan::push_rows(&mut text, &rows, lang, paint);
    for (beat, silent_ms) in &status.workers {
        let state = match beat.state {
            WorkerState::Ended => paint.dim(say::worker_state(lang, beat.state)),
            _ if *silent_ms > say::SILENT_MS => {
                paint.bad(&say::silent(lang, Duration::from_millis(*silent_ms)))
            }
            state => say::worker_state(lang, state).to_owned(),
        };
        let _ = writeln!(
            text,
            "  {}  {state}  {}",
            beat.worker,
            paint.dim(&say::worker_work(lang, beat))
        );
    }
    text
}
