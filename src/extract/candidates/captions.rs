//! Labels that stand under their values, as in forms with a rule between the two.

use super::super::layout::{Cell, Layout};
use super::super::lexicon::Hit;

/// A caption is at most this far under its value, in heights of the value's row.
const GAP: f32 = 1.0;
/// Nothing else is nearer to the captions than this share of the gap to their values.
const APART: f32 = 1.3;
/// A head in this reach above a value, pt, is its label.
const HEAD_REACH_PT: f32 = 22.0;
/// Edges on one line, pt.
const EDGE_PT: f32 = 4.0;

/// For each row, the row right under it that holds the captions of its values.
pub(super) fn find<'h>(
    layout: &Layout<'_>,
    row_hits: impl Fn(usize) -> &'h [Hit],
) -> Vec<Option<usize>> {
    let mut under = vec![None; layout.rows.len()];
    for row in 1..layout.rows.len() {
        let above = row - 1;
        // A row of values is not captioned by a row that has captions of its own.
        if is_row_of_values(layout, above, row_hits(above))
            && are_captions(layout, above, row, &row_hits)
        {
            under[above] = Some(row);
        }
    }
    under
}

fn cells<'l>(layout: &'l Layout<'_>, row: usize) -> &'l [Cell] {
    &layout.cells[layout.rows[row].cells.clone()]
}

fn has_digit(layout: &Layout<'_>, cell: &Cell) -> bool {
    let words = &layout.words[cell.words.clone()];
    words.iter().any(|w| w.word.text.bytes().any(|b| b.is_ascii_digit()))
}

/// Two or more cells, each with a digit and without a label at its start.
fn is_row_of_values(layout: &Layout<'_>, row: usize, hits: &[Hit]) -> bool {
    let cells = cells(layout, row);
    let begins = |c: &Cell| {
        let start = layout.byte_of(c.words.start);
        hits.iter().any(|h| h.bytes.start == start)
    };
    cells.len() >= 2 && cells.iter().all(|c| has_digit(layout, c) && !begins(c))
}

/// True when each cell of `row` stands right under one of `values`, most begin with a label, and nothing else can be meant.
fn are_captions<'h>(
    layout: &Layout<'_>,
    values: usize,
    row: usize,
    row_hits: &impl Fn(usize) -> &'h [Hit],
) -> bool {
    let (upper, lower) = (&layout.rows[values], &layout.rows[row]);
    let gap = lower.bbox.y0 - upper.bbox.y1;
    if upper.page != lower.page || gap > upper.bbox.height() * GAP {
        return false;
    }
    let (of_values, captions) = (cells(layout, values), cells(layout, row));
    let is_paired = of_values.len() == captions.len()
        && of_values.iter().zip(captions).all(|(value, caption)| {
            (value.bbox.x0 - caption.bbox.x0).abs() < EDGE_PT
                || (value.bbox.x1 - caption.bbox.x1).abs() < EDGE_PT
                || (value.bbox.center_x() - caption.bbox.center_x()).abs() < EDGE_PT
        });
    let hits = row_hits(row);
    let labelled = captions.iter().filter(|c| hits.iter().any(|h| h.words.start == c.words.start));
    // "TVA 21 %" is a caption, what has longer numbers is a value.
    let is_valued = layout.words[lower.words.clone()].iter().any(|w| {
        let digits = w.word.text.bytes().filter(u8::is_ascii_digit).count();
        digits > 2 && !w.word.text.ends_with('%')
    });
    if is_valued || !is_paired || labelled.count() * 2 <= captions.len() {
        return false;
    }
    // What stands under the captions may be their values instead.
    let next = layout.rows.get(row + 1).filter(|r| r.page == lower.page);
    let is_nearer = next.is_none_or(|next| next.bbox.y0 - lower.bbox.y1 > gap.max(1.0) * APART);
    let heads = (0..values).rev().take(3).any(|head| {
        let there = &layout.rows[head];
        there.page == upper.page
            && upper.bbox.y0 - there.bbox.y1 < HEAD_REACH_PT
            && row_hits(head)
                .iter()
                .any(|h| of_values.iter().any(|c| super::in_column(&h.bbox, &c.bbox)))
    });
    is_nearer && !heads
}

#[cfg(test)]
mod tests {
    use testing::drawing::page;

    use super::super::Candidates;
    use super::*;

    fn captioned(drawing: &str) -> Vec<Option<usize>> {
        let page = page(1, drawing);
        let layout = Layout::new(&[&page]);
        let candidates = Candidates::of(&layout);
        (0..layout.rows.len()).map(|row| candidates.captioned(row)).collect()
    }

    #[test]
    fn labels_right_under_a_row_of_values_are_its_captions() {
        let drawing = "5134818033        13-12-2025        27-01-2026
Factuurnummer     Factuurdatum      Vervaldatum

Omschrijving                             Bedrag";
        assert_eq!(captioned(drawing), [None, Some(0), None]);
    }

    #[test]
    fn heads_with_their_values_under_them_are_no_captions() {
        for drawing in [
            // A band of two rows of heads.
            "Kenteken          Kilometerstand    Referentie
H-236-XB          216877            118
Factuurnummer     Factuurdatum      Vervaldatum
5134818033        13-12-2025        27-01-2026",
            // Values beside their labels.
            "9300 Aalst                     3500 Hasselt
Btw-nummer BE0119944953        Btw-nummer BE0394830085

Omschrijving",
        ] {
            assert!(captioned(drawing).iter().all(Option::is_none), "{drawing}");
        }
    }
}
