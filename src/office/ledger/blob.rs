//! Values as the ledger stores them: MessagePack, the large ones compressed with zstd.

use std::cell::RefCell;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Digest;
use zstd::bulk::{Compressor, Decompressor};

/// zstd's level for stored pages and proposals: its default, a good 5:1 on words with boxes.
const LEVEL: i32 = 3;

/// What one stored value may unfold to, bytes: many times the largest page.
const MOST: usize = 256 << 20;

thread_local! {
    // setting up the (de)compressor costs more than a small invoice
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// A small value.
pub fn pack<T: Serialize>(value: &T) -> Vec<u8> {
    rmp_serde::to_vec(value).expect("plain data serialises")
}

/// Reads back what [`pack`] wrote; `None` when another version wrote it.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(bytes).ok()
}

pub(crate) fn pack_large<T: Serialize>(value: &T) -> Vec<u8> {
    let plain = pack(value);
    COMPRESSOR.with_borrow_mut(|slot| {
        slot.get_or_insert_with(|| Compressor::new(LEVEL).expect("the level exists"))
            .compress(&plain)
            .expect("compressing into memory cannot fail")
    })
}

/// Reads back what [`pack_large`] wrote; `None` when it is damaged or another version wrote it.
pub(crate) fn unpack_large<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let len = Decompressor::upper_bound(bytes).filter(|len| *len <= MOST)?;
    let plain = DECOMPRESSOR.with_borrow_mut(|slot| {
        slot.get_or_insert_with(|| Decompressor::new().expect("there is memory for it"))
            .decompress(bytes, len)
            .ok()
    })?;
    unpack(&plain)
}

/// What tells that a row is as it was written: of the values that count in it.
pub(super) fn seal(values: &[&[u8]]) -> Vec<u8> {
    let mut digest = sha2::Sha256::new();
    for value in values {
        digest.update((value.len() as u64).to_le_bytes());
        digest.update(value);
    }
    digest.finalize()[..16].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_and_damage_is_noticed() {
        let value = vec!["factuur".to_owned(); 100];
        let bytes = pack_large(&value);
        assert_eq!(unpack_large::<Vec<String>>(&bytes), Some(value));
        assert_eq!(unpack_large::<Vec<String>>(&bytes[..bytes.len() / 2]), None);
        assert_eq!(unpack_large::<Vec<String>>(b"nonsense"), None);
    }
}
