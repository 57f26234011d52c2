//! Whether text that dizzy does not read as a document tells of an invoice.

use std::io::{self, Read, Seek};

use zip::ZipArchive;

use super::guarded;

/// So much text is looked at, bytes.
const TEXT_LEN: u64 = 256 * 1024;

/// What invoices and receipts are called.
const WORDS: [&str; 10] = [
    "factuur",
    "nota",
    "bon ",
    "ritbon",
    "kwitantie",
    "invoice",
    "receipt",
    "rechnung",
    "facture",
    "fattura",
];

/// Whether a text tells of an invoice with an amount: it is one, or says where one is.
pub(super) fn tells_of_invoice(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&text[..text.len().min(TEXT_LEN as usize)]).to_lowercase();
    let has_amount = text.as_bytes().windows(4).any(|window| {
        let [before, point, tens, ones] = window else { return false };
        matches!(point, b',' | b'.') && [before, tens, ones].iter().all(|b| b.is_ascii_digit())
    });
    has_amount && WORDS.iter().any(|word| text.contains(word))
}

/// Whether the text of a Word document or an Excel workbook does.
pub fn office_tells_of_invoice(file: impl Read + Seek) -> bool {
    let texts = guarded(|| {
        let mut archive = ZipArchive::new(file).map_err(io::Error::other)?;
        let mut texts = Vec::new();
        for name in ["word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
            if let Ok(member) = archive.by_name(name) {
                member.take(TEXT_LEN).read_to_end(&mut texts)?;
            }
        }
        Ok(texts)
    });
    texts.is_ok_and(|texts| tells_of_invoice(&texts))
}
