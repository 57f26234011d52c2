//! The settings of booking: `[review]` and `[booking]`.

use std::path::PathBuf;

use reading::settings::Kind::{Bool, Fraction, Integer, Path};

reading::settings! {
    /// When a proposal is `ready`.
    pub struct Ready("ready") {
        /// This share of the proposals that are called ready is to be right, 0 to 1; the nearer to 1, the more is to review.
        right: f64 = 0.995 => Fraction;
    }
}

/// How many times the share of wrong ones the doubt may be of the least sure that is let through. Most proposals are far
/// surer: by the risk-coverage curve of `benches/office` the wished share of all together is right then.
const DOUBT: f64 = 20.0;

impl Ready {
    /// The accounts of an entry, and each field that matters, are at least this sure, 0.5 to 1: 0.9 where 0.995 is to be right.
    pub fn least(&self) -> f32 {
        (1.0 - DOUBT * (1.0 - self.right)).max(0.5) as f32
    }
}

reading::settings! {
    /// What is given of what was read.
    pub struct Review("review") {
        /// A value less sure than this is not given at all, 0 to 1.
        floor_confidence: f32 = 0.3 => Fraction;
    }
}

reading::settings! {
    /// How entries are made.
    pub struct Booking("booking") {
        /// Lines of one account and VAT code become one line of the journal.
        merge_lines: bool = true => Bool;
        /// Invoices of one supplier with equal amounts and at most this many days between them may be one.
        duplicate_days: u32 = 10 => Integer(0, 366);
        /// Exchange rates: the European Central Bank's history of euro reference rates (eurofxref-hist.csv); "" means
        /// none.
        exchange_rates: PathBuf = "" => Path;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_sure_follows_from_what_is_to_be_right() {
        let least = |right: f64| format!("{:.2}", Ready { right }.least());
        assert_eq!(least(Ready::default().right), "0.90");
        assert_eq!(least(1.0), "1.00");
        assert_eq!(least(0.98), "0.60");
        // what is no surer than a coin is never ready
        assert_eq!(least(0.0), "0.50");
    }
}
