//! The auditfile as a stream of tags.

use std::io::Read;

use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::errors::{Error as XmlError, IllFormedError};
use quick_xml::events::Event;
use serde::{Deserialize, Serialize};

use super::amount::amount;
use super::purchase::{Chart, Journal, JournalKind, Line, MAX_LINES, Transaction, mark, purchase};
use super::tags::{Field, Tag, tag};
use crate::learn::entry::{Account, AccountKind, Creditor, CreditorKind, Entry, VatCode};
use crate::learn::error::{Place, Stop, What};
use crate::learn::input::Input;
use invoice::{Address, Amount};

/// Elements inside elements; an auditfile has nine levels.
const MAX_DEPTH: usize = 64;
/// Text of one field that is kept, bytes; what is longer is cut there.
const MAX_FIELD: usize = 4 * 1024;

/// Entries that do not balance and are named.
const MOST_NAMED: usize = 100;

/// The company that a file is of, as far as it says so.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Company {
    /// What it is called.
    pub name: String,
    /// Its fiscal number or VAT identifier.
    pub tax_number: String,
    /// Its number with the Chamber of Commerce.
    pub kvk: String,
    /// Line of the file that names it.
    #[serde(skip)]
    pub line: u64,
}

/// An entry that does not balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbalanced {
    /// Line of the file where it ends.
    pub line: u64,
    /// Its journal.
    pub journal: String,
    /// Its number there.
    pub number: String,
    /// Debit beyond credit.
    pub off: Amount,
}

/// What the file says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// Whose books it has.
    pub company: Company,
    /// Currency of its amounts; empty when it says none.
    pub currency: String,
    /// Line of the file that names that.
    pub currency_line: u64,
    /// The first of the entries that do not balance and were left out.
    pub unbalanced: Vec<Unbalanced>,
    /// How many those are.
    pub left_out: u64,
    /// Financial year.
    pub year: String,
    /// The last day of its period.
    pub end: Option<Date>,
    /// The program that wrote it.
    pub software: String,
}

/// Reads an auditfile to its end.
///
/// # Errors
/// What is wrong with the file and in which line, or what `sink` answers.
pub fn read<E>(
    input: Input<impl Read>,
    mut sink: impl FnMut(Entry) -> Result<(), E>,
) -> Result<Header, Stop<E>> {
    let head = input.head().trim_ascii_start();
    if head.starts_with(b"CLAIR1") {
        return Err(Stop::file(Place::default(), What::OldAuditfile));
    }
    if !head.starts_with(b"<") {
        return Err(Stop::file(Place::default(), What::NotAuditfile));
    }
    let mut reader = Reader::from_reader(input);
    reader.config_mut().expand_empty_elements = true;
    let mut state = State::default();
    let mut buffer = Vec::with_capacity(4 * 1024);
    loop {
        buffer.clear();
        reader.get_mut().begin_tag();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => {
                let input = reader.get_ref();
                let place = Place { line: Some(input.line()) };
                return Err(Stop::file(place, failure(error)));
            }
        };
        let outcome = match event {
            Event::Start(start) => state.start(start.local_name().as_ref()),
            Event::Text(text) => {
                state.text(&text);
                Ok(())
            }
            Event::CData(text) => {
                state.text(&text);
                Ok(())
            }
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => {
                    state.text(c.encode_utf8(&mut [0; 4]));
                    Ok(())
                }
                Ok(None) => match predefined(&reference) {
                    Some(text) => {
                        state.text(text);
                        Ok(())
                    }
                    None => Err(Stop::file(Place::default(), What::Entity)),
                },
                Err(_) => {
                    Err(Stop::file(Place::default(), What::Syntax("a bad character reference")))
                }
            },
            Event::End(_) => state.end(&|| reader.get_ref().line(), &mut sink),
            Event::DocType(_) => Err(Stop::file(Place::default(), What::Doctype)),
            Event::Eof => break,
            _ => Ok(()),
        };
        if let Err(stop) = outcome {
            return Err(stop.at(Place { line: Some(reader.get_ref().line()) }));
        }
    }
    let place = Place { line: Some(reader.get_ref().line()) };
    if !state.has_root {
        return Err(Stop::file(place, What::NotAuditfile));
    }
    if !state.stack.is_empty() {
        return Err(Stop::file(place, What::Truncated));
    }
    Ok(state.header)
}

/// The five entities that XML itself defines.
fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// What a parser's error means. Contents of the file are left out.
fn failure(error: XmlError) -> What {
    match error {
        XmlError::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            What::TooLarge("a field of more than 1 MiB")
        }
        XmlError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => What::Truncated,
        XmlError::Io(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput
            ) =>
        {
            What::Syntax("a damaged archive")
        }
        XmlError::Io(error) => What::Io(std::io::Error::new(error.kind(), error.to_string())),
        XmlError::Syntax(_) => What::Truncated,
        XmlError::IllFormed(IllFormedError::UnclosedReference) => What::Syntax("a bare ampersand"),
        XmlError::IllFormed(
            IllFormedError::MismatchedEndTag { .. }
            | IllFormedError::UnmatchedEndTag(_)
            | IllFormedError::MissingEndTag(_),
        ) => What::Syntax("an end tag without its start tag"),
        _ => What::Syntax("bad markup"),
    }
}

/// What is known at a place in the file.
#[derive(Debug, Default)]
struct State {
    stack: Vec<Tag>,
    has_root: bool,
    has_company: bool,
    value: String,
    header: Header,
    chart: Chart,
    creditor: Creditor,
    vat_country: String,
    account: Account,
    vat_code: VatCode,
    journal_id: String,
    journal_name: String,
    journal_kind: String,
    journal_offset: String,
    /// The journal of the transactions that follow, once the first begins.
    journal: Option<Journal>,
    transaction: Transaction,
    line: Line,
    /// Lines that were read, to be filled again.
    spare_lines: Vec<Line>,
    line_amount: Amount,
    line_is_credit: bool,
    sub_journal: String,
    sub_number: String,
    sub_relation: String,
}

impl State {
    fn start<E>(&mut self, name: &str) -> Result<(), Stop<E>> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(Stop::file(
                Place::default(),
                What::TooLarge("elements nested deeper than 64"),
            ));
        }
        let mut tag = match self.stack.last() {
            None if self.has_root => {
                return Err(Stop::file(Place::default(), What::Syntax("a second root element")));
            }
            None if name.eq_ignore_ascii_case("auditfile") => {
                self.has_root = true;
                Tag::Root
            }
            None => return Err(Stop::file(Place::default(), What::NotAuditfile)),
            Some(Tag::Skipped | Tag::Field(_)) => Tag::Skipped,
            Some(&parent) => tag(parent, name),
        };
        match tag {
            Tag::Field(_) => self.value.clear(),
            Tag::Company if self.has_company => {
                return Err(Stop::file(Place::default(), What::Syntax("a second company")));
            }
            Tag::Company => self.has_company = true,
            Tag::Creditor => {
                self.creditor = Creditor::default();
                self.vat_country.clear();
            }
            Tag::Account => self.account = Account::default(),
            Tag::VatCode => self.vat_code = VatCode::default(),
            Tag::Journal => {
                self.journal = None;
                self.journal_id.clear();
                self.journal_name.clear();
                self.journal_kind.clear();
                self.journal_offset.clear();
            }
            Tag::Transaction if self.stack.last() == Some(&Tag::Journal) => {
                let journal = self.journal.get_or_insert_with(|| Journal {
                    id: self.journal_id.clone(),
                    kind: JournalKind::of(&self.journal_kind, &self.journal_name),
                    offset_account: self.journal_offset.clone(),
                });
                if journal.kind == JournalKind::Other {
                    tag = Tag::Skipped;
                } else {
                    let transaction = &mut self.transaction;
                    transaction.number.clear();
                    transaction.text.clear();
                    transaction.date = None;
                    self.spare_lines.append(&mut transaction.lines);
                    transaction.is_too_long = false;
                }
            }
            Tag::Line => {
                self.line = self.spare_lines.pop().unwrap_or_default();
                self.line.clear();
                self.line_amount = Amount::ZERO;
                self.line_is_credit = false;
            }
            Tag::SubLine => {
                self.sub_journal.clear();
                self.sub_number.clear();
                self.sub_relation.clear();
            }
            _ => {}
        }
        self.stack.push(tag);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(Tag::Field(_)) = self.stack.last() {
            let room = MAX_FIELD.saturating_sub(self.value.len());
            self.value.push_str(&text[..text.floor_char_boundary(room)]);
        }
    }

    fn end<E>(
        &mut self,
        line: &impl Fn() -> u64,
        sink: &mut impl FnMut(Entry) -> Result<(), E>,
    ) -> Result<(), Stop<E>> {
        match self.stack.pop() {
            Some(Tag::Field(field)) => {
                let place = Place::default();
                return self.field(field, line).map_err(|what| Stop::file(place, what));
            }
            Some(Tag::Creditor) => {
                let creditor = std::mem::take(&mut self.creditor);
                if !creditor.number.is_empty() {
                    let creditor = with_country(creditor, &self.vat_country);
                    self.chart.relation(&creditor.number, creditor.kind);
                    sink(Entry::Creditor(creditor))?;
                }
            }
            Some(Tag::Account) => {
                let mut account = std::mem::take(&mut self.account);
                account.line = line();
                if !account.number.is_empty() {
                    self.chart.account(&account);
                    sink(Entry::Account(account))?;
                }
            }
            Some(Tag::VatCode) => {
                let code = std::mem::take(&mut self.vat_code);
                if !code.code.is_empty() {
                    sink(Entry::VatCode(code))?;
                }
            }
            Some(Tag::Line) => {
                if self.transaction.lines.len() >= MAX_LINES {
                    self.transaction.is_too_long = true;
                    return Ok(());
                }
                let mut line = std::mem::take(&mut self.line);
                line.net = line.net
                    + if self.line_is_credit { -self.line_amount } else { self.line_amount };
                self.transaction.lines.push(line);
            }
            Some(Tag::Transaction) if self.stack.last() == Some(&Tag::Journal) => {
                if let Some(journal) = &self.journal {
                    let off = self.transaction.off();
                    if !off.is_zero() {
                        let header = &mut self.header;
                        header.left_out += 1;
                        if header.unbalanced.len() < MOST_NAMED {
                            header.unbalanced.push(Unbalanced {
                                line: line(),
                                journal: journal.id.clone(),
                                number: self.transaction.number.clone(),
                                off,
                            });
                        }
                        return Ok(());
                    }
                    let year = &self.header.year;
                    let booking = purchase(&mut self.transaction, journal, year, &self.chart);
                    if let Some(booking) = booking {
                        sink(Entry::Booking(booking))?;
                    }
                }
            }
            Some(Tag::SubLine) if !self.sub_relation.is_empty() => {
                sink(Entry::SupplierOf {
                    mark: mark(&self.header.year, &self.sub_journal, &self.sub_number),
                    supplier: self.sub_relation.clone(),
                })?;
            }
            _ => {}
        }
        Ok(())
    }

    fn field(&mut self, field: Field, line: &impl Fn() -> u64) -> Result<(), What> {
        let value = self.value.trim();
        if value.is_empty() {
            return Ok(());
        }
        let own = || value.to_owned();
        match field {
            Field::Year => self.header.year = own(),
            Field::End => self.header.end = date(value).ok(),
            Field::Software => self.header.software = own(),
            Field::Version => {
                if value.starts_with("CLAIR1") {
                    return Err(What::OldAuditfile);
                }
            }
            Field::CompanyName => {
                self.header.company.name = own();
                self.header.company.line = line();
            }
            Field::CompanyTaxNumber => self.header.company.tax_number = own(),
            Field::CompanyKvk => self.header.company.kvk = own(),
            Field::Currency => {
                self.header.currency = own();
                self.header.currency_line = line();
            }
            Field::CreditorNumber => self.creditor.number = own(),
            Field::CreditorName => self.creditor.name = own(),
            Field::CreditorKind => {
                let is_customer = value.eq_ignore_ascii_case("c")
                    || value.eq_ignore_ascii_case("d")
                    || value.to_lowercase().starts_with("debiteur")
                    || value.to_lowercase().starts_with("customer");
                if is_customer {
                    self.creditor.kind = CreditorKind::Customer;
                }
            }
            Field::Kvk => self.creditor.kvk = Some(own()),
            Field::VatCountry => self.vat_country = own(),
            Field::VatId => self.creditor.vat_id = Some(own()),
            Field::Street => address(&mut self.creditor).street = Some(own()),
            Field::HouseNumber | Field::HouseAddition => {
                let street = address(&mut self.creditor).street.get_or_insert_default();
                if !street.is_empty() && field == Field::HouseNumber {
                    street.push(' ');
                }
                street.push_str(value);
            }
            Field::City => address(&mut self.creditor).city = Some(own()),
            Field::Postcode => address(&mut self.creditor).postcode = Some(own()),
            Field::Country => address(&mut self.creditor).country = Some(own()),
            Field::Iban => {
                let iban: String = value.split_whitespace().collect();
                if self.creditor.ibans.len() < 32 && !self.creditor.ibans.contains(&iban) {
                    self.creditor.ibans.push(iban);
                }
            }
            Field::AccountNumber => self.account.number = own(),
            Field::AccountName => self.account.name = own(),
            Field::AccountKind => self.account.kind = account_kind(value),
            Field::Rgs | Field::RgsConcept => {
                if self.account.rgs.is_none() || field == Field::RgsConcept {
                    self.account.rgs = rgs(value).or(self.account.rgs.take());
                }
            }
            Field::VatCodeCode => self.vat_code.code = own(),
            Field::VatCodeName => self.vat_code.name = own(),
            Field::VatPays => {
                self.chart.vat_account(value);
                self.vat_code.pays = Some(own());
            }
            Field::VatClaims => {
                self.chart.vat_account(value);
                self.vat_code.claims = Some(own());
            }
            Field::JournalId => self.journal_id = own(),
            Field::JournalName => self.journal_name = own(),
            Field::JournalKind => self.journal_kind = own(),
            Field::JournalOffset => self.journal_offset = own(),
            Field::Number => value.clone_into(&mut self.transaction.number),
            Field::Date => self.transaction.date = Some(date(value)?),
            Field::Text => value.clone_into(&mut self.transaction.text),
            Field::LineAccount => value.clone_into(&mut self.line.account),
            Field::LineText => value.clone_into(&mut self.line.text),
            Field::LineAmount => self.line_amount = amount(value).ok_or(What::BadAmount)?,
            Field::LineSide => self.line_is_credit = value.eq_ignore_ascii_case("c"),
            Field::LineDebit => {
                self.line.net = self.line.net + amount(value).ok_or(What::BadAmount)?;
            }
            Field::LineCredit => {
                self.line.net = self.line.net - amount(value).ok_or(What::BadAmount)?;
            }
            Field::LineReference => value.clone_into(&mut self.line.reference),
            Field::LineRelation => value.clone_into(&mut self.line.relation),
            Field::LineDate => self.line.date = Some(date(value)?),
            Field::LineVat => {
                if self.line.vat_code.is_empty() {
                    value.clone_into(&mut self.line.vat_code);
                }
            }
            Field::SubJournal => value.clone_into(&mut self.sub_journal),
            Field::SubNumber => value.clone_into(&mut self.sub_number),
            Field::SubRelation => value.clone_into(&mut self.sub_relation),
        }
        Ok(())
    }
}

fn address(creditor: &mut Creditor) -> &mut Address {
    &mut creditor.address
}

/// The VAT id with its country in front, which the auditfile may give apart.
fn with_country(mut creditor: Creditor, country: &str) -> Creditor {
    if let Some(id) = &mut creditor.vat_id {
        id.retain(|c| c.is_ascii_alphanumeric());
        id.make_ascii_uppercase();
        let has_country = id.len() > 2 && id.as_bytes()[..2].iter().all(u8::is_ascii_alphabetic);
        if !has_country && country.len() == 2 {
            id.insert_str(0, &country.to_ascii_uppercase());
        }
    }
    creditor
}

fn account_kind(value: &str) -> AccountKind {
    match value.bytes().next().map(|first| first.to_ascii_lowercase()) {
        Some(b'b' | b'a' | b'l') => AccountKind::Balance, // Balans; Assets, Liabilities
        Some(b'p' | b'w' | b'v' | b'k' | b'e') => AccountKind::ProfitAndLoss, // W&V, Verlies, Kosten, Expense
        _ => AccountKind::Mixed,
    }
}

/// The RGS reference code in a field that may hold it: "B" or "W" and groups of three letters.
fn rgs(value: &str) -> Option<String> {
    let code = value.rsplit([':', '/', '#', '_', ' ']).next()?;
    let mut letters = code.bytes();
    let is_side = matches!(letters.next(), Some(b'B' | b'W'));
    let in_threes = code.len() >= 4 && (code.len() - 1).is_multiple_of(3) && code.len() <= 16;
    let cased = code.bytes().skip(1).enumerate().all(|(i, byte)| {
        if i % 3 == 0 { byte.is_ascii_uppercase() } else { byte.is_ascii_lowercase() }
    });
    (is_side && in_threes && cased).then(|| code.to_owned())
}

/// A date, which some exporters write with a time behind it.
fn date(value: &str) -> Result<Date, What> {
    let day = value.split_once('T').map_or(value, |(day, _)| day);
    day.trim().parse().map_err(|_| What::BadDate)
}
