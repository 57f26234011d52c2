//! What the labels around an amount say that it is.

use super::super::candidates::{Candidates, Found, Money, Relation};
use super::super::layout::{Cell, Layout, Place};
use super::super::lexicon::{Hit, Label, WORDS, fold};
use super::super::notation::currency_code;
use super::sentence::{self, Stretch};

/// How strongly labels speak for each role, 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Roles {
    pub net: f32,
    pub vat: f32,
    pub gross: f32,
    pub payable: f32,
    /// "Total" without saying of what.
    pub total: f32,
    pub prepaid: f32,
    /// Outside VAT: deposits, tourist tax.
    pub outside: f32,
    /// Charges and discounts of the whole document.
    pub adjustment: f32,
    /// Known to be something else: late payment, carried totals, blocked accounts.
    pub decoy: f32,
    /// Base of a VAT amount on the same row ("over 100,00").
    pub base: f32,
}

impl Roles {
    /// Keeps the stronger of each.
    pub fn join(&mut self, other: &Self) {
        self.net = self.net.max(other.net);
        self.vat = self.vat.max(other.vat);
        self.gross = self.gross.max(other.gross);
        self.payable = self.payable.max(other.payable);
        self.total = self.total.max(other.total);
        self.prepaid = self.prepaid.max(other.prepaid);
        self.outside = self.outside.max(other.outside);
        self.adjustment = self.adjustment.max(other.adjustment);
        self.decoy = self.decoy.max(other.decoy);
        self.base = self.base.max(other.base);
    }

    fn add(&mut self, hit: &Hit, weight: f32) {
        let mut set = |label: Label, slot: fn(&mut Self) -> &mut f32| {
            if hit.is(label) {
                let value = slot(self);
                *value = value.max(weight);
            }
        };
        set(Label::Net, |r| &mut r.net);
        set(Label::Vat, |r| &mut r.vat);
        set(Label::Gross, |r| &mut r.gross);
        set(Label::Payable, |r| &mut r.payable);
        set(Label::Total, |r| &mut r.total);
        set(Label::Prepaid, |r| &mut r.prepaid);
        set(Label::Deposit, |r| &mut r.outside);
        set(Label::Charge, |r| &mut r.adjustment);
        set(Label::Discount, |r| &mut r.adjustment);
        set(Label::DecoyAmount, |r| &mut r.decoy);
    }
}

/// Labels that say what an amount is.
const AMOUNT_LABELS: &[Label] = &[
    Label::Net,
    Label::Vat,
    Label::Gross,
    Label::Payable,
    Label::Total,
    Label::Prepaid,
    Label::Deposit,
    Label::Charge,
    Label::Discount,
    Label::DecoyAmount,
];

/// Heads of columns far above still speak for totals, pt.
const HEAD_REACH_PT: f32 = 500.0;

pub(crate) fn roles_of(
    layout: &Layout<'_>,
    candidates: &Candidates,
    amount: &Found<Money>,
) -> Roles {
    let place = &amount.place;
    let mut roles = Roles::default();
    let mut left_total = 0.0;
    if let Some((hit, between)) = left_label(layout, candidates, place) {
        let weight = match between {
            0 => 1.0,
            1 => 0.55,
            _ => 0.4,
        };
        roles.add(hit, weight);
        if hit.is(Label::Total) {
            left_total = 1.0;
        }
        if roles.vat > 0.0 && is_base_word(layout, place) && !is_last_of(layout, candidates, place)
        {
            roles.base = 1.0;
            roles.vat = 0.0;
        }
    }
    if roles == Roles::default()
        && let Some(hit) = label_in_box(layout, candidates, place)
    {
        roles.add(hit, 0.9);
    }
    if roles == Roles::default()
        && let Some(hit) = label_before_break(layout, candidates, place)
    {
        roles.add(hit, 0.9);
    }
    if roles == Roles::default()
        && let Some(hit) = label_behind(layout, candidates, amount)
    {
        roles.add(hit, 0.9);
    }
    // "We advanced € 64.75 of court fees": what was paid for the buyer is not what the buyer paid.
    let advanced = Roles { prepaid: 0.0, ..roles };
    if advanced == Roles::default() {
        let told = in_sentence(layout, candidates, amount);
        if told.outside > 0.0 || roles == Roles::default() {
            roles = told;
        }
    }
    let labelled = roles != Roles::default();
    for label in candidates.above(layout, place, HEAD_REACH_PT) {
        if !label.hit.is_any(AMOUNT_LABELS) || !is_head(candidates, label.hit) {
            continue;
        }
        debug_assert_eq!(label.relation, Relation::Above);
        let near = label.rows_between <= 2;
        let weight = if left_total > 0.0 {
            0.9
        } else if labelled {
            0.3
        } else if near {
            0.8
        } else {
            0.35
        };
        let mut head = Roles::default();
        head.add(label.hit, weight);
        if label.hit.is(Label::Total) && !near {
            head.total = 0.0; // the head of the lines' column
        }
        if label.hit.is(Label::DecoyAmount) {
            head.decoy = if labelled { 0.0 } else { 0.5 };
            // "Deposit balance": the other word of the head says of what.
            let cell = layout.words[label.hit.words.start].cell;
            for other in candidates.row_hits(label.hit.row) {
                if layout.words[other.words.start].cell == cell
                    && other.is_any(AMOUNT_LABELS)
                    && !other.is(Label::DecoyAmount)
                {
                    head.add(other, weight);
                    head.decoy = 0.0;
                }
            }
        }
        roles.join(&head);
        break;
    }
    roles
}

/// Letters from which a text is a sentence.
const SENTENCE_LETTERS: usize = 24;

/// What the sentence around an amount says of it: the words since the amount before, in the rows above too, and of what
/// bears no VAT also the words behind it ("€ 332,75 aan griffierecht (onbelast)").
fn in_sentence(layout: &Layout<'_>, candidates: &Candidates, amount: &Found<Money>) -> Roles {
    let mut roles = Roles::default();
    let (before, after) = sentence::around(layout, &amount.place, &amount.bytes);
    let letters = before.iter().chain(&after).map(|(row, bytes)| {
        let text = &layout.rows[*row].text[bytes.clone()];
        text.chars().filter(|c| c.is_alphabetic()).count()
    });
    if letters.sum::<usize>() < SENTENCE_LETTERS {
        return roles;
    }
    let within = |(row, bytes): &Stretch, part: &std::ops::Range<usize>, at: usize| {
        *row == at && bytes.start <= part.start && part.end <= bytes.end
    };
    let is_amount = |stretch: &Stretch, from: usize| {
        let mut here = candidates.amounts_of(stretch.0).iter();
        here.any(|a| {
            a.value.is_plausible_total()
                && a.bytes.end > from
                && within(stretch, &a.bytes, stretch.0)
        })
    };
    let hits = |stretch: &Stretch| {
        let here = candidates.row_hits(stretch.0).iter();
        here.filter(|h| within(stretch, &h.bytes, h.row)).collect::<Vec<_>>()
    };
    'before: for (index, stretch) in before.iter().enumerate().rev() {
        for hit in hits(stretch).into_iter().rev() {
            let is_cut = is_amount(stretch, hit.bytes.end)
                || before[index + 1..].iter().any(|s| is_amount(s, 0));
            if is_cut {
                break 'before;
            }
            if hit.is_any(AMOUNT_LABELS) {
                roles.add(hit, 0.9);
                break 'before;
            }
        }
    }
    'after: for (index, stretch) in after.iter().enumerate() {
        for hit in hits(stretch) {
            let is_cut = after[..=index].iter().any(|(row, bytes)| {
                let end = if *row == hit.row { hit.bytes.start } else { bytes.end };
                is_amount(&(*row, bytes.start..end.max(bytes.start)), 0)
            });
            if is_cut {
                break 'after;
            }
            if hit.is(Label::Deposit) {
                roles.outside = 0.9;
            }
        }
    }
    roles
}

/// The label of an amount on its row, and how many other amounts stand between.
fn left_label<'c>(
    layout: &Layout<'_>,
    candidates: &'c Candidates,
    place: &'c Place,
) -> Option<(&'c Hit, usize)> {
    let between = |hit: &Hit| {
        candidates
            .amounts
            .iter()
            .skip(candidates.amounts.partition_point(|a| a.place.row < place.row))
            .take_while(|a| a.place.row == place.row)
            .filter(|a| a.value.is_plausible_total())
            .filter(|a| {
                a.place.words.start >= hit.words.end && a.place.words.end <= place.words.start
            })
            .filter(|a| !is_base_word(layout, &a.place))
            .count()
    };
    let mut fallback = None;
    let row = &layout.rows[place.row].text;
    let start = layout.byte_of(place.words.start);
    for label in candidates.left(place) {
        if !label.hit.is_any(AMOUNT_LABELS) {
            continue;
        }
        // What another sentence is about.
        let between_them = row.get(label.hit.bytes.end..start).unwrap_or_default();
        if sentence::ends(between_them).next().is_some() {
            break;
        }
        // "Total  VAT  21.00": a weak word is overruled by the next one to the left only when both touch.
        let found = (label.hit, between(label.hit));
        if label.hit.is(Label::Total) && !label.hit.is_any(&[Label::Gross, Label::Payable]) {
            fallback.get_or_insert(found);
            continue;
        }
        return Some(match fallback {
            Some((weak, n)) if n == 0 && found.1 > 0 => (weak, n),
            _ => found,
        });
    }
    fallback
}

/// How far edges of boxes may lie over each other, pt.
const BOX_EDGE_PT: f32 = 3.0;

/// The label of an amount in a row of boxes, each with a label at its upper left and an amount at its lower right: the two
/// need not overlap.
fn label_in_box<'c>(
    layout: &Layout<'_>,
    candidates: &'c Candidates,
    place: &Place,
) -> Option<&'c Hit> {
    let row = &layout.rows[place.row];
    let above = place.row.checked_sub(1)?;
    let before = &layout.rows[above];
    let is_near = before.page == row.page && row.bbox.y0 - before.bbox.y1 < row.bbox.height() * 1.5;
    let (labels, values) = (&layout.cells[before.cells.clone()], &layout.cells[row.cells.clone()]);
    let is_empty = !candidates.amounts_of(above).iter().any(|a| a.value.is_plausible_total());
    if !is_near || !is_empty || labels.len() < 2 || labels.len() != values.len() {
        return None;
    }
    let begins = |label: &Cell| {
        let mut hits = candidates.row_hits(above).iter();
        hits.find(|h| h.words.start == label.words.start && h.is_any(AMOUNT_LABELS))
    };
    let is_boxed = labels.iter().zip(values).enumerate().all(|(at, (label, value))| {
        let next = labels.get(at + 1).map_or(f32::MAX, |next| next.bbox.x0);
        begins(label).is_some()
            && value.bbox.x0 > label.bbox.x0 - BOX_EDGE_PT
            && value.bbox.x1 < next + BOX_EDGE_PT
    });
    let at = values.iter().position(|value| value.words.contains(&place.words.start))?;
    begins(&labels[at]).filter(|_| is_boxed)
}

/// The label of an amount that stands alone on its row, right under a label that left no room for it.
fn label_before_break<'c>(
    layout: &Layout<'_>,
    candidates: &'c Candidates,
    place: &Place,
) -> Option<&'c Hit> {
    let row = &layout.rows[place.row];
    let above = place.row.checked_sub(1)?;
    let before = &layout.rows[above];
    let alone = row.words.len() <= place.words.len() + 1;
    let near = before.page == row.page && row.bbox.y0 - before.bbox.y1 < row.bbox.height();
    let empty = !candidates.amounts_of(above).iter().any(|a| a.value.is_plausible_total());
    let hit = candidates.row_hits(above).first()?;
    (alone && near && empty && hit.is_any(AMOUNT_LABELS) && place.bbox.x1 > hit.bbox.x1)
        .then_some(hit)
}

/// "VAT of 42.00": true when "of" leads to the last amount of its row, which is then the VAT and not its base.
fn is_last_of(layout: &Layout<'_>, candidates: &Candidates, place: &Place) -> bool {
    let row = &layout.rows[place.row];
    let mut before = layout.words[row.words.start..place.words.start].iter().rev();
    let word = before.find(|w| currency_code(&w.word.text).is_none());
    word.is_some_and(|w| WORDS.of.has(&fold(&w.word.text)))
        && !candidates
            .amounts_of(place.row)
            .iter()
            .any(|a| a.place.words.start >= place.words.end && a.value.is_plausible_total())
}

/// "€ 200,00 excl. btw", "242,00 € TTC": a label of a net or gross total right behind its amount, with no amount of its own.
fn label_behind<'c>(
    layout: &Layout<'_>,
    candidates: &'c Candidates,
    amount: &Found<Money>,
) -> Option<&'c Hit> {
    let place = &amount.place;
    let cell = layout.words[place.words.start].cell;
    let text = &layout.rows[place.row].text;
    let hit = candidates.row_hits(place.row).iter().find(|h| {
        let between = text.get(amount.bytes.end..h.bytes.start);
        h.is_any(&[Label::Net, Label::Gross])
            && layout.words[h.words.start].cell == cell
            && between.is_some_and(|b| b.split_whitespace().all(|w| currency_code(w).is_some()))
    })?;
    let own = candidates
        .amounts_of(place.row)
        .iter()
        .find(|a| a.bytes.start >= hit.bytes.end)
        .and_then(|a| text.get(hit.bytes.end..a.bytes.start))
        .is_some_and(|b| !b.contains(|c: char| c.is_alphabetic() || matches!(c, ',' | ';' | '.')));
    (!own).then_some(hit)
}

/// True when the word before the amount says that it is the base of a percentage.
fn is_base_word(layout: &Layout<'_>, place: &Place) -> bool {
    let row = &layout.rows[place.row];
    let first = place.words.start;
    let is_base = |w: usize| {
        let text = fold(&layout.words[w].word.text);
        WORDS.base.has(&text)
    };
    // "over € 100,00"
    let after_sign = || {
        first > row.words.start + 1
            && currency_code(&layout.words[first - 1].word.text).is_some()
            && is_base(first - 2)
    };
    first > row.words.start && (is_base(first - 1) || after_sign())
}

/// True when no amount stands right of the label on its row: then it may head a column.
fn is_head(candidates: &Candidates, hit: &Hit) -> bool {
    let first = candidates.amounts.partition_point(|a| a.place.row < hit.row);
    !candidates.amounts[first..]
        .iter()
        .take_while(|a| a.place.row == hit.row)
        .any(|a| a.value.is_plausible_total() && a.place.words.start >= hit.words.end)
}
