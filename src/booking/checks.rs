//! What is the matter with an invoice: the arithmetic of EN 16931, missing fields, identifiers, dates; and the verdict.

use rust_decimal::Decimal;

use super::Verdict;
use super::document::is_simplified;
use super::finding::rules::{
    DueBeforeIssue, Follows, GrossNotSum, IbanCheck, LinesNotSum, NegativeCredit, NegativeInvoice,
    NetNotLines, NoCurrency, NoDate, NoGross, NoInvoice, NoKind, NoNumber, NoSuchRate, NoSupplier,
    NoVat, PayableDiffers, PayableWrong, Unsure, VatIdCheck, VatNearRate, VatNotRate, VatNotSum,
};
use super::finding::{Finding, Paths};
use invoice::codes::DOCUMENT_TYPES;
use invoice::{Amount, DocumentType, Field, Invoice, Line, Method, Severity, identifier};

/// Tolerance of BR-CO-17 and of the sums per rate, cents: "less than 1.00".
const RATE_TOLERANCE_CENTS: i64 = 99;

fn value(field: Option<&Field<Amount>>) -> Option<Amount> {
    field.map(|f| f.value)
}

/// True for documents that are to be booked.
pub fn is_bookable(invoice: &Invoice) -> bool {
    matches!(
        invoice.document_type.as_ref().map(|f| f.value),
        Some(DocumentType::Invoice | DocumentType::CreditNote | DocumentType::Receipt)
    )
}

/// All findings about an invoice. Documents that are not booked are not checked.
pub fn check(invoice: &Invoice) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !is_bookable(invoice) {
        return findings;
    }
    totals(invoice, &mut findings);
    rates(invoice, &mut findings);
    missing(invoice, &mut findings);
    identifiers(invoice, &mut findings);
    dates(invoice, &mut findings);
    references(invoice, &mut findings);
    findings
}

/// Whether lines, VAT and totals come to the same.
pub fn adds_up(invoice: &Invoice) -> bool {
    let mut findings = Vec::new();
    totals(invoice, &mut findings);
    !findings.iter().any(|finding| finding.severity() == Severity::Error)
}

fn totals(invoice: &Invoice, findings: &mut Vec<Finding>) {
    let t = &invoice.totals;
    let mut equal = |left: Option<Amount>, right: Option<Amount>, found: Finding| {
        if let (Some(left), Some(right)) = (left, right)
            && left != right
        {
            findings.push(found);
        }
    };
    let lines: Option<Amount> = (!invoice.lines.is_empty())
        .then(|| invoice.lines.iter().map(|l| l.value.net).sum::<Option<Amount>>())
        .flatten();
    equal(value(t.lines.as_ref()), lines, LinesNotSum {}.into());
    if let Some(sum) = value(t.lines.as_ref()) {
        let allowances = value(t.allowances.as_ref()).unwrap_or_default();
        let charges = value(t.charges.as_ref()).unwrap_or_default();
        equal(value(t.net.as_ref()), Some(sum - allowances + charges), NetNotLines {}.into());
    }
    let breakdown: Option<Amount> = (!invoice.vat_breakdown.is_empty())
        .then(|| invoice.vat_breakdown.iter().map(|r| r.value.vat).sum::<Option<Amount>>())
        .flatten();
    equal(value(t.vat.as_ref()), breakdown, VatNotSum {}.into());
    if let (Some(net), Some(vat)) = (value(t.net.as_ref()), value(t.vat.as_ref())) {
        equal(value(t.gross.as_ref()), Some(net + vat), GrossNotSum {}.into());
    }
    // Printed documents often name what is to be paid without what was paid; only the full equation is checked.
    let xml = t.payable.as_ref().is_some_and(|p| p.evidence.method == Method::Xml);
    if let (Some(gross), Some(payable)) = (value(t.gross.as_ref()), value(t.payable.as_ref()))
        && (xml || t.prepaid.is_some() || t.rounding.is_some())
    {
        let prepaid = value(t.prepaid.as_ref()).unwrap_or_default();
        let rounding = value(t.rounding.as_ref()).unwrap_or_default();
        let expected = gross - prepaid + rounding;
        if payable != expected {
            // A page that shows old balances may add otherwise; to be paid back what is owed is more than that.
            let turned = !gross.is_zero() && payable.is_negative() != gross.is_negative();
            findings.push(if xml || turned {
                PayableWrong {}.into()
            } else {
                PayableDiffers {}.into()
            });
        }
    }
}

fn rates(invoice: &Invoice, findings: &mut Vec<Finding>) {
    for row in &invoice.vat_breakdown {
        let row = &row.value;
        let (Some(rate), Some(taxable), Some(vat)) = (row.rate, row.taxable, row.vat) else {
            continue;
        };
        let expected = taxable.percent(rate);
        // Rounded per line or on the total, both are legal: half a cent a line at most.
        let lines = i64::try_from(invoice.lines.len()).unwrap_or(i64::MAX).min(10_000);
        if !expected.is_within_cents(vat, RATE_TOLERANCE_CENTS) {
            findings.push(VatNotRate {}.into());
        } else if !expected.is_within_cents(vat, 2 + lines / 2) {
            findings.push(VatNearRate {}.into());
        }
        if rate > Decimal::from(30) || rate.is_sign_negative() {
            findings.push(NoSuchRate {}.into());
        }
    }
}

fn missing(invoice: &Invoice, findings: &mut Vec<Finding>) {
    let receipt = invoice.document_type.as_ref().map(|f| f.value) == Some(DocumentType::Receipt);
    let totals = &invoice.totals;
    let supplier = &invoice.supplier;
    let mut need = |present: bool, missing: Finding| {
        if !present {
            findings.push(missing);
        }
    };
    need(invoice.number.is_some() || receipt, NoNumber {}.into());
    need(invoice.issue_date.is_some(), NoDate {}.into());
    need(totals.gross.is_some(), NoGross {}.into());
    need(totals.vat.is_some() && totals.net.is_some(), NoVat {}.into());
    need(supplier.name.is_some() || supplier.vat_id.is_some(), NoSupplier {}.into());
    need(invoice.currency.is_some(), NoCurrency {}.into());
}

fn identifiers(invoice: &Invoice, findings: &mut Vec<Finding>) {
    if let Some(iban) = &invoice.supplier.iban
        && identifier::iban(&iban.value).is_none()
    {
        findings.push(IbanCheck {}.into());
    }
    for (party, field) in
        [(&invoice.supplier, "supplier.vat_id"), (&invoice.customer, "customer.vat_id")]
    {
        if let Some(id) = &party.vat_id
            && identifier::vat_id(&id.value).is_none()
        {
            let fields = Paths::of(&[field]);
            findings.push(VatIdCheck { fields }.into());
        }
    }
}

fn dates(invoice: &Invoice, findings: &mut Vec<Finding>) {
    if let (Some(issue), Some(due)) = (&invoice.issue_date, &invoice.due_date)
        && due.value < issue.value
    {
        findings.push(DueBeforeIssue {}.into());
    }
}

/// What an e-invoice says of its kind: of a page the words "credit" and "-100" mean one thing.
fn references(invoice: &Invoice, findings: &mut Vec<Finding>) {
    let Some(kind) = invoice.document_type.as_ref().filter(|f| f.evidence.method == Method::Xml)
    else {
        return;
    };
    let code = kind.evidence.text.as_deref().unwrap_or_default();
    let is_said = kind.value == DocumentType::CreditNote
        && (code == "CreditNote" || DOCUMENT_TYPES.is_credit_note(code));
    if is_said && value(invoice.totals.gross.as_ref()).is_some_and(Amount::is_negative) {
        findings.push(NegativeCredit {}.into());
    }
    // an invoice below zero takes back another: without its number nobody knows which
    let is_negative = code == "380" && kind.value == DocumentType::CreditNote;
    if is_negative && invoice.credited_invoice.is_none() {
        findings.push(NegativeInvoice {}.into());
    }
    let before = invoice.credited_invoice.as_ref().map(|before| before.value.clone());
    // UNTDID 1001: 384 is a corrected invoice, also where it does not say of which
    if kind.value == DocumentType::Invoice && (before.is_some() || code == "384") {
        findings.push(Follows { number: before.unwrap_or_else(|| "?".to_owned()) }.into());
    }
}

/// The core fields that are not there or not sure. The name of a supplier that `is_known` by one of its identifiers is
/// the one of the list.
fn unsure(invoice: &Invoice, is_known: bool, at: f32) -> Vec<&'static str> {
    fn sure<T>(field: Option<&Field<T>>, least: f32) -> bool {
        field.is_some_and(|f| f.confidence.get() >= least)
    }
    let t = &invoice.totals;
    let fields = [
        (
            "invoice_number",
            sure(invoice.number.as_ref(), at)
                || (invoice.number.is_none() && is_simplified(invoice)),
        ),
        ("issue_date", sure(invoice.issue_date.as_ref(), at)),
        ("totals.net", sure(t.net.as_ref(), at)),
        ("totals.vat", sure(t.vat.as_ref(), at)),
        ("totals.gross", sure(t.gross.as_ref(), at)),
        ("currency", sure(invoice.currency.as_ref(), at)),
        ("supplier.name", is_known || sure(invoice.supplier.name.as_ref(), at)),
        ("document_type", sure(invoice.document_type.as_ref(), 0.6)),
    ];
    fields.into_iter().filter(|(_, is_sure)| !is_sure).map(|(field, _)| field).collect()
}

/// Whether the total of a page is what one of its lines comes to, while there are others: then most likely it is not the
/// total.
fn is_total_of_line(invoice: &Invoice) -> bool {
    let lines: Vec<Amount> = invoice.lines.iter().filter_map(|line| line.value.net).collect();
    let all: Amount = lines.iter().copied().sum();
    invoice.totals.gross.as_ref().is_some_and(|gross| {
        matches!(gross.evidence.method, Method::TextLayer | Method::Ocr)
            && lines.len() > 1
            && lines.contains(&gross.value)
            && all.abs() > gross.value.abs()
    })
}

/// Whether a line of a page says a rate of the law that no row of the VAT table has: then a row was not read. One that
/// stands in its words may be of another tax ("incl. 21% assurantiebelasting").
fn lacks_rate_of_line(invoice: &Invoice) -> bool {
    let rows = &invoice.vat_breakdown;
    let is_page = rows.iter().all(|row| row.evidence.method != Method::Xml);
    let has_row = |rate: Decimal| rows.iter().any(|row| row.value.rate == Some(rate));
    let is_of_law = |rate: Decimal| {
        let mut rates = invoice::vat_rates::dutch();
        !rate.is_zero() && rates.any(|known| known.percent == rate && known.until.is_none())
    };
    let lines = invoice.lines.iter().map(|line| &line.value);
    let is_in_words = |line: &Line| line.description.as_deref().is_some_and(|d| d.contains('%'));
    let mut rates = lines
        .filter(|line| line.net.is_some_and(|net| !net.is_zero()))
        .filter(|line| !is_in_words(line));
    is_page
        && !rows.is_empty()
        && rates.any(|line| {
            line.rate.map(|rate| rate.normalize()).is_some_and(|r| is_of_law(r) && !has_row(r))
        })
}

/// What a person has to do: `ready` when every core field is there and sure and nothing is wrong. What keeps it from
/// being so is among the findings afterwards.
pub fn verdict(
    invoice: &Invoice,
    findings: &mut Vec<Finding>,
    is_known: bool,
    least: f32,
) -> Verdict {
    let told: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity() != Severity::Info)
        .flat_map(Finding::fields)
        .collect();
    let is_told = |field: &&str| told.iter().any(|told| told == *field);
    if !is_bookable(invoice) {
        if !is_told(&"document_type") {
            findings.push(match invoice.document_type.as_ref().map(|f| f.value) {
                None | Some(DocumentType::Other) => NoKind {}.into(),
                Some(kind) => NoInvoice { kind }.into(),
            });
        }
        return Verdict::Review;
    }
    let mut unsure = unsure(invoice, is_known, least);
    for (is_doubtful, field) in
        [(is_total_of_line(invoice), "totals.gross"), (lacks_rate_of_line(invoice), "totals.vat")]
    {
        if is_doubtful && !unsure.contains(&field) {
            unsure.push(field);
        }
    }
    let is_ready = unsure.is_empty() && !findings.iter().any(Finding::wants_person);
    let untold: Vec<_> = unsure.into_iter().filter(|field| !is_told(field)).collect();
    if !untold.is_empty() {
        findings.push(Unsure { fields: Paths::of(&untold) }.into());
    }
    if is_ready { Verdict::Ready } else { Verdict::Review }
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::{Confidence, Derivation, Evidence, Severity, VatBreakdown, VatCategory};

    fn sure<T>(value: T) -> Field<T> {
        Field::new(value, Evidence::derived(Derivation::WholeDocument), Confidence::new(0.95))
    }

    /// 37.50 and 12.50 at 21 %.
    fn invoice(vat_cents: i64) -> Invoice {
        let mut invoice = Invoice {
            document_type: Some(sure(DocumentType::Invoice)),
            number: Some(sure("1".to_owned())),
            issue_date: Some(sure("2026-03-01".parse().unwrap())),
            currency: Some(sure("EUR".to_owned())),
            ..Invoice::default()
        };
        invoice.supplier.name = Some(sure("Kaas B.V.".to_owned()));
        invoice.totals.net = Some(sure(Amount::from_cents(5000)));
        invoice.totals.vat = Some(sure(Amount::from_cents(vat_cents)));
        invoice.totals.gross = Some(sure(Amount::from_cents(5000 + vat_cents)));
        invoice.vat_breakdown.push(sure(VatBreakdown {
            category: Some(VatCategory::S),
            rate: Some(Decimal::from(21)),
            taxable: Some(Amount::from_cents(5000)),
            vat: Some(Amount::from_cents(vat_cents)),
            exemption_reason: None,
            exemption_code: None,
        }));
        invoice
    }

    fn rules(invoice: &Invoice) -> Vec<String> {
        check(invoice).iter().map(|f| f.id().to_owned()).collect()
    }

    #[test]
    fn the_total_of_one_line_is_not_sure() {
        let mut page = invoice(1250);
        let mut findings = Vec::new();
        assert_eq!(verdict(&page, &mut findings, true, 0.9), Verdict::Ready);
        let bbox = invoice::BBox::new(0.0, 0.0, 1.0, 1.0);
        let gross = page.totals.gross.as_mut().unwrap();
        gross.evidence = Evidence::on_page(Method::TextLayer, 1, bbox, "62,50");
        for cents in [6250, 9900] {
            let net = Some(Amount::from_cents(cents));
            page.lines.push(sure(Line { net, ..Line::default() }));
        }
        assert_eq!(verdict(&page, &mut findings, true, 0.9), Verdict::Review);
        // a line says a rate that no row has
        let mut page = invoice(1050);
        assert_eq!(verdict(&page, &mut Vec::new(), true, 0.9), Verdict::Ready);
        let (net, rate) = (Some(Amount::from_cents(2_500)), Some(Decimal::from(9)));
        page.lines.push(sure(Line { net, rate, ..Line::default() }));
        assert_eq!(verdict(&page, &mut Vec::new(), true, 0.9), Verdict::Review);
    }

    #[test]
    fn both_legal_roundings_pass() {
        for cents in [1050, 1051] {
            let invoice = invoice(cents);
            assert_eq!(rules(&invoice), Vec::<String>::new());
            assert_eq!(verdict(&invoice, &mut check(&invoice), false, 0.9), Verdict::Ready);
        }
    }

    #[test]
    fn wrong_sums_are_errors_and_go_to_review() {
        let mut invoice = invoice(1050);
        invoice.totals.gross = Some(sure(Amount::from_cents(6060)));
        assert_eq!(rules(&invoice), ["BR-CO-15"]);
        assert_eq!(verdict(&invoice, &mut check(&invoice), false, 0.9), Verdict::Review);
    }

    #[test]
    fn an_amount_due_of_the_other_sign_goes_to_review() {
        for (payable, severity, judged) in [
            (2050, Severity::Info, Verdict::Ready), // an old balance beside the invoice
            (-450, Severity::Error, Verdict::Review),
        ] {
            let mut invoice = invoice(1050);
            invoice.totals.prepaid = Some(sure(Amount::from_cents(1000)));
            invoice.totals.payable = Some(sure(Amount::from_cents(payable)));
            let findings = check(&invoice);
            assert_eq!(findings[0].id(), "BR-CO-16");
            assert_eq!(findings[0].severity(), severity);
            assert_eq!(verdict(&invoice, &mut findings.clone(), false, 0.9), judged);
        }
    }

    #[test]
    fn vat_that_is_not_the_rate_is_found() {
        assert_eq!(rules(&invoice(1060)), ["BR-CO-17"]);
        let findings = check(&invoice(1200));
        assert_eq!(findings[0].id(), "BR-CO-17");
        assert_eq!(findings[0].severity(), Severity::Error);
    }

    #[test]
    fn missing_fields_and_bad_identifiers_are_named() {
        let mut invoice = invoice(1050);
        invoice.number = None;
        invoice.supplier.iban = Some(sure("NL00ABNA0417164300".to_owned()));
        invoice.supplier.vat_id = Some(sure("NL123456789B01".to_owned()));
        invoice.due_date = Some(sure("2026-02-01".parse().unwrap()));
        assert_eq!(rules(&invoice), ["DZ-NO-NUMBER", "DZ-IBAN", "DZ-VAT-ID", "DZ-DUE-DATE"]);
        assert_eq!(verdict(&invoice, &mut check(&invoice), false, 0.9), Verdict::Review);
    }

    #[test]
    fn documents_that_are_not_booked_are_not_checked() {
        let mut invoice = invoice(9999);
        invoice.document_type = Some(sure(DocumentType::Reminder));
        assert!(check(&invoice).is_empty());
        assert_eq!(verdict(&invoice, &mut Vec::new(), false, 0.9), Verdict::Review);
    }

    #[test]
    fn an_unsure_name_beside_a_sure_identifier_goes_to_review_unless_it_is_known() {
        let mut invoice = invoice(1050);
        invoice.supplier.vat_id = Some(sure("NL004495445B01".to_owned()));
        if let Some(name) = &mut invoice.supplier.name {
            name.confidence = Confidence::new(0.6);
        }
        let findings = check(&invoice);
        assert_eq!(verdict(&invoice, &mut findings.clone(), false, 0.9), Verdict::Review);
        assert_eq!(verdict(&invoice, &mut findings.clone(), true, 0.9), Verdict::Ready);
    }

    #[test]
    fn unsure_fields_go_to_review() {
        let mut invoice = invoice(1050);
        if let Some(gross) = &mut invoice.totals.gross {
            gross.confidence = Confidence::new(0.7);
        }
        assert_eq!(verdict(&invoice, &mut check(&invoice), false, 0.9), Verdict::Review);
    }
}
