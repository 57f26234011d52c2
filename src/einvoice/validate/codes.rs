//! The code lists of EN 16931, version 16 (in force since 2025-11), as sorted words in text files.
//!
//! Codes that were withdrawn are accepted too, where an invoice of an earlier year may have them.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A list of codes.
pub(super) struct Codes(LazyLock<HashSet<&'static str>>);

impl Codes {
    /// Whether a code is on the list.
    pub(super) fn has(&self, code: &str) -> bool {
        self.0.contains(code)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(super) static $name: Codes =
            Codes(LazyLock::new(|| $text.split_ascii_whitespace().collect()));)*
    };
}

codes! {
    /// ISO 4217. Withdrawn since the standard appeared: BYR, HRK, BGN, ANG, CUC, MRO, STD, SLL, VEF, ZWL.
    CURRENCIES = concat!(include_str!("codes/currencies.txt"), " BYR HRK BGN ANG CUC MRO STD SLL VEF ZWL");
    /// ISO 3166-1 alpha-2, with 1A for Kosovo.
    COUNTRIES = include_str!("codes/countries.txt");
    /// What a VAT identifier may begin with: ISO 3166-1, Greece (EL) and Northern Ireland (XI).
    VAT_PREFIXES = concat!(include_str!("codes/countries.txt"), " EL XI");
    /// UN/ECE Recommendation 20 with the packages of Recommendation 21.
    UNITS = include_str!("codes/units.txt");
    /// UNTDID 1001, invoices.
    INVOICE_TYPES = include_str!("codes/invoice_types.txt");
    /// UNTDID 1001, credit notes.
    CREDIT_NOTE_TYPES = include_str!("codes/credit_note_types.txt");
    /// UNTDID 1153.
    REFERENCE_TYPES = include_str!("codes/reference_types.txt");
    /// ISO 6523 registers.
    REGISTERS = include_str!("codes/registers.txt");
    /// UNTDID 7143.
    ITEM_CLASSES = include_str!("codes/item_classes.txt");
    /// UNTDID 4461.
    PAYMENT_MEANS = include_str!("codes/payment_means.txt");
    /// UNTDID 5189, allowances.
    ALLOWANCE_REASONS = "41 42 60 62 63 64 65 66 67 68 70 71 88 95 100 102 103 104 105";
    /// UNTDID 7161, charges.
    CHARGE_REASONS = include_str!("codes/charge_reasons.txt");
    /// VATEX.
    EXEMPTIONS = include_str!("codes/exemptions.txt");
    /// EAS. Withdrawn: 9901, 9902, 9904, 9905, 9917, 9921, 9955, 9956, 9958.
    ADDRESS_SCHEMES = concat!(include_str!("codes/address_schemes.txt"), " 9901 9902 9904 9905 9917 9921 9955 9956 9958");
    /// UNTDID 4451.
    NOTE_SUBJECTS = include_str!("codes/note_subjects.txt");
    /// UNCL 5305 as restricted by EN 16931, with B (split payment, Italy).
    CATEGORIES = "AE L M E S Z G O K B";
    /// Kinds of embedded files.
    FILE_KINDS = "application/pdf image/png image/jpeg text/csv application/vnd.openxmlformats-officedocument.spreadsheetml.sheet application/vnd.oasis.opendocument.spreadsheet";
    /// What decides the tax point in UBL (UNTDID 2005) and in CII (UNTDID 2475).
    TAX_POINTS = "3 35 432 5 29 72";
    /// UNTDID 1001 of Peppol BIS 3, invoices of process 01.
    PEPPOL_INVOICE_TYPES = "71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877";
    /// UNTDID 1001 of Peppol BIS 3, credit notes of process 01.
    PEPPOL_CREDIT_NOTE_TYPES = "381 396 81 83 532";
}
