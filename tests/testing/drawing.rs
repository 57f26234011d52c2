//! Pages drawn as text.

use invoice::BBox;
use reading::text::{Page, ReadBy, Tilt, Word};

/// Width of a character and height of a line of the drawings, pt.
const CHAR_PT: f32 = 5.5;
const LINE_PT: f32 = 14.0;

/// A page as drawn: each character a cell of a grid.
pub fn page(number: u32, drawing: &str) -> Page {
    let mut words = Vec::new();
    for (row, line) in drawing.lines().enumerate() {
        let y0 = 30.0 + row as f32 * LINE_PT;
        let chars: Vec<char> = line.chars().collect();
        let mut start = 0;
        while start < chars.len() {
            if chars[start] == ' ' {
                start += 1;
                continue;
            }
            let mut end = start;
            while end < chars.len() && chars[end] != ' ' {
                end += 1;
            }
            words.push(Word {
                text: chars[start..end].iter().collect(),
                bbox: BBox::new(
                    30.0 + start as f32 * CHAR_PT,
                    y0,
                    30.0 + end as f32 * CHAR_PT,
                    y0 + 10.0,
                ),
                size_pt: 10.0,
                bold: false,
                confidence: 1.0,
                line: row as u32,
                read_by: ReadBy::TextLayer,
            });
            start = end;
        }
    }
    Page {
        number,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        tilt: Tilt::default(),
        words,
        rules: Vec::new(),
    }
}
