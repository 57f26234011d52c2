//! Boxes on a page, in page points (1/72 inch) with the origin at the top left.
#![allow(clippy::float_arithmetic, reason = "places on a page are no money")]

use serde::{Deserialize, Serialize};

/// A rectangle on a page: `x0 <= x1`, `y0 <= y1`, in points, `y` growing downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct BBox {
    /// Left edge, pt.
    pub x0: f32,
    /// Top edge, pt.
    pub y0: f32,
    /// Right edge, pt.
    pub x1: f32,
    /// Bottom edge, pt.
    pub y1: f32,
}

impl BBox {
    /// The box with these edges, whatever the order they are given in.
    pub fn new(x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) }
    }

    /// Width, pt.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height, pt.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// Horizontal middle, pt.
    pub fn center_x(&self) -> f32 {
        f32::midpoint(self.x0, self.x1)
    }

    /// Vertical middle, pt.
    pub fn center_y(&self) -> f32 {
        f32::midpoint(self.y0, self.y1)
    }

    /// The smallest box that holds both.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// The smallest box that holds all of `boxes`; `None` when there is none.
    pub fn around<'a>(boxes: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        boxes.into_iter().copied().reduce(|a, b| a.union(&b))
    }

    /// Length of the vertical overlap as a share of the lower of the two heights, 0 to 1.
    pub fn overlap_y(&self, other: &Self) -> f32 {
        let overlap = self.y1.min(other.y1) - self.y0.max(other.y0);
        let height = self.height().min(other.height());
        if overlap <= 0.0 || height <= 0.0 { 0.0 } else { (overlap / height).min(1.0) }
    }

    /// Length of the horizontal overlap as a share of the narrower of the two widths, 0 to 1.
    pub fn overlap_x(&self, other: &Self) -> f32 {
        let overlap = self.x1.min(other.x1) - self.x0.max(other.x0);
        let width = self.width().min(other.width());
        if overlap <= 0.0 || width <= 0.0 { 0.0 } else { (overlap / width).min(1.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_put_in_order() {
        assert_eq!(BBox::new(5.0, 6.0, 1.0, 2.0), BBox::new(1.0, 2.0, 5.0, 6.0));
    }

    #[test]
    fn overlap_is_a_share_of_the_smaller_box() {
        let tall = BBox::new(0.0, 0.0, 10.0, 20.0);
        let low = BBox::new(50.0, 5.0, 60.0, 15.0);
        assert!((tall.overlap_y(&low) - 1.0).abs() < f32::EPSILON);
        assert!(tall.overlap_x(&low).abs() < f32::EPSILON);
    }
}
