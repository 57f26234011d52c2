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

/// Whether a text tells of an invoice with an amount or an address: it is one, or says where one is to be fetched.
pub(super) fn tells_of_invoice(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&text[..text.len().min(TEXT_LEN as usize)]).to_lowercase();
    let has_amount = text.as_bytes().windows(4).any(|window| {
        let [before, point, tens, ones] = window else { return false };
        matches!(point, b',' | b'.') && [before, tens, ones].iter().all(|b| b.is_ascii_digit())
    });
    let has_link = text.contains("https://") || text.contains("http://");
    let linked = &["factuur", "invoice", "rechnung", "facture", "fattura"];
    has_link && linked.iter().any(|word| text.contains(word))
        || has_amount && WORDS.iter().any(|word| text.contains(word))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_an_invoice_or_says_where_one_is() {
        for text in [
            "Factuur 12, totaal 121,00",
            "Uw factuur staat klaar: https://portaal.example/f/1",
            "Your invoice: http://x.example",
        ] {
            assert!(tells_of_invoice(text.as_bytes()), "{text}");
        }
        for text in [
            "Bijgaand de factuur.",
            "Nieuws van de bakker: https://brood.example",
            "Nota bene: https://x.example",
        ] {
            assert!(!tells_of_invoice(text.as_bytes()), "{text}");
        }
    }
}
