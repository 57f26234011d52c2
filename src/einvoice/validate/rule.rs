//! What a rule is: one row of a table, whose sentences are in `facts/rules.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use invoice::table;
use serde::Deserialize;

use super::super::tree::Node;
use super::ubl_syntax::count;
use super::vat::{Category, CategoryCheck};
use super::view::View;

/// How serious it is when a rule is not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
pub enum Severity {
    /// The invoice is not valid: a receiver may refuse it.
    #[default]
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

/// What `facts/rules.toml` has of a rule.
#[derive(Debug, Deserialize)]
struct Facts {
    #[serde(default)]
    severity: Severity,
    about: String,
    /// The element that may stand there once; its sentences are made of it.
    once: Option<String>,
    #[serde(default)]
    nl: String,
    #[serde(default)]
    en: String,
}

static FACTS: LazyLock<BTreeMap<String, Facts>> = LazyLock::new(|| {
    let mut facts: BTreeMap<_, Facts> = table(include_str!("../facts/rules.toml"));
    for one in facts.values_mut() {
        if let Some(path) = &one.once {
            one.nl = format!("Van {path} mag er maar één zijn; laat de andere weg.");
            one.en = format!("There may be only one {path}; leave the others out.");
        }
    }
    facts
});

impl Rule {
    /// The rule of this identifier.
    pub(super) fn of(id: &'static str, check: Check) -> Self {
        let Facts { severity, about, nl, en, .. } =
            FACTS.get(id).expect("each rule has its row, as the tests hold");
        Self { id, severity: *severity, about, nl, en, check }
    }
}

/// The rules of elements of which a UBL document may have one.
pub(super) static ONCE: Table = LazyLock::new(|| {
    let rules = FACTS.iter().filter_map(|(id, facts)| Some((id, facts.once.as_ref()?)));
    rules.map(|(id, path)| Rule::of(id, Check::Once(path))).collect()
});

/// Looks at an invoice and notes the places where a rule is not met.
#[derive(Debug, Clone, Copy)]
pub(super) enum Check {
    Of(for<'t> fn(&View<'t>, &mut Places<'t>)),
    /// Of a VAT category.
    Vat(&'static Category, CategoryCheck),
    /// There is at most one element on this path.
    Once(&'static str),
    /// Not looked at one by one: a walk over the document meets all such rules.
    Walk,
}

impl Check {
    pub(super) fn look<'t>(self, v: &View<'t>, at: &mut Places<'t>) {
        match self {
            Self::Of(check) => check(v, at),
            Self::Vat(category, check) => check(v, at, category),
            Self::Once(path) => at.when(count(v.root, path) > 1, v.root),
            Self::Walk => {}
        }
    }
}

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

/// Rules in the order in which they are looked at.
pub(super) type Table = LazyLock<Vec<Rule>>;

/// A table of rules: `"ID" => check;`.
macro_rules! rules {
    ($($id:literal => $check:expr;)*) => {
        std::sync::LazyLock::new(|| vec![$($crate::validate::rule::Rule::of(
            $id,
            $crate::validate::rule::Check::Of($check),
        )),*])
    };
}
pub(super) use rules;
