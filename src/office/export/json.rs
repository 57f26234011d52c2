//! A proposal as JSON: the published form, `dizzy.proposal/1`.
//!
//! The structs here fix names and order of the keys; the model behind them can change without changing the output.

mod lines;

use lines::{JsonAllowance, JsonLine, JsonMeans, JsonVat};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{ProposalRecord, evidence};
use booking::MatchedBy;
use booking::duplicates::Reason;
use booking::law::Rubriek;
use booking::{
    AssignedBy, Because, Booking, By, Direction, LineKind, Reviewed, SourceKind, Verdict,
};
use invoice::{
    Address, Amount, DocumentType, Field, Identifier, Invoice, Lang, Party, Period, Severity,
};
use reading::source::Sha256;

/// Serialises as the text that `Display` gives.
struct Shown<T>(T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

type Text<'a> = Option<&'a str>;
type Number<T> = Option<Shown<T>>;

fn text(field: Option<&Field<String>>) -> Text<'_> {
    field.map(|field| field.value.as_str())
}

fn shown<T: fmt::Display + Copy>(field: Option<&Field<T>>) -> Number<T> {
    field.map(|field| Shown(field.value))
}

/// A rate or quantity, without zeros at its end.
fn plain(number: Option<Decimal>) -> Number<Decimal> {
    number.map(|number| Shown(number.normalize()))
}

/// A number rounded to this many parts of one; never -0.
fn rounded(value: f32, parts: f64) -> f64 {
    (f64::from(value) * parts).round() / parts + 0.0
}

/// The object that is published.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    schema: &'static str,
    source: JsonSource<'a>,
    verdict: Verdict,
    document_type: Option<DocumentType>,
    direction: Direction,
    administration: Text<'a>,
    supplier: JsonSupplier<'a>,
    customer: JsonCustomer<'a>,
    invoice_number: Text<'a>,
    issue_date: Number<jiff::civil::Date>,
    due_date: Number<jiff::civil::Date>,
    supply_date: Number<jiff::civil::Date>,
    period: Option<JsonPeriod>,
    currency: Text<'a>,
    payment_reference: Text<'a>,
    order_reference: Text<'a>,
    credited_invoice: Text<'a>,
    totals: JsonTotals,
    vat_breakdown: Vec<JsonVat<'a>>,
    lines: Vec<JsonLine<'a>>,
    journal: Vec<JsonJournal<'a>>,
    booking: JsonBooking<'a>,
    findings: Vec<JsonFinding<'a>>,
    duplicate_of: Text<'a>,
    duplicate_reason: Option<Reason>,
    reviewed: Option<&'a Reviewed>,
    payee: Option<JsonParty<'a>>,
    payment_means: Vec<JsonMeans<'a>>,
    allowances_charges: Vec<JsonAllowance<'a>>,
    payment_terms: Text<'a>,
    buyer_reference: Text<'a>,
    contract_reference: Text<'a>,
    project_reference: Text<'a>,
    accounting_cost: Text<'a>,
    tax_currency: Text<'a>,
    specification: Text<'a>,
    notes: &'a [String],
    evidence: JsonEvidence<'a>,
}

impl<'a> Json<'a> {
    pub(super) fn of(record: &'a ProposalRecord) -> Self {
        let ProposalRecord { proposal, source, duplicate_of, duplicate_reason } = record;
        let invoice = &proposal.invoice;
        Self {
            schema: "dizzy.proposal/1",
            source: JsonSource {
                path: &source.path,
                sha256: Shown(source.sha256),
                kind: proposal.source.kind,
                pages: proposal.source.pages,
                companion: source
                    .companion
                    .as_ref()
                    .map(|(path, sha256)| JsonCompanion { path, sha256: Shown(*sha256) }),
            },
            verdict: proposal.verdict,
            document_type: invoice.document_type.as_ref().map(|field| field.value),
            direction: proposal.direction,
            administration: proposal.administration.as_deref(),
            supplier: JsonSupplier {
                name: text(invoice.supplier.name.as_ref()),
                vat_id: text(invoice.supplier.vat_id.as_ref()),
                kvk: text(invoice.supplier.kvk.as_ref()),
                iban: text(invoice.supplier.iban.as_ref()),
                address: address(&invoice.supplier),
                known_as: proposal.supplier_known_as.as_deref(),
                bic: text(invoice.supplier.bic.as_ref()),
                more: JsonPartyMore::of(&invoice.supplier),
            },
            customer: JsonCustomer {
                name: text(invoice.customer.name.as_ref()),
                vat_id: text(invoice.customer.vat_id.as_ref()),
                address: address(&invoice.customer),
                kvk: text(invoice.customer.kvk.as_ref()),
                more: JsonPartyMore::of(&invoice.customer),
            },
            invoice_number: text(invoice.number.as_ref()),
            issue_date: shown(invoice.issue_date.as_ref()),
            due_date: shown(invoice.due_date.as_ref()),
            supply_date: shown(invoice.supply_date.as_ref()),
            period: invoice.period.as_ref().map(|field| JsonPeriod::of(field.value)),
            currency: text(invoice.currency.as_ref()),
            payment_reference: text(invoice.payment_reference.as_ref()),
            order_reference: text(invoice.order_reference.as_ref()),
            credited_invoice: text(invoice.credited_invoice.as_ref()),
            totals: JsonTotals::of(invoice),
            vat_breakdown: invoice
                .vat_breakdown
                .iter()
                .map(|row| JsonVat::of(&row.value))
                .collect(),
            lines: invoice.lines.iter().map(|line| JsonLine::of(&line.value)).collect(),
            journal: proposal
                .journal
                .iter()
                .map(|line| JsonJournal {
                    account: &line.account,
                    rgs: line.rgs.as_deref(),
                    description: &line.description,
                    debit: Shown(line.debit),
                    credit: Shown(line.credit),
                    vat_code: line.vat_code.as_deref(),
                    rubriek: line.rubriek.as_deref(),
                    kind: line.kind,
                    cost_center: line.cost_center.as_deref(),
                    relation: line.relation.as_deref(),
                    due_date: line.due_date.map(Shown),
                    payment_reference: line.payment_reference.as_deref(),
                    why: JsonWhy {
                        by: line.why.by,
                        because: Shown(&line.why.because),
                        vat: line.why.vat.text(Lang::En),
                        confidence: rounded(line.confidence, 1000.0),
                    },
                })
                .collect(),
            booking: JsonBooking::of(&proposal.booking),
            findings: proposal
                .findings
                .iter()
                .map(|finding| JsonFinding {
                    rule: finding.id(),
                    severity: finding.severity(),
                    message: finding.text(Lang::En),
                    fields: finding.fields(),
                })
                .collect(),
            duplicate_of: duplicate_of.as_deref(),
            duplicate_reason: *duplicate_reason,
            reviewed: proposal.reviewed.as_ref(),
            payee: invoice.payee.as_ref().map(|payee| JsonParty {
                name: text(payee.name.as_ref()),
                vat_id: text(payee.vat_id.as_ref()),
                kvk: text(payee.kvk.as_ref()),
                iban: text(payee.iban.as_ref()),
                address: address(payee),
            }),
            payment_means: invoice.payment_means.iter().map(JsonMeans::of).collect(),
            allowances_charges: invoice
                .allowances_charges
                .iter()
                .map(|field| JsonAllowance::of(&field.value))
                .collect(),
            payment_terms: text(invoice.payment_terms.as_ref()),
            buyer_reference: text(invoice.buyer_reference.as_ref()),
            contract_reference: text(invoice.contract_reference.as_ref()),
            project_reference: text(invoice.project_reference.as_ref()),
            accounting_cost: text(invoice.accounting_cost.as_ref()),
            tax_currency: text(invoice.tax_currency.as_ref()),
            specification: invoice.specification.as_deref(),
            notes: &invoice.notes,
            evidence: JsonEvidence(invoice),
        }
    }
}

#[derive(Serialize)]
struct JsonSource<'a> {
    path: &'a str,
    sha256: Shown<Sha256>,
    kind: SourceKind,
    pages: Option<(u32, u32)>,
    companion: Option<JsonCompanion<'a>>,
}

#[derive(Serialize)]
struct JsonCompanion<'a> {
    path: &'a str,
    sha256: Shown<Sha256>,
}

#[derive(Serialize)]
struct JsonSupplier<'a> {
    name: Text<'a>,
    vat_id: Text<'a>,
    kvk: Text<'a>,
    iban: Text<'a>,
    address: Option<JsonAddress<'a>>,
    known_as: Text<'a>,
    bic: Text<'a>,
    #[serde(flatten)]
    more: JsonPartyMore<'a>,
}

#[derive(Serialize)]
struct JsonCustomer<'a> {
    name: Text<'a>,
    vat_id: Text<'a>,
    address: Option<JsonAddress<'a>>,
    kvk: Text<'a>,
    #[serde(flatten)]
    more: JsonPartyMore<'a>,
}

#[derive(Serialize)]
struct JsonParty<'a> {
    name: Text<'a>,
    vat_id: Text<'a>,
    kvk: Text<'a>,
    iban: Text<'a>,
    address: Option<JsonAddress<'a>>,
}

/// What sellers and buyers have beside what matters most.
#[derive(Serialize)]
struct JsonPartyMore<'a> {
    trading_name: Text<'a>,
    tax_number: Text<'a>,
    identifiers: Vec<JsonIdentifier<'a>>,
    endpoint: Option<JsonIdentifier<'a>>,
    email: Text<'a>,
    phone: Text<'a>,
    website: Text<'a>,
}

impl<'a> JsonPartyMore<'a> {
    fn of(party: &'a Party) -> Self {
        Self {
            trading_name: text(party.trading_name.as_ref()),
            tax_number: text(party.tax_number.as_ref()),
            identifiers: party.identifiers.iter().map(JsonIdentifier::of).collect(),
            endpoint: party.endpoint.as_ref().map(JsonIdentifier::of),
            email: text(party.email.as_ref()),
            phone: text(party.phone.as_ref()),
            website: text(party.website.as_ref()),
        }
    }
}

#[derive(Serialize)]
struct JsonIdentifier<'a> {
    scheme: Text<'a>,
    value: &'a str,
}

impl<'a> JsonIdentifier<'a> {
    fn of(field: &'a Field<Identifier>) -> Self {
        Self { scheme: field.value.scheme.as_deref(), value: &field.value.value }
    }
}

#[derive(Serialize)]
struct JsonAddress<'a> {
    street: Text<'a>,
    postcode: Text<'a>,
    city: Text<'a>,
    country: Text<'a>,
}

fn address(party: &Party) -> Option<JsonAddress<'_>> {
    let Address { street, postcode, city, country } = &party.address.as_ref()?.value;
    Some(JsonAddress {
        street: street.as_deref(),
        postcode: postcode.as_deref(),
        city: city.as_deref(),
        country: country.as_deref(),
    })
}

#[derive(Serialize)]
struct JsonPeriod {
    start: Number<jiff::civil::Date>,
    end: Number<jiff::civil::Date>,
}

impl JsonPeriod {
    fn of(period: Period) -> Self {
        Self { start: period.start.map(Shown), end: period.end.map(Shown) }
    }
}

#[derive(Serialize)]
struct JsonTotals {
    net: Number<Amount>,
    vat: Number<Amount>,
    gross: Number<Amount>,
    prepaid: Number<Amount>,
    payable: Number<Amount>,
    lines: Number<Amount>,
    allowances: Number<Amount>,
    charges: Number<Amount>,
    vat_accounting: Number<Amount>,
    rounding: Number<Amount>,
}

impl JsonTotals {
    fn of(invoice: &Invoice) -> Self {
        let totals = &invoice.totals;
        Self {
            net: shown(totals.net.as_ref()),
            vat: shown(totals.vat.as_ref()),
            gross: shown(totals.gross.as_ref()),
            prepaid: shown(totals.prepaid.as_ref()),
            payable: shown(totals.payable.as_ref()),
            lines: shown(totals.lines.as_ref()),
            allowances: shown(totals.allowances.as_ref()),
            charges: shown(totals.charges.as_ref()),
            vat_accounting: shown(totals.vat_accounting.as_ref()),
            rounding: shown(totals.rounding.as_ref()),
        }
    }
}

#[derive(Serialize)]
struct JsonJournal<'a> {
    account: &'a str,
    rgs: Text<'a>,
    description: &'a str,
    debit: Shown<Amount>,
    credit: Shown<Amount>,
    vat_code: Text<'a>,
    rubriek: Text<'a>,
    kind: LineKind,
    cost_center: Text<'a>,
    relation: Text<'a>,
    due_date: Number<jiff::civil::Date>,
    payment_reference: Text<'a>,
    why: JsonWhy<'a>,
}

#[derive(Serialize)]
struct JsonWhy<'a> {
    by: By,
    because: Shown<&'a Because>,
    vat: Cow<'static, str>,
    confidence: f64,
}

#[derive(Serialize)]
struct JsonBooking<'a> {
    assigned_by: Option<AssignedBy>,
    journal: &'a str,
    currency: &'a str,
    exchange: Option<JsonExchange<'a>>,
    vat_return: Vec<JsonVatBox>,
    supplier: Option<JsonRelation<'a>>,
    g_account: Text<'a>,
    confidence: f64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    line_accounts: &'a BTreeMap<usize, String>,
}

impl<'a> JsonBooking<'a> {
    fn of(booking: &'a Booking) -> Self {
        Self {
            assigned_by: booking.assigned_by,
            journal: &booking.journal,
            currency: &booking.currency,
            exchange: booking.exchange.as_ref().map(|exchange| JsonExchange {
                from: &exchange.from,
                to: &exchange.to,
                rate: Shown(exchange.rate.normalize()),
                day: exchange.day.map(Shown),
                source: &exchange.source,
            }),
            vat_return: booking
                .vat_return
                .iter()
                .map(|of| JsonVatBox {
                    rubriek: of.rubriek,
                    base: of.base.map(Shown),
                    vat: Shown(of.vat),
                })
                .collect(),
            supplier: booking.relation.as_ref().map(|relation| JsonRelation {
                code: relation.code.as_deref(),
                is_new: relation.code.is_none(),
                matched_by: relation.by,
                confidence: rounded(relation.score, 1000.0),
            }),
            g_account: booking.g_account.as_deref(),
            confidence: rounded(booking.confidence, 1000.0),
            line_accounts: &booking.line_accounts,
        }
    }
}

#[derive(Serialize)]
struct JsonExchange<'a> {
    from: &'a str,
    to: &'a str,
    rate: Shown<Decimal>,
    day: Number<jiff::civil::Date>,
    source: &'a str,
}

#[derive(Serialize)]
struct JsonVatBox {
    rubriek: Rubriek,
    base: Number<Amount>,
    vat: Shown<Amount>,
}

#[derive(Serialize)]
struct JsonRelation<'a> {
    code: Text<'a>,
    is_new: bool,
    matched_by: Option<MatchedBy>,
    confidence: f64,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    severity: Severity,
    message: String,
    fields: Vec<String>,
}

/// The evidence of every field that has some, by the field's path in this object.
struct JsonEvidence<'a>(&'a Invoice);

impl Serialize for JsonEvidence<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        evidence::each(self.0, &mut |path, evidence, confidence| {
            map.serialize_entry(
                path,
                &JsonProof {
                    page: evidence.page,
                    bbox: evidence
                        .bbox
                        .map(|b| [b.x0, b.y0, b.x1, b.y1].map(|edge| rounded(edge, 10.0))),
                    text: evidence.text.as_deref(),
                    method: evidence.method,
                    confidence: rounded(confidence.get(), 1000.0),
                    source: evidence.source.as_ref().map(|source| source.text(Lang::En)),
                    proved_by: evidence::words(&evidence.proved_by, Lang::En),
                },
            )
        })?;
        map.end()
    }
}

#[derive(Serialize)]
struct JsonProof<'a> {
    page: Option<u32>,
    bbox: Option<[f64; 4]>,
    text: Text<'a>,
    method: invoice::Method,
    confidence: f64,
    source: Text<'a>,
    proved_by: Vec<Cow<'static, str>>,
}
