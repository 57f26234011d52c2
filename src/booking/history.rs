//! What an administration did before: counts of how each supplier was booked, and what was learned from texts.
//!
//! [`History`] and [`Classifier`] are values that learning makes; booking only asks them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use super::learn::Usage;
use invoice::Amount;

/// How often a supplier was booked in one way.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Habit {
    /// Ledger account of the administration.
    pub account: String,
    /// VAT code of the administration.
    pub vat_code: Option<String>,
    /// Cost centre.
    pub cost_center: Option<String>,
    /// Bookings.
    pub count: f32,
    /// The same, older ones counting less and what a person corrected more.
    pub weight: f32,
    /// The latest.
    pub last: Option<Date>,
}

/// How the suppliers of an administration were booked, by supplier code.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    habits: BTreeMap<String, Vec<Habit>>,
}

impl History {
    /// Adds a habit of a supplier.
    pub fn add(&mut self, supplier: &str, habit: Habit) {
        let habits = self.habits.entry(supplier.to_owned()).or_default();
        habits.push(habit);
        habits.sort_by(|a, b| b.count.total_cmp(&a.count).then_with(|| a.account.cmp(&b.account)));
    }

    /// The habits with a supplier, the most frequent first.
    pub fn of(&self, supplier: &str) -> &[Habit] {
        self.habits.get(supplier).map_or(&[], Vec::as_slice)
    }

    /// True when nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.habits.is_empty()
    }
}

/// What a classifier is asked: on which account does this go?
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question<'a> {
    /// Code of the supplier in the administration's list, when matched.
    pub supplier: Option<&'a str>,
    /// Name of the supplier.
    pub supplier_name: Option<&'a str>,
    /// Texts of the lines.
    pub texts: &'a [&'a str],
    /// Amount without VAT, in the currency of the invoice.
    pub amount: Amount,
}

/// An account with how likely it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Account number of the administration, or an RGS code from the general model.
    pub account: String,
    /// Probability, 0 to 1, calibrated.
    pub probability: f32,
    /// The words that speak for it most.
    pub because: Vec<String>,
}

/// Ranks accounts, the likeliest first; a pure function of the question.
type Rank = dyn Fn(&Question<'_>) -> Vec<Ranked> + Send + Sync;

/// A text classifier that was trained: on an administration's booked lines, or on RGS in general.
#[derive(Clone)]
pub struct Classifier(Arc<Rank>);

impl Classifier {
    /// A classifier that ranks with this function.
    pub fn new(rank: impl Fn(&Question<'_>) -> Vec<Ranked> + Send + Sync + 'static) -> Self {
        Self(Arc::new(rank))
    }

    /// Accounts, the likeliest first.
    pub fn rank(&self, question: &Question<'_>) -> Vec<Ranked> {
        (self.0)(question)
    }
}

impl fmt::Debug for Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Classifier")
    }
}

/// What was learned about one administration.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    /// How suppliers were booked.
    pub history: History,
    /// What was done with a known supplier before, told apart by what the invoice says.
    pub by_supplier: Option<Classifier>,
    /// Trained on the administration's own booked lines.
    pub classifier: Option<Classifier>,
    /// Accounts that purchases were booked on.
    pub accounts: BTreeSet<String>,
    /// How its own VAT codes and accounts were used.
    pub usage: Usage,
    /// Names the state of all that, so that results made with another state are made again; empty when nothing was
    /// learned.
    pub digest: String,
}
