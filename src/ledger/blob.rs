//! Values as the ledger stores them: MessagePack, the large ones compressed with zstd.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// zstd's level for stored pages and proposals: its default, a good 5:1 on words with boxes.
const LEVEL: i32 = 3;

/// A small value.
pub fn pack<T: Serialize>(value: &T) -> Vec<u8> {
    rmp_serde::to_vec(value).expect("plain data serialises")
}

/// Reads back what [`pack`] wrote; `None` when another version wrote it.
pub fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    rmp_serde::from_slice(bytes).ok()
}

/// A large value.
pub fn pack_large<T: Serialize>(value: &T) -> Vec<u8> {
    zstd::bulk::compress(&pack(value), LEVEL).expect("compressing into memory cannot fail")
}

/// Reads back what [`pack_large`] wrote; `None` when it is damaged or another version wrote it.
pub fn unpack_large<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    unpack(&zstd::stream::decode_all(bytes).ok()?)
}
