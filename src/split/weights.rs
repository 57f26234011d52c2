//! What each sign weighs.

use super::FEATURES;

/// Written by `examples/stacks --fit`: logarithms of odds for a start, in the order of [`FEATURES`].
pub(super) const WEIGHTS: [f32; FEATURES.len()] = [
    -3.13, // always
    -1.91, // same number
    -1.31, // number of the document found again
    2.78,  // another number
    0.66,  // a number for the first time
    -1.90, // no number any more
    1.43,  // page 1 of many
    0.30,  // page 1 of 1
    -0.25, // page 1
    -4.11, // the page number follows
    -0.64, // another page number
    0.00,  // no page number, pages are missing
    0.80,  // no page number, pages are complete
    0.23,  // no page number any more
    0.97,  // VAT id or account shared
    1.44,  // VAT id or account differs
    0.33,  // no VAT id or account any more
    -0.04, // titled as invoice or credit note
    0.93,  // titled as something else
    0.01,  // invoice date
    0.64,  // totals before
    0.05,  // totals before, title, date or totals again
    0.47,  // totals for the first time, no title
    -2.16, // carried over from the page before
    -1.47, // carried over to this page
    -0.13, // head alike
    2.12,  // head differs
    0.99,  // foot alike
    -0.09, // references shared
    -2.90, // nothing that names a document
    -2.37, // terms by title
    -1.22, // running text
    1.81,  // blank page before
    1.64,  // paper of another size
    2.50,  // scan and text side by side
    5.02,  // addressed to somebody
    4.03,  // salutation
    0.19,  // amounts in the same columns
    -0.33, // letters of another size
    1.87,  // head alike but another number
    0.90,  // the page before named no document
];
