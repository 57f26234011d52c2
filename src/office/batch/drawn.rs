//! A page of which the original is gone: the words that were read on it, at their places.

use std::fmt::Write;

use reading::text::Page;

/// Letters take this much of the height of a word's box; the rest is below their feet.
const LETTERS: f32 = 0.8;

/// The page as an SVG picture, in points.
pub fn drawn(page: &Page) -> String {
    let (width, height) = (page.width_pt, page.height_pt);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" fill=\"#222\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for word in &page.words {
        let place = page.as_scanned(&word.bbox);
        let (wide, high) = (place.x1 - place.x0, place.y1 - place.y0);
        let weight = if word.bold { " font-weight=\"bold\"" } else { "" };
        // writing to a string cannot fail
        let _ = writeln!(
            svg,
            "<text x=\"{:.2}\" y=\"{:.2}\" font-size=\"{:.2}\" textLength=\"{:.2}\" \
             lengthAdjust=\"spacingAndGlyphs\"{weight}>{}</text>",
            place.x0,
            place.y0 + high * LETTERS,
            high.max(1.0),
            wide.max(1.0),
            escaped(&word.text),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Text as XML has it; characters that XML does not have are left out.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::BBox;
    use reading::text::{ReadBy, Tilt, Word};

    #[test]
    fn words_stand_at_their_places_and_end_no_element() {
        let word = |text: &str, x0: f32| Word {
            text: text.to_owned(),
            bbox: BBox::new(x0, 100.0, x0 + 40.0, 110.0),
            size_pt: 10.0,
            bold: false,
            confidence: 1.0,
            line: 0,
            read_by: ReadBy::TextLayer,
        };
        let page = Page {
            number: 1,
            width_pt: 595.0,
            height_pt: 842.0,
            turned_deg: 0,
            words: vec![word("Totaal", 50.0), word("</text><script>&\u{1}", 100.0)],
            rules: Vec::new(),
            tilt: Tilt::default(),
        };
        let svg = drawn(&page);
        assert!(svg.contains("viewBox=\"0 0 595 842\""));
        assert!(
            svg.contains("<text x=\"50.00\" y=\"108.00\" font-size=\"10.00\" textLength=\"40.00\"")
        );
        assert!(svg.contains(">Totaal</text>"));
        assert!(svg.contains(">&lt;/text&gt;&lt;script&gt;&amp;</text>"));
    }
}
