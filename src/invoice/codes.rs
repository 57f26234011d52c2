//! The code lists of EN 16931. What each is, and of which edition, stands in its file.
//!
//! Codes that were withdrawn are accepted too, where an invoice of an earlier year may have them.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::facts::{table, words};
use crate::{Amount, DocumentType};

/// A list of codes.
pub struct Codes(LazyLock<HashSet<&'static str>>);

impl Codes {
    /// Whether a code is on the list.
    pub fn has(&self, code: &str) -> bool {
        self.0.contains(code)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $($text:expr),+;)*) => {
        $($(#[$doc])* pub static $name: Codes = Codes(LazyLock::new(|| {
            [$($text),+].into_iter().flat_map(words).collect()
        }));)*
    };
}

codes! {
    /// ISO 4217.
    CURRENCIES = include_str!("facts/currencies.txt");
    /// ISO 3166-1 alpha-2.
    COUNTRIES = include_str!("facts/countries.txt");
    /// What a VAT identifier may begin with.
    VAT_PREFIXES = include_str!("facts/countries.txt"), include_str!("facts/vat_prefixes.txt");
    /// UN/ECE Recommendations 20 and 21.
    UNITS = include_str!("facts/units.txt");
    /// UNTDID 1153.
    REFERENCE_TYPES = include_str!("facts/reference_types.txt");
    /// ISO 6523 registers.
    REGISTERS = include_str!("facts/registers.txt");
    /// UNTDID 7143.
    ITEM_CLASSES = include_str!("facts/item_classes.txt");
    /// UNTDID 4461.
    PAYMENT_MEANS = include_str!("facts/payment_means.txt");
    /// UNTDID 5189, allowances.
    ALLOWANCE_REASONS = include_str!("facts/allowance_reasons.txt");
    /// UNTDID 7161, charges.
    CHARGE_REASONS = include_str!("facts/charge_reasons.txt");
    /// Codes of reasons for an exemption from VAT (BT-121): VATEX.
    EXEMPTIONS = include_str!("facts/exemptions.txt");
    /// Schemes of electronic addresses (BT-34-1, BT-49-1): EAS.
    ADDRESS_SCHEMES = include_str!("facts/address_schemes.txt");
    /// The same, with those of earlier editions.
    ALL_ADDRESS_SCHEMES = include_str!("facts/address_schemes.txt"), include_str!("facts/address_schemes_withdrawn.txt");
    /// UNTDID 4451.
    NOTE_SUBJECTS = include_str!("facts/note_subjects.txt");
    /// UNCL 5305.
    CATEGORIES = include_str!("facts/vat_categories.txt");
    /// Kinds of embedded files.
    FILE_KINDS = include_str!("facts/file_kinds.txt");
    /// What decides the tax point.
    TAX_POINTS = include_str!("facts/tax_points.txt");
}

/// Kinds of documents (BT-3), UNTDID 1001.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentTypes {
    invoice: HashSet<String>,
    credit_note: HashSet<String>,
    corrected: HashSet<String>,
    pro_forma: HashSet<String>,
    peppol_invoice: HashSet<String>,
    peppol_credit_note: HashSet<String>,
}

/// The table of UNTDID 1001.
pub static DOCUMENT_TYPES: LazyLock<DocumentTypes> =
    LazyLock::new(|| table(include_str!("facts/document_types.toml")));

impl DocumentTypes {
    /// Whether EN 16931 takes the code for an invoice.
    pub fn is_invoice(&self, code: &str) -> bool {
        self.invoice.contains(code)
    }

    /// Whether EN 16931 takes the code for a credit note.
    pub fn is_credit_note(&self, code: &str) -> bool {
        self.credit_note.contains(code)
    }

    /// Whether the billing process of Peppol knows the code, among its invoices or among its credit notes.
    pub fn is_of_peppol(&self, code: &str, credit_note: bool) -> bool {
        let known = if credit_note { &self.peppol_credit_note } else { &self.peppol_invoice };
        known.contains(code)
    }
}

impl DocumentType {
    /// What a code (BT-3) means. A corrected invoice that takes money back is a credit note; a negative invoice stays an
    /// invoice; a pro forma invoice asks for no booking.
    pub fn of_code(code: &str, gross: Option<Amount>) -> Self {
        let types = &*DOCUMENT_TYPES;
        let takes_back = gross.is_some_and(Amount::is_negative);
        if types.is_credit_note(code) || types.corrected.contains(code) && takes_back {
            Self::CreditNote
        } else if types.pro_forma.contains(code) {
            Self::Other
        } else {
            Self::Invoice
        }
    }
}

/// The register of the Chamber of Commerce (KvK), ISO 6523.
pub const KVK: &str = "0106";
/// The register of Dutch public bodies (OIN), ISO 6523.
pub const OIN: &str = "0190";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Schemes {
    kvk: Vec<String>,
    vat: Vec<String>,
}

static SCHEMES: LazyLock<Schemes> = LazyLock::new(|| table(include_str!("facts/schemes.toml")));

/// True for the names by which senders call the KvK register: the code, and what older Dutch profiles write.
pub fn is_kvk_scheme(scheme: &str) -> bool {
    let mut known = SCHEMES.kvk.iter();
    known.any(|known| scheme.eq_ignore_ascii_case(known))
}

/// True for the names of VAT identifiers among other identifiers ("NL:VAT", "BE:VAT", "BTW").
pub fn is_vat_scheme(scheme: &str) -> bool {
    let register = scheme.rsplit(':').next().unwrap_or_default();
    let mut known = SCHEMES.vat.iter();
    known.any(|known| register.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_codes_and_no_comments() {
        for (list, code) in [
            (&CURRENCIES, "EUR"),
            (&CURRENCIES, "HRK"),
            (&COUNTRIES, "1A"),
            (&VAT_PREFIXES, "EL"),
            (&UNITS, "C62"),
            (&REFERENCE_TYPES, "AAA"),
            (&REGISTERS, KVK),
            (&REGISTERS, OIN),
            (&ITEM_CLASSES, "SRV"),
            (&PAYMENT_MEANS, "58"),
            (&ALLOWANCE_REASONS, "95"),
            (&CHARGE_REASONS, "FC"),
            (&EXEMPTIONS, "VATEX-EU-AE"),
            (&ADDRESS_SCHEMES, "9944"),
            (&NOTE_SUBJECTS, "AAI"),
            (&CATEGORIES, "AE"),
            (&FILE_KINDS, "application/pdf"),
            (&TAX_POINTS, "432"),
        ] {
            assert!(list.has(code), "{code}");
            assert!(!list.has("#") && !list.has(""), "{code}");
        }
    }

    #[test]
    fn a_credit_note_is_one_by_every_code() {
        let minus = Some(Amount::from_cents(-1));
        for code in &DOCUMENT_TYPES.credit_note {
            assert_eq!(DocumentType::of_code(code, None), DocumentType::CreditNote);
        }
        assert!(DOCUMENT_TYPES.is_credit_note("502") && DOCUMENT_TYPES.is_credit_note("503"));
        for (code, gross, right) in [
            ("380", minus, DocumentType::Invoice),
            ("384", minus, DocumentType::CreditNote),
            ("384", Some(Amount::ZERO), DocumentType::Invoice),
            ("325", None, DocumentType::Other),
            ("", None, DocumentType::Invoice),
        ] {
            assert_eq!(DocumentType::of_code(code, gross), right, "{code}");
        }
        for types in
            [&DOCUMENT_TYPES.corrected, &DOCUMENT_TYPES.pro_forma, &DOCUMENT_TYPES.peppol_invoice]
        {
            assert!(types.iter().all(|code| DOCUMENT_TYPES.is_invoice(code)));
        }
        let mut of_peppol = DOCUMENT_TYPES.peppol_credit_note.iter();
        assert!(of_peppol.all(|code| DOCUMENT_TYPES.is_credit_note(code)));
    }

    #[test]
    fn registers_by_their_names() {
        assert!(is_kvk_scheme(KVK) && is_kvk_scheme("nl:kvk") && !is_kvk_scheme(OIN));
        assert!(is_vat_scheme("BE:VAT") && is_vat_scheme("9944") && !is_vat_scheme("0088"));
    }
}
