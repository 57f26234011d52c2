//! The desk at which a person goes through proposals: what `dizzy review` shows and does.
//!
//! A correction is kept in the ledger, the document is understood anew with it (findings and journal entry follow), and
//! what was accepted with another account, VAT code or supplier is learned in the same way as a file of corrections.
//! Open proposals of the same supplier are booked anew at once.
//!
//! The state folder is held while something is written, not while the desk is open: a nightly run goes on beside it, and
//! corrections wait until that has ended.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use crate::conclude::Concluder;
use crate::ledger::{Fingerprint, KeptReading, Ledger, PackedReading, PageCount};
use crate::report::{Mode, Picture, proposal_json, write_page};
use crate::settings::Settings;
use crate::texts::{self, Lang};
use crate::{Program, Result};
use booking::correct::{
    Correction, Corrections, Place, Wrong, account_of_line, is_account, line_of, normal, shares,
    with_line,
};
use booking::learn::corrections::{Changed, Correction as Lesson};
use booking::{Context, LineKind, Proposal, SourceKind, Verdict};
use invoice::{Amount, both};
use reading::document::{Inspection, NoText, ReadingNote, TextPass};
use reading::reader::ReaderSlot;
use reading::source::Sha256;
use reading::text::Page;
use reading::{Cause, Understanding};

use super::drawn::drawn;
use super::hold::{lock_for_moment, take_seat};
use super::original::{HeldOpen, Origin, Originals};
use super::publish::{Amendments, of_document};
use super::{
    belongs, books, corrected, fingerprint, learn, pictures, publish, publish_report, run,
};

/// A year, seconds.
const YEAR_S: u64 = 31_556_952;

/// Open proposals of a supplier that are booked anew when something was learned of it.
const FOLLOWERS: usize = 50;
/// A correction waits this long for something short that another dizzy does.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// There is no such proposal.
    Unknown,
    /// The field does not take the value.
    Wrong(Wrong),
    /// An older dizzy has read the document, and it is no longer where it was.
    Gone,
    /// It can no longer be read.
    Unreadable(Cause),
    /// It is not, or would not be, what is on the screen; what it is now, as the page has it. Nothing is accepted.
    Changed(Value),
    /// A run holds the folder.
    Busy,
    /// The ledger or a file.
    Error(crate::Error),
}

impl From<crate::Error> for Refusal {
    fn from(error: crate::Error) -> Self {
        Self::Error(error)
    }
}

/// A page as a person looks at it.
#[derive(Debug, PartialEq, Eq)]
pub enum PageShown {
    /// Its picture.
    Png(Vec<u8>),
    /// The words that were read on it, at their places.
    Svg(String),
}

/// Where a person looks at proposals and corrects them. A state folder has one at a time.
pub struct Desk {
    settings: Settings,
    ledger: Ledger,
    reader: ReaderSlot,
    understanding: Understanding,
    originals: Originals,
    context: Arc<Context>,
    fingerprint: Fingerprint,
    changed: bool,
    state: PathBuf,
    _seat: File,
}

impl Desk {
    /// Takes a seat and opens the ledger.
    ///
    /// # Errors
    /// When there is no ledger, or somebody sits there.
    pub fn open(settings: Settings, program: &Program) -> Result<Self> {
        let settings = run::with_ocr_of_this_machine(settings);
        let state = run::state_dir(&settings);
        let seat = take_seat(&state)?;
        let mut ledger = belongs::open(&settings, &state)?;
        ledger.has_changed_elsewhere()?; // from here on
        let context = books::context(&settings, &ledger)?;
        Ok(Self {
            fingerprint: fingerprint(&settings, &context, &program.understanding),
            understanding: program.understanding,
            context,
            reader: run::new_reader(&program.reader, &settings),
            originals: Originals::new(&settings, None),
            settings,
            ledger,
            changed: false,
            state,
            _seat: seat,
        })
    }

    /// Takes in the settings as they are now: somebody may have changed them since the page was opened.
    ///
    /// # Errors
    /// When a file that they name, or the ledger, cannot be read; or they are of another folder.
    pub fn settle(&mut self, settings: Settings) -> Result<()> {
        let settings = run::with_ocr_of_this_machine(settings);
        if settings == self.settings {
            return Ok(());
        }
        if run::state_dir(&settings) != self.state {
            return Err(crate::Error::Config(both!(
                "`process.out` of `process.state` is veranderd; sluit deze pagina en geef `dizzy review` opnieuw",
                "`process.out` or `process.state` was changed; close this page and run `dizzy review` again"
            )));
        }
        self.context = books::context(&settings, &self.ledger)?;
        self.fingerprint = fingerprint(&settings, &self.context, &self.understanding);
        self.originals = Originals::new(&settings, None);
        self.settings = settings;
        Ok(())
    }

    /// Holds the state folder, and takes in what others have written meanwhile.
    fn hold(&mut self) -> std::result::Result<File, Refusal> {
        let lock = lock_for_moment(&self.state, PATIENCE)?.ok_or(Refusal::Busy)?;
        if self.ledger.has_changed_elsewhere()? {
            self.context = books::context(&self.settings, &self.ledger)?;
            self.fingerprint = fingerprint(&self.settings, &self.context, &self.understanding);
        }
        Ok(lock)
    }

    /// Language of the page.
    pub fn lang(&self) -> Lang {
        self.settings.ui.lang.lang()
    }

    /// Writes the page.
    ///
    /// # Errors
    /// What the ledger or `out` reports.
    pub fn page(&self, out: &mut dyn Write) -> io::Result<()> {
        let report = publish_report::about(&self.ledger, &self.settings, Mode::Review)
            .map_err(io::Error::other)?;
        let same = Amendments::of(&self.ledger, &self.settings).map_err(io::Error::other)?;
        let documents = self.ledger.done().map_err(io::Error::other)?;
        let proposals = documents.flat_map(|document| match document {
            Ok(document) => {
                let records = of_document(document, &same);
                let parts = records.len();
                let items = records.into_iter().enumerate();
                items.map(|(place, record)| Ok((record, place, parts, Vec::new()))).collect()
            }
            Err(error) => vec![Err(io::Error::other(error))],
        });
        write_page(out, &report, proposals)
    }

    /// The document and the proposal that the page calls so.
    fn find(&self, id: &str) -> std::result::Result<(Sha256, Proposal), Refusal> {
        let (name, place) = id.split_once('-').ok_or(Refusal::Unknown)?;
        let sha256 = self.sha256_of(name)?.ok_or(Refusal::Unknown)?;
        let place: usize = place.parse().map_err(|_| Refusal::Unknown)?;
        let proposals = self.ledger.proposals_of(sha256)?.unwrap_or_default();
        let proposal = proposals.into_iter().nth(place).ok_or(Refusal::Unknown)?;
        Ok((sha256, proposal))
    }

    /// The document whose pages a proposal shows.
    fn paged(&self, sha256: Sha256, proposal: &Proposal) -> Result<Option<Sha256>> {
        Ok(match proposal.source.kind {
            SourceKind::Ubl | SourceKind::Cii => {
                self.ledger.document(sha256)?.and_then(|record| record.companion)
            }
            _ => Some(sha256),
        })
    }

    /// The pages of a proposal: where their pictures are, their words with their places, and a note when the pictures are
    /// drawn from the words because the original is gone.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn pages(&mut self, id: &str) -> std::result::Result<Value, Refusal> {
        let (sha256, proposal) = self.find(id)?;
        let Some(paged) = self.paged(sha256, &proposal)? else {
            return Ok(json!({ "pictures": [], "words": {} }));
        };
        let (first, last) = proposal.source.pages.unwrap_or((1, 0));
        let (kept, _) = self.reading(sha256)?;
        let mut shown = Vec::new();
        let mut words = BTreeMap::new();
        let mut is_drawn = false;
        for page in kept.reading.pages.iter().filter(|page| (first..=last).contains(&page.number)) {
            is_drawn = is_drawn
                || !pictures::is_to_be_had(
                    &self.ledger,
                    &self.settings,
                    &mut self.originals,
                    paged,
                    page.number,
                )?;
            shown.push(Picture {
                page: page.number,
                width_pt: page.width_pt,
                height_pt: page.height_pt,
                src: format!("pictures/{}-{}", short(paged), page.number),
            });
            let of_page = page.words.iter().map(|word| {
                let b = page.as_scanned(&word.bbox);
                json!([word.text, b.x0, b.y0, b.x1, b.y1])
            });
            words.insert(page.number.to_string(), of_page.collect::<Vec<_>>());
        }
        let note = is_drawn.then(|| texts::report::drawn_from_words(self.lang()));
        Ok(json!({ "pictures": shown, "words": words, "note": note }))
    }

    /// The picture of a page, made now when nobody has looked at it before: from its original, or, when that is gone, from
    /// the words that were read on it. `None` when it cannot be had.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the picture cannot be kept.
    pub fn picture(&mut self, name: &str) -> Result<Option<PageShown>> {
        let Some((document, page)) = name.split_once('-') else {
            return Ok(None);
        };
        let (Some(sha256), Ok(page)) = (self.sha256_of(document)?, page.parse()) else {
            return Ok(None);
        };
        let png = pictures::one(
            &self.ledger,
            &self.settings,
            &mut self.originals,
            &mut self.reader,
            sha256,
            page,
        )?;
        if let Some(png) = png {
            return Ok(Some(PageShown::Png(png)));
        }
        let mut pages = self.ledger.pages_of(sha256)?;
        if pages.is_empty()
            && let Some(invoice) = self.ledger.document_with(sha256)?
        {
            pages = self.ledger.pages_of(invoice)?;
        }
        let page = pages.iter().find(|one| one.number == page);
        Ok(page.map(|page| PageShown::Svg(drawn(page))))
    }

    /// A document by its short name; pages that belong to XML invoices have names too.
    fn sha256_of(&self, name: &str) -> Result<Option<Sha256>> {
        let start = HEXLOWER.decode(name.as_bytes()).ok();
        match start.and_then(|bytes| bytes.try_into().ok()) {
            Some(start) => self.ledger.document_that_begins(start),
            None => Ok(None),
        }
    }

    /// Corrects a field, and gives the proposals that are other than before, as the page has them. `seen` is what the page
    /// calls that which it shows: nothing else is accepted.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is changed then.
    pub fn correct(
        &mut self,
        id: &str,
        field: &str,
        value: &str,
        place: Option<Place>,
        seen: Option<&str>,
    ) -> std::result::Result<Value, Refusal> {
        let _lock = self.hold()?;
        let done = self.correct_held(id, field, value, place, seen);
        // an open transaction would hold up everybody else
        self.ledger.undo();
        done
    }

    fn correct_held(
        &mut self,
        id: &str,
        field: &str,
        value: &str,
        place: Option<Place>,
        seen: Option<&str>,
    ) -> std::result::Result<Value, Refusal> {
        let (sha256, proposal) = self.find(id)?;
        let is_accepting = field == "accepted" && value == "yes";
        let before = self.seen(sha256, id)?;
        if is_accepting && seen.is_some_and(|seen| seen != before) {
            return Err(Refusal::Changed(self.json_of(&[sha256])?));
        }
        let folder = proposal.by_folder().unwrap_or_default();
        let (field, value, place) = if let Some(line) = line_of(field) {
            let lines = with_line(&proposal.invoice.lines, line, value, place.as_ref());
            ("lines", lines.map_err(Refusal::Wrong)?, None)
        } else {
            let mut value = normal(field, value).map_err(Refusal::Wrong)?;
            let year = value.get(..4).filter(|_| field.ends_with("_date"));
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            let next = 1971 + now.as_secs() / YEAR_S;
            if year.and_then(|year| year.parse().ok()).is_some_and(|year: u64| year > next) {
                return Err(Refusal::Wrong(Wrong::Year));
            }
            if field == "administration" && !value.is_empty() {
                let record = self.ledger.document(sha256)?;
                let is_for_several = record.is_some_and(|record| record.books.len() > 1);
                let wanted = value.to_lowercase();
                let mut all = self.context.books().iter().map(|books| &books.administration.name);
                let known = all.find(|name| name.to_lowercase() == wanted && !is_for_several);
                value = known.cloned().ok_or(Refusal::Wrong(Wrong::Administration))?;
            }
            if field == "vat_code" && !value.is_empty() {
                let of = proposal.administration.as_deref().unwrap_or_default();
                let books = self.context.of_name(of).unwrap_or(self.context.unnamed());
                books.vat_code(&value).ok_or(Refusal::Wrong(Wrong::VatCode))?;
            }
            let of = proposal.administration.as_deref().unwrap_or_default();
            let (settings, ledger, context) = (&self.settings, &self.ledger, &self.context);
            let meant = |account: &str| -> std::result::Result<String, Refusal> {
                books::account_meant(settings, ledger, context, of, account)?
                    .map_err(Refusal::Wrong)
            };
            if is_account(field) && !value.is_empty() {
                value = meant(&value)?;
            }
            if account_of_line(field).is_some() && !value.is_empty() {
                let parts = shares(&value).ok_or(Refusal::Wrong(Wrong::Account))?;
                let line = account_of_line(field).and_then(|at| proposal.invoice.lines.get(at));
                let line = &line.ok_or(Refusal::Wrong(Wrong::Line))?.value;
                let all =
                    Amount::from_cents(parts.iter().map(|(_, weight)| i64::from(*weight)).sum());
                let is_all = [Some(Amount::from_cents(10_000)), line.net, line.gross];
                if parts.len() > 1 && !is_all.contains(&Some(all)) {
                    return Err(Refusal::Wrong(Wrong::Parts));
                }
                let mut shown = Vec::with_capacity(parts.len());
                for (account, weight) in &parts {
                    let weight = Amount::from_cents((*weight).into());
                    let account = meant(account)?;
                    shown.push(if parts.len() > 1 {
                        format!("{account} {weight}")
                    } else {
                        account
                    });
                }
                value = shown.join("; ");
            }
            (field, value, place)
        };
        let first_page = if field == "layout" { 0 } else { first_page(&proposal) };
        let one = |field: &str, value: String, place| Correction {
            first_page,
            field: field.to_owned(),
            value,
            place,
        };
        let mut corrections = vec![one(field, value, place)];
        if field == "vat_code" {
            // a code is chosen for an account: the one that is there, unless another was chosen
            let known = self.said(sha256, &proposal)?;
            if known.of(first_page).value("account").is_none()
                && let Some(account) = cost_account(&proposal)
            {
                corrections.push(one("account", account, None));
            }
        }
        for correction in &corrections {
            self.ledger.put_correction(sha256, folder, correction)?;
        }
        self.understand(sha256, Some(first_page))?;
        if account_of_line(field).is_some() {
            // what has no effect is not kept in silence
            let proposals = self.ledger.proposals_of(sha256)?.unwrap_or_default();
            let chosen = shares(&corrections[0].value).unwrap_or_default();
            let is_on = |account: &str| {
                let mut lines = proposals.iter().flat_map(|one| &one.journal);
                lines.any(|line| line.account == account)
            };
            if !chosen.iter().all(|(account, _)| account.is_empty() || is_on(account)) {
                return Err(Refusal::Wrong(Wrong::NotByLine));
            }
        }
        let is_other = is_accepting && self.seen(sha256, id)? != before;
        if is_other {
            self.ledger.undo();
            self.understand(sha256, Some(first_page))?;
        }
        self.ledger.commit()?;
        self.changed = true;
        if is_other {
            return Err(Refusal::Changed(self.json_of(&[sha256])?));
        }
        let mut others = Vec::new();
        if is_accepting {
            others = self.learn(sha256, first_page, &proposal)?;
        } else if field == "accepted" {
            others = self.unlearn(sha256, first_page, &proposal)?;
        }
        others.push(sha256);
        self.json_of(&others)
    }

    /// Learns from an accepted proposal that a person booked otherwise; the documents that are other than before.
    fn learn(
        &mut self,
        sha256: Sha256,
        first_page: u32,
        before: &Proposal,
    ) -> std::result::Result<Vec<Sha256>, Refusal> {
        let proposals = self.ledger.proposals_of(sha256)?.unwrap_or_default();
        let proposal = proposals
            .iter()
            .find(|p| self::first_page(p) == first_page && p.by_folder() == before.by_folder());
        let Some(proposal) = proposal.filter(|p| p.reviewed.as_ref().is_some_and(|r| r.accepted))
        else {
            return Ok(Vec::new());
        };
        let said = self.said(sha256, proposal)?;
        let said = said.of(first_page);
        let lesson = |changed, line, value: &str| Lesson {
            at: 0,
            field: String::new(),
            sha256: sha256.to_string(),
            page: (first_page > 0).then_some(first_page),
            line,
            changed,
            value: value.to_owned(),
        };
        let mut lessons = Vec::new();
        if let Some(account) = said.value("account") {
            lessons.push(lesson(Changed::Account, None, account));
        }
        if let Some(code) = said.value("vat_code") {
            lessons.push(lesson(Changed::VatCode, None, code));
        }
        for (line, account) in said.line_accounts() {
            lessons.push(lesson(Changed::Account, Some(line), account));
        }
        let is_by_line = !said.accounts_of_lines().is_empty();
        if lessons.is_empty() && (is_by_line || before.verdict == Verdict::Review) {
            // what was not sure is now
            let costs = proposal.journal.iter().enumerate();
            let costs = costs.filter(|(_, line)| line.kind == LineKind::Cost);
            lessons
                .extend(costs.map(|(at, line)| lesson(Changed::Account, Some(at), &line.account)));
        }
        let relation = proposal.booking.relation.as_ref();
        let known = relation.and_then(|relation| relation.code.as_deref());
        let is_corrected = |field: &&str| said.value(field).is_some();
        if let Some(code) = said.value("supplier_code") {
            lessons.push(lesson(Changed::Supplier, None, code));
        } else if let Some(code) = known {
            // where it lives and how it is paid, of who is in the list
            let of = proposal.administration.as_deref().unwrap_or_default();
            let books = self.context.of_name(of).unwrap_or(self.context.unnamed());
            let iban = proposal.invoice.supplier.iban.as_ref();
            let is_paid_elsewhere = iban.is_some_and(|iban| !books.creditors.knows(&iban.value));
            if OF_SUPPLIER.iter().any(is_corrected) || is_paid_elsewhere {
                lessons.push(lesson(Changed::Supplier, None, code));
            }
        } else if let Some(name) = proposal.invoice.supplier.name.as_ref()
            && !lessons.is_empty()
        {
            // who is in no list yet is known by its name
            lessons.push(lesson(Changed::Supplier, None, &name.value));
        }
        if lessons.is_empty() {
            return Ok(Vec::new());
        }
        let administration = proposal.administration.clone().unwrap_or_default();
        learn::learn_corrections(&mut self.ledger, &administration, REVIEW, &lessons)?;
        let proposal = proposal.clone();
        self.follow(sha256, &proposal)
    }

    /// Forgets what an acceptance taught that is taken back; the documents that are other than before.
    fn unlearn(
        &mut self,
        sha256: Sha256,
        first_page: u32,
        proposal: &Proposal,
    ) -> std::result::Result<Vec<Sha256>, Refusal> {
        let administration = proposal.administration.as_deref().unwrap_or_default();
        let lesson =
            corrected::lesson_of(&sha256.to_string(), (first_page > 0).then_some(first_page));
        if !self.ledger.forget_booking(administration, lesson)? {
            return Ok(Vec::new());
        }
        self.ledger.commit()?;
        let followers = self.follow(sha256, proposal)?;
        // what was understood a moment ago still went by it
        self.understand(sha256, Some(first_page))?;
        self.ledger.commit()?;
        Ok(followers)
    }

    /// Understands anew what is open of the supplier of a proposal, with what is known now.
    fn follow(
        &mut self,
        sha256: Sha256,
        proposal: &Proposal,
    ) -> std::result::Result<Vec<Sha256>, Refusal> {
        self.context = books::context(&self.settings, &self.ledger)?;
        self.fingerprint = fingerprint(&self.settings, &self.context, &self.understanding);
        let mut followers = Vec::new();
        for document in self.ledger.done()? {
            let document = document?;
            let follows = |p: &Proposal| {
                is_same_supplier(p, proposal) && !p.reviewed.as_ref().is_some_and(|r| r.accepted)
            };
            if document.sha256 != sha256 && document.proposals.iter().any(follows) {
                followers.push(document.sha256);
            }
        }
        followers.truncate(FOLLOWERS);
        // one that cannot be read now follows with the next run
        followers.retain(|sha256| self.understand(*sha256, None).is_ok());
        self.ledger.commit()?;
        Ok(followers)
    }

    /// What was said of this proposal and the others of its document for the same books.
    fn said(&self, sha256: Sha256, proposal: &Proposal) -> Result<Corrections> {
        let record = self.ledger.document(sha256)?;
        let is_for_several = record.is_some_and(|record| record.books.len() > 1);
        let folder = proposal.by_folder().filter(|_| is_for_several);
        self.ledger.corrections(sha256, folder)
    }

    /// Understands a document anew, with what is known now, and keeps what came of it.
    fn understand(&mut self, sha256: Sha256, at: Option<u32>) -> std::result::Result<(), Refusal> {
        let (kept, is_new) = self.reading(sha256)?;
        if is_new {
            self.ledger.put_reading(sha256, &PackedReading::of(&kept))?;
        }
        let concluder =
            Concluder::new(&self.settings, &self.context, self.understanding, self.fingerprint);
        let concluded = concluder.conclude(&mut self.ledger, &[sha256], at)?;
        if concluded.is_empty() {
            let cause = kept.reading.failure().unwrap_or(Cause::Truncated);
            return Err(Refusal::Unreadable(cause));
        }
        Ok(())
    }

    /// What was read of a document; read now, and then new, when an older dizzy has not kept it.
    fn reading(&mut self, sha256: Sha256) -> std::result::Result<(KeptReading, bool), Refusal> {
        if let Some(kept) = self.ledger.reading_of_outcome(sha256)? {
            return Ok((kept, false));
        }
        let record = self.ledger.document(sha256)?.ok_or(Refusal::Unknown)?;
        let mut noticed = Vec::new();
        let (inspection, mut pages) = self.read(sha256, &mut noticed)?;
        if let Some(companion) = record.companion {
            (_, pages) = self.read(companion, &mut Vec::new())?;
        }
        let kept = KeptReading {
            by: record.made_by.reading,
            companion: record.companion,
            count: PageCount { pages: record.pages, ocr_pages: record.ocr_pages },
            reading: inspection.with_pages(pages, noticed),
            is_in_parts: false,
        };
        Ok((kept, true))
    }

    /// Reads a document: the text layer, and what is kept of pages that were recognised.
    fn read(
        &mut self,
        sha256: Sha256,
        noticed: &mut Vec<ReadingNote>,
    ) -> std::result::Result<(Inspection, Vec<Page>), Refusal> {
        let origin = Origin::of(&self.ledger, sha256)?.ok_or(Refusal::Gone)?;
        let document = self.originals.open(&origin, sha256).ok_or(Refusal::Gone)?;
        let inspection = self.reader.inspect(&document).map_err(Refusal::Unreadable)?;
        let recognised = self.ledger.pages_of(sha256)?;
        if document.kind.is_xml() || document.kind.is_image() {
            return Ok((inspection, recognised));
        }
        let mut pages = Vec::new();
        let last = inspection.pages.max(1);
        let read = self.reader.text(&document, 1, last, &mut |pass| match pass {
            TextPass::Read(page) => pages.push(page),
            TextPass::NeedsOcr { page, why } => {
                if why == NoText::BrokenEncoding {
                    noticed.push(ReadingNote::TextLayerUnusable { page });
                }
                pages.extend(recognised.iter().find(|kept| kept.number == page).cloned());
            }
        });
        read.map_err(Refusal::Unreadable)?;
        Ok((inspection, pages))
    }

    /// What the page calls that which it shows of a proposal.
    fn seen(&self, sha256: Sha256, id: &str) -> std::result::Result<String, Refusal> {
        let shown = self.json_of(&[sha256])?;
        let of_document = shown["documents"][short(sha256)].as_array().into_iter().flatten();
        let it = of_document.filter(|one| one["id"] == id).find_map(|one| one["seen"].as_str());
        Ok(it.unwrap_or_default().to_owned())
    }

    /// Documents as the page has them.
    fn json_of(&self, documents: &[Sha256]) -> std::result::Result<Value, Refusal> {
        let same = Amendments::of(&self.ledger, &self.settings)?;
        let mut shown = serde_json::Map::new();
        for sha256 in documents {
            let Some(document) = self.ledger.done_document(*sha256)? else {
                continue;
            };
            let records = of_document(document, &same);
            let proposals: Vec<Value> = records
                .iter()
                .enumerate()
                .filter_map(|(place, record)| {
                    proposal_json(record, place, records.len(), &[], self.lang()).ok()
                })
                .collect();
            shown.insert(short(*sha256), proposals.into());
        }
        Ok(json!({ "documents": shown }))
    }

    /// Makes the files in the output folder again when something has changed since the last time. False when a run holds
    /// the folder, which makes them at its end.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn publish(&mut self) -> Result<bool> {
        if !self.changed {
            return Ok(true);
        }
        let Some(_lock) = lock_for_moment(&self.state, Duration::ZERO)? else {
            return Ok(false);
        };
        self.changed = false;
        publish::publish_changes(&mut self.ledger, &self.settings, &HeldOpen::default())?;
        Ok(true)
    }
}

/// What is learned at the desk is told apart from files by this name.
const REVIEW: &str = "dizzy review";
/// What of a supplier in the list is learned when a person corrects it.
const OF_SUPPLIER: [&str; 4] =
    ["supplier.address", "supplier.iban", "supplier.kvk", "supplier.vat_id"];

fn short(sha256: Sha256) -> String {
    sha256.to_string()[..16].to_owned()
}

fn first_page(proposal: &Proposal) -> u32 {
    proposal.source.pages.map_or(0, |(first, _)| first)
}

/// The account of the cost, when there is one.
fn cost_account(proposal: &Proposal) -> Option<String> {
    use booking::LineKind::{Cost, Suspense};
    let line = proposal.journal.iter().find(|line| matches!(line.kind, Cost | Suspense))?;
    Some(line.account.clone())
}

/// Whether two proposals come from one supplier: by VAT number, account or name.
fn is_same_supplier(a: &Proposal, b: &Proposal) -> bool {
    let (x, y) = (&a.invoice.supplier, &b.invoice.supplier);
    let same = |x: &Option<invoice::Field<String>>, y: &Option<invoice::Field<String>>| matches!((x, y), (Some(x), Some(y)) if x.value.eq_ignore_ascii_case(&y.value));
    a.verdict != Verdict::Failed
        && a.administration == b.administration
        && (same(&x.vat_id, &y.vat_id) || same(&x.iban, &y.iban) || same(&x.name, &y.name))
}
