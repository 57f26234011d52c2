//! A list of bookings as CSV: which column is what, which mark parts columns, which parts decimals.

mod field;

pub use field::Field;
use field::plain;

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::entry::{
    Account, AccountKind, BookedLine, Booking, Creditor, CreditorKind, Entry, Mark,
};
use super::error::{Place, Stop, What};
use super::input::{Input, line_at};
use super::ledger::{NAMES, has};
use invoice::Amount;

const MAX_LINES: usize = 5_000;

/// Columns that the person named: header and field.
pub type Mapping = [(String, Field)];

/// What was found out about a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// What parts columns.
    pub delimiter: u8,
    /// What parts decimals.
    pub decimal: char,
    /// For each field its column.
    columns: Vec<(Field, usize)>,
}

impl Layout {
    fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(known, _)| *known == field).map(|(_, column)| *column)
    }
}

/// Reads a list of bookings to its end, for books in this currency.
///
/// # Errors
/// What is wrong with the file and in which line, or what `sink` answers.
pub fn read<E>(
    input: Input<impl Read>,
    mapping: &Mapping,
    currency: &str,
    mut sink: impl FnMut(Entry) -> Result<(), E>,
) -> Result<(), Stop<E>> {
    let head = String::from_utf8_lossy(input.head()).into_owned();
    let delimiter = delimiter(&head);
    let layout = layout(&head, delimiter, mapping).map_err(|what| {
        let line = Some(1);
        Stop::file(Place { line }, what)
    })?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let no_csv = |_| Stop::file(Place { line: Some(1) }, What::Syntax("a line that is no CSV"));
    reader.byte_headers().map_err(no_csv)?;
    let mut record = ByteRecord::new();
    let mut open: Option<Booking> = None;
    let mut known: Vec<(String, String)> = Vec::new();
    loop {
        reader.get_mut().begin_tag();
        let place = Place { line: Some(line_at(&head, reader.position().line())) };
        let stop = |what: What| Stop::file(place, what);
        let more = reader.read_byte_record(&mut record).map_err(|error| {
            stop(match error.into_kind() {
                csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                    What::TooLarge("a field of more than 1 MiB")
                }
                csv::ErrorKind::Io(error) => What::Io(error),
                _ => What::Syntax("a line that is no CSV"),
            })
        })?;
        if !more {
            break;
        }
        let row = row(&record, &layout, currency).map_err(stop)?;
        if row.account.is_empty() {
            continue; // a total, an empty line
        }
        let named = (row.account.clone(), row.account_name.clone());
        if !row.account_name.is_empty() && !known.contains(&named) && known.len() < 10_000 {
            known.push(named);
            sink(Entry::Account(Account {
                number: row.account.clone(),
                name: row.account_name.clone(),
                kind: AccountKind::Mixed,
                rgs: None,
                line: place.line.unwrap_or_default(),
            }))?;
        }
        if is_no_cost(&row.account_name) {
            continue;
        }
        let code = if row.supplier.is_empty() { &row.supplier_name } else { &row.supplier };
        let same = open.as_ref().is_some_and(|open| open.mark == row.mark);
        if !same && let Some(done) = open.take() {
            sink(Entry::Booking(done))?;
        }
        if !same && !code.is_empty() {
            sink(Entry::Creditor(Creditor {
                number: code.clone(),
                name: row.supplier_name.clone(),
                kind: CreditorKind::Supplier,
                vat_id: row.vat_id.clone(),
                kvk: row.kvk.clone(),
                ibans: row.iban.clone().into_iter().collect(),
                ..Creditor::default()
            }))?;
        }
        let booking = open.get_or_insert_with(|| Booking {
            mark: row.mark,
            supplier: (!code.is_empty()).then(|| code.clone()),
            date: row.date,
            lines: Vec::new(),
            number: None,
            others: Vec::new(),
        });
        if booking.lines.len() < MAX_LINES {
            booking.lines.push(BookedLine {
                account: row.account,
                vat_code: row.vat_code,
                net: row.net,
                text: row.text,
            });
        }
    }
    if let Some(done) = open {
        sink(Entry::Booking(done))?;
    }
    Ok(())
}

/// Whether a file says another currency than that of the books; one that says none is in theirs.
pub fn is_other_currency(found: &str, own: &str) -> bool {
    let found = found.trim().to_uppercase();
    let is_euro = own == "EUR" && (found.starts_with("EUR") || found == "€");
    !found.is_empty() && found != own && !is_euro
}

/// A row of the list.
struct Row {
    mark: Mark,
    supplier: String,
    supplier_name: String,
    vat_id: Option<String>,
    kvk: Option<String>,
    iban: Option<String>,
    date: Option<Date>,
    account: String,
    account_name: String,
    vat_code: Option<String>,
    net: Amount,
    text: String,
}

fn row(record: &ByteRecord, layout: &Layout, currency: &str) -> Result<Row, What> {
    let text = |field: Field| -> Result<&str, What> {
        let bytes = layout.column(field).and_then(|column| record.get(column)).unwrap_or_default();
        std::str::from_utf8(bytes).map(str::trim).map_err(|_| What::Syntax("a line that is no CSV"))
    };
    if is_other_currency(text(Field::Currency)?, currency) {
        let found = text(Field::Currency)?.to_owned();
        return Err(What::Currency { found, own: currency.to_owned() });
    }
    let filled = |field: Field| -> Result<Option<String>, What> {
        Ok(Some(text(field)?).filter(|t| !t.is_empty()).map(str::to_owned))
    };
    let money = |field: Field| amount(text(field)?, layout.decimal).ok_or(What::BadAmount);
    let date = match text(Field::Date)? {
        "" => None,
        day => Some(date(day).ok_or(What::BadDate)?),
    };
    let account = text(Field::Account)?.to_owned();
    // Rows without an account (totals) need no amount.
    let net = if account.is_empty() {
        Amount::ZERO
    } else {
        money(Field::Net)? + money(Field::Debit)? - money(Field::Credit)?
    };
    let mark = match text(Field::Number)? {
        "" => {
            let fields: Vec<&str> =
                record.iter().map(|bytes| std::str::from_utf8(bytes).unwrap_or_default()).collect();
            Mark::of(&fields)
        }
        number => {
            let year = date.map_or(String::new(), |date| date.year().to_string());
            Mark::of(&["csv", &year, number, text(Field::Supplier)?])
        }
    };
    Ok(Row {
        mark,
        supplier: text(Field::Supplier)?.to_owned(),
        supplier_name: text(Field::SupplierName)?.to_owned(),
        vat_id: filled(Field::VatId)?,
        kvk: filled(Field::Kvk)?,
        iban: filled(Field::Iban)?.map(|iban| iban.split_whitespace().collect()),
        date,
        account,
        account_name: text(Field::AccountName)?.to_owned(),
        vat_code: filled(Field::VatCode)?,
        net,
        text: text(Field::Text)?.to_owned(),
    })
}

/// Whether lines on an account of this name are the creditor or VAT.
fn is_no_cost(account_name: &str) -> bool {
    let name = account_name.to_lowercase();
    has(&name, &NAMES.creditors_in_lists) || (has(&name, &NAMES.vat) && !name.contains("niet"))
}

/// The mark that parts columns: the one that the first line has most of, outside quotes.
fn delimiter(head: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b';', 0), (b',', 0), (b'\t', 0), (b'|', 0)];
    for byte in head.lines().next().unwrap_or_default().bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some((_, n)) = counts.iter_mut().find(|(mark, _)| *mark == byte) {
            *n += 1;
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b';', |(mark, _)| *mark)
}

fn layout(head: &str, delimiter: u8, mapping: &Mapping) -> Result<Layout, What> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(head.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .map_err(|_| What::Syntax("a line that is no CSV"))?
        .iter()
        .map(|name| name.trim().to_owned())
        .collect();
    let mut columns: Vec<(Field, usize)> = Vec::new();
    for (name, field) in mapping {
        let Some(column) = header.iter().position(|known| plain(known) == plain(name)) else {
            return Err(What::NoColumn { wanted: name.clone(), columns: shown(&header) });
        };
        columns.push((*field, column));
    }
    for (column, name) in header.iter().enumerate() {
        if let Some(field) = Field::by_header(name)
            && !columns.iter().any(|(f, c)| *f == field || *c == column)
        {
            columns.push((field, column));
        }
    }
    let has = |field| columns.iter().any(|(known, _)| *known == field);
    if !has(Field::Account) {
        return Err(What::NoField { field: Field::Account.name(), columns: shown(&header) });
    }
    if !has(Field::Supplier) && !has(Field::SupplierName) {
        return Err(What::NoField { field: Field::Supplier.name(), columns: shown(&header) });
    }
    let mut layout =
        Layout { delimiter, decimal: if delimiter == b',' { '.' } else { ',' }, columns };
    // The first amount that tells.
    let money: Vec<usize> = [Field::Net, Field::Debit, Field::Credit]
        .into_iter()
        .filter_map(|field| layout.column(field))
        .collect();
    let mark = reader
        .records()
        .filter_map(Result::ok)
        .flat_map(|record| {
            money
                .iter()
                .filter_map(|&column| decimal_mark(record.get(column)?))
                .collect::<Vec<char>>()
        })
        .next();
    layout.decimal = mark.unwrap_or(layout.decimal);
    Ok(layout)
}

fn shown(header: &[String]) -> Vec<String> {
    header.iter().take(30).map(|name| name.chars().take(40).collect()).collect()
}

/// The mark before the decimals of an amount, when it leaves no doubt: "1.234" could be either.
fn decimal_mark(amount: &str) -> Option<char> {
    let amount = amount.trim();
    let at = amount.rfind(['.', ','])?;
    let mark = amount[at..].chars().next()?;
    let behind = amount[at + 1..].chars().filter(char::is_ascii_digit).count();
    let other = if mark == '.' { ',' } else { '.' };
    let once = amount.matches(mark).count() == 1;
    (once && (behind != 3 || amount.contains(other))).then_some(mark)
}

/// An amount with this decimal mark; other marks and blanks part thousands.
fn amount(text: &str, decimal: char) -> Option<Amount> {
    let text = text.trim().trim_start_matches(['€', ' ', '\u{a0}']);
    if text.is_empty() {
        return Some(Amount::ZERO);
    }
    let (text, negative) = match (text.strip_prefix('-'), text.strip_suffix('-')) {
        (Some(rest), _) | (None, Some(rest)) => (rest, true),
        _ => (text, false),
    };
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().trim_start_matches('€').chars() {
        match c {
            '0'..='9' => plain.push(c),
            c if c == decimal => plain.push('.'),
            '.' | ',' | ' ' | '\u{a0}' | '\'' => {}
            _ => return None,
        }
    }
    let value: Decimal = plain.parse().ok()?;
    Some(Amount(if negative { -value } else { value }))
}

/// A date: the year first, or day, month and year.
fn date(text: &str) -> Option<Date> {
    let text = text.split([' ', 'T']).next()?;
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
        return Date::new(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8).ok();
    }
    let parts: Vec<i16> =
        text.split(['-', '/', '.']).map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts[..] else { return None };
    if a > 31 {
        return Date::new(a, i8::try_from(b).ok()?, i8::try_from(c).ok()?).ok();
    }
    let year = if c < 100 { 2000 + c } else { c };
    Date::new(year, i8::try_from(b).ok()?, i8::try_from(a).ok()?).ok()
}

#[cfg(test)]
mod tests;
