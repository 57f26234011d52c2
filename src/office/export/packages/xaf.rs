//! XML Auditfile Financieel 3.2: the entries as an auditfile of one year, for whatever reads those (dizzy's own `learn`
//! among them).
//!
//! Source: the schema `XmlAuditfileFinancieel3.2.xsd` and the description of XAF 3.2, as published by the
//! Belastingdienst (auditfiles.nl). The auditfile has no opening balance: it holds proposals, not books.

use std::collections::HashMap;
use std::io;
use std::sync::LazyLock;

use invoice::table;
use rust_decimal::Decimal;

use super::Package;
use super::entry::{Entry, Leg};
use super::summary::Summary;
use super::xml::{Xml, clean, group, leaf, must, xml};
use crate::export::{LeftOut, Place};
use booking::law::VatCode;
use invoice::{Address, Amount};

/// The package and how its files are written.
pub(super) const PACKAGE: Package = Package {
    key: "xaf",
    title: "XAF",
    what: "an auditfile (XAF 3.2) for each administration and year",
    is_program: false,
    extension: "xaf",
    is_by_year: true,
    obstacle,
    head,
    around_journal,
    body,
    foot: FOOT,
};

const FOOT: &str = "</transactions>\n</company>\n</auditfile>\n";

/// Longest code (`IdentificationString35`), characters.
const CODE: usize = 35;

fn obstacle(entry: &Entry<'_>) -> Option<LeftOut> {
    entry.too_long(&[
        (Place::Journal, CODE),
        (Place::Account, CODE),
        (Place::Relation, CODE),
        (Place::CostCenter, CODE),
    ])
}

fn head(summary: &Summary) -> io::Result<String> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<auditfile xmlns=\"http://www.auditfiles.nl/XAF/3.2\">\n",
    );
    let one = &summary.administration;
    let year = summary.year;
    out += &xml(|out| {
        group(out, "header", |out| {
            leaf(out, "fiscalYear", &year.to_string())?;
            leaf(out, "startDate", &format!("{year:04}-01-01"))?;
            leaf(out, "endDate", &format!("{year:04}-12-31"))?;
            leaf(out, "curCode", one.book_currency())?;
            // the day of the last invoice: the same proposals give the same file on every day
            let day = summary.last_date.map(|day| day.to_string());
            leaf(out, "dateCreated", day.as_deref().unwrap_or("1970-01-01"))?;
            leaf(out, "softwareDesc", "dizzy")?;
            leaf(out, "softwareVersion", env!("CARGO_PKG_VERSION"))
        })
    })?;
    out += "<company>\n";
    out += &xml(|out| {
        leaf(out, "companyIdent", &clean(one.kvk.as_deref().unwrap_or(""), CODE))?;
        must(out, "companyName", &one.name)?;
        let (country, number) = split(one.vat_id.as_deref().unwrap_or(""));
        must(out, "taxRegistrationCountry", if country.is_empty() { "NL" } else { country })?;
        must(out, "taxRegIdent", &clean(number, 30))?;
        for postal in &one.addresses {
            let plain = |text: &Option<String>| text.clone();
            address(
                out,
                &Address {
                    street: plain(&postal.street),
                    postcode: plain(&postal.postcode),
                    city: plain(&postal.city),
                    country: plain(&postal.country),
                },
            )?;
        }
        if !summary.relations.is_empty() {
            group(out, "customersSuppliers", |out| relations(out, summary))?;
        }
        group(out, "generalLedger", |out| accounts(out, summary))?;
        if !summary.codes.is_empty() {
            group(out, "vatCodes", |out| codes(out, summary))?;
        }
        group(out, "periods", |out| periods(out, year))
    })?;
    out += "<transactions>\n";
    out += &xml(|out| {
        leaf(out, "linesCount", &summary.lines.to_string())?;
        leaf(out, "totalDebit", &summary.debit.to_string())?;
        leaf(out, "totalCredit", &summary.credit.to_string())
    })?;
    Ok(out)
}

/// Country and number of a VAT id.
fn split(id: &str) -> (&str, &str) {
    match id.split_at_checked(2) {
        Some((country, number)) if country.bytes().all(|b| b.is_ascii_uppercase()) => {
            // Greece writes EL in its VAT ids, and is GR in ISO 3166
            (if country == "EL" { "GR" } else { country }, number)
        }
        _ => ("", id),
    }
}

fn address(out: &mut Xml, address: &Address) -> io::Result<()> {
    let text = |part: &Option<String>, most| clean(part.as_deref().unwrap_or(""), most);
    let parts = [
        ("streetname", text(&address.street, 999)),
        ("city", text(&address.city, 50)),
        ("postalCode", text(&address.postcode, 10)),
        ("country", country(address.country.as_deref())),
    ];
    if parts.iter().all(|(_, text)| text.is_empty()) {
        return Ok(());
    }
    group(out, "streetAddress", |out| {
        parts.iter().try_for_each(|(name, text)| leaf(out, name, text))
    })
}

/// A country code, when it looks like one.
fn country(code: Option<&str>) -> String {
    code.filter(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()))
        .unwrap_or("")
        .to_owned()
}

fn relations(out: &mut Xml, summary: &Summary) -> io::Result<()> {
    for (code, one) in &summary.relations {
        group(out, "customerSupplier", |out| {
            must(out, "custSupID", code)?;
            leaf(out, "custSupName", &one.name)?;
            leaf(out, "commerceNr", &one.kvk)?;
            let (country, number) = split(&one.vat_id);
            leaf(out, "taxRegistrationCountry", country)?;
            leaf(out, "taxRegIdent", &clean(number, 30))?;
            leaf(out, "custSupTp", if one.is_supplier { "S" } else { "C" })?;
            address(out, &one.address)?;
            if one.iban.is_empty() {
                return Ok(());
            }
            group(out, "bankAccount", |out| leaf(out, "bankAccNr", &clean(&one.iban, CODE)))
        })?;
    }
    Ok(())
}

fn accounts(out: &mut Xml, summary: &Summary) -> io::Result<()> {
    for (number, one) in &summary.accounts {
        group(out, "ledgerAccount", |out| {
            must(out, "accID", number)?;
            must(out, "accDesc", &clean(&one.name, 999))?;
            leaf(out, "accTp", if one.is_balance { "B" } else { "P" })?;
            leaf(out, "leadReference", one.rgs.as_deref().unwrap_or(""))
        })?;
    }
    Ok(())
}

fn codes(out: &mut Xml, summary: &Summary) -> io::Result<()> {
    for (name, one) in &summary.codes {
        group(out, "vatCode", |out| {
            must(out, "vatID", &clean(name, CODE))?;
            must(out, "vatDesc", one.code.map_or(name, |code| &DESCRIBED[&code]))?;
            leaf(out, "vatToPayAccID", one.to_pay.as_deref().unwrap_or(""))?;
            leaf(out, "vatToClaimAccID", one.to_claim.as_deref().unwrap_or(""))
        })?;
    }
    Ok(())
}

/// What the VAT codes are, in Dutch as the auditfile is for the Dutch tax office.
static DESCRIBED: LazyLock<HashMap<VatCode, String>> =
    LazyLock::new(|| table(include_str!("../../facts/vat_codes.toml")));

fn periods(out: &mut Xml, year: i16) -> io::Result<()> {
    for month in 1..=12i8 {
        let Ok(first) = jiff::civil::Date::new(year, month, 1) else {
            continue;
        };
        group(out, "period", |out| {
            leaf(out, "periodNumber", &month.to_string())?;
            leaf(out, "startDatePeriod", &first.to_string())?;
            leaf(out, "endDatePeriod", &first.last_of_month().to_string())
        })?;
    }
    Ok(())
}

/// The journal's element around its entries.
fn around_journal(journal: &str, summary: &Summary) -> io::Result<(String, &'static str)> {
    let known = summary.journals.get(journal);
    let is_purchase = known.is_none_or(|known| known.is_purchase);
    let open = xml(|out| {
        must(out, "jrnID", journal)?;
        must(out, "desc", if is_purchase { "Inkoop" } else { "Verkoop" })?;
        leaf(out, "jrnTp", if is_purchase { "P" } else { "S" })?;
        match known.map(|known| &known.offset_accounts) {
            Some(accounts) if accounts.len() == 1 => {
                accounts.iter().try_for_each(|account| leaf(out, "offsetAccID", account))
            }
            _ => Ok(()),
        }
    })?;
    Ok((format!("<journal>\n{open}"), "</journal>\n"))
}

fn body(entry: &Entry<'_>, nth: u64) -> io::Result<String> {
    let date = entry.date.to_string();
    let text = [entry.name, entry.number].join(" ");
    xml(|out| {
        group(out, "transaction", |out| {
            leaf(out, "nr", &nth.to_string())?;
            leaf(out, "desc", &text)?;
            leaf(out, "periodNumber", &entry.date.month().to_string())?;
            leaf(out, "trDt", &date)?;
            for (place, line) in entry.all().enumerate() {
                trade_line(out, entry, line, place + 1, &date)?;
            }
            Ok(())
        })
    })
}

fn side(amount: Amount) -> &'static str {
    if amount.is_negative() { "C" } else { "D" }
}

fn trade_line(
    out: &mut Xml,
    entry: &Entry<'_>,
    line: &Leg<'_>,
    number: usize,
    date: &str,
) -> io::Result<()> {
    let reference = if entry.number.is_empty() { &entry.record.source.path } else { entry.number };
    let is_total = std::ptr::eq(line, &raw const entry.total);
    group(out, "trLine", |out| {
        leaf(out, "nr", &number.to_string())?;
        must(out, "accID", &line.line.account)?;
        must(out, "docRef", &clean(reference, 999))?;
        leaf(out, "effDate", date)?;
        leaf(out, "desc", &line.line.description)?;
        leaf(out, "amnt", &line.amount.abs().to_string())?;
        leaf(out, "amntTp", side(line.amount))?;
        if is_total {
            leaf(out, "custSupID", entry.relation().unwrap_or(""))?;
            leaf(out, "invRef", &clean(entry.number, 999))?;
        }
        leaf(out, "costID", line.line.cost_center.as_deref().unwrap_or(""))?;
        if let (Some(name), false) = (&line.line.vat_code, line.is_vat()) {
            let (amount, side_of_vat) = if line.owed.is_zero() {
                (line.vat, side(if line.vat.is_zero() { line.amount } else { line.vat }))
            } else {
                // owed by the buyer: on the other side of what it is on
                (line.owed, side(-line.owed))
            };
            group(out, "vat", |out| {
                must(out, "vatID", &clean(name, CODE))?;
                leaf(out, "vatPerc", &percent(entry.rate(line)))?;
                leaf(out, "vatAmnt", &amount.abs().to_string())?;
                leaf(out, "vatAmntTp", side_of_vat)
            })?;
        }
        match &entry.record.proposal.booking.exchange {
            Some(exchange) if is_total => foreign(out, entry, &exchange.from),
            _ => Ok(()),
        }
    })
}

/// What the invoice asks for in its own currency.
fn foreign(out: &mut Xml, entry: &Entry<'_>, currency: &str) -> io::Result<()> {
    match &entry.record.proposal.invoice.totals.gross {
        Some(gross) => group(out, "currency", |out| {
            leaf(out, "curCode", currency)?;
            leaf(out, "curAmnt", &gross.value.abs().to_string())
        }),
        None => Ok(()),
    }
}

/// A percentage with its decimals, three at most.
fn percent(rate: Decimal) -> String {
    rate.round_dp(3).normalize().to_string()
}
