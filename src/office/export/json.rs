//! A proposal as JSON: the published form, `dizzy.proposal/1`.
//!
//! The objects here fix names and order of the keys; the model behind them can change without changing the output.

mod lines;
mod object;

use std::fmt;

use rust_decimal::Decimal;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{ProposalRecord, evidence};
use booking::{Booking, Finding, JournalLine};
use invoice::{Address, Field, Identifier, Invoice, Lang, Party, Period, Totals};
use object::{Entries, Object, object};

/// Serialises as the text that `Display` gives.
struct Shown<T>(T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

fn text(field: Option<&Field<String>>) -> Option<&str> {
    field.map(|field| field.value.as_str())
}

fn shown<T: fmt::Display + Copy>(field: Option<&Field<T>>) -> Option<Shown<T>> {
    field.map(|field| Shown(field.value))
}

/// A rate or quantity, without zeros at its end.
fn plain(number: Option<Decimal>) -> Option<Shown<Decimal>> {
    number.map(|number| Shown(number.normalize()))
}

/// A number rounded to this many parts of one; never -0.
fn rounded(value: f32, parts: f64) -> f64 {
    (f64::from(value) * parts).round() / parts + 0.0
}

/// What is made of each.
fn each<'a, T, J>(all: &'a [T], of: impl Fn(&'a T) -> J) -> Vec<J> {
    all.iter().map(of).collect()
}

/// The object that is published.
pub(super) fn proposal(record: &ProposalRecord) -> impl Serialize {
    let ProposalRecord { proposal, source, duplicate_of, duplicate_reason } = record;
    let invoice = &proposal.invoice;
    let (supplier, customer) = (&invoice.supplier, &invoice.customer);
    object! {
        "schema": "dizzy.proposal/1",
        "source": object! {
            "path": &source.path,
            "sha256": Shown(source.sha256),
            "kind": proposal.source.kind,
            "pages": proposal.source.pages,
            "companion": source.companion.as_ref().map(|(path, sha256)| object! {
                "path": path,
                "sha256": Shown(*sha256),
            }),
        },
        "verdict": proposal.verdict,
        "document_type": invoice.document_type.as_ref().map(|field| field.value),
        "direction": proposal.direction,
        "administration": &proposal.administration,
        "supplier": object! {
            "name": text(supplier.name.as_ref()),
            "vat_id": text(supplier.vat_id.as_ref()),
            "kvk": text(supplier.kvk.as_ref()),
            "iban": text(supplier.iban.as_ref()),
            "address": address(supplier),
            "known_as": &proposal.supplier_known_as,
            "bic": text(supplier.bic.as_ref()),
            ..more_of_party(supplier)
        },
        "customer": object! {
            "name": text(customer.name.as_ref()),
            "vat_id": text(customer.vat_id.as_ref()),
            "address": address(customer),
            "kvk": text(customer.kvk.as_ref()),
            ..more_of_party(customer)
        },
        "invoice_number": text(invoice.number.as_ref()),
        "issue_date": shown(invoice.issue_date.as_ref()),
        "due_date": shown(invoice.due_date.as_ref()),
        "supply_date": shown(invoice.supply_date.as_ref()),
        "period": invoice.period.as_ref().map(|field| period(field.value)),
        "currency": text(invoice.currency.as_ref()),
        "payment_reference": text(invoice.payment_reference.as_ref()),
        "order_reference": text(invoice.order_reference.as_ref()),
        "credited_invoice": text(invoice.credited_invoice.as_ref()),
        "totals": totals(&invoice.totals),
        "vat_breakdown": each(&invoice.vat_breakdown, |row| lines::vat(&row.value)),
        "lines": each(&invoice.lines, |line| lines::line(&line.value)),
        "journal": each(&proposal.journal, journal_line),
        "booking": booking(&proposal.booking),
        "findings": each(&proposal.findings, finding),
        "duplicate_of": duplicate_of,
        "duplicate_reason": duplicate_reason,
        "reviewed": &proposal.reviewed,
        "payee": invoice.payee.as_ref().map(|payee| object! {
            "name": text(payee.name.as_ref()),
            "vat_id": text(payee.vat_id.as_ref()),
            "kvk": text(payee.kvk.as_ref()),
            "iban": text(payee.iban.as_ref()),
            "address": address(payee),
        }),
        "payment_means": each(&invoice.payment_means, lines::means),
        "allowances_charges": each(&invoice.allowances_charges, |ac| lines::allowance(&ac.value)),
        "payment_terms": text(invoice.payment_terms.as_ref()),
        "buyer_reference": text(invoice.buyer_reference.as_ref()),
        "contract_reference": text(invoice.contract_reference.as_ref()),
        "project_reference": text(invoice.project_reference.as_ref()),
        "accounting_cost": text(invoice.accounting_cost.as_ref()),
        "tax_currency": text(invoice.tax_currency.as_ref()),
        "specification": &invoice.specification,
        "notes": &invoice.notes,
        "evidence": JsonEvidence(invoice),
    }
}

/// What sellers and buyers have beside what matters most.
fn more_of_party(party: &Party) -> Object<impl Entries> {
    object! {
        "trading_name": text(party.trading_name.as_ref()),
        "tax_number": text(party.tax_number.as_ref()),
        "identifiers": each(&party.identifiers, identifier),
        "endpoint": party.endpoint.as_ref().map(identifier),
        "email": text(party.email.as_ref()),
        "phone": text(party.phone.as_ref()),
        "website": text(party.website.as_ref()),
    }
}

fn identifier(field: &Field<Identifier>) -> impl Serialize {
    object! { "scheme": &field.value.scheme, "value": &field.value.value }
}

fn address(party: &Party) -> Option<impl Serialize> {
    let Address { street, postcode, city, country } = &party.address.as_ref()?.value;
    Some(object! { "street": street, "postcode": postcode, "city": city, "country": country })
}

fn period(period: Period) -> impl Serialize {
    object! { "start": period.start.map(Shown), "end": period.end.map(Shown) }
}

fn totals(totals: &Totals) -> impl Serialize {
    object! {
        "net": shown(totals.net.as_ref()),
        "vat": shown(totals.vat.as_ref()),
        "gross": shown(totals.gross.as_ref()),
        "prepaid": shown(totals.prepaid.as_ref()),
        "payable": shown(totals.payable.as_ref()),
        "lines": shown(totals.lines.as_ref()),
        "allowances": shown(totals.allowances.as_ref()),
        "charges": shown(totals.charges.as_ref()),
        "vat_accounting": shown(totals.vat_accounting.as_ref()),
        "rounding": shown(totals.rounding.as_ref()),
    }
}

fn journal_line(line: &JournalLine) -> impl Serialize {
    object! {
        "account": &line.account,
        "rgs": &line.rgs,
        "description": &line.description,
        "debit": Shown(line.debit),
        "credit": Shown(line.credit),
        "vat_code": &line.vat_code,
        "rubriek": &line.rubriek,
        "kind": line.kind,
        "cost_center": &line.cost_center,
        "relation": &line.relation,
        "due_date": line.due_date.map(Shown),
        "payment_reference": &line.payment_reference,
        "why": object! {
            "by": line.why.by,
            "because": Shown(&line.why.because),
            "vat": line.why.vat.text(Lang::En),
            "confidence": rounded(line.confidence, 1000.0),
        },
    }
}

fn booking(booking: &Booking) -> impl Serialize {
    object! {
        "assigned_by": booking.assigned_by,
        "journal": &booking.journal,
        "currency": &booking.currency,
        "exchange": booking.exchange.as_ref().map(|exchange| object! {
            "from": &exchange.from,
            "to": &exchange.to,
            "rate": Shown(exchange.rate.normalize()),
            "day": exchange.day.map(Shown),
            "source": &exchange.source,
        }),
        "vat_return": each(&booking.vat_return, |of| object! {
            "rubriek": of.rubriek,
            "base": of.base.map(Shown),
            "vat": Shown(of.vat),
        }),
        "supplier": booking.relation.as_ref().map(|relation| object! {
            "code": &relation.code,
            "is_new": relation.code.is_none(),
            "matched_by": relation.by,
            "confidence": rounded(relation.score, 1000.0),
        }),
        "g_account": &booking.g_account,
        "confidence": rounded(booking.confidence, 1000.0),
        "line_accounts": (!booking.line_accounts.is_empty()).then_some(&booking.line_accounts),
    }
}

fn finding(finding: &Finding) -> impl Serialize {
    object! {
        "rule": finding.id(),
        "severity": finding.severity(),
        "message": finding.text(Lang::En),
        "fields": finding.fields(),
    }
}

/// The evidence of every field that has some, by the field's path in this object.
struct JsonEvidence<'a>(&'a Invoice);

impl Serialize for JsonEvidence<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        evidence::each(self.0, &mut |path, evidence, confidence| {
            let edges = evidence.bbox.map(|b| [b.x0, b.y0, b.x1, b.y1]);
            let proof = object! {
                "page": evidence.page,
                "bbox": edges.map(|edges| edges.map(|edge| rounded(edge, 10.0))),
                "text": &evidence.text,
                "method": evidence.method,
                "confidence": rounded(confidence.get(), 1000.0),
                "source": evidence.source.as_ref().map(|source| source.text(Lang::En)),
                "proved_by": evidence::words(&evidence.proved_by, Lang::En),
            };
            map.serialize_entry(path, &proof)
        })?;
        map.end()
    }
}
