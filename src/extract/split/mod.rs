//! From the pages of one file to documents: a stack put through the scanner holds several invoices.
//!
//! Page by page it is decided whether a document starts there, from what the page shows (`look`) compared with the
//! document so far (`boundary`), weighed as fitted on stacks of known documents (`weights`; `examples/stacks` composes
//! the stacks, fits and measures). Blank pages and separator sheets belong to no document; terms, specifications and other
//! pages without a head of their own belong to the document before them.

mod boundary;
mod look;
mod weights;

pub use boundary::{FEATURES, boundaries};

use boundary::SoFar;
use look::{Look, Sheet};

use reading::Run;
use reading::text::Page;

/// No cut is surer than this.
const SUREST: f32 = 0.995;

/// Divides pages into documents. Blank pages belong to none; a file of blank pages gives no run.
///
/// A doubtful cut lowers the confidence of both its sides.
pub fn split(pages: &[Page]) -> Vec<Run> {
    let sheets: Vec<(usize, Sheet)> = pages.iter().map(Sheet::of).enumerate().collect();
    let mut written = sheets.iter().filter(|(_, sheet)| *sheet == Sheet::Written);
    if let (Some((only, _)), None) = (written.next(), written.next()) {
        // Nothing to decide, and nothing to pay for: most files are one page.
        return vec![Run { pages: vec![*only], confidence: SUREST }];
    }
    let mut runs: Vec<Run> = Vec::new();
    let mut so_far = SoFar::default();
    for (index, sheet) in sheets {
        match sheet {
            Sheet::Blank => so_far.blank(),
            Sheet::Separator => so_far.separator(),
            Sheet::Written => {
                let look = Look::of(&pages[index]);
                let chance = so_far.chance_of_start(&look);
                let sure = chance.max(1.0 - chance).min(SUREST);
                match runs.last_mut() {
                    Some(run) if chance < 0.5 => {
                        run.pages.push(index);
                        run.confidence *= sure;
                        so_far.goes_on(look);
                    }
                    before => {
                        let first = before.is_none();
                        if let Some(run) = before {
                            run.confidence *= sure;
                        }
                        runs.push(Run {
                            pages: vec![index],
                            confidence: if first { SUREST } else { sure },
                        });
                        so_far = SoFar::starting(look);
                    }
                }
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests;
