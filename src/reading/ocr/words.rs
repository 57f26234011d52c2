//! Tesseract's table of words turned into [`Word`]s.

use crate::text::{ReadBy, Word};
use invoice::BBox;

use super::raster::Bits;

/// How the recognised picture lies on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scale {
    /// Points for each pixel of the recognised picture.
    pub(super) pt_per_px: f64,
    /// Resolution the recogniser saw, dots per inch.
    pub(super) dpi: u16,
    /// Size of the page; no box reaches out of it.
    pub(super) width_pt: f32,
    /// See `width_pt`.
    pub(super) height_pt: f32,
    /// Pixels of what was read for each pixel of the page's picture: above 1 for a part that was enlarged.
    pub(super) enlarged: f64,
    /// Where on the page's picture the left edge of what was read lies, pixels.
    pub(super) left_px: f64,
    /// See `left_px`.
    pub(super) top_px: f64,
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

impl Row<'_> {
    fn letters(&self) -> usize {
        self.text.chars().filter(|c| c.is_alphanumeric()).count()
    }
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

/// Mean confidence of the letters and digits in the table, 0 to 1; 0 when there are none.
pub(super) fn confidence(table: &str) -> f32 {
    let (mut sum, mut count) = (0.0, 0);
    for row in table.lines().filter_map(row) {
        sum += row.confidence * row.letters() as f32;
        count += row.letters();
    }
    if count == 0 { 0.0 } else { sum / count as f32 }
}

/// Number of letters and digits in the table.
pub(super) fn letters(table: &str) -> usize {
    table.lines().filter_map(row).map(|row| row.letters()).sum()
}

/// Number of letters and digits in words that are certain.
pub(super) fn sure_letters(table: &str) -> usize {
    table
        .lines()
        .filter_map(row)
        .filter(|row| row.confidence >= 0.85)
        .map(|row| row.letters())
        .sum()
}

/// The words of the table, noise left out, numbered by line, boxes in points within the page.
pub(super) fn words(table: &str, ink: &Bits, scale: Scale) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut last = None;
    let mut line = 0;
    for row in table.lines().filter_map(row) {
        let Some(text) = wanted(&row) else { continue };
        if last.is_some_and(|last| last != row.line) {
            line += 1;
        }
        last = Some(row.line);
        // Tesseract's boxes may reach down to the next line.
        let across = |px: f64| (scale.left_px + px / scale.enlarged).max(0.0) as usize;
        let down = |px: f64| (scale.top_px + px / scale.enlarged).max(0.0) as usize;
        let [x0, y0, x1, y1] = ink.fitted([
            across(row.left),
            down(row.top),
            across(row.left + row.width),
            down(row.top + row.height),
        ]);
        let pt = |px: usize, most: f32| ((px as f64 * scale.pt_per_px) as f32).clamp(0.0, most);
        let bbox = BBox::new(
            pt(x0, scale.width_pt),
            pt(y0, scale.height_pt),
            pt(x1, scale.width_pt),
            pt(y1, scale.height_pt),
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
    let text = row.text.trim_matches(|c| matches!(c, '|' | '¦' | '│' | '[' | ']' | '{' | '}'));
    let text = if row.text.contains('[') && row.text.contains(']') {
        row.text.trim_matches('|')
    } else {
        text
    };
    if text.is_empty() {
        return None;
    }
    let speaks = text.chars().any(char::is_alphanumeric);
    let means = text.chars().any(|c| {
        matches!(
            c,
            '€' | '$' | '£' | '%' | '+' | '-' | '*' | '&' | '@' | ':' | '#' | '/' | '–' | '='
        )
    });
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

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    fn read(rows: &[(u32, f32, &str)]) -> Vec<Word> {
        let mut table = HEAD.to_owned();
        for (i, (line, confidence, text)) in rows.iter().enumerate() {
            let left = 10 + 50 * i;
            let row = format!("5\t1\t1\t1\t{line}\t1\t{left}\t10\t40\t12\t{confidence}\t{text}\n");
            table.push_str(&row);
        }
        let blank = Bits { width: 1000, height: 100, words: vec![0; 32 * 100] };
        let scale = Scale {
            pt_per_px: 0.5,
            dpi: 144,
            width_pt: 500.0,
            height_pt: 50.0,
            enlarged: 1.0,
            left_px: 0.0,
            top_px: 0.0,
        };
        words(&table, &blank, scale)
    }

    fn texts(rows: &[(u32, f32, &str)]) -> Vec<String> {
        read(rows).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn amounts_and_their_signs_stay() {
        let rows =
            [(1, 95.0, "€"), (1, 30.0, "1.498,21"), (1, 90.0, "-"), (1, 80.0, "%"), (1, 45.0, "7")];
        assert_eq!(texts(&rows), ["€", "1.498,21", "-", "%", "7"]);
    }

    #[test]
    fn rules_and_dust_go() {
        let rows = [
            (1, 70.0, "|"),
            (1, 95.0, "||"),
            (1, 60.0, "|37,70"),
            (1, 60.0, "[netto"),
            (1, 60.0, "[netto]"),
            (2, 40.0, "."),
            (2, 40.0, "~"),
            (2, 10.0, "i"),
            (2, 20.0, "—"),
            (2, 90.0, ""),
        ];
        assert_eq!(texts(&rows), ["37,70", "netto", "[netto]"]);
    }

    #[test]
    fn lines_are_numbered_without_gaps() {
        let rows = [(1, 90.0, "a1"), (2, 10.0, "|"), (3, 90.0, "b1"), (3, 90.0, "b2")];
        let lines: Vec<u32> = read(&rows).iter().map(|word| word.line).collect();
        assert_eq!(lines, [0, 1, 1]);
    }

    #[test]
    fn boxes_are_points() {
        let words = read(&[(1, 95.0, "Btw")]);
        assert_eq!(words[0].bbox, BBox::new(5.0, 5.0, 25.0, 11.0));
        assert!((words[0].size_pt - 6.0).abs() < f32::EPSILON);
        assert!((words[0].confidence - 0.95).abs() < 1e-6);
    }

    #[test]
    fn a_table_that_is_none_gives_no_words() {
        for table in ["", "5", "5\t1\t1", "\t\t\t", "5\tx\t1\t1\t1\t1\t1\t1\t1\t1\t1\ta"] {
            assert!(confidence(table) == 0.0 && sure_letters(table) == 0);
        }
    }
}
