//! The head of a receipt: a shop's mark is drawn in letters larger than those that the recogniser reads well, and is read
//! again smaller.

use crate::extract;
use crate::lexicon::{LEXICON, fold, shops};
use invoice::BBox;
use invoice::DocumentType;
use reading::text::{Page, ReadBy, Word};

/// A shop's name that is surer than this is not looked for again.
const SURE: f32 = 0.9;
/// Words read at least so surely show where the text is.
const TEXT: f32 = 0.6;
/// The head from the first text on, points, and at most, as a share of the text.
const HEAD_PT: f32 = 60.0;
const SHARE: f32 = 0.35;
/// A mark may stand above the first text that was read, and reach out of it, points.
const ABOVE_PT: f32 = 50.0;
const MARGIN_PT: f32 = 15.0;
/// A word of the new reading at least so sure, and so much surer than what stood there, takes its place.
const CLEAR: f32 = 0.85;
const SURER: f32 = 0.3;
/// What was read less surely is noise.
const NOISE: f32 = 0.5;

/// The part of a receipt where its shop is to be read again; `None` on other pages, and where the shop is known.
pub(super) fn part(page: &Page) -> Option<BBox> {
    let recognised = |word: &Word| matches!(word.read_by, ReadBy::Ocr { .. });
    if !page.words.iter().any(recognised) {
        return None;
    }
    let invoice = extract(&[page], 0.0);
    let is_receipt = invoice.document_type.is_some_and(|kind| kind.value == DocumentType::Receipt);
    let known = invoice.supplier.name.is_some_and(|name| name.confidence.get() >= SURE);
    if !is_receipt || known {
        return None;
    }
    let text = page.words.iter().filter(|word| word.confidence >= TEXT);
    let text = BBox::around(text.map(|word| &word.bbox))?;
    Some(BBox::new(
        (text.x0 - MARGIN_PT).max(0.0),
        (text.y0 - ABOVE_PT).max(0.0),
        (text.x1 + MARGIN_PT).min(page.width_pt),
        text.y0 + HEAD_PT.min(text.height() * SHARE),
    ))
}

/// Puts what was read anew at the head into the page, word by word, where it proves itself: it is the name of a chain of
/// shops, or much surer than what it resembles. Gives the number of words that differ now.
pub(super) fn take(page: &mut Page, words: &[Word]) -> usize {
    let mut changed = 0;
    for word in words {
        let folded = fold(&word.text);
        let at = page.words.iter().position(|old| {
            old.bbox.overlap_x(&word.bbox) > 0.5 && old.bbox.overlap_y(&word.bbox) > 0.5
        });
        let Some(at) = at else {
            continue;
        };
        let old = &page.words[at];
        let before = fold(&old.text);
        if before == folded || LEXICON.knows(&before) || shops::is_chain(&before) {
            continue;
        }
        let length = before.chars().count().max(folded.chars().count());
        let alike = strsim::levenshtein(&before, &folded) * 2 <= length;
        let surer = word.confidence >= CLEAR && word.confidence >= old.confidence + SURER;
        // Where noise stood, a name of some letters needs no likeness to it.
        let noise = old.confidence < NOISE && folded.len() >= 4;
        if (alike || noise) && shops::is_chain(&folded) || alike && surer {
            let (line, size_pt) = (old.line, old.size_pt);
            page.words[at] = Word { size_pt, line, ..word.clone() };
            changed += 1;
        }
    }
    changed
}
