//! Which rules a specification identifier (BT-24) asks for.

use super::rule::{Rule, RuleSet, Severity};
use super::view::Syntax;

/// EN 16931 itself; what restricts or extends it begins so.
const EN16931: &str = "urn:cen.eu:en16931:2017";
const PEPPOL: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0";
pub(super) const SELF_BILLING: &str =
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0";
const NLCIUS: &str = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0";
const G_ACCOUNT: &str = "#conformant#urn:fdc:nen.nl:gaccount:v1.0";

/// The specification that an invoice says to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specification {
    /// The identifier, as it stands in the invoice; empty when there is none.
    pub id: String,
    /// Its name for a person.
    pub name: &'static str,
    sets: Vec<RuleSet>,
    /// All that it asks for is checked.
    is_whole: bool,
    /// An extension of the standard, which may widen its code lists and sums.
    is_extension: bool,
}

impl Specification {
    /// What this identifier asks for.
    pub fn of(id: &str, syntax: Syntax) -> Self {
        let id = id.trim();
        let full = [RuleSet::Form, RuleSet::Sums, RuleSet::Head, RuleSet::En16931];
        let known = |part: &str| id.contains(part);
        let (name, sets): (&'static str, Vec<RuleSet>) = if id == NLCIUS {
            ("NLCIUS (SI-UBL 2.0)", [&full[..], &[RuleSet::Nlcius]].concat())
        } else if id.starts_with(NLCIUS) && id.ends_with(G_ACCOUNT) {
            let more = [RuleSet::Nlcius, RuleSet::GAccount];
            ("NLCIUS (SI-UBL 2.0), G-account", [&full[..], &more].concat())
        } else if id.starts_with(PEPPOL) {
            let more = [RuleSet::Peppol, RuleSet::PeppolDutch];
            ("Peppol BIS Billing 3", [&full[..], &more].concat())
        } else if known("factur-x.eu:1p0:minimum") || known("factur-x.eu:1p0:basicwl") {
            // header data for booking, by their own words no invoice of EN 16931
            ("Factur-X header profile", vec![RuleSet::Form, RuleSet::Head])
        } else if id.starts_with(SELF_BILLING) {
            ("Peppol BIS Self-Billing 3", [&full[..], &[RuleSet::Peppol]].concat())
        } else if id.starts_with("urn:peppol:pint:") {
            ("Peppol PINT", vec![RuleSet::Form, RuleSet::Sums])
        } else if id == EN16931 || id.is_empty() {
            ("EN 16931", full.to_vec())
        } else if known("xrechnung") {
            ("XRechnung", full.to_vec())
        } else if known("factur-x") || known("zugferd") && id.starts_with(EN16931) {
            ("Factur-X", full.to_vec())
        } else if id.starts_with(EN16931) {
            ("EN 16931", full.to_vec())
        } else {
            ("", vec![RuleSet::Form, RuleSet::Sums])
        };
        let mut sets = sets;
        // the binding's own restrictions; an extension adds to the elements of UBL, and is made of those that they
        // keep away from CII
        let is_extension = known("#conformant#") && !id.ends_with(G_ACCOUNT) || known(":cvd_");
        if sets.contains(&RuleSet::En16931) && !sets.contains(&RuleSet::GAccount) {
            match syntax {
                Syntax::Ubl => sets.push(RuleSet::Ubl),
                Syntax::Cii if is_extension || id.ends_with(":extended") => {}
                Syntax::Cii => sets.push(RuleSet::Cii),
            }
        }
        let is_whole = matches!(id, EN16931 | "" | NLCIUS | PEPPOL | SELF_BILLING)
            || sets.contains(&RuleSet::GAccount)
            || !sets.contains(&RuleSet::Sums);
        Self { id: id.chars().take(300).collect(), name, sets, is_whole, is_extension }
    }

    /// Whether a table of rules applies.
    pub fn applies(&self, set: RuleSet) -> bool {
        self.sets.contains(&set)
    }

    /// Whether all rules of the specification are checked. Of one that restricts or extends EN 16931 in a way of its own
    /// (XRechnung) it is those of EN 16931, of another one (PINT, older ones) the sums.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether it is EN 16931, or restricts or extends it. Of others only sums are checked.
    pub fn is_en16931(&self) -> bool {
        self.applies(RuleSet::En16931)
    }

    /// How serious a rule is here. What an extension may change (codes, and what lies between total and amount due) is
    /// a warning in one.
    pub(super) fn severity(&self, rule: &Rule) -> Severity {
        let is_softened = self.is_extension
            && (rule.id.starts_with("BR-CL-")
                || rule.id.starts_with("UBL-")
                || rule.id == "BR-CO-16");
        if is_softened { Severity::Warning } else { rule.severity }
    }
}
