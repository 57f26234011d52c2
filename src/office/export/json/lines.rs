//! Lines, VAT breakdown, allowances and charges, and means of payment in the published form.

use serde::Serialize;

use super::object::object;
use super::{Shown, each, period, plain, text};
use invoice::{AllowanceCharge, Line, PaymentMeans, VatBreakdown};

pub(super) fn vat(row: &VatBreakdown) -> impl Serialize {
    object! {
        "rate": plain(row.rate),
        "category": row.category,
        "taxable": row.taxable.map(Shown),
        "vat": row.vat.map(Shown),
        "exemption_reason": &row.exemption_reason,
        "exemption_code": &row.exemption_code,
    }
}

pub(super) fn allowance(value: &AllowanceCharge) -> impl Serialize {
    object! {
        "is_charge": value.is_charge,
        "amount": Shown(value.amount),
        "base": value.base.map(Shown),
        "percent": plain(value.percent),
        "rate": plain(value.rate),
        "category": value.category,
        "reason": &value.reason,
        "reason_code": &value.reason_code,
    }
}

pub(super) fn line(line: &Line) -> impl Serialize {
    object! {
        "description": &line.description,
        "quantity": plain(line.quantity),
        "unit": &line.unit,
        "unit_price": line.unit_price.map(Shown),
        "net": line.net.map(Shown),
        "rate": plain(line.rate),
        "category": line.category,
        "gross": line.gross.map(Shown),
        "id": &line.id,
        "note": &line.note,
        "article": &line.article,
        "gtin": &line.gtin,
        "order_line": &line.order_line,
        "accounting_cost": &line.accounting_cost,
        "period": line.period.map(period),
        "allowances_charges": each(&line.allowances_charges, allowance),
    }
}

pub(super) fn means(means: &PaymentMeans) -> impl Serialize {
    object! {
        "code": &means.code,
        "iban": text(means.iban.as_ref()),
        "account": text(means.account.as_ref()),
        "account_name": &means.account_name,
        "bic": &means.bic,
        "reference": text(means.reference.as_ref()),
        "mandate": &means.mandate,
        "debited_iban": &means.debited_iban,
        "amount": means.amount,
    }
}
