//! `dizzy burst PATH…`

use std::io::{self, Write};
use std::sync::Arc;

use super::super::program::program;
use super::args::Begin;
use super::ask;
use super::plan::render;
use crate::cli::afterwards::{Account, after};
use crate::cli::args::{Global, LogFormat};
use crate::cli::complaint::Complaint;
use crate::cli::exit::Exit;
use crate::cli::flag_or_locale;
use crate::cli::process::{Shown, inputs};
use crate::cli::progress::{Detail, Progress, json};
use crate::cli::settings::load;
use crate::cli::signals::Listener;
use crate::cli::summary;
use crate::cli::term::{Paint, columns};
use crate::config::Effective;
use crate::words::{Lang, burst_run as say};
use burst;
use burst::{BurstJob, Ending, FleetKind, Outcome, Plan, When};
use office::batch::Stop;
use office::settings::Settings;

pub fn run(global: &Global, args: Begin) -> anyhow::Result<Exit> {
    let lang = flag_or_locale(global);
    let end = args.afterwards.clone();
    after(&end, "burst", lang, |account| work(global, args, account))
}

fn work(global: &Global, args: Begin, account: &mut Account) -> anyhow::Result<Exit> {
    let Effective { settings, burst: terms, .. } = load(global)?;
    let lang = settings.ui.lang.lang();
    account.place(&settings.process.out, lang);
    let detail = Detail::of(args.messages.quiet, args.messages.verbose);
    let fleet = args.machines.kind(&terms);
    // machines cost money: somebody says yes, beforehand or now
    let must_ask = fleet == FleetKind::Ec2 && !args.yes && !args.dry_run;
    if must_ask && !ask::is_somebody_there() {
        return Err(Complaint::usage(say::nobody_to_ask(lang), say::say_yes(lang)).into());
    }
    let exactly = match args.deadline {
        None => args.max_workers,
        Some(_) => None,
    };
    let stop = Arc::new(Stop::default());
    let signals = Listener::new(Arc::clone(&stop), lang)?;
    let job = BurstJob {
        settings: settings.clone(),
        burst: terms,
        inputs: inputs(args.paths, lang)?,
        program: program()?,
        stop: Arc::clone(&stop),
        retry_failed: args.retry_failed,
        fleet,
        exactly,
        when: When::Always,
    };
    let format = args.messages.log_format;
    let mut progress = Progress::new(lang, format, detail, false, signals.asked());
    if args.dry_run {
        let shown = progress.during(|events| burst::plan_only(job, &events));
        let plan = shown.settle()?.0;
        return show_plan(&plan, lang, format);
    }
    let pause = progress.pause();
    let mut agree = |_: &Plan| !must_ask || ask::agrees(lang, &pause, &stop);
    let shown = progress.during(|events| burst::burst(&job, &mut agree, &events));
    conclude(shown, &progress, &settings, lang, detail, account)
}

/// What `--dry-run` prints.
fn show_plan(plan: &Plan, lang: Lang, format: LogFormat) -> anyhow::Result<Exit> {
    let mut stdout = io::stdout();
    match format {
        LogFormat::Json => writeln!(stdout, "{}", json::plan(plan))?,
        LogFormat::Text => {
            let paint = Paint::of(&stdout);
            stdout.write_all(render(plan, lang, columns(), paint).as_bytes())?;
            writeln!(stdout, "\n{}", paint.title(say::nothing_begun(lang)))?;
        }
    }
    Ok(Exit::Done)
}

/// Says what a run came to.
///
/// # Errors
/// What kept it from going on, or from being shown.
pub(crate) fn conclude(
    shown: Shown<Outcome>,
    progress: &Progress,
    settings: &Settings,
    lang: Lang,
    detail: Detail,
    account: &mut Account,
) -> anyhow::Result<Exit> {
    let (outcome, shown) = shown.apart()?;
    account.outcome(&outcome);
    let summary = &outcome.summary;
    let exit = Exit::of(summary);
    let printed = shown.and_then(|()| progress.finished(summary)).and_then(|()| {
        if detail == Detail::Problems {
            return Ok(());
        }
        let mut stdout = io::stdout();
        let paint = Paint::of(&stdout);
        let mut text = summary::render(summary, &settings.process.out, lang, columns(), paint);
        if let Some(ending) = ending(&outcome, lang) {
            text.push_str(&ending);
        }
        stdout.write_all(text.as_bytes())
    });
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(exit),
    }
}

/// What became of the machines, when there were any.
fn ending(outcome: &Outcome, lang: Lang) -> Option<String> {
    let run = outcome.run.as_ref()?;
    let line = match outcome.ending {
        Ending::Done | Ending::Stopped => say::gone(lang, outcome.cost_usd),
        Ending::Detached { machines } => say::detached(lang, run, machines),
        Ending::Here | Ending::NotAgreed => return None,
    };
    Some(format!("\n{line}\n"))
}
