//! Progress on a terminal: a line for the whole and one for each of the largest documents in hand.

use std::io::Write;
use std::time::Instant;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::tally::Tally;
use super::text;
use crate::cli::term::{Paint, columns};
use crate::words::Lang;

const LARGE_LINES: usize = 3;
/// How often the terminal is drawn, times a second.
const DRAW_HZ: u8 = 10;

/// The lines at the bottom of the terminal.
#[derive(Debug)]
pub(crate) struct Bars {
    all: MultiProgress,
    whole: ProgressBar,
    burst: Option<ProgressBar>,
    large: Vec<ProgressBar>,
    paint: Paint,
    lang: Lang,
}

impl Bars {
    /// Takes the bottom of the terminal on standard error.
    pub fn new(lang: Lang, paint: Paint) -> Self {
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(DRAW_HZ));
        let whole = line(&all);
        Self { all, whole, burst: None, large: Vec::new(), paint, lang }
    }

    /// Shows the state of the run.
    pub(crate) fn draw(&mut self, tally: &Tally, now: Instant) {
        let columns = columns().saturating_sub(1);
        let whole = text::bar_line(tally, self.lang, now, columns, self.paint);
        self.whole.set_message(whole);
        match (text::burst_line(tally, self.lang, columns), &self.burst) {
            (Some(text), Some(line)) => line.set_message(text),
            (Some(text), None) => {
                let line = line(&self.all);
                line.set_message(text);
                self.burst = Some(line);
            }
            (None, _) => {
                if let Some(unused) = self.burst.take() {
                    unused.finish_and_clear();
                    self.all.remove(&unused);
                }
            }
        }
        let large = tally.large(LARGE_LINES);
        while self.large.len() > large.len() {
            if let Some(unused) = self.large.pop() {
                unused.finish_and_clear();
                self.all.remove(&unused);
            }
        }
        while self.large.len() < large.len() {
            self.large.push(line(&self.all));
        }
        for (line, document) in self.large.iter().zip(large) {
            line.set_message(text::large_line(document, self.lang, columns, self.paint));
        }
    }

    /// Prints a line above.
    pub(crate) fn println(&self, line: &str) -> std::io::Result<()> {
        // MultiProgress::println loses the line when the bars are cleared right after it.
        self.all.suspend(|| writeln!(std::io::stderr(), "{line}"))
    }

    /// Gives the bottom of the terminal back.
    pub(crate) fn clear(&self) {
        // A terminal that is gone needs no clearing.
        let _ = self.all.clear();
    }
}

fn line(all: &MultiProgress) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg}").expect("a constant template");
    all.add(ProgressBar::no_length().with_style(style))
}
