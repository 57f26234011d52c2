//! The words of a document as visual rows and cells.
//!
//! Readers number lines in their own way (columns, blocks); labels and values of an invoice stand beside and below
//! each other, so rows are made anew from the places of the words, whatever the reader thought.

use std::collections::HashMap;
use std::ops::Range;

use invoice::BBox;
use invoice::{Evidence, Method};
use reading::text::{Page, ReadBy, Word};

/// Pages of one document that are looked at: the first ones, and the last ones, where the totals are.
const HEAD_PAGES: usize = 40;
const TAIL_PAGES: usize = 10;
/// Words of one page that are looked at.
const PAGE_WORDS: usize = 8_000;
/// Characters of one word that are looked at.
const WORD_BYTES: usize = 200;
/// Height of the bands in which rows are looked up, pt.
const BAND_PT: f32 = 6.0;
/// Rows compared per band: more of them overlap on no honest page.
const ROWS_PER_BAND: usize = 12;
/// A gap wider than this share of the letter height ends a cell.
const CELL_GAP: f32 = 0.9;
const OCR_CELL_GAP: f32 = 1.1;

/// The same where a separating mark stands.
const MARK_GAP: f32 = 2.5;

/// The widest gap within a cell between two words, pt.
fn widest_gap(last: &Word, word: &Word) -> f32 {
    let (a, b) = (last.bbox.height(), word.bbox.height());
    // A dot or bar between parts may have much room and still join them.
    if is_mark(last) || is_mark(word) {
        return a.max(b).max(1.0) * MARK_GAP;
    }
    if matches!(word.read_by, ReadBy::Ocr { .. }) {
        // The boxes of recognised words hold the ink only, without the font's room above and below.
        return a.max(b).max(1.0) * OCR_CELL_GAP;
    }
    a.min(b).max(1.0) * CELL_GAP
}

/// True for a mark that separates the parts of one line ("Name · Street · Town"); OCR takes a dot for any small mark.
fn is_mark(word: &Word) -> bool {
    match word.text.as_str() {
        "·" | "•" | "●" | "∙" | "—" | "–" => true,
        "|" => word.read_by == ReadBy::TextLayer,
        "-" | "." | ":" | "*" | "°" | "»" | "«" | "®" => word.read_by != ReadBy::TextLayer,
        _ => false,
    }
}

/// True when the recogniser put a blank into a number ("6. 550, 00").
fn goes_on(last: &Word, word: &Word) -> bool {
    let ocr = matches!(word.read_by, ReadBy::Ocr { .. });
    let gap = word.bbox.x0 - last.bbox.x1;
    if !ocr || gap > last.bbox.height().min(word.bbox.height()) * 0.6 {
        return false;
    }
    let Some(head) = last.text.strip_suffix(['.', ',']) else {
        return false;
    };
    let digits = word.text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word.text[digits..];
    head.ends_with(|c: char| c.is_ascii_digit())
        && !head.contains(['-', '/', ':'])
        && ((digits == 2
            && !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/')))
            || (digits == 3 && rest.starts_with([',', '.'])))
}

/// A word in its row and cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub word: &'a Word,
    pub row: usize,
    pub cell: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Index into [`Layout::pages`].
    pub page: usize,
    pub words: Range<usize>,
    pub cells: Range<usize>,
    pub bbox: BBox,
    /// The words with a blank between them, a tab where a cell ends.
    pub text: String,
    /// Where each word starts in `text`.
    starts: Vec<usize>,
}

/// Words of a row without a wide gap.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub row: usize,
    pub words: Range<usize>,
    pub bbox: BBox,
}

/// The words of one document, arranged.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    pub pages: Vec<&'a Page>,
    pub words: Vec<Placed<'a>>,
    pub rows: Vec<Row>,
    pub cells: Vec<Cell>,
    pub page_rows: Vec<Range<usize>>,
    /// The size of most letters of each page, pt.
    pub body_size: Vec<f32>,
}

/// A stretch of words in one row, as evidence.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub page: usize,
    pub row: usize,
    pub words: Range<usize>,
    pub bbox: BBox,
    /// The least of the words' confidences.
    pub confidence: f32,
    pub ocr: bool,
    pub text: String,
}

impl<'a> Layout<'a> {
    pub fn new(pages: &[&'a Page]) -> Self {
        let kept: Vec<&'a Page> = if pages.len() > HEAD_PAGES + TAIL_PAGES {
            pages[..HEAD_PAGES].iter().chain(&pages[pages.len() - TAIL_PAGES..]).copied().collect()
        } else {
            pages.to_vec()
        };
        let mut layout = Layout {
            pages: kept,
            words: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            page_rows: Vec::new(),
            body_size: Vec::new(),
        };
        for index in 0..layout.pages.len() {
            layout.add_page(index);
        }
        layout
    }

    fn add_page(&mut self, index: usize) {
        let page = self.pages[index];
        self.body_size.push(body_size(page));
        let first = self.rows.len();
        for words in rows_of(page) {
            self.add_row(index, words);
        }
        self.page_rows.push(first..self.rows.len());
    }

    fn add_row(&mut self, page: usize, words: Vec<&'a Word>) {
        let row = self.rows.len();
        let first_word = self.words.len();
        let first_cell = self.cells.len();
        let mut text = String::new();
        let mut starts = Vec::with_capacity(words.len());
        let mut last: Option<&Word> = None;
        for word in words {
            if let Some(last) = last {
                let wide = word.bbox.x0 - last.bbox.x1 > widest_gap(last, word);
                if !goes_on(last, word) {
                    text.push(if wide { '\t' } else { ' ' });
                }
                if wide {
                    self.close_cell(row);
                }
            }
            starts.push(text.len());
            let mut end = word.text.len().min(WORD_BYTES);
            while !word.text.is_char_boundary(end) {
                end -= 1;
            }
            text.extend(
                word.text[..end]
                    .chars()
                    .filter(|c| !c.is_control())
                    .map(|c| if c.is_whitespace() { '_' } else { c }),
            );
            self.words.push(Placed { word, row, cell: self.cells.len() });
            last = Some(word);
        }
        self.close_cell(row);
        let words = first_word..self.words.len();
        let bbox = BBox::around(self.words[words.clone()].iter().map(|w| &w.word.bbox))
            .unwrap_or_default();
        self.rows.push(Row {
            page,
            words,
            cells: first_cell..self.cells.len(),
            bbox,
            text,
            starts,
        });
    }

    fn close_cell(&mut self, row: usize) {
        let start = self.cells.last().map_or(0, |c| c.words.end);
        if start == self.words.len() {
            return;
        }
        let words = start..self.words.len();
        let bbox = BBox::around(self.words[words.clone()].iter().map(|w| &w.word.bbox))
            .unwrap_or_default();
        self.cells.push(Cell { row, words, bbox });
    }

    /// The place of `bytes` of the text of `row`: the words that they touch.
    pub fn place(&self, row: usize, bytes: Range<usize>) -> Place {
        let r = &self.rows[row];
        let first = r.starts.partition_point(|&s| s <= bytes.start).saturating_sub(1);
        let last = r.starts.partition_point(|&s| s < bytes.end).max(first + 1);
        let text = r.text[bytes].to_owned();
        self.place_of(r.words.start + first..r.words.start + last, text)
    }

    /// The place of some words of one row, with their text as it is shown.
    pub(crate) fn place_of(&self, words: Range<usize>, text: String) -> Place {
        let placed = &self.words[words.clone()];
        let row = placed.first().map_or(0, |w| w.row);
        Place {
            page: self.rows[row].page,
            row,
            bbox: BBox::around(placed.iter().map(|w| &w.word.bbox)).unwrap_or_default(),
            confidence: placed
                .iter()
                .map(|w| w.word.confidence)
                .fold(1.0, f32::min)
                .clamp(0.0, 1.0),
            ocr: placed.iter().any(|w| matches!(w.word.read_by, ReadBy::Ocr { .. })),
            words,
            text,
        }
    }

    pub(crate) fn cell_place(&self, cell: usize) -> Place {
        let words = self.cells[cell].words.clone();
        let text = self.text_of(words.clone());
        self.place_of(words, text)
    }

    /// Words joined by blanks.
    pub fn text_of(&self, words: Range<usize>) -> String {
        let mut text = String::new();
        for placed in &self.words[words] {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&placed.word.text);
        }
        text
    }

    /// The start of word `word` (index into `words`) in the text of its row.
    pub(crate) fn byte_of(&self, word: usize) -> usize {
        let row = &self.rows[self.words[word].row];
        row.starts[word - row.words.start]
    }

    /// Where words of one row stand in the text of the row.
    pub fn bytes_of(&self, words: &Range<usize>) -> Range<usize> {
        let row = &self.rows[self.words[words.start].row];
        let end = if words.end < row.words.end {
            row.text[..self.byte_of(words.end)].trim_end_matches([' ', '\t']).len()
        } else {
            row.text.len()
        };
        self.byte_of(words.start)..end
    }

    pub fn page(&self, index: usize) -> &'a Page {
        self.pages[index]
    }

    /// True when any word was recognised from pixels.
    pub fn is_ocr(&self) -> bool {
        self.words.iter().any(|w| matches!(w.word.read_by, ReadBy::Ocr { .. }))
    }
}

impl Place {
    pub fn evidence(&self, layout: &Layout<'_>) -> Evidence {
        let method = if self.ocr { Method::Ocr } else { Method::TextLayer };
        let page = layout.page(self.page);
        Evidence::on_page(method, page.number, page.as_scanned(&self.bbox), self.text.clone())
    }
}

/// The middle of the sizes of a page's words, pt.
fn body_size(page: &Page) -> f32 {
    let mut sizes: Vec<f32> = page.words.iter().take(PAGE_WORDS).map(|w| w.size_pt).collect();
    if sizes.is_empty() {
        return 10.0;
    }
    let middle = sizes.len() / 2;
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// The words of a page as rows from top to bottom, each from left to right.
fn rows_of(page: &Page) -> Vec<Vec<&Word>> {
    let mut words: Vec<&Word> = page
        .words
        .iter()
        .filter(|w| {
            let b = &w.bbox;
            !w.text.is_empty() && [b.x0, b.y0, b.x1, b.y1].iter().all(|v| v.is_finite())
        })
        .take(PAGE_WORDS)
        .collect();
    let slope = slope_of(&words);
    // From left to right, each word joins the row whose last word stands beside it: a page that hangs by a degree
    // still gives whole rows.
    words.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    let mut bands: HashMap<i32, Vec<usize>> = HashMap::new();
    for word in words {
        let band = ((word.bbox.center_y() - slope * word.bbox.x0) / BAND_PT) as i32;
        let mut best: Option<(f32, usize)> = None;
        for near in band.saturating_sub(1)..=band.saturating_add(1) {
            let Some(candidates) = bands.get(&near) else {
                continue;
            };
            for &row in candidates.iter().rev().take(ROWS_PER_BAND) {
                let Some(last) = rows[row].last() else {
                    continue;
                };
                let distance = beside(last, word, slope);
                if distance.is_some_and(|d| best.is_none_or(|(b, _)| d < b)) {
                    best = distance.map(|d| (d, row));
                }
            }
        }
        let row = if let Some((_, row)) = best {
            rows[row].push(word);
            row
        } else {
            rows.push(vec![word]);
            rows.len() - 1
        };
        let members = bands.entry(band).or_default();
        if !members.contains(&row) {
            members.push(row);
        }
    }
    let top = |row: &Vec<&Word>| {
        row.iter().map(|w| w.bbox.center_y()).sum::<f32>() / row.len().max(1) as f32
    };
    let mut keyed: Vec<(f32, Vec<&Word>)> = rows.into_iter().map(|r| (top(&r), r)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// How far lines sink per point to the right, from the lines that the recogniser saw; 0 for text layers.
fn slope_of(words: &[&Word]) -> f32 {
    const SHORTEST_LINE_PT: f32 = 50.0;
    const STEEPEST: f32 = 0.07;
    let mut ends: HashMap<u32, (&Word, &Word)> = HashMap::new();
    for word in words.iter().filter(|w| matches!(w.read_by, ReadBy::Ocr { .. }) && w.text.len() > 2)
    {
        let (_, last) = ends.entry(word.line).or_insert((word, word));
        *last = word; // words come from left to right
    }
    let mut slopes: Vec<(f32, f32)> = ends
        .values()
        .map(|(first, last)| (last.bbox.x0 - first.bbox.x0, last.bbox.y1 - first.bbox.y1))
        .filter(|(run, _)| *run > SHORTEST_LINE_PT)
        .map(|(run, fall)| (fall / run, run))
        .collect();
    if slopes.len() < 3 {
        return 0.0;
    }
    // The middle of all lines by their length: long ones tell more.
    slopes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = slopes.iter().map(|(_, run)| run).sum::<f32>() / 2.0;
    let mut seen = 0.0;
    let slope = slopes
        .iter()
        .find(|(_, run)| {
            seen += run;
            seen >= half
        })
        .map_or(0.0, |(slope, _)| *slope);
    if slope.abs() > STEEPEST { 0.0 } else { slope }
}

/// How well `word` continues a row that ends in `last`, on a page whose lines sink by `slope`: the distance of their
/// middles, pt; `None` when it does not.
fn beside(last: &Word, word: &Word, slope: f32) -> Option<f32> {
    let fall = slope * (word.bbox.x0 - last.bbox.x0);
    let shifted = BBox { y0: word.bbox.y0 - fall, y1: word.bbox.y1 - fall, ..word.bbox };
    let low = last.bbox.height().min(shifted.height()).max(0.1);
    let high = last.bbox.height().max(shifted.height());
    let middles = (last.bbox.center_y() - shifted.center_y()).abs();
    let bottoms = (last.bbox.y1 - shifted.y1).abs();
    let stands_on = bottoms < low * 0.25;
    // Commas and dashes are low, and hang where they hang.
    let mark =
        low < high * 0.5 && middles < high * 0.65 && word.text.len().min(last.text.len()) <= 3;
    let level = last.bbox.overlap_y(&shifted) >= 0.4 && (middles <= low * 0.55 || stands_on);
    if !(level || mark) {
        return None;
    }
    // Two words on the same spot are two rows, unless they merely touch.
    if last.bbox.x1 - word.bbox.x0 > last.bbox.width().min(word.bbox.width()).max(1.0) * 0.6 {
        return None;
    }
    Some(middles.min(bottoms))
}
