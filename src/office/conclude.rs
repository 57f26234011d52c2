//! The one way from Readings to proposals: of a run, of the desk, of what a burst has read, of an upgrade.
//!
//! A document is for the books of every administration in whose folder its bytes lie, else of who is named on it; what a
//! person said of it before is applied.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::Result;
use crate::ledger::{DocumentRecord, Fingerprint, KeptReading, Ledger, Outcome, PackedReading};
use crate::settings::Settings;
use booking::correct::Corrections;
use booking::pipeline::{PipelineSettings, propose_corrected};
use booking::{Context, LineKind, Proposal};
use reading::document::Reading;
use reading::source::Sha256;
use reading::{Cause, Understanding};

/// What Readings are understood with.
#[derive(Debug)]
pub(crate) struct Concluder {
    settings: PipelineSettings,
    fingerprint: Fingerprint,
}

/// So many documents are caught up with between two looks at the brake.
const CAUGHT_UP: usize = 100;

/// What became of proposals that were to be kept.
pub(crate) enum Kept {
    /// They are in the ledger; this is what it knew of the document before.
    Changed(Option<DocumentRecord>),
    /// They are those that the ledger had.
    Same(DocumentRecord),
    /// The document was found in another folder meanwhile, so that they are not all.
    FoundElsewhere,
}

impl Concluder {
    /// With these settings, what is known for booking and who understands pages; `fingerprint` names them.
    pub fn new(
        settings: &Settings,
        context: &Arc<Context>,
        understanding: Understanding,
        fingerprint: Fingerprint,
    ) -> Self {
        Self {
            settings: PipelineSettings::new(&settings.review, Arc::clone(context), understanding),
            fingerprint,
        }
    }

    /// Makes the proposals of these documents anew from their kept Readings, and keeps them; says which of the documents
    /// have a Reading. A person is at the proposal that begins on page `at`.
    pub fn conclude(
        &self,
        ledger: &mut Ledger,
        ids: &[Sha256],
        at: Option<u32>,
    ) -> Result<Vec<Sha256>> {
        let mut concluded = Vec::new();
        for &sha256 in ids {
            let Some(kept) = ledger.reading_of_outcome(sha256)? else {
                continue;
            };
            let books = self.books(ledger, sha256)?;
            // a Reading that cannot be understood any more leaves what it gave before
            if let Ok(proposals) = self.propose(&kept.reading, &books) {
                self.keep(ledger, sha256, &kept, None, &books, proposals, at)?;
                concluded.push(sha256);
            }
        }
        Ok(concluded)
    }

    /// Makes anew what something else understood and this run did not come by, as where the files lie elsewhere by now;
    /// until `is_stopping`, the rest with the next run.
    pub fn catch_up(&self, ledger: &mut Ledger, is_stopping: impl Fn() -> bool) -> Result<()> {
        for ids in ledger.stale(&self.fingerprint)?.chunks(CAUGHT_UP) {
            if is_stopping() {
                break;
            }
            self.conclude(ledger, ids, None)?;
            ledger.commit()?;
        }
        Ok(())
    }

    /// For whose books a document is, as the ledger has it now.
    pub(crate) fn books(&self, ledger: &Ledger, sha256: Sha256) -> Result<ForBooks> {
        ForBooks::of(ledger, &self.settings.context, sha256)
    }

    /// The proposals that a Reading gives, those of one administration after those of another.
    ///
    /// # Errors
    /// Why there is nothing to understand. One document must not end the batch, whatever happens meanwhile.
    pub(crate) fn propose(
        &self,
        reading: &Reading,
        books: &ForBooks,
    ) -> std::result::Result<Vec<Proposal>, Cause> {
        if let Some(cause) = reading.failure() {
            return Err(cause);
        }
        let proposed = catch_unwind(AssertUnwindSafe(|| books.propose(reading, &self.settings)));
        proposed.map_err(|_| Cause::Damaged {
            detail: "dizzy could not make sense of its content (a bug: please report it)".into(),
        })
    }

    /// Keeps the proposals of a document, and its Reading when the ledger does not have it yet, as one. What was accepted
    /// stays the entry that was accepted, except of the proposal that begins on page `at`, where a person is.
    #[allow(clippy::too_many_arguments, reason = "each is something else that is kept")]
    pub(crate) fn keep(
        &self,
        ledger: &mut Ledger,
        sha256: Sha256,
        kept: &KeptReading,
        new: Option<&PackedReading>,
        books: &ForBooks,
        mut proposals: Vec<Proposal>,
        at: Option<u32>,
    ) -> Result<Kept> {
        if names(ledger, &self.settings.context, sha256)? != books.names {
            return Ok(Kept::FoundElsewhere);
        }
        let before = ledger.document(sha256)?;
        let stood = ledger.proposals_of(sha256)?;
        for now in &mut proposals {
            let pages = now.source.pages;
            let first = pages.map_or(0, |(first, _)| first);
            let is_same =
                |one: &&Proposal| one.source.pages == pages && one.by_folder() == now.by_folder();
            let same = stood.iter().flatten().find(is_same);
            match same.filter(|one| one.is_accepted() == now.is_accepted()) {
                _ if at == Some(first) => {}
                Some(accepted) if now.is_accepted() && accepted.entry() != now.entry() => {
                    *now = accepted.clone();
                }
                // what the package has stays, whatever was learned since
                Some(before)
                    if before.entry() != now.entry()
                        && ledger.is_frozen(
                            sha256,
                            before.by_folder().unwrap_or_default(),
                            first,
                        )? =>
                {
                    *now = before.clone();
                }
                Some(before) if !now.is_accepted() => now.tell_moved(before),
                _ => {}
            }
            if let Some(before) = same
                && !now.is_accepted()
                && is_said(ledger, sha256, first, now, before)?
            {
                now.stand_as_said(before);
            }
        }
        ledger.note_ready(sha256, &proposals)?;
        // it is as up to date as what read it
        let fingerprint = Fingerprint { text: kept.by, reading: kept.by, ..self.fingerprint };
        if let Some(new) = new {
            ledger.put_reading(sha256, new)?;
        }
        if let Some(record) =
            before.as_ref().filter(|record| new.is_none() && record.books == books.names)
            && stood.as_ref() == Some(&proposals)
        {
            ledger.stands(sha256, &fingerprint)?;
            return Ok(Kept::Same(record.clone()));
        }
        ledger.put_outcome(
            sha256,
            kept.companion,
            &fingerprint,
            &Outcome::Done(proposals),
            kept.count,
            &books.names,
        )?;
        Ok(Kept::Changed(before))
    }
}

/// The administrations a document is for because of its folders, and what a person said of each proposal.
#[derive(Debug, Default)]
pub(crate) struct ForBooks {
    /// Their names, in the order of the configuration; none when no folder says it.
    names: Vec<String>,
    said: Vec<Corrections>,
}

impl ForBooks {
    fn of(ledger: &Ledger, context: &Context, sha256: Sha256) -> Result<Self> {
        let names = names(ledger, context, sha256)?;
        let said = match names.len() {
            // what was said stays said when an administration gets folders or another name
            0 | 1 => vec![ledger.corrections(sha256, None)?],
            _ => names
                .iter()
                .map(|name| ledger.corrections(sha256, Some(name)))
                .collect::<Result<_>>()?,
        };
        Ok(Self { names, said })
    }

    fn propose(&self, reading: &Reading, settings: &PipelineSettings) -> Vec<Proposal> {
        if self.names.is_empty() {
            let none = Corrections::default();
            let said = self.said.first().unwrap_or(&none);
            return propose_corrected(reading, None, settings, said);
        }
        let each = self.names.iter().zip(&self.said);
        each.flat_map(|(name, said)| {
            let folder = settings.context.of_name(name);
            propose_corrected(reading, folder, settings, said)
        })
        .collect()
    }
}

/// Whether the accounts of what was handed over are those that a person has said since: at the page, or in a list of
/// corrections.
fn is_said(
    ledger: &Ledger,
    sha256: Sha256,
    first_page: u32,
    now: &Proposal,
    before: &Proposal,
) -> Result<bool> {
    let folder = now.by_folder().unwrap_or_default();
    if !ledger.is_handed_over(sha256, folder, first_page)? {
        return Ok(false);
    }
    let corrected = now.reviewed.as_ref().map_or(&[][..], |reviewed| &reviewed.corrected);
    // the account of a line says nothing of the others
    if corrected.iter().any(|field| field == "account") {
        return Ok(true);
    }
    if !corrected.is_empty() && now.accounts() == before.accounts() {
        return Ok(true);
    }
    let costs = now.journal.iter().filter(|line| line.kind == LineKind::Cost);
    let costs: BTreeSet<&str> = costs.map(|line| line.account.as_str()).collect();
    let said = ledger.said_accounts(sha256, first_page)?;
    Ok(!said.is_empty() && said.iter().map(String::as_str).eq(costs))
}

fn names(ledger: &Ledger, context: &Context, sha256: Sha256) -> Result<Vec<String>> {
    let found = ledger.folders_of(sha256)?;
    let names = context.books().iter().map(|one| &one.administration.name);
    Ok(names.filter(|name| found.contains(name)).cloned().collect())
}
