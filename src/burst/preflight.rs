//! Whether a burst can begin: what the account, the bucket and the machines need, each with what mends it.
//!
//! Nothing is changed: settings are read, launches are asked for as dry runs, and the one object that is written, to
//! see conditional writes at work, is deleted again.

#[cfg(feature = "aws")]
mod account;
#[cfg(feature = "aws")]
mod answer;
#[cfg(feature = "aws")]
mod bucket;
#[cfg(feature = "aws")]
mod documents;
mod folder;
#[cfg(feature = "aws")]
mod launch;
#[cfg(feature = "aws")]
mod mend;

pub use crate::check::{Check, Item, State};
use crate::settings::Burst;
use crate::store::{Location, StoreError};
use crate::{BurstError, Error};

/// AWS regions in member states of the European Union. London (eu-west-2) and Zürich (eu-central-2) are not.
pub(crate) const EU_REGIONS: [&str; 7] = [
    "eu-central-1",   // Frankfurt
    "eu-north-1",     // Stockholm
    "eu-south-1",     // Milan
    "eu-south-2",     // Aragón
    "eu-west-1",      // Dublin
    "eu-west-3",      // Paris
    "eusc-de-east-1", // Brandenburg, the European Sovereign Cloud
];

/// Everything that a burst with this store needs, looked at; what is missing does not stop the rest where the rest
/// can still be told.
pub fn check(settings: &Burst, location: &Location) -> Vec<Check> {
    match location {
        Location::Directory(dir) => folder::check(dir),
        Location::S3 { bucket, prefix } => {
            let mut checks = vec![region(settings)];
            s3(settings, bucket, prefix, true, &mut checks);
            checks
        }
    }
}

/// What a burst refuses to start without: for a bucket valid credentials, a region in the European Union, and a bucket
/// that is there, ours, private, encrypted, and refuses plain HTTP; for a folder the right to write.
///
/// # Errors
/// [`BurstError::OutsideEu`], [`BurstError::Lacks`] with the command that mends it, or [`StoreError::NoAws`].
pub(crate) fn require(settings: &Burst, location: &Location) -> Result<(), Error> {
    let mut checks = Vec::new();
    match location {
        // a folder that is not there yet is made when the store is opened
        Location::Directory(dir) if !dir.exists() => {}
        Location::Directory(dir) => checks.push(folder::writable(dir)),
        Location::S3 { .. } if cfg!(not(feature = "aws")) => return Err(StoreError::NoAws.into()),
        Location::S3 { bucket, prefix } => {
            if region(settings).state != State::Ok {
                let region = settings.region.clone();
                return Err(BurstError::OutsideEu { region }.into());
            }
            s3(settings, bucket, prefix, false, &mut checks);
        }
    }
    match checks.into_iter().find(|check| check.state != State::Ok) {
        Some(check) => Err(BurstError::Lacks(Box::new(check)).into()),
        None => Ok(()),
    }
}

/// Whether documents would stay in the European Union.
fn region(settings: &Burst) -> Check {
    let region = settings.region.as_str();
    if settings.allow_outside_eu || is_in_eu(region) {
        Check::ok(Item::Region, region)
    } else {
        let mend = "export DIZZY_BURST_REGION=eu-central-1";
        Check::missing(Item::Region, region, mend)
    }
}

/// Whether an AWS region is in the European Union.
pub(crate) fn is_in_eu(region: &str) -> bool {
    EU_REGIONS.contains(&region)
}

/// The checks of a bucket: all of them, or only those that a burst does not start without.
#[cfg(feature = "aws")]
fn s3(settings: &Burst, bucket: &str, prefix: &str, all: bool, checks: &mut Vec<Check>) {
    let config = crate::aws::config(&settings.region);
    let caller = crate::aws::wait_for(account::caller(&config));
    let caller = match caller {
        Ok(caller) => caller,
        Err(check) => return checks.push(check),
    };
    checks.push(Check::ok(Item::Credentials, caller.arn.clone()));
    let bucket = bucket::Bucket::new(&config, settings, bucket, prefix, &caller);
    crate::aws::wait_for(bucket.check(checks));
    if !all {
        return;
    }
    let is_there =
        checks.iter().any(|check| check.what == Item::BucketRegion && check.state == State::Ok);
    if is_there {
        crate::aws::wait_for(bucket.lifecycle(checks));
        checks.push(bucket.conditional_writes());
    }
    let stack = bucket.stack();
    let account = account::Account::new(&config, settings, &caller, &stack);
    crate::aws::wait_for(account.check(checks));
}

#[cfg(not(feature = "aws"))]
fn s3(_: &Burst, _: &str, _: &str, _: bool, checks: &mut Vec<Check>) {
    let mend = "cargo install --path . --features aws";
    checks.push(Check::missing(Item::Program, "", mend));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_continent_is_not_the_union() {
        let mut settings = Burst::default();
        for (name, is_in) in [
            ("eu-central-1", true),
            ("eu-west-1", true),
            ("eusc-de-east-1", true),
            ("eu-west-2", false),    // London
            ("eu-central-2", false), // Zürich
            ("us-east-1", false),
            ("eu", false),
        ] {
            name.clone_into(&mut settings.region);
            assert_eq!(region(&settings).state == State::Ok, is_in, "{name}");
        }
        settings.allow_outside_eu = true;
        assert_eq!(region(&settings).state, State::Ok);
    }

    /// Who holds the coordinator's rights can start the machines of the settings and nothing else.
    #[test]
    fn the_documented_rights_are_bounded_by_type_image_and_profile() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/aws/");
        let read = |name: &str| std::fs::read_to_string(format!("{root}{name}")).unwrap();
        let policy: serde_json::Value =
            serde_json::from_str(&read("coordinator-policy.json")).unwrap();
        let settings = Burst::default();
        let about = |what: &str| {
            let mut all = policy["Statement"].as_array().unwrap().iter().filter(|statement| {
                statement["Action"] == serde_json::json!(["ec2:RunInstances"])
                    && statement["Resource"].to_string().contains(what)
            });
            let one = all.next().unwrap()["Condition"].clone();
            assert!(all.next().is_none(), "{what} twice");
            one
        };
        let machine = about(":instance/*");
        assert_eq!(
            machine["StringEquals"]["ec2:InstanceType"],
            serde_json::json!(settings.instance_types)
        );
        let profile = machine["ArnEquals"]["ec2:InstanceProfile"].as_str().unwrap();
        assert!(profile.ends_with(&format!("/{}", settings.instance_profile)), "{profile}");
        assert_eq!(machine["Null"]["aws:RequestTag/dizzy:run"], "false");
        let owners = about(":image/*")["StringEquals"]["ec2:Owner"].clone();
        assert!(owners.as_array().unwrap().contains(&"ACCOUNT".into()), "{owners}");
        #[cfg(feature = "aws")]
        assert!(owners.as_array().unwrap().contains(&crate::fleet::ec2::DEBIAN.into()), "{owners}");
        let stack = read("dizzy.yaml");
        assert!(stack.contains(&format!("Default: {}\n", settings.instance_types.join(","))));
    }

    #[test]
    fn a_burst_outside_the_union_is_refused_before_anything_is_asked() {
        let settings = Burst { region: "us-east-1".to_owned(), ..Burst::default() };
        let location = "s3://kantoor/dizzy".parse().unwrap();
        let error = require(&settings, &location).unwrap_err();
        if cfg!(feature = "aws") {
            assert!(
                matches!(&error, Error::Burst(BurstError::OutsideEu { region }) if region == "us-east-1"),
                "{error}"
            );
        } else {
            assert!(matches!(error, Error::Store(StoreError::NoAws)), "{error}");
        }
    }
}
