//! The language between dizzy and its reader processes: length-prefixed MessagePack frames over stdin and stdout.
//!
//! A request is one frame, for [`Request::Open`] followed by exactly `len` raw bytes, so that the parent can stream a
//! file without holding it. A request is answered by any number of [`Answer::Text`], [`Answer::Page`] or [`Answer::Picture`] frames, in the
//! order of the pages (each resets the parent's clock), and one frame that ends it. [`Answer::Failed`] ends a request
//! and the document in hand: it has to be opened again.

use serde::{Deserialize, Serialize};

use crate::Cause;
use crate::document::{Inspection, MediaKind, PagePicture, TextPass};
use crate::settings::{Limits, Ocr};
use crate::text::Page;

/// What a reader is told at its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// Limits of a document.
    pub limits: Limits,
    /// OCR settings, languages already narrowed to those installed.
    pub ocr: Ocr,
    /// Whether to confine itself.
    pub sandbox: bool,
}

/// What the parent asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum Request {
    /// First of all: settings. Answered by [`Answer::Ready`].
    Setup(Setup),
    /// Take these bytes as the document in hand and look at it quickly. Answered by [`Answer::Inspected`].
    Open { kind: MediaKind, len: u64 },
    /// The text layer of pages `first..=last` of the document in hand: an [`Answer::Text`] for each, then [`Answer::Done`].
    Text {
        /// First page, from 1.
        first: u32,
        /// Last page, included.
        last: u32,
    },
    /// Recognise pages of the document in hand: an [`Answer::Page`] for each, then [`Answer::Done`].
    Ocr {
        /// Page numbers, from 1.
        pages: Vec<u32>,
    },
    /// Small pictures of pages of the document in hand: an [`Answer::Picture`] for each, then [`Answer::Done`].
    Pictures {
        /// Page numbers, from 1, each with the clockwise turn that makes it stand upright, degrees, where that is known.
        pages: Vec<(u32, Option<u16>)>,
    },
    /// What can the reader reach that it should not? Answered by [`Answer::Reach`]. Changes nothing.
    SelfCheck,
}

/// What a reader answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// Set up; says how well it is confined.
    Ready {
        /// What the sandbox could not do on this system, in words; empty when all is in place.
        unconfined: Vec<String>,
    },
    /// The first look.
    Inspected(Box<Inspection>),
    /// The text layer of one page.
    Text(Box<TextPass>),
    /// One recognised page.
    Page(Box<Page>),
    /// A small picture of one page.
    Picture(Box<PagePicture>),
    /// The request is done.
    Done {
        /// Memory that the process holds now, bytes (0 where the system does not tell).
        resident_bytes: u64,
    },
    /// The document failed.
    Failed(Cause),
    /// What the reader found that it can reach.
    Reach(Reach),
}

/// What a reader can reach: all `false` when it is confined. Tried, not looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools)] // independent facts, each shown to the person by itself
pub struct Reach {
    /// Open a file that every user can read.
    pub files: bool,
    /// Make a network socket.
    pub network: bool,
    pub programs: bool,
    /// Send a signal to the process that started it.
    pub processes: bool,
    /// Reserve more memory than its limit.
    pub memory: bool,
}

impl Reach {
    /// True when nothing is within reach.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}
