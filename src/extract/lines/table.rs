//! The rows under the head of a table, as far as they are its lines.

use rust_decimal::Decimal;

use super::super::candidates::{Candidates, Found, Money};
use super::super::layout::Layout;
use super::super::lexicon::Label;
use super::super::solve::totals::Solution;
use super::{ASIDE_PT, Draft, Head, MAX_DESCRIPTION_ROWS, MAX_LINES};
use invoice::Amount;

pub(super) struct Table<'t, 'p> {
    pub(super) layout: &'t Layout<'p>,
    pub(super) candidates: &'t Candidates,
    pub(super) head: &'t Head,
    /// Sum of the lines of the tables before it.
    pub(super) before: Amount,
}

impl Table<'_, '_> {
    /// True for a row that starts right of the descriptions.
    fn is_aside(&self, row: usize) -> bool {
        let x0 = self.layout.rows[row].bbox.x0;
        self.head.column(Label::ColDescription).is_some_and(|c| x0 > c.x0 + ASIDE_PT && x0 > c.x1)
    }

    /// True when this row and the next one with an amount stand right of the descriptions: the totals have begun.
    fn ends_aside(&self, row: usize, end: usize) -> bool {
        let next = (row + 1..end.min(row + 4)).find(|r| {
            let amounts = self.candidates.amounts_of(*r);
            amounts.iter().any(|a| a.value.is_plausible_total())
        });
        self.is_aside(row) && next.is_some_and(|next| self.is_aside(next))
    }

    /// True for a row that only repeats what the lines so far come to: carried over from page to page, or a subtotal.
    fn is_carried(
        &self,
        row: usize,
        amounts: &[&Found<Money>],
        total: Amount,
        drafts: &[Draft],
        since: usize,
    ) -> bool {
        let alone = amounts.iter().filter(|a| a.value.is_plausible_total()).count() == 1
            && (self.head.column(Label::ColPrice).is_some()
                || self.head.column(Label::ColQuantity).is_some());
        let labelled = self.candidates.row_hits(row).iter().any(|h| {
            h.is_any(&[Label::DecoyAmount, Label::Net, Label::Total]) && !h.is(Label::ColAmount)
        });
        if !alone && !labelled {
            return false;
        }
        let all: Amount = drafts.iter().map(|d| d.amount).sum();
        let group: Amount = drafts[since..].iter().map(|d| d.amount).sum();
        if drafts.is_empty() {
            return !self.before.is_zero() && total == self.before
                || self.candidates.row_hits(row).first().is_some_and(|h| h.is(Label::DecoyAmount));
        }
        drafts.len() > 1 && total == self.before + all || drafts.len() - since > 1 && total == group
    }
}

/// Reads the rows under a head; gives the row to go on from.
pub(super) fn body(
    table: &Table<'_, '_>,
    end: usize,
    solution: Option<&Solution>,
    drafts: &mut Vec<Draft>,
) -> usize {
    let Table { layout, candidates, head, .. } = *table;
    let first_draft = drafts.len();
    let mut quiet = 0;
    let mut since = 0;
    for row in head.last_row + 1..end {
        if drafts.len() >= MAX_LINES {
            return end;
        }
        let start = candidates.amounts.partition_point(|a| a.place.row < row);
        let amounts: Vec<&Found<Money>> =
            candidates.amounts[start..].iter().take_while(|a| a.place.row == row).collect();
        let total = amount_of(head, &amounts);
        let is_known = |a: Amount| solution.is_some_and(|s| a == s.gross || Some(a) == s.net);
        if let Some(total) = total
            && table.is_carried(row, &amounts, total.value.amount, drafts, since)
        {
            if is_known(total.value.amount) {
                return row;
            }
            if table.ends_aside(row, end) {
                return row;
            }
            since = drafts.len();
            continue;
        }
        if ends_table(table, row, total, solution, drafts.len() > first_draft) {
            return row;
        }
        if let Some(total) = total {
            quiet = 0;
            drafts.push(draft(layout, candidates, head, row, total, &amounts));
            continue;
        }
        quiet += 1;
        if let Some(last) = drafts.get_mut(first_draft..).and_then(|d| d.last_mut()) {
            let gap = layout.rows[row].bbox.y0 - layout.rows[row - 1].bbox.y1;
            let near = gap < layout.body_size[layout.rows[row].page] * 1.2;
            if near && last.rows < MAX_DESCRIPTION_ROWS {
                let text = description(layout, head, row);
                if !text.is_empty() {
                    last.description.push(text);
                }
                last.rows += 1;
            }
        }
        if quiet > MAX_DESCRIPTION_ROWS * 2 {
            return row;
        }
    }
    end.max(head.row + 1)
}

/// The line total among the amounts of a row.
fn amount_of<'f>(head: &Head, amounts: &[&'f Found<Money>]) -> Option<&'f Found<Money>> {
    let money = || amounts.iter().filter(|a| a.value.is_plausible_total());
    match head.column(Label::ColAmount) {
        Some(column) => money()
            .rev()
            .find(|a| {
                let b = &a.place.bbox;
                b.overlap_x(column) > 0.1
                    || (b.x1 - column.x1).abs() < 15.0
                    || (b.x0 - column.x0).abs() < 15.0
            })
            .copied(),
        None => money().next_back().copied(),
    }
}

/// True when a row belongs to the totals and no longer to the lines.
fn ends_table(
    table: &Table<'_, '_>,
    row: usize,
    total: Option<&Found<Money>>,
    solution: Option<&Solution>,
    started: bool,
) -> bool {
    let Table { layout, candidates, .. } = *table;
    let Some(first) = candidates.row_hits(row).first() else {
        return false;
    };
    let r = &layout.rows[row];
    let leads = first.words.start <= r.words.start + 1
        || layout.cells[layout.words[first.words.start].cell].words.start == first.words.start;
    let strong = first.is_any(&[Label::Net, Label::Gross, Label::Payable]);
    let weak = first.is_any(&[Label::Total, Label::Vat, Label::DecoyAmount]);
    let known = total.is_some_and(|t| {
        solution.is_some_and(|s| {
            let a = t.value.amount;
            a == s.gross || Some(a) == s.net || (Some(a) == s.vat && !a.is_zero())
        })
    });
    // Shipping and discounts of the whole document stand in the column of the totals, not among the descriptions.
    let adjusts = first.is_any(&[Label::Charge, Label::Discount, Label::Deposit, Label::Prepaid])
        && table.is_aside(row);
    if adjusts && leads && started {
        return true;
    }
    if strong && leads && (total.is_some() || started) && !first.is(Label::ColDescription) {
        return true;
    }
    weak && leads
        && started
        && (known || first.words.start == r.words.start)
        && first.is_any(&[Label::Total, Label::Vat, Label::DecoyAmount])
        && (total.is_some() || known)
}

pub(super) fn draft(
    layout: &Layout<'_>,
    candidates: &Candidates,
    head: &Head,
    row: usize,
    total: &Found<Money>,
    amounts: &[&Found<Money>],
) -> Draft {
    let others = || amounts.iter().filter(|a| a.place.words.start != total.place.words.start);
    let under = |label: Label| {
        head.column(label).and_then(|column| {
            others()
                .filter(|a| {
                    a.place.bbox.overlap_x(column) > 0.1
                        || (a.place.bbox.x1 - column.x1).abs() < 12.0
                })
                .min_by(|a, b| {
                    let d = |f: &Found<Money>| (f.place.bbox.x1 - column.x1).abs();
                    d(a).total_cmp(&d(b))
                })
        })
    };
    let quantity = under(Label::ColQuantity).map(|a| a.value.amount.0.normalize());
    let unit_price = under(Label::ColPrice).map(|a| a.value.amount);
    let rate = candidates
        .rates
        .iter()
        .find(|r| {
            r.place.row == row
                && head.column(Label::ColRate).is_some_and(|c| {
                    r.place.bbox.overlap_x(c) > 0.0 || (r.place.bbox.x1 - c.x1).abs() < 15.0
                })
        })
        .map(|r| r.value.percent)
        .or_else(|| {
            under(Label::ColRate)
                .map(|a| a.value.amount.0.normalize())
                .filter(|r| *r <= Decimal::from(30) && *r >= Decimal::ZERO)
        });
    let article = head.column(Label::ColArticle).and_then(|column| {
        layout.rows[row]
            .cells
            .clone()
            .map(|c| &layout.cells[c])
            .find(|c| (c.bbox.x0 - column.x0).abs() < 12.0 && c.words.len() == 1)
            .map(|c| layout.text_of(c.words.clone()))
            .filter(|t| t.bytes().any(|b| b.is_ascii_digit()))
    });
    let text = description(layout, head, row);
    Draft {
        amount: total.value.amount,
        place: total.place.clone(),
        quantity,
        unit_price,
        rate,
        article,
        description: if text.is_empty() { Vec::new() } else { vec![text] },
        rows: 0,
    }
}

/// The words of a row that stand in the column of descriptions.
fn description(layout: &Layout<'_>, head: &Head, row: usize) -> String {
    let Some(column) = head.column(Label::ColDescription) else {
        return String::new();
    };
    // Up to the next head to the right; numbers of right-aligned columns may start left of their head.
    let next = head
        .columns
        .iter()
        .filter(|(l, b)| *l != Label::ColDescription && b.x0 > column.x1)
        .map(|(_, b)| b.x0)
        .fold(f32::MAX, f32::min);
    let mut text = String::new();
    for cell in layout.rows[row].cells.clone().map(|c| &layout.cells[c]) {
        let b = &cell.bbox;
        if b.x0 < column.x0 - 12.0 || b.x0 >= next {
            continue;
        }
        let letters = layout.words[cell.words.clone()]
            .iter()
            .any(|w| w.word.text.chars().any(char::is_alphabetic));
        if !letters && !text.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&layout.text_of(cell.words.clone()));
    }
    text
}
