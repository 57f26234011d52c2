//! The pixels of a page: those of its scan as they are stored, or the page drawn.

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hayro_interpret::font::GlyphRun;
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageData, ImageDrawProps,
    InterpreterSettings, LumaData, Paint, SoftMask,
};
use hayro_syntax::page::Page as PdfPage;
use kurbo::{BezPath, Rect};

use crate::Cause;
use crate::document::PageImage;
use crate::document::grey::{Grey, luma, on_white};
use crate::settings::Limits;
use crate::text::GlyphText;

use super::device::{Placed, is_upright};
use super::survey::{Survey, interpret};

/// Pages are not drawn below this resolution: OCR would not read them.
const MIN_RENDER_DPI: f64 = 150.0;
/// hayro counts the sides of a drawing in 16 bits.
const MAX_SIDE_PX: f64 = 65_000.0;
/// Pixels of all pictures of a page, as a multiple of the limit for one.
const MAX_PICTURES_PX: u64 = 4;
/// A picture this close to the edges of the page is the page.
const EDGE: f64 = 0.01;

/// The pixels of the page, turned as the page is shown.
///
/// # Errors
/// [`Cause::TooManyPixels`], [`Cause::PageTooComplex`].
pub(super) fn page_image(
    page: &PdfPage<'_>,
    number: u32,
    survey: &Survey,
    render_dpi: u32,
    limits: &Limits,
) -> Result<PageImage, Cause> {
    check_pictures(survey, number, limits)?;
    if let Some(picture) = only_picture(survey)
        && let Some(image) = stored(page, number, survey, picture, limits)
    {
        return Ok(image);
    }
    rendered(page, number, render_dpi, limits)
}

fn max_px(limits: &Limits) -> u64 {
    u64::from(limits.page_mpx) * 1_000_000
}

/// Refuses pictures that would be too large to decode.
fn check_pictures(survey: &Survey, number: u32, limits: &Limits) -> Result<(), Cause> {
    let mut sum = 0u64;
    for picture in &survey.device.pictures {
        let pixels = u64::from(picture.width_px) * u64::from(picture.height_px);
        if pixels > max_px(limits) {
            return Err(Cause::TooManyPixels {
                page: number,
                width_px: picture.width_px,
                height_px: picture.height_px,
                limit_mpx: limits.page_mpx,
            });
        }
        sum = sum.saturating_add(pixels);
    }
    if sum > max_px(limits) * MAX_PICTURES_PX {
        return Err(Cause::PageTooComplex { page: number });
    }
    Ok(())
}

/// The picture that is all there is to see on the page.
fn only_picture(survey: &Survey) -> Option<&Placed> {
    let mut pictures = survey.device.pictures.iter().filter(|p| !p.covered);
    let picture = pictures.next()?;
    let text = survey.device.glyphs.iter().any(|g| !g.hidden && g.text != GlyphText::Blank);
    let alone = pictures.next().is_none() && survey.device.marks.is_empty() && !text;
    // Cut off at the page's edge is one thing, a window on a part of the picture another.
    let whole = picture.shown_share > 0.95;
    (alone && whole && picture.plain && is_upright(picture.transform)).then_some(picture)
}

/// The picture's own pixels; `None` when it does not decode or is not fit.
fn stored(
    page: &PdfPage<'_>,
    number: u32,
    survey: &Survey,
    picture: &Placed,
    limits: &Limits,
) -> Option<PageImage> {
    let mut grab = Grab { index: picture.index, next: 0, grey: None };
    interpret(page, &mut grab);
    let grey = grab.grey?;
    let [a, b, c, d, ..] = picture.transform.as_coeffs();
    let swap = b.abs() > a.abs();
    let grey = if swap {
        grey.oriented(true, c < 0.0, b < 0.0)
    } else {
        grey.oriented(false, a < 0.0, d < 0.0)
    };
    let whole = Rect::new(0.0, 0.0, f64::from(picture.width_px), f64::from(picture.height_px));
    let place = picture.transform.transform_rect_bbox(whole);
    let dpi_x = f64::from(grey.width_px) * 72.0 / place.width();
    let dpi_y = f64::from(grey.height_px) * 72.0 / place.height();
    let dpi = dpi_x.max(dpi_y);
    let square = (dpi_x / dpi_y - 1.0).abs() < 0.02;
    let px = |points: f64| (points * dpi / 72.0).round();
    let (paper_width, paper_height) =
        (px(f64::from(survey.width_pt)), px(f64::from(survey.height_pt)));
    let (width, height) = if square {
        (f64::from(grey.width_px), f64::from(grey.height_px))
    } else {
        // Fax machines scan with fewer lines than columns to the inch.
        (px(place.width()), px(place.height()))
    };
    let limit = max_px(limits) as f64;
    let sound = [width, height, paper_width, paper_height].iter().all(|n| (1.0..1e6).contains(n));
    if !sound || width * height > limit || paper_width * paper_height > limit {
        return None;
    }
    let grey = grey.scaled(width as u32, height as u32);
    let (edge_x, edge_y) = (EDGE * paper_width, EDGE * paper_height);
    let (left, top) = (px(place.x0), px(place.y0));
    let fills = left.abs() <= edge_x
        && top.abs() <= edge_y
        && (left + width - paper_width).abs() <= edge_x
        && (top + height - paper_height).abs() <= edge_y;
    let grey = if fills {
        grey
    } else {
        grey.on_paper(paper_width as u32, paper_height as u32, left as i64, top as i64)
    };
    Some(PageImage {
        number,
        width_px: grey.width_px,
        height_px: grey.height_px,
        luma: grey.luma,
        dpi: Some(dpi as f32),
    })
}

/// The page drawn at the wanted resolution, or the best that the limit allows.
fn rendered(
    page: &PdfPage<'_>,
    number: u32,
    render_dpi: u32,
    limits: &Limits,
) -> Result<PageImage, Cause> {
    let (width_pt, height_pt) = page.render_dimensions();
    let (width, height) = (f64::from(width_pt), f64::from(height_pt));
    let square_inches = width * height / (72.0 * 72.0);
    let by_area = (max_px(limits) as f64 / square_inches).sqrt();
    let by_side = MAX_SIDE_PX * 72.0 / width.max(height);
    let wanted = f64::from(render_dpi.max(1));
    let dpi = wanted.min(by_area).min(by_side);
    if dpi < wanted.min(MIN_RENDER_DPI) {
        return Err(Cause::TooManyPixels {
            page: number,
            width_px: (width * MIN_RENDER_DPI / 72.0) as u32,
            height_px: (height * MIN_RENDER_DPI / 72.0) as u32,
            limit_mpx: limits.page_mpx,
        });
    }
    // A page thinner than a pixel is still drawn one pixel wide.
    let scale = (dpi / 72.0).max(1.0 / width.min(height)) as f32;
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings::default(),
        &PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE },
    );
    let (width_px, height_px) = (u32::from(pixmap.width()), u32::from(pixmap.height()));
    let pixels = pixmap.data_as_u8_slice().chunks_exact(4);
    Ok(PageImage {
        number,
        width_px,
        height_px,
        luma: pixels.map(|p| luma(p[0], p[1], p[2])).collect(),
        dpi: Some(dpi as f32),
    })
}

/// Decodes one picture of the page and draws nothing.
struct Grab {
    index: usize,
    next: usize,
    grey: Option<Grey>,
}

impl<'a> Device<'a> for Grab {
    fn draw_image(&mut self, image: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.next += 1;
        if self.next - 1 != self.index {
            return;
        }
        let grey = &mut self.grey;
        match &image {
            Image::Raster(raster) => {
                raster.with_rgba(|data, alpha| *grey = raster_grey(data, alpha.as_ref()), None);
            }
            Image::Stencil(stencil) => {
                stencil.with_stencil(|mask, paint| *grey = stencil_grey(mask, paint), None);
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

fn raster_grey(data: ImageData, alpha: Option<&LumaData>) -> Option<Grey> {
    let mut grey = match data {
        ImageData::Luma(data) => Grey::new(data.width, data.height, data.data)?,
        ImageData::Rgb(data) => Grey::from_rgb(data.width, data.height, &data.data)?,
    };
    if let Some(alpha) = alpha {
        let alpha = Grey::new(alpha.width, alpha.height, alpha.data.clone())?
            .scaled(grey.width_px, grey.height_px);
        for (grey, alpha) in grey.luma.iter_mut().zip(&alpha.luma) {
            *grey = on_white(*grey, *alpha);
        }
    }
    Some(grey)
}

fn stencil_grey(mask: LumaData, paint: &Paint<'_>) -> Option<Grey> {
    let (ink, opacity) = match paint {
        Paint::Color(color) => {
            let [r, g, b, a] = color.to_rgba().to_rgba8();
            (luma(r, g, b), a)
        }
        Paint::Pattern(_) => (0, 255),
    };
    let ink = on_white(ink, opacity);
    let mut grey = Grey::new(mask.width, mask.height, mask.data)?;
    for pixel in &mut grey.luma {
        *pixel = on_white(ink, *pixel);
    }
    Some(grey)
}
