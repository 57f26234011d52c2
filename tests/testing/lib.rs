//! What tests, benches and examples of several crates share. It knows none of them, so that whoever uses it builds no
//! other; only `pages` needs `reading`.
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

pub mod books;
mod corpus;
#[cfg(feature = "pages")]
pub mod drawing;
pub mod pdf;
pub mod rig;

pub use corpus::{corpus, files};

use std::path::Path;
use std::process::Command;

/// What the coordinator asks of AWS, in the words of IAM policies. `examples/aws/coordinator-policy.json` allows
/// exactly these.
pub const COORDINATOR_ACTIONS: [&str; 27] = [
    "ec2:CreateFleet",
    "ec2:CreateLaunchTemplate",
    "ec2:CreateTags", // within CreateFleet and CreateLaunchTemplate: machines are born with their tags
    "ec2:DeleteLaunchTemplate",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeInstances",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSpotPriceHistory",
    "ec2:DescribeSubnets",
    "ec2:RunInstances", // within CreateFleet
    "ec2:TerminateInstances",
    "iam:CreateServiceLinkedRole", // within the account's first CreateFleet
    "iam:PassRole",                // within CreateFleet: machines get the workers' role
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:GetBucketLocation",
    "s3:GetBucketPolicy",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
    "servicequotas:GetServiceQuota",
    "sts:GetCallerIdentity",
];

/// Unpacks a `.tar.gz`, by another process: what this one writes cannot be started while another test forks.
pub fn untar(archive: &Path, folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder");
    let status = Command::new("tar")
        .arg("-xzf")
        .arg(archive)
        .arg("-C")
        .arg(folder)
        .status()
        .expect("tar starts");
    assert!(status.success(), "{}", archive.display());
}
