//! Parts of a page that are read again, and who decides about them.

use invoice::BBox;

use crate::Cause;
use crate::text::{Page, Word};

/// How a part of a page is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// The stored grey tones, enlarged, as one line.
    Closer,
    /// Bolder strokes, as one line of the signs that amounts are made of.
    AsAmount,
    /// Bolder strokes, as one line.
    Bolder,
    /// Reduced, as one block of lines.
    Smaller,
}

/// Reads a part of the page in hand again.
pub type Reread<'a> = dyn FnMut(BBox, How) -> Result<Vec<Word>, Cause> + 'a;

/// Reads the weak parts of a page again and puts what proves itself into the page, which stands as it was when that
/// fails. The boxes are those of the connected pieces of ink on the page, points.
pub type LookAgain = fn(&mut Page, &[BBox], &mut Reread<'_>) -> Result<SecondLook, Cause>;

/// What the second look at a page did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SecondLook {
    /// Places of the page that were read again, each once or twice.
    pub spots: usize,
    /// Readings in all.
    pub readings: usize,
    /// Places where another text stands now.
    pub changed: usize,
}
