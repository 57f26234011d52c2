//! What a person says that a proposal should be: corrections, and what they do to what was read.
//!
//! A correction names a field as the output does ("totals.gross"), and is kept apart from what was read: it is applied
//! whenever the document is understood anew, so that no later run loses it. Amounts and dates are taken as people write
//! them and kept as the output has them.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::booking::{BookingRule, JournalLine, LineKind};
use crate::invoice::{
    Amount, Confidence, DocumentType, Evidence, Field, Invoice, Method, VatBreakdown, VatCategory,
    identifier,
};
use crate::text::BBox;

/// Where on a page a person pointed.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Page, from 1.
    pub page: u32,
    /// Place on it, pt: left, top, right, bottom.
    pub bbox: [f32; 4],
    /// The words there.
    pub text: String,
}

/// One correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// First page of the proposal that it is about, from 1; 0 for an XML invoice, and for what concerns the whole document.
    pub first_page: u32,
    /// The field, as the output names it, or one of `account`, `vat_code`, `supplier_code`, `duplicate`, `accepted` and
    /// `layout`.
    pub field: String,
    /// The value, as the output has it.
    pub value: String,
    /// Where it stands on the page.
    pub place: Option<Place>,
}

/// The corrections of a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corrections(pub Vec<Correction>);

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
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
}

fn kind_of(field: &str) -> Option<Kind> {
    Some(match field {
        "supplier.name" | "customer.name" | "supplier.kvk" | "invoice_number"
        | "payment_reference" | "order_reference" | "account" | "vat_code" | "supplier_code" => {
            Kind::Text
        }
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
        _ if journal_line(field).is_some() => Kind::Text,
        _ => return None,
    })
}

/// The line in "journal[2].account".
fn journal_line(field: &str) -> Option<usize> {
    let index = field.strip_prefix("journal[")?.strip_suffix("].account")?;
    index.parse().ok()
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
        Kind::Text => value
            .chars()
            .filter(|c| !c.is_control())
            .take(200)
            .collect(),
        Kind::Date => date(value).ok_or(Wrong::Date)?.to_string(),
        Kind::Amount => amount(value).ok_or(Wrong::Amount)?.to_string(),
        Kind::Iban => identifier::iban(value).ok_or(Wrong::CheckDigits)?,
        Kind::VatId => value
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_uppercase())
            .take(20)
            .collect(),
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
    })
}

fn document_type(word: &str) -> Option<DocumentType> {
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

/// An amount as people write it: the last of point and comma, with at most two digits after it, is the decimal mark.
fn amount(text: &str) -> Option<Amount> {
    let bare: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€' && *c != '\'')
        .collect();
    let bare = bare.trim_start_matches("EUR");
    let mark = bare.rfind(['.', ',']).filter(|at| bare.len() - at - 1 <= 2);
    let (whole, decimals) = match mark {
        Some(at) => (&bare[..at], &bare[at + 1..]),
        None => (bare, ""),
    };
    let whole: String = whole.chars().filter(|c| !['.', ','].contains(c)).collect();
    let is_number = !whole.trim_start_matches('-').is_empty()
        && whole
            .trim_start_matches('-')
            .bytes()
            .all(|b| b.is_ascii_digit())
        && decimals.bytes().all(|b| b.is_ascii_digit());
    if !is_number || whole.len() > 15 {
        return None;
    }
    format!("{whole}.{decimals:0<2}").parse().ok()
}

/// "1-2, 3": which pages belong together. Pages in order, none twice.
fn pages(text: &str) -> Option<Vec<(u32, u32)>> {
    let mut runs = Vec::new();
    let mut before = 0;
    for part in text
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
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
type VatRow = (VatCategory, Decimal, Amount, Amount);

/// "21 336,50 70,67; 9 75,00 6,75; AE 0 100,00 0": rows with the rate, the taxable amount and the VAT; before a rate of 0
/// stands why. At most a hundred.
fn vat_rows(text: &str) -> Option<Vec<VatRow>> {
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

fn vat_row(row: &str) -> Option<VatRow> {
    let words: Vec<&str> = row.split_whitespace().collect();
    let (category, numbers) = match words[..] {
        [category, rate, taxable, vat] => (Some(vat_category(category)?), [rate, taxable, vat]),
        [rate, taxable, vat] => (None, [rate, taxable, vat]),
        _ => return None,
    };
    let rate = numbers[0].trim_end_matches('%').replace(',', ".");
    let rate: Decimal = rate.parse().ok()?;
    let is_rate = rate >= Decimal::ZERO && rate <= Decimal::ONE_HUNDRED;
    let category = match category {
        Some(category) => category,
        None if rate.is_zero() => return None,
        None => VatCategory::S,
    };
    let row = (
        category,
        rate.normalize(),
        amount(numbers[1])?,
        amount(numbers[2])?,
    );
    is_rate.then_some(row)
}

impl Corrections {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Which pages belong together, when a person has said so: first and last of each document.
    pub fn layout(&self) -> Option<Vec<(u32, u32)>> {
        let layout = self.0.iter().find(|one| one.field == "layout")?;
        pages(&layout.value)
    }

    /// The corrections of the proposal that begins on this page (0 without pages).
    pub fn of(&self, first_page: u32) -> OfProposal<'_> {
        let mine = self
            .0
            .iter()
            .filter(|one| one.first_page == first_page && one.field != "layout");
        OfProposal(mine.collect())
    }
}

/// The corrections of one proposal.
#[derive(Debug, Clone, Default)]
pub struct OfProposal<'c>(Vec<&'c Correction>);

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
        let changes = self
            .0
            .iter()
            .filter(|one| kind_of(&one.field) != Some(Kind::YesNo));
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

    /// The accounts that a person chose for single lines of the entry.
    pub fn apply_to_lines(&self, journal: &mut [JournalLine]) {
        for one in &self.0 {
            let line = journal_line(&one.field).and_then(|index| journal.get_mut(index));
            let Some(line) = line else { continue };
            if matches!(
                line.kind,
                LineKind::Cost | LineKind::Suspense | LineKind::Revenue
            ) {
                line.account.clone_from(&one.value);
                line.rgs = None;
                line.kind = if line.kind == LineKind::Suspense {
                    LineKind::Cost
                } else {
                    line.kind
                };
                line.why.by = crate::booking::By::Rule;
                BY_PERSON.clone_into(&mut line.why.because);
                line.confidence = 1.0;
            }
        }
    }
}

/// What gave the account, in the reasons of an entry.
const BY_PERSON: &str = "dizzy review";

fn evidence(one: &Correction) -> Evidence {
    let mut evidence = Evidence {
        method: Method::Entered,
        page: None,
        bbox: None,
        text: None,
        source: None,
        proved_by: Vec::new(),
    };
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
        "customer.vat_id" => put(&mut invoice.customer.vat_id, text(), evidence),
        "invoice_number" => put(&mut invoice.number, text(), evidence),
        "payment_reference" => put(&mut invoice.payment_reference, text(), evidence),
        "order_reference" => put(&mut invoice.order_reference, text(), evidence),
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
            invoice.vat_breakdown = rows
                .map(|row| Field::new(row, evidence.clone(), Confidence::CERTAIN))
                .collect();
        }
        _ => {}
    }
}

/// What follows from totals that a person gave: the third of net, VAT and total when he gave two, what is to be paid,
/// and the only row of VAT.
fn fit_vat(invoice: &mut Invoice) {
    let totals = &mut invoice.totals;
    let is_entered = |field: &Option<Field<Amount>>| {
        field
            .as_ref()
            .is_some_and(|f| f.evidence.method == Method::Entered)
    };
    let value = |field: &Option<Field<Amount>>| field.as_ref().map(|f| f.value);
    let derived = |amount: Amount| {
        let evidence = Evidence::derived("what a person entered");
        Some(Field::new(amount, evidence, Confidence::CERTAIN))
    };
    let entered = (
        is_entered(&totals.net),
        is_entered(&totals.vat),
        is_entered(&totals.gross),
    );
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

#[cfg(test)]
mod tests;
