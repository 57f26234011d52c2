//! Invoice lines: the rows under a table head, checked by their sum.

mod table;

use table::{Table, body};

use rust_decimal::Decimal;

use super::candidates::{Candidates, Found, Money};
use super::layout::{Layout, Place};
use super::lexicon::{Hit, Label};
use super::solve::totals::Solution;
use invoice::BBox;
use invoice::{Amount, Confidence, Field, Line, Proof};

const MAX_LINES: usize = 2_000;
/// Rows of text that one line's description may take.
const MAX_DESCRIPTION_ROWS: usize = 12;

const COLUMNS: &[Label] = &[
    Label::ColDescription,
    Label::ColQuantity,
    Label::ColUnit,
    Label::ColPrice,
    Label::ColAmount,
    Label::ColRate,
    Label::ColDiscount,
    Label::ColArticle,
];

/// The head of a table: where its columns are.
struct Head {
    row: usize,
    last_row: usize,
    columns: Vec<(Label, BBox)>,
}

impl Head {
    fn column(&self, label: Label) -> Option<&BBox> {
        // The last amount column is the line total, all others the first of their kind.
        let mut found = self.columns.iter().filter(|(l, _)| *l == label);
        if label == Label::ColAmount {
            found.next_back().map(|(_, b)| b)
        } else {
            found.next().map(|(_, b)| b)
        }
    }
}

/// A line while it is read.
struct Draft {
    amount: Amount,
    place: Place,
    quantity: Option<Decimal>,
    unit_price: Option<Amount>,
    rate: Option<Decimal>,
    article: Option<String>,
    description: Vec<String>,
    rows: usize,
}

/// The lines of a document.
pub(crate) fn find(
    layout: &Layout<'_>,
    candidates: &Candidates,
    solution: Option<&Solution>,
) -> Vec<Field<Line>> {
    let mut tables: Vec<Vec<Draft>> = Vec::new();
    for page in 0..layout.pages.len() {
        let rows = layout.page_rows[page].clone();
        let mut row = rows.start;
        while row < rows.end {
            let Some(head) = head(layout, candidates, row) else {
                row += 1;
                continue;
            };
            let mut drafts = Vec::new();
            let before = tables.iter().flatten().map(|d: &Draft| d.amount).sum();
            let table = Table { layout, candidates, head: &head, before };
            row = body(&table, rows.end, solution, &mut drafts).max(row + 1);
            if !drafts.is_empty() {
                tables.push(drafts);
            }
        }
    }
    // All tables together, the first ones, or one of them: whichever adds up.
    let count = tables.len().min(MAX_TABLES);
    let spans = (1..=count).rev().map(|n| 0..n).chain((1..count).map(|i| i..i + 1));
    for span in spans {
        let sum: Amount = tables[span.clone()].iter().flatten().map(|d| d.amount).sum();
        let lines: usize = tables[span.clone()].iter().map(Vec::len).sum();
        if let Some(fit) = fit(candidates, solution, sum, lines) {
            let drafts = tables.drain(span).flatten();
            return drafts.map(|d| field(layout, d, &fit)).collect();
        }
    }
    if let Some(drafts) = solution.and_then(|s| without_head(layout, candidates, s)) {
        let sum: Amount = drafts.iter().map(|d| d.amount).sum();
        if let Some(fit) = fit(candidates, solution, sum, drafts.len()) {
            return drafts.into_iter().map(|d| field(layout, d, &fit)).collect();
        }
    }
    let unproven = Fit { confidence: 0.4, proof: None, is_gross: false };
    tables
        .into_iter()
        .next()
        .unwrap_or_default()
        .into_iter()
        .map(|d| field(layout, d, &unproven))
        .collect()
}

/// A row that starts this far right of the descriptions is none of the lines, pt.
const ASIDE_PT: f32 = 40.0;
/// Charges and discounts of a document that are added up.
const MAX_ADJUSTMENTS: usize = 4;

/// Tables of one document that are combined.
const MAX_TABLES: usize = 60;

/// How a sum of lines is confirmed.
#[derive(Clone)]
struct Fit {
    confidence: f32,
    proof: Option<Proof>,
    is_gross: bool,
}

/// What the sum of some lines agrees with.
fn fit(
    candidates: &Candidates,
    solution: Option<&Solution>,
    sum: Amount,
    lines: usize,
) -> Option<Fit> {
    let slack = 1 + i64::try_from(lines).unwrap_or(i64::MAX) / 10;
    let equals = |total: Option<Amount>| total.is_some_and(|t| t.is_within_cents(sum, slack));
    let made = |confidence: f32, proof: Proof, is_gross: bool| {
        Some(Fit { confidence, proof: Some(proof), is_gross })
    };
    match solution {
        Some(s) if equals(s.net) => made(0.92, Proof::LinesAreNet, false),
        Some(s) if equals(Some(s.gross)) => made(0.92, Proof::LinesAreGross, true),
        Some(s) if equals(s.net.map(|n| n - s.outside)) => made(0.85, Proof::LinesAreTaxed, false),
        Some(s) if adjusted(candidates, sum).iter().any(|a| equals_any(s, *a, slack)) => {
            made(0.88, Proof::LinesAndCharges, {
                adjusted(candidates, sum).iter().any(|a| a.is_within_cents(s.gross, slack))
                    && s.net.is_some_and(|n| n != s.gross)
            })
        }
        Some(_)
            if lines > 1
                && candidates
                    .amounts
                    .iter()
                    .any(|a| a.value.amount == sum && a.value.is_plausible_total()) =>
        {
            made(0.6, Proof::LinesArePrinted, false)
        }
        _ => None,
    }
}

fn equals_any(solution: &Solution, amount: Amount, slack: i64) -> bool {
    solution.net.is_some_and(|n| n.is_within_cents(amount, slack))
        || solution.gross.is_within_cents(amount, slack)
}

/// What a sum comes to with the charges and discounts that are printed for the whole document.
fn adjusted(candidates: &Candidates, sum: Amount) -> Vec<Amount> {
    let labels = [Label::Charge, Label::Discount, Label::Deposit];
    let mut printed: Vec<Amount> = Vec::new();
    for hit in candidates.hits.iter().filter(|h| h.is_any(&labels)) {
        let amount = candidates
            .amounts_of(hit.row)
            .iter()
            .rfind(|a| a.value.is_plausible_total() && a.place.words.start >= hit.words.end)
            .map(|a| a.value.amount.abs());
        if let Some(amount) = amount
            && !amount.is_zero()
            && printed.len() < MAX_ADJUSTMENTS
        {
            printed.push(amount);
        }
    }
    let mut sums = vec![sum];
    for amount in printed {
        let with: Vec<Amount> = sums.iter().flat_map(|s| [*s + amount, *s - amount]).collect();
        sums.extend(with);
    }
    sums.split_off(1)
}

/// Lines of a list without a head: the rows above the totals whose amounts add up to them.
fn without_head(
    layout: &Layout<'_>,
    candidates: &Candidates,
    solution: &Solution,
) -> Option<Vec<Draft>> {
    let targets: Vec<Amount> = [solution.net, Some(solution.gross)].into_iter().flatten().collect();
    let totals: Vec<&Found<Money>> =
        candidates.amounts.iter().filter(|a| targets.contains(&a.value.amount)).take(6).collect();
    for total in totals {
        // Mostly the lines stand in the column of the totals; else in one of their own.
        let first = layout.page_rows[total.place.page].start;
        let above = candidates
            .amounts
            .iter()
            .filter(|a| (first..total.place.row).contains(&a.place.row))
            .filter(|a| a.value.is_plausible_total())
            .map(|a| a.place.bbox.x1);
        let mut edges = vec![total.place.bbox.x1];
        for edge in above {
            if edges.len() < MAX_EDGES && edges.iter().all(|e| (e - edge).abs() >= EDGE_PT) {
                edges.push(edge);
            }
        }
        let found = edges
            .into_iter()
            .find_map(|edge| column_above(layout, candidates, total, edge, &targets));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Columns of amounts that are tried as a list without a head, and how near their right edges are, pt.
const MAX_EDGES: usize = 5;
const EDGE_PT: f32 = 20.0;

/// The rows over a total that have an amount ending at `edge` and come to one of the targets.
fn column_above(
    layout: &Layout<'_>,
    candidates: &Candidates,
    total: &Found<Money>,
    edge: f32,
    targets: &[Amount],
) -> Option<Vec<Draft>> {
    const MOST_ROWS: usize = 120;
    let first = layout.page_rows[total.place.page].start;
    {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut sum = Amount::ZERO;
        for row in (first..total.place.row).rev().take(MOST_ROWS) {
            let start = candidates.amounts.partition_point(|a| a.place.row < row);
            let amount = candidates.amounts[start..]
                .iter()
                .take_while(|a| a.place.row == row)
                .filter(|a| a.value.is_plausible_total())
                .filter(|a| (a.place.bbox.x1 - edge).abs() < EDGE_PT)
                .last();
            let Some(amount) = amount else { continue };
            let leading = layout.rows[row].words.start..amount.place.words.start;
            let text = layout.text_of(leading);
            let text = text.trim_end_matches(['€', '$', ' ']).to_owned();
            let named = text.chars().filter(|c| c.is_alphabetic()).count() >= 2;
            let totals_row = candidates.row_hits(row).first().is_some_and(|h| {
                h.words.start == layout.rows[row].words.start
                    && h.is_any(&[
                        Label::Net,
                        Label::Gross,
                        Label::Payable,
                        Label::Vat,
                        Label::Total,
                    ])
            });
            if !named || totals_row {
                // Still among the totals.
                drafts.clear();
                sum = Amount::ZERO;
                continue;
            }
            sum = sum + amount.value.amount;
            drafts.push(Draft {
                amount: amount.value.amount,
                place: amount.place.clone(),
                quantity: None,
                unit_price: None,
                rate: candidates.rates.iter().find(|r| r.place.row == row).map(|r| r.value.percent),
                article: None,
                description: vec![text],
                rows: 0,
            });
            if targets.contains(&sum) {
                drafts.reverse();
                return Some(drafts);
            }
        }
    }
    None
}

fn field(layout: &Layout<'_>, draft: Draft, fit: &Fit) -> Field<Line> {
    let mut evidence = draft.place.evidence(layout);
    evidence.proved_by.extend(fit.proof.clone());
    if let (Some(quantity), Some(price)) = (draft.quantity, draft.unit_price)
        && Amount(quantity * price.0).round_cents().is_within_cents(draft.amount, 1)
    {
        evidence.proved_by.push(Proof::QuantityTimesPrice);
    }
    let description = draft.description.join(" ");
    let line = Line {
        description: (!description.is_empty()).then_some(description),
        quantity: draft.quantity,
        unit_price: draft.unit_price,
        net: (!fit.is_gross).then_some(draft.amount),
        gross: fit.is_gross.then_some(draft.amount),
        rate: draft.rate,
        article: draft.article,
        ..Line::default()
    };
    Field::new(line, evidence, Confidence::new(fit.confidence))
}

/// The head of a table that starts at this row, when there is one.
fn head(layout: &Layout<'_>, candidates: &Candidates, row: usize) -> Option<Head> {
    let columns = |row: usize| -> Vec<(Label, BBox)> {
        candidates
            .row_hits(row)
            .iter()
            .flat_map(|h: &Hit| COLUMNS.iter().filter(|l| h.is(**l)).map(|l| (*l, h.bbox)))
            .collect()
    };
    let has_amount = |row: usize| {
        let first = candidates.amounts.partition_point(|a| a.place.row < row);
        candidates.amounts[first..]
            .iter()
            .take_while(|a| a.place.row == row)
            .any(|a| a.value.is_plausible_total())
    };
    let mut here = columns(row);
    // "… | Net value": a word for totals as the last head is the column of the line totals.
    if let Some(last) = candidates.row_hits(row).last()
        && last.is_any(&[Label::Net, Label::Gross, Label::Total])
        && last.words.end == layout.rows[row].words.end
        && !here.is_empty()
        && !last.is(Label::ColAmount)
    {
        here.push((Label::ColAmount, last.bbox));
    }
    let kinds = |columns: &[(Label, BBox)], label: Label| columns.iter().any(|(l, _)| *l == label);
    let places = |columns: &[(Label, BBox)]| {
        let mut xs: Vec<i32> = columns.iter().map(|(_, b)| b.x0 as i32).collect();
        xs.sort_unstable();
        xs.dedup();
        xs.len()
    };
    if places(&here) < 2 || has_amount(row) {
        return None;
    }
    let amounts = kinds(&here, Label::ColAmount) || kinds(&here, Label::ColPrice);
    let wide = layout.rows[row].bbox.width() > layout.page(layout.rows[row].page).width_pt * 0.3;
    let named = kinds(&here, Label::ColDescription)
        || (kinds(&here, Label::ColQuantity) && places(&here) >= 3)
        || kinds(&here, Label::ColArticle);
    if !amounts || !named || !wide {
        return None;
    }
    // A second row of the head.
    let mut all = here;
    let mut last_row = row;
    if row + 1 < layout.rows.len()
        && layout.rows[row + 1].page == layout.rows[row].page
        && !has_amount(row + 1)
    {
        let more = columns(row + 1);
        let hits = candidates.row_hits(row + 1);
        let covered: usize = hits.iter().map(|h| h.words.len()).sum();
        if !more.is_empty() && covered * 2 >= layout.rows[row + 1].words.len() {
            all.extend(more);
            last_row = row + 1;
        }
    }
    Some(Head { row, last_row, columns: all })
}
