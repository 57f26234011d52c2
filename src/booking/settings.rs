//! The settings of booking: `[review]` and `[booking]`.

use std::path::PathBuf;

use reading::settings::Kind::{Bool, Fraction, Integer, Path};

reading::settings! {
    /// When a proposal is `ready`.
    pub struct Review("review") {
        /// A proposal is ready when every core field is at least this sure, 0 to 1.
        ready_confidence: f32 = 0.9 => Fraction;
        /// A value less sure than this is not given at all, 0 to 1.
        floor_confidence: f32 = 0.3 => Fraction;
    }
}

reading::settings! {
    /// How entries are made.
    pub struct Booking("booking") {
        /// Lines of one account and VAT code become one line of the journal.
        merge_lines: bool = true => Bool;
        /// A proposal is ready when its ledger account is at least this likely, 0 to 1.
        ready_account: f32 = 0.95 => Fraction;
        /// Invoices of one supplier with equal amounts and at most this many days between them may be one.
        duplicate_days: u32 = 10 => Integer(0, 366);
        /// Exchange rates: the European Central Bank's history of euro reference rates (eurofxref-hist.csv); "" means
        /// none.
        exchange_rates: PathBuf = "" => Path;
    }
}
