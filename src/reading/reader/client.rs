//! The parent's side of the conversation with one reader.

use std::io::{self, Read};
use std::process::ExitStatus;
use std::time::Duration;

use sha2::Digest;

use crate::Cause;
use crate::document::{Inspection, PagePicture, TextPass};
use crate::settings::Limits;
use crate::source::{Document, Sha256};
use crate::text::Page;
use invoice::BBox;

use super::frame::{self, FrameError, REQUEST_LIMIT};
use super::process::{Ending, Process, ReaderCommand};
use super::{Answer, Reach, Request, Setup};

/// Time for a reader to start and confine itself.
const START: Duration = Duration::from_secs(30);

/// Bytes of a document in hand at a time; what is no larger goes with its request in one write.
const PIECE: usize = 64 * 1024;

/// Why a request came to nothing.
pub(super) enum Fault {
    /// The document failed; the reader is well.
    Document(Cause),
    /// The document's bytes failed halfway; the reader waits for the rest and is of no use any more.
    Source(Cause),
    /// The reader is gone; a fresh one may do better.
    Reader(Cause),
    Start(io::Error),
}

/// A reader that is set up, and what is known of it.
pub(super) struct Client {
    process: Process,
    buffer: Vec<u8>,
    limits: Limits,
    pub(super) holds: Option<Sha256>,
    pub(super) documents: u32,
    /// Memory that it held when last heard of, bytes.
    pub(super) resident_bytes: u64,
    /// What its sandbox lacks, in words.
    pub(super) unconfined: Vec<String>,
}

impl Client {
    pub(super) fn start(command: &ReaderCommand, setup: &Setup) -> Result<Self, Fault> {
        let mut client = Self {
            process: Process::start(command, START.min(page_time(&setup.limits)))
                .map_err(Fault::Start)?,
            buffer: Vec::new(),
            limits: setup.limits.clone(),
            holds: None,
            documents: 0,
            resident_bytes: 0,
            unconfined: Vec::new(),
        };
        client.ask(&Request::Setup(setup.clone()), None)?;
        match client.hear_within(START, None)? {
            Answer::Ready { unconfined } => client.unconfined = unconfined,
            _ => return Err(client.garbled(None)),
        }
        Ok(client)
    }

    /// False when the reader has died since it was last heard of.
    pub(super) fn is_alive(&self) -> bool {
        self.process.is_running()
    }

    pub(super) fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Gives it a document; the first look comes back.
    pub(super) fn open(&mut self, document: &Document) -> Result<Inspection, Fault> {
        self.holds = None;
        self.documents = self.documents.saturating_add(1);
        self.send_document(document)?;
        match self.hear(None)? {
            Answer::Inspected(inspection)
                if inspection.kind == document.kind && inspection.pages <= self.limits.pages =>
            {
                self.holds = Some(document.sha256);
                Ok(*inspection)
            }
            Answer::Failed(cause) => Err(Fault::Document(cause)),
            _ => Err(self.garbled(None)),
        }
    }

    /// The text layer of pages `first..=last` of the document that it holds.
    pub(super) fn text(
        &mut self,
        first: u32,
        last: u32,
        on_page: &mut dyn FnMut(TextPass),
    ) -> Result<(), Fault> {
        self.pages(
            &Request::Text { first, last },
            first..=last,
            |page, answer| match answer {
                Answer::Text(pass) if is_of_page(&pass, page) => Some(*pass),
                _ => None,
            },
            on_page,
        )
    }

    /// Recognises pages of the document that it holds.
    pub(super) fn ocr(
        &mut self,
        pages: &[u32],
        on_page: &mut dyn FnMut(Page),
    ) -> Result<(), Fault> {
        self.pages(
            &Request::Ocr { pages: pages.to_vec() },
            pages.iter().copied(),
            |number, answer| match answer {
                Answer::Page(page) if page.number == number && is_sane(&page) => Some(*page),
                _ => None,
            },
            on_page,
        )
    }

    /// Small pictures of pages of the document that it holds.
    pub(super) fn pictures(
        &mut self,
        pages: &[(u32, Option<u16>)],
        on_page: &mut dyn FnMut(PagePicture),
    ) -> Result<(), Fault> {
        self.pages(
            &Request::Pictures { pages: pages.to_vec() },
            pages.iter().map(|(page, _)| *page),
            |number, answer| match answer {
                Answer::Picture(picture) if picture.number == number && is_png(&picture.png) => {
                    Some(*picture)
                }
                _ => None,
            },
            on_page,
        )
    }

    /// What it can reach that it should not.
    pub(super) fn reach(&mut self) -> Result<Reach, Fault> {
        self.ask(&Request::SelfCheck, None)?;
        match self.hear(None)? {
            Answer::Reach(reach) => Ok(reach),
            _ => Err(self.garbled(None)),
        }
    }

    /// Asks for pages and passes them on as they come, strictly in the order asked.
    fn pages<T>(
        &mut self,
        request: &Request,
        mut pages: impl Iterator<Item = u32> + Clone,
        take: impl Fn(u32, Answer) -> Option<T>,
        on_page: &mut dyn FnMut(T),
    ) -> Result<(), Fault> {
        self.ask(request, pages.clone().next())?;
        loop {
            let page = pages.next();
            match (self.hear(page)?, page) {
                (Answer::Failed(cause), _) => {
                    self.holds = None;
                    return Err(Fault::Document(cause));
                }
                (Answer::Done { resident_bytes }, None) => {
                    self.resident_bytes = resident_bytes;
                    return Ok(());
                }
                (answer, Some(page)) => match take(page, answer) {
                    Some(content) => on_page(content),
                    None => return Err(self.garbled(Some(page))),
                },
                (_, None) => return Err(self.garbled(None)),
            }
        }
    }

    /// Sends a request. `page` is the page that it is about.
    fn ask(&mut self, request: &Request, page: Option<u32>) -> Result<(), Fault> {
        self.buffer.clear();
        self.append(request)?;
        self.flush(page)
    }

    fn append(&mut self, request: &Request) -> Result<(), Fault> {
        frame::append(&mut self.buffer, request, REQUEST_LIMIT).map_err(|error| {
            // Settings only: a path that is no text, say.
            Fault::Start(io::Error::new(io::ErrorKind::InvalidInput, error))
        })
    }

    fn flush(&mut self, page: Option<u32>) -> Result<(), Fault> {
        self.process.arm(page_time(&self.limits));
        let written = self.process.write(&self.buffer);
        self.process.disarm();
        self.buffer.clear();
        written.map_err(|error| self.bury(&error.into(), page))
    }

    /// Sends the request to open and the document's bytes, a piece at a time.
    fn send_document(&mut self, document: &Document) -> Result<(), Fault> {
        let limit = self.limits.document_mib.saturating_mul(1024 * 1024);
        if document.len > limit {
            return Err(Fault::Document(Cause::TooLarge { bytes: document.len, limit }));
        }
        let mut source = document.at.open().map_err(|e| Fault::Document(Cause::from(&e)))?;
        self.buffer.clear();
        self.append(&Request::Open { kind: document.kind, len: document.len })?;
        let mut digest = sha2::Sha256::new();
        let mut left = document.len;
        // As long as nothing was sent, the reader knows nothing of a document that fails here.
        let mut sent = false;
        let fault = |sent: bool, cause: Cause| {
            if sent { Fault::Source(cause) } else { Fault::Document(cause) }
        };
        loop {
            let start = self.buffer.len();
            let piece = left.min(PIECE as u64);
            match source.by_ref().take(piece).read_to_end(&mut self.buffer) {
                Ok(got) if (got as u64) < piece => return Err(fault(sent, Cause::Truncated)),
                Ok(_) => {}
                Err(error) => return Err(fault(sent, Cause::from(&error))),
            }
            digest.update(&self.buffer[start..]);
            left -= piece;
            // The last piece is held back until it is certain that these are the bytes that were promised.
            if left == 0 && (Sha256(digest.finalize_reset().into()) != document.sha256) {
                return Err(fault(
                    sent,
                    Cause::Unreadable { detail: "it changed while it was being read".into() },
                ));
            }
            self.flush(None)?;
            sent = true;
            if left == 0 {
                return Ok(());
            }
        }
    }

    fn hear(&mut self, page: Option<u32>) -> Result<Answer, Fault> {
        self.hear_within(page_time(&self.limits), page)
    }

    fn hear_within(&mut self, time: Duration, page: Option<u32>) -> Result<Answer, Fault> {
        self.process.arm(time);
        let answer =
            frame::read(self.process.output(), &mut self.buffer, frame::answer_limit(&self.limits));
        self.process.disarm();
        answer.map_err(|error| self.bury(&error, page))
    }

    /// A well-formed answer that answers something else.
    fn garbled(&mut self, page: Option<u32>) -> Fault {
        self.bury(&FrameError::Garbled, page)
    }

    /// Ends a reader that has died or talks nonsense, and finds out why.
    fn bury(&mut self, error: &FrameError, page: Option<u32>) -> Fault {
        self.holds = None;
        let nonsense = matches!(error, FrameError::TooLong { .. } | FrameError::Garbled);
        let ending = self.process.end(nonsense);
        Fault::Reader(if ending.out_of_time {
            Cause::TimedOut { seconds: page_time(&self.limits).as_secs(), page }
        } else if nonsense {
            Cause::Crashed { how: format!("nonsense from the reader: {error}"), page }
        } else {
            cause_of_death(&ending, self.limits.reader_mib, page)
        })
    }
}

fn page_time(limits: &Limits) -> Duration {
    Duration::from_secs(limits.page_seconds.max(1))
}

/// Why a reader died that was not killed from here.
fn cause_of_death(ending: &Ending, limit_mib: u64, page: Option<u32>) -> Cause {
    let said = |words: &str| {
        ending.last_words.windows(words.len()).any(|window| window == words.as_bytes())
    };
    // Rust's words, then C++'s.
    let out_of_memory =
        (said("memory allocation of ") && said(" bytes failed")) || said("std::bad_alloc");
    match how(ending.status) {
        How::Aborted if out_of_memory => Cause::OverMemory { limit_mib, page },
        How::Aborted if said("has overflowed its stack") => {
            Cause::Crashed { how: "stack overflow".into(), page }
        }
        How::Aborted => Cause::Crashed { how: "signal 6".into(), page },
        How::FromOutside(signal) => Cause::Machine { detail: format!("signal {signal}") },
        How::Otherwise(how) => Cause::Crashed { how, page },
    }
}

enum How {
    Aborted,
    /// A person or the system (without memory left) wanted it to end; no document brings that about.
    FromOutside(i32),
    Otherwise(String),
}

#[cfg(unix)]
fn how(status: Option<ExitStatus>) -> How {
    use std::os::unix::process::ExitStatusExt;
    match status.and_then(|status| status.signal()) {
        Some(6) => How::Aborted,
        Some(signal @ (1 | 2 | 3 | 9 | 15)) => How::FromOutside(signal), // HUP, INT, QUIT, KILL, TERM
        Some(signal) => How::Otherwise(format!("signal {signal}")),
        None => exit_code(status),
    }
}

#[cfg(not(unix))]
fn how(status: Option<ExitStatus>) -> How {
    /// What `abort` ends a process with on Windows.
    const FAST_FAIL: u32 = 0xC000_0409;
    match status.and_then(|status| status.code()) {
        Some(code) if code as u32 == FAST_FAIL => How::Aborted,
        _ => exit_code(status),
    }
}

fn exit_code(status: Option<ExitStatus>) -> How {
    How::Otherwise(match status.and_then(|status| status.code()) {
        Some(code) => format!("exit code {code}"),
        None => "closed its output".into(),
    })
}

fn is_of_page(pass: &TextPass, number: u32) -> bool {
    match pass {
        TextPass::Read(page) => page.number == number && is_sane(page),
        TextPass::NeedsOcr { page, .. } => *page == number,
    }
}

/// Pictures become files that browsers show: they are nothing else.
fn is_png(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n\x1a\n")
}

/// What a sound reader always keeps to and a conquered one might not: the rest of the program relies on it.
fn is_sane(page: &Page) -> bool {
    let is_box = |b: &BBox| {
        [b.x0, b.y0, b.x1, b.y1].iter().all(|v| v.is_finite()) && b.x0 <= b.x1 && b.y0 <= b.y1
    };
    page.tilt.skew_deg.is_finite()
        && page.tilt.fan_deg.is_finite()
        && page.width_pt.is_finite()
        && page.height_pt.is_finite()
        && page.rules.iter().all(is_box)
        && page.words.iter().all(|word| {
            is_box(&word.bbox)
                && word.size_pt.is_finite()
                && (0.0..=1.0).contains(&word.confidence)
                && !word.text.is_empty()
        })
}
