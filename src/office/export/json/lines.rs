//! Lines, VAT breakdown, allowances and charges, and means of payment in the published form.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{JsonPeriod, Number, Shown, Text, plain, text};
use invoice::{AllowanceCharge, Amount, Line, PaymentMeans, VatBreakdown, VatCategory};

#[derive(Serialize)]
pub(super) struct JsonVat<'a> {
    rate: Number<Decimal>,
    category: Option<VatCategory>,
    taxable: Number<Amount>,
    vat: Number<Amount>,
    exemption_reason: Text<'a>,
    exemption_code: Text<'a>,
}

impl<'a> JsonVat<'a> {
    pub(super) fn of(row: &'a VatBreakdown) -> Self {
        Self {
            rate: plain(row.rate),
            category: row.category,
            taxable: row.taxable.map(Shown),
            vat: row.vat.map(Shown),
            exemption_reason: row.exemption_reason.as_deref(),
            exemption_code: row.exemption_code.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct JsonAllowance<'a> {
    is_charge: bool,
    amount: Shown<Amount>,
    base: Number<Amount>,
    percent: Number<Decimal>,
    rate: Number<Decimal>,
    category: Option<VatCategory>,
    reason: Text<'a>,
    reason_code: Text<'a>,
}

impl<'a> JsonAllowance<'a> {
    pub(super) fn of(value: &'a AllowanceCharge) -> Self {
        Self {
            is_charge: value.is_charge,
            amount: Shown(value.amount),
            base: value.base.map(Shown),
            percent: plain(value.percent),
            rate: plain(value.rate),
            category: value.category,
            reason: value.reason.as_deref(),
            reason_code: value.reason_code.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct JsonLine<'a> {
    description: Text<'a>,
    quantity: Number<Decimal>,
    unit: Text<'a>,
    unit_price: Number<Amount>,
    net: Number<Amount>,
    rate: Number<Decimal>,
    category: Option<VatCategory>,
    gross: Number<Amount>,
    id: Text<'a>,
    note: Text<'a>,
    article: Text<'a>,
    gtin: Text<'a>,
    order_line: Text<'a>,
    accounting_cost: Text<'a>,
    period: Option<JsonPeriod>,
    allowances_charges: Vec<JsonAllowance<'a>>,
}

impl<'a> JsonLine<'a> {
    pub(super) fn of(line: &'a Line) -> Self {
        Self {
            description: line.description.as_deref(),
            quantity: plain(line.quantity),
            unit: line.unit.as_deref(),
            unit_price: line.unit_price.map(Shown),
            net: line.net.map(Shown),
            rate: plain(line.rate),
            category: line.category,
            gross: line.gross.map(Shown),
            id: line.id.as_deref(),
            note: line.note.as_deref(),
            article: line.article.as_deref(),
            gtin: line.gtin.as_deref(),
            order_line: line.order_line.as_deref(),
            accounting_cost: line.accounting_cost.as_deref(),
            period: line.period.map(JsonPeriod::of),
            allowances_charges: line.allowances_charges.iter().map(JsonAllowance::of).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct JsonMeans<'a> {
    code: Text<'a>,
    iban: Text<'a>,
    account: Text<'a>,
    account_name: Text<'a>,
    bic: Text<'a>,
    reference: Text<'a>,
    mandate: Text<'a>,
    debited_iban: Text<'a>,
    amount: Option<Amount>,
}

impl<'a> JsonMeans<'a> {
    pub(super) fn of(means: &'a PaymentMeans) -> Self {
        Self {
            code: means.code.as_deref(),
            iban: text(means.iban.as_ref()),
            account: text(means.account.as_ref()),
            account_name: means.account_name.as_deref(),
            bic: means.bic.as_deref(),
            reference: text(means.reference.as_ref()),
            mandate: means.mandate.as_deref(),
            debited_iban: means.debited_iban.as_deref(),
            amount: means.amount,
        }
    }
}
