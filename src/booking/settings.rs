//! The settings of booking: `[review]` and `[booking]`.

use std::path::PathBuf;

use reading::settings::section;
use serde::{Deserialize, Serialize};

/// The defaults of `[review]`, as TOML text with a comment for every key.
pub const REVIEW_TOML: &str = include_str!("settings/review.toml");

/// The defaults of `[booking]`, as TOML text with a comment for every key.
pub const BOOKING_TOML: &str = include_str!("settings/booking.toml");

/// When a proposal is `ready`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Every core field must be at least this sure, 0 to 1.
    pub ready_confidence: f32,
    /// A value less sure than this is not given at all, 0 to 1.
    pub floor_confidence: f32,
}

impl Default for Review {
    fn default() -> Self {
        section(REVIEW_TOML, "review")
    }
}

/// How entries are made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booking {
    /// Lines of one account and VAT code become one.
    pub merge_lines: bool,
    /// A proposal is ready when its account is at least this likely, 0 to 1.
    pub ready_account: f32,
    /// Days between two invoices of equal amount that may be one.
    pub duplicate_days: u32,
    /// Exchange rates of the European Central Bank; empty means none.
    pub exchange_rates: PathBuf,
}

impl Default for Booking {
    fn default() -> Self {
        section(BOOKING_TOML, "booking")
    }
}
