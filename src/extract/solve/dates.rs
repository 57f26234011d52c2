//! Which of the printed dates is the issue date, the due date, the supply date.

use jiff::civil::Date;

use super::super::candidates::date::Printed;
use super::super::candidates::{Candidates, Found, Relation};
use super::super::layout::{Layout, Place};
use super::super::lexicon::{GRAMMAR, Hit, Label, Language, WORDS, fold};
use super::sentence::{Told, told};

/// A head and its value below it are at most this far apart, pt.
const HEAD_REACH_PT: f32 = 60.0;
/// Labels farther to the left belong to something else, pt.
const LEFT_REACH_PT: f32 = 330.0;

/// A date leads by at least this, or it is one of several.
const LEAD: f32 = 0.05;

const DATE_LABELS: &[Label] = &[
    Label::IssueDate,
    Label::Date,
    Label::DueDate,
    Label::DebitDate,
    Label::SupplyDate,
    Label::OtherDate,
    Label::Period,
];

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    pub date: Date,
    /// Index into the candidates.
    pub at: usize,
    pub score: f32,
    /// The score of the best other date, 0 when there is none.
    pub second: f32,
}

impl Chosen {
    /// Whether another date has as much for it, so that only their order on the page told them apart.
    pub(crate) fn has_rival(&self) -> bool {
        self.second > 0.0 && self.score - self.second < LEAD
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Dates {
    pub issue: Option<Chosen>,
    pub due: Option<Chosen>,
    pub supply: Option<Chosen>,
    pub period: Option<(Chosen, Chosen)>,
}

/// How likely a date has each meaning, 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scores {
    pub issue: f32,
    pub due: f32,
    pub supply: f32,
    pub other: f32,
    pub period: f32,
}

/// Chooses the dates; `number` is that of the document, where it is known.
pub(crate) fn solve(
    layout: &Layout<'_>,
    candidates: &Candidates,
    receipt: bool,
    number: Option<&str>,
) -> Dates {
    let scored = scored(layout, candidates, receipt, number);
    let issue = best(&scored, |s| s.issue, |_| true);
    let issued = issue.as_ref().map(|c| c.date);
    let due = best(
        &scored,
        |s| if s.due >= 0.5 { s.due } else { 0.0 },
        |d| issued.is_none_or(|i| d >= i),
    );
    let supply = best(&scored, |s| s.supply, |_| true);
    Dates { period: period(candidates, &scored), issue, due, supply }
}

/// Every date, by its place among the candidates, with what speaks for each meaning.
pub(crate) fn scored(
    layout: &Layout<'_>,
    candidates: &Candidates,
    receipt: bool,
    number: Option<&str>,
) -> Vec<(usize, Date, Scores)> {
    let month_first = is_american(candidates);
    let dates = candidates.dates.iter().enumerate();
    dates
        .filter_map(|(at, found)| {
            let date = reading(&found.value, month_first)?;
            Some((at, date, scores(layout, candidates, found, receipt, number)))
        })
        .collect()
}

fn best(
    scored: &[(usize, Date, Scores)],
    score: impl Fn(&Scores) -> f32,
    allowed: impl Fn(Date) -> bool,
) -> Option<Chosen> {
    let mut best: Option<Chosen> = None;
    for (at, date, scores) in scored {
        let value = score(scores);
        if value > 0.0 && allowed(*date) && best.as_ref().is_none_or(|b| value > b.score) {
            best = Some(Chosen { date: *date, at: *at, score: value, second: 0.0 });
        }
    }
    let mut best = best?;
    best.second = scored
        .iter()
        .filter(|(_, date, _)| *date != best.date && allowed(*date))
        .map(|(.., scores)| score(scores))
        .fold(0.0, f32::max);
    Some(best)
}

/// The reading of a printed date under the document's order of day and month.
fn reading(printed: &Printed, month_first: bool) -> Option<Date> {
    if month_first {
        printed.month_first.or(printed.date)
    } else {
        printed.date.or(printed.month_first)
    }
}

/// Whether day and month are swapped: a date that can only be read so, or dollars in English.
fn is_american(candidates: &Candidates) -> bool {
    let only = |f: fn(&Printed) -> bool| candidates.dates.iter().any(|d| f(&d.value));
    if only(|p| p.date.is_some() && p.month_first.is_none() && !p.compact)
        && !only(|p| p.date.is_none())
    {
        return false;
    }
    if only(|p| p.date.is_none() && p.month_first.is_some()) {
        return true;
    }
    let dollars = candidates.amounts.iter().filter(|a| a.value.currency == Some("USD")).count();
    let others =
        candidates.amounts.iter().filter(|a| a.value.currency.is_some_and(|c| c != "USD")).count();
    candidates.language == Language::En && dollars > others
}

fn scores(
    layout: &Layout<'_>,
    candidates: &Candidates,
    found: &Found<Printed>,
    receipt: bool,
    number: Option<&str>,
) -> Scores {
    let place = &found.place;
    let mut scores = Scores::default();
    let told = told(layout, found);
    // "Huur voor 3 maart": a bare word of a limit is one of paying only where the sentence says so, or in a box of its own.
    let is_idle = |label: &Hit| {
        let cell = &layout.cells[layout.words[place.words.start].cell].words;
        GRAMMAR.is_limit(&label.text)
            && told != Some(Told::Limit)
            && label.row == place.row
            && (cell.start..place.words.end).contains(&label.words.start)
            && (cell.start, cell.end) != (label.words.start, place.words.end)
    };
    let mut set = |label: &Hit, weight: f32| {
        let add = |slot: &mut f32, value: f32| *slot = slot.max(value * weight);
        if label.is(Label::IssueDate) && belongs_to_credited(layout, candidates, label) {
            add(&mut scores.other, 0.8);
            add(&mut scores.issue, 0.5);
        } else if label.is(Label::IssueDate) {
            add(&mut scores.issue, 1.0);
        } else if label.is(Label::Date) && !label.is(Label::DueDate) {
            add(&mut scores.issue, 0.9);
        }
        if label.is(Label::DueDate) && label.is(Label::OtherDate) {
            // "Betaaldatum": when it was paid, or is to be.
            add(&mut scores.due, 0.75);
            return;
        }
        if label.is(Label::DueDate) {
            add(&mut scores.due, if is_idle(label) { 0.4 } else { 1.0 });
        }
        // What is collected on a day is due on it, unless another day is named.
        if label.is_any(&[Label::DebitDate, Label::Payable]) && !label.is(Label::DueDate) {
            add(&mut scores.due, 0.88);
        }
        if label.is(Label::SupplyDate) {
            add(&mut scores.supply, 1.0);
        }
        if label.is(Label::OtherDate) {
            add(&mut scores.other, 1.0);
        }
        if label.is(Label::Period) {
            add(&mut scores.period, 1.0);
        }
    };
    // Another date between label and value takes the label away.
    let dates_between = |end: usize| {
        candidates.dates.iter().any(|d| {
            d.place.row == place.row
                && d.place.words.start >= end
                && d.place.words.end <= place.words.start
        })
    };
    let mut labelled = false;
    for label in candidates.left(place) {
        // "To pay: 3 March 2026", without an amount between them.
        let to_pay = || label.hit.is(Label::Payable) && follows(layout, label.hit, place);
        if !label.hit.is_any(DATE_LABELS) && !to_pay() {
            continue;
        }
        let weak =
            label.hit.is(Label::Date) && !label.hit.is_any(&[Label::IssueDate, Label::DueDate]);
        // "Bitte den Betrag vor dem 3. März": a small word of the sentence is no label of its date.
        let same_cell =
            layout.words[label.hit.words.start].cell == layout.words[place.words.start].cell;
        let between = label.hit.words.end..place.words.start.max(label.hit.words.end);
        if weak
            && same_cell
            && layout.words[between]
                .iter()
                .any(|w| w.word.text.chars().filter(|c| c.is_alphabetic()).count() > 1)
        {
            continue;
        }
        if weak && WORDS.of_a_day.has(&label.hit.text) && !follows(layout, label.hit, place) {
            continue;
        }
        if dates_between(label.hit.words.end) {
            if label.hit.is(Label::Period) {
                set(label.hit, 1.0);
                labelled = true;
            }
            break;
        }
        if label.distance_pt <= LEFT_REACH_PT {
            set(label.hit, if label.distance_pt < 150.0 { 1.0 } else { 0.85 });
            labelled = true;
        }
        if !weak {
            break;
        }
    }
    // "Invoice 17 of 3 March", "Rechnung Nr. 17 vom 03.03.": the kind of document on the same row.
    let typed = candidates.left(place).any(|l| {
        l.hit.is_any(&[Label::TypeInvoice, Label::TypeCredit, Label::Number])
            && l.distance_pt < 200.0
    });
    if !labelled {
        for label in candidates.above(layout, place, HEAD_REACH_PT) {
            debug_assert_eq!(label.relation, Relation::Above);
            // Another date of the column between them takes the head away.
            let taken = candidates.dates.iter().any(|d| {
                d.place.page == place.page
                    && d.place.row < place.row
                    && d.place.row > label.hit.row
                    && d.place.bbox.overlap_x(&place.bbox) > 0.3
            });
            if taken {
                break;
            }
            let cell = &layout.cells[layout.words[label.hit.words.start].cell].words;
            if WORDS.of_a_day.has(&label.hit.text) && *cell != label.hit.words {
                continue;
            }
            if label.hit.is_any(DATE_LABELS) {
                set(label.hit, if label.rows_between <= 1 { 0.95 } else { 0.6 });
                labelled = true;
                break;
            }
        }
    }
    let is_dated = scores.supply.max(scores.other).max(scores.period) >= 0.5;
    match told {
        Some(Told::Discount) => {
            scores.due = 0.0;
            scores.other = 1.0;
        }
        Some(Told::Limit) if !is_dated => scores.due = scores.due.max(0.92),
        Some(Told::Debit) if !is_dated => scores.due = scores.due.max(0.85),
        _ => {}
    }
    // "Concerns our invoice 2024-17 of 3 March": that date is of the other document.
    let of_other = typed
        && number.is_some_and(|number| {
            let text = &layout.rows[place.row].text[..found.bytes.start];
            let cell = text.rsplit('\t').next().unwrap_or(text);
            !cell.contains(number)
                && cell.split_whitespace().any(|w| {
                    w.bytes().filter(u8::is_ascii_digit).count() >= 3
                        && w.trim_matches([',', ';', ':', '.']).len() >= 3
                })
        });
    if of_other {
        scores.issue = scores.issue.min(0.25);
        scores.other = scores.other.max(0.6);
    } else if typed
        && !found.value.compact
        && scores.due < 0.5
        && scores.other < 0.5
        && scores.supply < 0.5
    {
        scores.issue = if scores.issue > 0.0 { (scores.issue + 0.15).min(0.98) } else { 0.6 };
    }
    if !labelled && scores.issue.max(scores.due) <= 0.0 && !found.value.compact {
        scores.issue = unlabelled(layout, candidates, found, receipt);
    }
    // Tills print when they print: no date in a sentence of the small print outweighs that.
    if receipt && !found.value.compact && has_clock(&layout.rows[place.row].text) {
        scores.issue = scores.issue.max(0.95);
        scores.due = 0.0;
    }
    if scores.other >= 0.5 || scores.period >= 0.5 {
        scores.issue *= 0.4;
        if scores.other > 0.9 {
            scores.due *= 0.4;
        }
    }
    if scores.due >= 0.5 && scores.due >= scores.issue {
        scores.issue *= 0.3;
    }
    // The head of the first page is where documents are dated.
    if place.page > 0 {
        scores.issue *= 0.9;
    }
    scores
}

/// True when nothing but marks, or a word like "on", is between a label and a value.
fn follows(layout: &Layout<'_>, hit: &Hit, place: &Place) -> bool {
    let between = hit.words.end..place.words.start.max(hit.words.end);
    layout.words[between].iter().all(|w| {
        let text = &w.word.text;
        !text.contains(char::is_alphanumeric) || WORDS.on.has(&fold(text))
    })
}

/// True when the label stands right under, or beside, the reference to the invoice that is credited.
fn belongs_to_credited(layout: &Layout<'_>, candidates: &Candidates, label: &Hit) -> bool {
    let other = candidates.hits.iter().any(|h| {
        h.is_any(&[Label::IssueDate, Label::Date])
            && !h.is(Label::DueDate)
            && (h.row, h.words.start) != (label.row, label.words.start)
    });
    other
        && candidates.hits.iter().any(|h| {
            h.is(Label::CreditedInvoice)
                && layout.rows[h.row].page == layout.rows[label.row].page
                && (h.row == label.row && h.words.end <= label.words.start
                    || ((0.0..14.0).contains(&(label.bbox.y0 - h.bbox.y1))
                        && (label.bbox.x0 - h.bbox.x0).abs() < 10.0))
        })
}

/// How likely a date without a label is the issue date.
fn unlabelled(
    layout: &Layout<'_>,
    candidates: &Candidates,
    found: &Found<Printed>,
    receipt: bool,
) -> f32 {
    let place = &found.place;
    let page = layout.page(place.page);
    let height = page.height_pt.max(1.0);
    let at = place.bbox.center_y() / height;
    let row = &layout.rows[place.row];
    let mut score: f32 = 0.3;
    let has_time = has_clock(&row.text);
    if receipt {
        score = 0.5 + if has_time { 0.15 } else { 0.0 };
    } else if place.page == 0 && at < 0.45 {
        score += 0.15;
        // A line of its own, "Town, 3 March 2026".
        let words = row
            .cells
            .clone()
            .filter_map(|c| layout.cells.get(c))
            .find(|c| c.words.start <= place.words.start && place.words.end <= c.words.end);
        if words.is_some_and(|c| c.words.len() <= place.words.len() + 2) {
            score += 0.15;
        }
    }
    if candidates.dates.len() == 1 {
        score += 0.15;
    }
    score
}

/// True when a time of day stands in the text.
pub(crate) fn has_clock(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(5).enumerate().any(|(i, w)| {
        w[0].is_ascii_digit()
            && w[1].is_ascii_digit()
            && w[2] == b':'
            && w[3].is_ascii_digit()
            && w[4].is_ascii_digit()
            && (i == 0 || !bytes[i - 1].is_ascii_digit())
    })
}

fn period(candidates: &Candidates, scored: &[(usize, Date, Scores)]) -> Option<(Chosen, Chosen)> {
    for pair in scored.windows(2) {
        let [(a, from, s), (b, until, _)] = pair else {
            continue;
        };
        let same_row = candidates.dates[*a].place.row == candidates.dates[*b].place.row;
        if s.period >= 0.5 && same_row && from <= until {
            let chosen = |at: usize, date: Date| Chosen { date, at, score: 0.9, second: 0.0 };
            return Some((chosen(*a, *from), chosen(*b, *until)));
        }
    }
    None
}
