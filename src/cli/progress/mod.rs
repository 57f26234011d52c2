//! Progress of a run, as the person or a program wants to see it: a consumer of [`Event`]s.

mod bars;
pub mod json;
mod pause;
mod tally;
mod text;

use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use jiff::{Timestamp, ZonedDateTime};

pub(crate) use self::pause::Pause;

use self::bars::Bars;
use self::tally::Tally;
use super::args::LogFormat;
use super::burst::plan::render;
use super::signals::Asked;
use super::term::{self, Paint, columns, paragraph, printable, shorten, width};
use crate::words;
use crate::words::Lang;
use crate::words::burst_run;
use crate::words::run;
use crate::words::run::Fate;
use booking::Verdict;
use burst::BurstEvent;
use office::batch::{Event, Summary};
use reading::Cause;

/// How long the display waits for an event before it looks at the clock.
const TICK: Duration = Duration::from_millis(200);
/// So many files of a container that fail for one cause are told one by one.
const TOLD_APART: usize = 5;
/// Time between two log lines where there is no terminal.
const LOG_EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Failures and problems.
    Problems,
    /// Progress, failures and problems.
    Progress,
    Documents,
}

impl Detail {
    /// What the flags ask for.
    pub fn of(quiet: bool, verbose: bool) -> Self {
        match (quiet, verbose) {
            (true, _) => Self::Problems,
            (_, true) => Self::Documents,
            _ => Self::Progress,
        }
    }
}

#[derive(Debug)]
enum Display {
    Bars(Bars),
    /// A log that a person reads.
    Log {
        /// When the last progress line was written.
        last: Instant,
    },
    /// A log that a program reads.
    Json,
    /// Standard output: what a dry run would do.
    Plan,
}

/// The display of a run.
#[derive(Debug)]
pub(crate) struct Progress {
    display: Display,
    /// How many files of a container failed for a cause.
    like: BTreeMap<(String, Cause), usize>,
    tally: Tally,
    detail: Detail,
    lang: Lang,
    paint: Paint,
    asked: Asked,
    /// Signals from the keyboard that were told of.
    told: usize,
    told_to_drain: bool,
    pause: Pause,
}

impl Progress {
    /// The display that fits the options and the terminal.
    pub fn new(lang: Lang, format: LogFormat, detail: Detail, dry_run: bool, asked: Asked) -> Self {
        let now = Instant::now();
        let mut paint = Paint::of(&io::stderr());
        let display = if format == LogFormat::Json {
            Display::Json
        } else if dry_run {
            paint = Paint::of(&io::stdout());
            Display::Plan
        } else if detail != Detail::Problems && io::stderr().is_terminal() {
            Display::Bars(Bars::new(lang, paint))
        } else {
            Display::Log { last: now }
        };
        Self {
            display,
            tally: Tally::new(now),
            like: BTreeMap::new(),
            detail,
            lang,
            paint,
            asked,
            told: 0,
            told_to_drain: false,
            pause: Pause::default(),
        }
    }

    /// What keeps the display from drawing while a person is asked something.
    pub(crate) fn pause(&self) -> Pause {
        self.pause.clone()
    }

    /// Shows events until the run ends. Keeps receiving when the display is gone, so that the run goes on.
    pub fn follow(&mut self, events: &Receiver<burst::Event>) -> io::Result<()> {
        let mut outcome = Ok(());
        let mut drawn = Instant::now();
        loop {
            let event = match events.recv_timeout(TICK) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            let now = Instant::now();
            if let Some(event) = &event {
                self.tally.add(event, now);
                if outcome.is_ok() && !self.is_one_of_many(event) {
                    outcome = self.show(event);
                }
            }
            if outcome.is_ok() && (event.is_none() || now - drawn >= TICK) {
                drawn = now;
                outcome = self.tick(now);
            }
        }
        if outcome.is_ok() {
            outcome = self.tell_many();
        }
        if outcome.is_ok() {
            outcome = self.answer_signals();
        }
        if let Display::Bars(bars) = &self.display {
            bars.clear();
        }
        outcome
    }

    /// Whether so many files of this container failed for this cause before that they are told together.
    fn is_one_of_many(&mut self, event: &burst::Event) -> bool {
        let burst::Event::Run(Event::Failed { path, cause }) = event else { return false };
        let Some((container, _)) = path.split_once("!/") else { return false };
        let number = self.like.entry((container.to_owned(), cause.clone())).or_default();
        *number += 1;
        *number > TOLD_APART && !matches!(self.display, Display::Json)
    }

    /// Tells of those together.
    fn tell_many(&mut self) -> io::Result<()> {
        let (is_bars, all) =
            (matches!(self.display, Display::Bars(_)), self.detail == Detail::Documents);
        let many = std::mem::take(&mut self.like);
        for ((container, cause), number) in many {
            if number <= TOLD_APART || is_bars && !all || matches!(self.display, Display::Json) {
                continue;
            }
            let said = words::times(self.lang, number, &words::cause(self.lang, &cause).what);
            writeln!(
                io::stderr(),
                "{}",
                self.line(Fate::Failed, &format!("{container}!/"), &said)
            )?;
        }
        Ok(())
    }

    /// Writes the last event, for programs.
    pub(crate) fn finished(&self, summary: &Summary) -> io::Result<()> {
        match self.display {
            Display::Json => json_line(&json::finished(summary, &Timestamp::now().to_string())),
            _ => Ok(()),
        }
    }

    fn show(&self, event: &burst::Event) -> io::Result<()> {
        if matches!(self.display, Display::Json) {
            let is_problem = match event {
                burst::Event::Run(event) => matches!(
                    event,
                    Event::Failed { .. } | Event::ReaderReplaced { .. } | Event::Draining
                ),
                burst::Event::Burst(event) => burst_run::is_problem(event),
            };
            return if self.detail != Detail::Problems || is_problem {
                json_line(&json::event(event, &Timestamp::now().to_string()))
            } else {
                Ok(())
            };
        }
        for line in self.lines(event) {
            match &self.display {
                Display::Bars(bars) => bars.println(&line)?,
                Display::Log { .. } if self.detail == Detail::Problems => {
                    writeln!(io::stderr(), "{line}")?;
                }
                Display::Log { .. } => log_line(&line)?,
                Display::Plan => writeln!(io::stdout(), "{line}")?,
                Display::Json => {}
            }
        }
        Ok(())
    }

    /// What is said about an event in this display, at this level of detail.
    fn lines(&self, event: &burst::Event) -> Vec<String> {
        let event = match event {
            burst::Event::Burst(event) => return self.burst_lines(event),
            burst::Event::Run(event) => event,
        };
        let lang = self.lang;
        let is_plan = matches!(self.display, Display::Plan);
        let is_bars = matches!(self.display, Display::Bars(_));
        let all = self.detail == Detail::Documents;
        match event {
            Event::Started { unconfined, languages, .. }
                if self.detail != Detail::Problems && !is_plan =>
            {
                let mut lines = Vec::new();
                if !unconfined.is_empty() {
                    lines.push(self.paint.look(&run::unconfined(lang, unconfined)));
                }
                if languages.is_empty() {
                    lines.push(self.paint.look(run::no_ocr(lang)));
                }
                lines
            }
            // On a terminal the bar counts failures and the summary explains them.
            Event::Failed { path, cause } if !is_bars || all => {
                let said = words::cause(lang, cause);
                let mut lines = vec![self.line(Fate::Failed, path, &said.what)];
                if self.detail == Detail::Problems {
                    lines.push(format!("    → {}", printable(&said.hint)));
                }
                lines
            }
            Event::ReaderReplaced { path, cause } if all => {
                let what = run::tried_again(lang, &words::cause(lang, cause).what);
                vec![self.line(Fate::Waiting, path, &what)]
            }
            Event::Skipped { path, reason } if all || is_plan => {
                vec![self.line(Fate::Skipped, path, &words::skip(lang, reason))]
            }
            Event::Deferred { path, is_long } if all || is_plan => {
                vec![self.line(Fate::Deferred, path, run::later(lang, *is_long))]
            }
            Event::AlreadyDone { path } if all || is_plan => {
                vec![self.line(Fate::DoneBefore, path, "")]
            }
            Event::SameBytes { path, of } if all || is_plan => {
                vec![self.line(Fate::SameBytes, path, &words::same_as(lang, of))]
            }
            Event::Found { path } if is_plan => vec![self.line(Fate::ToRead, path, "")],
            Event::Proposed { path, verdicts, took } if all => {
                let fate = match verdicts.iter().max() {
                    Some(Verdict::Ready) => Fate::Ready,
                    Some(Verdict::Review) | None => Fate::Review,
                    Some(Verdict::Failed) => Fate::Failed,
                };
                vec![self.line(fate, path, &words::duration(lang, *took))]
            }
            _ => Vec::new(),
        }
    }

    /// What is said about an event of a burst.
    fn burst_lines(&self, event: &BurstEvent) -> Vec<String> {
        let is_problem = burst_run::is_problem(event);
        if self.detail == Detail::Problems && !is_problem {
            return Vec::new();
        }
        match event {
            BurstEvent::Planned(plan) => {
                let text = render(plan, self.lang, columns(), self.paint);
                text.lines().map(str::to_owned).collect()
            }
            BurstEvent::WorkerTrouble { .. } if self.detail != Detail::Documents => Vec::new(),
            _ => {
                let said = burst_run::event(self.lang, event);
                let lines = said.map(|said| self.prose(&printable(&said)));
                let painted = lines
                    .unwrap_or_default()
                    .into_iter()
                    .map(|line| if is_problem { self.paint.look(&line) } else { line });
                painted.collect()
            }
        }
    }

    /// Lines of a sentence: broken between words above the bars, one in a log.
    fn prose(&self, text: &str) -> Vec<String> {
        if matches!(self.display, Display::Bars(_)) {
            let text = paragraph(&io::stderr(), 0, "  ", text);
            text.lines().map(str::to_owned).collect()
        } else {
            vec![text.to_owned()]
        }
    }

    /// Columns of the terminal that lines are for, when they are for one.
    fn terminal(&self) -> Option<usize> {
        match self.display {
            Display::Bars(_) => Some(columns()),
            Display::Plan if io::stdout().is_terminal() => Some(columns()),
            _ => None,
        }
    }

    /// "failed  scans/a.pdf  The file is empty." On a terminal words stand below each other, and the end of a long path
    /// is shown, so that a line is a line.
    fn line(&self, fate: Fate, path: &str, what: &str) -> String {
        let word = fate.word(self.lang);
        let (path, what) = (printable(path), printable(what));
        let (padding, path) = match self.terminal() {
            Some(columns) => fit(columns, self.lang, word, path, &what),
            None => (0, path),
        };
        let padding = " ".repeat(padding + 2);
        let word = match fate {
            Fate::Failed => self.paint.bad(word),
            Fate::Review | Fate::Waiting => self.paint.look(word),
            Fate::Ready | Fate::ToRead => self.paint.good(word),
            _ => self.paint.dim(word),
        };
        if what.is_empty() {
            format!("{word}{padding}{path}")
        } else {
            format!("{word}{padding}{path}  {what}")
        }
    }

    /// Answers a signal at once: the run may be some time in noticing it.
    fn answer_signals(&mut self) -> io::Result<()> {
        let keyboard = self.asked.by_keyboard();
        if matches!(self.display, Display::Bars(_)) {
            for _ in self.told..keyboard {
                term::forget_ctrl_c()?;
            }
        }
        self.told = keyboard;
        if self.asked.to_stop() > 0 && !self.told_to_drain {
            self.told_to_drain = true;
            let message = self.paint.look(run::draining(self.lang));
            match &self.display {
                Display::Bars(bars) => bars.println(&message)?,
                Display::Log { .. } | Display::Plan => log_line(&message)?,
                Display::Json => {}
            }
        }
        Ok(())
    }

    fn tick(&mut self, now: Instant) -> io::Result<()> {
        if self.pause.is_wanted() {
            if let Display::Bars(bars) = &self.display {
                bars.clear();
            }
            self.pause.begin();
            return Ok(());
        }
        self.answer_signals()?;
        match &mut self.display {
            Display::Bars(bars) => bars.draw(&self.tally, now),
            Display::Log { last }
                if self.detail != Detail::Problems && now - *last >= LOG_EVERY =>
            {
                *last = now;
                log_line(&text::log_line(&self.tally, self.lang, now))?;
            }
            Display::Log { .. } | Display::Json | Display::Plan => {}
        }
        Ok(())
    }
}

/// The least of a path that is shown; with less a line had better break.
const PATH_COLUMNS: usize = 16;

/// How much to put after a word so that all words are as wide, and the path as it fits into what is left of the line.
fn fit(columns: usize, lang: Lang, word: &str, path: String, what: &str) -> (usize, String) {
    let widest = Fate::ALL.map(|fate| width(fate.word(lang)));
    let widest = widest.into_iter().max().unwrap_or_default();
    let after = if what.is_empty() { 0 } else { 2 + width(what) };
    let room = columns.saturating_sub(widest + 2 + after);
    let path = if room >= PATH_COLUMNS { shorten(&path, room) } else { path };
    (widest - width(word), path)
}

/// A line of a log that a person reads.
pub(crate) fn log_line(line: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{} {line}", ZonedDateTime::now().strftime("%Y-%m-%d %H:%M:%S"))
}

fn json_line(object: &serde_json::Value) -> io::Result<()> {
    writeln!(io::stderr(), "{object}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_on_a_terminal_is_one_line() {
        let long = "scans/2026/maart/een lange naam van een factuur.pdf";
        for lang in [Lang::Nl, Lang::En] {
            for fate in Fate::ALL {
                let word = fate.word(lang);
                let (padding, path) = fit(50, lang, word, long.to_owned(), "0,02 s");
                let whole = format!("{word}{}{path}  0,02 s", " ".repeat(padding + 2));
                assert_eq!(width(&whole), 50, "{whole}");
                assert!(whole.ends_with("factuur.pdf  0,02 s"), "{whole}");
            }
        }
        // no room for both: the terminal breaks the line, and nothing is hidden
        let (_, path) = fit(30, Lang::En, "failed", long.to_owned(), "The file is not whole.");
        assert_eq!(path, long);
    }
}
