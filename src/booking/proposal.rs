//! A booking proposal (boekingsvoorstel).

use serde::{Deserialize, Serialize};

use crate::invoice::Invoice;

/// What a person has to do with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Can be booked as it is.
    Ready,
    /// A person should look.
    Review,
    /// Could not be made.
    Failed,
}

/// Whether the administration buys or sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The administration is the customer.
    Purchase,
    /// The administration is the supplier.
    Sale,
}

/// What a proposal was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A PDF with a text layer.
    PdfText,
    /// A PDF of which at least one page was recognised from pixels.
    PdfScan,
    /// A picture.
    Image,
    /// A UBL invoice.
    Ubl,
    /// A CII invoice.
    Cii,
    /// A PDF with a structured invoice inside (Factur-X, ZUGFeRD).
    HybridPdf,
}

/// The part of a source that a proposal was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// What it was made from.
    pub kind: SourceKind,
    /// First and last page, from 1; `None` for a bare XML invoice.
    pub pages: Option<(u32, u32)>,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be mended before booking.
    Error,
    /// A person should look.
    Warning,
    /// Good to know.
    Info,
}

/// Something a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's identifier: that of EN 16931 where it is one of its rules ("BR-CO-15"), else "DZ-…".
    pub rule: String,
    /// How serious.
    pub severity: Severity,
    /// What is the matter, in English, without values that are not in the proposal.
    pub message: String,
    /// The fields it is about, as paths of the output ("totals.gross").
    pub fields: Vec<String>,
}

/// One line of the journal entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    /// Ledger account of the administration.
    pub account: String,
    /// RGS reference code.
    pub rgs: Option<String>,
    /// Description.
    pub description: String,
    /// Debit, in the administration's currency.
    pub debit: crate::invoice::Amount,
    /// Credit, in the administration's currency.
    pub credit: crate::invoice::Amount,
    /// VAT code of the administration.
    pub vat_code: Option<String>,
    /// Box of the Dutch VAT return (rubriek), "1a" to "5b".
    pub rubriek: Option<String>,
}

/// A booking proposal: the invoice, what was found about it, and how it would be booked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Where it comes from.
    pub source: SourceRef,
    /// What a person has to do.
    pub verdict: Verdict,
    /// Purchase or sale.
    pub direction: Direction,
    /// The administration it belongs to, when configured.
    pub administration: Option<String>,
    /// The supplier in the administration's creditor list, when matched.
    pub supplier_known_as: Option<String>,
    /// What was read.
    pub invoice: Invoice,
    /// The journal entry; empty when the invoice does not allow one.
    pub journal: Vec<JournalLine>,
    /// What the checks found.
    pub findings: Vec<Finding>,
}
