//! What was handed over to bookkeeping packages, so that it is not handed over again.

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Row, params};

use crate::Result;
use booking::Proposal;
use booking::learn::{BookedLine, Mark};
use reading::source::Sha256;

use super::Ledger;
use super::blob::{pack_large, seal, unpack, unpack_large};
use super::db::now_ms;
use super::differs::{Difference, differences};
use super::files::sha_at;

const BEGUN: i64 = 0;
const WRITTEN: i64 = 1;
const TAKEN_BACK: i64 = 2;
const FOUND: i64 = 3;

/// A proposal that was handed over to a package: the package's name, the document, the administration in whose folder it
/// lies or "", and its first page or 0.
pub(crate) type HandedOver = (String, Sha256, String, u32);

/// A row of the list of a hand-over that the ledger had no part in: package, path, pages, name and invoice number.
pub(crate) type FoundEntry = [String; 5];

/// A proposal that a person corrected after it was handed over, or of which they took a correction back: what the package
/// has of it is not what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectedLater {
    /// The number under which it was handed over.
    pub number: u32,
    /// The folder of that package, under that of the number.
    pub package: String,
    /// The document, as a person knows it.
    pub path: String,
    /// First page of the proposal; 0 without pages.
    pub first_page: u32,
    /// What is other; empty where an older program handed it over.
    pub differs: Vec<Difference>,
}

/// What a correction of the proposal that begins on this page (0 without pages) teaches.
pub(crate) fn lesson_of(sha256: Sha256, first_page: u32) -> Mark {
    let page = if first_page == 0 { String::new() } else { first_page.to_string() };
    Mark::of(&["correction", &sha256.to_string(), &page])
}

/// What was frozen at a hand-over, and the seal of its entry.
type Kept = (Option<Vec<u8>>, Option<Vec<u8>>);

impl Ledger {
    /// The documents of which something was handed over or accepted.
    pub(crate) fn booked(&self) -> Result<HashSet<Sha256>> {
        self.some(
            "SELECT sha256 FROM handed_over UNION SELECT sha256 FROM correction WHERE field = 'accepted'",
            [],
            |row| sha_at(row, 0),
        )
    }

    /// Whether something of this proposal was handed over, and no list of corrections names it.
    pub(crate) fn is_frozen(&self, sha256: Sha256, folder: &str, first_page: u32) -> Result<bool> {
        let mark = lesson_of(sha256, first_page);
        self.one(
            "SELECT EXISTS (SELECT 1 FROM handed_over WHERE sha256 = ?1 AND administration = ?2 AND first_page = ?3)
                 AND NOT EXISTS (SELECT 1 FROM learned_booking WHERE mark = ?4)",
            params![sha256.0, folder, first_page, mark.0],
            |row| row.get(0),
        )
    }

    /// Whether something of this proposal was handed over.
    pub(crate) fn is_handed_over(
        &self,
        sha256: Sha256,
        folder: &str,
        first_page: u32,
    ) -> Result<bool> {
        self.one(
            "SELECT EXISTS (SELECT 1 FROM handed_over WHERE sha256 = ?1 AND administration = ?2 AND first_page = ?3)",
            params![sha256.0, folder, first_page],
            |row| row.get(0),
        )
    }

    /// The accounts that a correction of this proposal says it is booked on, in order; none where nobody said.
    pub(crate) fn said_accounts(
        &self,
        sha256: Sha256,
        first_page: u32,
    ) -> Result<BTreeSet<String>> {
        let lines: Vec<Vec<u8>> = self.all(
            "SELECT lines FROM learned_booking WHERE mark = ?1",
            [lesson_of(sha256, first_page).0],
            |row| row.get(0),
        )?;
        let lines = lines.iter().filter_map(|bytes| unpack::<Vec<BookedLine>>(bytes)).flatten();
        Ok(lines.map(|line| line.account).collect())
    }

    /// What is other than it was handed over, the latest hand-over first: what a person said then is not what he says now, or
    /// the entry is another by a lesson or a newer dizzy. Accepting a proposal changes nothing in it.
    pub fn corrected_later(&self) -> Result<Vec<CorrectedLater>> {
        Ok(self.corrected_with_keys()?.into_iter().map(|(_, one)| one).collect())
    }

    /// The same, each with its key.
    pub(crate) fn corrected_with_keys(&self) -> Result<Vec<(HandedOver, CorrectedLater)>> {
        let mut all = self.corrected()?;
        all.extend(self.changed_later()?);
        all.sort_by(|(_, a), (_, b)| {
            let key =
                |one: &CorrectedLater| (one.path.clone(), one.first_page, one.package.clone());
            b.number.cmp(&a.number).then_with(|| key(a).cmp(&key(b)))
        });
        all.dedup();
        for (key, one) in &mut all {
            let now = self.proposal_at(key.1, &key.2, key.3)?;
            let was = self.frozen("handed_over", key, one.number)?;
            one.differs = was.zip(now).map_or_else(Vec::new, |(was, now)| differences(&was, &now));
        }
        Ok(all)
    }

    /// What was handed over under this number, of one of the two tables that know; `None` where nobody kept it, or
    /// somebody has changed it.
    fn frozen(&self, table: &str, one: &HandedOver, number: u32) -> Result<Option<Proposal>> {
        let sql = format!(
            "SELECT frozen, entry FROM {table} WHERE package = ?1 AND sha256 = ?2 AND administration = ?3
                AND first_page = ?4 AND number = ?5"
        );
        let key = params![one.0, one.1.0.as_slice(), one.2, one.3, number];
        let kept: Option<Kept> = self.first(&sql, key, |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((Some(frozen), entry)) = kept else { return Ok(None) };
        let proposal: Option<Proposal> = unpack_large(&frozen);
        Ok(proposal.filter(|one| entry == Some(seal(&[one.entry().as_bytes()]))))
    }

    /// What the correcting entry of this number takes back of a proposal, and under which number that was handed over.
    pub(crate) fn takes_back(
        &self,
        number: u32,
        one: &HandedOver,
    ) -> Result<Option<(u32, Proposal)>> {
        let sql = "SELECT number FROM taken_back WHERE package = ?1 AND sha256 = ?2 AND administration = ?3
            AND first_page = ?4 AND corrected = ?5";
        let key = params![one.0, one.1.0.as_slice(), one.2, one.3, number];
        let Some(before) = self.first(sql, key, |row| row.get::<_, u32>(0))? else {
            return Ok(None);
        };
        Ok(self.frozen("taken_back", one, before)?.map(|proposal| (before, proposal)))
    }

    /// What was handed over of this proposal, where it was kept.
    pub(crate) fn handed_over_as(&self, one: &HandedOver) -> Result<Option<Proposal>> {
        match self.handed_over(one)? {
            Some(number) => self.frozen("handed_over", one, number),
            None => Ok(None),
        }
    }

    fn corrected(&self) -> Result<Vec<(HandedOver, CorrectedLater)>> {
        let sql = "WITH said AS (
                SELECT sha256, administration, first_page, field, value, given_ms, NULL AS until_ms
                FROM correction
                UNION ALL
                SELECT sha256, administration, first_page, field, value, given_ms, until_ms
                FROM correction_before)
            SELECT DISTINCT number, package, path, first_page, sha256, administration FROM (
                SELECT number, package, h.first_page, h.sha256, h.administration,
                    coalesce((SELECT min(shown) FROM file WHERE file.sha256 = h.sha256
                        AND (h.administration = '' OR file.administration = h.administration)), '?') AS path
                FROM said JOIN handed_over h ON h.sha256 = said.sha256
                        AND said.first_page IN (h.first_page, 0)
                        AND said.administration IN (h.administration, '')
                    JOIN hand_over USING (number)
                WHERE field <> 'accepted'
                GROUP BY package, h.sha256, h.administration, h.first_page, said.first_page, field
                HAVING max(iif(given_ms <= begun_ms AND coalesce(until_ms > begun_ms, 1), value, NULL))
                    IS NOT max(iif(until_ms IS NULL, value, NULL))
            ) ORDER BY number DESC, path, first_page, package";
        self.some(sql, [], later)
    }

    /// The number under which this proposal was handed over, if it was.
    pub fn handed_over(&self, one: &HandedOver) -> Result<Option<u32>> {
        self.first(
            "SELECT number FROM handed_over
                 WHERE package = ?1 AND sha256 = ?2 AND administration = ?3 AND first_page = ?4",
            params![one.0, one.1.0.as_slice(), one.2, one.3],
            |row| row.get(0),
        )
    }

    /// Notes that these proposals are handed over, before a file of them is written; gives the number. Those that were
    /// before get a correcting entry.
    pub fn hand_over(&mut self, proposals: &[HandedOver]) -> Result<u32> {
        self.write(
            "INSERT INTO hand_over (number, state, begun_ms)
             SELECT coalesce(max(number), 0) + 1, ?1, ?2 FROM hand_over",
            params![BEGUN, now_ms()],
        )?;
        let number = self.one("SELECT max(number) FROM hand_over", [], |row| row.get(0))?;
        for (package, sha256, administration, first_page) in proposals {
            let key = params![package, sha256.0, administration, first_page, number];
            // what was handed over before is taken back by a correcting entry
            self.write(
                "INSERT INTO taken_back SELECT package, sha256, administration, first_page, number, entry, outcome,
                     frozen, ?5 FROM handed_over
                 WHERE package = ?1 AND sha256 = ?2 AND administration = ?3 AND first_page = ?4",
                key,
            )?;
            let proposal = self.proposal_at(*sha256, administration, *first_page)?;
            let entry = proposal.as_ref().map(|one| seal(&[one.entry().as_bytes()]));
            let frozen = proposal.as_ref().map(pack_large);
            self.write(
                "INSERT OR REPLACE INTO handed_over (package, sha256, administration, first_page, number, entry,
                     outcome, frozen)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT seal FROM document WHERE sha256 = ?2), ?7)",
                params![package, sha256.0, administration, first_page, number, entry, frozen],
            )?;
        }
        self.seal_number(number)?;
        self.commit()?;
        Ok(number)
    }

    /// A proposal as it is now.
    fn proposal_at(
        &self,
        sha256: Sha256,
        folder: &str,
        first_page: u32,
    ) -> Result<Option<Proposal>> {
        let proposals = self.proposals_of(sha256)?.unwrap_or_default();
        let is_it = |one: &Proposal| {
            let first = one.source.pages.map_or(0, |(first, _)| first);
            first == first_page && one.by_folder().unwrap_or_default() == folder
        };
        Ok(proposals.into_iter().find(is_it))
    }

    /// What is another entry by now than was handed over, for whatever cause. Only what has another outcome since is looked
    /// at.
    fn changed_later(&self) -> Result<Vec<(HandedOver, CorrectedLater)>> {
        let sql = "SELECT number, package, coalesce((SELECT min(shown) FROM file WHERE file.sha256 = h.sha256
                    AND (h.administration = '' OR file.administration = h.administration)), '?'),
                h.first_page, h.sha256, h.administration, h.entry
            FROM handed_over AS h JOIN document AS d ON d.sha256 = h.sha256
            WHERE h.entry IS NOT NULL AND d.seal IS NOT h.outcome";
        let rows: Vec<(_, Vec<u8>)> =
            self.some(sql, [], |row| Ok(later(row)?.zip(row.get(6).ok())))?;
        let mut changed = Vec::new();
        for (one, entry) in rows {
            let (_, sha256, folder, first_page) = &one.0;
            let now = self.proposal_at(*sha256, folder, *first_page)?;
            if now.map(|now| seal(&[now.entry().as_bytes()])) != Some(entry) {
                changed.push(one);
            }
        }
        Ok(changed)
    }

    fn seal_number(&mut self, number: u32) -> Result<()> {
        let seal = self.seal_of(number)?;
        self.write("UPDATE hand_over SET seal = ?2 WHERE number = ?1", params![number, seal])
    }

    /// What tells that a number and its rows are as they were written.
    fn seal_of(&self, number: u32) -> Result<Vec<u8>> {
        let sql = "SELECT CAST(package || ' ' || first_page || ' ' || hex(sha256) AS BLOB) FROM handed_over
            WHERE number = ?1
            UNION ALL SELECT CAST(package || ' ' || path || ' ' || pages || ' ' || name || ' ' || invoice AS BLOB)
            FROM handed_over_found WHERE number = ?1
            UNION ALL SELECT CAST(package || ' ' || first_page || ' ' || hex(sha256) AS BLOB) FROM taken_back
            WHERE number = ?1
            UNION ALL SELECT CAST('corrects ' || package || ' ' || first_page || ' ' || hex(sha256) AS BLOB)
            FROM taken_back WHERE corrected = ?1
            UNION ALL SELECT CAST(state AS BLOB) FROM hand_over WHERE number = ?1 ORDER BY 1";
        let rows: Vec<Vec<u8>> = self.all(sql, [number], |row| row.get(0))?;
        Ok(seal(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>()))
    }

    /// The first number whose rows are not those that were written: what it handed over is not known any more.
    pub(crate) fn altered_hand_over(&self) -> Result<Option<u32>> {
        let sql = "SELECT number, seal FROM hand_over WHERE seal IS NOT NULL
            UNION SELECT number, x'' FROM handed_over WHERE number NOT IN (SELECT number FROM hand_over)
            ORDER BY number";
        let sealed: Vec<(u32, Vec<u8>)> =
            self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (number, seal) in sealed {
            if self.seal_of(number)? != seal {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// Whether a document is named for the first time.
    pub(crate) fn name_once(&mut self, path: &str) -> Result<bool> {
        self.write_rows("INSERT OR IGNORE INTO named (path) VALUES (?1)", [path]).map(|new| new > 0)
    }

    /// The last number under which something was handed over, or 0.
    pub(crate) fn last_number(&self) -> Result<u32> {
        self.one("SELECT coalesce(max(number), 0) FROM hand_over", [], |row| row.get(0))
    }

    /// Whether something was handed over under this number.
    pub(crate) fn knows_number(&self, number: u32) -> Result<bool> {
        self.one("SELECT count(*) > 0 FROM hand_over WHERE number = ?1", [number], |row| row.get(0))
    }

    /// Notes what was handed over under a number without this ledger.
    pub(crate) fn put_found(&mut self, number: u32, entries: &[FoundEntry]) -> Result<()> {
        self.write(
            "INSERT INTO hand_over (number, state, begun_ms) VALUES (?1, ?2, ?3)",
            params![number, FOUND, now_ms()],
        )?;
        for [package, path, pages, name, invoice] in entries {
            self.write(
                "INSERT INTO handed_over_found (package, path, pages, name, invoice, number)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![package, path, pages, name, invoice, number],
            )?;
        }
        self.seal_number(number)?;
        self.commit().map(drop)
    }

    /// The numbers that were handed over without this ledger.
    pub(crate) fn found_numbers(&self) -> Result<Vec<u32>> {
        self.all("SELECT number FROM hand_over WHERE state = ?1", [FOUND], |row| row.get(0))
    }

    /// Whether this was handed over without this ledger: the same pages, or the same invoice of the same name.
    pub(crate) fn is_found(
        &self,
        [package, path, pages, name, invoice]: &FoundEntry,
    ) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM handed_over_found WHERE package = ?1
            AND (path = ?2 AND pages = ?3 OR name = ?4 AND invoice = ?5 AND name <> '' AND invoice <> ''))";
        self.one(sql, [package, path, pages, name, invoice], |row| row.get(0))
    }

    /// How many entries a package got under earlier numbers.
    pub(crate) fn handed_over_before(&self, package: &str, number: u32) -> Result<u64> {
        // a correcting entry is two
        let sql = "SELECT (SELECT count(*) FROM handed_over WHERE package = ?1 AND number < ?2)
            + (SELECT count(*) FROM taken_back WHERE package = ?1 AND number < ?2)
            + (SELECT count(*) FROM taken_back WHERE package = ?1 AND corrected < ?2)
            + (SELECT count(*) FROM handed_over_found WHERE package = ?1 AND number < ?2)";
        self.one(sql, params![package, number], |row| row.get::<_, i64>(0)).map(i64::cast_unsigned)
    }

    /// The packages that something was handed over to under this number.
    pub(crate) fn packages_of(&self, number: u32) -> Result<Vec<String>> {
        self.all("SELECT DISTINCT package FROM handed_over WHERE number = ?1", [number], |row| {
            row.get(0)
        })
    }

    /// The number of which not all files were written, if there is one.
    pub(crate) fn unfinished_hand_over(&self) -> Result<Option<u32>> {
        self.last_hand_over(BEGUN)
    }

    /// Notes that the files of a number are all written.
    pub(crate) fn finish_hand_over(&mut self, number: u32) -> Result<()> {
        self.write("UPDATE hand_over SET state = ?2 WHERE number = ?1", params![number, WRITTEN])?;
        self.seal_number(number)?;
        self.commit().map(drop)
    }

    /// Takes the last number back: its proposals are new again. `None` when there is none to take back.
    pub fn take_back(&mut self) -> Result<Option<u32>> {
        let written = self.last_hand_over(WRITTEN)?;
        let Some(number) = self.last_hand_over(BEGUN)?.max(written) else {
            return Ok(None);
        };
        self.write("DELETE FROM handed_over WHERE number = ?1", [number])?;
        self.write(
            "INSERT INTO handed_over (package, sha256, administration, first_page, number, entry, outcome, frozen)
             SELECT package, sha256, administration, first_page, number, entry, outcome, frozen FROM taken_back
             WHERE corrected = ?1",
            [number],
        )?;
        self.write("DELETE FROM taken_back WHERE corrected = ?1", [number])?;
        self.write(
            "UPDATE hand_over SET state = ?2 WHERE number = ?1",
            params![number, TAKEN_BACK],
        )?;
        self.seal_number(number)?;
        self.commit()?;
        Ok(Some(number))
    }

    fn last_hand_over(&self, state: i64) -> Result<Option<u32>> {
        self.one("SELECT max(number) FROM hand_over WHERE state = ?1", [state], |row| row.get(0))
    }
}

/// One that is other now: number, package, path, first page, document and folder.
fn later(row: &Row<'_>) -> rusqlite::Result<Option<(HandedOver, CorrectedLater)>> {
    let index: String = row.get(1)?;
    let Some(sha256) = sha_at(row, 4)? else { return Ok(None) };
    let one = CorrectedLater {
        number: row.get(0)?,
        package: index.split('/').next().unwrap_or_default().to_owned(),
        path: row.get(2)?,
        first_page: row.get(3)?,
        differs: Vec::new(),
    };
    Ok(Some(((index, sha256, row.get(5)?, one.first_page), one)))
}
