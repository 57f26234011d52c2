//! The documents of a simulation, and what each of their pages costs.

use crate::shard::WaitingDocument;
use reading::document::MediaKind;
use reading::source::Sha256;

use super::random::Random;
use super::scenario::Work;

#[derive(Debug)]
pub struct Documents {
    /// First page of each in `page_ms`, and the end.
    first: Vec<u32>,
    /// Cost of each page, ms of one core of the coordinator's machine.
    page_ms: Vec<f32>,
}

impl Documents {
    /// Draws them. The large ones lie at random places among the others.
    pub fn draw(work: &Work, seed: u64) -> Self {
        let random = Random::new(seed, 1);
        let all = work.documents + work.large_documents;
        let mut first = Vec::with_capacity(all as usize + 1);
        let mut page_ms = Vec::new();
        let mut large_left = work.large_documents;
        for index in 0..all {
            first.push(page_ms.len() as u32);
            let is_large = random.share() * (all - index) as f64 <= large_left as f64;
            let pages = if is_large && large_left > 0 {
                large_left -= 1;
                work.large_pages
            } else {
                1 + random.repeats(work.pages_per_document - 1.0)
            };
            for _ in 0..pages {
                page_ms.push(random.with_mean(work.page_ms, work.page_spread) as f32);
            }
        }
        first.push(page_ms.len() as u32);
        Self { first, page_ms }
    }

    pub fn len(&self) -> usize {
        self.first.len() - 1
    }

    pub fn pages(&self, document: usize) -> u32 {
        self.first[document + 1] - self.first[document]
    }

    /// Number of a page among all pages of all documents.
    pub fn page(&self, document: usize, page: u32) -> usize {
        self.first[document] as usize + page as usize - 1
    }

    pub(crate) fn all_pages(&self) -> usize {
        self.page_ms.len()
    }

    /// What a page costs one core of the coordinator's machine, ms.
    pub fn ms(&self, document: usize, page: u32) -> f64 {
        f64::from(self.page_ms[self.page(document, page)])
    }

    /// What all of it costs one core of the coordinator's machine, ms.
    pub(crate) fn all_ms(&self) -> f64 {
        self.page_ms.iter().map(|ms| f64::from(*ms)).sum()
    }

    /// As the coordinator knows them.
    pub fn waiting(&self, page_kib: u64) -> Vec<WaitingDocument> {
        (0..self.len())
            .map(|document| WaitingDocument {
                sha256: name(document),
                kind: MediaKind::Pdf,
                len: u64::from(self.pages(document)) * page_kib * 1024,
                pages: (1..=self.pages(document)).collect(),
            })
            .collect()
    }
}

/// A document's name: nobody looks at the bytes in a simulation.
fn name(document: usize) -> Sha256 {
    let mut name = [0; 32];
    name[..8].copy_from_slice(&(document as u64).to_be_bytes());
    Sha256(name)
}

pub fn of_name(name: Sha256) -> usize {
    let first: [u8; 8] = std::array::from_fn(|i| name.0[i]);
    u64::from_be_bytes(first) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Scenario;

    #[test]
    fn as_many_as_asked_for_with_the_large_ones_among_them() {
        let work = Work {
            documents: 10_000,
            large_documents: 7,
            large_pages: 300,
            ..Scenario::default().work
        };
        let documents = Documents::draw(&work, 3);
        assert_eq!(documents.len(), 10_007);
        let large = (0..documents.len()).filter(|d| documents.pages(*d) == 300).count();
        assert_eq!(large, 7);
        let small = documents.all_pages() - 7 * 300;
        assert!((12_700..13_300).contains(&small), "{small}");
        let mean = documents.all_ms() / documents.all_pages() as f64;
        assert!((1450.0..1550.0).contains(&mean), "{mean}");
        assert_eq!(of_name(name(9_999)), 9_999);
    }
}
