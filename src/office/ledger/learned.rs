//! What was learned: files, the bookings in them, and the model that is made of the bookings.
//!
//! Bookings are the truth and the model follows from them, so a file or a supplier can be forgotten as if it had never
//! been learned. A file is learned in one transaction: wholly, or not at all.

mod model;
mod rename;

pub use rename::KeptFor;

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use jiff::Span;
use jiff::civil::Date;
use rusqlite::params;
use sha2::Digest;

use crate::Result;
use booking;
use booking::learn::xaf::Company;
use booking::learn::{Asked, Choice, Mark};
use booking::learn::{BookedLine, Booking, Creditor, CreditorKind, Entry, general};
use booking::{Classifier, Proposal, Question, Ranked};
use invoice::Amount;
use invoice::fold::fold;
use reading::source::Sha256;

use super::Ledger;
use super::blob::{pack, unpack, unpack_large};
use super::db::now_ms;

/// What SQLite keeps of the ledger in memory while it learns, KiB.
const CACHE_KIB: i64 = 128 * 1024;

/// Bookings that are sorted before they go into the database.
const TOGETHER: usize = 16 * 1024;

/// What kind of file was learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HistoryKind {
    /// An XML auditfile.
    Auditfile,
    Bookings,
    Corrections,
}

impl HistoryKind {
    fn code(self) -> i64 {
        match self {
            Self::Auditfile => 1,
            Self::Bookings => 2,
            Self::Corrections => 3,
        }
    }

    fn of_code(code: i64) -> Self {
        match code {
            2 => Self::Bookings,
            3 => Self::Corrections,
            _ => Self::Auditfile,
        }
    }
}

/// A file that was learned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedFile {
    /// Its number in the ledger.
    pub id: i64,
    /// Whose books it is.
    pub administration: String,
    /// Its bytes.
    pub sha256: Sha256,
    /// As the person wrote it.
    pub name: String,
    /// What it is.
    pub kind: HistoryKind,
    /// Bookings that come from it.
    pub bookings: u64,
    /// Unix time, ms.
    pub learned_ms: i64,
}

/// What learning a file changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LearnCount {
    /// Accounts of the chart in the file.
    pub accounts: u64,
    /// Suppliers in the file.
    pub suppliers: u64,
    /// Bookings that were not known.
    pub new: u64,
    /// Bookings that were known otherwise.
    pub changed: u64,
    /// Bookings that were known.
    pub known: u64,
}

/// An account that a file calls otherwise than was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Line of the file.
    pub line: u64,
    /// The account.
    pub number: String,
    /// What it was called.
    pub before: String,
    /// What it is called here.
    pub now: String,
    /// The same file called it so before: it has two charts.
    pub is_same_file: bool,
}

/// A file that is being learned. Dropped without [`Learning::finish`], nothing of it stays.
#[derive(Debug)]
pub struct Learning<'l> {
    ledger: &'l mut Ledger,
    administration: String,
    file: i64,
    /// Bookings that go into the database together.
    waiting: Vec<Booking>,
    /// Numbers of the suppliers in the file.
    suppliers: HashSet<String>,
    /// What it calls accounts.
    accounts: HashMap<String, String>,
    /// Accounts that it calls otherwise than was known.
    pub renamed: Vec<Renamed>,
    count: LearnCount,
    is_finished: bool,
}

impl Drop for Learning<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            self.ledger.roll_back();
        }
    }
}

impl Learning<'_> {
    /// Keeps what the file tells.
    pub fn keep(&mut self, entry: Entry) -> Result<()> {
        match entry {
            Entry::Account(account) => {
                self.count.accounts += 1;
                self.compare(&account)?;
                let account = booking::Account {
                    number: account.number,
                    name: account.name,
                    rgs: account.rgs,
                };
                self.keep_account(&account)
            }
            Entry::Creditor(creditor) if creditor.kind == CreditorKind::Supplier => {
                // A list names its supplier at every booking.
                if !self.suppliers.contains(&creditor.number) {
                    self.suppliers.insert(creditor.number.clone());
                    self.count.suppliers += 1;
                }
                self.keep_supplier(creditor)
            }
            Entry::Creditor(_) => Ok(()),
            Entry::VatCode(code) => self.ledger.write(
                "INSERT INTO learned_vat_code (administration, code, name, claims, pays, file)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT DO UPDATE SET name = excluded.name, claims = excluded.claims, pays = excluded.pays,
                     file = excluded.file",
                params![
                    self.administration, code.code, code.name, code.claims, code.pays, self.file
                ],
            ),
            Entry::Booking(booking) => {
                self.waiting.push(booking);
                if self.waiting.len() < TOGETHER {
                    return Ok(());
                }
                self.keep_waiting()
            }
            Entry::SupplierOf { mark, supplier } => {
                self.keep_waiting()?;
                self.ledger.write(
                    "UPDATE learned_booking SET supplier = ?3
                         WHERE administration = ?1 AND mark = ?2 AND supplier IS NULL",
                    params![self.administration, mark.0, supplier],
                )
            }
        }
    }

    /// Notes an account that was called otherwise.
    fn compare(&mut self, account: &booking::learn::Account) -> Result<()> {
        let here = self.accounts.insert(account.number.clone(), account.name.clone());
        let is_same_file = here.is_some();
        let known = |ledger: &Ledger| {
            let sql = "SELECT name FROM account WHERE administration = ?1 AND number = ?2";
            ledger.first(sql, params![self.administration, account.number], |row| row.get(0))
        };
        let before = if is_same_file { here } else { known(self.ledger)? };
        let [was, is] = [before.as_deref().unwrap_or_default(), &account.name].map(fold);
        if !was.contains(&is) && !is.contains(&was) {
            self.renamed.push(Renamed {
                line: account.line,
                number: account.number.clone(),
                before: before.unwrap_or_default(),
                now: account.name.clone(),
                is_same_file,
            });
        }
        Ok(())
    }

    fn keep_account(&mut self, account: &booking::Account) -> Result<()> {
        // An auditfile without RGS codes takes none away.
        self.ledger.write(
            "INSERT INTO account (administration, number, name, rgs, file) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET name = excluded.name, rgs = coalesce(excluded.rgs, rgs), file = excluded.file",
            params![self.administration, account.number, account.name, account.rgs, self.file],
        )
    }

    fn keep_supplier(&mut self, creditor: Creditor) -> Result<()> {
        let known = self.ledger.supplier(&self.administration, &creditor.number)?;
        let mut supplier = known.unwrap_or_default();
        let has_address = creditor.address != invoice::Address::default();
        supplier.code = creditor.number;
        if !creditor.name.is_empty() {
            supplier.name = creditor.name;
        }
        supplier.vat_id = creditor.vat_id.or(supplier.vat_id);
        supplier.kvk = creditor.kvk.or(supplier.kvk);
        if has_address {
            supplier.address = Some(creditor.address);
        }
        for iban in creditor.ibans.into_iter().rev() {
            supplier.ibans.retain(|known| *known != iban);
            supplier.ibans.insert(0, iban);
        }
        let administration = self.administration.clone();
        self.ledger.put_supplier(&administration, &supplier)
    }

    /// Bookings in the order of their marks: those that follow each other are near each other in the index, which
    /// is too large to be at hand as a whole.
    fn keep_waiting(&mut self) -> Result<()> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|booking| booking.mark); // stable: bookings that are called the same keep their order
        waiting.drain(..).try_for_each(|booking| self.keep_booking(&booking))?;
        self.waiting = waiting;
        Ok(())
    }

    fn keep_booking(&mut self, booking: &Booking) -> Result<()> {
        let (lines, others) = (pack(&booking.lines), pack(&booking.others));
        let day = booking.date.map(day_number);
        let mut mark = booking.mark;
        loop {
            // An empty text comes from rusqlite as a pointer to nowhere, which the processor takes long to compare
            // with; one that SQLite has joined lies somewhere. That is a tenth of the time of a gigabyte.
            let kept = self.ledger.write_rows(
                "INSERT INTO learned_booking (administration, mark, file, supplier, day, lines, number, others)
                 VALUES (?1 || '', ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING",
                params![
                    self.administration,
                    mark.0,
                    self.file,
                    booking.supplier,
                    day,
                    lines,
                    booking.number,
                    others
                ],
            )?;
            if kept > 0 {
                self.count.new += 1;
                return Ok(());
            }
            let (id, file, supplier, known_day, known_lines) = self.ledger.one(
                "SELECT id, file, supplier, day, lines FROM learned_booking
                 WHERE administration = ?1 AND mark = ?2",
                params![self.administration, mark.0],
                |row| {
                    let supplier: Option<String> = row.get(2)?;
                    let (day, lines): (Option<i64>, Vec<u8>) = (row.get(3)?, row.get(4)?);
                    Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, supplier, day, lines))
                },
            )?;
            if file == self.file {
                // Another booking that the file calls the same.
                mark = mark.next();
                continue;
            }
            let same_supplier = booking.supplier.is_none() || booking.supplier == supplier;
            if same_supplier && day == known_day && lines == known_lines {
                self.count.known += 1;
                return self
                    .ledger
                    .write(
                        "UPDATE learned_booking SET number = ?2, others = ?3 WHERE id = ?1 AND others IS NULL",
                        params![id, booking.number, others],
                    );
            }
            let nets: Vec<Amount> = booking.lines.iter().map(|line| line.net).collect();
            let is_other = [
                day != known_day,
                matches!((&booking.supplier, &supplier), (Some(own), Some(known)) if own != known),
                unpack::<Vec<BookedLine>>(&known_lines).is_none_or(|known| {
                    nets != known.iter().map(|line| line.net).collect::<Vec<_>>()
                }),
            ];
            if is_other.iter().filter(|is_other| **is_other).count() > 1 {
                // Another booking that another file calls the same: each counts its own from 1.
                mark = mark.next();
                continue;
            }
            self.count.changed += 1;
            return self
                .ledger
                .write(
                    "UPDATE learned_booking SET file = ?2, supplier = ?3, day = ?4, lines = ?5, number = ?6,
                         others = ?7 WHERE id = ?1",
                    params![
                        id,
                        self.file,
                        booking.supplier.as_ref().or(supplier.as_ref()),
                        day,
                        lines,
                        booking.number,
                        others
                    ],
                );
        }
    }

    /// Keeps the last day of the period that the file has.
    pub fn ends(&mut self, day: Date) -> Result<()> {
        let sql = "UPDATE learned_file SET ends = ?2 WHERE id = ?1";
        self.ledger.write(sql, params![self.file, day_number(day)])?;
        for table in ["account", "learned_vat_code"] {
            let sql = format!(
                "UPDATE {table} SET ends = max(coalesce(ends, ?3), ?3) WHERE administration = ?1 AND file = ?2"
            );
            self.ledger.write(&sql, params![self.administration, self.file, day_number(day)])?;
        }
        Ok(())
    }

    /// Keeps the company that the file is of.
    pub fn is_of(&mut self, company: &Company) -> Result<()> {
        let sql = "UPDATE learned_file SET company = ?2 WHERE id = ?1";
        self.ledger.write(sql, params![self.file, pack(company)])
    }

    /// What is known beside the file.
    pub(crate) fn ledger(&self) -> &Ledger {
        self.ledger
    }

    /// Whether a file with these bytes was learned before.
    pub fn is_known(&self, sha256: Sha256) -> Result<bool> {
        self.ledger.is_learned(&self.administration, sha256)
    }

    /// The file is read to its end: makes the model anew and everything permanent.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`]: nothing of the file is kept then.
    pub fn finish(mut self, sha256: Sha256, len: u64) -> Result<LearnCount> {
        self.keep_waiting()?;
        // one that an older program learned is learned again, and stays one file
        let before = "(SELECT id FROM learned_file WHERE administration = ?2 AND sha256 = ?3)";
        let of = params![self.file, self.administration, sha256.0];
        let moved = format!("UPDATE learned_booking SET file = ?1 WHERE file IN {before}");
        self.ledger.write(&moved, of)?;
        self.ledger
            .write(&format!("DELETE FROM learned_file WHERE id IN {before} AND id <> ?1"), of)?;
        self.ledger.write(
            "UPDATE learned_file SET sha256 = ?2, len = ?3 WHERE id = ?1",
            params![self.file, sha256.0, len.cast_signed()],
        )?;
        let administration = self.administration.clone();
        self.ledger.make_model(&administration)?;
        self.ledger.commit()?;
        self.is_finished = true;
        Ok(self.count)
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

fn day_number(date: Date) -> i64 {
    i64::from((date - EPOCH).get_days())
}

fn date_of(day: i64) -> Option<Date> {
    EPOCH.checked_add(Span::new().try_days(day).ok()?).ok()
}

fn digest_of(bytes: &[u8]) -> String {
    let hash = sha2::Sha256::digest(bytes);
    hash.iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}"); // writing to a string cannot fail
        hex
    })
}

fn asked<'q>(question: &Question<'q>) -> Asked<'q> {
    Asked {
        supplier: question.supplier,
        supplier_name: question.supplier_name,
        texts: question.texts,
        net: question.amount,
    }
}

/// The general model over RGS, as booking asks it.
pub fn general_model() -> Classifier {
    Classifier::new(|question| ranked(general::rank(&asked(question))))
}

fn ranked(choices: Vec<Choice>) -> Vec<Ranked> {
    choices
        .into_iter()
        .map(|choice| Ranked {
            account: choice.account,
            probability: choice.probability,
            because: choice.because,
        })
        .collect()
}

impl Ledger {
    /// Begins to learn a file.
    pub fn learn(
        &mut self,
        administration: &str,
        name: &str,
        kind: HistoryKind,
    ) -> Result<Learning<'_>> {
        // Hundreds of thousands of bookings are looked up by their mark.
        self.connection.pragma_update(None, "cache_size", -CACHE_KIB).map_err(self.wrap())?;
        // The digest is known when the file has been read; until then an impossible one holds its place.
        self.write(
            "INSERT INTO learned_file (administration, sha256, name, kind, len, learned_ms)
             VALUES (?1, x'', ?2, ?3, 0, ?4)",
            params![administration, name, kind.code(), now_ms()],
        )?;
        let file = self.connection.last_insert_rowid();
        Ok(Learning {
            ledger: self,
            administration: administration.to_owned(),
            file,
            waiting: Vec::new(),
            suppliers: HashSet::new(),
            accounts: HashMap::new(),
            renamed: Vec::new(),
            count: LearnCount::default(),
            is_finished: false,
        })
    }

    /// The files that were learned, the latest last; of all administrations when none is named.
    pub fn learned_files(&self, administration: Option<&str>) -> Result<Vec<LearnedFile>> {
        self.all(
            "SELECT id, administration, sha256, name, kind, learned_ms,
                     (SELECT count(*) FROM learned_booking WHERE file = learned_file.id)
                 FROM learned_file WHERE ?1 IS NULL OR administration = ?1 ORDER BY id",
            [administration],
            |row| {
                let sha256: Vec<u8> = row.get(2)?;
                Ok(LearnedFile {
                    id: row.get(0)?,
                    administration: row.get(1)?,
                    sha256: Sha256(sha256.try_into().unwrap_or_default()),
                    name: row.get(3)?,
                    kind: HistoryKind::of_code(row.get(4)?),
                    learned_ms: row.get(5)?,
                    bookings: row.get::<_, i64>(6)?.cast_unsigned(),
                })
            },
        )
    }

    /// The companies that the files of an administration are of.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub(crate) fn companies(&self, administration: &str) -> Result<Vec<Company>> {
        let sql =
            "SELECT company FROM learned_file WHERE administration = ?1 AND company IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql).map_err(self.wrap())?;
        let packed = statement
            .query_map([administration], |row| row.get::<_, Vec<u8>>(0))
            .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
            .map_err(self.wrap())?;
        Ok(packed.iter().filter_map(|company| unpack(company)).collect())
    }

    /// Whether a file with these bytes was learned for the administration.
    pub(crate) fn is_learned(&self, administration: &str, sha256: Sha256) -> Result<bool> {
        let sql = "SELECT count(*) FROM learned_file WHERE administration = ?1 AND sha256 = ?2
            AND NOT EXISTS (SELECT 1 FROM learned_booking WHERE file = learned_file.id AND others IS NULL)";
        self.one(sql, params![administration, sha256.0], |row| row.get::<_, i64>(0)).map(|n| n > 0)
    }

    /// Whether a file of this size was learned for the administration.
    pub(crate) fn may_be_learned(&self, administration: &str, len: u64) -> Result<bool> {
        self.one(
            "SELECT count(*) FROM learned_file WHERE administration = ?1 AND len = ?2",
            params![administration, len.cast_signed()],
            |row| row.get::<_, i64>(0),
        )
        .map(|n| n > 0)
    }

    /// The proposals of a document that is done.
    pub(crate) fn proposals_of(&self, sha256: Sha256) -> Result<Option<Vec<Proposal>>> {
        let sql = "SELECT proposals FROM document WHERE sha256 = ?1 AND proposals IS NOT NULL";
        let bytes = self.first(sql, [sha256.0], |row| row.get::<_, Vec<u8>>(0))?;
        Ok(bytes.and_then(|bytes| unpack_large(&bytes)))
    }

    /// Makes one file of all that were learned under one name, a correction at a time.
    pub(crate) fn gather_learned(&mut self, administration: &str, name: &str) -> Result<()> {
        let of_name = "SELECT id FROM learned_file WHERE administration = ?1 AND name = ?2";
        let latest = format!("(SELECT max(id) FROM ({of_name}))");
        self.write(
            &format!("UPDATE learned_booking SET file = {latest} WHERE file IN ({of_name})"),
            [administration, name],
        )?;
        self.write(
            &format!("DELETE FROM learned_file WHERE id IN ({of_name}) AND id <> {latest}"),
            [administration, name],
        )?;
        self.commit().map(drop)
    }

    /// Forgets a file with all bookings that come from it. How many those were.
    pub fn forget_file(&mut self, file: &LearnedFile) -> Result<u64> {
        let bookings = self.write_rows("DELETE FROM learned_booking WHERE file = ?1", [file.id])?;
        self.write("DELETE FROM learned_file WHERE id = ?1", [file.id])?;
        let administration = &file.administration;
        if self.learned_files(Some(administration))?.is_empty() {
            // Nothing is left that says who the suppliers are.
            for table in ["supplier", "account", "learned_vat_code"] {
                let sql = format!("DELETE FROM {table} WHERE administration = ?1");
                self.write(&sql, [administration])?;
            }
        }
        self.make_model(administration)?;
        self.commit()?;
        Ok(bookings as u64)
    }

    /// Forgets how a supplier was booked, and the supplier. How many bookings that were.
    pub fn forget_bookings_of(&mut self, administration: &str, supplier: &str) -> Result<u64> {
        let bookings = self.write_rows(
            "DELETE FROM learned_booking WHERE administration = ?1 AND supplier = ?2",
            [administration, supplier],
        )?;
        self.forget_supplier(administration, supplier)?;
        self.make_model(administration)?;
        self.commit()?;
        Ok(bookings as u64)
    }

    /// Forgets one booking of an administration. True when there was one.
    pub(crate) fn forget_booking(&mut self, administration: &str, mark: Mark) -> Result<bool> {
        let sql = "DELETE FROM learned_booking WHERE administration = ?1 AND mark = ?2";
        let bookings = self.write_rows(sql, params![administration, mark.0])?;
        if bookings > 0 {
            self.make_model(administration)?;
        }
        Ok(bookings > 0)
    }

    /// How many bookings of a supplier are known.
    pub fn bookings_of(&self, administration: &str, supplier: &str) -> Result<u64> {
        self.one(
            "SELECT count(*) FROM learned_booking WHERE administration = ?1 AND supplier = ?2",
            [administration, supplier],
            |row| row.get::<_, i64>(0),
        )
        .map(i64::cast_unsigned)
    }
}
