//! The unit of work: some pages of a document.

/// About how long a unit should take: long enough to be worth handing out, short enough that a small invoice which
/// arrives meanwhile does not wait.
const UNIT_MS: f64 = 1000.0;

/// How pages are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitKind {
    /// Their text layer.
    Text,
    /// Their pixels.
    Ocr,
}

/// Pages of one document that one worker reads in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// How.
    pub kind: UnitKind,
    /// Page numbers, from 1, growing; for [`UnitKind::Text`] without gaps.
    pub pages: Vec<u32>,
}

impl Unit {
    /// Cuts pages into units of about a second each, when a page costs `page_ms`.
    pub fn cut(kind: UnitKind, pages: &[u32], page_ms: f64) -> Vec<Self> {
        let most = (UNIT_MS / page_ms.max(0.001)).clamp(1.0, 256.0) as usize;
        let runs = match kind {
            UnitKind::Text => pages.chunk_by(|a, b| a + 1 == *b).collect(),
            UnitKind::Ocr => vec![pages],
        };
        runs.into_iter()
            .flat_map(|run| run.chunks(most))
            .map(|pages| Self { kind, pages: pages.to_vec() })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costly_pages_go_one_by_one_and_cheap_ones_together() {
        let pages: Vec<u32> = (1..=10).collect();
        assert_eq!(Unit::cut(UnitKind::Ocr, &pages, 1500.0).len(), 10);
        assert_eq!(Unit::cut(UnitKind::Text, &pages, 2.0).len(), 1);
        assert!(Unit::cut(UnitKind::Ocr, &[], 1500.0).is_empty());
    }

    #[test]
    fn text_units_have_no_gaps() {
        let units = Unit::cut(UnitKind::Text, &[1, 2, 5, 6, 7], 2.0);
        let pages: Vec<_> = units.iter().map(|u| u.pages.clone()).collect();
        assert_eq!(pages, [vec![1, 2], vec![5, 6, 7]]);
    }
}
