//! From the pages of one file to documents: a stack put through the scanner holds several invoices.

mod signals;

use signals::Signals;

use crate::text::Page;

/// Pages that belong to one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Indices of the pages, in order; blank backs are left out.
    pub pages: Vec<usize>,
    /// How sure it is that the document starts and ends there, 0 to 1.
    pub confidence: f32,
}

/// A cut is made from this score on; near it, it is doubtful.
const CUT: f32 = 1.0;
/// Scores nearer to [`CUT`] than this are doubtful.
const DOUBT: f32 = 0.8;

/// Divides pages into documents. Blank pages belong to none; a file of blank pages gives no run.
pub fn split(pages: &[Page]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut current: Option<(Run, Signals)> = None;
    for (index, page) in pages.iter().enumerate() {
        if signals::is_blank(page) {
            continue;
        }
        let signals = Signals::of(page);
        match current.take() {
            None => current = Some((start(index), signals)),
            Some((mut run, mut known)) => {
                let score = signals::starts_new(&known, &signals);
                let doubt = (score - CUT).abs() < DOUBT;
                if doubt {
                    run.confidence = run.confidence.min(0.6);
                }
                if score >= CUT {
                    runs.push(run);
                    let mut next = start(index);
                    if doubt {
                        next.confidence = 0.6;
                    }
                    current = Some((next, signals));
                } else {
                    run.pages.push(index);
                    known.join(signals);
                    current = Some((run, known));
                }
            }
        }
    }
    runs.extend(current.map(|(run, _)| run));
    runs
}

fn start(page: usize) -> Run {
    Run {
        pages: vec![page],
        confidence: 0.97,
    }
}
