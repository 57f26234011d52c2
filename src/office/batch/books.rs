//! What booking knows, gathered at a run's start: the configuration, the files it names, what the ledger learned.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};
use jiff::civil::Date;

use crate::ledger::{Ledger, general_model};
use crate::settings::Settings;
use crate::{Error, Result};
use booking::correct::Wrong;
use booking::learn::Input;
use booking::rgs_accounts;
use booking::{
    Account, BookingTerms, Books, Classifier, Context, ExchangeRates, Question, Supplier,
};
use invoice::{Address, Amount, both};

/// Everything that booking knows beside the documents.
///
/// # Errors
/// When a file that the configuration names cannot be read, or the ledger.
pub fn context(settings: &Settings, ledger: &Ledger) -> Result<Arc<Context>> {
    let general = general_model();
    let mut books = Vec::with_capacity(settings.administrations.len());
    for administration in &settings.administrations {
        let name = administration.name.as_str();
        let mut suppliers = ledger.suppliers(name)?;
        if let Some(path) = &administration.creditors {
            suppliers.extend(creditors(path)?);
        }
        let mut chart = ledger.accounts(name)?;
        if let Some(path) = &administration.chart {
            chart.extend(accounts(path)?);
        }
        let learned = ledger.learned(name)?;
        let mut one = Books::new(administration.clone(), suppliers, &chart, learned);
        with_general(&mut one, &chart, &general);
        books.push(one);
    }
    // what was learned without naming an administration
    let chart = ledger.accounts("")?;
    let mut unnamed = Books::new(
        booking::Administration::default(),
        ledger.suppliers("")?,
        &chart,
        ledger.learned("")?,
    );
    with_general(&mut unnamed, &chart, &general);
    let booking = &settings.booking;
    let terms = BookingTerms {
        merge_lines: booking.merge_lines,
        sure: settings.ready.least(),
        duplicate_days: booking.duplicate_days,
    };
    let rates = if booking.exchange_rates.as_os_str().is_empty() {
        ExchangeRates::default()
    } else {
        exchange_rates(&booking.exchange_rates)?
    };
    Ok(Arc::new(Context::new(books, unnamed, settings.rules.clone(), terms, rates)))
}

/// Settings whose administrations call VAT codes as their auditfiles do, where they say nothing else.
pub(crate) fn with_own_codes(settings: &Settings, ledger: &Ledger) -> Result<Settings> {
    let mut settings = settings.clone();
    for one in &mut settings.administrations {
        if let Some((model, _)) = ledger.model(&one.name)? {
            *one = std::mem::take(one).with_codes_of(&model.usage);
        }
    }
    Ok(settings)
}

/// Names of the accounts of all administrations by their numbers; where charts differ, the first counts.
///
/// # Errors
/// When a chart that the configuration names cannot be read, or the ledger.
pub(crate) fn account_names(
    settings: &Settings,
    ledger: &Ledger,
) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let administrations = settings.administrations.iter();
    for administration in administrations.map(|one| one.name.as_str()).chain([""]) {
        for (number, name) in account_names_of(settings, ledger, administration)? {
            names.entry(number).or_insert(name);
        }
    }
    // books without a chart are kept in RGS
    for account in rgs_accounts() {
        names.entry(account.account().to_owned()).or_insert_with(|| account.name.clone());
    }
    Ok(names)
}

/// The account of an administration that a person means for costs or revenue, by number, RGS code or name. Where no chart is
/// known, any number will do.
///
/// # Errors
/// When a chart that the configuration names cannot be read, or the ledger.
pub(crate) fn account_meant(
    settings: &Settings,
    ledger: &Ledger,
    context: &Context,
    administration: &str,
    given: &str,
) -> Result<std::result::Result<String, Wrong>> {
    let books = context.of_name(administration).unwrap_or(context.unnamed());
    let meant = named_account(settings, ledger, books, administration, given)?;
    Ok(match meant {
        Some(number) if books.is_other_side(&number) => Err(Wrong::OtherSide),
        meant => meant.ok_or(Wrong::Account),
    })
}

fn named_account(
    settings: &Settings,
    ledger: &Ledger,
    books: &Books,
    administration: &str,
    given: &str,
) -> Result<Option<String>> {
    let mut names = account_names_of(settings, ledger, administration)?;
    let has_chart = !names.is_empty();
    let (number, rgs) = books.account(given);
    if !has_chart {
        names = account_names(settings, ledger)?;
    }
    if names.contains_key(&number) || rgs.is_some() {
        return Ok(Some(number));
    }
    // as the page shows it
    if let Some((number, name)) = given.split_once(' ')
        && names.get(number).is_some_and(|known| known == name.trim())
    {
        return Ok(Some(number.to_owned()));
    }
    let wanted = given.to_lowercase();
    let mut of_name = names.into_iter().filter(|(_, name)| name.to_lowercase() == wanted);
    if let (Some((number, _)), None) = (of_name.next(), of_name.next()) {
        return Ok(Some(number));
    }
    let is_number = given.len() <= 20 && given.bytes().all(|b| b.is_ascii_digit());
    Ok((!has_chart && is_number).then_some(number))
}

/// Names of the accounts of one administration by their numbers, as far as its chart and history give them.
///
/// # Errors
/// When a chart that the configuration names cannot be read, or the ledger.
pub(crate) fn account_names_of(
    settings: &Settings,
    ledger: &Ledger,
    administration: &str,
) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    let mut add = |chart: Vec<Account>| {
        for account in chart {
            if !account.name.is_empty() {
                names.entry(account.number).or_insert(account.name);
            }
        }
    };
    let one = settings.administrations.iter().find(|one| one.name == administration);
    if let Some(path) = one.and_then(|one| one.chart.as_ref()) {
        add(accounts(path)?);
    }
    add(ledger.accounts(administration)?);
    Ok(names)
}

/// How likely the name of an account must stand for an RGS code to be taken for it, 0 to 1.
const SURE_NAME: f32 = 0.6;

/// Gives books the general model, and the accounts of their chart that its codes most likely mean: the model answers in
/// RGS, and most charts do not name its codes.
fn with_general(books: &mut Books, chart: &[Account], general: &Classifier) {
    let mut best: BTreeMap<String, (f32, &str)> = BTreeMap::new();
    for account in chart {
        if account.rgs.is_some() || !books.learned.accounts.contains(&account.number) {
            continue;
        }
        let question = Question {
            supplier: None,
            supplier_name: None,
            texts: &[&account.name],
            amount: Amount::ZERO,
        };
        let ranked = general.rank(&question).into_iter().next();
        if let Some(first) = ranked.filter(|first| first.probability >= SURE_NAME) {
            let known = best.entry(first.account).or_insert((0.0, &account.number));
            if first.probability > known.0 {
                *known = (first.probability, &account.number);
            }
        }
    }
    for (rgs, (_, number)) in best {
        books.suggest(&rgs, number);
    }
    books.general = Some(general.clone());
}

/// A table with a head: semicolons or commas between the columns.
struct Table {
    columns: StringRecord,
    rows: Vec<StringRecord>,
}

impl Table {
    fn read(path: &Path) -> Result<Self> {
        let file = path.display();
        let bytes = std::fs::read(path).map_err(|error| {
            Error::Config(match error.kind() {
                ErrorKind::NotFound => both!("{file} bestaat niet", "{file} does not exist"),
                ErrorKind::IsADirectory => both!("{file} is een map", "{file} is a folder"),
                ErrorKind::PermissionDenied => {
                    both!("{file} mag niet worden gelezen", "{file} may not be read")
                }
                _ => both!("{file} kan niet worden gelezen", "{file} cannot be read"),
            })
        })?;
        let no_csv = || {
            Error::Config(both!(
                "{file} is geen CSV; bewaar het als CSV",
                "{file} is no CSV; save it as CSV"
            ))
        };
        // in whatever code page the program that wrote it has
        let mut text = String::new();
        let read = Input::open(&bytes[..]).ok().map(|mut input| input.read_to_string(&mut text));
        if !matches!(read, Some(Ok(_))) || text.contains('\0') {
            return Err(no_csv());
        }
        let first = text.lines().next().unwrap_or_default();
        let delimiter = if first.contains(';') { b';' } else { b',' };
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let columns = reader.headers().map_err(|_| no_csv())?.clone();
        let rows = reader.records().collect::<std::result::Result<_, _>>();
        let rows = rows.map_err(|_| no_csv())?;
        Ok(Self { columns, rows })
    }

    /// The place of a column, which must be there.
    fn column(&self, path: &Path, name: &str) -> Result<usize> {
        self.optional(name).ok_or_else(|| {
            let file = path.display();
            Error::Config(both!(
                "{file}, regel 1: er is geen kolom \"{name}\"",
                "{file}, line 1: there is no column \"{name}\""
            ))
        })
    }

    fn optional(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

fn text(row: &StringRecord, at: Option<usize>) -> Option<String> {
    at.and_then(|at| row.get(at)).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Reads a list that a setting of an administration names (`chart`, `creditors`), to see whether it can be.
///
/// # Errors
/// [`Error::Config`] with the file and what is wrong with it.
pub fn check_list(key: &str, path: &Path) -> Result<()> {
    match key {
        "chart" => accounts(path).map(drop),
        "creditors" => creditors(path).map(drop),
        _ => Ok(()),
    }
}

/// A creditor list: code, name, vat_id, kvk, iban (several with blanks between them), street, postcode, city, country.
fn creditors(path: &Path) -> Result<Vec<Supplier>> {
    let table = Table::read(path)?;
    let (code, name) = (table.column(path, "code")?, table.column(path, "name")?);
    let [vat_id, kvk, iban, street, postcode, city, country] =
        ["vat_id", "kvk", "iban", "street", "postcode", "city", "country"]
            .map(|column| table.optional(column));
    let suppliers = table.rows.iter().map(|row| {
        let address = Address {
            street: text(row, street),
            postcode: text(row, postcode),
            city: text(row, city),
            country: text(row, country),
        };
        let ibans = text(row, iban).unwrap_or_default();
        Supplier {
            code: row.get(code).unwrap_or_default().to_owned(),
            name: row.get(name).unwrap_or_default().to_owned(),
            vat_id: text(row, vat_id),
            kvk: text(row, kvk),
            ibans: ibans_of(&ibans),
            address: (address != Address::default()).then_some(address),
            first_seen: None,
            last_seen: None,
        }
    });
    Ok(suppliers.filter(|supplier| !supplier.code.is_empty()).collect())
}

/// The accounts in a cell; one may itself be printed in groups.
fn ibans_of(cell: &str) -> Vec<String> {
    use invoice::identifier::iban;
    match iban(cell) {
        Some(one) => vec![one],
        None => cell.split([',', '|', ' ']).filter_map(iban).collect(),
    }
}

/// A chart of accounts: account, name, rgs.
fn accounts(path: &Path) -> Result<Vec<Account>> {
    let table = Table::read(path)?;
    let number = table.column(path, "account")?;
    let (name, rgs) = (table.optional("name"), table.optional("rgs"));
    let mut accounts: Vec<Account> = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for row in &table.rows {
        let Some(number) = text(row, Some(number)) else { continue };
        let name = text(row, name).unwrap_or_default();
        if let Some(before) = seen.insert(number.clone(), name.clone())
            && before != name
        {
            let (file, line) = (path.display(), row.position().map_or(0, csv::Position::line));
            return Err(Error::Config(both!(
                "{file}, regel {line}: rekening {number} heet {before} en {name}",
                "{file}, line {line}: account {number} is called {before} and {name}"
            )));
        }
        accounts.push(Account { number, name, rgs: text(row, rgs) });
    }
    if accounts.is_empty() {
        let file = path.display();
        return Err(Error::Config(both!("{file} heeft geen rekening", "{file} has no account")));
    }
    Ok(accounts)
}

/// The history of euro reference rates of the European Central Bank: a day, then units of each currency for one euro.
fn exchange_rates(path: &Path) -> Result<ExchangeRates> {
    let table = Table::read(path)?;
    table.column(path, "Date")?;
    let mut rates = ExchangeRates::default();
    for row in &table.rows {
        let Some(day) = row.get(0).and_then(|text| text.parse::<Date>().ok()) else {
            continue;
        };
        for (currency, units) in table.columns.iter().zip(row).skip(1) {
            if let Ok(units) = units.parse() {
                rates.add(currency, day, units);
            }
        }
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::*;
    use booking::Administration;

    #[test]
    fn files_and_ledger_come_together() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let mut settings = Settings::default();
        settings.booking.exchange_rates = write(
            "eurofxref-hist.csv",
            "Date,USD,JPY,\n2026-02-27,1.0837,163.1,\n2026-02-26,N/A,162.9,\n",
        );
        settings.administrations = vec![Administration {
            name: "Bakker".into(),
            creditors: Some(write(
                "creditors.csv",
                "\u{FEFF}code;name;vat_id;iban;postcode\n12;Kaas B.V.;NL004495445B01;NL91 ABNA 0417 1643 00;1234 AB\n",
            )),
            chart: Some(write(
                "chart.csv",
                "account,name,rgs\n4520,Software,WBedKanSof\n1600,Crediteuren,\n",
            )),
            ..Administration::default()
        }];
        let ledger = Ledger::in_memory().unwrap();
        let context = context(&settings, &ledger).unwrap();
        let books = &context.books()[0];
        assert_eq!(books.creditors.all()[0].ibans, ["NL91ABNA0417164300"]);
        assert_eq!(books.account("WBedKanSof").0, "4520");
        let day = "2026-02-28".parse().unwrap();
        assert_eq!(context.rates.on("USD", day).unwrap().0.to_string(), "1.0837");
        let meant = |given| account_meant(&settings, &ledger, &context, "Bakker", given).unwrap();
        assert_eq!(meant("software"), Ok("4520".to_owned()));
        assert_eq!(meant("9999"), Err(Wrong::Account));
        // the other side of an entry is no cost, at the page as little as in a file
        assert_eq!(meant("1600"), Err(Wrong::OtherSide));
        assert_eq!(meant("BSchCreHac"), Err(Wrong::OtherSide));
        settings.administrations[0].chart = Some(dir.path().join("none.csv"));
        assert!(super::context(&settings, &ledger).is_err());
        settings.administrations[0].chart = Some(write("bad.csv", "number\n1\n"));
        let error = super::context(&settings, &ledger).unwrap_err().to_string();
        assert!(error.contains("there is no column \"account\""), "{error}");
    }
}
