//! What may be known of a line, and what that is usually worth.

/// What is known of a line of a supplier: each is calibrated by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Its bookings, on several accounts, say nothing in words, or the line does not.
    Bare,
    /// The same, on one account all.
    BareOne,
    /// The very same line was booked before.
    Same,
    /// Goods that it names beside other words were booked before.
    Held,
    /// Others, on one account all.
    One,
    /// The same of one whose words are hardly ever new, none of which the line has: it may be something else.
    StrangeOne,
    /// Others, on several accounts, some of them like it.
    Alike,
    /// Others, on several accounts, none like it.
    Strange,
}

impl Known {
    pub(super) const COUNT: usize = 8;

    /// Whether all that its supplier has is on one account.
    pub(super) fn is_of_one(self) -> bool {
        matches!(self, Self::BareOne | Self::One | Self::StrangeOne)
    }

    /// What a score is usually worth, where an administration has not shown it yet; measured on invented offices.
    pub(super) fn usual(self, score: f32) -> f32 {
        let missing = 1.0 - score;
        match self {
            Self::Bare => 0.15 + 0.83 * score,
            Self::BareOne => (1.0 - 0.6 * missing * missing).min(0.965),
            Self::Same => (1.0 - 3.2 * missing.powf(1.6)).max(0.3),
            Self::Held => 0.1 + 0.76 * score,
            Self::One => (1.0 - 0.6 * missing * missing).min(0.985),
            Self::StrangeOne => 0.4 + 0.4 * score,
            Self::Alike => (1.0 - missing.powf(0.8)).max(0.3),
            Self::Strange => 0.2 + 0.75 * score,
        }
    }
}
