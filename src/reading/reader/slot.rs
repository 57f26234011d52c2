//! One worker's reader: started when first needed, reused, recycled, replaced when it dies.

use crate::Cause;
use crate::document::{Inspection, PagePicture, TextPass};
use crate::settings;
use crate::source::Document;
use crate::text::Page;

use super::client::{Client, Fault};
use super::{Reach, ReaderCommand, Setup};

/// One worker's reader.
///
/// A reader that dies or runs out of time is replaced, and what it had not answered is asked once more of a fresh one;
/// a second death without a page answered in between is the document's failure. Pages are passed on exactly once.
///
/// On Linux a reader also dies with the *thread* that started it: keep a slot on one thread, or on threads that live as
/// long as it does (a reader lost in this way is replaced without a word, but its document is sent again).
pub struct ReaderSlot {
    command: ReaderCommand,
    setup: Setup,
    settings: settings::Reader,
    client: Option<Client>,
    replacements: Vec<Cause>,
}

impl ReaderSlot {
    /// A slot without a reader yet.
    pub fn new(command: ReaderCommand, mut setup: Setup, settings: settings::Reader) -> Self {
        // A reader works in another folder than its parent.
        if let Ok(folder) = std::path::absolute(&setup.ocr.tessdata) {
            setup.ocr.tessdata = folder;
        }
        Self { command, setup, settings, client: None, replacements: Vec::new() }
    }

    /// What the reader's sandbox cannot do on this system, in words; empty when all is in place. Starts a reader.
    ///
    /// # Errors
    /// When none can be started.
    pub fn unconfined(&mut self) -> std::io::Result<Vec<String>> {
        match self.client() {
            Ok(client) => Ok(client.unconfined.clone()),
            Err(fault) => Err(self.start_error(fault)),
        }
    }

    /// What the reader can reach that it should not, tried out. Starts a reader.
    ///
    /// # Errors
    /// When none can be started.
    pub fn reach(&mut self) -> std::io::Result<Reach> {
        match self.client().and_then(Client::reach) {
            Ok(reach) => Ok(reach),
            Err(fault) => Err(self.start_error(fault)),
        }
    }

    /// The first look at a document.
    ///
    /// # Errors
    /// Why the document failed.
    pub fn inspect(&mut self, document: &Document) -> Result<Inspection, Cause> {
        self.recycle();
        self.with_retry(|| 0, |client| client.open(document))
    }

    /// The text layer of pages `first..=last`, each passed on as it comes, in order.
    ///
    /// # Errors
    /// Why the document failed; pages passed on before that stand.
    pub fn text(
        &mut self,
        document: &Document,
        first: u32,
        last: u32,
        on_page: &mut dyn FnMut(TextPass),
    ) -> Result<(), Cause> {
        let pages: Vec<u32> = (first..=last).collect();
        self.each(document, &pages, on_page, |client, left, on_page| {
            client.text(left[0], last, on_page)
        })
    }

    /// Recognises pages, each passed on as it comes, in the order asked.
    ///
    /// # Errors
    /// Why the document failed; pages passed on before that stand.
    pub fn ocr(
        &mut self,
        document: &Document,
        pages: &[u32],
        on_page: &mut dyn FnMut(Page),
    ) -> Result<(), Cause> {
        self.each(document, pages, on_page, Client::ocr)
    }

    /// Small pictures of pages, each passed on as it comes, in the order asked. With each page comes the clockwise turn
    /// that makes it stand upright, degrees, where that is known.
    ///
    /// # Errors
    /// Why the document failed; pictures passed on before that stand.
    pub fn pictures(
        &mut self,
        document: &Document,
        pages: &[(u32, Option<u16>)],
        on_page: &mut dyn FnMut(PagePicture),
    ) -> Result<(), Cause> {
        self.each(document, pages, on_page, Client::pictures)
    }

    /// Has all of these pages answered, in the order asked, by a second reader where the first dies meanwhile.
    fn each<P, A>(
        &mut self,
        document: &Document,
        pages: &[P],
        on_page: &mut dyn FnMut(A),
        ask: impl Fn(&mut Client, &[P], &mut dyn FnMut(A)) -> Result<(), Fault>,
    ) -> Result<(), Cause> {
        let done = std::cell::Cell::new(0);
        self.make_room_for(document);
        self.with_retry(
            || done.get(),
            |client| {
                let left = pages.get(done.get()..).unwrap_or_default();
                if left.is_empty() {
                    return Ok(());
                }
                hold(client, document)?;
                ask(client, left, &mut |answer| {
                    done.set(done.get() + 1);
                    on_page(answer);
                })
            },
        )
    }

    /// Deaths of readers since the last call, oldest first, for events. Each was answered with a fresh reader.
    pub fn take_replacements(&mut self) -> Vec<Cause> {
        std::mem::take(&mut self.replacements)
    }

    /// The reader's process number, when one runs.
    pub fn pid(&self) -> Option<u32> {
        self.client.as_ref().map(Client::pid)
    }

    /// The reader; a fresh one when there is none or it has died unseen.
    fn client(&mut self) -> Result<&mut Client, Fault> {
        if self.client.as_ref().is_some_and(|client| !client.is_alive()) {
            self.client = None;
        }
        match &mut self.client {
            Some(client) => Ok(client),
            none => Ok(none.insert(Client::start(&self.command, &self.setup)?)),
        }
    }

    /// Asks, and asks once more of a fresh reader when the first has died. `done` counts the pages answered.
    fn with_retry<T>(
        &mut self,
        done: impl Fn() -> usize,
        mut ask: impl FnMut(&mut Client) -> Result<T, Fault>,
    ) -> Result<T, Cause> {
        let mut died_after = None;
        loop {
            let cause = match self.client().and_then(&mut ask) {
                Ok(answer) => return Ok(answer),
                Err(Fault::Document(cause)) => return Err(cause),
                Err(Fault::Source(cause)) => {
                    self.client = None;
                    return Err(cause);
                }
                Err(Fault::Reader(cause)) => cause,
                Err(Fault::Start(error)) => {
                    Cause::Machine { detail: format!("no reader could be started: {error}") }
                }
            };
            self.client = None;
            self.replacements.push(cause.clone());
            if died_after == Some(done()) {
                return Err(cause);
            }
            died_after = Some(done());
        }
    }

    fn start_error(&mut self, fault: Fault) -> std::io::Error {
        self.client = None;
        match fault {
            Fault::Start(error) => error,
            Fault::Document(cause) | Fault::Source(cause) | Fault::Reader(cause) => {
                std::io::Error::other(cause)
            }
        }
    }

    /// Recycles before a document that the reader does not hold.
    fn make_room_for(&mut self, document: &Document) {
        if self.client.as_ref().is_some_and(|client| client.holds != Some(document.sha256)) {
            self.recycle();
        }
    }

    /// Lets go of a reader that has had its share of documents or has grown.
    fn recycle(&mut self) {
        let too_much = self.settings.recycle_mib.saturating_mul(1024 * 1024);
        if self.client.as_ref().is_some_and(|client| {
            client.documents >= self.settings.recycle_documents.max(1)
                || client.resident_bytes > too_much
        }) {
            self.client = None;
        }
    }
}

/// Opens the document again when the reader holds another, or none.
fn hold(client: &mut Client, document: &Document) -> Result<(), Fault> {
    if client.holds != Some(document.sha256) {
        client.open(document)?;
    }
    Ok(())
}
