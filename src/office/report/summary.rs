//! What the proposals come to together: per currency, per box of the VAT return, per supplier, per account.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::export::ProposalRecord;
use crate::texts::{Lang, report};
use booking::{Direction, Finding, JournalLine, LineKind};
use invoice::Amount;

use super::data::{RunFacts, SkippedKind};

/// Suppliers and accounts that are named.
const NAMED: usize = 9;

/// Sums that grow with every proposal. Copies of an invoice that was counted are left aside.
#[derive(Debug, Default)]
pub(super) struct Sums {
    totals: BTreeMap<(bool, String), Total>,
    boxes: BTreeMap<String, (Option<Amount>, Amount)>,
    suppliers: BTreeMap<String, Amount>,
    accounts: BTreeMap<String, Amount>,
}

#[derive(Debug, Default)]
struct Total {
    documents: u64,
    net: Amount,
    vat: Amount,
    gross: Amount,
}

/// What a line of the entry adds: purchases are debited, sales credited.
fn weight(line: &JournalLine, direction: Direction) -> Amount {
    match direction {
        Direction::Purchase => line.debit - line.credit,
        Direction::Sale => line.credit - line.debit,
    }
}

impl Sums {
    pub(super) fn add(&mut self, record: &ProposalRecord) {
        let proposal = &record.proposal;
        if record.duplicate_of.is_some() || proposal.journal.is_empty() {
            return;
        }
        let currency = &proposal.booking.currency;
        let is_sale = proposal.direction == Direction::Sale;
        let total = self.totals.entry((is_sale, currency.clone())).or_default();
        total.documents += 1;
        let mut gross = Amount::ZERO;
        // what was paid before is part of what the invoice comes to
        let prepaid = proposal.findings.iter().find_map(|finding| match finding {
            Finding::Prepaid(found) => Some(found.prepaid),
            _ => None,
        });
        for line in &proposal.journal {
            let amount = weight(line, proposal.direction);
            match line.kind {
                LineKind::Suspense if prepaid == Some(amount.abs()) => gross = gross - amount,
                LineKind::Vat => total.vat = total.vat + amount,
                LineKind::Creditor | LineKind::Debtor => gross = gross - amount,
                _ => {
                    total.net = total.net + amount;
                    if currency == "EUR" {
                        let sum = self.accounts.entry(line.account.clone()).or_default();
                        *sum = *sum + amount;
                    }
                }
            }
        }
        total.gross = total.gross + gross;
        if currency != "EUR" {
            return; // one currency to a picture
        }
        if !is_sale {
            let name = proposal.supplier_known_as.clone().or_else(|| {
                let name = proposal.invoice.supplier.name.as_ref();
                name.map(|field| field.value.clone())
            });
            let sum = self.suppliers.entry(name.unwrap_or_default()).or_default();
            *sum = *sum + gross;
        }
        for of in &proposal.booking.vat_return {
            let (base, vat) = self.boxes.entry(of.rubriek.to_string()).or_default();
            if let Some(amount) = of.base {
                *base = Some(base.unwrap_or_default() + amount);
            }
            *vat = *vat + of.vat;
        }
    }

    /// The sums as the page has them.
    pub(super) fn json<'a>(
        &self,
        lang: Lang,
        accounts: &BTreeMap<String, String>,
        run: &'a RunFacts,
        skipped: &'a [SkippedKind],
    ) -> Json<'a> {
        let unknown = text(lang, "unknown_supplier");
        let suppliers = largest(&self.suppliers, lang).into_iter();
        let booked = largest(&self.accounts, lang).into_iter();
        Json {
            totals: self
                .totals
                .iter()
                .map(|((is_sale, currency), total)| JsonTotal {
                    direction: if *is_sale { "sale" } else { "purchase" },
                    currency: currency.clone(),
                    documents: total.documents,
                    net: total.net.to_string(),
                    vat: total.vat.to_string(),
                    gross: total.gross.to_string(),
                })
                .collect(),
            boxes: self
                .boxes
                .iter()
                .map(|(name, (base, vat))| JsonBox {
                    r#box: name.clone(),
                    base: base.map(|amount| amount.to_string()),
                    vat: vat.to_string(),
                })
                .collect(),
            suppliers: suppliers
                .map(|(name, sum, other)| JsonSupplier {
                    name: if name.is_empty() { unknown.clone() } else { name },
                    gross: sum.to_string(),
                    other,
                })
                .collect(),
            accounts: booked
                .map(|(account, sum, other)| JsonAccount {
                    name: accounts.get(&account).cloned().unwrap_or_default(),
                    account,
                    net: sum.to_string(),
                    other,
                })
                .collect(),
            run,
            skipped,
        }
    }
}

fn text(lang: Lang, key: &str) -> String {
    report::texts(lang)
        .find(|(known, _)| *known == key)
        .map(|(_, text)| text.to_owned())
        .unwrap_or_default()
}

/// The largest sums, and what the others come to.
fn largest(sums: &BTreeMap<String, Amount>, lang: Lang) -> Vec<(String, Amount, bool)> {
    let mut rows: Vec<(&String, Amount)> = sums.iter().map(|(name, sum)| (name, *sum)).collect();
    rows.sort_by(|a, b| b.1.abs().cmp(&a.1.abs()).then_with(|| a.0.cmp(b.0)));
    let rest = if rows.len() > NAMED + 1 { rows.split_off(NAMED) } else { Vec::new() };
    let mut named: Vec<(String, Amount, bool)> =
        rows.into_iter().map(|(name, sum)| (name.clone(), sum, false)).collect();
    if !rest.is_empty() {
        let others = text(lang, "others").replace("{}", &rest.len().to_string());
        let sum = rest.iter().fold(Amount::ZERO, |sum, (_, one)| sum + *one);
        named.push((others, sum, true));
    }
    named
}

/// The sums as JSON.
#[derive(Serialize)]
pub(super) struct Json<'a> {
    totals: Vec<JsonTotal>,
    boxes: Vec<JsonBox>,
    suppliers: Vec<JsonSupplier>,
    accounts: Vec<JsonAccount>,
    run: &'a RunFacts,
    skipped: &'a [SkippedKind],
}

#[derive(Serialize)]
struct JsonTotal {
    direction: &'static str,
    currency: String,
    documents: u64,
    net: String,
    vat: String,
    gross: String,
}

#[derive(Serialize)]
struct JsonBox {
    r#box: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    base: Option<String>,
    vat: String,
}

#[derive(Serialize)]
struct JsonSupplier {
    name: String,
    gross: String,
    other: bool,
}

#[derive(Serialize)]
struct JsonAccount {
    account: String,
    name: String,
    net: String,
    other: bool,
}
