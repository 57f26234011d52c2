//! Why a file is no invoice document.

use serde::{Deserialize, Serialize};

use crate::Cause;

/// Why a file was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum SkipReason {
    /// A format that holds no invoice dizzy can read; `what` names it ("Word document", "plain text").
    NotAnInvoiceFormat { what: String },
    /// XML that is no UBL or CII invoice; `root` is its root element.
    OtherXml { root: String },
    /// A device, pipe or socket.
    NotAFile,
    /// The content of an e-mail that is no attachment (its text), or an inline picture such as a logo.
    PartOfMessage,
}

/// Forms in which invoices come and that dizzy does not read.
const MAY_BE_INVOICE: [&str; 8] = [
    "Outlook message (.msg)",
    "Outlook winmail.dat",
    "signed or encrypted part of an e-mail (S/MIME)",
    "HEIC photo",
    "AVIF picture",
    "web page",
    "RAR archive",
    "7-Zip archive",
];

/// Files of office programs, of which the text tells what they are.
const OFFICE_FILES: [&str; 2] = ["Word document", "Excel workbook"];

/// Ends of names that promise an invoice.
const PROMISING: [&str; 7] = ["eml", "msg", "pdf", "xml", "p7m", "htm", "html"];

/// Root elements of what is sent around invoices and is none: orders and their answers, receipts of delivery, messages
/// about messages, bank statements, books.
const NO_INVOICES: [&str; 10] = [
    "Order",
    "OrderResponse",
    "OrderChange",
    "OrderCancellation",
    "DespatchAdvice",
    "ReceiptAdvice",
    "ApplicationResponse",
    "Catalogue",
    "Document", // ISO 20022: camt, pain
    "auditfile",
];

impl SkipReason {
    /// Whether it is a file of an office program, whose text can be looked at.
    pub fn is_office(&self) -> bool {
        matches!(self, Self::NotAnInvoiceFormat { what } if OFFICE_FILES.contains(&what.as_str()))
    }

    /// The failure of a file that may be or hold an invoice, if this one may; `name` is its own.
    pub fn for_person(&self, name: &str) -> Option<Cause> {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let is_promising = !file.starts_with('.')
            && file.rsplit_once('.').is_some_and(|(_, end)| {
                PROMISING.iter().any(|known| end.eq_ignore_ascii_case(known))
            });
        let is_for = match self {
            Self::NotAnInvoiceFormat { what } => {
                is_promising || MAY_BE_INVOICE.contains(&what.as_str())
            }
            Self::OtherXml { root } => !NO_INVOICES.contains(&root.as_str()),
            Self::NotAFile | Self::PartOfMessage => false,
        };
        is_for.then(|| self.needs_person())
    }

    /// The failure of a file that may be or hold an invoice.
    pub fn needs_person(&self) -> Cause {
        let what = match self {
            Self::NotAnInvoiceFormat { what } => what.clone(),
            Self::OtherXml { root } => format!("XML ({root})"),
            Self::NotAFile | Self::PartOfMessage => "text of an e-mail".to_owned(),
        };
        Cause::NeedsPerson { what }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_an_invoice_is_for_a_person() {
        let is_for = |reason: &SkipReason, name: &str| reason.for_person(name).is_some();
        let format = |what: &str| SkipReason::NotAnInvoiceFormat { what: what.into() };
        let xml = |root: &str| SkipReason::OtherXml { root: root.into() };
        assert!(is_for(&format("HEIC photo"), "map/bon"));
        assert!(is_for(&format("7-Zip archive"), "post.7z"));
        assert!(format("Word document").is_office());
        assert!(!is_for(&format("Word document"), "map/letter.docx"));
        assert!(is_for(&format("plain text"), "map/x.EML"));
        assert!(is_for(&format("file of an unknown kind"), "mail.eml!/scan.pdf"));
        assert!(!is_for(&format("file of an unknown kind"), "a.zip!/__MACOSX/._scan.pdf"));
        assert!(!is_for(&format("plain text"), "lees mij.txt"));
        assert!(is_for(&xml("FatturaElettronica"), "x.xml"));
        assert!(!is_for(&xml("Order"), "x.xml"));
        assert!(!is_for(&SkipReason::PartOfMessage, "mail.eml!/part-1.xml"));
    }
}
