//! `dizzy burst sweep`

use std::io::{self, Write};

use super::args::Sweep;
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::settings::{load, state_dir};
use crate::words::burst_run as say;
use burst;
use burst::shard::RunId;
use office::ledger;

pub fn run(global: &Global, args: &Sweep) -> anyhow::Result<Exit> {
    let effective = load(global)?;
    let lang = effective.settings.ui.lang.lang();
    let state = state_dir(&effective.settings);
    let kind = args.machines.kind(&effective.burst);
    let location = burst::location(&effective.burst, &state, kind)?;
    let known: Vec<RunId> = ledger::open_bursts(&state)?
        .into_iter()
        .map(|(record, _)| record)
        .filter(|record| record.store == location.to_string())
        .map(|record| record.run)
        .collect();
    let store = location.open(&effective.burst)?;
    let mut fleet = burst::fleet(&effective.burst, &state, kind, &location)?;
    let swept = burst::sweep(store.as_ref(), fleet.as_mut(), &known, args.dry_run)?;
    for run in &swept.runs {
        if run.removed && run.left.in_ledger {
            ledger::forget_burst(&state, &run.run)?;
        }
    }
    if !args.dry_run && swept.runs.iter().all(|run| run.removed) {
        burst::remove_own_folder(&state, &location)?;
    }
    if args.quiet {
        return Ok(Exit::Done);
    }
    let mut stdout = io::stdout();
    for run in &swept.runs {
        writeln!(stdout, "{}", say::swept(lang, run))?;
    }
    for what in &swept.others {
        writeln!(stdout, "{}", say::swept_other(lang, what))?;
    }
    if swept.runs.is_empty() && swept.others.is_empty() {
        writeln!(stdout, "{}", say::nothing_left(lang, &location.to_string()))?;
    }
    Ok(Exit::Done)
}
