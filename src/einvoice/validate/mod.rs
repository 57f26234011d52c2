//! Whether a structured invoice is valid: the business rules of EN 16931, its UBL and CII bindings, Peppol BIS 3, NLCIUS
//! and the Dutch G-account extension, as tables of rules.
//!
//! The invoice is mapped once to a view by the terms of the standard, which also knows what is absent, and each rule is
//! a row: identifier, severity, what it is about, a sentence in Dutch and in English, and a function over the view.
//! Which tables apply follows from the specification identifier (BT-24). Time is linear in the lines.
//!
//! ```
//! use einvoice::validate;
//! let xml = br#"<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><IssueDate>2026-03-31</IssueDate></Invoice>"#;
//! let found = validate::validate(xml).unwrap();
//! assert!(!found.is_valid());
//! assert!(found.findings.iter().any(|finding| finding.rule.id == "BR-02"));
//! ```

mod cii_syntax;
mod en16931;
mod grammar;
mod nlcius;
mod peppol;
mod restricted;
mod rule;
mod specification;
mod ubl_syntax;
mod vat;
mod view;
mod view_cii;
mod view_ubl;

pub(crate) use rule::RuleSet;
pub use rule::{Rule, Severity};
pub use specification::Specification;
pub use view::Syntax;

use invoice::codes;

use super::sniff::{self, Root};
use super::tree::Node;
use super::{decode, invoice_element};
use crate::Fault;
use rule::{Places, Table};

/// Whether a country has this code (ISO 3166-1 alpha-2).
pub fn is_country(code: &str) -> bool {
    codes::COUNTRIES.has(code)
}

/// A rule that an invoice does not meet.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// How serious it is here: an extension may soften a rule.
    pub severity: Severity,
    /// The first places, as XPath.
    pub places: Vec<String>,
    /// How many places there are.
    pub count: usize,
}

/// What the rules say of an invoice.
#[derive(Debug, Clone)]
pub struct Validation {
    /// The language that it is written in.
    pub syntax: Syntax,
    /// The specification that it says to follow.
    pub specification: Specification,
    /// All rules of the specification were checked, also those for the countries of the parties.
    pub is_whole: bool,
    /// The rules that are not met, in the order of the tables.
    pub findings: Vec<Finding>,
}

impl Validation {
    /// Whether there is no error.
    pub fn is_valid(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

/// Checks a structured invoice, also one in a Peppol envelope.
///
/// # Errors
/// As [`super::read`], when it cannot be parsed or is no invoice.
pub fn validate(bytes: &[u8]) -> Result<Validation, Fault> {
    let source = decode::decode(bytes)?;
    let tree = crate::parse::tree(&source)?;
    let root = invoice_element(&tree)?;
    Ok(of(root))
}

/// All rules, table by table.
pub fn rules() -> impl Iterator<Item = (RuleSet, &'static Rule)> {
    tables()
        .chain(restricted::all())
        .flat_map(|(set, table)| table.iter().map(move |rule| (set, rule)))
}

/// The rule of this identifier.
pub fn rule(id: &str) -> Option<&'static Rule> {
    rules().find(|(_, rule)| rule.id == id).map(|(_, rule)| rule)
}

/// Whether electronic addresses are of this scheme today.
pub fn is_address_scheme(code: &str) -> bool {
    codes::ADDRESS_SCHEMES.has(code)
}

/// Whether a country has rules of its own in Peppol BIS 3 that are not checked here; those of the Netherlands are.
pub fn has_peppol_rules(country: &str) -> bool {
    peppol::COUNTRIES.contains(&country)
}

/// Whether this is a register of ISO 6523.
pub fn is_register(code: &str) -> bool {
    codes::REGISTERS.has(code)
}

/// Whether this is a unit of UN/ECE Recommendation 20 or a package of Recommendation 21.
pub fn is_unit(code: &str) -> bool {
    codes::UNITS.has(code)
}

fn tables() -> impl Iterator<Item = (RuleSet, &'static [Rule])> {
    let tables: [(RuleSet, &'static Table); 15] = [
        (RuleSet::Form, &grammar::RULES),
        (RuleSet::Form, &en16931::FORM),
        (RuleSet::Head, &en16931::HEAD),
        (RuleSet::En16931, &en16931::RULES),
        (RuleSet::Sums, &en16931::SUMS),
        (RuleSet::En16931, &vat::RULES),
        (RuleSet::En16931, &vat::OTHERS),
        (RuleSet::Ubl, &rule::ONCE),
        (RuleSet::Ubl, &ubl_syntax::RULES),
        (RuleSet::Ubl, &restricted::UBL_BESIDE),
        (RuleSet::Cii, &cii_syntax::RULES),
        (RuleSet::Peppol, &peppol::RULES),
        (RuleSet::PeppolDutch, &peppol::DUTCH),
        (RuleSet::Nlcius, &nlcius::RULES),
        (RuleSet::GAccount, &nlcius::G_ACCOUNT),
    ];
    tables.into_iter().map(|(set, table)| (set, table.as_slice()))
}

/// What the rules say of an invoice element.
pub(super) fn of(root: Node<'_>) -> Validation {
    let mut view = match sniff::by_name(root.local()) {
        Some(Root::Cii) => view_cii::view(root),
        _ => view_ubl::view(root),
    };
    let specification = Specification::of(view.specification.map_or("", Node::text), view.syntax);
    view.is_strict = specification.applies(RuleSet::En16931);
    view.add_up();
    let mut findings = Vec::new();
    let mut found = |rule: &'static Rule, at: Places<'_>| {
        findings.push(Finding {
            rule,
            severity: specification.severity(rule),
            places: at.nodes.iter().map(|node| node.path()).collect(),
            count: at.count,
        });
    };
    for (rule, at) in grammar::find(view.syntax, root) {
        found(rule, at);
    }
    for (_, table) in tables().filter(|(set, _)| specification.applies(*set)) {
        for rule in table {
            let mut at = Places::default();
            rule.check.look(&view, &mut at);
            if at.count > 0 {
                found(rule, at);
            }
        }
    }
    let binding = match view.syntax {
        Syntax::Ubl => RuleSet::Ubl,
        Syntax::Cii => RuleSet::Cii,
    };
    if specification.applies(binding) {
        for (rule, at) in restricted::find(view.syntax, root) {
            found(rule, at);
        }
    }
    let is_whole = specification.is_whole()
        && !(specification.applies(RuleSet::PeppolDutch) && peppol::is_ruled_elsewhere(&view));
    Validation { syntax: view.syntax, specification, is_whole, findings }
}

#[cfg(test)]
mod tests;
