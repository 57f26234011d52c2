//! Values as people write them, and as the output has them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use einvoice::validate::is_country;
use invoice::{Address, Amount, DocumentType, Period, VatCategory, identifier};

use super::lines;

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Date,
    Amount,
    Iban,
    VatId,
    Currency,
    DocumentType,
    YesNo,
    Pages,
    VatRows,
    Address,
    Period,
    Lines,
}

/// Why a value was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There is no field of this name, or it cannot be corrected.
    #[error("this field cannot be corrected")]
    Field,
    /// It is no date.
    #[error("this is no date")]
    Date,
    /// No invoice is of that day: a mistake in the year.
    #[error("no invoice is of that year")]
    Year,
    /// It is no VAT identifier of its country.
    #[error("this is no VAT identifier")]
    VatId,
    /// It may be thousands or decimals.
    #[error("this amount can be read in two ways")]
    TwoWays,
    /// It is no amount.
    #[error("this is no amount")]
    Amount,
    /// The check digits do not fit.
    #[error("the check digits do not fit")]
    CheckDigits,
    /// It is none of the words that the field takes.
    #[error("this is no such value")]
    Word,
    /// It is no division of pages.
    #[error("these are no pages")]
    Pages,
    /// They are no rows of VAT.
    #[error("these are no rows of VAT")]
    VatRows,
    /// It is no number.
    #[error("this is no number")]
    Number,
    /// It is no VAT rate, nor the category of one of 0.
    #[error("this is no VAT rate")]
    Rate,
    /// It is no code of a country.
    #[error("this is no code of a country")]
    Country,
    /// No administration has this name, or the document lies in the folders of several.
    #[error("there is no such administration")]
    Administration,
    /// The administration has no such account.
    #[error("there is no such account")]
    Account,
    /// The lines do not come to what the invoice is booked on.
    #[error("the invoice is not booked by its lines")]
    NotByLine,
    /// The parts of a line are neither 100 % nor what the line comes to.
    #[error("the parts are not the line")]
    Parts,
    /// It is the account of creditors or debtors, the other side of an entry.
    #[error("this is the account of creditors or debtors")]
    OtherSide,
    /// The administration has no such VAT code.
    #[error("there is no such VAT code")]
    VatCode,
    /// With it totals, VAT and lines, or debit and credit, do not come to the same.
    #[error("this does not add up")]
    Sums,
    /// There is no such line.
    #[error("there is no such line")]
    Line,
}

pub(super) fn kind_of(field: &str) -> Option<Kind> {
    Some(match field {
        "supplier.name" | "customer.name" | "supplier.kvk" | "customer.kvk" | "invoice_number"
        | "credited_invoice" | "payment_reference" | "order_reference" | "account" | "vat_code"
        | "supplier_code" | "administration" => Kind::Text,
        "period" => Kind::Period,
        "issue_date" | "due_date" | "supply_date" => Kind::Date,
        "totals.net" | "totals.vat" | "totals.gross" | "totals.prepaid" | "totals.payable" => {
            Kind::Amount
        }
        "supplier.iban" => Kind::Iban,
        "supplier.vat_id" | "customer.vat_id" => Kind::VatId,
        "currency" => Kind::Currency,
        "document_type" => Kind::DocumentType,
        "accepted" | "duplicate" => Kind::YesNo,
        "layout" => Kind::Pages,
        "vat_breakdown" => Kind::VatRows,
        "supplier.address" | "customer.address" => Kind::Address,
        "lines" => Kind::Lines,
        _ if journal_line(field).or_else(|| account_of_line(field)).is_some() => Kind::Text,
        _ => return None,
    })
}

/// The line in "journal[2].account".
pub(super) fn journal_line(field: &str) -> Option<usize> {
    let index = field.strip_prefix("journal[")?.strip_suffix("].account")?;
    index.parse().ok()
}

/// The line of the invoice in `lines[2].account`.
pub fn account_of_line(field: &str) -> Option<usize> {
    let index = field.strip_prefix("lines[")?.strip_suffix("].account")?;
    index.parse().ok()
}

/// Accounts that share a line, each with its weight: "4500", or "4500 60; 4600 40" by shares or amounts.
pub fn shares(value: &str) -> Option<Vec<(String, u32)>> {
    let parts: Vec<&str> = value.split(';').map(str::trim).collect();
    let one = |part: &&str| {
        let (account, weight) = match part.rsplit_once(' ') {
            Some((account, weight)) if parts.len() > 1 => {
                (account.trim(), number(weight.trim_end_matches('%'))?)
            }
            _ if parts.len() == 1 => (*part, Decimal::ONE),
            _ => return None,
        };
        let weight = (weight * Decimal::ONE_HUNDRED).round().to_u32().filter(|w| *w > 0)?;
        (!account.is_empty()).then(|| (account.to_owned(), weight))
    };
    parts.iter().map(one).collect()
}

/// Whether a field takes an account of the ledger.
pub fn is_account(field: &str) -> bool {
    field == "account" || journal_line(field).is_some()
}

/// The value as the output has it. Empty means that the correction is taken back.
///
/// # Errors
/// When the field does not take it.
pub fn normal(field: &str, value: &str) -> Result<String, Wrong> {
    let kind = kind_of(field).ok_or(Wrong::Field)?;
    let value = value.trim();
    if value.is_empty() {
        return Ok(String::new());
    }
    Ok(match kind {
        Kind::Text => plain_text(value),
        Kind::Date => {
            let date = date(value).ok_or(Wrong::Date)?;
            if !(2000..2100).contains(&date.year()) {
                return Err(Wrong::Year);
            }
            date.to_string()
        }
        Kind::Amount if may_be_thousands(value) => return Err(Wrong::TwoWays),
        Kind::Amount => amount(value).ok_or(Wrong::Amount)?.to_string(),
        Kind::Iban => identifier::iban(value).ok_or(Wrong::CheckDigits)?,
        Kind::VatId => {
            let id = identifier::vat_id_shape(value).ok_or(Wrong::VatId)?;
            identifier::vat_id(&id).ok_or(Wrong::CheckDigits)?
        }
        Kind::Currency => {
            let code = value.to_ascii_uppercase();
            let is_code = code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase());
            if !is_code {
                return Err(Wrong::Word);
            }
            code
        }
        Kind::DocumentType => {
            let word = value.to_ascii_lowercase();
            document_type(&word).ok_or(Wrong::Word)?;
            word
        }
        Kind::YesNo => match value {
            "yes" | "no" => value.to_owned(),
            _ => return Err(Wrong::Word),
        },
        Kind::Pages => {
            let runs = pages(value).ok_or(Wrong::Pages)?;
            let shown = runs.iter().map(|(first, last)| format!("{first}-{last}"));
            shown.collect::<Vec<_>>().join(", ")
        }
        Kind::VatRows => {
            let rows = vat_rows(value).ok_or(Wrong::VatRows)?;
            let shown = rows.iter().map(|(category, rate, taxable, vat)| {
                format!("{} {rate} {taxable} {vat}", category_code(*category))
            });
            shown.collect::<Vec<_>>().join("; ")
        }
        Kind::Address => {
            let address = normal_address(value)?;
            if address == Address::default() { String::new() } else { json(&address) }
        }
        Kind::Period => {
            let period = normal_period(value)?;
            match period {
                Period { start: None, end: None } => String::new(),
                period => json(&period),
            }
        }
        Kind::Lines => json(&lines::parse(value).ok_or(Wrong::Line)?),
    })
}

/// Plain data as JSON.
pub(super) fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data serialises")
}

/// What a person writes as text.
pub(super) fn plain_text(value: &str) -> String {
    let plain = value.trim().chars().filter(|c| !c.is_control());
    plain.take(200).collect()
}

/// An address as [`normal`] gives it.
pub(super) fn address(value: &str) -> Option<Address> {
    serde_json::from_str(value).ok()
}

/// An address with what is empty left out, and its country checked.
fn normal_address(value: &str) -> Result<Address, Wrong> {
    let written = address(value).ok_or(Wrong::Word)?;
    let text = |part: Option<String>| {
        let plain = plain_text(&part.unwrap_or_default());
        (!plain.is_empty()).then_some(plain)
    };
    let country = text(written.country).map(|code| code.to_ascii_uppercase());
    if country.as_deref().is_some_and(|code| !is_country(code)) {
        return Err(Wrong::Country);
    }
    Ok(Address {
        street: text(written.street),
        postcode: text(written.postcode),
        city: text(written.city),
        country,
    })
}

/// Both days as people write them.
fn normal_period(value: &str) -> Result<Period, Wrong> {
    let written: BTreeMap<String, String> = serde_json::from_str(value).map_err(|_| Wrong::Word)?;
    let of = |name: &str| match written.get(name).map_or("", |text| text.trim()) {
        "" => Ok(None),
        text => date(text).map(Some).ok_or(Wrong::Date),
    };
    Ok(Period { start: of("start")?, end: of("end")? })
}

pub(super) fn document_type(word: &str) -> Option<DocumentType> {
    serde_json::from_value(serde_json::Value::from(word)).ok()
}

/// A date as people write it: year first, or day first.
fn date(text: &str) -> Option<Date> {
    let parts: Vec<i16> = text
        .split(['-', '/', '.', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    let small = |n: i16| i8::try_from(n).ok();
    if a > 31 {
        Date::new(a, small(b)?, small(c)?).ok()
    } else {
        let year = if c < 100 { 2000 + c } else { c };
        Date::new(year, small(b)?, small(a)?).ok()
    }
}

/// "12,345": thousands to the one, decimals to the other.
fn may_be_thousands(text: &str) -> bool {
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    text.split_once(',').is_some_and(|(whole, rest)| {
        !whole.contains('.') && digits(rest) == 3 && rest.trim().len() == 3
    })
}

/// An amount as people write it: the last of point and comma, with at most two digits after it, is the decimal mark.
pub(super) fn amount(text: &str) -> Option<Amount> {
    let bare: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '€' && *c != '\'').collect();
    let bare = bare.trim_start_matches("EUR");
    let mark = bare.rfind(['.', ',']).filter(|at| bare.len() - at - 1 <= 2);
    let (whole, decimals) = match mark {
        Some(at) => (&bare[..at], &bare[at + 1..]),
        None => (bare, ""),
    };
    let whole: String = whole.chars().filter(|c| !['.', ','].contains(c)).collect();
    let is_number = !whole.trim_start_matches('-').is_empty()
        && whole.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit())
        && decimals.bytes().all(|b| b.is_ascii_digit());
    if !is_number || whole.len() > 15 {
        return None;
    }
    format!("{whole}.{decimals:0<2}").parse().ok()
}

/// A quantity or a price of one as people write it. Of point and comma the last is the decimal mark when it stands once,
/// however many digits follow: a price has more than two.
pub(super) fn number(text: &str) -> Option<Decimal> {
    let bare: String =
        text.chars().filter(|c| !c.is_whitespace() && *c != '€' && *c != '\'').collect();
    let bare = bare.trim_start_matches("EUR");
    let (sign, digits) = match bare.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", bare),
    };
    let mark =
        digits.rfind(['.', ',']).filter(|at| digits.matches(&digits[*at..=*at]).count() == 1);
    let (whole, decimals) = match mark {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, ""),
    };
    let mut groups = whole.split(['.', ',']).skip(1);
    let is_grouped = groups.all(|group| group.len() == 3);
    let whole = whole.replace(['.', ','], "");
    let is_number = is_grouped
        && [whole.as_str(), decimals].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if !is_number || whole.len() + decimals.len() == 0 || whole.len() > 12 || decimals.len() > 8 {
        return None;
    }
    format!("{sign}0{whole}.{decimals}0").parse().ok()
}

/// "1-2, 3": which pages belong together. Pages in order, none twice.
pub(super) fn pages(text: &str) -> Option<Vec<(u32, u32)>> {
    let mut runs = Vec::new();
    let mut before = 0;
    for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        if first <= before || last < first {
            return None;
        }
        before = last;
        runs.push((first, last));
    }
    (!runs.is_empty()).then_some(runs)
}

/// A row of VAT as a person writes it: category, rate, taxable amount, VAT.
pub(super) type VatRow = (VatCategory, Decimal, Amount, Amount);

/// "21 336,50 70,67; 9 75,00 6,75; AE 0 100,00 0": rows with the rate, the taxable amount and the VAT; before a rate of 0
/// stands why. At most a hundred.
pub(super) fn vat_rows(text: &str) -> Option<Vec<VatRow>> {
    let rows = text.split(';').map(str::trim).filter(|row| !row.is_empty());
    let rows: Vec<VatRow> = rows.take(100).map(vat_row).collect::<Option<_>>()?;
    (!rows.is_empty()).then_some(rows)
}

/// The category of a code of UNCL 5305.
fn vat_category(code: &str) -> Option<VatCategory> {
    serde_json::from_value(code.to_ascii_uppercase().into()).ok()
}

fn category_code(category: VatCategory) -> String {
    match serde_json::to_value(category) {
        Ok(serde_json::Value::String(code)) => code,
        _ => unreachable!("a category is a word"),
    }
}

/// A rate, per cent, from 0 to 100.
fn rate(text: &str) -> Option<Decimal> {
    let rate: Decimal = text.trim_end_matches('%').trim_end().replace(',', ".").parse().ok()?;
    let is_rate = rate >= Decimal::ZERO && rate <= Decimal::ONE_HUNDRED;
    is_rate.then(|| rate.normalize())
}

/// "21", "9 %", "AE" or "0 AE": the rate of a line, and the category where a person names it.
pub(super) fn line_rate(text: &str) -> Option<(Decimal, Option<VatCategory>)> {
    let words: Vec<&str> = text.split_whitespace().filter(|word| *word != "%").collect();
    match words[..] {
        [one] => match vat_category(one) {
            Some(VatCategory::S) => None,
            Some(category) => Some((Decimal::ZERO, Some(category))),
            None => Some((rate(one)?, None)),
        },
        [a, b] => {
            let (category, of) = vat_category(a).map_or((b, a), |_| (a, b));
            Some((rate(of)?, Some(vat_category(category)?)))
        }
        _ => None,
    }
}

fn vat_row(row: &str) -> Option<VatRow> {
    let words: Vec<&str> = row.split_whitespace().collect();
    let (category, numbers) = match words[..] {
        [category, rate, taxable, vat] => (Some(vat_category(category)?), [rate, taxable, vat]),
        [rate, taxable, vat] => (None, [rate, taxable, vat]),
        _ => return None,
    };
    let rate = rate(numbers[0])?;
    let category = match category {
        Some(category) => category,
        None if rate.is_zero() => return None,
        None => VatCategory::S,
    };
    Some((category, rate, amount(numbers[1])?, amount(numbers[2])?))
}
