//! Identifiers shared out over seller and buyer.

use std::ops::Range;

use super::super::candidates::{Candidates, Found, Kind, Printed};
use super::super::layout::{Layout, Place};
use super::super::lexicon::{Label, WORDS, fold};
use super::party::{Id, Parties, inside};
use invoice::identifier;
use invoice::{BBox, Ours};

/// What an identifier that passes only after mending is behind one that passes as it was read.
const MENDED: f32 = 0.1;
/// Accounts of one seller that are kept.
const MAX_ACCOUNTS: usize = 6;

pub(super) fn identifiers(
    layout: &Layout<'_>,
    candidates: &Candidates,
    customer: Option<(usize, BBox)>,
    ours: &Ours,
    parties: &mut Parties,
) {
    let in_customer = |place: &Place| {
        customer.is_some_and(|(page, reach)| page == place.page && inside(&place.bbox, &reach))
    };
    for found in &candidates.identifiers {
        let place = &found.place;
        let theirs = in_customer(place) || ours.has_id(&found.value.value);
        let id = |score: f32| Id {
            value: found.value.value.clone(),
            place: place.clone(),
            checked: found.value.checked,
            mended: found.value.mended,
            score: if found.value.mended { score - MENDED } else { score },
        };
        let side = if theirs { &mut parties.customer } else { &mut parties.supplier };
        match found.value.kind {
            Kind::VatId => {
                let theirs = theirs || labelled(layout, candidates, found, Label::CustomerVatId);
                let own = labelled(layout, candidates, found, Label::VatId)
                    || labelled(layout, candidates, found, Label::Vat);
                if !found.value.checked && !own && !theirs {
                    continue;
                }
                let side = if theirs { &mut parties.customer } else { &mut parties.supplier };
                // Of two, the one beside the seller's account or ways to be reached is the seller's.
                let registered = candidates.identifiers.iter().any(|i| {
                    matches!(i.value.kind, Kind::Iban | Kind::Email | Kind::Website)
                        && i.place.page == place.page
                        && (i.place.bbox.center_y() - place.bbox.center_y()).abs() < 32.0
                        && !in_customer(&i.place)
                });
                let score = 0.6
                    + if registered { 0.03 } else { 0.0 }
                    + if found.value.checked { 0.25 } else { 0.0 }
                    + if own { 0.1 } else { 0.0 };
                keep(&mut side.vat_id, id(score));
            }
            Kind::Iban => {
                if is_debited(layout, place) {
                    keep(&mut parties.customer.iban, id(0.8));
                    continue;
                }
                let blocked = is_blocked(layout, place);
                let score = if blocked { 0.5 } else { 0.95 };
                if !theirs && found.value.checked && parties.accounts.len() < MAX_ACCOUNTS {
                    parties.accounts.push((id(0.9), blocked));
                }
                let side = if theirs { &mut parties.customer } else { &mut parties.supplier };
                keep(&mut side.iban, id(score));
            }
            Kind::Email => keep(&mut side.email, id(0.8)),
            Kind::Website => keep(&mut side.website, id(0.8)),
            Kind::PaymentReference => {}
        }
    }
    of_accounts_country(candidates, parties);
    // The other one, where nothing else says whose it is.
    if parties.customer.vat_id.is_none()
        && let Some(ours) = &parties.supplier.vat_id
    {
        let other = candidates.identifiers.iter().find(|i| {
            i.value.kind == Kind::VatId && i.value.checked && i.value.value != ours.value
        });
        parties.customer.vat_id = other.map(|i| Id {
            value: i.value.value.clone(),
            place: i.place.clone(),
            checked: true,
            mended: i.value.mended,
            score: 0.6,
        });
    }
    // One VAT id in the buyer's address and none elsewhere stays the buyer's; the seller's must differ.
    if let (Some(ours), Some(theirs)) = (&parties.supplier.vat_id, &parties.customer.vat_id)
        && ours.value == theirs.value
    {
        parties.supplier.vat_id = None;
    }
    for hit in candidates.hits.iter().filter(|h| h.is(Label::Kvk)) {
        let Some((digits, place)) = digits_after(layout, hit.words.end, hit.row) else {
            continue;
        };
        let Some(value) = identifier::kvk_shape(&digits) else {
            continue;
        };
        let side = if in_customer(&place) || ours.has_id(&value) {
            &mut parties.customer
        } else {
            &mut parties.supplier
        };
        keep(&mut side.kvk, Id { value, place, checked: false, mended: false, score: 0.93 });
    }
    for hit in candidates.hits.iter().filter(|h| h.is(Label::Bic)) {
        let row = &layout.rows[hit.row];
        if hit.words.end < row.words.end {
            let word =
                layout.words[hit.words.end].word.text.trim_matches([':', ',', '.', ')', '(', ';']);
            let good = matches!(word.len(), 8 | 11)
                && word.bytes().take(6).all(|b| b.is_ascii_uppercase())
                && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            if good {
                let place = layout.place_of(hit.words.end..hit.words.end + 1, word.to_owned());
                keep(
                    &mut parties.supplier.bic,
                    Id {
                        value: word.to_owned(),
                        place,
                        checked: false,
                        mended: false,
                        score: 0.85,
                    },
                );
            }
        }
    }
}

/// Of VAT ids of two countries, the one of the country where the seller banks is the seller's.
fn of_accounts_country(candidates: &Candidates, parties: &mut Parties) {
    let Some(country) = parties.supplier.iban.as_ref().and_then(|i| i.value.get(..2)) else {
        return;
    };
    let country = country.to_owned();
    let is_home = |value: &str| value.get(..2) == Some(country.as_str());
    if let Some(first) = &parties.supplier.vat_id
        && !is_home(&first.value)
        && let Some(home) =
            parties.customer.vat_id.as_ref().filter(|i| is_home(&i.value)).cloned().or_else(|| {
                let found = candidates.identifiers.iter().find(|i| {
                    i.value.kind == Kind::VatId && i.value.checked && is_home(&i.value.value)
                })?;
                Some(Id {
                    value: found.value.value.clone(),
                    place: found.place.clone(),
                    checked: true,
                    mended: found.value.mended,
                    score: 0.85,
                })
            })
    {
        parties.customer.vat_id = parties.supplier.vat_id.replace(home);
    }
}

/// True for the account that a direct debit is taken from: "afgeschreven van NL…".
fn is_debited(layout: &Layout<'_>, place: &Place) -> bool {
    let row = &layout.rows[place.row];
    let before = row.words.start.max(place.words.start.saturating_sub(3))..place.words.start;
    let from = layout.words[before].iter().any(|w| WORDS.from.has(&fold(&w.word.text)));
    // The sentence may have begun on the line above.
    let said = layout.rows[place.row.saturating_sub(1)..=place.row]
        .iter()
        .flat_map(|r| &layout.words[r.words.clone()])
        .any(|w| WORDS.debited.has(&fold(&w.word.text)));
    from && said
}

/// True for a blocked account (G-rekening): it is called so before it in its row, or above it when its row says nothing.
fn is_blocked(layout: &Layout<'_>, place: &Place) -> bool {
    /// Words before the account that may tell what it is.
    const REACH: usize = 6;
    let says = |words: &[String]| {
        words.iter().any(|word| WORDS.blocked_account.has(word))
            || words
                .windows(2)
                .any(|two| two[0] == "g" && (two[1].starts_with("rekening") || two[1] == "account"))
    };
    let folded = |words: Range<usize>| -> Vec<String> {
        layout.words[words].iter().map(|placed| fold(&placed.word.text)).collect()
    };
    let row = &layout.rows[place.row];
    let start = row.words.start.max(place.words.start.saturating_sub(REACH));
    let mut before = folded(start..place.words.start);
    // what stands before another number tells of that
    let number = |word: &String| word.bytes().filter(u8::is_ascii_digit).count() >= 3;
    if let Some(other) = before.iter().rposition(number) {
        before.drain(..=other);
    }
    if before.iter().any(|word| word.len() > 1 || word == "g") {
        return says(&before);
    }
    let Some(above) = place.row.checked_sub(1).map(|row| &layout.rows[row]) else {
        return false;
    };
    let near = above.page == row.page && (row.bbox.y0 - above.bbox.y1).abs() < 12.0;
    near && above.cells.clone().any(|cell| {
        let cell = &layout.cells[cell];
        cell.bbox.x0 < place.bbox.x1
            && place.bbox.x0 < cell.bbox.x1
            && says(&folded(cell.words.clone()))
    })
}

/// Keeps the surer one, the first of equals.
fn keep(slot: &mut Option<Id>, id: Id) {
    if slot.as_ref().is_none_or(|known| id.score > known.score) {
        *slot = Some(id);
    }
}

/// True when the nearest labels left of an identifier, or right above it, have this meaning.
fn labelled(
    layout: &Layout<'_>,
    candidates: &Candidates,
    found: &Found<Printed>,
    label: Label,
) -> bool {
    let place = &found.place;
    let left = candidates
        .left(place)
        .take_while(|l| l.distance_pt < 160.0)
        .take(2)
        .any(|l| l.hit.is(label));
    left || candidates.above(layout, place, 16.0).iter().take(2).any(|l| l.hit.is(label))
}

/// Eight digits after a label, perhaps in groups.
fn digits_after(layout: &Layout<'_>, start: usize, row: usize) -> Option<(String, Place)> {
    let mut end = layout.rows[row].words.end;
    if start >= end
        && let Some(next) = layout.rows.get(row + 1)
        && next.page == layout.rows[row].page
    {
        // The line ended after the label.
        end = next.words.end.min(start + 1);
    }
    // The label and the number may be one word ("KvK:12345678").
    for from in [start.saturating_sub(1), start] {
        let mut digits = String::new();
        let mut first = from;
        for i in from..end.min(from + 5) {
            let text = layout.words[i].word.text.as_str();
            let text = if i == from && from < start {
                text.rsplit([':', '.']).next().unwrap_or(text)
            } else {
                text
            };
            let bare: String =
                text.chars().filter(|c| !matches!(c, '.' | ',' | ':' | ')' | '(' | ';')).collect();
            if !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
                if digits.is_empty() {
                    first = i;
                }
                digits.push_str(&bare);
                if digits.len() == 8 {
                    let place = layout.place_of(first..i + 1, digits.clone());
                    return Some((digits, place));
                }
            } else if !digits.is_empty() || bare.len() > 14 {
                break;
            }
        }
    }
    None
}
