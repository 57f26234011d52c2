//! What a page draws, collected by a device that the PDF interpreter draws on.

use std::collections::HashMap;

use hayro_interpret::font::{Glyph as PdfGlyph, GlyphRun, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro_syntax::object::{Dict, String as PdfString};
use kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};

use crate::text::{Glyph, GlyphText, Mark, normal};
use invoice::BBox;

use super::budget::Budget;
use super::names::text_string;
use super::reverse_cmap::ReverseCmaps;

/// Ruled lines kept per page; a page with more is a drawing.
const MAX_RULES: usize = 2_000;
const MAX_PICTURES: usize = 5_000;
/// A ruled line is at most this thick, pt.
const MAX_RULE_THICKNESS_PT: f64 = 3.0;
/// A ruled line is at least this long, pt.
const MIN_RULE_LENGTH_PT: f64 = 12.0;
/// Replacement text up to this many characters stands for a few glyphs (a ligature, a hyphen).
const SHORT_REPLACEMENT: usize = 4;

/// A picture where the page shows it.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    /// How many pictures were drawn before it.
    pub index: usize,
    /// Pixels across, as the file claims.
    pub width_px: u32,
    /// Pixels down, as the file claims.
    pub height_px: u32,
    /// From its pixels (origin top left) to page points.
    pub transform: Affine,
    /// The part of the page that it covers, clipped.
    pub shown: Rect,
    /// Share of the picture that is shown, 0 to 1.
    pub shown_share: f64,
    /// Drawn as it is: no group opacity, blending or soft mask outside of it.
    pub plain: bool,
    /// Lies under a later opaque picture.
    pub covered: bool,
}

pub(super) struct PageDevice {
    budget: Budget,
    page: Rect,
    /// The characters in the order they were drawn.
    pub glyphs: Vec<Glyph>,
    /// The pictures in the order they were drawn.
    pub pictures: Vec<Placed>,
    pub rules: Vec<BBox>,
    /// Places of lines and areas that are to be seen; the rest is only counted.
    pub marks: Vec<Rect>,
    /// Filled curved shapes, as letters are that were turned into outlines.
    pub outlines: usize,
    drawn_pictures: usize,
    clips: Vec<Rect>,
    groups: Vec<Group>,
    replaced: Vec<Option<Replaced>>,
    cmaps: ReverseCmaps,
    bold: HashMap<u128, bool>,
}

#[derive(Clone, Copy)]
struct Group {
    plain: bool,
    visible: bool,
}

/// A stretch of the page with replacement text (ActualText).
struct Replaced {
    text: String,
    first_glyph: usize,
}

impl PageDevice {
    pub fn new(width_pt: f32, height_pt: f32, budget: Budget) -> Self {
        Self {
            budget,
            page: Rect::new(0.0, 0.0, f64::from(width_pt), f64::from(height_pt)),
            glyphs: Vec::new(),
            pictures: Vec::new(),
            rules: Vec::new(),
            marks: Vec::new(),
            outlines: 0,
            drawn_pictures: 0,
            clips: Vec::new(),
            groups: Vec::new(),
            replaced: Vec::new(),
            cmaps: ReverseCmaps::default(),
            bold: HashMap::new(),
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn push_clip(&mut self, rect: Rect) {
        self.budget.spend(1);
        self.clips.push(intersection(self.clip(), rect));
    }

    fn groups_are(&self, test: impl Fn(&Group) -> bool) -> bool {
        self.groups.iter().all(test)
    }

    fn mark(&mut self, bbox: Rect, props: &DrawProps<'_>, mode: &DrawMode) {
        let shown = intersection(self.clip(), bbox.inflate(0.1, 0.1));
        if shown.is_zero_area() || !self.groups_are(|g| g.visible) {
            return;
        }
        if let Paint::Color(color) = &props.paint {
            let [r, g, b, alpha] = color.to_rgba().to_rgba8();
            let white = r.min(g).min(b) >= 250;
            // White on the empty page shows nothing; white over a picture hides a part of it.
            if alpha == 0 || (white && self.pictures.is_empty()) {
                return;
            }
        }
        if self.marks.len() < MAX_RULES {
            self.marks.push(shown);
        }
        if matches!(mode, DrawMode::Fill(_)) || bbox.width() < 1.0 || bbox.height() < 1.0 {
            self.rule(shown);
        } else if let DrawMode::Stroke(stroke) = mode
            && f64::from(stroke.line_width) <= MAX_RULE_THICKNESS_PT
        {
            for edge in [
                Rect::new(bbox.x0, bbox.y0, bbox.x1, bbox.y0),
                Rect::new(bbox.x0, bbox.y1, bbox.x1, bbox.y1),
                Rect::new(bbox.x0, bbox.y0, bbox.x0, bbox.y1),
                Rect::new(bbox.x1, bbox.y0, bbox.x1, bbox.y1),
            ] {
                self.rule(edge);
            }
        }
    }

    fn rule(&mut self, rect: Rect) {
        let (thin, long) = if rect.width() < rect.height() {
            (rect.width(), rect.height())
        } else {
            (rect.height(), rect.width())
        };
        if thin <= MAX_RULE_THICKNESS_PT
            && long >= MIN_RULE_LENGTH_PT
            && self.rules.len() < MAX_RULES
        {
            self.rules.push(BBox::new(
                rect.x0 as f32,
                rect.y0 as f32,
                rect.x1 as f32,
                rect.y1 as f32,
            ));
        }
    }

    fn meaning(&mut self, glyph: &PdfGlyph<'_>) -> Option<GlyphText> {
        let text = match glyph.as_unicode() {
            Some(BfString::Char('\0')) => Some(GlyphText::Blank),
            Some(BfString::Char(c)) => meaning_of_char(c),
            Some(BfString::String(s)) => meaning_of_str(&s),
            None => Some(GlyphText::Unknown),
        };
        if text == Some(GlyphText::Unknown)
            && let PdfGlyph::Outline(outline) = glyph
            && let Some(c) = self.cmaps.char_of(outline)
        {
            return meaning_of_char(c);
        }
        text
    }

    fn is_bold(&mut self, glyph: &OutlineGlyph) -> bool {
        let Some(font) = glyph.font_data() else {
            return false;
        };
        *self.bold.entry(font.cache_key).or_insert_with(|| {
            font.weight.is_some_and(|w| w >= 600)
                || font.postscript_name.is_some_and(|name| {
                    let name = name.to_ascii_lowercase();
                    ["bold", "black", "heavy", "demi"].iter().any(|w| name.contains(w))
                })
        })
    }

    /// Gives the glyphs of a stretch the meaning that its replacement text tells.
    fn replace(&mut self, replaced: &Replaced) {
        let glyphs = &mut self.glyphs[replaced.first_glyph..];
        let Some((first, last)) = glyphs.first().cloned().zip(glyphs.last().cloned()) else {
            return;
        };
        let mut marks = 0;
        let mut all_known = true;
        for glyph in glyphs.iter() {
            marks += usize::from(glyph.text != GlyphText::Blank);
            all_known &= glyph.text != GlyphText::Unknown;
        }
        let text: Vec<char> =
            replaced.text.chars().filter(|c| normal(*c) != Mark::Nothing).collect();
        let printed = text.iter().filter(|c| normal(**c) != Mark::Blank);
        if text.is_empty() {
            self.glyphs.truncate(replaced.first_glyph);
        } else if printed.clone().count() == marks {
            let marks = glyphs.iter_mut().filter(|g| g.text != GlyphText::Blank);
            for (glyph, c) in marks.zip(printed) {
                if let Some(text) = meaning_of_char(*c) {
                    glyph.text = text;
                }
            }
        } else if text.len() <= SHORT_REPLACEMENT || !all_known {
            let end = (last.x + last.dx, last.y + last.dy);
            let step = 1.0 / text.len() as f32;
            let (dx, dy) = ((end.0 - first.x) * step, (end.1 - first.y) * step);
            self.glyphs.truncate(replaced.first_glyph);
            for (at, c) in text.iter().enumerate() {
                if let Some(text) = meaning_of_char(*c) {
                    self.glyphs.push(Glyph {
                        text,
                        x: first.x + dx * at as f32,
                        y: first.y + dy * at as f32,
                        dx,
                        dy,
                        ..first.clone()
                    });
                }
            }
        }
    }
}

fn meaning_of_char(c: char) -> Option<GlyphText> {
    match normal(c) {
        Mark::Char(c) => Some(GlyphText::Char(c)),
        Mark::Text(text) => Some(GlyphText::Text(text.into())),
        Mark::Blank => Some(GlyphText::Blank),
        Mark::Nothing => None,
        Mark::Unknown => Some(GlyphText::Unknown),
    }
}

/// The meaning of a glyph that maps to several code points: blanks at its ends do not count.
fn meaning_of_str(s: &str) -> Option<GlyphText> {
    let mut text = String::new();
    let mut blank = false;
    for c in s.chars().take(32) {
        match normal(c) {
            Mark::Char(c) => text.push(c),
            Mark::Text(t) => text.push_str(t),
            Mark::Blank => blank = true,
            Mark::Nothing => {}
            Mark::Unknown => return Some(GlyphText::Unknown),
        }
    }
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (None, _) => blank.then_some(GlyphText::Blank),
        (Some(c), None) => Some(GlyphText::Char(c)),
        _ => Some(GlyphText::Text(text.into())),
    }
}

impl<'a> Device<'a> for PageDevice {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let elements = path.elements();
        self.budget.spend(1 + elements.len() / 16);
        let bbox = props.transform.transform_rect_bbox(path.control_box());
        if matches!(mode, DrawMode::Fill(_)) {
            let mut curved = false;
            let mut starts = 0;
            for element in elements {
                curved |= matches!(element, PathEl::QuadTo(..) | PathEl::CurveTo(..));
                starts += usize::from(matches!(element, PathEl::MoveTo(_)));
            }
            if curved {
                self.outlines += starts;
            }
        }
        self.mark(bbox, &props, mode);
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        self.budget.spend(1);
        let bbox = props.transform.transform_rect_bbox(*rect);
        self.mark(bbox, &props, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.push_clip(*rect);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(
        &mut self,
        opacity: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        self.budget.spend(1);
        self.groups.push(Group {
            plain: opacity > 0.99 && mask.is_none() && blend == BlendMode::Normal,
            visible: opacity > 0.01,
        });
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.budget.spend(4);
        let index = self.drawn_pictures;
        self.drawn_pictures += 1;
        let (width_px, height_px) = (image.width(), image.height());
        let whole = Rect::new(0.0, 0.0, f64::from(width_px), f64::from(height_px));
        let bbox = props.transform.transform_rect_bbox(whole);
        let shown = intersection(self.clip(), bbox);
        if shown.is_zero_area()
            || !self.groups_are(|g| g.visible)
            || self.pictures.len() >= MAX_PICTURES
        {
            return;
        }
        let plain = props.soft_mask.is_none()
            && props.blend_mode == BlendMode::Normal
            && self.groups_are(|g| g.plain);
        let opaque = plain
            && match &image {
                Image::Stencil(_) => false,
                Image::Raster(raster) => {
                    let dict = raster.stream().dict().clone();
                    !["SMask", "Mask", "SMaskInData"].iter().any(|k| dict.contains_key(k))
                }
            };
        if opaque && shown.area() > 0.5 * self.page.area() && is_upright(props.transform) {
            let cover = shown.inflate(0.5, 0.5);
            self.marks.retain(|m| !cover.contains_rect(*m));
            for other in &mut self.pictures {
                other.covered |= cover.contains_rect(other.shown);
            }
            for glyph in &mut self.glyphs {
                let (x, y) = glyph.middle();
                glyph.hidden |= cover.contains(Point::new(f64::from(x), f64::from(y)));
            }
        }
        self.pictures.push(Placed {
            index,
            width_px,
            height_px,
            transform: props.transform,
            shown,
            shown_share: shown.area() / bbox.area().max(f64::MIN_POSITIVE),
            plain,
            covered: false,
        });
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.budget.spend(1);
        let inner = self.replaced.iter().any(Option::is_some);
        let text = properties.filter(|_| !inner).and_then(|p| p.get::<PdfString<'_>>("ActualText"));
        self.replaced.push(text.map(|text| Replaced {
            text: text_string(text.as_bytes()),
            first_glyph: self.glyphs.len(),
        }));
    }

    fn end_marked_content(&mut self) {
        if let Some(Some(replaced)) = self.replaced.pop() {
            self.replace(&replaced);
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let glyphs = run.glyphs();
        self.budget.spend(glyphs.len().max(1));
        let transparent = match &props.paint {
            Paint::Color(color) => color.to_rgba().components()[3] <= 0.01,
            Paint::Pattern(_) => false,
        };
        let hidden =
            matches!(mode, DrawMode::Invisible) || transparent || !self.groups_are(|g| g.visible);
        let clip = self.clip();
        let bold = match glyphs.first().map(|g| &**g) {
            Some(PdfGlyph::Outline(outline)) => self.is_bold(outline),
            _ => false,
        };
        let stretched = is_stretched(run, props.transform);
        for glyph in glyphs {
            let Some(place) = Place::of(glyph, props.transform * glyph.transform(), stretched)
            else {
                continue;
            };
            let middle = Point::new(place.x + place.dx / 2.0, place.y + place.dy / 2.0);
            let slack = 0.3 * place.size;
            if !clip.inflate(slack, slack).contains(middle) {
                continue;
            }
            let Some(text) = self.meaning(glyph) else {
                continue;
            };
            self.budget.spend_glyph();
            self.glyphs.push(Glyph {
                text,
                x: place.x as f32,
                y: place.y as f32,
                dx: place.dx as f32,
                dy: place.dy as f32,
                size_pt: place.size as f32,
                bold,
                hidden,
            });
        }
    }
}

/// Where a glyph stands, page points.
struct Place {
    x: f64,
    y: f64,
    dx: f64,
    dy: f64,
    size: f64,
}

impl Place {
    /// `None` for glyphs that have no extent.
    fn of(glyph: &PdfGlyph<'_>, transform: Affine, stretched: bool) -> Option<Self> {
        let (advance, is_type3) = match glyph {
            PdfGlyph::Outline(g) => (g.advance_width().unwrap_or(500.0), false),
            PdfGlyph::Type3(g) => (g.advance_width().unwrap_or(500.0), true),
        };
        let (across, em) = scales(transform)?;
        let advance = if stretched {
            // The stretch fits a substitute's glyph to the advance; it does not widen the advance.
            f64::from(advance) * em / across
        } else {
            f64::from(advance)
        };
        let [a, b, .., x, y] = transform.as_coeffs();
        let (dx, dy) = (a * advance, b * advance);
        let mut size = 1000.0 * em;
        if is_type3 {
            // The em of a type 3 font is whatever its matrix says; the advance is the better measure.
            let length = dx.hypot(dy);
            if size > 8.0 * length.max(0.01) {
                size = 1.6 * length;
            }
        }
        let sound = [x, y, dx, dy].iter().all(|n| n.abs() < 1e6);
        (sound && (0.2..5_000.0).contains(&size)).then_some(Self { x, y, dx, dy, size })
    }
}

/// Lengths of the unit along the baseline and across it.
fn scales(transform: Affine) -> Option<(f64, f64)> {
    let [a, b, ..] = transform.as_coeffs();
    let across = a.hypot(b);
    let em = transform.determinant().abs() / across;
    (across > 1e-9 && em > 1e-9 && em.is_finite()).then_some((across, em))
}

/// Whether the glyphs are those of a substitute font, each stretched to the width that the document gives.
fn is_stretched(run: &GlyphRun<'_, '_>, transform: Affine) -> bool {
    let ratios = || {
        run.glyphs()
            .iter()
            .filter_map(|g| scales(transform * g.transform()))
            .map(|(across, em)| across / em)
    };
    let low = ratios().fold(f64::INFINITY, f64::min);
    let high = ratios().fold(0.0, f64::max);
    high > 1.005 * low
}

/// Whether the sides of a picture run along those of the page.
pub(super) fn is_upright(transform: Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let (straight, turned) = (a.abs() + d.abs(), b.abs() + c.abs());
    straight.min(turned) < 0.002 * straight.max(turned)
}

fn intersection(a: Rect, b: Rect) -> Rect {
    let r = a.intersect(b);
    if r.x1 < r.x0 || r.y1 < r.y0 || !r.is_finite() { Rect::ZERO } else { r }
}
