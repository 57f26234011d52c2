//! Tesseract's table of words turned into [`Word`]s.

use crate::text::{BBox, ReadBy, Word};

/// How the recognised picture lies on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// Points for each pixel of the recognised picture.
    pub(super) pt_per_px: f64,
    /// Resolution the recogniser saw, dots per inch.
    pub(super) dpi: u16,
}

struct Row<'a> {
    line: [u32; 3],
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    confidence: f32,
    text: &'a str,
}

/// One line of the table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
fn row(line: &str) -> Option<Row<'_>> {
    let mut columns = line.splitn(12, '\t');
    if columns.next()? != "5" {
        return None;
    }
    let mut number = || columns.next()?.parse::<f64>().ok();
    let _page = number()?;
    let (block, paragraph, text_line) = (number()?, number()?, number()?);
    let _word = number()?;
    let (left, top, width, height) = (number()?, number()?, number()?, number()?);
    let confidence = number()?;
    Some(Row {
        line: [block as u32, paragraph as u32, text_line as u32],
        left,
        top,
        width,
        height,
        confidence: (confidence / 100.0).clamp(0.0, 1.0) as f32,
        text: columns.next()?.trim(),
    })
}

/// Mean confidence of the letters and digits in the table, 0 to 1, and how many there are.
pub(super) fn confidence(table: &str) -> (f32, usize) {
    let (mut sum, mut count) = (0.0, 0);
    for row in table.lines().filter_map(row) {
        let letters = row.text.chars().filter(|c| c.is_alphanumeric()).count();
        sum += row.confidence * letters as f32;
        count += letters;
    }
    if count == 0 {
        (0.0, 0)
    } else {
        (sum / count as f32, count)
    }
}

/// The words of the table, noise left out, numbered by line, boxes in points within the page.
pub(super) fn words(table: &str, scale: Scale, width_pt: f32, height_pt: f32) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut last = None;
    let mut line = 0;
    for row in table.lines().filter_map(row) {
        let Some(text) = wanted(&row) else { continue };
        if last.is_some_and(|last| last != row.line) {
            line += 1;
        }
        last = Some(row.line);
        let pt = |px: f64, most: f32| ((px * scale.pt_per_px) as f32).clamp(0.0, most);
        let bbox = BBox::new(
            pt(row.left, width_pt),
            pt(row.top, height_pt),
            pt(row.left + row.width, width_pt),
            pt(row.top + row.height, height_pt),
        );
        words.push(Word {
            text,
            bbox,
            size_pt: bbox.height(),
            bold: false,
            confidence: row.confidence,
            line,
            read_by: ReadBy::Ocr { dpi: scale.dpi },
        });
    }
    for words in words.chunk_by_mut(|a, b| a.line == b.line) {
        let mut heights: Vec<f32> = words.iter().map(|w| w.bbox.height()).collect();
        heights.sort_unstable_by(f32::total_cmp);
        let size_pt = heights[heights.len() / 2];
        for word in words {
            word.size_pt = size_pt;
        }
    }
    words
}

/// The word's text, or `None` for what is only noise: rules of tables read as bars, dust read as dots.
///
/// Signs that carry meaning on invoices (currency, percent, minus, times) stay, unless the recogniser itself doubts.
fn wanted(row: &Row<'_>) -> Option<String> {
    // A table's rule that touches a cell's first or last letter.
    let text = row
        .text
        .trim_matches(|c| matches!(c, '|' | '¦' | '│' | '[' | ']' | '{' | '}'));
    let text = if row.text.contains('[') && row.text.contains(']') {
        row.text.trim_matches('|')
    } else {
        text
    };
    if text.is_empty() {
        return None;
    }
    let speaks = text.chars().any(char::is_alphanumeric);
    let means = text
        .chars()
        .any(|c| matches!(c, '€' | '$' | '£' | '%' | '+' | '-' | '*' | '&' | '@' | ':' | '#' | '/' | '–' | '='));
    let count = text.chars().count();
    let least = match (speaks, means) {
        (true, _) if count > 1 => 0.0,
        (true, _) => 0.2,
        (false, true) => 0.4,
        (false, false) => 0.9,
    };
    // Higher than wide by far: a rule or a stamp's edge, no word.
    let standing = count > 2 && row.height > row.width * 3.0 && row.confidence < 0.5;
    let collapsed: String = text.split_whitespace().collect();
    (row.confidence >= least && !standing && row.width > 0.0 && row.height > 0.0)
        .then_some(collapsed)
}
