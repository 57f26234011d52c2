//! The bucket: there, ours, in the region, private, encrypted, without plain HTTP, and with conditional writes.

use std::time::{SystemTime, UNIX_EPOCH};

use aws_config::SdkConfig;
use aws_sdk_s3::Client;
use aws_sdk_s3::types::PublicAccessBlockConfiguration as Block;
use aws_sdk_s3::types::{
    BucketLocationConstraint, ExpirationStatus, LifecycleRule, ServerSideEncryptionConfiguration,
};

use super::account::Caller;
use super::answer::Refusal;
use super::{Check, Item, documents, is_in_eu, mend};
use crate::settings::Burst;
use crate::shard::RUNS;
use crate::store::{Condition, Location, ObjectStore, Put, Retrying, S3Store, StoreError};

pub(super) struct Bucket<'a> {
    client: Client,
    store: S3Store,
    settings: &'a Burst,
    name: &'a str,
    prefix: &'a str,
    caller: &'a Caller,
}

impl<'a> Bucket<'a> {
    pub(super) fn new(
        config: &SdkConfig,
        settings: &'a Burst,
        name: &'a str,
        prefix: &'a str,
        caller: &'a Caller,
    ) -> Self {
        let has_endpoint = config.endpoint_url().is_some()
            || std::env::var_os("AWS_ENDPOINT_URL_S3").is_some_and(|url| !url.is_empty());
        let client = Client::from_conf(
            aws_sdk_s3::config::Builder::from(config).force_path_style(has_endpoint).build(),
        );
        Self {
            client,
            store: S3Store::with_config(config, name, prefix),
            settings,
            name,
            prefix,
            caller,
        }
    }

    /// The command that makes this bucket and all else.
    pub(super) fn stack(&self) -> String {
        mend::stack(&self.settings.region, self.name, self.prefix)
    }

    fn grant(&self) -> String {
        mend::grant(&self.caller.arn, &self.caller.account)
    }

    fn arn(&self) -> String {
        let partition = self.caller.arn.split(':').nth(1).unwrap_or("aws");
        format!("arn:{partition}:s3:::{}", self.name)
    }

    /// The names of all runs begin with this.
    fn runs(&self) -> String {
        if self.prefix.is_empty() { RUNS.to_owned() } else { format!("{}/{RUNS}", self.prefix) }
    }

    /// A command of the AWS command line about this bucket.
    fn s3api(&self, verb: &str, more: &str) -> String {
        let Self { name, settings, .. } = self;
        format!("aws s3api {verb} --region {} --bucket {name} {more}", settings.region)
    }

    /// What a burst does not start without.
    pub(super) async fn check(&self, checks: &mut Vec<Check>) {
        let there = self.there().await;
        let is_there = there.iter().all(|check| check.state == super::State::Ok);
        checks.extend(there);
        if is_there {
            checks.push(self.public_access().await);
            checks.push(self.encryption().await);
            checks.push(self.tls_only().await);
        }
    }

    /// Whether it is there, ours, and where.
    async fn there(&self) -> Vec<Check> {
        let call = self.client.head_bucket().bucket(self.name);
        let answer = call.expected_bucket_owner(&self.caller.account).send().await;
        let name = self.name.to_owned();
        let found = match &answer {
            Ok(head) => head.bucket_region().map(str::to_owned),
            Err(error) => error
                .raw_response()
                .and_then(|answer| answer.headers().get("x-amz-bucket-region"))
                .map(str::to_owned),
        };
        if let Err(error) = &answer {
            let refusal = Refusal::of(error);
            match refusal.status {
                404 => return vec![Check::missing(Item::Bucket, name, self.stack())],
                301 | 307 | 400 if found.is_some() => {}
                // somebody else's, or ours and not allowed: AWS does not tell these apart
                403 => {
                    let detail = format!("{name}: {}", refusal.said());
                    return vec![Check::missing(Item::Bucket, detail, self.grant())];
                }
                _ => {
                    let detail = format!("{name}: {}", refusal.said());
                    return vec![Check::cannot_tell(Item::Bucket, detail, "")];
                }
            }
        }
        let here = &self.settings.region;
        let region = match found {
            Some(found) => found,
            None => match self.location().await {
                Ok(found) => found,
                Err(refusal) => {
                    let unknown = refusal.cannot_tell(Item::BucketRegion, &self.grant());
                    return vec![Check::ok(Item::Bucket, name), unknown];
                }
            },
        };
        let place = if region == *here {
            Check::ok(Item::BucketRegion, region)
        } else if self.settings.allow_outside_eu || is_in_eu(&region) {
            let mend = format!("export DIZZY_BURST_REGION={region}");
            Check::missing(Item::BucketRegion, region, mend)
        } else {
            // a bucket cannot move
            let other = format!("{name}-eu");
            let stack = mend::stack(here, &other, self.prefix);
            let location = Location::S3 { bucket: other.clone(), prefix: self.prefix.to_owned() };
            let mend = format!("{stack} && export DIZZY_BURST_STORE={location}");
            Check::missing(Item::BucketRegion, region, mend)
        };
        vec![Check::ok(Item::Bucket, name), place]
    }

    /// Where the bucket is, when its head does not say.
    async fn location(&self) -> Result<String, Refusal> {
        let call = self.client.get_bucket_location().bucket(self.name);
        let answer = call.send().await.map_err(|error| Refusal::of(&error))?;
        let place = answer.location_constraint().map(BucketLocationConstraint::as_str);
        Ok(match place {
            None | Some("") => "us-east-1".to_owned(),
            Some("EU") => "eu-west-1".to_owned(),
            Some(region) => region.to_owned(),
        })
    }

    async fn public_access(&self) -> Check {
        let what = Item::PublicAccess;
        let mend = || {
            self.s3api(
                "put-public-access-block",
                "--public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,\
                 BlockPublicPolicy=true,RestrictPublicBuckets=true",
            )
        };
        let call = self.client.get_public_access_block().bucket(self.name);
        let answer = match call.send().await {
            Ok(answer) => answer,
            Err(error) => {
                let refusal = Refusal::of(&error);
                return if refusal.code == "NoSuchPublicAccessBlockConfiguration" {
                    Check::missing(what, "", mend())
                } else {
                    refusal.cannot_tell(what, &self.grant())
                };
            }
        };
        let block = answer.public_access_block_configuration();
        let off: Vec<&str> = [
            ("BlockPublicAcls", block.and_then(Block::block_public_acls)),
            ("IgnorePublicAcls", block.and_then(Block::ignore_public_acls)),
            ("BlockPublicPolicy", block.and_then(Block::block_public_policy)),
            ("RestrictPublicBuckets", block.and_then(Block::restrict_public_buckets)),
        ]
        .into_iter()
        .filter(|(_, flag)| *flag != Some(true))
        .map(|(name, _)| name)
        .collect();
        if off.is_empty() {
            Check::ok(what, "")
        } else {
            Check::missing(what, off.join(", "), mend())
        }
    }

    async fn encryption(&self) -> Check {
        let what = Item::Encryption;
        let mend = || {
            let rule =
                r#"{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}"#;
            let more = format!("--server-side-encryption-configuration {}", mend::quoted(rule));
            self.s3api("put-bucket-encryption", &more)
        };
        let call = self.client.get_bucket_encryption().bucket(self.name);
        match call.send().await {
            Ok(answer) => {
                let rules = answer.server_side_encryption_configuration();
                let how = rules
                    .map(ServerSideEncryptionConfiguration::rules)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|rule| rule.apply_server_side_encryption_by_default())
                    .map(|rule| rule.sse_algorithm().as_str())
                    .next();
                match how {
                    Some(how) => Check::ok(what, how),
                    None => Check::missing(what, "", mend()),
                }
            }
            Err(error) => {
                let refusal = Refusal::of(&error);
                if refusal.code == "ServerSideEncryptionConfigurationNotFoundError" {
                    Check::missing(what, "", mend())
                } else {
                    refusal.cannot_tell(what, &self.grant())
                }
            }
        }
    }

    async fn tls_only(&self) -> Check {
        let what = Item::TlsOnly;
        let call = self.client.get_bucket_policy().bucket(self.name);
        let policy = match call.send().await {
            Ok(answer) => answer.policy,
            Err(error) => {
                let refusal = Refusal::of(&error);
                if refusal.code != "NoSuchBucketPolicy" {
                    return refusal.cannot_tell(what, &self.grant());
                }
                None
            }
        };
        let arn = self.arn();
        if let Some(policy) = &policy
            && documents::refuses_plain_http(policy, &arn)
        {
            return Check::ok(what, "");
        }
        let better = mend::quoted(&documents::with_tls_only(policy.as_deref(), &arn));
        let mend = self.s3api("put-bucket-policy", &format!("--policy {better}"));
        Check::missing(what, "", mend)
    }

    /// The second net: what a run leaves behind goes by itself.
    pub(super) async fn lifecycle(&self, checks: &mut Vec<Check>) {
        let what = Item::Lifecycle;
        let call = self.client.get_bucket_lifecycle_configuration();
        let rules = match call.bucket(self.name).send().await {
            Ok(answer) => answer.rules.unwrap_or_default(),
            Err(error) => {
                let refusal = Refusal::of(&error);
                if refusal.code != "NoSuchLifecycleConfiguration" {
                    checks.push(refusal.cannot_tell(what, &self.grant()));
                    return;
                }
                Vec::new()
            }
        };
        let runs = self.runs();
        let covering = || rules.iter().filter(|rule| covers(rule, &runs));
        let expires = covering().any(|rule| rule.expiration().is_some_and(|e| e.days().is_some()));
        let aborts = covering().any(|rule| rule.abort_incomplete_multipart_upload().is_some());
        checks.push(if expires && aborts {
            Check::ok(what, runs)
        } else {
            let more = documents::lifecycle_rules(&runs).to_string();
            Check::missing(what, runs, self.lifecycle_mend(&more, rules.is_empty()))
        });
    }

    /// Rules are replaced as a whole, so those that are there are kept.
    fn lifecycle_mend(&self, more: &str, is_empty: bool) -> String {
        let put = "put-bucket-lifecycle-configuration";
        if is_empty {
            let rules = mend::quoted(&format!(r#"{{"Rules":{more}}}"#));
            return self.s3api(put, &format!("--lifecycle-configuration {rules}"));
        }
        let get = self.s3api("get-bucket-lifecycle-configuration", "--output json");
        let join = mend::quoted(&format!(r#"{{"Rules":(.Rules+{more})}}"#));
        let put = self.s3api(put, "--lifecycle-configuration file://lifecycle.json");
        format!("{get} | jq {join} >lifecycle.json && {put}")
    }

    /// Writes an object under conditions that hold and that do not, and deletes it.
    pub(super) fn conditional_writes(&self) -> Check {
        let what = Item::ConditionalWrites;
        let moment = SystemTime::now().duration_since(UNIX_EPOCH);
        let nanos = moment.map_or(0, |since| since.as_nanos());
        let key = format!("doctor/{}-{nanos}", std::process::id());
        let store = Retrying::new(self.store.clone());
        let tried = try_conditions(&store, &key);
        let deleted = store.delete(&[key]);
        match (tried, deleted) {
            (Ok(None), Ok(())) => Check::ok(what, ""),
            (Ok(Some(ignored)), _) => Check::missing(what, ignored, self.stack()),
            (Err(error), _) | (Ok(None), Err(error)) => {
                let mend = if matches!(error, StoreError::Denied { .. }) {
                    self.grant()
                } else {
                    String::new()
                };
                let state =
                    if mend.is_empty() { super::State::CannotTell } else { super::State::Missing };
                Check::new(what, state, error.to_string(), mend)
            }
        }
    }
}

/// The condition that the store ignores, if any.
fn try_conditions(store: &dyn ObjectStore, key: &str) -> Result<Option<&'static str>, StoreError> {
    let Put::Done(first) = store.put(key, b"1", &Condition::Absent)? else {
        return Ok(Some("If-None-Match"));
    };
    if store.put(key, b"2", &Condition::Absent)? != Put::Refused {
        return Ok(Some("If-None-Match"));
    }
    let unchanged = Condition::Unchanged(first);
    if store.put(key, b"3", &unchanged)? == Put::Refused
        || store.put(key, b"4", &unchanged)? != Put::Refused
    {
        return Ok(Some("If-Match"));
    }
    Ok(None)
}

/// Whether a lifecycle rule is in force for all names that begin with `runs`.
fn covers(rule: &LifecycleRule, runs: &str) -> bool {
    #[expect(deprecated, reason = "old rules have their prefix there")]
    let old = rule.prefix();
    let prefix = match rule.filter() {
        Some(filter)
            if filter.and().is_some()
                || filter.tag().is_some()
                || filter.object_size_greater_than().is_some()
                || filter.object_size_less_than().is_some() =>
        {
            return false;
        }
        Some(filter) => filter.prefix().or(old),
        None => old,
    };
    rule.status() == &ExpirationStatus::Enabled && runs.starts_with(prefix.unwrap_or_default())
}
