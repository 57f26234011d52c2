//! `dizzy process --shard`: the worker of a burst, and its log.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::args::{Global, LogFormat, Process};
use super::exit::Exit;
use super::program::program;
use super::progress::log_line;
use super::settings::load;
use super::signals::Listener;
use super::term::printable;
use crate::config::Effective;
use crate::words::worker as say;
use burst;
use burst::ShardJob;
use burst::shard::WorkerEvent;
use office::batch::Stop;

pub fn run(global: &Global, args: &Process, uri: &str) -> anyhow::Result<Exit> {
    let Effective { settings, burst: mut terms, .. } = load(global)?;
    // whoever started this worker says where the bucket is
    if let Ok(region) = std::env::var("AWS_REGION") {
        terms.region = region;
    }
    let lang = settings.ui.lang.lang();
    let stop = Arc::new(Stop::default());
    let _signals = Listener::new(Arc::clone(&stop), lang)?;
    let job = ShardJob {
        jobs: settings.process.jobs,
        settings,
        burst: terms,
        uri: uri.to_owned(),
        program: program()?,
        stop,
    };
    let (format, quiet) = (args.messages.log_format, args.messages.quiet);
    // several threads tell; lines must not run into each other, and a log that is gone stops nobody
    let writing = Mutex::new(());
    let tell = |event: WorkerEvent| {
        if quiet && !matches!(event, WorkerEvent::Trouble { .. }) {
            return;
        }
        let _guard = writing.lock();
        drop(match format {
            LogFormat::Text => log_line(&printable(&say::event(lang, &event))),
            LogFormat::Json => {
                let time = Timestamp::now().to_string();
                writeln!(io::stderr(), "{}", object(&event, &time))
            }
        });
    };
    let summary = burst::work(job, &tell)?;
    if !quiet && format == LogFormat::Text {
        log_line(&say::ended(lang, summary))?;
    }
    Ok(Exit::Done)
}

fn object(event: &WorkerEvent, time: &str) -> Value {
    match event {
        WorkerEvent::Began { shard, epoch } => {
            json!({"time": time, "event": "shard-begun", "shard": shard, "epoch": epoch})
        }
        WorkerEvent::Settled { shard, pages, took } => {
            json!({"time": time, "event": "shard-settled", "shard": shard, "pages": pages, "took_ms": took.as_millis() as u64})
        }
        WorkerEvent::LetGo { shard } => {
            json!({"time": time, "event": "shard-let-go", "shard": shard})
        }
        WorkerEvent::Notice => json!({"time": time, "event": "interruption-notice"}),
        WorkerEvent::Leaving => json!({"time": time, "event": "leaving"}),
        WorkerEvent::Trouble { what } => json!({"time": time, "event": "trouble", "what": what}),
    }
}
