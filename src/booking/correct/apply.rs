//! What corrections do to an invoice and its entry.

use jiff::civil::Date;

use super::value::{
    Kind, account_of_line, address, document_type, journal_line, kind_of, shares, vat_rows,
};
use super::{Correction, lines};
use crate::account::BY_PERSON;
use crate::document::Chosen;
use crate::{BookingRule, JournalLine, LineKind};
use invoice::BBox;
use invoice::{Amount, Confidence, Derivation, Evidence, Field, Invoice, Method, VatBreakdown};

/// The corrections of one proposal.
#[derive(Debug, Clone, Default)]
pub struct OfProposal<'c>(Vec<&'c Correction>);

impl<'c> OfProposal<'c> {
    pub(super) fn new(corrections: Vec<&'c Correction>) -> Self {
        Self(corrections)
    }
}

impl OfProposal<'_> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a field that a person gave.
    pub fn value(&self, field: &str) -> Option<&str> {
        let one = self.0.iter().find(|one| one.field == field)?;
        Some(one.value.as_str())
    }

    /// Whether a person answered yes or no.
    pub fn answer(&self, field: &str) -> Option<bool> {
        self.value(field).map(|value| value == "yes")
    }

    /// The fields that a person changed, beside answers.
    pub fn fields(&self) -> Vec<String> {
        let changes = self.0.iter().filter(|one| kind_of(&one.field) != Some(Kind::YesNo));
        changes.map(|one| one.field.clone()).collect()
    }

    /// Puts the values of a person in the place of those that were read.
    pub fn apply(&self, invoice: &mut Invoice) {
        for one in &self.0 {
            let evidence = evidence(one);
            set(invoice, &one.field, &one.value, evidence);
        }
        let of_totals = |one: &&Correction| one.field.starts_with("totals.");
        if self.0.iter().any(of_totals) {
            fit_vat(invoice);
        }
        if self.value("lines").is_some() {
            fit_lines(invoice);
        }
    }

    /// The account and VAT code that a person chose for the whole, as a rule before all others.
    pub fn rule(&self) -> Option<BookingRule> {
        let account = self.value("account")?;
        Some(BookingRule {
            name: BY_PERSON.to_owned(),
            account: account.to_owned(),
            vat_code: self.value("vat_code").map(str::to_owned),
            ..BookingRule::default()
        })
    }

    /// Lines of the entry, from 0, with the accounts that a person chose for them.
    pub fn line_accounts(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.0.iter();
        lines.filter_map(|one| Some((journal_line(&one.field)?, one.value.as_str())))
    }

    /// Lines of the invoice with the accounts that a person chose for them.
    pub fn accounts_of_lines(&self) -> Chosen {
        let lines = self.0.iter();
        lines.filter_map(|one| Some((account_of_line(&one.field)?, shares(&one.value)?))).collect()
    }

    /// The accounts that a person chose for single lines of the entry.
    pub(crate) fn apply_to_lines(&self, journal: &mut [JournalLine]) {
        for one in &self.0 {
            let line = journal_line(&one.field).and_then(|index| journal.get_mut(index));
            let Some(line) = line else { continue };
            if matches!(line.kind, LineKind::Cost | LineKind::Suspense | LineKind::Revenue) {
                line.account.clone_from(&one.value);
                line.rgs = None;
                line.kind =
                    if line.kind == LineKind::Suspense { LineKind::Cost } else { line.kind };
                line.why.by = crate::By::Rule;
                line.why.because = crate::Because::Rule(BY_PERSON.to_owned());
                line.confidence = 1.0;
            }
        }
    }
}

fn evidence(one: &Correction) -> Evidence {
    let mut evidence = Evidence::entered();
    if let Some(place) = &one.place {
        let [x0, y0, x1, y1] = place.bbox;
        evidence.page = Some(place.page);
        evidence.bbox = Some(BBox { x0, y0, x1, y1 });
        evidence.text = Some(place.text.clone());
    }
    evidence
}

fn set(invoice: &mut Invoice, field: &str, value: &str, evidence: Evidence) {
    fn put<T>(field: &mut Option<Field<T>>, value: Option<T>, evidence: Evidence) {
        if let Some(value) = value {
            *field = Some(Field::new(value, evidence, Confidence::CERTAIN));
        }
    }
    let text = || Some(value.to_owned());
    let amount = || value.parse::<Amount>().ok();
    let day = || value.parse::<Date>().ok();
    let totals = &mut invoice.totals;
    match field {
        "supplier.name" => put(&mut invoice.supplier.name, text(), evidence),
        "supplier.kvk" => put(&mut invoice.supplier.kvk, text(), evidence),
        "supplier.iban" => put(&mut invoice.supplier.iban, text(), evidence),
        "supplier.vat_id" => put(&mut invoice.supplier.vat_id, text(), evidence),
        "customer.name" => put(&mut invoice.customer.name, text(), evidence),
        "customer.kvk" => put(&mut invoice.customer.kvk, text(), evidence),
        "customer.vat_id" => put(&mut invoice.customer.vat_id, text(), evidence),
        "invoice_number" => put(&mut invoice.number, text(), evidence),
        "payment_reference" => put(&mut invoice.payment_reference, text(), evidence),
        "order_reference" => put(&mut invoice.order_reference, text(), evidence),
        "credited_invoice" => put(&mut invoice.credited_invoice, text(), evidence),
        "period" => put(&mut invoice.period, serde_json::from_str(value).ok(), evidence),
        "currency" => put(&mut invoice.currency, text(), evidence),
        "issue_date" => put(&mut invoice.issue_date, day(), evidence),
        "due_date" => put(&mut invoice.due_date, day(), evidence),
        "supply_date" => put(&mut invoice.supply_date, day(), evidence),
        "document_type" => put(&mut invoice.document_type, document_type(value), evidence),
        "totals.net" => put(&mut totals.net, amount(), evidence),
        "totals.vat" => put(&mut totals.vat, amount(), evidence),
        "totals.gross" => put(&mut totals.gross, amount(), evidence),
        "totals.prepaid" => put(&mut totals.prepaid, amount(), evidence),
        "totals.payable" => put(&mut totals.payable, amount(), evidence),
        "supplier.address" => put(&mut invoice.supplier.address, address(value), evidence),
        "customer.address" => put(&mut invoice.customer.address, address(value), evidence),
        "lines" => {
            if let Some(lines) = lines::parse(value) {
                invoice.lines = lines;
            }
        }
        "vat_breakdown" => {
            let rows = vat_rows(value).unwrap_or_default().into_iter();
            let rows = rows.map(|(category, rate, taxable, vat)| VatBreakdown {
                category: Some(category),
                rate: Some(rate),
                taxable: Some(taxable),
                vat: Some(vat),
                exemption_reason: None,
                exemption_code: None,
            });
            invoice.vat_breakdown =
                rows.map(|row| Field::new(row, evidence.clone(), Confidence::CERTAIN)).collect();
        }
        _ => {}
    }
}

/// What follows from totals that a person gave: the third of net, VAT and total when they gave two, what is to be paid,
/// and the only row of VAT.
fn fit_vat(invoice: &mut Invoice) {
    let totals = &mut invoice.totals;
    let is_entered = |field: &Option<Field<Amount>>| {
        field.as_ref().is_some_and(|f| f.evidence.method == Method::Entered)
    };
    let value = |field: &Option<Field<Amount>>| field.as_ref().map(|f| f.value);
    let derived = |amount: Amount| {
        let evidence = Evidence::derived(Derivation::Entered);
        Some(Field::new(amount, evidence, Confidence::CERTAIN))
    };
    let entered = (is_entered(&totals.net), is_entered(&totals.vat), is_entered(&totals.gross));
    if let (Some(net), Some(vat), Some(gross)) =
        (value(&totals.net), value(&totals.vat), value(&totals.gross))
    {
        match entered {
            (true, true, false) => totals.gross = derived(net + vat),
            (true, false, true) => totals.vat = derived(gross - net),
            (false, true, true) => totals.net = derived(gross - vat),
            _ => {}
        }
    } else if let (Some(net), Some(vat), None) =
        (value(&totals.net), value(&totals.vat), value(&totals.gross))
    {
        totals.gross = derived(net + vat);
    }
    if totals.payable.is_some()
        && !is_entered(&totals.payable)
        && let Some(gross) = value(&totals.gross)
    {
        totals.payable = derived(gross - value(&totals.prepaid).unwrap_or_default());
    }
    let (net, vat) = (value(&totals.net), value(&totals.vat));
    if let [row] = &mut invoice.vat_breakdown[..]
        && row.evidence.method != Method::Entered
    {
        row.value = VatBreakdown {
            taxable: net.or(row.value.taxable),
            vat: vat.or(row.value.vat),
            ..row.value.clone()
        };
    }
}

/// The sum of lines that a person gave, where none is printed: what they come to is checked against the total.
fn fit_lines(invoice: &mut Invoice) {
    let totals = &mut invoice.totals;
    let is_printed = (totals.lines.as_ref()).is_some_and(|f| f.evidence.method != Method::Derived);
    if is_printed || invoice.lines.is_empty() {
        return;
    }
    let sum: Option<Amount> = invoice.lines.iter().map(|line| line.value.net).sum();
    totals.lines = sum.map(|sum| {
        let evidence = Evidence::derived(Derivation::EnteredLines);
        Field::new(sum, evidence, Confidence::CERTAIN)
    });
}
