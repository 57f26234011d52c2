//! Misread digits: corrected when exactly one change of one digit makes everything fit, and never otherwise.
//!
//! Only what was recognised from pixels is touched. An amount needs the sum of the totals and the VAT rate to agree; an
//! identifier needs its check digits and a place in the administration's creditor list, since about one change in ten or
//! a hundred passes check digits by chance. The evidence keeps the text as it was read and says what was changed. A number
//! of which the label was lost is the one text that is numbered as this supplier always does.

use super::context::Books;
use super::finding::rules::{DigitCorrected, NumberAmbiguous};
use super::finding::{Finding, Paths};
use super::parts;
use super::pattern::{Pattern, is_ambiguous};
use invoice::{
    Amount, Confidence, DocumentType, Evidence, Field, Invoice, Method, Proof, identifier,
};
use reading::text::{Page, ReadBy};

/// Confidence of a corrected value.
const CORRECTED: f32 = 0.85;

/// Confidence of what something else proves, and of what that can be said at least.
const PROVED: f32 = 0.95;
const LEAST: f32 = 0.6;
/// Pages on which a number is looked for.
const PAGES: usize = 2;

/// Corrects misread digits of an invoice, and finds its number on its pages where no label did.
pub(crate) fn repair(
    invoice: &mut Invoice,
    books: &Books,
    pages: &[&Page],
    findings: &mut Vec<Finding>,
) {
    let mut fields = Vec::new();
    if totals(invoice) {
        fields.push("totals");
    }
    for (field, path, is_valid) in [
        (
            &mut invoice.supplier.vat_id,
            "supplier.vat_id",
            (|text: &str| identifier::vat_id(text).is_some()) as fn(&str) -> bool,
        ),
        (&mut invoice.supplier.iban, "supplier.iban", |text: &str| {
            identifier::iban(text).is_some()
        }),
    ] {
        if let Some(field) = field
            && field.evidence.method == Method::Ocr
            && !is_valid(&field.value)
            && let Some(right) = known_neighbour(&field.value, is_valid, books)
        {
            let was = std::mem::replace(&mut field.value, right);
            correct(field, Proof::DigitOfIdentifier { was });
            fields.push(path);
        }
    }
    let known = books.creditors.find(&invoice.supplier);
    let pattern = known.and_then(|known| Pattern::of(&books.learned.usage, &known.supplier.code));
    let is_read = |number: &Field<String>| number.evidence.method == Method::Ocr;
    let expects = |number: &str| pattern.as_ref().and_then(|usual| usual.expects(number));
    if let Some(number) = invoice.number.as_mut().filter(|number| is_read(number)) {
        if let Some(right) = pattern.as_ref().and_then(|usual| usual.mended(&number.value)) {
            let is_next = expects(&right) == Some(true);
            number.value = right;
            correct(number, Proof::LookAlikes);
            fields.push("invoice_number");
            // letters among digits are no doubt, and the digits come where they are expected
            if is_next {
                prove(number, Proof::ShapeOfNumbers);
            }
        } else if expects(&number.value) == Some(false)
            && let Some(right) = only(neighbours(&number.value), |n| expects(n) == Some(true))
        {
            let was = std::mem::replace(&mut number.value, right);
            correct(number, Proof::DigitOfIdentifier { was });
            fields.push("invoice_number");
        } else if expects(&number.value) == Some(true) {
            prove(number, Proof::ShapeOfNumbers);
        } else if pattern.is_none() && is_ambiguous(&number.value) {
            findings.push(NumberAmbiguous { number: number.value.clone() }.into());
        }
    }
    if parts::is_explained(invoice) {
        let totals = &mut invoice.totals;
        for total in [&mut totals.net, &mut totals.vat, &mut totals.gross].into_iter().flatten() {
            prove(total, Proof::LinesOfRates);
        }
    }
    if let Some(usual) = pattern
        && invoice.number.as_ref().is_none_or(|n| is_read(n) && !usual.fits(&n.value))
        && let Some(found) = number_by_shape(invoice, &usual, pages)
    {
        invoice.number = Some(found);
    }
    if !fields.is_empty() {
        let fields = Paths::of(&fields);
        findings.push(DigitCorrected { fields }.into());
    }
}

/// The one text of the first pages that has the shape of the supplier's numbers. A credit note names other invoices too.
fn number_by_shape(invoice: &Invoice, usual: &Pattern, pages: &[&Page]) -> Option<Field<String>> {
    if invoice.document_type.as_ref().map(|f| f.value) == Some(DocumentType::CreditNote) {
        return None;
    }
    let others = [&invoice.order_reference, &invoice.supplier.kvk, &invoice.customer.kvk];
    let is_other =
        |text: &str| others.into_iter().flatten().any(|field| field.value.contains(text));
    let words =
        pages.iter().take(PAGES).flat_map(|page| page.words.iter().map(|w| (page.number, w)));
    let mut fitting = words.filter_map(|(page, word)| {
        let text = word.text.trim_matches(|c: char| !c.is_alphanumeric());
        let is_own = usual.is_telling() && usual.fits(text) || usual.is_counted(text);
        (is_own && !is_other(text)).then_some((page, word, text))
    });
    let (page, word, text) = fitting.next()?;
    if fitting.any(|(.., other)| other != text) {
        return None;
    }
    let method = if word.read_by == ReadBy::TextLayer { Method::TextLayer } else { Method::Ocr };
    let evidence = Evidence::on_page(method, page, word.bbox, word.text.as_str());
    let sure = Confidence::new(PROVED.min(word.confidence + 0.05));
    let mut found = Field::new(text.to_owned(), evidence, sure);
    found.evidence.proved_by.push(Proof::ShapeOfNumbers);
    if usual.expects(text) == Some(true) && sure.get() >= LEAST {
        found.confidence = Confidence::new(PROVED);
    }
    Some(found)
}

/// Makes a value surer that was read with some certainty.
fn prove<T>(field: &mut Field<T>, proof: Proof) {
    if (LEAST..PROVED).contains(&field.confidence.get()) {
        field.evidence.proved_by.push(proof);
        field.confidence = Confidence::new(PROVED);
    }
}

fn correct<T>(field: &mut Field<T>, proof: Proof) {
    field.evidence.proved_by.push(proof);
    field.confidence = Confidence::new(CORRECTED);
}

/// All texts that differ from this one in one digit.
fn neighbours(text: &str) -> impl Iterator<Item = String> + '_ {
    text.char_indices().filter(|(_, c)| c.is_ascii_digit()).flat_map(move |(at, was)| {
        ('0'..='9').filter(move |digit| *digit != was).map(move |digit| {
            let mut changed = text.to_owned();
            changed.replace_range(at..=at, digit.encode_utf8(&mut [0; 4]));
            changed
        })
    })
}

/// The only neighbour that is valid and belongs to a known supplier.
fn known_neighbour(text: &str, is_valid: fn(&str) -> bool, books: &Books) -> Option<String> {
    only(neighbours(text), |near| is_valid(near) && books.creditors.knows(near))
}

/// The one text that fits.
fn only(texts: impl Iterator<Item = String>, fits: impl Fn(&str) -> bool) -> Option<String> {
    let mut fitting = texts.filter(|text| fits(text));
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

fn fits(net: Amount, vat: Amount, gross: Amount) -> bool {
    net + vat == gross
        && !vat.is_zero()
        && invoice::vat_rates::dutch().any(|rate| net.percent(rate.percent).is_within_cents(vat, 1))
}

/// Corrects one digit of one of net, VAT and gross. True when it did.
fn totals(invoice: &mut Invoice) -> bool {
    let totals = &mut invoice.totals;
    let (Some(net), Some(vat), Some(gross)) = (&mut totals.net, &mut totals.vat, &mut totals.gross)
    else {
        return false;
    };
    let values = [net.value, vat.value, gross.value];
    let [a, b, c] = values;
    if fits(a, b, c) || a + b == c {
        return false;
    }
    let read = [&*net, &*vat, &*gross].map(|f| f.evidence.method == Method::Ocr);
    let mut fitting: Vec<(usize, Amount)> = Vec::new();
    for (index, value) in values.iter().enumerate().filter(|(index, _)| read[*index]) {
        for near in neighbours(&value.to_string()) {
            let Ok(near) = near.parse::<Amount>() else {
                continue;
            };
            let mut tried = values;
            tried[index] = near;
            if fits(tried[0], tried[1], tried[2]) {
                fitting.push((index, near));
            }
        }
    }
    let [(index, right)] = fitting[..] else {
        return false;
    };
    let field = [net, vat, gross].into_iter().nth(index);
    if let Some(field) = field {
        let was = std::mem::replace(&mut field.value, right);
        correct(field, Proof::DigitOfTotal { was });
    }
    // rows that were made of the misread amount
    if let [row] = &mut invoice.vat_breakdown[..] {
        let totals = &invoice.totals;
        let value = |field: &Option<Field<Amount>>| field.as_ref().map(|f| f.value);
        row.value.taxable = value(&totals.net);
        row.value.vat = value(&totals.vat);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Administration, Learned, Supplier};
    use invoice::BBox;
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn read<T>(value: T, method: Method) -> Field<T> {
        let bbox = BBox::new(0.0, 0.0, 1.0, 1.0);
        Field::new(value, Evidence::on_page(method, 1, bbox, "as read"), Confidence::new(0.6))
    }

    fn invoice(net: &str, vat: &str, gross: &str, method: Method) -> Invoice {
        let mut invoice = Invoice::default();
        let field = |text: &str| Some(read(text.parse().unwrap(), method));
        invoice.totals.net = field(net);
        invoice.totals.vat = field(vat);
        invoice.totals.gross = field(gross);
        invoice
    }

    fn repaired(mut invoice: Invoice) -> (String, usize) {
        let mut findings = Vec::new();
        repair(&mut invoice, &Books::default(), &[], &mut findings);
        let t = &invoice.totals;
        let shown = [&t.net, &t.vat, &t.gross].map(|f| f.as_ref().unwrap().value.to_string());
        (shown.join(" "), findings.len())
    }

    #[test]
    fn one_misread_digit_of_a_total_is_corrected() {
        for (net, vat, gross) in [
            ("100.00", "21.00", "127.00"),
            ("160.00", "21.00", "121.00"),
            ("100.00", "27.00", "121.00"),
        ] {
            let (shown, findings) = repaired(invoice(net, vat, gross, Method::Ocr));
            assert_eq!((shown.as_str(), findings), ("100.00 21.00 121.00", 1));
        }
        // a text layer is not misread; two digits are too many; what fits is left
        assert_eq!(repaired(invoice("100.00", "21.00", "127.00", Method::TextLayer)).1, 0);
        assert_eq!(repaired(invoice("100.00", "21.00", "137.50", Method::Ocr)).1, 0);
        assert_eq!(repaired(invoice("100.00", "21.00", "121.00", Method::Ocr)).1, 0);
    }

    #[test]
    fn an_identifier_is_corrected_to_a_known_one_only() {
        let supplier = Supplier {
            code: "1".into(),
            vat_id: Some("NL004495445B01".into()),
            ibans: vec!["NL91ABNA0417164300".into()],
            ..Supplier::default()
        };
        let books = Books::new(Administration::default(), vec![supplier], &[], Learned::default());
        let mut invoice = Invoice::default();
        invoice.supplier.vat_id = Some(read("NL004495446B01".to_owned(), Method::Ocr));
        invoice.supplier.iban = Some(read("NL91ABNA0417164800".to_owned(), Method::Ocr));
        let mut unknown = invoice.clone();
        let mut findings = Vec::new();
        repair(&mut invoice, &books, &[], &mut findings);
        assert_eq!(invoice.supplier.vat_id.as_ref().unwrap().value, "NL004495445B01");
        assert_eq!(invoice.supplier.iban.as_ref().unwrap().value, "NL91ABNA0417164300");
        let proof = &invoice.supplier.iban.unwrap().evidence;
        let was = "NL91ABNA0417164800".to_owned();
        assert_eq!(proof.proved_by[0], Proof::DigitOfIdentifier { was });
        assert_eq!(proof.text.as_deref(), Some("as read"));
        repair(&mut unknown, &Books::default(), &[], &mut findings);
        assert_eq!(unknown.supplier.iban.unwrap().value, "NL91ABNA0417164800");
    }

    #[test]
    fn a_number_without_a_label_is_known_by_its_shape() {
        let mut learned = Learned::default();
        for number in ["RO-26-2610", "RO-26-2631", "RO-26-2644", "RO-26-2660", "RO-26-2671"] {
            learned.usage.add(Some("1"), &[], &[], Some(number));
        }
        let supplier = Supplier {
            code: "1".into(),
            vat_id: Some("NL004495445B01".into()),
            ..Supplier::default()
        };
        let books = Books::new(Administration::default(), vec![supplier], &[], learned);
        let found = |drawing: &str| {
            let page = testing::drawing::page(1, drawing);
            let mut invoice = Invoice::default();
            invoice.supplier.vat_id = Some(read("NL004495445B01".to_owned(), Method::Ocr));
            repair(&mut invoice, &books, &[&page], &mut Vec::new());
            invoice.number.map(|number| number.value)
        };
        assert_eq!(found("84715   RO-26-2690.   06-07-2026").as_deref(), Some("RO-26-2690"));
        assert_eq!(found("RO-26-2690   RO-26-2612"), None);
        // what is surely in its series is surer, and what is far out of it is asked about
        let usual = Pattern::of(&books.learned.usage, "1").unwrap();
        assert_eq!(usual.expects("RO-26-2690"), Some(true));
        assert_eq!(usual.expects("RO-26-9690"), Some(false));
        assert_eq!(usual.expects("RO-27-0004"), None);
    }

    #[test]
    fn a_number_is_mended_by_those_before_it() {
        let mut learned = Learned::default();
        for number in ["R0001210", "R0001217", "R0001225", "R0001231", "R0001239", "R0001247"] {
            learned.usage.add(Some("1"), &[], &[], Some(number));
        }
        let vat_id = "NL004495445B01".to_owned();
        let supplier =
            Supplier { code: "1".into(), vat_id: Some(vat_id.clone()), ..Supplier::default() };
        let books = Books::new(Administration::default(), vec![supplier], &[], learned);
        let mended = |number: &str| {
            let mut invoice = Invoice::default();
            invoice.supplier.vat_id = Some(read(vat_id.clone(), Method::Ocr));
            invoice.number = Some(read(number.to_owned(), Method::Ocr));
            repair(&mut invoice, &books, &[], &mut Vec::new());
            let number = invoice.number.unwrap();
            (number.value, number.confidence.get() >= 0.9)
        };
        // letters for digits, and where the next is expected: no doubt
        assert_eq!(mended("ROOO1254"), ("R0001254".to_owned(), true));
        // one digit that is far out of the series is mended, and looked at
        assert_eq!(mended("R9001254"), ("R0001254".to_owned(), false));
        assert_eq!(mended("R9871254"), ("R9871254".to_owned(), false));
    }

    proptest! {
        /// Whatever is misread, the outcome either fits or is what was read.
        #[test]
        fn nothing_is_changed_into_what_does_not_fit(net in 1i64..10_000_000, rate in prop_oneof![Just(21i64), Just(9)], which in 0usize..3, at in 0usize..6, digit in 0u8..10) {
            let net = Amount::from_cents(net);
            let vat = net.percent(Decimal::from(rate));
            let mut texts = [net, vat, net + vat].map(|a| a.to_string());
            let text = &mut texts[which];
            let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
            let place = places[at % places.len()];
            text.replace_range(place..=place, &digit.to_string());
            let before = texts.join(" ");
            let mut misread = invoice(&texts[0], &texts[1], &texts[2], Method::Ocr);
            let mut findings = Vec::new();
            repair(&mut misread, &Books::default(), &[], &mut findings);
            let t = &misread.totals;
            let [a, b, c] = [&t.net, &t.vat, &t.gross].map(|f| f.as_ref().unwrap().value);
            if findings.is_empty() {
                let unchanged = before.split(' ').map(|t| t.parse::<Amount>().unwrap()).collect::<Vec<_>>();
                prop_assert_eq!(unchanged, vec![a, b, c]);
            } else {
                prop_assert!(fits(a, b, c));
            }
        }
    }
}
