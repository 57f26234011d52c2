//! What the interpretation of one page may cost, and walls around the PDF crates.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::Cause;
use crate::settings::Limits;

/// Drawing operations and glyphs of a page; a page of a telephone book has about 20,000.
const MAX_OPERATIONS: usize = 3_000_000;
/// Characters of a word, on average, at most.
const GLYPHS_PER_WORD: usize = 12;

/// Counts what a page draws and leaves the interpreter when it is too much.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    operations: usize,
    glyphs: usize,
}

/// Carried by the unwinding that leaves the interpreter, which knows no other way out.
struct Spent;

impl Budget {
    pub fn of(limits: &Limits) -> Self {
        Self {
            operations: MAX_OPERATIONS,
            glyphs: (limits.page_words as usize).saturating_mul(GLYPHS_PER_WORD),
        }
    }

    /// Takes `n` operations off the budget.
    pub(crate) fn spend(&mut self, n: usize) {
        match self.operations.checked_sub(n) {
            Some(left) => self.operations = left,
            None => resume_unwind(Box::new(Spent)),
        }
    }

    /// Takes one character off the budget.
    pub(crate) fn spend_glyph(&mut self) {
        match self.glyphs.checked_sub(1) {
            Some(left) => self.glyphs = left,
            None => resume_unwind(Box::new(Spent)),
        }
    }
}

/// Runs code of a PDF or picture crate on hostile bytes: a panic in it is a damaged document, an overspent budget a page
/// that is too complex.
///
/// # Errors
/// Those of `f`, [`Cause::Damaged`] and [`Cause::PageTooComplex`].
pub(in crate::document) fn guarded<T>(
    page: u32,
    f: impl FnOnce() -> Result<T, Cause>,
) -> Result<T, Cause> {
    // Nothing that `f` touched is used after a panic, save the parsed document, which keeps no state.
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|payload| {
        Err(if payload.is::<Spent>() {
            Cause::PageTooComplex { page }
        } else {
            Cause::Damaged { detail: "the parser gave up".into() }
        })
    })
}
