//! What was read of documents: whole Readings, and the pages of documents that are still being read.

use rusqlite::params;

use crate::Result;
use reading::document::Reading;
use reading::source::Sha256;
use reading::text::Page;

use super::Ledger;
use super::blob::{pack, pack_large, unpack, unpack_large};
use super::files::sha_at;
use super::record::{Fingerprint, PageCount};

/// A Reading with what else is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptReading {
    /// Fingerprint of what read it.
    pub by: [u8; 16],
    /// The page that belongs to an XML invoice, whose words it has.
    pub companion: Option<Sha256>,
    /// What it took to read it.
    pub count: PageCount,
    /// What was read.
    pub reading: Reading,
    /// Some of its pages came one by one, and are still kept so.
    pub is_in_parts: bool,
}

/// A [`KeptReading`] as it is stored: made where nobody waits for the ledger.
#[derive(Debug)]
pub(crate) struct PackedReading {
    by: [u8; 16],
    companion: Option<Sha256>,
    count: PageCount,
    content: Vec<u8>,
}

impl PackedReading {
    /// Of this Reading.
    pub fn of(kept: &KeptReading) -> Self {
        Self {
            by: kept.by,
            companion: kept.companion,
            count: kept.count,
            content: pack_large(&kept.reading),
        }
    }
}

impl Ledger {
    /// Keeps what was read of a document, in the place of what other readers have read; pages that came one by one are in it.
    pub(crate) fn put_reading(&mut self, sha256: Sha256, packed: &PackedReading) -> Result<()> {
        self.forget_reading(sha256)?;
        self.forget_pages(sha256)?;
        self.write_reading(sha256, packed, &[])
    }

    /// Keeps what was read of a document but for these pages, which come one by one.
    pub(crate) fn put_part_of_reading(
        &mut self,
        sha256: Sha256,
        packed: &PackedReading,
        missing: &[u32],
    ) -> Result<()> {
        self.write_reading(sha256, packed, missing)
    }

    fn write_reading(
        &mut self,
        sha256: Sha256,
        packed: &PackedReading,
        missing: &[u32],
    ) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO reading (sha256, reading, companion, pages, ocr_pages, missing, content)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                sha256.0,
                packed.by,
                packed.companion.as_ref().map(|c| c.0),
                packed.count.pages,
                packed.count.ocr_pages,
                (!missing.is_empty()).then(|| pack(&missing)),
                packed.content
            ],
        )
    }

    /// Forgets what was read of a document.
    pub(crate) fn forget_reading(&mut self, sha256: Sha256) -> Result<()> {
        self.write("DELETE FROM reading WHERE sha256 = ?1", [sha256.0])
    }

    fn forget_pages(&mut self, sha256: Sha256) -> Result<()> {
        self.write("DELETE FROM page WHERE sha256 = ?1", [sha256.0])
    }

    /// Whether a document was read as a whole as it would be now, with this page beside it.
    pub(crate) fn is_read(
        &self,
        sha256: Sha256,
        now: &Fingerprint,
        companion: Option<Sha256>,
    ) -> Result<bool> {
        Ok(self.is_read_by(sha256, &now.text, companion)?
            || self.is_read_by(sha256, &now.reading, companion)?)
    }

    fn is_read_by(&self, sha256: Sha256, by: &[u8; 16], companion: Option<Sha256>) -> Result<bool> {
        let row: Option<(Option<Sha256>, Option<Vec<u8>>)> = self.first(
            "SELECT companion, missing FROM reading WHERE sha256 = ?1 AND reading = ?2",
            params![sha256.0, by],
            |row| Ok((sha_at(row, 0)?, row.get(1)?)),
        )?;
        let missing = match row {
            Some((with, missing)) if with == companion => missing,
            _ => return Ok(false),
        };
        let Some(missing) = missing else {
            return Ok(true);
        };
        let missing: Vec<u32> = unpack(&missing).unwrap_or_default();
        let here = self.page_numbers(sha256, by)?;
        Ok(missing.iter().all(|page| here.binary_search(page).is_ok()))
    }

    /// What was read of a document as it would be now; `None` when it was not, not as a whole, or another version wrote it.
    pub(crate) fn current_reading(
        &self,
        sha256: Sha256,
        now: &Fingerprint,
    ) -> Result<Option<KeptReading>> {
        match self.reading(sha256, &now.text)? {
            None => self.reading(sha256, &now.reading),
            found => Ok(found),
        }
    }

    /// What was read of a document in this way; `None` when it was not, not as a whole, or another version wrote it.
    pub fn reading(&self, sha256: Sha256, by: &[u8; 16]) -> Result<Option<KeptReading>> {
        let row = self.first("SELECT companion, pages, ocr_pages, content, missing FROM reading WHERE sha256 = ?1 AND reading = ?2", params![sha256.0, by], |row| {
                        let count = PageCount {
                            pages: row.get(1)?,
                            ocr_pages: row.get(2)?,
                        };
                        let content: Vec<u8> = row.get(3)?;
                        let missing: Option<Vec<u8>> = row.get(4)?;
                        Ok((sha_at(row, 0)?, count, content, missing))
                    })?;
        let Some((companion, count, content, missing)) = row else {
            return Ok(None);
        };
        let Some(mut reading) = unpack_large::<Reading>(&content) else {
            return Ok(None);
        };
        let is_in_parts = missing.is_some();
        if let Some(missing) = missing {
            let missing: Vec<u32> = unpack(&missing).unwrap_or_default();
            let mut came = self.pages(sha256, by)?;
            came.retain(|page| missing.contains(&page.number));
            if came.len() < missing.len() {
                return Ok(None);
            }
            reading.pages.append(&mut came);
            reading.pages.sort_by_key(|page| page.number);
        }
        Ok(Some(KeptReading { by: *by, companion, count, reading, is_in_parts }))
    }

    /// What the outcome of a document was made of; `None` when an older version made it.
    pub(crate) fn reading_of_outcome(&self, sha256: Sha256) -> Result<Option<KeptReading>> {
        match self.document(sha256)? {
            Some(document) => self.reading(sha256, &document.made_by.reading),
            None => Ok(None),
        }
    }

    /// The pages that are kept of a document: those of the Reading that its outcome was made of, or those that came one by
    /// one and were read in the same way.
    pub(crate) fn pages_of(&self, sha256: Sha256) -> Result<Vec<Page>> {
        let Some(document) = self.document(sha256)? else {
            return Ok(Vec::new());
        };
        let by = &document.made_by.reading;
        match self.reading(sha256, by)? {
            Some(kept) => Ok(kept.reading.pages),
            None => self.pages(sha256, by),
        }
    }

    /// The XML invoice that a page belongs to.
    pub(crate) fn document_with(&self, companion: Sha256) -> Result<Option<Sha256>> {
        self.first(
            "SELECT sha256 FROM document WHERE companion = ?1 AND state = 1 LIMIT 1",
            [companion.0.as_slice()],
            |row| sha_at(row, 0),
        )
        .map(Option::flatten)
    }

    /// Keeps pages of a document that were read.
    pub fn put_pages(&mut self, sha256: Sha256, reading: &[u8; 16], pages: &[Page]) -> Result<()> {
        for page in pages {
            self.write(
                "INSERT OR REPLACE INTO page (sha256, reading, number, words) VALUES (?1, ?2, ?3, ?4)",
                params![
                    sha256.0,
                    reading,
                    page.number,
                    pack_large(page)
                ],
            )?;
        }
        Ok(())
    }

    /// Numbers of the pages that are kept of a document.
    pub fn page_numbers(&self, sha256: Sha256, reading: &[u8; 16]) -> Result<Vec<u32>> {
        self.all(
            "SELECT number FROM page WHERE sha256 = ?1 AND reading = ?2 ORDER BY number",
            params![sha256.0, reading],
            |row| row.get(0),
        )
    }

    /// The pages that are kept of a document, in order; a page another version wrote is left out.
    pub fn pages(&self, sha256: Sha256, reading: &[u8; 16]) -> Result<Vec<Page>> {
        self.some(
            "SELECT words FROM page WHERE sha256 = ?1 AND reading = ?2 ORDER BY number",
            params![sha256.0, reading],
            |row| Ok(unpack_large::<Page>(&row.get::<_, Vec<u8>>(0)?)),
        )
    }

    /// Forgets pages of a document that came one by one from other readers.
    pub(crate) fn forget_old_pages(&mut self, sha256: Sha256, reading: &[u8; 16]) -> Result<()> {
        self.write(
            "DELETE FROM page WHERE sha256 = ?1 AND reading <> ?2",
            params![sha256.0, reading],
        )
    }
}
