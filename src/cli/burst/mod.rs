//! `dizzy burst`: runs with workers, and what can be done with them.

pub mod args;
mod ask;
mod begin;
mod manage;
pub mod plan;
mod simulate;
mod status;
mod sweep;

use self::args::{Burst, Command};
use super::args::Global;
use super::exit::Exit;

pub(crate) use self::begin::conclude;

pub fn run(global: &Global, args: Burst) -> anyhow::Result<Exit> {
    match args.command {
        None => begin::run(global, args.begin),
        Some(Command::Status(args)) => status::run(global, &args),
        Some(Command::Collect(args)) => manage::collect(global, &args),
        Some(Command::Stop(args)) => manage::stop(global, &args),
        Some(Command::Sweep(args)) => sweep::run(global, &args),
        Some(Command::Simulate(args)) => simulate::run(global, &args),
    }
}
