//! Cutting work into shards.

use std::collections::HashMap;

use reading::document::MediaKind;
use reading::source::Sha256;

use super::ShardId;
use super::claim::part_of;

/// Cuts at most until parts are as large as was thought.
const TRIES: usize = 6;

/// Documents over this size have an object of their own.
const OWN_OBJECT_BYTES: u64 = 8 << 20;

/// The small documents of a shard come to no more than this, or one more than it.
const BUNDLE_BYTES: u64 = 32 << 20;

/// Shards are no smaller than this when there is a choice, ms.
const LEAST_SHARD_MS: u64 = 5_000;

/// Shards for every core: the last ones to end are then a small part of the whole.
const SHARDS_PER_CORE: f64 = 16.0;

/// So much of a part of the list is in shards of the full size; the sizes of the others fall evenly to [`LEAST_SHARE`].
const FULL_SHARE: f64 = 0.5;

/// Size of the last shards of a part, of the full size.
const LEAST_SHARE: f64 = 0.125;

/// No shard is more than what is left of the whole comes to for so many shards a core: with very many cores the last
/// ones are begun while shards of several parts are still being read.
const LEFT_SHARDS_PER_CORE: f64 = 2.0;

/// A document with pages to recognise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WaitingDocument {
    pub sha256: Sha256,
    /// What its bytes are.
    pub kind: MediaKind,
    /// How many bytes it has.
    pub len: u64,
    /// Page numbers to recognise, growing.
    pub pages: Vec<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub id: ShardId,
    /// Indices of documents, each with the pages that are this shard's.
    pub documents: Vec<(usize, Vec<u32>)>,
    /// What it is expected to cost, ms of one core.
    pub estimated_ms: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Partition {
    /// The shards to be, those of small documents first.
    pub pieces: Vec<Piece>,
    /// For every document: whether it has an object of its own.
    pub own_object: Vec<bool>,
    pub upload_bytes: u64,
}

/// How long a shard should take one core, ms: about `most_ms`, shorter when many cores share little work.
pub fn shard_ms(total_ms: f64, cores: u32, most_ms: u64) -> u64 {
    let shared = total_ms / (f64::from(cores.max(1)) * SHARDS_PER_CORE);
    (shared as u64).clamp(LEAST_SHARD_MS.min(most_ms), most_ms)
}

/// The size of a shard by its place in its part of the list, of the full size.
///
/// Who takes one of the last shards decides when all is done, a slow machine above all: so the shards that come last
/// in each part (see [`super::Claimer`]) are small ones ("guided self-scheduling", Polychronopoulos and Kuck 1987).
fn share(number: usize, part: usize) -> f64 {
    let place = (number % part.max(1)) as f64 / part.max(1) as f64;
    let beyond = (place - FULL_SHARE).max(0.0) / (1.0 - FULL_SHARE);
    1.0 - beyond * (1.0 - LEAST_SHARE)
}

/// Cuts documents into shards of about `shard_ms` and, towards the end, less, for so many cores, when a page costs
/// `page_ms` of one of them.
///
/// Small documents come first, so that they do not wait behind big ones. A document that takes longer than a shard
/// should is spread over several; its object is sent once.
pub fn partition(
    documents: &[WaitingDocument],
    page_ms: f64,
    cores: u32,
    shard_ms: u64,
) -> Partition {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|index| documents[*index].pages.len());
    let cutter = Cutter {
        documents,
        order,
        page_ms,
        shard_ms: shard_ms.max(1),
        last_shards: f64::from(cores.max(1)) * LEFT_SHARDS_PER_CORE,
    };
    // sizes go by the place in a part, and the parts by how many shards there are in the end
    let all_ms = cutter.cost_ms(documents.iter().map(|document| document.pages.len()).sum());
    let mean_share = FULL_SHARE + (1.0 - FULL_SHARE) * (1.0 + LEAST_SHARE) / 2.0;
    let mut part = part_of((all_ms as f64 / (cutter.shard_ms as f64 * mean_share)).ceil() as u64);
    let (mut pieces, mut own_object) = cutter.cut(part as usize);
    for _ in 1..TRIES {
        let part_now = part_of(pieces.len() as u64);
        if part_now.abs_diff(part) <= 1 {
            break;
        }
        // larger parts have fewer shards at their ends: half the way, or it would go to and fro
        part = u64::midpoint(part, part_now);
        (pieces, own_object) = cutter.cut(part as usize);
    }
    let sizes: HashMap<Sha256, u64> = documents.iter().map(|d| (d.sha256, d.len)).collect();
    let count = pieces.len() as u64;
    Partition {
        pieces: pieces
            .into_iter()
            .enumerate()
            .map(|(number, documents)| Piece {
                id: ShardId::numbered(number as u64, count),
                estimated_ms: cutter.cost_ms(documents.iter().map(|(_, pages)| pages.len()).sum()),
                documents,
            })
            .collect(),
        own_object,
        upload_bytes: sizes.values().sum(),
    }
}

/// What decides how work is cut.
#[derive(Debug)]
struct Cutter<'a> {
    documents: &'a [WaitingDocument],
    /// Their indices, small ones first.
    order: Vec<usize>,
    page_ms: f64,
    shard_ms: u64,
    /// What is left of the whole is never in fewer shards than these.
    last_shards: f64,
}

/// Documents of a shard, each with its pages in it.
type Documents = Vec<(usize, Vec<u32>)>;

impl Cutter<'_> {
    fn cost_ms(&self, pages: usize) -> u64 {
        (pages as f64 * self.page_ms) as u64
    }

    fn most_pages(&self, size_ms: f64) -> usize {
        ((size_ms / self.page_ms.max(1.0)) as usize).max(1)
    }

    /// The size of a shard by its place and by what is left, ms.
    fn size_ms(&self, number: usize, part: usize, left_ms: u64) -> f64 {
        let of_part_ms = self.shard_ms as f64 * share(number, part);
        let least_ms = LEAST_SHARD_MS.min(self.shard_ms) as f64;
        let of_all_ms = left_ms as f64 / self.last_shards;
        of_part_ms.min(of_all_ms).max(least_ms)
    }

    /// The documents of each shard, and which documents have an object of their own, for parts of so many shards.
    fn cut(&self, part: usize) -> (Vec<Documents>, Vec<bool>) {
        let documents = self.documents;
        let all_pages = documents.iter().map(|document| document.pages.len()).sum();
        let mut left_ms = self.cost_ms(all_pages);
        let mut pieces: Vec<Documents> = Vec::new();
        let mut own_object = vec![false; documents.len()];
        let mut open = Open::default();
        for &index in &self.order {
            let document = &documents[index];
            if document.pages.len() > self.most_pages(self.shard_ms as f64) {
                own_object[index] = true;
                let mut left = document.pages.as_slice();
                while !left.is_empty() {
                    // what is left goes in equal pieces, not in full ones and a crumb
                    let size_ms = self.size_ms(pieces.len(), part, left_ms);
                    let parts = left.len().div_ceil(self.most_pages(size_ms));
                    let (pages, rest) = left.split_at(left.len().div_ceil(parts));
                    left_ms = left_ms.saturating_sub(self.cost_ms(pages.len()));
                    pieces.push(vec![(index, pages.to_vec())]);
                    left = rest;
                }
                continue;
            }
            own_object[index] = document.len > OWN_OBJECT_BYTES;
            if !own_object[index] {
                open.bytes += document.len;
            }
            open.pages += document.pages.len();
            open.documents.push((index, document.pages.clone()));
            let size_ms = self.size_ms(pieces.len(), part, left_ms);
            left_ms = left_ms.saturating_sub(self.cost_ms(document.pages.len()));
            if open.bytes >= BUNDLE_BYTES || self.cost_ms(open.pages + 1) as f64 > size_ms {
                pieces.push(std::mem::take(&mut open).documents);
            }
        }
        if !open.documents.is_empty() {
            // small documents go before spread ones
            let at = pieces
                .iter()
                .position(|piece| {
                    piece.iter().any(|(index, pages)| documents[*index].pages.len() > pages.len())
                })
                .unwrap_or(pieces.len());
            pieces.insert(at, open.documents);
        }
        (pieces, own_object)
    }
}

/// A shard that is being filled.
#[derive(Debug, Default)]
struct Open {
    documents: Documents,
    pages: usize,
    bytes: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn documents(pages: &[usize]) -> Vec<WaitingDocument> {
        pages
            .iter()
            .enumerate()
            .map(|(number, pages)| WaitingDocument {
                sha256: Sha256::of(&number.to_le_bytes()),
                kind: MediaKind::Pdf,
                len: 100_000,
                pages: (1..=*pages as u32).collect(),
            })
            .collect()
    }

    #[test]
    fn every_page_is_in_one_shard_and_small_documents_come_first() {
        let sizes = [1, 300, 2, 1, 7, 61, 1, 60, 1, 3];
        let documents = documents(&sizes);
        let cut = partition(&documents, 1000.0, 1, 60_000);
        let mut seen: Vec<(usize, u32)> = Vec::new();
        for piece in &cut.pieces {
            for (index, pages) in &piece.documents {
                seen.extend(pages.iter().map(|page| (*index, *page)));
            }
        }
        let mut expected: Vec<(usize, u32)> = sizes
            .iter()
            .enumerate()
            .flat_map(|(index, pages)| (1..=*pages as u32).map(move |page| (index, page)))
            .collect();
        let total = seen.len();
        seen.sort_unstable();
        expected.sort_unstable();
        assert_eq!(seen, expected);
        assert_eq!(total, sizes.iter().sum::<usize>());
        let size_of = |piece: &Piece| sizes[piece.documents[0].0];
        assert!(cut.pieces.windows(2).all(|two| size_of(&two[0]) <= size_of(&two[1])));
        assert_eq!(cut.own_object, sizes.map(|pages| pages > 60));
        assert_eq!(cut.upload_bytes, 1_000_000);
        // 300 pages are five shards of a minute, or some more of less
        let spread = cut.pieces.iter().filter(|p| p.documents[0].0 == 1);
        let spread: Vec<u64> = spread.map(|p| p.estimated_ms).collect();
        assert_eq!(spread.iter().sum::<u64>(), 300_000);
        assert!(spread.iter().all(|ms| *ms <= 60_000), "{spread:?}");
        assert!(spread.is_sorted_by(|a, b| a >= b), "{spread:?}");
    }

    #[test]
    fn the_last_shards_of_each_part_are_small() {
        let documents = documents(&vec![1; 40_000]);
        let cut = partition(&documents, 1500.0, 2, 60_000);
        let part = part_of(cut.pieces.len() as u64) as usize;
        let parts: Vec<&[Piece]> = cut.pieces.chunks(part).collect();
        assert_eq!(parts.len(), 2);
        for pieces in parts {
            let size_at = |share: f64| pieces[(pieces.len() as f64 * share) as usize].estimated_ms;
            assert_eq!((size_at(0.02), size_at(0.45)), (60_000, 60_000));
            assert!((30_000..=36_000).contains(&size_at(0.75)), "{}", size_at(0.75));
            assert!((6_000..=10_500).contains(&size_at(0.98)), "{}", size_at(0.98));
        }
    }

    #[test]
    fn the_last_shards_of_very_many_cores_are_small() {
        let documents = documents(&vec![1; 50_000]);
        let sizes = |cores| {
            let cut = partition(&documents, 1500.0, cores, 60_000);
            let sizes: Vec<u64> = cut.pieces.iter().map(|piece| piece.estimated_ms).collect();
            assert_eq!(sizes.iter().sum::<u64>(), 75_000_000);
            sizes
        };
        let (few, many) = (sizes(2), sizes(500));
        assert_eq!(many[0], 60_000);
        // when what is left would keep all cores busy for a minute, none gets more than half of that
        let mut left_ms = 75_000_000;
        for size in &many {
            let most_ms = (left_ms / 1000).max(LEAST_SHARD_MS);
            assert!(*size <= most_ms + 1500, "{size} of {left_ms}");
            left_ms -= size;
        }
        assert!(many.len() < 4 * few.len(), "{} {}", many.len(), few.len());
    }

    #[test]
    fn a_document_of_many_bytes_has_an_object_of_its_own() {
        let mut documents = documents(&[1, 1]);
        documents[1].len = OWN_OBJECT_BYTES + 1;
        let cut = partition(&documents, 1000.0, 1, 60_000);
        assert_eq!(cut.own_object, [false, true]);
        assert_eq!(cut.pieces.len(), 1);
    }

    #[test]
    fn shards_are_shorter_when_many_cores_share_little_work() {
        assert_eq!(shard_ms(1e9, 100, 60_000), 60_000);
        assert_eq!(shard_ms(16_000_000.0, 100, 60_000), 10_000);
        assert_eq!(shard_ms(1000.0, 100, 60_000), 5_000);
        assert_eq!(shard_ms(1000.0, 100, 2_000), 2_000);
        assert_eq!(partition(&[], 1000.0, 1, 60_000).pieces, []);
    }
}
