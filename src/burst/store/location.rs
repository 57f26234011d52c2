//! Where a store is, as a person writes it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use crate::settings::Burst;
use office::ledger::RunId;

use super::name::is_part;
use super::{DirectoryStore, ObjectStore, RUNS, Retrying, StoreError};

/// A store's address: `s3://bucket`, `s3://bucket/prefix`, or a folder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Location {
    /// An S3 bucket.
    S3 {
        /// The bucket.
        bucket: String,
        /// What all names begin with, without slashes at its ends; may be empty.
        prefix: String,
    },
    /// A folder that all machines of the burst can reach.
    Directory(PathBuf),
}

impl Location {
    /// Opens the store, with patience.
    ///
    /// # Errors
    /// [`StoreError`] when a folder cannot be used, [`StoreError::NoAws`] when this build cannot speak to S3.
    pub fn open(&self, settings: &Burst) -> Result<Arc<dyn ObjectStore>, StoreError> {
        match self {
            Self::Directory(root) => Ok(Arc::new(Retrying::new(DirectoryStore::new(root)?))),
            #[cfg(feature = "aws")]
            Self::S3 { bucket, prefix } => {
                let store = super::S3Store::open(bucket, prefix, &settings.region);
                Ok(Arc::new(Retrying::new(store)))
            }
            #[cfg(not(feature = "aws"))]
            Self::S3 { .. } => {
                let _ = settings;
                Err(StoreError::NoAws)
            }
        }
    }

    /// How a person names a run here: `s3://bucket/prefix/runs/RUN`.
    pub fn run(&self, run: &RunId) -> String {
        match self {
            Self::S3 { .. } => format!("{self}/{RUNS}{run}"),
            Self::Directory(root) => root.join(RUNS).join(&run.0).display().to_string(),
        }
    }

    /// Splits what [`Self::run`] made.
    ///
    /// # Errors
    /// [`StoreError::BadLocation`].
    pub(crate) fn split_run(uri: &str) -> Result<(Self, RunId), StoreError> {
        let no_run = || bad(uri, "it does not end with runs/ and the name of a run");
        let folder = RUNS.trim_end_matches('/');
        let (location, run) = match uri.parse()? {
            Self::S3 { bucket, prefix } => {
                let (runs, run) = prefix.rsplit_once('/').ok_or_else(no_run)?;
                let (prefix, runs) = runs.rsplit_once('/').unwrap_or(("", runs));
                if runs != folder {
                    return Err(no_run());
                }
                let prefix = prefix.to_owned();
                (Self::S3 { bucket, prefix }, run.to_owned())
            }
            Self::Directory(path) => {
                let run = path.file_name().and_then(|run| run.to_str());
                let runs = path.parent().ok_or_else(no_run)?;
                let root = runs.parent().ok_or_else(no_run)?;
                if runs.file_name() != Some(folder.as_ref()) {
                    return Err(no_run());
                }
                let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
                let run = run.ok_or_else(no_run)?.to_owned();
                (Self::Directory(root.to_owned()), run)
            }
        };
        if !is_part(&run) {
            return Err(no_run());
        }
        Ok((location, RunId(run)))
    }
}

const S3: &str = "s3://";

impl FromStr for Location {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        if let Some(rest) = text.strip_prefix(S3) {
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let prefix = prefix.trim_end_matches('/');
            check_bucket(bucket).map_err(|detail| bad(text, detail))?;
            if !(prefix.is_empty() || prefix.split('/').all(is_part)) {
                return Err(bad(
                    text,
                    "its prefix has other characters than a-z, A-Z, 0-9, '-', '_', '.' and '/', or an empty part",
                ));
            }
            return Ok(Self::S3 { bucket: bucket.to_owned(), prefix: prefix.to_owned() });
        }
        if text.trim().is_empty() {
            return Err(bad(text, "it is empty"));
        }
        if text.to_ascii_lowercase().starts_with("s3:") {
            return Err(bad(text, "a bucket is written as s3://BUCKET or s3://BUCKET/PREFIX"));
        }
        if let Some((scheme, _)) = text.split_once("://")
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Err(bad(text, "only s3:// and folders are stores"));
        }
        Ok(Self::Directory(PathBuf::from(text)))
    }
}

/// The rules for names of buckets, those of AWS.
fn check_bucket(bucket: &str) -> Result<(), &'static str> {
    let is_edge = |byte: Option<u8>| {
        byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if bucket.is_empty() {
        return Err("it names no bucket");
    }
    if !(3..=63).contains(&bucket.len()) {
        return Err("the name of a bucket has 3 to 63 characters");
    }
    let is_good = bucket.bytes().all(|byte| is_edge(Some(byte)) || matches!(byte, b'.' | b'-'))
        && is_edge(bucket.bytes().next())
        && is_edge(bucket.bytes().next_back())
        && !bucket.contains("..")
        && bucket.parse::<std::net::Ipv4Addr>().is_err();
    if is_good {
        Ok(())
    } else {
        Err(
            "the name of a bucket has a-z, 0-9, '-' and '.' only, begins and ends with a letter or digit, and is no IP address",
        )
    }
}

fn bad(location: &str, detail: &str) -> StoreError {
    StoreError::BadLocation { location: location.to_owned(), detail: detail.to_owned() }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::S3 { bucket, prefix } if prefix.is_empty() => write!(f, "{S3}{bucket}"),
            Self::S3 { bucket, prefix } => write!(f, "{S3}{bucket}/{prefix}"),
            Self::Directory(root) => root.display().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s3(bucket: &str, prefix: &str) -> Location {
        Location::S3 { bucket: bucket.into(), prefix: prefix.into() }
    }

    #[test]
    fn locations_are_read_and_said() {
        for (text, location, said) in [
            ("s3://abc", s3("abc", ""), "s3://abc"),
            ("s3://abc/", s3("abc", ""), "s3://abc"),
            ("s3://a-b.c/x/y_z/", s3("a-b.c", "x/y_z"), "s3://a-b.c/x/y_z"),
            ("/srv/x", Location::Directory("/srv/x".into()), "/srv/x"),
            ("//server/share", Location::Directory("//server/share".into()), "//server/share"),
            ("burst", Location::Directory("burst".into()), "burst"),
        ] {
            let found: Location = text.parse().unwrap();
            assert_eq!(found, location);
            assert_eq!(found.to_string(), said);
        }
    }

    #[test]
    fn what_is_no_store_is_refused() {
        for text in [
            "",
            " ",
            "s3://",
            "s3:///x",
            "s3:/x",
            "s3:abc",
            "S3://abc",
            "s3://ab",
            "s3://Abc",
            "s3://a_bc",
            "s3://-abc",
            "s3://abc.",
            "s3://a..b",
            "s3://192.168.1.1",
            "s3://abc//x",
            "s3://abc/../x",
            "s3://abc/x y",
            "http://abc/x",
            "file:///srv",
        ] {
            assert!(
                matches!(text.parse::<Location>(), Err(StoreError::BadLocation { .. })),
                "{text}"
            );
        }
        let long = format!("s3://{}", "x".repeat(64));
        assert!(long.parse::<Location>().is_err());
    }

    #[test]
    fn the_address_of_a_run_comes_apart_again() {
        let run = RunId("20260331-0915-k7m2qd".into());
        for location in [
            s3("abc", ""),
            s3("abc", "x/runs"),
            Location::Directory("/srv/x".into()),
            Location::Directory("burst".into()),
        ] {
            let uri = location.run(&run);
            assert_eq!(Location::split_run(&uri), Ok((location, run.clone())));
        }
        assert_eq!(
            Location::split_run("runs/r1/"),
            Ok((Location::Directory(".".into()), RunId("r1".into())))
        );
        for uri in [
            "s3://abc",
            "s3://abc/r1",
            "s3://runs/r1",
            "s3://abc/runs/",
            "/srv/r1",
            "/runs/..",
            "r1",
            "ftp://x/runs/r",
        ] {
            assert!(Location::split_run(uri).is_err(), "{uri}");
        }
    }

    #[cfg(not(feature = "aws"))]
    #[test]
    fn a_build_without_aws_says_so() {
        let settings = Burst::default();
        let error = s3("abc", "").open(&settings).unwrap_err();
        assert!(matches!(error, StoreError::NoAws));
    }
}
