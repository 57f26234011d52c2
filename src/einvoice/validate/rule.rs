//! What a rule is: one row of a table.

use super::super::tree::Node;
use super::view::View;

/// How serious it is when a rule is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The invoice is not valid: a receiver may refuse it.
    Error,
    /// Not recommended, or without effect.
    Warning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleSet {
    /// dizzy's own: numbers and dates that are none.
    Form,
    /// The sums of EN 16931, which older formats share.
    Sums,
    /// The business rules of EN 16931-1 for the head of an invoice, as the header profiles of Factur-X have it.
    Head,
    /// The other business rules of EN 16931-1.
    En16931,
    /// The restrictions that the UBL binding of EN 16931 adds.
    Ubl,
    /// The restrictions that the CII binding of EN 16931 adds.
    Cii,
    /// Peppol BIS Billing 3 and Self-Billing 3.
    Peppol,
    /// Of Peppol BIS Billing 3 the rules for Dutch sellers.
    PeppolDutch,
    /// NLCIUS 1.0 (SI-UBL 2.0): Dutch sellers.
    Nlcius,
    GAccount,
}

impl RuleSet {
    /// What the document is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Form => "dizzy",
            Self::Sums | Self::Head | Self::En16931 => "EN 16931-1",
            Self::Ubl => "EN 16931, UBL",
            Self::Cii => "EN 16931, CII",
            Self::Peppol | Self::PeppolDutch => "Peppol BIS Billing 3",
            Self::Nlcius => "NLCIUS",
            Self::GAccount => "G-account extension",
        }
    }
}

/// A rule that e-invoices must meet, with what is said when one does not.
#[derive(Debug)]
pub struct Rule {
    /// Its identifier in the document that it is from.
    pub id: &'static str,
    /// How serious it is.
    pub severity: Severity,
    /// The business terms or groups that it is about.
    pub about: &'static str,
    /// What is wrong and what to do, in Dutch.
    pub nl: &'static str,
    /// The same in English.
    pub en: &'static str,
    pub(super) check: Check,
}

/// Looks at an invoice and notes the places where the rule is not met.
pub(super) type Check = for<'t> fn(&View<'t>, &mut Places<'t>);

#[derive(Debug, Default)]
pub(super) struct Places<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    pub(super) count: usize,
}

/// Places that are named; the others are counted.
const NAMED: usize = 5;

impl<'t> Places<'t> {
    /// Notes this place when something is wrong there.
    pub(super) fn when(&mut self, wrong: bool, place: Node<'t>) {
        if wrong {
            self.count += 1;
            if self.nodes.len() < NAMED {
                self.nodes.push(place);
            }
        }
    }

    /// Notes a place near which something is missing.
    pub(super) fn need(&mut self, there: Option<Node<'t>>, near: Node<'t>) {
        self.when(there.is_none(), near);
    }
}

/// These rules are not looked at one by one: a walk over the document meets them all.
pub(super) fn found_by_walking(_: &View<'_>, _: &mut Places<'_>) {}

/// A table of rules: `"ID" Severity "what it is about": "Dutch" / "English" => check;`.
macro_rules! rules {
    ($($id:literal $severity:ident $about:literal: $nl:expr, $en:expr => $check:expr;)*) => {
        &[$($crate::validate::rule::Rule {
            id: $id,
            severity: $crate::validate::rule::Severity::$severity,
            about: $about,
            nl: $nl,
            en: $en,
            check: $check,
        }),*]
    };
}
pub(super) use rules;
