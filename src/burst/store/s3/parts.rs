//! Large files go up in parts, some at a time.

use std::path::Path;

use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::primitives::{ByteStream, Length};
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedMultipartUpload, CompletedPart};
use tokio::task::JoinSet;

use crate::store::{PART_BYTES, StoreError};

use super::{S3Store, patience_for};

/// Parts under way at the same time.
const AT_ONCE: usize = 4;

/// S3 takes no more parts than this.
const MOST_PARTS: u64 = 10_000;

/// Writes a file of `len` bytes; leaves nothing behind when it fails.
pub(super) async fn put_parts(
    store: &S3Store,
    key: &str,
    from: &Path,
    len: u64,
) -> Result<(), StoreError> {
    let asked = store.asked("s3:PutObject");
    let begun = store
        .client
        .create_multipart_upload()
        .bucket(&store.bucket)
        .key(key)
        .checksum_algorithm(ChecksumAlgorithm::Crc32)
        .send()
        .await
        .map_err(|error| asked.failed(&error))?;
    let upload = begun.upload_id().ok_or_else(|| asked.lacks("upload id"))?;

    let uploaded = match upload_parts(store, key, from, len, upload).await {
        Ok(parts) => store
            .client
            .complete_multipart_upload()
            .bucket(&store.bucket)
            .key(key)
            .upload_id(upload)
            .multipart_upload(CompletedMultipartUpload::builder().set_parts(Some(parts)).build())
            .send()
            .await
            .map(drop)
            .map_err(|error| asked.failed(&error)),
        Err(error) => Err(error),
    };
    if uploaded.is_err() {
        // what cannot be removed now, the bucket's lifecycle rule removes
        let _ = store
            .client
            .abort_multipart_upload()
            .bucket(&store.bucket)
            .key(key)
            .upload_id(upload)
            .send()
            .await;
    }
    uploaded
}

async fn upload_parts(
    store: &S3Store,
    key: &str,
    from: &Path,
    len: u64,
    upload: &str,
) -> Result<Vec<CompletedPart>, StoreError> {
    let part_len = PART_BYTES.max(len.div_ceil(MOST_PARTS));
    let mut left = (0..len.div_ceil(part_len)).map(|index| {
        let offset = index * part_len;
        (index as i32 + 1, offset, part_len.min(len - offset))
    });
    let mut under_way = JoinSet::new();
    let mut parts = Vec::new();
    loop {
        while under_way.len() < AT_ONCE
            && let Some((number, offset, len)) = left.next()
        {
            let body = ByteStream::read_from()
                .path(from)
                .offset(offset)
                .length(Length::Exact(len))
                .build()
                .await
                .map_err(|error| StoreError::local(from, &std::io::Error::other(error)))?;
            // one part more than once costs less than all parts again
            let settings = patience_for(len).retry_config(RetryConfig::standard());
            let call = store
                .client
                .upload_part()
                .bucket(&store.bucket)
                .key(key)
                .upload_id(upload)
                .part_number(number)
                .checksum_algorithm(ChecksumAlgorithm::Crc32)
                .body(body)
                .customize()
                .config_override(settings);
            let store = store.clone();
            under_way.spawn(async move {
                let part = call
                    .send()
                    .await
                    .map_err(|error| store.asked("s3:PutObject").failed(&error))?;
                Ok(CompletedPart::builder()
                    .part_number(number)
                    .set_e_tag(part.e_tag)
                    .set_checksum_crc32(part.checksum_crc32)
                    .build())
            });
        }
        match under_way.join_next().await {
            Some(Ok(part)) => parts.push(part?),
            Some(Err(error)) => std::panic::resume_unwind(error.into_panic()),
            None => break,
        }
    }
    parts.sort_by_key(CompletedPart::part_number);
    Ok(parts)
}
