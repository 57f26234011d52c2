//! `dizzy doctor --burst`: what a burst lacks, and the command that mends it.

use std::io::{self, Write as _};

use super::doctor::{Health, Line, exit, render};
use super::exit::Exit;
use super::term::Paint;
use crate::words::{Lang, preflight as words};
use burst::preflight;
use burst::preflight::State;
use burst::settings::Burst;
use burst::store::Location;
use burst::{BurstError, Error};

pub fn run(settings: &Burst, lang: Lang) -> anyhow::Result<Exit> {
    if settings.store.is_empty() {
        return Err(Error::from(BurstError::NoStore).into());
    }
    let location: Location = settings.store.parse().map_err(Error::from)?;
    let checks = preflight::check(settings, &location);
    let said: Vec<String> = checks.iter().map(|check| words::check(lang, check)).collect();
    let lines: Vec<Line> = checks
        .iter()
        .zip(&said)
        .map(|(check, said)| Line {
            name: words::item(lang, check.what),
            health: match check.state {
                State::Ok => Health::Fine,
                State::CannotTell => Health::Weak,
                State::Missing => Health::Missing,
            },
            what: said,
            mend: &check.mend,
        })
        .collect();
    let mut stdout = io::stdout();
    let verdict = |missing, unknown| words::verdict(lang, missing, unknown);
    let text = render(&lines, verdict, Paint::of(&stdout));
    stdout.write_all(text.as_bytes())?;
    Ok(exit(&lines))
}
