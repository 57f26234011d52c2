//! An S3 bucket as a store, at AWS or at any server that speaks S3 with conditional writes.

mod answer;
mod parts;

use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::get_object::{GetObjectError, GetObjectOutput};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::{ByteStream, DateTime};
use aws_sdk_s3::types::{Delete, ObjectIdentifier};

use crate::aws;
use crate::aws::wait_for;

use super::name::{check_key, check_prefix};
use super::{
    BATCH, Condition, ETag, Entry, Listing, Object, ObjectStore, PART_BYTES, Put, StoreError,
    StoreTime,
};
use answer::{Asked, Clock, status};

/// The slowest line that bytes may come or go by, bytes a second.
const SLOWEST_BYTES_S: u64 = 32 * 1024;

/// Objects in a bucket, below a prefix. A clone shares the connections.
///
/// Every call is one attempt; the SDK's own retries are off, since a repeated conditional write must be looked at
/// ([`super::Retrying`]).
#[derive(Debug, Clone)]
pub(crate) struct S3Store {
    client: Client,
    bucket: String,
    /// Ends with a slash unless it is empty.
    prefix: String,
    region: String,
    name: String,
}

impl S3Store {
    /// The store in this bucket, with the credentials and the endpoint of the environment. Nothing is asked yet.
    pub fn open(bucket: &str, prefix: &str, region: &str) -> Self {
        Self::with_config(&aws::config(region), bucket, prefix)
    }

    /// The store in this bucket, with credentials, region and endpoint of `config`.
    pub(crate) fn with_config(config: &SdkConfig, bucket: &str, prefix: &str) -> Self {
        // other servers have one name for all buckets
        let has_endpoint = config.endpoint_url().is_some()
            || std::env::var_os("AWS_ENDPOINT_URL_S3").is_some_and(|url| !url.is_empty());
        let client = Client::from_conf(
            aws_sdk_s3::config::Builder::from(config)
                .retry_config(RetryConfig::disabled())
                .force_path_style(has_endpoint)
                .build(),
        );
        let prefix = prefix.trim_matches('/');
        let (prefix, name) = if prefix.is_empty() {
            (String::new(), format!("s3://{bucket}"))
        } else {
            (format!("{prefix}/"), format!("s3://{bucket}/{prefix}"))
        };
        Self {
            client,
            bucket: bucket.to_owned(),
            prefix,
            region: config.region().map_or_else(String::new, ToString::to_string),
            name,
        }
    }

    /// An address from which whoever has it may read the object until it expires, or the credentials do.
    ///
    /// # Errors
    /// When there are no credentials, or S3 does not allow so long a time (seven days).
    pub(crate) async fn presigned(
        &self,
        key: &str,
        expires: Duration,
    ) -> Result<String, StoreError> {
        let key = self.key(key)?;
        let asked = self.asked("s3:GetObject");
        let config = PresigningConfig::expires_in(expires).map_err(|error| StoreError::Other {
            store: self.name.clone(),
            detail: error.to_string(),
        })?;
        let call = self.client.get_object().bucket(&self.bucket).key(key);
        match call.presigned(config).await {
            Ok(request) => Ok(request.uri().to_owned()),
            Err(error) => Err(asked.failed(&error)),
        }
    }

    /// The same, from outside the runtime.
    #[cfg(test)]
    pub(crate) fn presign_get(&self, key: &str, expires: Duration) -> Result<String, StoreError> {
        wait_for(self.presigned(key, expires))
    }

    fn key(&self, key: &str) -> Result<String, StoreError> {
        check_key(&self.name, key)?;
        Ok(format!("{}{key}", self.prefix))
    }

    fn asked<'a>(&'a self, action: &'a str) -> Asked<'a> {
        Asked { store: &self.name, region: &self.region, action }
    }

    /// Begins to read an object; `None` when there is none of this name.
    async fn begin_get(
        &self,
        key: &str,
        clock: &Clock,
    ) -> Result<Option<GetObjectOutput>, StoreError> {
        let call = self.client.get_object().bucket(&self.bucket).key(key);
        match call.customize().interceptor(clock.clone()).send().await {
            Ok(object) => Ok(Some(object)),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(self.asked("s3:GetObject").failed(&error)),
        }
    }

    async fn collect(&self, body: ByteStream) -> Result<Vec<u8>, StoreError> {
        match body.collect().await {
            Ok(bytes) => Ok(bytes.to_vec()),
            Err(error) => Err(self.asked("s3:GetObject").cut_off(&error)),
        }
    }
}

impl ObjectStore for S3Store {
    fn get(&self, key: &str) -> Result<Option<Object>, StoreError> {
        let key = self.key(key)?;
        let asked = self.asked("s3:GetObject");
        wait_for(async {
            let clock = Clock::default();
            let Some(object) = self.begin_get(&key, &clock).await? else {
                return Ok(None);
            };
            let etag = object.e_tag.ok_or_else(|| asked.lacks("ETag"))?;
            let modified = store_time(object.last_modified);
            Ok(Some(Object {
                etag: ETag(etag),
                modified: modified.ok_or_else(|| asked.lacks("Last-Modified"))?,
                now: clock.said().ok_or_else(|| asked.lacks("Date"))?,
                bytes: self.collect(object.body).await?,
            }))
        })
    }

    fn get_range(&self, key: &str, range: Range<u64>) -> Result<Option<Vec<u8>>, StoreError> {
        let key = self.key(key)?;
        // a range has at least one byte in HTTP
        let last = range.end.saturating_sub(1).max(range.start);
        let call = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .range(format!("bytes={}-{last}", range.start));
        wait_for(async {
            match call.send().await {
                Ok(part) => {
                    let mut bytes = self.collect(part.body).await?;
                    let len = range.end.saturating_sub(range.start);
                    bytes.truncate(usize::try_from(len).unwrap_or(usize::MAX));
                    Ok(Some(bytes))
                }
                Err(error) if is_missing(&error) => Ok(None),
                // the object ends before the range begins
                Err(error) if status(&error) == Some(416) => Ok(Some(Vec::new())),
                Err(error) => Err(self.asked("s3:GetObject").failed(&error)),
            }
        })
    }

    fn get_file(&self, key: &str, to: &Path) -> Result<bool, StoreError> {
        let key = self.key(key)?;
        let local = |error: std::io::Error| StoreError::local(to, &error);
        wait_for(async {
            let Some(mut object) = self.begin_get(&key, &Clock::default()).await? else {
                return Ok(false);
            };
            // written on the thread that asks, which has nothing else to do
            let mut file = File::create(to).map_err(local)?;
            let asked = self.asked("s3:GetObject");
            while let Some(bytes) =
                object.body.try_next().await.map_err(|error| asked.cut_off(&error))?
            {
                file.write_all(&bytes).map_err(local)?;
            }
            Ok(true)
        })
    }

    fn put(&self, key: &str, bytes: &[u8], condition: &Condition) -> Result<Put, StoreError> {
        let key = self.key(key)?;
        let asked = self.asked("s3:PutObject");
        let call = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .body(ByteStream::from(bytes.to_vec()));
        let call = match condition {
            Condition::Always => call,
            Condition::Absent => call.if_none_match("*"),
            Condition::Unchanged(etag) => call.if_match(&etag.0),
        };
        let patience = patience_for(bytes.len() as u64);
        match wait_for(call.customize().config_override(patience).send()) {
            Ok(done) => Ok(Put::Done(ETag(done.e_tag.ok_or_else(|| asked.lacks("ETag"))?))),
            Err(error) => {
                let is_gone = matches!(condition, Condition::Unchanged(_))
                    && status(&error) == Some(404)
                    && code(&error) != Some("NoSuchBucket");
                if status(&error) == Some(412) || is_gone {
                    Ok(Put::Refused)
                } else {
                    Err(asked.failed(&error))
                }
            }
        }
    }

    fn put_file(&self, key: &str, from: &Path) -> Result<(), StoreError> {
        let key = self.key(key)?;
        let len = from.metadata().map_err(|error| StoreError::local(from, &error))?.len();
        wait_for(async {
            if len > PART_BYTES {
                return parts::put_parts(self, &key, from, len).await;
            }
            let body = ByteStream::from_path(from)
                .await
                .map_err(|error| StoreError::local(from, &std::io::Error::other(error)))?;
            let call = self.client.put_object().bucket(&self.bucket).key(&key);
            let call = call.body(body).customize();
            match call.config_override(patience_for(len)).send().await {
                Ok(_) => Ok(()),
                Err(error) => Err(self.asked("s3:PutObject").failed(&error)),
            }
        })
    }

    fn list_between(&self, prefix: &str, after: &str, until: &str) -> Result<Listing, StoreError> {
        check_prefix(&self.name, prefix)?;
        let asked = self.asked("s3:ListBucket");
        let all = format!("{}{prefix}", self.prefix);
        let from = (!after.is_empty()).then(|| format!("{all}{after}"));
        wait_for(async {
            let mut listing = Listing::default();
            let mut next = None;
            loop {
                let clock = Clock::default();
                let call = self
                    .client
                    .list_objects_v2()
                    .bucket(&self.bucket)
                    .prefix(&all)
                    .set_start_after(from.clone())
                    .set_continuation_token(next);
                let page = call
                    .customize()
                    .interceptor(clock.clone())
                    .send()
                    .await
                    .map_err(|error| asked.failed(&error))?;
                if listing.requests == 0 {
                    // a lease that is renewed between two answers must not look old
                    listing.now = clock.said().ok_or_else(|| asked.lacks("Date"))?;
                }
                listing.requests += 1;
                let found = page.contents.unwrap_or_default();
                let entries = found.into_iter().filter_map(|found| self.entry(found));
                let before = listing.entries.len();
                listing.entries.extend(entries);
                let is_beyond = |entry: &Entry| &entry.key[prefix.len()..] >= until;
                next = page.next_continuation_token;
                if page.is_truncated != Some(true)
                    || next.is_none()
                    || listing.entries[before..].iter().any(is_beyond)
                {
                    listing.entries.retain(|entry| !is_beyond(entry));
                    break;
                }
            }
            // S3 sorts by itself; other servers are not asked to
            listing.entries.sort_by(|a, b| a.key.cmp(&b.key));
            Ok(listing)
        })
    }

    fn delete(&self, keys: &[String]) -> Result<(), StoreError> {
        let asked = self.asked("s3:DeleteObject");
        let names = keys.iter().map(|key| self.key(key)).collect::<Result<Vec<_>, _>>()?;
        for batch in names.chunks(BATCH) {
            let objects = batch
                .iter()
                .map(|key| ObjectIdentifier::builder().key(key).build().expect("the key is set"));
            let delete = Delete::builder()
                .set_objects(Some(objects.collect()))
                .quiet(true)
                .build()
                .expect("the objects are set");
            let call = self.client.delete_objects().bucket(&self.bucket);
            let done =
                wait_for(call.delete(delete).send()).map_err(|error| asked.failed(&error))?;
            if let Some(error) = done.errors().first() {
                return Err(asked.not_deleted(error));
            }
        }
        Ok(())
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}

impl S3Store {
    /// An entry of a listing; `None` for objects that are none of dizzy's.
    fn entry(&self, found: aws_sdk_s3::types::Object) -> Option<Entry> {
        let key = found.key?.strip_prefix(&self.prefix)?.to_owned();
        check_key(&self.name, &key).ok()?;
        Some(Entry {
            key,
            len: u64::try_from(found.size?).ok()?,
            etag: ETag(found.e_tag?),
            modified: store_time(found.last_modified)?,
        })
    }
}

/// Settings of a request that carries so many bytes: on a slow line it takes longer until the answer can begin.
fn patience_for(len: u64) -> aws_sdk_s3::config::Builder {
    let answer = aws::ANSWER + Duration::from_secs(len / SLOWEST_BYTES_S);
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(answer);
    aws_sdk_s3::Config::builder().timeout_config(timeouts.build())
}

fn code<E: aws_sdk_s3::error::ProvideErrorMetadata>(error: &SdkError<E>) -> Option<&str> {
    error.as_service_error().and_then(|error| error.meta().code())
}

fn is_missing(error: &SdkError<GetObjectError>) -> bool {
    status(error) == Some(404) && code(error) != Some("NoSuchBucket")
}

fn store_time(time: Option<DateTime>) -> Option<StoreTime> {
    time?.to_millis().ok().map(StoreTime)
}
