//! Who sells and who buys: names, addresses and identifiers shared out over the two.

use super::super::candidates::address::{
    self, Block, Heading, is_contact, is_street, postcode, segments,
};
use super::super::candidates::{Candidates, Found, Kind, Printed};
use super::super::layout::{Layout, Place};
use super::super::lexicon::{LEXICON, Label, fold};
use super::names;
use crate::invoice::identifier;
use crate::text::BBox;

/// A name with less in its favour is not given.
const LEAST_SCORE: f32 = 0.65;
/// Names that are weighed.
const MAX_NAMES: usize = 400;

/// A name with what speaks for it.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub text: String,
    pub place: Place,
    pub score: f32,
    pub proofs: Vec<&'static str>,
}

/// An identifier that was found for a party.
#[derive(Debug, Clone)]
pub(crate) struct Id {
    pub value: String,
    pub place: Place,
    pub checked: bool,
    pub score: f32,
}

/// What is known of a seller or buyer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Side {
    pub name: Option<Name>,
    pub block: Option<Block>,
    pub vat_id: Option<Id>,
    pub kvk: Option<Id>,
    pub iban: Option<Id>,
    pub bic: Option<Id>,
    pub email: Option<Id>,
    pub website: Option<Id>,
}

/// Both parties.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    pub supplier: Side,
    pub customer: Side,
}

/// Shares names, addresses and identifiers out.
pub(crate) fn solve(layout: &Layout<'_>, candidates: &Candidates, receipt: bool) -> Parties {
    let blocks = address::find(layout, candidates);
    let mut parties = Parties::default();
    let customer_block = (!receipt)
        .then(|| choose_customer(layout, candidates, &blocks))
        .flatten();
    let customer_name = customer_block
        .and_then(|(i, score)| {
            blocks[i].name.clone().map(|(text, place)| Name {
                text: names::clean(&text),
                place,
                score,
                proofs: vec!["address block"],
            })
        })
        .filter(|n| names::is_plausible(&n.text));
    let customer_name = if receipt {
        None
    } else {
        customer_name.or_else(|| labelled_customer(layout, candidates))
    };
    let customer_reach = customer_block.map(|(i, _)| (blocks[i].page, blocks[i].reach));
    let mut names = supplier_names(
        layout,
        candidates,
        &blocks,
        customer_block.map(|(i, _)| i),
        customer_name.as_ref(),
        receipt,
    );
    names.sort_by(|a, b| b.score.total_cmp(&a.score));
    parties.supplier.name = pick_supplier(&names);
    if let Some((index, _)) = customer_block {
        parties.customer.block = Some(blocks[index].clone());
    }
    parties.customer.name = customer_name;
    parties.supplier.block = supplier_block(
        &blocks,
        customer_block.map(|(i, _)| i),
        parties.supplier.name.as_ref(),
    );
    identifiers(layout, candidates, customer_reach, &mut parties);
    parties
}

/// The block of the buyer and how sure it is.
fn choose_customer(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
) -> Option<(usize, f32)> {
    let mut best: Option<(usize, f32)> = None;
    for (index, block) in blocks.iter().enumerate() {
        let score = customer_score(layout, candidates, blocks, index, block);
        if best.is_none_or(|(_, b)| score > b) {
            best = Some((index, score));
        }
    }
    // Where another address is plainly the seller's, the one that is left need not look like a window.
    let sellers = blocks.iter().enumerate().any(|(i, b)| {
        best.is_some_and(|(chosen, _)| chosen != i)
            && customer_score(layout, candidates, blocks, i, b) <= -2.0
    });
    let least = if sellers { -1.0 } else { 1.0 };
    best.filter(|(i, score)| *score >= least && (blocks[*i].name.is_some() || *score >= 1.0))
        .map(|(i, score)| (i, (0.5 + score * 0.12).clamp(0.35, 0.95)))
}

fn customer_score(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
    index: usize,
    block: &Block,
) -> f32 {
    let page = layout.page(block.page);
    let x = block.bbox.x0 / page.width_pt.max(1.0);
    let y = block.bbox.center_y() / page.height_pt.max(1.0);
    let mut score: f32 = match block.heading {
        Some(Heading::Customer) => 4.0,
        Some(Heading::Delivery) => 1.5,
        Some(Heading::Supplier) => -4.0,
        None => 0.0,
    };
    if block.one_line {
        score -= 3.0;
    }
    if block.page > 0 {
        score -= 1.5;
    }
    if (0.1..0.42).contains(&y) {
        score += 1.2;
        // The window of an envelope: left in most countries, right in France and Belgium.
        score += if x < 0.35 { 0.6 } else { 0.2 };
    } else if y > 0.7 {
        score -= 2.0;
    }
    if y < 0.1 {
        score -= 0.8;
    }
    if block.has_attention {
        score += 1.5;
    }
    if block.address.street.is_some() {
        score += 0.3;
    }
    if block.name.is_none() {
        score -= 1.0;
    }
    // Contacts and registrations belong to the seller's own address.
    let contacts = candidates
        .identifiers
        .iter()
        .filter(|i| i.place.page == block.page && inside(&i.place.bbox, &block.reach))
        .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website | Kind::Iban))
        .count();
    score -= 1.6 * contacts.min(2) as f32;
    let registered = candidates.hits.iter().any(|h| {
        layout.rows[h.row].page == block.page
            && h.is_any(&[Label::Kvk, Label::Phone, Label::Iban])
            && inside(&h.bbox, &block.reach)
    });
    if registered {
        score -= 1.5;
    }
    if let Some((name, _)) = &block.name {
        let domain = candidates
            .identifiers
            .iter()
            .filter(|i| matches!(i.value.kind, Kind::Email | Kind::Website))
            .map(|i| names::fits_domain(name, &i.value.value))
            .fold(0.0, f32::max);
        score -= 2.5 * domain;
        // The same firm on the sender's line or in the footer.
        let again = blocks.iter().enumerate().any(|(i, b)| {
            i != index && b.one_line && b.name.as_ref().is_some_and(|(n, _)| names::same(n, name))
        });
        if again {
            score -= 2.5;
        }
    }
    // A one-line sender right above opens the window.
    let window = blocks.iter().any(|b| {
        b.one_line
            && b.page == block.page
            && (0.0..45.0).contains(&(block.bbox.y0 - b.bbox.y1))
            && (b.bbox.x0 - block.bbox.x0).abs() < 20.0
    });
    if window {
        score += 2.0;
    }
    score
}

fn inside(inner: &BBox, outer: &BBox) -> bool {
    inner.center_y() > outer.y0 - 2.0
        && inner.center_y() < outer.y1 + 2.0
        && inner.x0 > outer.x0 - 8.0
        && inner.x0 < outer.x1 + 8.0
}

/// A buyer without a postcode: what stands under or beside "Bill to".
fn labelled_customer(layout: &Layout<'_>, candidates: &Candidates) -> Option<Name> {
    for (index, cell) in layout.cells.iter().enumerate() {
        let page = layout.rows[cell.row].page;
        if page > 0 {
            break;
        }
        let Some((Heading::Customer, rest)) = address::heading_of(layout, candidates, index) else {
            continue;
        };
        let made = |text: String, place: Place, score: f32| Name {
            text: names::clean(&text),
            place,
            score,
            proofs: vec!["heading"],
        };
        if let Some((text, place)) = rest
            && names::is_plausible(&text)
        {
            return Some(made(text, place, 0.75));
        }
        // The cell below, in the same column; else the next one on the row.
        let rows = layout.page_rows[page].clone();
        let below = (cell.row + 1..rows.end.min(cell.row + 4)).find_map(|row| {
            layout.rows[row].cells.clone().find(|c| {
                let b = &layout.cells[*c].bbox;
                (b.x0 - cell.bbox.x0).abs() < 10.0 && b.y0 - cell.bbox.y1 < 30.0
            })
        });
        if let Some(below) = below {
            let place = layout.cell_place(below);
            if names::is_plausible(&place.text)
                && !is_street(&place.text)
                && !starts_with_label(candidates, layout, below)
            {
                return Some(made(place.text.clone(), place, 0.7));
            }
        }
    }
    None
}

fn starts_with_label(candidates: &Candidates, layout: &Layout<'_>, cell: usize) -> bool {
    let cell = &layout.cells[cell];
    candidates.row_hits(cell.row).iter().any(|h| {
        h.words.start == cell.words.start && !h.is_any(&[Label::Attention, Label::ColDescription])
    })
}

/// All names that may be the seller's, with what speaks for each.
fn supplier_names(
    layout: &Layout<'_>,
    candidates: &Candidates,
    blocks: &[Block],
    customer: Option<usize>,
    customer_name: Option<&Name>,
    receipt: bool,
) -> Vec<Name> {
    let mut found: Vec<Name> = Vec::new();
    let mut add = |text: &str, place: Place, score: f32, proof: &'static str| {
        let text = names::clean(text);
        if found.len() < MAX_NAMES && names::is_plausible(&text) && !is_generic(&text) {
            found.push(Name {
                text,
                place,
                score,
                proofs: vec![proof],
            });
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
        add(name, place.clone(), score, "address");
    }
    // Whoever holds the account.
    for hit in candidates
        .hits
        .iter()
        .filter(|h| h.is(Label::AccountHolder))
    {
        let row = &layout.rows[hit.row];
        if hit.words.end < row.words.end {
            let words = name_run(layout, hit.words.end, row.words.end);
            if !words.is_empty() {
                let text = layout.text_of(words.clone());
                let score = if names::has_legal_form(&text) {
                    2.4
                } else {
                    1.4
                };
                add(
                    &text,
                    layout.place_of(words, text.clone()),
                    score,
                    "account holder",
                );
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
            }) || candidates
                .row_hits(cell.row)
                .iter()
                .any(|h| h.is(Label::Kvk));
        let size = layout.words[cell.words.start].word.size_pt;
        let body = layout.body_size[row.page];
        for (position, segment) in segments(layout, cell).iter().enumerate() {
            let words = labelless(layout, candidates, segment.words.clone());
            if words.is_empty() || layout.words[words.end - 1].word.text.ends_with(':') {
                continue;
            }
            let text = names::clean(&layout.text_of(words.clone()));
            if postcode(&text).is_some() || is_street(&text) || is_contact(&text) {
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
                add(
                    &text,
                    layout.place_of(run, text.clone()),
                    score,
                    "legal form",
                );
            } else if position == 0 && identified && at > 0.75 {
                add(&text, place, 1.0, "beside registration numbers");
            } else if row.page == 0 && at < 0.3 && cell.words.len() <= 8 && position == 0 {
                let starts = candidates
                    .row_hits(cell.row)
                    .iter()
                    .any(|h| h.words.start == words.start && h.words.end == words.end);
                if starts {
                    continue;
                }
                let mut score = 0.2;
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
                add(&text, place, score, "letterhead");
            }
        }
    }
    weigh(
        layout,
        candidates,
        blocks,
        customer,
        customer_name,
        &mut found,
    );
    found
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
    let cores: Vec<(String, usize, f32)> = found
        .iter()
        .map(|n| (names::core(&n.text), n.place.row, n.place.bbox.x0))
        .collect();
    for name in found.iter_mut() {
        let domain = domains
            .iter()
            .map(|d| names::fits_domain(&name.text, d))
            .fold(0.0, f32::max);
        if domain > 0.5 {
            name.score += 2.0 * domain;
            name.proofs.push("fits the web or e-mail domain");
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
            name.proofs.push("printed more than once");
        }
        let beside = candidates.identifiers.iter().any(|i| {
            i.place.page == name.place.page
                && matches!(
                    i.value.kind,
                    Kind::VatId | Kind::Iban | Kind::Email | Kind::Website
                )
                && (i.place.row == name.place.row
                    || ((i.place.bbox.center_y() - name.place.bbox.center_y()).abs() < 60.0
                        && (i.place.bbox.x0 - name.place.bbox.x0).abs() < 8.0))
        });
        if beside {
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
        if (0.4..0.75).contains(&at) && !name.proofs.contains(&"account holder") {
            name.score -= 0.8;
        }
        name.score -= (1.0 - name.place.confidence) * 1.2;
        if name.place.ocr {
            // Specks and logos are read as loose letters.
            let longest = name
                .text
                .split(|c: char| !c.is_alphabetic())
                .map(|w| w.chars().count())
                .max();
            if longest.unwrap_or(0) < 4 && !name.proofs.contains(&"legal form") {
                name.score -= 1.2;
            }
        }
    }
}

/// The best name; of names of one firm the one with the legal form.
fn pick_supplier(names: &[Name]) -> Option<Name> {
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
    best.proofs.sort_unstable();
    best.proofs.dedup();
    Some(best)
}

fn is_generic(text: &str) -> bool {
    let folded = fold(text);
    folded.len() < 2
        || LEXICON.knows(&folded)
        || LEXICON.months.iter().any(|(m, _)| *m == folded)
        || [
            "nederland",
            "netherlands",
            "thenetherlands",
            "niederlande",
            "paysbas",
            "belgie",
            "belgique",
            "deutschland",
            "france",
            "ireland",
            "usa",
            "germany",
        ]
        .contains(&folded.as_str())
}

/// The words of a segment after labels at its start ("Name: X", "IBAN …").
fn labelless(
    layout: &Layout<'_>,
    candidates: &Candidates,
    mut words: std::ops::Range<usize>,
) -> std::ops::Range<usize> {
    let row = layout.words[words.start].row;
    loop {
        let hit = candidates
            .row_hits(row)
            .iter()
            .find(|h| h.words.start == words.start && h.words.end < words.end);
        match hit {
            Some(h) if layout.words[h.words.end - 1].word.text.ends_with(':') => {
                words.start = h.words.end;
            }
            _ => return words,
        }
    }
}

/// The words up to and with the legal form ("& Co. KG" included).
fn up_to_form(layout: &Layout<'_>, words: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let text = |i: usize| layout.words[i].word.text.trim_end_matches([',', ';', ':']);
    let mut end = words.end;
    // A short line of its own is a name as it stands ("Kaas AG Noord").
    let capital = |i: usize| text(i).chars().next().is_some_and(char::is_uppercase);
    if words.len() <= 6 && words.clone().all(|i| capital(i) || text(i).len() <= 3) {
        return words;
    }
    for i in words.start + 1..words.end {
        if names::is_legal_form(text(i)) {
            end = i + 1;
            // "GmbH & Co. KG"
            while end < words.end
                && (matches!(text(end), "&" | "Co." | "Co" | "und" | "et")
                    || names::is_legal_form(text(end)))
            {
                end += 1;
            }
            break;
        }
    }
    // A sentence before the name: it starts at the first capital of the last run of capitals.
    let mut start = end.saturating_sub(1);
    while start > words.start {
        let before = text(start - 1);
        let capital = before
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        let joins = matches!(
            before,
            "&" | "en"
                | "und"
                | "et"
                | "and"
                | "van"
                | "de"
                | "der"
                | "den"
                | "'t"
                | "het"
                | "du"
                | "la"
                | "le"
                | "des"
                | "von"
                | "for"
                | "voor"
                | "of"
                | "zonen"
                | "zoon"
                | "in"
                | "+"
        );
        if !(capital || joins) || end - start > 7 {
            break;
        }
        start -= 1;
    }
    // All in small letters ("roggewip wonen b.v."): the whole segment.
    if end.saturating_sub(start) <= 1 {
        start = words.start;
    }
    start..end
}

/// The run of words that is a name, from `start`: up to its legal form, or to the first small word or mark.
fn name_run(layout: &Layout<'_>, start: usize, end: usize) -> std::ops::Range<usize> {
    const STOPS: &[&str] = &[
        "onder",
        "ovv",
        "en",
        "op",
        "met",
        "o.v.v.",
        "bij",
        "under",
        "quoting",
        "iban",
        "bic",
        "rekeningnummer",
        "vermelding",
        "te",
        "in",
        "mit",
        "sous",
        "with",
    ];
    let limit = end.min(start + 9);
    for i in start..limit {
        let word = layout.words[i].word.text.as_str();
        let bare = word.trim_end_matches([',', ';', '.', ':']);
        if i > start && names::is_legal_form(word.trim_end_matches([',', ';', ':'])) {
            return start..i + 1;
        }
        if STOPS.contains(&bare.to_lowercase().as_str())
            && i > start
            && bare.chars().next().is_some_and(char::is_lowercase)
        {
            return start..i;
        }
        if word.ends_with([',', ';']) || (word.ends_with('.') && word.len() > 4) {
            return start..i + 1;
        }
        if address::is_separator(word) || layout.words[i].cell != layout.words[start].cell {
            return start..i;
        }
    }
    start..limit
}

/// The seller's own address: the block of that name, else a block with the seller's registrations.
fn supplier_block(blocks: &[Block], customer: Option<usize>, name: Option<&Name>) -> Option<Block> {
    let candidates = || {
        blocks
            .iter()
            .enumerate()
            .filter(|(i, b)| {
                Some(*i) != customer
                    && !matches!(b.heading, Some(Heading::Customer | Heading::Delivery))
            })
            .map(|(_, b)| b)
    };
    let customer_name = customer.and_then(|i| blocks[i].name.as_ref());
    let named = name.and_then(|name| {
        candidates().find(|b| {
            b.name
                .as_ref()
                .is_some_and(|(n, _)| names::same(n, &name.text))
        })
    });
    named
        .or_else(|| {
            candidates().find(|b| {
                !b.name
                    .as_ref()
                    .zip(customer_name)
                    .is_some_and(|((a, _), (b, _))| names::same(a, b))
            })
        })
        .cloned()
}

/// Shares identifiers out.
fn identifiers(
    layout: &Layout<'_>,
    candidates: &Candidates,
    customer: Option<(usize, BBox)>,
    parties: &mut Parties,
) {
    let in_customer = |place: &Place| {
        customer.is_some_and(|(page, reach)| page == place.page && inside(&place.bbox, &reach))
    };
    for found in &candidates.identifiers {
        let place = &found.place;
        let theirs = in_customer(place);
        let id = |score: f32| Id {
            value: found.value.value.clone(),
            place: place.clone(),
            checked: found.value.checked,
            score,
        };
        let side = if theirs {
            &mut parties.customer
        } else {
            &mut parties.supplier
        };
        match found.value.kind {
            Kind::VatId => {
                let theirs = theirs || labelled(layout, candidates, found, Label::CustomerVatId);
                let own = labelled(layout, candidates, found, Label::VatId)
                    || labelled(layout, candidates, found, Label::Vat);
                if !found.value.checked && !own && !theirs {
                    continue;
                }
                let side = if theirs {
                    &mut parties.customer
                } else {
                    &mut parties.supplier
                };
                let score = 0.6
                    + if found.value.checked { 0.25 } else { 0.0 }
                    + if own { 0.1 } else { 0.0 };
                keep(&mut side.vat_id, id(score));
            }
            Kind::Iban => {
                if is_debited(layout, place) {
                    keep(&mut parties.customer.iban, id(0.8));
                    continue;
                }
                let blocked = labelled(layout, candidates, found, Label::DecoyAmount);
                let score = if blocked { 0.5 } else { 0.95 };
                keep(&mut side.iban, id(score));
            }
            Kind::Email => keep(&mut side.email, id(0.8)),
            Kind::Website => keep(&mut side.website, id(0.8)),
            Kind::PaymentReference => {}
        }
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
        let side = if in_customer(&place) {
            &mut parties.customer
        } else {
            &mut parties.supplier
        };
        keep(
            &mut side.kvk,
            Id {
                value,
                place,
                checked: false,
                score: 0.93,
            },
        );
    }
    for hit in candidates.hits.iter().filter(|h| h.is(Label::Bic)) {
        let row = &layout.rows[hit.row];
        if hit.words.end < row.words.end {
            let word = layout.words[hit.words.end]
                .word
                .text
                .trim_matches([':', ',', '.', ')', '(', ';']);
            let good = matches!(word.len(), 8 | 11)
                && word.bytes().take(6).all(|b| b.is_ascii_uppercase())
                && word
                    .bytes()
                    .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            if good {
                let place = layout.place_of(hit.words.end..hit.words.end + 1, word.to_owned());
                keep(
                    &mut parties.supplier.bic,
                    Id {
                        value: word.to_owned(),
                        place,
                        checked: false,
                        score: 0.85,
                    },
                );
            }
        }
    }
}

/// True for the account that a direct debit is taken from: "afgeschreven van NL…".
fn is_debited(layout: &Layout<'_>, place: &Place) -> bool {
    const FROM: &[&str] = &[
        "van", "vanaf", "from", "von", "vom", "de", "du", "uw", "your", "ihrem", "votre",
    ];
    const DEBIT: &[&str] = &[
        "afgeschreven",
        "schrijven",
        "geincasseerd",
        "incasseren",
        "incasso",
        "debited",
        "debit",
        "abgebucht",
        "abbuchen",
        "einzug",
        "eingezogen",
        "preleve",
        "prelevement",
    ];
    let row = &layout.rows[place.row];
    let before = row.words.start.max(place.words.start.saturating_sub(3))..place.words.start;
    let from = layout.words[before]
        .iter()
        .any(|w| FROM.contains(&fold(&w.word.text).as_str()));
    // The sentence may have begun on the line above.
    let said = layout.rows[place.row.saturating_sub(1)..=place.row]
        .iter()
        .flat_map(|r| &layout.words[r.words.clone()])
        .any(|w| DEBIT.contains(&fold(&w.word.text).as_str()));
    from && said
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
    left || candidates
        .above(layout, place, 16.0)
        .iter()
        .take(2)
        .any(|l| l.hit.is(label))
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
        for i in from..end.min(from + 5) {
            let text = layout.words[i].word.text.as_str();
            let text = if i == from && from < start {
                text.rsplit([':', '.']).next().unwrap_or(text)
            } else {
                text
            };
            let bare: String = text
                .chars()
                .filter(|c| !matches!(c, '.' | ',' | ':' | ')' | '(' | ';'))
                .collect();
            if !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit()) {
                digits.push_str(&bare);
                if digits.len() == 8 {
                    let place = layout.place_of(from.max(start.min(i))..i + 1, digits.clone());
                    return Some((digits, place));
                }
            } else if !digits.is_empty() || bare.len() > 14 {
                break;
            }
        }
    }
    None
}
