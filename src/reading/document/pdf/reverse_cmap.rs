//! Unicode from the embedded font itself, for fonts that the document gives no Unicode mapping.

use std::collections::HashMap;

use hayro_interpret::font::OutlineGlyph;
use skrifa::{FontRef, MetadataProvider};

/// Fonts looked at per page, and glyphs taken from each.
const MAX_FONTS: usize = 64;
const MAX_GLYPHS: usize = 70_000;

/// Glyph to character maps of the fonts met so far, read backwards from the fonts' own character maps.
#[derive(Default)]
pub(super) struct ReverseCmaps(HashMap<u128, HashMap<u32, char>>);

impl ReverseCmaps {
    /// The character that the font itself draws with this glyph.
    pub(crate) fn char_of(&mut self, glyph: &OutlineGlyph) -> Option<char> {
        let font = glyph.font_data()?;
        if self.0.len() >= MAX_FONTS && !self.0.contains_key(&font.cache_key) {
            return None;
        }
        self.0
            .entry(font.cache_key)
            .or_insert_with(|| reverse(font.data.as_ref().as_ref()))
            .get(&glyph.glyph_id().to_u32())
            .copied()
    }
}

fn reverse(font: &[u8]) -> HashMap<u32, char> {
    let mut map = HashMap::new();
    if let Ok(font) = FontRef::new(font) {
        for (code, glyph) in font.charmap().mappings().take(MAX_GLYPHS) {
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            // Several characters can share a glyph (blank and no-break blank): the first is the usual one.
            if glyph.to_u32() != 0 && !c.is_control() && !('\u{e000}'..='\u{f8ff}').contains(&c) {
                map.entry(glyph.to_u32()).or_insert(c);
            }
        }
    }
    map
}
