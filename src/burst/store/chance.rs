//! Chance that needs no secret: jitter, names of temporary files, faults by a seed.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

/// SplitMix64: a sequence of numbers, the same for the same seed.
#[derive(Debug)]
pub(crate) struct Chance(AtomicU64);

impl Chance {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// A sequence that is another one every time.
    pub(crate) fn new() -> Self {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u32(std::process::id());
        Self::seeded(hasher.finish())
    }

    pub(crate) fn next(&self) -> u64 {
        let step = 0x9e37_79b9_7f4a_7c15;
        let mut x = self.0.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    /// True in `per_mille` of a thousand cases.
    pub(super) fn hits(&self, per_mille: u32) -> bool {
        self.next() % 1000 < u64::from(per_mille)
    }
}
