//! The parts of an invoice that are booked apart: its VAT rows, divided over its lines where those fit.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::cues::{LISTS, Words};
use super::document::{is_receipt, supply_day};
use super::law::{self, RateKind};
use super::subset::{only_sum, only_way};
use super::vat::{Part, Situation};
use invoice::{Amount, DocumentType, Field, Invoice, Method, VatBreakdown, VatCategory, vat_rates};

/// A part with its amounts, in the currency of the invoice; negative on a credit note.
#[derive(Debug, Clone)]
pub struct Portion {
    /// What it is, in the words of the invoice; empty for a whole row.
    pub text: String,
    /// Amount without VAT.
    pub base: Amount,
    /// VAT on it.
    pub vat: Amount,
    /// How it stands in the VAT.
    pub part: Part,
    /// The line of the invoice that it is, from 0; `None` for more or less than one.
    pub line: Option<usize>,
}

/// An invoice in parts.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The parts.
    pub portions: Vec<Portion>,
    /// What is owed in all, negative on a credit note.
    pub gross: Amount,
    /// What of it was paid before.
    pub prepaid: Amount,
    /// The VAT rows did not fit the totals and were left aside.
    pub rows_left_aside: bool,
}

/// Sums of rows may differ from the total by this much, cents, and half a cent a line.
const SLACK_CENTS: i64 = 5;

fn value(field: Option<&Field<Amount>>) -> Option<Amount> {
    field.map(|f| f.value)
}

#[derive(Clone, Copy)]
struct Row {
    category: Option<VatCategory>,
    rate: Option<Decimal>,
    base: Amount,
    vat: Amount,
}

/// The parts of an invoice; `None` when not even a total is known.
pub fn parts(invoice: &Invoice, situation: &Situation) -> Option<Parts> {
    let totals = &invoice.totals;
    let rounding = value(totals.rounding.as_ref()).unwrap_or_default();
    let (net, vat) = (value(totals.net.as_ref()), value(totals.vat.as_ref()));
    let complete: Option<Vec<Row>> = (!invoice.vat_breakdown.is_empty())
        .then(|| invoice.vat_breakdown.iter().map(|row| complete(&row.value)).collect())
        .flatten()
        .or_else(|| by_vat(invoice, net?))
        .or_else(|| by_total_vat(invoice, net?, vat?, situation.day));
    let of_rows = |rows: &[Row]| -> Amount { rows.iter().map(|row| row.base + row.vat).sum() };
    let mut gross = value(totals.gross.as_ref())
        .or_else(|| Some(net? + vat?))
        .or_else(|| complete.as_deref().map(of_rows))
        .or_else(|| value(totals.payable.as_ref()))?;
    let slack = SLACK_CENTS + invoice.lines.len().min(10_000) as i64 / 2;
    let mut rows_left_aside = false;
    let mut rows = match complete {
        Some(rows) if of_rows(&rows).is_within_cents(gross, slack) => {
            of_lines(&rows, invoice, net).unwrap_or(rows)
        }
        given => {
            rows_left_aside = given.is_some();
            vec![of_totals(invoice, gross, net, vat)]
        }
    };
    let is_credit =
        invoice.document_type.as_ref().map(|f| f.value) == Some(DocumentType::CreditNote);
    let turned = is_credit && !gross.is_negative();
    if turned {
        gross = -gross;
        for row in &mut rows {
            row.base = -row.base;
            row.vat = -row.vat;
        }
    }
    let prepaid = prepaid(invoice);
    let places = places(&rows, invoice, turned);
    let all = Rows { rows: &rows, invoice, situation, turned, places };
    let portions = rows.iter().enumerate().flat_map(|(at, row)| all.divide(at, row)).collect();
    Some(Parts {
        portions,
        gross: gross + if turned { -rounding } else { rounding },
        prepaid: if turned { -prepaid } else { prepaid },
        rows_left_aside,
    })
}

/// What was paid before, where the amount due says so too. A page on which nothing is left to pay says that it was paid,
/// as a receipt does.
fn prepaid(invoice: &Invoice) -> Amount {
    let totals = &invoice.totals;
    let rounding = value(totals.rounding.as_ref()).unwrap_or_default();
    let (Some(gross), Some(prepaid), Some(payable)) =
        (value(totals.gross.as_ref()), value(totals.prepaid.as_ref()), &totals.payable)
    else {
        return Amount::ZERO;
    };
    let is_left = payable.evidence.method == Method::Xml || !payable.value.is_zero();
    let adds_up = gross - prepaid + rounding == payable.value;
    if is_left && adds_up && !is_receipt(invoice) { prepaid } else { Amount::ZERO }
}

/// A row with both amounts, as far as it says them.
fn complete(row: &VatBreakdown) -> Option<Row> {
    let rate = row.rate.map(|rate| rate.normalize());
    let free = rate.is_some_and(|rate| rate.is_zero());
    let vat = row.vat.or(free.then_some(Amount::ZERO));
    let (base, vat) = match (row.taxable, vat, rate) {
        (Some(base), Some(vat), _) => (base, vat),
        (Some(base), None, Some(rate)) => (base, base.percent(rate)),
        _ => return None,
    };
    Some(Row { category: row.category, rate, base, vat })
}

/// What a base that was found by dividing VAT may lack or have too much, cents.
const DIVIDED_CENTS: i64 = 5;

/// The rows with the bases that the lines of each rate come to, where all lines come to the net: a page may tell VAT alone,
/// and what is divided by a rate is off by cents.
fn of_lines(rows: &[Row], invoice: &Invoice, net: Option<Amount>) -> Option<Vec<Row>> {
    let is_page = invoice.vat_breakdown.iter().all(|row| row.evidence.method != Method::Xml);
    if !is_page || rows.len() < 2 || !invoice.allowances_charges.is_empty() {
        return None;
    }
    let lines = || invoice.lines.iter().map(|line| &line.value);
    let all: Amount = lines().map(|line| line.net).sum::<Option<Amount>>()?;
    let found = if lines().all(|line| has_row(line.rate, rows)) {
        let of = |rate| lines().filter(move |line| line.rate.map(|rate| rate.normalize()) == rate);
        let sum = |row: &Row| of(row.rate).filter_map(|line| line.net).sum();
        rows.iter().map(|row| Row { base: sum(row), ..*row }).collect()
    } else {
        by_vat(invoice, net?)?
    };
    let is_near = |(found, told): (&Row, &Row)| {
        found.rate == told.rate && found.base.is_within_cents(told.base, DIVIDED_CENTS)
    };
    let fits = net == Some(all) && found.len() == rows.len();
    (fits && found.iter().zip(rows).all(is_near)).then_some(found)
}

/// Rows of which only rate and VAT are told: on what that is the lines say, where there is one way.
fn by_vat(invoice: &Invoice, net: Amount) -> Option<Vec<Row>> {
    let told: Vec<(Decimal, Amount)> = invoice
        .vat_breakdown
        .iter()
        .map(|row| Some((row.value.rate?.normalize(), row.value.vat?)))
        .collect::<Option<_>>()?;
    let Apart { deposits, open } = deposits_apart(invoice)?;
    let fits = |base: Amount, (rate, vat): (Decimal, Amount)| base.percent(rate) == vat;
    let taxed = net - deposits;
    let rows = match told[..] {
        [only] if fits(taxed, only) => vec![taxed_row(only, taxed)],
        [first, second] => {
            let both = |base: Amount| fits(base, first) && fits(taxed - base, second);
            let base = only_sum(&open, both)?;
            vec![taxed_row(first, base), taxed_row(second, taxed - base)]
        }
        _ => return None,
    };
    Some(with_deposits(rows, deposits))
}

/// Rows of a page that tells no rate and only all VAT: the lines say on what it is, where there is one way. One rate over
/// the whole is left to [`of_totals`].
fn by_total_vat(
    invoice: &Invoice,
    net: Amount,
    vat: Amount,
    day: Option<Date>,
) -> Option<Vec<Row>> {
    let all: Amount = invoice.lines.iter().map(|line| line.value.net).sum::<Option<Amount>>()?;
    let is_told = !invoice.vat_breakdown.is_empty() || !invoice.allowances_charges.is_empty();
    if is_told || vat.is_zero() || all != net || rate_of(net, vat).is_some() {
        return None;
    }
    let day = day.unwrap_or(jiff::civil::date(2026, 1, 1));
    let [high, low] = [RateKind::General, RateKind::Low].map(|kind| law::rate(kind, day));
    if let Some(rows) = by_rates_of_lines(invoice, vat) {
        return Some(rows);
    }
    let Apart { deposits, open } = deposits_apart(invoice)?;
    let taxed = net - deposits;
    let only = [high, low].into_iter().find(|rate| taxed.percent(*rate).is_within_cents(vat, 1));
    let rows = if let Some(rate) = only {
        vec![taxed_row((rate, vat), taxed)]
    } else {
        let both = |base: Amount| base.percent(high) + (taxed - base).percent(low) == vat;
        if let Some(base) = only_sum(&open, both) {
            let of_high = base.percent(high);
            vec![taxed_row((high, of_high), base), taxed_row((low, vat - of_high), taxed - base)]
        } else {
            // some lines bear the VAT, and the others none
            let of_some = |rate: Decimal| {
                let base = only_sum(&open, |base| base.percent(rate) == vat)?;
                Some(vec![taxed_row((rate, vat), base), untaxed_row(taxed - base)])
            };
            [high, low].into_iter().find_map(of_some)?
        }
    };
    Some(with_deposits(rows, deposits))
}

/// Rows of the rates that all lines tell, where these come to the VAT.
fn by_rates_of_lines(invoice: &Invoice, vat: Amount) -> Option<Vec<Row>> {
    let mut bases: BTreeMap<Decimal, Amount> = BTreeMap::new();
    for line in invoice.lines.iter().map(|line| &line.value) {
        let base = bases.entry(line.rate?.normalize()).or_default();
        *base = *base + line.net?;
    }
    let is_of_law =
        |rate: &Decimal| rate.is_zero() || vat_rates::dutch().any(|known| known.percent == *rate);
    let rows: Vec<Row> = bases
        .iter()
        .map(|(rate, base)| {
            if rate.is_zero() {
                untaxed_row(*base)
            } else {
                taxed_row((*rate, base.percent(*rate)), *base)
            }
        })
        .collect();
    let sum: Amount = rows.iter().map(|row| row.vat).sum();
    (rows.len() > 1 && bases.keys().all(is_of_law) && sum == vat).then_some(rows)
}

fn untaxed_row(base: Amount) -> Row {
    Row { category: None, rate: Some(Decimal::ZERO), base, vat: Amount::ZERO }
}

/// Whether the totals add up and come to what the VAT table of the page says row by row at the rates of the law, or, where it
/// has none, to its lines in one way.
pub(crate) fn is_explained(invoice: &Invoice) -> bool {
    let totals = &invoice.totals;
    let (net, vat) = (value(totals.net.as_ref()), value(totals.vat.as_ref()));
    let (Some(net), Some(vat), Some(gross)) = (net, vat, value(totals.gross.as_ref())) else {
        return false;
    };
    let is_row = |row: &Field<VatBreakdown>| {
        let VatBreakdown { rate, taxable, vat, .. } = &row.value;
        let (Some(rate), Some(base), Some(vat)) = (rate, taxable, vat) else { return false };
        let is_printed = matches!(row.evidence.method, Method::Ocr | Method::TextLayer);
        is_printed && base.percent(*rate).is_within_cents(*vat, 1)
    };
    let rows = &invoice.vat_breakdown;
    let sum = |of: fn(&VatBreakdown) -> Option<Amount>| -> Option<Amount> {
        rows.iter().map(|row| of(&row.value)).sum()
    };
    let is_table = rows.len() > 1
        && rows.iter().all(is_row)
        && (sum(|row| row.taxable), sum(|row| row.vat)) == (Some(net), Some(vat));
    let by_lines = || by_total_vat(invoice, net, vat, supply_day(invoice)).is_some();
    net + vat == gross && (is_table || has_lines_of_rows(invoice, net, vat) || by_lines())
}

/// Whether the lines come to the net total, and those of one rate, or of one code for it, to the VAT of each row that says a
/// rate and its VAT but no base. What no row is about bears no VAT.
fn has_lines_of_rows(invoice: &Invoice, net: Amount, vat: Amount) -> bool {
    let mut bases: BTreeMap<Option<Decimal>, Amount> = BTreeMap::new();
    for line in invoice.lines.iter().map(|line| &line.value) {
        let Some(of_line) = line.net else { return false };
        let base = bases.entry(line.rate.map(|rate| rate.normalize())).or_default();
        *base = *base + of_line;
    }
    let sum: Amount = bases.values().copied().sum();
    let mut told = Amount::ZERO;
    for row in invoice.vat_breakdown.iter().map(|row| &row.value) {
        let (Some(rate), Some(of_row)) = (row.rate, row.vat) else { return false };
        if rate.is_zero() {
            continue;
        }
        let fits = |base: &Amount| base.percent(rate).is_within_cents(of_row, 1);
        let Some(code) = bases.iter().find(|(_, base)| fits(base)).map(|(code, _)| *code) else {
            return false;
        };
        bases.remove(&code);
        told = told + of_row;
    }
    invoice.vat_breakdown.len() > 1 && sum == net && told == vat
}

/// The lines of an invoice with the deposits apart.
struct Apart {
    deposits: Amount,
    /// What the others come to.
    open: Vec<Amount>,
}

fn deposits_apart(invoice: &Invoice) -> Option<Apart> {
    let mut apart = Apart { deposits: Amount::ZERO, open: Vec::new() };
    for line in invoice.lines.iter().map(|line| &line.value) {
        if Words::of(line.description.as_deref()).has_any(&LISTS.surely_deposit) {
            apart.deposits = apart.deposits + line.net?;
        } else {
            apart.open.push(line.net?);
        }
    }
    Some(apart)
}

fn taxed_row((rate, vat): (Decimal, Amount), base: Amount) -> Row {
    Row { category: Some(VatCategory::S), rate: Some(rate), base, vat }
}

fn with_deposits(mut rows: Vec<Row>, deposits: Amount) -> Vec<Row> {
    if !deposits.is_zero() {
        let (category, rate) = (Some(VatCategory::O), Some(Decimal::ZERO));
        rows.push(Row { category, rate, base: deposits, vat: Amount::ZERO });
    }
    rows
}

/// One row for the whole invoice; when its VAT is not known, without.
fn of_totals(invoice: &Invoice, gross: Amount, net: Option<Amount>, vat: Option<Amount>) -> Row {
    let first = invoice.vat_breakdown.first().map(|row| &row.value);
    let only = (invoice.vat_breakdown.len() == 1).then_some(first).flatten();
    let vat = vat.or_else(|| net.map(|net| gross - net));
    let Some(vat) = vat else {
        return Row {
            category: only.and_then(|row| row.category),
            rate: None,
            base: gross,
            vat: Amount::ZERO,
        };
    };
    let base = gross - vat;
    let rate = only.and_then(|row| row.rate).or_else(|| rate_of(base, vat));
    Row {
        category: only.and_then(|row| row.category),
        rate: rate.map(|rate| rate.normalize()),
        base,
        vat,
    }
}

/// The rate with which this VAT was made.
pub(crate) fn rate_of(base: Amount, vat: Amount) -> Option<Decimal> {
    if vat.is_zero() {
        return Some(Decimal::ZERO);
    }
    vat_rates::dutch()
        .map(|rate| rate.percent)
        .find(|rate| base.percent(*rate).is_within_cents(vat, 3))
}

/// What may be a portion: which line of the invoice it is, its text, without VAT, with VAT.
type Candidate<'a> = (Option<usize>, &'a str, Option<Amount>, Option<Amount>);

/// The row of each line, where lines say no rate and their amounts leave one way. A deposit is where no VAT is.
fn places(rows: &[Row], invoice: &Invoice, turned: bool) -> Option<Vec<usize>> {
    let lines: Vec<_> = invoice.lines.iter().map(|line| &line.value).collect();
    let is_told = lines.iter().all(|line| has_row(line.rate, rows) || line.category.is_some());
    if rows.len() < 2 || lines.is_empty() || is_told || !invoice.allowances_charges.is_empty() {
        return None;
    }
    let sign = |amount: Amount| if turned { -amount } else { amount };
    let all = |of: fn(&invoice::Line) -> Option<Amount>| -> Option<Vec<Amount>> {
        lines.iter().map(|line| of(line).map(sign)).collect()
    };
    let (amounts, with_vat) = match (all(|line| line.net), all(|line| line.gross)) {
        (Some(nets), _) => (nets, false),
        (None, grosses) => (grosses?, true),
    };
    let free = rows.iter().position(|row| row.vat.is_zero());
    let is_free = |place: usize| {
        let text = lines[place].description.as_deref().unwrap_or_default();
        free.is_some() && Words::of([text]).has_any(&LISTS.surely_deposit)
    };
    let (apart, open): (Vec<usize>, Vec<usize>) = (0..lines.len()).partition(|i| is_free(*i));
    let deposits: Amount = apart.iter().map(|i| amounts[*i]).sum();
    let sums: Vec<Amount> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let sum = if with_vat { row.base + row.vat } else { row.base };
            if free == Some(at) { sum - deposits } else { sum }
        })
        .collect();
    let wanted: Vec<usize> = (0..rows.len()).filter(|at| !sums[*at].is_zero()).collect();
    let amounts: Vec<Amount> = open.iter().map(|i| amounts[*i]).collect();
    let of_wanted: Vec<Amount> = wanted.iter().map(|at| sums[*at]).collect();
    let found = only_way(&amounts, &of_wanted)?;
    let mut places = vec![free.unwrap_or_default(); lines.len()];
    for (i, at) in open.into_iter().zip(found) {
        places[i] = wanted[at];
    }
    Some(places)
}

/// Whether a line's rate is that of a row. One of no row is a code of a legend, or misread.
fn has_row(rate: Option<Decimal>, rows: &[Row]) -> bool {
    rate.is_some_and(|rate| rows.iter().any(|row| row.rate == Some(rate.normalize())))
}

/// The rows of an invoice on the point of being divided.
struct Rows<'a> {
    rows: &'a [Row],
    invoice: &'a Invoice,
    situation: &'a Situation,
    /// Amounts change their sign.
    turned: bool,
    /// The row of each line, where only the amounts tell.
    places: Option<Vec<usize>>,
}

impl Rows<'_> {
    /// A row over the lines that belong to it; the row as a whole where they do not fit.
    fn divide(&self, at: usize, row: &Row) -> Vec<Portion> {
        let Self { rows, invoice, situation, turned, places } = self;
        let turned = *turned;
        let part = Part {
            category: row.category,
            rate: row.rate,
            charged: !row.vat.is_zero(),
            food: situation.cues.restaurant && !row.vat.is_zero(),
            deposit: false,
        };
        let whole = || {
            // tourist tax stands outside VAT too
            let deposit = !part.charged
                && situation.cues.deposit
                && !situation.cues.lodging
                && row.category == Some(VatCategory::O);
            vec![Portion {
                text: String::new(),
                base: row.base,
                vat: row.vat,
                part: Part { deposit, ..part },
                line: None,
            }]
        };
        let sign = |amount: Amount| if turned { -amount } else { amount };
        let belongs = |rate: Option<Decimal>, category: Option<VatCategory>| {
            let same_rate = match rate {
                Some(rate) if has_row(Some(rate), rows) => Some(rate.normalize()) == row.rate,
                _ => rows.len() == 1,
            };
            let same_category = match (category, row.category) {
                (Some(a), Some(b)) => a == b,
                _ => true,
            };
            same_rate && same_category
        };
        let mut lines: Vec<Candidate<'_>> = invoice
            .lines
            .iter()
            .map(|line| &line.value)
            .enumerate()
            .filter(|(place, line)| match places {
                Some(places) => places[*place] == at,
                None => belongs(line.rate, line.category),
            })
            .map(|(place, line)| {
                let text = line.description.as_deref().unwrap_or_default();
                (Some(place), text, line.net.map(sign), line.gross.map(sign))
            })
            .collect();
        for field in &invoice.allowances_charges {
            let charge = &field.value;
            if belongs(charge.rate, charge.category) {
                let amount = sign(if charge.is_charge { charge.amount } else { -charge.amount });
                lines.push((
                    None,
                    charge.reason.as_deref().unwrap_or_default(),
                    Some(amount),
                    None,
                ));
            }
        }
        if lines.is_empty() || lines.len() > 10_000 {
            return whole();
        }
        let slack = 1 + lines.len() as i64 / 2;
        let nets: Option<Amount> = lines.iter().map(|(_, _, net, _)| *net).sum();
        let grosses: Option<Amount> = lines.iter().map(|(.., gross)| *gross).sum();
        let bases: Vec<Amount> = match (nets, grosses) {
            (Some(sum), _) if sum.is_within_cents(row.base, slack) => {
                lines.iter().filter_map(|(_, _, net, _)| *net).collect()
            }
            (_, Some(sum)) if sum.is_within_cents(row.base + row.vat, slack) && !sum.is_zero() => {
                let grosses: Vec<Amount> = lines.iter().filter_map(|(.., gross)| *gross).collect();
                shares(row.base, &grosses)
            }
            _ => return whole(),
        };
        let bases = filled(bases, row.base);
        let vats = shares(row.vat, &bases);
        lines
            .iter()
            .zip(bases)
            .zip(vats)
            .map(|(((line, text, ..), base), vat)| {
                let words = Words::of([*text]);
                Portion {
                    text: (*text).to_owned(),
                    base,
                    vat,
                    part: Part {
                        food: if part.food {
                            !words.has_any(&LISTS.beside_meals)
                        } else {
                            part.charged && situation.cues.lodging && words.has_any(&LISTS.food)
                        },
                        deposit: !part.charged && words.has_any(&LISTS.deposit),
                        ..part
                    },
                    line: *line,
                }
            })
            .collect()
    }
}

/// Amounts of which the largest takes what they lack of the sum.
fn filled(mut amounts: Vec<Amount>, sum: Amount) -> Vec<Amount> {
    let lack = sum - amounts.iter().copied().sum();
    if let Some(largest) = amounts.iter_mut().max_by_key(|amount| amount.abs()) {
        *largest = *largest + lack;
    }
    amounts
}

/// An amount divided in proportion, to the cent; what rounding down leaves goes to those that lost the most by it.
pub fn shares(amount: Amount, weights: &[Amount]) -> Vec<Amount> {
    let total: Amount = weights.iter().copied().sum();
    if total.is_zero() {
        let mut shares = vec![Amount::ZERO; weights.len()];
        if let Some(first) = shares.first_mut() {
            *first = amount;
        }
        return shares;
    }
    let exact = |weight: &Amount| amount.0 * weight.0 / total.0;
    let mut parts: Vec<Amount> = weights
        .iter()
        .map(|weight| {
            Amount(exact(weight).round_dp_with_strategy(2, RoundingStrategy::ToNegativeInfinity))
        })
        .collect();
    let mut by_loss: Vec<usize> = (0..parts.len()).collect();
    by_loss.sort_by_key(|i| parts[*i].0 - exact(&weights[*i]));
    let cent = Amount::from_cents(1);
    let mut left = amount - parts.iter().copied().sum();
    for i in by_loss {
        let one = left.min(cent);
        parts[i] = parts[i] + one;
        left = left - one;
    }
    parts
}
