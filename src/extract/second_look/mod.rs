//! The second look: what matters on a page and was read weakly is read again, with other settings.
//!
//! `spots` says what: amounts that are doubtful on a page that does not add up, values of fields that the recogniser
//! doubts, accounts and VAT identifiers whose check digits fail, (`left_out`) text that is in no word, and (`head`)
//! the shop on a receipt. `reconcile` decides what becomes of the readings: a
//! new one is taken only where it proves itself, by check digits, by a sum, or because two readings with different
//! settings agree. A page that adds up with certain words costs nothing but the look for that.

mod head;
mod left_out;
mod reconcile;
mod shape;
mod spots;

use invoice::BBox;
use reading::Cause;
use reading::ocr::{How, Reread, SecondLook};
use reading::text::Page;

use reconcile::Verdict;

/// Reads the weak parts of a page again with `reread` and puts what proves itself into the page. `ink` holds the boxes
/// of the connected pieces of ink on the page, points.
///
/// # Errors
/// What `reread` fails with; the page is then as it was.
pub fn look_again(
    page: &mut Page,
    ink: &[BBox],
    reread: &mut Reread<'_>,
) -> Result<SecondLook, Cause> {
    let mut outcome = SecondLook::default();
    let spots = spots::spots(page, ink);
    let mut verdicts = Vec::with_capacity(spots.len());
    for spot in spots {
        let mut readings = Vec::with_capacity(2);
        for how in spot.hows() {
            readings.push(reread(spot.part, how)?);
            outcome.readings += 1;
            if reconcile::is_settled(page, &spot, &readings) {
                break;
            }
        }
        outcome.spots += 1;
        verdicts.push(reconcile::verdict(page, spot, readings));
    }
    reconcile::prove_by_sum(page, &mut verdicts);
    reconcile::from_the_back(&mut verdicts);
    for Verdict { spot, taken, .. } in verdicts {
        if let Some(words) = taken {
            let before = spots::text(&page.words[spot.words.clone()]);
            outcome.changed += usize::from(spots::text(&words) != before);
            reconcile::put(page, spot.words, words);
        }
    }
    if let Some(part) = head::part(page) {
        let words = reread(part, How::Smaller)?;
        outcome.spots += 1;
        outcome.readings += 1;
        outcome.changed += head::take(page, &words);
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests;
