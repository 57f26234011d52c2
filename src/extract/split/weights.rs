//! What each sign weighs.

use super::FEATURES;

/// Written by `training/fit_split.py`: logarithms of odds for a start, in the order of [`FEATURES`].
pub(super) const WEIGHTS: [f32; FEATURES.len()] = [
    -2.42, // always
    -2.00, // same number
    -1.90, // number of the document found again
    3.24,  // another number
    1.03,  // a number for the first time
    -3.51, // no number any more
    0.88,  // page 1 of many
    0.05,  // page 1 of 1
    -0.45, // page 1
    -3.12, // the page number follows
    -0.46, // another page number
    0.00,  // no page number, pages are missing
    0.39,  // no page number, pages are complete
    0.03,  // no page number any more
    1.44,  // VAT id or account shared
    0.85,  // VAT id or account differs
    1.03,  // no VAT id or account any more
    -0.28, // titled as invoice or credit note
    1.60,  // titled as something else
    -0.25, // invoice date
    0.61,  // totals before
    -0.03, // totals before, title, date or totals again
    -0.08, // totals for the first time, no title
    -1.72, // carried over from the page before
    -0.95, // carried over to this page
    -0.01, // head alike
    1.33,  // head differs
    0.15,  // foot alike
    -1.09, // references shared
    -2.49, // nothing that names a document
    -2.25, // terms by title
    -0.45, // running text
    1.60,  // blank page before
    1.74,  // paper of another size
    2.39,  // scan and text side by side
    4.62,  // addressed to somebody
    4.23,  // salutation
    0.45,  // amounts in the same columns
    -0.05, // letters of another size
    1.49,  // head alike but another number
    1.12,  // the page before named no document
];
