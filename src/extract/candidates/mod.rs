//! Everything on a page that could be a value: amounts, dates, identifiers, addresses, each with its place.
//!
//! Nothing is decided here. A candidate knows where it stands and how it was read; [`super::solve`] chooses.

pub(crate) mod address;
pub(crate) mod amount;
mod captions;
pub(crate) mod date;
pub(crate) mod identifier;

use super::layout::{Layout, Place};
use super::lexicon::{Hit, LEXICON, Label, Language, language_of};

pub(crate) use amount::{Money, Rate};
pub(crate) use identifier::{Kind, Printed};

/// Candidates of one kind that are looked at in one document.
pub(crate) const MAX_CANDIDATES: usize = 4_000;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Found<T> {
    pub value: T,
    pub place: Place,
    /// Bytes of the row's text.
    pub bytes: std::ops::Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Candidates {
    pub hits: Vec<Hit>,
    /// Indices into `hits`, per row.
    row_hits: Vec<std::ops::Range<usize>>,
    /// The row of labels right under a row of values, for each row that has one.
    captions: Vec<Option<usize>>,
    pub language: Language,
    pub amounts: Vec<Found<Money>>,
    pub rates: Vec<Found<Rate>>,
    pub dates: Vec<Found<date::Printed>>,
    pub identifiers: Vec<Found<Printed>>,
}

/// How a label stands to a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Relation {
    /// On the row, to the left.
    Left,
    /// Above it, as a head of a column or of a box; or right under it, as a caption.
    Above,
}

/// A label of a value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Labelled<'c> {
    pub hit: &'c Hit,
    pub relation: Relation,
    /// Gap between label and value, pt.
    pub distance_pt: f32,
    /// Rows between label and value.
    pub rows_between: usize,
}

impl Candidates {
    pub fn of(layout: &Layout<'_>) -> Self {
        let hits = LEXICON.find(layout);
        let mut row_hits = Vec::with_capacity(layout.rows.len());
        let mut at = 0;
        for row in 0..layout.rows.len() {
            let start = at;
            while at < hits.len() && hits[at].row == row {
                at += 1;
            }
            row_hits.push(start..at);
        }
        let language = language_of(&hits);
        let captions = captions::find(layout, |row| &hits[row_hits[row].clone()]);
        let mut candidates = Self {
            hits,
            row_hits,
            captions,
            language,
            amounts: Vec::new(),
            rates: Vec::new(),
            dates: Vec::new(),
            identifiers: Vec::new(),
        };
        candidates.dates = date::find(layout);
        candidates.complete_dates(layout);
        candidates.identifiers = identifier::find(layout);
        let (amounts, rates) = amount::find(layout, |row, bytes| candidates.is_taken(row, bytes));
        candidates.amounts = amounts;
        candidates.rates = rates;
        candidates
    }

    /// "Please pay before 10 February": the first such day from the date of the document on.
    fn complete_dates(&mut self, layout: &Layout<'_>) {
        let Some(first) = self
            .dates
            .iter()
            .filter(|d| !d.value.compact)
            .find_map(|d| d.value.date.or(d.value.month_first))
        else {
            return;
        };
        for hit in self.hits.iter().filter(|h| h.is(Label::DueDate)) {
            let text = &layout.rows[hit.row].text;
            let Some((bytes, date)) = date::without_year(text, hit.bytes.end, first) else {
                continue;
            };
            let known = self.dates.iter().any(|d| {
                d.place.row == hit.row && d.bytes.start < bytes.end && bytes.start < d.bytes.end
            });
            if !known {
                self.dates.push(Found {
                    value: date::Printed { date: Some(date), month_first: None, compact: false },
                    place: layout.place(hit.row, bytes.clone()),
                    bytes,
                });
            }
        }
        self.dates.sort_by_key(|d| (d.place.row, d.bytes.start));
    }

    /// True when these bytes belong to a date or an identifier.
    fn is_taken(&self, row: usize, bytes: &std::ops::Range<usize>) -> bool {
        let touches = |r: usize, b: &std::ops::Range<usize>| {
            r == row && b.start < bytes.end && bytes.start < b.end
        };
        let dates = self.dates.partition_point(|d| d.place.row < row);
        let identifiers = self.identifiers.partition_point(|d| d.place.row < row);
        self.dates[dates..]
            .iter()
            .take_while(|d| d.place.row == row)
            .any(|d| !d.value.compact && touches(d.place.row, &d.bytes))
            || self.identifiers[identifiers..]
                .iter()
                .take_while(|d| d.place.row == row)
                .any(|d| d.value.checked && touches(d.place.row, &d.bytes))
    }

    pub(crate) fn row_hits(&self, row: usize) -> &[Hit] {
        self.row_hits.get(row).map_or(&[][..], |r| &self.hits[r.clone()])
    }

    pub(crate) fn amounts_of(&self, row: usize) -> &[Found<Money>] {
        let start = self.amounts.partition_point(|a| a.place.row < row);
        let end = start + self.amounts[start..].partition_point(|a| a.place.row == row);
        &self.amounts[start..end]
    }

    /// Labels to the left of `place` on its row, nearest first.
    pub fn left<'c>(&'c self, place: &'c Place) -> impl Iterator<Item = Labelled<'c>> + use<'c> {
        self.row_hits(place.row)
            .iter()
            .rev()
            .filter(|h| h.words.end <= place.words.start + 1 && h.bbox.x0 < place.bbox.x0 + 0.5)
            .map(|hit| Labelled {
                hit,
                relation: Relation::Left,
                distance_pt: (place.bbox.x0 - hit.bbox.x1).max(0.0),
                rows_between: 0,
            })
    }

    /// Labels above `place`, in its column, nearest first: not farther than `reach_pt`; its captions, where it has such.
    pub fn above<'c>(
        &'c self,
        layout: &Layout<'_>,
        place: &Place,
        reach_pt: f32,
    ) -> Vec<Labelled<'c>> {
        const MAX_ROWS: usize = 70;
        let mut found = Vec::new();
        let labelled = |hit: &'c Hit, distance_pt: f32, rows_between: usize| Labelled {
            hit,
            relation: Relation::Above,
            distance_pt,
            rows_between,
        };
        if let Some(under) = self.captions[place.row] {
            let distance = (layout.rows[under].bbox.y0 - place.bbox.y1).max(0.0);
            let hits = self.row_hits(under).iter();
            found.extend(
                hits.filter(|h| in_column(&h.bbox, &place.bbox)).map(|h| labelled(h, distance, 0)),
            );
            return found;
        }
        let first = layout.page_rows[place.page].start;
        for (between, row) in (first..place.row).rev().take(MAX_ROWS).enumerate() {
            let distance = place.bbox.y0 - layout.rows[row].bbox.y1;
            if distance > reach_pt {
                break;
            }
            if self.captioned(row).is_some() {
                continue;
            }
            for hit in self.row_hits(row) {
                if in_column(&hit.bbox, &place.bbox) {
                    found.push(labelled(hit, distance.max(0.0), between));
                }
            }
        }
        found
    }

    /// The row of values right above this row, when its labels are their captions.
    pub(crate) fn captioned(&self, row: usize) -> Option<usize> {
        let above = row.checked_sub(1)?;
        (self.captions[above] == Some(row)).then_some(above)
    }

    /// True when some label with this meaning occurs.
    pub fn has(&self, label: Label) -> bool {
        self.hits.iter().any(|h| h.is(label))
    }
}

/// True when a head and a value stand in one column: one over the other, or on one edge.
fn in_column(head: &invoice::BBox, value: &invoice::BBox) -> bool {
    head.overlap_x(value) > 0.3
        || (head.x1 - value.x1).abs() < 4.0
        || (head.x0 - value.x0).abs() < 4.0
}
