//! The few Leptonica functions that dizzy calls, behind one owned type.
#![allow(unsafe_code)] // Leptonica is a C library.

use tesseract::plumbing::leptonica_plumbing::Pix as Plumbed;
use tesseract::plumbing::leptonica_plumbing::leptonica_sys as sys;
use tesseract::plumbing::leptonica_plumbing::memory::RefCountedExclusive;

use super::raster::Bits;

/// A two-level picture that Leptonica owns; freed when dropped.
pub(super) struct Pix(RefCountedExclusive<Plumbed>);

/// The box around connected black pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Component {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

impl Component {
    /// Where it stands when its picture (of this size) is turned clockwise by 0, 90, 180 or 270 degrees.
    pub(super) fn turned(self, turn_deg: u16, width: usize, height: usize) -> Self {
        let side = |length: usize| i32::try_from(length).unwrap_or(i32::MAX);
        let (from_right, from_bottom) =
            (side(width) - self.x - self.width, side(height) - self.y - self.height);
        let (x, y) = match turn_deg {
            90 => (from_bottom, self.x),
            180 => (from_right, from_bottom),
            270 => (self.y, from_right),
            _ => (self.x, self.y),
        };
        let (width, height) = if turn_deg % 180 == 90 {
            (self.height, self.width)
        } else {
            (self.width, self.height)
        };
        Self { x, y, width, height }
    }
}

/// Stops Leptonica from writing to stderr.
pub(super) fn quiet() {
    // SAFETY: sets a number that Leptonica reads; readers are single-threaded, and tests set the same value.
    unsafe {
        sys::setMsgSeverity(sys::L_SEVERITY_NONE.cast_signed());
    }
}

impl Pix {
    /// Copies the picture over; `None` when Leptonica has no memory for it or a side is 0 or above `i32`.
    pub(super) fn new(bits: &Bits) -> Option<Self> {
        let width = i32::try_from(bits.width).ok().filter(|&w| w > 0)?;
        let height = i32::try_from(bits.height).ok().filter(|&h| h > 0)?;
        // SAFETY: no pointer goes in; a null answer is handled in `owned`.
        let pix = unsafe { Self::owned(sys::pixCreate(width, height, 1)) }?;
        let raw = pix.raw();
        // SAFETY: `raw` is a live picture that nobody else has; its data are `wpl * height` words, which Leptonica has
        // set to zero, and the slice does not outlive this block.
        unsafe {
            let per_row = usize::try_from(sys::pixGetWpl(raw)).ok()?;
            let data = sys::pixGetData(raw);
            if data.is_null() || per_row != bits.width.div_ceil(32) {
                return None;
            }
            let data = std::slice::from_raw_parts_mut(data, per_row * bits.height);
            if data.len() != bits.words.len() {
                return None;
            }
            data.copy_from_slice(&bits.words);
        }
        Some(pix)
    }

    /// Takes over a picture that Leptonica made.
    ///
    /// # Safety
    /// `raw` is null or a valid picture of which the caller holds the only reference.
    unsafe fn owned(raw: *mut sys::Pix) -> Option<Self> {
        if raw.is_null() {
            return None;
        }
        // SAFETY: as the caller promises; the wrapper destroys it once.
        Some(Self(unsafe { RefCountedExclusive::new(Plumbed::new_from_pointer(raw)) }))
    }

    fn raw(&self) -> *mut sys::Pix {
        *AsRef::<*mut sys::Pix>::as_ref(&*self.0)
    }

    pub(super) fn plumbed(&self) -> &Plumbed {
        &self.0
    }

    /// A copy turned clockwise by 0, 90, 180 or 270 degrees.
    pub(super) fn turned(&self, turn_deg: u16) -> Option<Self> {
        // SAFETY: the source is valid and is not changed; the answer is a new picture (or, for no turn, a new
        // reference to this one, which Leptonica counts) or null.
        unsafe { Self::owned(sys::pixRotateOrth(self.raw(), i32::from(turn_deg / 90 % 4))) }
    }

    /// Slope of the text lines in degrees, positive when they fall to the right, and how sure that is
    /// (Leptonica: above 3 is trustworthy). Looks at the picture reduced four times, within `range` degrees.
    pub(super) fn skew(&self, range: f32) -> Option<(f32, f32)> {
        let (mut angle, mut confidence) = (0.0, 0.0);
        // SAFETY: the picture is valid and not changed; both results are plain numbers on this stack.
        let failed = unsafe {
            sys::pixFindSkewSweepAndSearch(
                self.raw(),
                &raw mut angle,
                &raw mut confidence,
                4,
                2,
                range,
                1.0,
                0.02,
            )
        };
        // Leptonica gives the clockwise turn that mends it.
        (failed == 0 && f32::is_finite(angle)).then_some((-angle, confidence))
    }

    /// Ascenders against descenders: positive when the text stands upright, negative when it is upside down, in units
    /// of the standard deviation; 0 when there are too few. Wants 150 to 300 dpi.
    pub(super) fn upright(&self) -> Option<f32> {
        let mut confidence = 0.0;
        // SAFETY: as in `skew`.
        let failed = unsafe { sys::pixUpDownDetect(self.raw(), &raw mut confidence, 0, 0, 0) };
        (failed == 0 && f32::is_finite(confidence)).then_some(confidence)
    }

    /// The boxes of the connected components (diagonal neighbours count); of a page with more than `limit` some, in
    /// even steps.
    pub(super) fn components(&self, limit: usize) -> Vec<Component> {
        self.boxes(|count| Some(count / limit.max(1) + 1))
    }

    /// The boxes of all connected components; `None` when there are more than `most`.
    pub(super) fn all_components(&self, most: usize) -> Option<Vec<Component>> {
        let mut few = true;
        let found = self.boxes(|count| {
            few = count <= most;
            few.then_some(1)
        });
        few.then_some(found)
    }

    /// Every so many-th box, as `step` says for the number of boxes; none where it gives `None`.
    fn boxes(&self, step: impl FnOnce(usize) -> Option<usize>) -> Vec<Component> {
        let mut found = Vec::new();
        // SAFETY: the picture is valid; the list is ours, read within its count, and destroyed once.
        unsafe {
            let mut boxes = sys::pixConnCompBB(self.raw(), 8);
            if boxes.is_null() {
                return found;
            }
            let count = sys::boxaGetCount(boxes).max(0);
            let step = step(count.cast_unsigned() as usize).unwrap_or(usize::MAX);
            let last = if step == usize::MAX { 0 } else { count };
            for index in (0..last).step_by(step) {
                let (mut x, mut y, mut width, mut height) = (0, 0, 0, 0);
                let failed = sys::boxaGetBoxGeometry(
                    boxes,
                    index,
                    &raw mut x,
                    &raw mut y,
                    &raw mut width,
                    &raw mut height,
                );
                if failed == 0 {
                    found.push(Component { x, y, width, height });
                }
            }
            sys::boxaDestroy(&raw mut boxes);
        }
        found
    }
}
