//! Whether the page of a hybrid shows what its e-invoice says: one is read by people, the other is booked and paid.

use super::finding::rules::PageDiffers;
use super::finding::{Finding, Paths};
use invoice::{Amount, Field, Invoice, Ours};
use reading::Understanding;
use reading::text::Page;

/// What page and e-invoice say otherwise of total, number and account, with both. What the e-invoice says stands
/// somewhere on the page, or nothing on the page speaks against it.
pub(crate) fn contradictions(
    invoice: &Invoice,
    pages: &[Page],
    understanding: Understanding,
    floor: f32,
) -> Vec<Finding> {
    let words: Vec<&str> =
        pages.iter().flat_map(|page| &page.words).map(|word| word.text.as_str()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let text = format!(" {} ", words.join(" "));
    let letters = bare(&text);
    let pages: Vec<&Page> = pages.iter().collect();
    let shown = (understanding.extract)(&pages, floor, &Ours::default()).invoice;
    let mut found = Vec::new();
    let mut differs = |field, page: String, xml: String| {
        found.push(PageDiffers { fields: Paths::of(&[field]), page, xml }.into());
    };
    let totals = |invoice: &Invoice| -> Vec<Amount> {
        let totals = [&invoice.totals.gross, &invoice.totals.payable];
        totals.into_iter().flatten().map(|total| total.value).collect()
    };
    let (ours, theirs) = (totals(invoice), totals(&shown));
    let owed = invoice.totals.payable.as_ref().map(|owed| owed.value).or(ours.first().copied());
    if let (Some(xml), Some(page)) = (ours.first(), theirs.first())
        && !ours.iter().any(|total| is_printed(*total, &text))
    {
        differs("totals.gross", page.to_string(), xml.to_string());
    } else if let (Some(xml), Some(page)) = (owed, &shown.totals.payable)
        && xml != page.value
        && !is_printed(xml, &text)
    {
        differs("totals.payable", page.value.to_string(), xml.to_string());
    }
    if let (Some(xml), Some(page)) = (&invoice.number, &shown.number)
        && !letters.contains(bare(&xml.value).trim_start_matches('0'))
    {
        differs("invoice_number", page.value.clone(), xml.value.clone());
    }
    let paid = accounts(invoice);
    let known = |iban: &String| letters.contains(iban.as_str());
    let is_debited = |page: &String| {
        let mut debited = invoice.payment_means.iter().filter_map(|m| m.debited_iban.as_ref());
        debited.any(|iban| iban.starts_with(page.as_str()))
    };
    // collected by direct debit, nothing is paid on any account (UNCL 4461: 49, 59)
    let is_collected = !invoice.payment_means.is_empty()
        && invoice.payment_means.iter().all(|m| matches!(m.code.as_deref(), Some("49" | "59")));
    let page = accounts(&shown).into_iter().next().or_else(|| labelled_account(&words));
    if let (Some(xml), Some(page)) = (paid.first(), page)
        && !paid.iter().any(known)
        && !is_collected
        && !is_debited(&page)
    {
        differs("supplier.iban", page, xml.clone());
    }
    let (xml, page) = (&invoice.supplier, &shown.supplier);
    let is_there =
        |value: Option<&String>| value.is_some_and(|value| letters.contains(&bare(value)));
    if let (Some(xml_name), Some(page_name)) = (&xml.name, &page.name)
        && let (Some(xml_id), Some(page_id)) = (&xml.vat_id, &page.vat_id)
        && xml_id.value != page_id.value
        && ![
            Some(&xml_name.value),
            Some(&xml_id.value),
            xml.trading_name.as_ref().map(|f| &f.value),
            xml.kvk.as_ref().map(|f| &f.value),
        ]
        .into_iter()
        .any(is_there)
    {
        differs("supplier.name", page_name.value.clone(), xml_name.value.clone());
    }
    found
}

/// What stands behind the word IBAN and has the form of one, also where its check digits are wrong.
fn labelled_account(words: &[&str]) -> Option<String> {
    let labels = words.iter().enumerate().filter(|(_, word)| bare(word).contains("IBAN"));
    labels.map(|(at, _)| &words[at + 1..]).find_map(|behind| {
        let mut account = String::new();
        for word in behind.iter().skip_while(|word| bare(word).is_empty()).take(9) {
            let part = word.trim_end_matches([',', '.', ';', ')']);
            if !part.chars().all(|c| c.is_ascii_alphanumeric()) {
                break;
            }
            account.push_str(&bare(part));
            if part != *word {
                break;
            }
        }
        let form = account.as_bytes();
        let is_account = form.len() >= 15
            && form[..2].iter().all(u8::is_ascii_uppercase)
            && form[2..4].iter().all(u8::is_ascii_digit);
        is_account.then(|| account.chars().take(34).collect())
    })
}

/// The accounts that an invoice is paid on.
fn accounts(invoice: &Invoice) -> Vec<String> {
    let payee = invoice.payee.as_ref().and_then(|payee| payee.iban.as_ref());
    let means = invoice.payment_means.iter().filter_map(|means| means.iban.as_ref());
    let all: Vec<&Field<String>> = invoice.supplier.iban.iter().chain(payee).chain(means).collect();
    all.into_iter().map(|iban| iban.value.clone()).collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether an amount stands there, in one of the notations of Europe.
fn is_printed(amount: Amount, text: &str) -> bool {
    let plain = amount.abs().round_cents().to_string();
    let (whole, cents) = plain.split_once('.').unwrap_or((&plain, "00"));
    let grouped = |mark: &str| {
        let groups: Vec<&str> = (0..whole.len())
            .filter(|at| *at == 0 || (whole.len() - at).is_multiple_of(3))
            .map(|at| {
                let first = whole.len() % 3;
                let to = if at < first { first } else { (at + 3).min(whole.len()) };
                &whole[at..to]
            })
            .collect();
        groups.join(mark)
    };
    ["", ".", ",", "'", "\u{2019}", " ", "\u{a0}", "\u{202f}"].into_iter().any(|mark| {
        [",", "."].into_iter().filter(|point| *point != mark).any(|point| {
            let written = format!("{}{point}{cents}", grouped(mark));
            text.match_indices(&written).any(|(at, _)| {
                let is_part = |c: char| c.is_ascii_digit();
                !text[..at].ends_with(|c: char| is_part(c) || matches!(c, '.' | ',' | '\''))
                    && !text[at + written.len()..].starts_with(is_part)
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::{Confidence, Derivation, Evidence};

    fn field<T>(value: T) -> Field<T> {
        Field::new(value, Evidence::derived(Derivation::Ubl), Confidence::CERTAIN)
    }

    #[test]
    fn an_exchanged_total_number_or_account_is_named_with_both() {
        let page = testing::drawing::page(
            1,
            "
  Dakwerken Nok B.V.                        FACTUUR
  1011 AB Amsterdam                         Factuurnummer  2026-0931
  BTW NL004495445B01                        Factuurdatum   03-03-2026

  Totaal excl. btw                                  1.000,00
  Btw 21%                                             210,00
  Totaal incl. btw                                  1.210,00

  IBAN NL91 ABNA 0417 1643 00
",
        );
        let differs = |total: &str, number: &str, iban: &str| -> Vec<String> {
            let mut invoice = Invoice::default();
            invoice.totals.gross = Some(field(total.parse().unwrap()));
            invoice.number = Some(field(number.to_owned()));
            invoice.supplier.iban = Some(field(iban.to_owned()));
            let pages = std::slice::from_ref(&page);
            let found = contradictions(&invoice, pages, extract::UNDERSTANDING, 0.5);
            found.iter().flat_map(Finding::fields).collect()
        };
        let right = ("1210", "20260931", "NL91ABNA0417164300");
        assert_eq!(differs(right.0, "00020260931", right.2), [""; 0]);
        assert_eq!(differs(right.0, right.1, right.2), [""; 0]);
        assert_eq!(differs("121", right.1, right.2), ["totals.gross"]);
        assert_eq!(differs(right.0, "2026-0777", right.2), ["invoice_number"]);
        assert_eq!(differs(right.0, right.1, "NL20INGB0001234567"), ["supplier.iban"]);
        // one whose check digits are wrong is another all the same
        let words = ["IBAN", ":", "DE12", "1234", "4321", "9876", "00", "BIC:", "X"];
        assert_eq!(labelled_account(&words).as_deref(), Some("DE1212344321987600"));
        let words = ["IBAN", "op", "verzoek;", "IBAN", "DE75123456780000001234,", "BIC", "X"];
        assert_eq!(labelled_account(&words).as_deref(), Some("DE75123456780000001234"));
        assert_eq!(labelled_account(&["IBAN", "****", "1234"]), None);
    }

    #[test]
    fn another_supplier_and_another_amount_due_are_named_and_a_debited_account_is_not() {
        let page = testing::drawing::page(
            1,
            "
  Dakwerken Nok B.V.                        FACTUUR
  1011 AB Amsterdam                         Factuurnummer  2026-0931
  BTW NL004495445B01                        Factuurdatum   03-03-2026

  Totaal excl. btw                                  1.000,00
  Btw 21%                                             210,00
  Totaal incl. btw                                  1.210,00
  Aanbetaling                                        -200,00
  Te betalen                                        1.010,00

  IBAN NL91 ABNA 0417 1643 00
",
        );
        let differs = |change: &dyn Fn(&mut Invoice)| -> Vec<String> {
            let mut invoice = Invoice::default();
            invoice.totals.gross = Some(field("1210".parse().unwrap()));
            invoice.totals.payable = Some(field("1010".parse().unwrap()));
            invoice.number = Some(field("2026-0931".to_owned()));
            invoice.supplier.name = Some(field("Dakwerken Nok".to_owned()));
            invoice.supplier.vat_id = Some(field("NL004495445B01".to_owned()));
            change(&mut invoice);
            let pages = std::slice::from_ref(&page);
            let found = contradictions(&invoice, pages, extract::UNDERSTANDING, 0.5);
            found.iter().flat_map(Finding::fields).collect()
        };
        assert_eq!(differs(&|_| ()), [""; 0]);
        let other = differs(&|i| {
            i.supplier.name = Some(field("Loodgieter Pijp".to_owned()));
            i.supplier.vat_id = Some(field("NL001234567B90".to_owned()));
        });
        assert_eq!(other, ["supplier.name"]);
        // a trading name on paper, and the registered one in the XML
        let name = differs(&|i| i.supplier.name = Some(field("Nok Holding".to_owned())));
        assert_eq!(name, [""; 0]);
        let due = differs(&|i| i.totals.payable = Some(field("910".parse().unwrap())));
        assert_eq!(due, ["totals.payable"]);
        let debited = differs(&|i| {
            i.supplier.iban = Some(field("NL20INGB0001234567".to_owned()));
            i.payment_means =
                vec![invoice::PaymentMeans { code: Some("59".to_owned()), ..Default::default() }];
        });
        assert_eq!(debited, [""; 0]);
    }

    #[test]
    fn amounts_are_found_in_every_notation() {
        let amount: Amount = "1234567.80".parse().unwrap();
        for text in ["1234567,80", "1.234.567,80", "1,234,567.80", "1 234 567,80", "1'234'567.80"] {
            assert!(is_printed(amount, &format!(" EUR {text} ")), "{text}");
        }
        let small: Amount = "210.00".parse().unwrap();
        assert!(is_printed(small, " totaal €210,00, te betalen "));
        for text in [" 1.210,00 ", " 1210,00 ", " 210,005 ", " 21,00 "] {
            assert!(!is_printed(small, text), "{text}");
        }
    }
}
