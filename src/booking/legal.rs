//! What Dutch law and prudence say about an invoice: requirements with what is at risk, rates at the day of supply,
//! changed bank accounts, reminders, missing pages, numbers that can hold a BSN.
//!
//! Requirements: art. 35a Wet OB (contents of an invoice), art. 34g (issued by the 15th of the next month), art. 15
//! (deduction needs an invoice that is right); receipts up to 100 euros need less (art. 35a lid 3, Uitvoeringsbesluit
//! OB).

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::document::{Document, is_receipt, is_small, supply_day};

use super::context::Books;
use super::cues::{LISTS, Words};
use super::finding::rules::{
    AlreadyBooked, AmountUnusual, BsnMasked, DateAhead, DateLongAgo, IbanChanged, IssuedLate,
    LacksAddress, LacksBuyerVatId, LacksCustomer, LacksReverseText, LacksSupplyDate, LacksVatId,
    LodgingAtLowRate, MissingPages, NumberShape, RateNearSwitch, RateOfOtherTime, Reminder,
    Statement, SupplierConflict, SupplierNew,
};
use super::finding::{Finding, Paths};
use super::law::{self, RateOn};
use super::notices;
use super::pattern::Pattern;
use super::suppliers::Matched;
use super::vat::Situation;
use invoice::names;
use invoice::{
    Amount, DocumentType, Field, Invoice, Line, Method, Party, VatBreakdown, VatCategory,
    identifier,
};

/// Documents that ask for money but are no invoices.
pub(crate) fn other_documents(invoice: &Invoice, words: &Words, findings: &mut Vec<Finding>) {
    if invoice.document_type.as_ref().map(|f| f.value) == Some(DocumentType::Reminder) {
        findings.push(Reminder {}.into());
    } else if words.has_any(&[
        "rekeningoverzicht",
        "statement of account",
        "openstaande posten",
        "kontoauszug",
        "saldo overzicht",
        "overzicht openstaande*",
    ]) {
        findings.push(Statement {}.into());
    }
}

/// From so many per cent of the usual on an amount is unusual: a slipped decimal is ten times it, less what prices rose.
const SLIPPED: Decimal = Decimal::from_parts(990, 0, 0, false, 0);

/// What is to be said about the supplier against the creditor list.
pub fn supplier(
    document: &Document<'_>,
    matched: Option<&Matched<'_>>,
    books: &Books,
    findings: &mut Vec<Finding>,
) {
    let invoice = document.invoice;
    let Some(matched) = matched else {
        if books.is_configured() && !books.creditors.all().is_empty() {
            findings.push(SupplierNew {}.into());
        }
        return;
    };
    if matched.contradicted {
        findings.push(SupplierConflict {}.into());
    }
    let known = &matched.supplier.ibans;
    if let Some(iban) = &invoice.supplier.iban
        && !known.is_empty()
        && !known.contains(&iban.value)
        && notices::g_account(invoice).as_ref() != Some(&iban.value)
    {
        findings.push(IbanChanged {}.into());
    } else {
        let bare = |iban: &String| iban.replace(' ', "").to_uppercase();
        let known: Vec<String> = known.iter().map(bare).collect();
        let Document { words, structured, .. } = *document;
        let ours = &books.identity;
        findings.extend(notices::paid_elsewhere(invoice, words, structured, &known, ours));
    }
    let (usage, code) = (&books.learned.usage, &matched.supplier.code);
    if let (Some(number), Some(usual)) = (&invoice.number, Pattern::of(usage, code))
        && (!usual.fits(&number.value)
            || number.evidence.method == Method::Ocr && usual.expects(&number.value) == Some(false))
        && !is_receipt(invoice)
        && number.evidence.method != Method::Entered
    {
        let (number, usual) = (number.value.clone(), usual.example);
        findings.push(NumberShape { number, usual }.into());
    }
    if let Some(number) = &invoice.number
        && usage.is_booked(code, &number.value)
    {
        findings.push(AlreadyBooked { number: number.value.clone() }.into());
    }
    if let Some(gross) = invoice.totals.gross.as_ref().map(|gross| gross.value.abs())
        && let Some((usual, highest)) = usage.usual_owed(code)
        && gross.0 * Decimal::ONE_HUNDRED >= usual.0 * SLIPPED
        && gross.0 > highest.0 * Decimal::TWO
    {
        findings.push(AmountUnusual { gross, usual }.into());
    }
}

/// What the invoice lacks for its VAT to be deducted, and rates that did not hold.
pub fn requirements(
    invoice: &Invoice,
    situation: &Situation,
    document: &Document<'_>,
    findings: &mut Vec<Finding>,
) {
    let charged =
        invoice.vat_breakdown.iter().any(|row| row.value.vat.is_some_and(|vat| !vat.is_zero()));
    let reversed = invoice
        .vat_breakdown
        .iter()
        .any(|row| matches!(row.value.category, Some(VatCategory::Ae | VatCategory::K)));
    let small = is_small(invoice);
    let dutch = situation.seller_country.as_deref().is_none_or(|country| country == "NL");
    let mut need = |present: bool, lacks: Finding| {
        if !present {
            findings.push(lacks);
        }
    };
    if charged && dutch && !small {
        need(invoice.supplier.vat_id.is_some(), LacksVatId {}.into());
        if !is_receipt(invoice) {
            need(invoice.customer.name.is_some(), LacksCustomer {}.into());
            need(invoice.supplier.address.is_some(), LacksAddress {}.into());
            need(
                invoice.supply_date.is_some() || invoice.period.is_some(),
                LacksSupplyDate {}.into(),
            );
        }
    }
    if reversed {
        need(invoice.customer.vat_id.is_some(), LacksBuyerVatId {}.into());
        need(
            situation.cues.reverse || situation.cues.intra_eu || document.structured,
            LacksReverseText {}.into(),
        );
    }
    findings.extend(notices::charged_though_reversed(invoice, document.words, situation));
    if charged && dutch {
        rates(invoice, situation, findings);
    }
    late(invoice, findings);
}

fn rates(invoice: &Invoice, situation: &Situation, findings: &mut Vec<Finding>) {
    let Some(day) = situation.day else { return };
    for row in &invoice.vat_breakdown {
        let row = &row.value;
        let (Some(rate), Some(vat)) = (row.rate, row.vat) else {
            continue;
        };
        if vat.is_zero() {
            continue;
        }
        let rate = rate.normalize();
        match law::rate_on(rate, day) {
            RateOn::OtherTime(kind) => {
                let held = law::rate(kind, day);
                findings.push(RateOfOtherTime { rate, day, held }.into());
            }
            RateOn::NearSwitch(kind) => {
                let held = law::rate(kind, day);
                findings.push(RateNearSwitch { rate, day, held }.into());
            }
            RateOn::Holds(law::RateKind::Low)
                if situation.cues.lodging
                    && day >= law::LODGING_GENERAL_FROM
                    && !is_of_meals(invoice, row) =>
            {
                findings.push(LodgingAtLowRate { rate, day }.into());
            }
            _ => {}
        }
    }
}

/// Whether a row is on what is eaten and drunk in a hotel, as the lines have it.
fn is_of_meals(invoice: &Invoice, row: &VatBreakdown) -> bool {
    let lines = invoice.lines.iter().map(|line| &line.value);
    let meals: Vec<&Line> =
        lines.filter(|l| Words::of(l.description.as_deref()).has_any(&LISTS.food)).collect();
    let sum = |of: fn(&Line) -> Option<Amount>| -> Option<Amount> {
        meals.iter().map(|line| of(line)).sum()
    };
    let with_vat = row.taxable.zip(row.vat).map(|(base, vat)| base + vat);
    let is = |wanted: Option<Amount>, sum: Option<Amount>| {
        wanted.zip(sum).is_some_and(|(a, b)| a.is_within_cents(b, 1))
    };
    !meals.is_empty() && (is(row.taxable, sum(|l| l.net)) || is(with_vat, sum(|l| l.gross)))
}

/// An invoice may be dated so many days after the day on which it is read: rent is asked for ahead.
const AHEAD_DAYS: i32 = 7;
/// One that is older, in years, is misread or was never sent.
const LONG_AGO_YEARS: i32 = 5;

/// What is the matter with an invoice of this day that is seen today: it is of the future, or of long ago, which is a mistake
/// where books are kept.
pub fn odd_day(day: Date, today: Date, has_books: bool) -> Option<Finding> {
    let ahead = today.checked_add(jiff::Span::new().days(AHEAD_DAYS)).ok()?;
    let ago = today.checked_sub(jiff::Span::new().years(LONG_AGO_YEARS)).ok()?;
    if day > ahead {
        Some(DateAhead { day }.into())
    } else {
        (has_books && day < ago).then(|| DateLongAgo { day }.into())
    }
}

/// Invoices are issued by the 15th of the month after the supply.
fn late(invoice: &Invoice, findings: &mut Vec<Finding>) {
    let (Some(issued), Some(supplied)) =
        (invoice.issue_date.as_ref().map(|f| f.value), supply_day(invoice))
    else {
        return;
    };
    if let Some(last) = latest_issue(supplied)
        && issued > last
    {
        findings.push(IssuedLate {}.into());
    }
}

/// The last day on which an invoice for a supply may be issued.
fn latest_issue(supplied: Date) -> Option<Date> {
    let (year, month) = match supplied.month() {
        12 => (supplied.year().checked_add(1)?, 1),
        month => (supplied.year(), month + 1),
    };
    Date::new(year, month, 15).ok()
}

/// Warns when the pages say that there are more of them.
pub(crate) fn missing_pages(words: &Words, pages: usize, findings: &mut Vec<Finding>) {
    let all: Vec<&str> = words.trimmed().split(' ').collect();
    let number = |at: usize| all.get(at).and_then(|word| word.parse::<usize>().ok());
    let most = (0..all.len())
        .filter(|at| {
            matches!(all[*at], "pagina" | "page" | "blad" | "seite" | "pag" | "bladzijde" | "blz")
        })
        .filter_map(|at| {
            let of = match all.get(at + 2) {
                Some(&("van" | "of" | "von" | "sur" | "de")) => number(at + 3)?,
                _ => number(at + 2)?,
            };
            let this = number(at + 1)?;
            (this >= 1 && this <= of && of <= 500).then_some(of)
        })
        .max();
    if most.is_some_and(|most| most > pages) {
        findings.push(MissingPages {}.into());
    }
}

/// Old VAT identifiers of sole traders hold their BSN (citizen service number). They left invoices in 2020; where one
/// still stands it is masked before anything is kept. Numbers of legal persons (RSIN) begin with 8 or 00. One that passes
/// the check of the numbers in use since is one of those, of which one in eleven passes that of the BSN by chance.
pub(crate) fn mask_bsn(invoice: &mut Invoice, known_as: Option<&str>, findings: &mut Vec<Finding>) {
    let mut masked = Vec::new();
    for (party, field, known_as) in [
        (&mut invoice.supplier, "supplier.vat_id", known_as),
        (&mut invoice.customer, "customer.vat_id", None),
    ] {
        if can_hold_bsn(party) && !known_as.is_some_and(names::has_legal_form) {
            if let Some(id) = &mut party.vat_id {
                mask(id);
            }
            masked.push(field);
        }
    }
    if !masked.is_empty() {
        let fields = Paths::of(&masked);
        findings.push(BsnMasked { fields }.into());
    }
}

fn can_hold_bsn(party: &Party) -> bool {
    let Some(id) = &party.vat_id else {
        return false;
    };
    let Some(number) = id.value.strip_prefix("NL").and_then(|rest| rest.get(..9)) else {
        return false;
    };
    let is_old = identifier::rsin(number).is_some()
        && !number.starts_with('8')
        && !number.starts_with("00")
        && !identifier::is_vat_id_since_2020(&id.value);
    let is_legal_person =
        party.name.as_ref().is_some_and(|name| names::has_legal_form(&name.value));
    is_old && !is_legal_person && id.evidence.method != Method::Derived
}

/// Takes the digits of the number out of a VAT identifier and of what is kept as its evidence.
fn mask(id: &mut Field<String>) {
    let hidden = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_digit() { '*' } else { c }).collect()
    };
    let shown = hidden(&id.value);
    id.value = shown;
    id.evidence.text = id.evidence.text.as_deref().map(hidden);
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::{Confidence, Evidence};

    fn field(value: &str) -> Field<String> {
        let bbox = invoice::BBox::new(0.0, 0.0, 1.0, 1.0);
        Field::new(
            value.to_owned(),
            Evidence::on_page(Method::TextLayer, 1, bbox, value),
            Confidence::new(0.9),
        )
    }

    #[test]
    fn page_numbers_tell_of_missing_pages() {
        let of = |text: &str, pages| {
            let mut findings = Vec::new();
            missing_pages(&Words::of([text]), pages, &mut findings);
            findings.len()
        };
        assert_eq!(of("Pagina 1 van 3", 1), 1);
        assert_eq!(of("Pagina 1/2", 1), 1);
        assert_eq!(of("Pagina 1 van 3", 3), 0);
        assert_eq!(of("pagina 12 van 5", 1), 0);
        assert_eq!(of("page 3", 1), 0);
    }

    #[test]
    fn numbers_that_hold_a_bsn_are_masked() {
        let party = |name: &str, id: &str| Party {
            name: Some(field(name)),
            vat_id: Some(field(id)),
            ..Party::default()
        };
        // 111222333 passes the 11-test
        let mut invoice = Invoice {
            supplier: party("Jan Jansen Klusbedrijf", "NL111222333B01"),
            customer: party("Kaas B.V.", "NL111222333B01"),
            ..Invoice::default()
        };
        let mut findings = Vec::new();
        mask_bsn(&mut invoice, None, &mut findings);
        assert_eq!(invoice.supplier.vat_id.as_ref().unwrap().value, "NL*********B**");
        assert_eq!(
            invoice.supplier.vat_id.as_ref().unwrap().evidence.text.as_deref(),
            Some("NL*********B**")
        );
        assert_eq!(invoice.customer.vat_id.as_ref().unwrap().value, "NL111222333B01");
        assert_eq!(findings[0].fields(), ["supplier.vat_id"]);
        // those in use since 2020 hold none, also when they pass the 11-test by chance
        for id in ["NL002455799B11", "NL200000007B07"] {
            let mut newer = Invoice { supplier: party("Jan Jansen", id), ..Invoice::default() };
            mask_bsn(&mut newer, None, &mut findings);
            assert_eq!(newer.supplier.vat_id.unwrap().value, id);
        }
        // the page may leave out the legal form that the books know
        let supplier = party("Kade Vastgoed", "NL111222333B01");
        let mut firm = Invoice { supplier, ..Invoice::default() };
        mask_bsn(&mut firm, Some("Kade Vastgoed C.V."), &mut findings);
        assert_eq!(firm.supplier.vat_id.unwrap().value, "NL111222333B01");
    }

    #[test]
    fn days_far_off_are_odd() {
        let is_odd = |day: &str, has_books| {
            odd_day(day.parse().unwrap(), "2026-06-15".parse().unwrap(), has_books).is_some()
        };
        // a rent of the first of July is sent before
        assert!(
            !is_odd("2026-06-22", true)
                && is_odd("2026-06-23", true)
                && is_odd("2062-06-01", false)
        );
        assert!(is_odd("2021-06-14", true) && !is_odd("2021-06-15", true));
        assert!(!is_odd("2012-01-01", false));
    }

    #[test]
    fn invoices_are_issued_by_the_fifteenth() {
        assert_eq!(
            latest_issue("2025-12-03".parse().unwrap()),
            Some("2026-01-15".parse().unwrap())
        );
        assert_eq!(
            latest_issue("2026-01-31".parse().unwrap()),
            Some("2026-02-15".parse().unwrap())
        );
    }
}
