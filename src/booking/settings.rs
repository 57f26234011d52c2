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

/// How much less sure than the wished share the least sure that is let through may be. The factors come from the
/// risk-coverage curve of `benches/office`: most proposals are far surer than the least sure that is let through, so that
/// of all together the wished share is right.
impl Ready {
    /// A field that matters is at least this sure, 0.5 to 1: 0.9 where 0.995 is to be right.
    pub fn field(&self) -> f32 {
        self.least(20.0)
    }

    /// A ledger account is at least this sure, 0.5 to 1: 0.95 where 0.995 is to be right.
    pub fn account(&self) -> f32 {
        self.least(10.0)
    }

    fn least(&self, factor: f64) -> f32 {
        (1.0 - factor * (1.0 - self.right)).max(0.5) as f32
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
        let least = |right: f64| (Ready { right }.field(), Ready { right }.account());
        assert_eq!(least(Ready::default().right), (0.9, 0.95));
        assert_eq!(least(1.0), (1.0, 1.0));
        assert_eq!(least(0.98), (0.6, 0.8));
        // what is no surer than a coin is never ready
        assert_eq!(least(0.0), (0.5, 0.5));
    }
}
