//! `dizzy burst collect` and `dizzy burst stop`.

use std::io::{self, Write};
use std::sync::Arc;

use super::super::program::program;
use super::args::{Collect, Run};
use super::begin::conclude;
use crate::cli::afterwards::{Account, after};
use crate::cli::args::Global;
use crate::cli::exit::Exit;
use crate::cli::flag_or_locale;
use crate::cli::process::Shown;
use crate::cli::progress::{Detail, Progress};
use crate::cli::settings::{load, state_dir};
use crate::cli::signals::Listener;
use crate::config::Effective;
use crate::words::{Lang, burst_run as say};
use burst;
use burst::shard::RunId;
use burst::store::Location;
use burst::{BurstError, Error};
use office::batch::Stop;
use office::ledger;
use office::ledger::{BurstRecord, ShardCount};

/// The settings, and the runs of which something may be left, or the one that is named.
///
/// # Errors
/// [`BurstError::NoRun`] when the one that is named is none of them.
pub fn runs(
    global: &Global,
    args: &Run,
) -> anyhow::Result<(Effective, Vec<(BurstRecord, ShardCount)>)> {
    let effective = load(global)?;
    let state = state_dir(&effective.settings);
    let mut runs = ledger::open_bursts(&state)?;
    if let Some(run) = &args.run {
        runs.retain(|(record, _)| record.run == *run);
        if runs.is_empty() {
            let run = run.to_string();
            let store = state.display().to_string();
            return Err(Error::from(BurstError::NoRun { run, store }).into());
        }
    }
    Ok((effective, runs))
}

/// Takes a run up again.
pub fn collect(global: &Global, args: &Collect) -> anyhow::Result<Exit> {
    let lang = flag_or_locale(global);
    after(&args.afterwards, "burst collect", lang, |account| take_up(global, args, account))
}

fn take_up(global: &Global, args: &Collect, account: &mut Account) -> anyhow::Result<Exit> {
    let (effective, runs) = runs(global, &args.run)?;
    let lang = effective.settings.ui.lang.lang();
    account.place(&effective.settings.process.out, lang);
    let Some((record, _)) = runs.into_iter().next() else {
        return nothing(lang, args);
    };
    go_on(&effective, &record.run, lang, args, account)
}

/// Ends a run.
pub fn stop(global: &Global, args: &Collect) -> anyhow::Result<Exit> {
    let lang = flag_or_locale(global);
    after(&args.afterwards, "burst stop", lang, |account| end(global, args, account))
}

fn end(global: &Global, args: &Collect, account: &mut Account) -> anyhow::Result<Exit> {
    let (effective, runs) = runs(global, &args.run)?;
    let lang = effective.settings.ui.lang.lang();
    account.place(&effective.settings.process.out, lang);
    let Some((record, _)) = runs.into_iter().next() else {
        return nothing(lang, args);
    };
    let store = record.store.parse::<Location>()?.open(&effective.burst)?;
    burst::stop(store.as_ref(), &record.run)?;
    match go_on(&effective, &record.run, lang, args, account) {
        // ended before its end is what was asked for, and documents that failed do not keep it from that
        Ok(Exit::Interrupted | Exit::SomeFailed) => Ok(Exit::Done),
        // somebody is at work, and was told
        Err(error) if is_at_work(&error) => {
            if !args.messages.quiet {
                writeln!(io::stdout(), "{}", say::told_to_stop(lang, &record.run))?;
            }
            Ok(Exit::Done)
        }
        other => other,
    }
}

fn is_at_work(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(
            Error::Office(office::Error::Locked { .. })
                | Error::Burst(BurstError::Coordinated { .. })
        )
    )
}

fn nothing(lang: Lang, args: &Collect) -> anyhow::Result<Exit> {
    if !args.messages.quiet {
        writeln!(io::stdout(), "{}", say::no_runs(lang))?;
    }
    Ok(Exit::Done)
}

fn go_on(
    effective: &Effective,
    run: &RunId,
    lang: Lang,
    args: &Collect,
    account: &mut Account,
) -> anyhow::Result<Exit> {
    let detail = Detail::of(args.messages.quiet, args.messages.verbose);
    let stop = Arc::new(Stop::default());
    let signals = Listener::new(Arc::clone(&stop), lang)?;
    let program = program()?;
    let format = args.messages.log_format;
    let mut progress = Progress::new(lang, format, detail, false, signals.asked());
    let shown = progress.during(|events| {
        let settings = effective.settings.clone();
        burst::resume(settings, &effective.burst, program, stop, Some(run), &events)
    });
    let (outcome, shown) = shown.apart()?;
    match outcome {
        Some(outcome) => {
            let shown = Shown::new(Ok(outcome), shown);
            conclude(shown, &progress, &effective.settings, lang, detail, account)
        }
        None => nothing(lang, args),
    }
}
