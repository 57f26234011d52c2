//! How the objects of a run are written: sealed JSON, and sealed, compressed MessagePack for results.

use std::io::Read;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::store::{StoreError, seal, unseal};

use super::ShardResult;

/// zstd's level for results: its default.
const LEVEL: i32 = 3;

/// What a result may unfold to, bytes: many times the largest shard.
const MOST: u64 = 1 << 30;

/// A small object of a run (manifest, shard, heartbeat) as the bytes that go into the store.
pub fn write_json<T: Serialize>(value: &T) -> Vec<u8> {
    seal(&serde_json::to_vec(value).expect("plain data serialises"))
}

/// Reads back what [`write_json`] wrote.
///
/// # Errors
/// [`StoreError::Altered`], naming `key`.
pub fn read_json<T: DeserializeOwned>(key: &str, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(unseal(key, bytes)?).map_err(|_| altered(key))
}

pub(crate) fn write_result(result: &ShardResult) -> Vec<u8> {
    // with names, so that a field more does no harm
    let plain = rmp_serde::to_vec_named(result).expect("plain data serialises");
    seal(&zstd::encode_all(&plain[..], LEVEL).expect("compressing into memory cannot fail"))
}

/// Reads back what [`write_result`] wrote.
///
/// # Errors
/// [`StoreError::Altered`], naming `key`.
pub(crate) fn read_result(key: &str, bytes: &[u8]) -> Result<ShardResult, StoreError> {
    let mut plain = Vec::new();
    zstd::Decoder::new(unseal(key, bytes)?)
        .and_then(|decoder| decoder.take(MOST).read_to_end(&mut plain))
        .map_err(|_| altered(key))?;
    rmp_serde::from_slice(&plain).map_err(|_| altered(key))
}

fn altered(key: &str) -> StoreError {
    StoreError::Altered { key: key.to_owned(), detail: "its content makes no sense".to_owned() }
}
