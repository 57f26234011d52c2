//! Pictures in memory and what is done to them pixel by pixel: turning, scaling, smoothing, thresholding.
//!
//! One pass over the page does the quarter turn, the scaling and the deskewing together ([`Placement::draw`]), so that
//! a letter is interpolated once at most.

mod bits;
mod gray;
mod placement;
#[cfg(test)]
mod tests;
mod threshold;

use std::borrow::Cow;

/// A grey picture: one byte a pixel, rows from the top without padding, 255 = white.
#[derive(Debug, Clone)]
pub(super) struct Gray<'a> {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) luma: Cow<'a, [u8]>,
}

/// A two-level picture: 1 = black, most significant bit first, rows padded to whole words of 32 pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bits {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) words: Vec<u32>,
}

/// Where each pixel of the picture to be recognised comes from: quarter turn, then straightening about the middle of
/// the page, then scaling.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placement {
    /// Clockwise turn of the stored picture: 0, 90, 180 or 270 degrees.
    pub(super) turn_deg: u16,
    /// Slope of the text lines after the turn, degrees, positive when they fall to the right.
    pub(super) skew_deg: f64,
    /// How much more the lines slope at the bottom edge than at the top edge, degrees: a page that was photographed
    /// from aside. `skew_deg` is the slope half-way down.
    pub(super) fan_deg: f64,
    /// Pixels of the result for each pixel of the stored picture.
    pub(super) scale: f64,
}

const WHITE: u8 = 255;
