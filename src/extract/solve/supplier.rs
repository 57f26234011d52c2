//! Names that may be the seller's, and what speaks for each of them.

use super::super::candidates::address::{
    Block, Heading, is_contact, is_street, postcode, segments,
};
use super::super::candidates::{Candidates, Kind};
use super::super::layout::{Cell, Layout, Place};
use super::super::lexicon::{LEXICON, Label, WORDS, fold, shops};
use super::names;
use super::party::{Name, inside};
use super::spans::{labelless, name_run, up_to_form};
use super::wording;
use invoice::Proof;

/// A name with less in its favour is not given.
const LEAST_SCORE: f32 = 0.65;
const MAX_NAMES: usize = 400;

/// All names that may be the seller's, with what speaks for each.
pub(super) fn supplier_names(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
    customer: Option<usize>,
    customer_name: Option<&Name>,
    receipt: bool,
) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    let mut add = |text: &str, place: Place, score: f32, proof: Proof| {
        let text = names::clean(text);
        if found.len() < MAX_NAMES
            && names::is_plausible(&text)
            && !is_generic(&text)
            && !wording::is_heading(&text)
        {
            found.push(Name { text, place, score, second: 0.0, proofs: vec![proof] });
        }
    };
    // Blocks and one-line addresses.
    for (index, block) in blocks.iter().enumerate() {
        if Some(index) == customer {
            continue;
        }
        let Some((name, place)) = &block.name else {
            continue;
        };
        let score = match block.heading {
            Some(Heading::Supplier) => 3.2,
            Some(Heading::Customer | Heading::Delivery) => -3.0,
            None if block.one_line => 1.6,
            None => 0.9,
        };
        add(name, place.clone(), score, Proof::Address);
    }
    // Whoever holds the account.
    for hit in candidates.hits.iter().filter(|h| h.is(Label::AccountHolder)) {
        let row = &layout.rows[hit.row];
        if hit.words.end < row.words.end {
            let words = name_run(layout, hit.words.end, row.words.end);
            if !words.is_empty() {
                let text = layout.text_of(words.clone());
                let score = if names::has_legal_form(&text) { 2.4 } else { 1.4 };
                add(&text, layout.place_of(words, text.clone()), score, Proof::AccountHolder);
            }
        }
    }
    for (index, cell) in layout.cells.iter().enumerate() {
        let row = &layout.rows[cell.row];
        let page = layout.page(row.page);
        if found_enough(index) || cell.words.len() > 60 {
            continue;
        }
        let at = cell.bbox.center_y() / page.height_pt.max(1.0);
        let identified =
            candidates.identifiers.iter().any(|i| {
                i.place.row == cell.row && matches!(i.value.kind, Kind::VatId | Kind::Iban)
            }) || candidates.row_hits(cell.row).iter().any(|h| h.is(Label::Kvk));
        let size = layout.words[cell.words.start].word.size_pt;
        let body = layout.body_size[row.page];
        for (position, segment) in segments(layout, cell).iter().enumerate() {
            let words = labelless(layout, candidates, segment.words.clone());
            if words.is_empty() || layout.words[words.end - 1].word.text.ends_with(':') {
                continue;
            }
            let text = names::clean(&layout.text_of(words.clone()));
            let holds_identifier = candidates.identifiers.iter().any(|i| {
                matches!(i.value.kind, Kind::VatId | Kind::Iban)
                    && i.place.row == cell.row
                    && words.start < i.place.words.end
                    && i.place.words.start < words.end
            });
            let registered = layout.words[words.clone()]
                .iter()
                .any(|w| w.word.text.bytes().filter(u8::is_ascii_digit).count() >= 7);
            if postcode(&text).is_some()
                || registered
                || is_street(&text)
                || is_contact(&text)
                || holds_identifier
            {
                continue;
            }
            let place = layout.place_of(words.clone(), text.clone());
            if names::has_legal_form(&text) {
                let run = up_to_form(layout, words.clone());
                let text = layout.text_of(run.clone());
                let mut score = 1.2;
                if !(0.2..=0.85).contains(&at) {
                    score += 0.5;
                }
                add(&text, layout.place_of(run, text.clone()), score, Proof::LegalForm);
            } else if position == 0
                && identified
                && (at > 0.75 || at > 0.4 && segments(layout, cell).len() == 2)
            {
                add(&text, place, 1.0, Proof::BesideRegistrations);
            } else if row.page == 0 && at < 0.3 && cell.words.len() <= 8 && position == 0 {
                let starts = candidates
                    .row_hits(cell.row)
                    .iter()
                    .any(|h| h.words.start == words.start && h.words.end == words.end);
                if starts {
                    continue;
                }
                let mut score = 0.2;
                // The address stands right under a shop's name, whatever is drawn above it.
                if is_priced(candidates, cell) {
                    // A line of what was bought, printed above all else.
                    score -= 1.5;
                }
                if receipt
                    && layout
                        .rows
                        .get(cell.row + 1)
                        .is_some_and(|next| next.page == row.page && is_street(&next.text))
                {
                    score += 1.4;
                }
                if size > body * 1.3 {
                    score += 1.2;
                } else if size > body * 1.1 {
                    score += 0.4;
                }
                if cell.row == layout.page_rows[row.page].start {
                    score += if receipt { 1.6 } else { 0.5 };
                    // The address or a way to reach the firm stands right under its name.
                    let under = layout.rows.get(cell.row + 1).is_some_and(|next| {
                        next.page == row.page
                            && (postcode(&next.text).is_some()
                                || is_street(&next.text)
                                || is_contact(&next.text))
                    });
                    if under && !receipt {
                        score += 0.5;
                    }
                } else if receipt && cell.row < layout.page_rows[row.page].start + 3 {
                    score += 0.8;
                }
                add(&text, place, score, Proof::Letterhead);
            }
        }
    }
    weigh(layout, candidates, blocks, customer, customer_name, receipt, &mut found);
    if receipt {
        found.extend(chains(layout, candidates));
    }
    found
}

/// True where an amount of money stands to the right.
fn is_priced(candidates: &Candidates, cell: &Cell) -> bool {
    candidates
        .amounts_of(cell.row)
        .iter()
        .any(|a| a.value.is_plausible_total() && a.place.bbox.x0 > cell.bbox.x0)
}

/// Chains of shops that a receipt names, at its head or in its web address.
fn chains(layout: &Layout<'_>, candidates: &Candidates) -> Vec<Name> {
    let made = |name: &str, place: Place, score: f32| Name {
        text: name.to_owned(),
        score: score - (1.0 - place.confidence),
        place,
        second: 0.0,
        proofs: vec![Proof::Chain],
    };
    let printed = shops::on(layout).into_iter().map(|seen| {
        let place = layout.place_of(seen.words.clone(), layout.text_of(seen.words));
        let score = match (seen.head, seen.exact) {
            (true, true) => 5.4,
            (true, false) => 4.8,
            (false, _) => 2.2,
        };
        made(seen.name, place, score)
    });
    let addressed = candidates
        .identifiers
        .iter()
        .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website))
        .filter_map(|i| Some(made(shops::of_domain(&i.value.value)?, i.place.clone(), 2.6)));
    printed.chain(addressed).take(MAX_NAMES).collect()
}

/// Cells of one document that are looked at for names.
fn found_enough(cell: usize) -> bool {
    cell > 6_000
}

/// What speaks for and against names beyond their place.
fn weigh(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
    customer: Option<usize>,
    customer_name: Option<&Name>,
    receipt: bool,
    found: &mut [Name],
) {
    let customer_reach = customer.map(|i| (blocks[i].page, blocks[i].bbox));
    let domains: Vec<&str> = candidates
        .identifiers
        .iter()
        .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website))
        .filter(|i| {
            customer_reach.is_none_or(|(p, b)| p != i.place.page || !inside(&i.place.bbox, &b))
        })
        .map(|i| i.value.value.as_str())
        .take(12)
        .collect();
    let cores: Vec<(String, usize, f32)> =
        found.iter().map(|n| (names::core(&n.text), n.place.row, n.place.bbox.x0)).collect();
    for name in found.iter_mut() {
        let is_domain = wording::is_domain(&name.text);
        let domain = domains
            .iter()
            .filter(|_| !is_domain)
            .map(|d| names::fits_domain(&name.text, d))
            .fold(0.0, f32::max);
        if wording::is_of_trade(&name.text) {
            name.proofs.push(Proof::Trade);
        }
        if is_domain {
            // It fits itself, and is not what the firm is called in most cases.
            name.score -= 1.0;
            name.proofs.push(Proof::Domain);
        }
        if domain > 0.5 {
            name.score += 2.0 * domain;
            name.proofs.push(Proof::FitsDomain);
        }
        let core = names::core(&name.text);
        let mut places: Vec<usize> = cores
            .iter()
            .filter(|(c, ..)| {
                let least = c.len().min(core.len());
                least >= 4 && (c.starts_with(&core) || core.starts_with(c.as_str()))
            })
            .map(|(_, row, _)| *row)
            .collect();
        places.sort_unstable();
        places.dedup();
        if places.len() > 1 {
            name.score += 0.7 * (places.len().min(3) - 1) as f32;
            name.proofs.push(Proof::Repeated);
        }
        let beside = candidates.identifiers.iter().any(|i| {
            i.place.page == name.place.page
                && matches!(i.value.kind, Kind::VatId | Kind::Iban | Kind::Email | Kind::Website)
                && (i.place.row == name.place.row
                    || ((i.place.bbox.center_y() - name.place.bbox.center_y()).abs() < 60.0
                        && (i.place.bbox.x0 - name.place.bbox.x0).abs() < 8.0))
        });
        if beside && !is_domain {
            name.score += 0.6;
        }
        if let Some((page, reach)) = customer_reach
            && name.place.page == page
            && inside(&name.place.bbox, &reach)
        {
            name.score -= 4.0;
        }
        if customer_name.is_some_and(|c| names::same(&c.text, &name.text)) {
            name.score -= 4.0;
        }
        let folded = fold(&name.text);
        if folded.contains("bank") || folded.contains("sparkasse") {
            name.score -= 1.5;
        }
        let title = candidates
            .row_hits(name.place.row)
            .iter()
            .filter(|h| {
                h.words.start >= name.place.words.start && h.words.end <= name.place.words.end
            })
            .filter(|h| !names::is_legal_form(&layout.words[h.words.start].word.text))
            .filter(|h| {
                h.is_any(&[
                    Label::TypeInvoice,
                    Label::TypeCredit,
                    Label::TypeReceipt,
                    Label::TypeStatement,
                    Label::Number,
                    Label::NumberWeak,
                    Label::Date,
                    Label::IssueDate,
                    Label::Customer,
                    Label::CustomerNumber,
                    Label::Order,
                    Label::Attention,
                    Label::Phone,
                    Label::Salutation,
                    Label::Payable,
                    Label::Gross,
                    Label::Total,
                ])
            })
            .map(|h| h.words.len())
            .sum::<usize>();
        if title > 0 {
            name.score -= 2.5 * title as f32 / name.place.words.len().max(1) as f32;
        }
        // Sentences are no names.
        let words = name.text.split_whitespace().count();
        let lower = name
            .text
            .split_whitespace()
            .filter(|w| w.chars().next().is_some_and(char::is_lowercase))
            .count();
        if words >= 4 && lower * 2 > words {
            name.score -= 1.5;
        }
        let page = layout.page(name.place.page);
        let at = name.place.bbox.center_y() / page.height_pt.max(1.0);
        if (0.4..0.75).contains(&at) && !name.proofs.contains(&Proof::AccountHolder) {
            name.score -= 0.8;
        }
        name.score -= (1.0 - name.place.confidence) * 1.2;
        if name.place.ocr {
            // Specks and logos are read as loose letters.
            let longest =
                name.text.split(|c: char| !c.is_alphabetic()).map(|w| w.chars().count()).max();
            if longest.unwrap_or(0) < 4 && !name.proofs.contains(&Proof::LegalForm) {
                // What is drawn at the head of a receipt, most of all; shops of few letters are known as chains.
                name.score -= if receipt { 4.0 } else { 1.2 };
            }
        }
    }
}

/// The best name; of names of one firm the one with the legal form.
pub(super) fn pick_supplier(names: &[Name]) -> Option<Name> {
    let mut best = names.first()?.clone();
    if best.score < LEAST_SCORE {
        return None;
    }
    if !names::has_legal_form(&best.text) {
        let fuller = names.iter().find(|n| {
            names::has_legal_form(&n.text)
                && n.score > best.score - 2.5
                && names::core(&n.text) == names::core(&best.text)
        });
        if let Some(fuller) = fuller {
            let (score, proofs) = (best.score, best.proofs.clone());
            best = fuller.clone();
            best.score = score.max(best.score);
            best.proofs.extend(proofs);
        }
    }
    // What speaks for the same name in another place speaks for this one.
    let others =
        names.iter().filter(|n| n.score > 0.0 && names::core(&n.text) == names::core(&best.text));
    let proofs: Vec<Proof> = others.flat_map(|n| n.proofs.iter().cloned()).collect();
    best.proofs.extend(proofs);
    best.second = names
        .iter()
        .filter(|n| !names::same(&n.text, &best.text))
        .map(|n| n.score)
        .fold(0.0, f32::max);
    best.proofs.sort_unstable();
    best.proofs.dedup();
    Some(best)
}

fn is_generic(text: &str) -> bool {
    let folded = fold(text);
    folded.len() < 2
        || LEXICON.knows(&folded)
        || LEXICON.months.iter().any(|(m, _)| *m == folded)
        || (!text.trim().contains(' ')
            && WORDS.title_ends.iter().any(|kind| folded.ends_with(kind)))
        || is_street_alone(text)
        || WORDS.countries.has(&folded)
}

/// True for a street whose number was split off.
fn is_street_alone(text: &str) -> bool {
    let name = fold(text);
    !text.trim().contains(' ')
        && WORDS.streets.iter().any(|street| name.len() > street.len() && name.ends_with(street))
}
