//! Tesseract behind the [`OcrEngine`] seam.

use std::ffi::{CStr, CString};
use std::path::PathBuf;

use tesseract::PageSegMode;
use tesseract::plumbing::TessBaseApi;
use tesseract::plumbing::tesseract_sys::TessOcrEngineMode_OEM_LSTM_ONLY as LSTM_ONLY;

use crate::Cause;
use crate::document::PageImage;
use crate::settings::{Limits, Ocr};
use crate::text::{Page, Tilt, Word};
use invoice::BBox;

use super::choice::Choice;
use super::leptonica::{self, Pix};
use super::prepare::{self, Look, Prepared};
use super::words::{self, Scale};
use super::{How, LookAgain, OcrEngine, SecondLook, languages};

/// Tesseract takes no side longer than this, pixels.
const MOST_SIDE_PX: u32 = 32_767;
/// Mean confidence below which a page may have been read the wrong way up.
const DOUBTFUL: f32 = 0.6;
/// So many more letters must read well for a page to be turned against what their shapes say.
const CLEARLY: usize = 10;
const NO_MEMORY: &str = "there is no memory for its picture";

/// Tesseract's variables that differ from its defaults.
const VARIABLES: [(&CStr, &CStr); 2] = [
    // Messages go nowhere: a reader's stderr is the parent's.
    (c"debug_file", c"/dev/null"),
    // A page must read the same whatever was read before it.
    (c"tessedit_enable_doc_dict", c"0"),
];

/// Signs that amounts are made of.
const AMOUNT_SIGNS: &CStr = c"0123456789.,-";
const SIGNS: &CStr = c"tessedit_char_whitelist";

/// What reading a page once gave.
struct Reading {
    page: Page,
    drawn: Drawn,
    /// Mean confidence of all that was taken for text, 0 to 1.
    confidence: f32,
}

/// The picture that was read, and how it lies on the page.
struct Drawn {
    prepared: Prepared,
    scale: Scale,
    models: Models,
}

/// Which of the languages' models read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Models {
    /// Those that most pages are in.
    First,
    All,
    /// One: digits look alike in all languages, and a line costs a fraction.
    One,
}

impl Models {
    /// A receipt has too few words to tell its language from: all are tried.
    fn at_first(look: &Look) -> Self {
        if look.narrow { Self::All } else { Self::First }
    }
}

impl Drawn {
    /// The boxes of what may be letters, points.
    fn ink(&self) -> Vec<BBox> {
        let pt = |px: i32| (f64::from(px) * self.scale.pt_per_px) as f32;
        let letters = self.prepared.letters.iter();
        letters
            .map(|c| BBox::new(pt(c.x), pt(c.y), pt(c.x + c.width), pt(c.y + c.height)))
            .collect()
    }
}

/// Tesseract with its models loaded; reads one page after the other.
pub struct TesseractEngine {
    data: Option<CString>,
    choice: Choice,
    /// As Tesseract takes them, by [`Models`].
    languages: [CString; 3],
    limits: Limits,
    /// By [`Models`]. Taken out while a page is read and put back after success, so that an error leaves no half-used
    /// engine.
    warm: [Option<TessBaseApi>; 3],
    look_again: LookAgain,
}

impl TesseractEngine {
    /// Loads the models of those of the settings' languages that are installed. What is read weakly is read again as
    /// `look_again` says.
    ///
    /// # Errors
    /// [`Cause::NoOcr`] (with page 0: no page is in hand) when none of them is installed or Tesseract does not start.
    pub fn new(settings: &Ocr, limits: &Limits, look_again: LookAgain) -> Result<Self, Cause> {
        leptonica::quiet();
        let usable = languages::usable(settings);
        if usable.is_empty() {
            return Err(no_ocr(format!(
                "no Tesseract language data are installed for {}",
                settings.languages.join(", ")
            )));
        }
        let text = |value: String| {
            CString::new(value).map_err(|_| no_ocr("a Tesseract setting holds a zero byte".into()))
        };
        let data = languages::tessdata_dir(&settings.tessdata)
            .map(PathBuf::into_os_string)
            .and_then(|path| path.into_string().ok())
            .map(text)
            .transpose()?;
        let choice = Choice::between(&usable);
        let mut engine = Self {
            data,
            languages: [
                text(choice.first.clone())?,
                text(choice.all.clone())?,
                text(usable[0].clone())?,
            ],
            choice,
            limits: limits.clone(),
            warm: [None, None, None],
            look_again,
        };
        let first = engine.take(Models::First).map_err(no_ocr)?;
        engine.warm[Models::First as usize] = Some(first);
        Ok(engine)
    }

    /// The engine with these models, started when it is wanted for the first time.
    fn take(&mut self, models: Models) -> Result<TessBaseApi, String> {
        if let Some(api) = self.warm[models as usize].take() {
            return Ok(api);
        }
        let languages = &self.languages[models as usize];
        let mut api = TessBaseApi::create();
        api.init_4(self.data.as_deref(), Some(languages), LSTM_ONLY)
            .map_err(|_| "Tesseract cannot load its language data".to_owned())?;
        for (name, value) in VARIABLES {
            api.set_variable(name, value)
                .map_err(|_| format!("Tesseract has no variable {}", name.to_string_lossy()))?;
        }
        Ok(api)
    }

    /// Tesseract's table of words for a picture.
    fn recognise(
        &mut self,
        pix: &Pix,
        dpi: u16,
        layout: PageSegMode,
        models: Models,
    ) -> Result<String, String> {
        let mut api = self.take(models)?;
        api.set_page_seg_mode(layout.as_tess_page_seg_mode());
        api.set_image_2(pix.plumbed());
        let table = table(&mut api, dpi)?;
        self.warm[models as usize] = Some(api);
        Ok(table)
    }

    /// Reads a part of the page once more, as one line or as one block.
    fn reread(
        &mut self,
        image: &PageImage,
        drawn: &Drawn,
        part: BBox,
        how: How,
    ) -> Result<Vec<Word>, String> {
        let Some(part) = drawn.prepared.part(image, &drawn.scale, part, how) else {
            return Ok(Vec::new());
        };
        // A shop's mark is read as its page was, as one block.
        let block = how == How::Smaller;
        let models = if block { drawn.models } else { Models::One };
        let mut api = self.take(models)?;
        let signs = if how == How::AsAmount { AMOUNT_SIGNS } else { c"" };
        api.set_variable(SIGNS, signs)
            .map_err(|_| "Tesseract takes no list of signs".to_owned())?;
        let layout = if block { PageSegMode::PsmSingleBlock } else { PageSegMode::PsmSingleLine };
        api.set_page_seg_mode(layout.as_tess_page_seg_mode());
        let side = |px: usize| i32::try_from(px).map_err(|_| "a part is too large".to_owned());
        let (width, height) = (side(part.picture.width)?, side(part.picture.height)?);
        api.set_image(&part.picture.luma, width, height, 1, width)
            .map_err(|_| "Tesseract does not take a part of the picture".to_owned())?;
        let table = table(&mut api, part.dpi)?;
        self.warm[models as usize] = Some(api);
        let scale = Scale {
            enlarged: part.enlarged,
            left_px: part.left_px,
            top_px: part.top_px,
            ..drawn.scale
        };
        Ok(words::words(&table, &drawn.prepared.bits, scale))
    }

    /// Prepares the page and reads all of it.
    fn read(&mut self, image: &PageImage, look: &Look, models: Models) -> Result<Reading, String> {
        let prepared = prepare::prepare(image, look).ok_or(NO_MEMORY)?;
        let layout = if look.narrow {
            // Tesseract leaves the column of amounts out where it takes a receipt for a page.
            PageSegMode::PsmSingleBlock
        } else {
            PageSegMode::PsmAuto
        };
        let table = self.recognise(&prepared.pix, prepared.dpi, layout, models)?;
        let page = empty_page(image, look);
        let scale = Scale {
            pt_per_px: 72.0 / (look.dpi * prepared.placement.scale),
            dpi: prepared.dpi,
            width_pt: page.width_pt,
            height_pt: page.height_pt,
            enlarged: 1.0,
            left_px: 0.0,
            top_px: 0.0,
        };
        Ok(Reading {
            confidence: words::confidence(&table),
            page: Page { words: words::words(&table, &prepared.bits, scale), ..page },
            drawn: Drawn { prepared, scale, models },
        })
    }

    /// Tesseract's table of words for a part of a page that is tried.
    fn read_band(&mut self, band: &Pix, dpi: u16, look: &Look) -> Result<String, String> {
        self.recognise(band, dpi, PageSegMode::PsmAuto, Models::at_first(look))
    }

    /// Reads a band as its letters say that it stands and, unless that is plain text, the other way up. Where neither
    /// reads better, experience decides: a page stands as it was stored; one on its side, as its letters say.
    fn confirmed(&mut self, image: &PageImage, look: &Look) -> Result<Look, String> {
        let prepared = prepare::prepare(image, look).ok_or(NO_MEMORY)?;
        let band = Pix::new(&prepared.band()).ok_or(NO_MEMORY)?;
        let table = self.read_band(&band, prepared.dpi, look)?;
        let (sure, all) = (words::sure_letters(&table), words::letters(&table));
        // Upside-down text never reads well for the most part.
        if sure >= CLEARLY && sure * 2 >= all {
            return Ok(look.clone());
        }
        let flipped = band.turned(180).ok_or(NO_MEMORY)?;
        let table = self.read_band(&flipped, prepared.dpi, look)?;
        let flipped_sure = words::sure_letters(&table);
        let flip = if look.turn_deg == 180 { flipped_sure >= sure } else { flipped_sure > sure };
        Ok(if flip {
            prepare::turned(image, look, (look.turn_deg + 180) % 360)
        } else {
            look.clone()
        })
    }

    /// Reads a band of the page the other ways up; gives the turn that reads clearly better, if there is one.
    fn turn_by_trial(&mut self, image: &PageImage, look: &Look) -> Result<Option<Look>, String> {
        let turns: &[u16] = if look.direction_certain { &[180] } else { &[180, 90, 270] };
        let mut best = self.trial(image, look)? + CLEARLY;
        let mut better = None;
        for turn in turns {
            let other = prepare::turned(image, look, (look.turn_deg + turn) % 360);
            let score = self.trial(image, &other)?;
            if score > best {
                best = score;
                better = Some(other);
            }
        }
        Ok(better)
    }

    /// How well the busiest band reads: the letters in it that the recogniser is sure of.
    fn trial(&mut self, image: &PageImage, look: &Look) -> Result<usize, String> {
        let prepared = prepare::prepare(image, look).ok_or(NO_MEMORY)?;
        // A picture of its own: Tesseract 5.3 misplaces a rectangle that is as wide as the picture.
        let band = Pix::new(&prepared.band()).ok_or(NO_MEMORY)?;
        let table = self.read_band(&band, prepared.dpi, look)?;
        Ok(words::sure_letters(&table))
    }
}

impl TesseractEngine {
    /// Reads a page without the second look: to measure what that costs and brings.
    ///
    /// # Errors
    /// As [`OcrEngine::read_page`].
    pub fn read_once(&mut self, image: &PageImage) -> Result<Page, Cause> {
        let (mut page, drawn) = self.first_look(image)?;
        page.tilt = drawn.map_or_else(Tilt::default, |drawn| drawn.prepared.placement.tilt());
        Ok(page)
    }

    /// Reads a page, and tells what the second look did.
    ///
    /// # Errors
    /// As [`OcrEngine::read_page`].
    pub fn read_twice(&mut self, image: &PageImage) -> Result<(Page, SecondLook), Cause> {
        let (mut page, drawn) = self.first_look(image)?;
        let Some(drawn) = drawn else {
            return Ok((page, SecondLook::default()));
        };
        let ink = drawn.ink();
        let look_again = self.look_again;
        let looked = look_again(&mut page, &ink, &mut |part, how| {
            let words = self.reread(image, &drawn, part, how);
            words.map_err(|detail| Cause::OcrFailed { page: image.number, detail })
        });
        // Until here all places are those of the straightened picture.
        page.tilt = drawn.prepared.placement.tilt();
        // What the second look could not do, the first has done: the page stands as it was read.
        Ok((page, looked.unwrap_or_default()))
    }

    /// The words of a page, read once; and the picture they were read from, unless nothing was on it.
    fn first_look(&mut self, image: &PageImage) -> Result<(Page, Option<Drawn>), Cause> {
        check(image, &self.limits)?;
        let failed = |detail: String| Cause::OcrFailed { page: image.number, detail };
        let mut look = prepare::look(image);
        if look.blank {
            return Ok((empty_page(image, &look), None));
        }
        let tried = look.wants_trial;
        if tried {
            look = self.confirmed(image, &look).map_err(failed)?;
        }
        let models = Models::at_first(&look);
        let mut reading = self.read(image, &look, models).map_err(failed)?;
        // Upside-down text reads as doubtful text: only then is it worth trying the other ways up.
        if reading.confidence < DOUBTFUL
            && !(look.direction_certain && (look.upright_certain || tried))
            && let Some(better) = self.turn_by_trial(image, &look).map_err(failed)?
        {
            look = better;
            reading = self.read(image, &look, models).map_err(failed)?;
        }
        if models == Models::First && self.choice.is_abroad(&reading.page.words) {
            reading = self.read(image, &look, Models::All).map_err(failed)?;
        }
        if reading.page.words.len() > self.limits.page_words as usize {
            return Err(Cause::PageTooComplex { page: image.number });
        }
        Ok((reading.page, Some(reading.drawn)))
    }
}

impl OcrEngine for TesseractEngine {
    fn read_page(&mut self, image: &PageImage) -> Result<Page, Cause> {
        Ok(self.read_twice(image)?.0)
    }
}

/// Recognises the picture that was set; Tesseract's table of words.
fn table(api: &mut TessBaseApi, dpi: u16) -> Result<String, String> {
    api.set_source_resolution(i32::from(dpi));
    api.recognize().map_err(|_| "Tesseract gave up on it".to_owned())?;
    let table = api.get_tsv_text(0).map_err(|_| "Tesseract gave no words".to_owned())?;
    Ok(table.as_ref().to_string_lossy().into_owned())
}

fn empty_page(image: &PageImage, look: &Look) -> Page {
    let pt = |px: u32| (f64::from(px) * 72.0 / look.dpi) as f32;
    let (mut width_pt, mut height_pt) = (pt(image.width_px), pt(image.height_px));
    if look.turn_deg % 180 == 90 {
        std::mem::swap(&mut width_pt, &mut height_pt);
    }
    Page {
        number: image.number,
        width_pt,
        height_pt,
        turned_deg: look.turn_deg,
        tilt: Tilt::default(),
        words: Vec::new(),
        rules: Vec::new(),
    }
}

/// Refuses what is no picture or over a limit.
fn check(image: &PageImage, limits: &Limits) -> Result<(), Cause> {
    let (width_px, height_px) = (image.width_px, image.height_px);
    let pixels = u64::from(width_px) * u64::from(height_px);
    if pixels > u64::from(limits.page_mpx) * 1_000_000 {
        return Err(Cause::TooManyPixels {
            page: image.number,
            width_px,
            height_px,
            limit_mpx: limits.page_mpx,
        });
    }
    let detail = if pixels == 0 || pixels != image.luma.len() as u64 {
        "its picture has another size than its pixels".to_owned()
    } else if width_px.max(height_px) > MOST_SIDE_PX {
        format!("a side of its picture is longer than {MOST_SIDE_PX} pixels")
    } else {
        return Ok(());
    };
    Err(Cause::OcrFailed { page: image.number, detail })
}

fn no_ocr(detail: String) -> Cause {
    Cause::NoOcr { page: 0, detail }
}
