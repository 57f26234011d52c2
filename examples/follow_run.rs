//! Runs dizzy as a library and prints a line for every document: what the program's own progress display is built on.
//!
//!     cargo run --example follow_run -- fixtures/pdf-text
#![allow(clippy::print_stdout)] // an example shows what it does

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use office::Program;
use office::batch;
use office::batch::{Event, Events, Job, Stop};
use office::settings::Settings;
use reading::reader::ReaderCommand;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Readers are child processes of the `dizzy` program; an example is another program, so it says where that is.
    let program = Program {
        reader: ReaderCommand {
            program: std::env::current_exe()?.with_file_name("../dizzy"),
            args: vec!["reader".into()],
        },
        understanding: extract::UNDERSTANDING,
    };
    let mut settings = Settings::default();
    settings.process.out = std::env::temp_dir().join("dizzy-example");
    let job = Job {
        settings,
        inputs: std::env::args_os().skip(1).map(PathBuf::from).collect(),
        program,
        stop: Arc::new(Stop::default()),
        retry_failed: false,
        dry_run: false,
    };
    let (events, received) = sync_channel(64);
    let run = std::thread::spawn(move || batch::run(job, Events::to(events)));
    for event in received {
        match event {
            Event::Proposed { path, verdicts, .. } => println!("{path}: {verdicts:?}"),
            Event::Failed { path, cause } => println!("{path}: failed, {cause}"),
            Event::Skipped { path, .. } => println!("{path}: no invoice"),
            _ => {}
        }
    }
    let summary = run.join().expect("the run does not panic")?;
    println!("{} ready, {} to review", summary.ready, summary.review);
    Ok(())
}
