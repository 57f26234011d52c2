//! The account: whose credentials these are, what machines start with, and how many are allowed.

use aws_config::SdkConfig;
use aws_sdk_sts::error::SdkError;

use super::answer::Refusal;
use super::launch::Launch;
use super::{Check, Item, mend};
use crate::settings::Burst;

/// vCPUs of running standard spot instances (A, C, D, H, I, M, R, T, Z).
const SPOT_VCPUS: &str = "L-34B43A08";

const ON_DEMAND_VCPUS: &str = "L-1216C47A";

/// Whose credentials are in use.
#[derive(Debug)]
pub(super) struct Caller {
    pub account: String,
    pub arn: String,
}

/// Asks whose credentials these are.
pub(super) async fn caller(config: &SdkConfig) -> Result<Caller, Check> {
    let client = aws_sdk_sts::Client::new(config);
    match client.get_caller_identity().send().await {
        Ok(identity) => Ok(Caller {
            account: identity.account().unwrap_or_default().to_owned(),
            arn: identity.arn().unwrap_or_default().to_owned(),
        }),
        Err(error) => {
            let refusal = Refusal::of(&error);
            let detail = refusal.said();
            // without credentials nothing is sent
            let is_unsent = matches!(
                &error,
                SdkError::DispatchFailure(failure) if !failure.is_io() && !failure.is_timeout()
            );
            Err(if is_unsent {
                Check::missing(Item::Credentials, "", login())
            } else if refusal.is_about_credentials() {
                Check::missing(Item::Credentials, refusal.code, login())
            } else {
                Check::cannot_tell(Item::Credentials, detail, "")
            })
        }
    }
}

/// What gives credentials here: a session of IAM Identity Center where one is configured.
fn login() -> String {
    let config = std::env::var_os("AWS_CONFIG_FILE").map_or_else(
        || {
            std::path::PathBuf::from(std::env::var_os("HOME").unwrap_or_default())
                .join(".aws/config")
        },
        Into::into,
    );
    let has_sso = std::fs::read_to_string(config).is_ok_and(|text| text.contains("sso_"));
    let command = if has_sso { "aws sso login" } else { "aws configure" };
    match std::env::var("AWS_PROFILE") {
        Ok(profile) => format!("{command} --profile {profile}"),
        Err(_) => command.to_owned(),
    }
}

pub(super) struct Account<'a> {
    config: &'a SdkConfig,
    settings: &'a Burst,
    caller: &'a Caller,
    stack: &'a str,
}

impl<'a> Account<'a> {
    /// `stack` is the command that makes what is missing.
    pub(super) fn new(
        config: &'a SdkConfig,
        settings: &'a Burst,
        caller: &'a Caller,
        stack: &'a str,
    ) -> Self {
        Self { config, settings, caller, stack }
    }

    pub(super) async fn check(&self, checks: &mut Vec<Check>) {
        let grant = mend::grant(&self.caller.arn, &self.caller.account);
        Launch::new(self.config, self.settings, self.stack, &grant).check(checks).await;
        let mut quotas = vec![(Item::OnDemandQuota, ON_DEMAND_VCPUS)];
        if self.settings.spot {
            quotas.insert(0, (Item::SpotQuota, SPOT_VCPUS));
        }
        let client = aws_sdk_servicequotas::Client::new(self.config);
        for (what, code) in quotas {
            let call = client.get_service_quota().service_code("ec2");
            let answer = call.quota_code(code).send().await;
            checks.push(match answer {
                Ok(answer) => {
                    let vcpus =
                        answer.quota().and_then(aws_sdk_servicequotas::types::ServiceQuota::value);
                    self.quota(what, code, vcpus.unwrap_or_default())
                }
                Err(error) => Refusal::of(&error).cannot_tell(what, &grant),
            });
        }
    }

    fn quota(&self, what: Item, code: &str, vcpus: f64) -> Check {
        let detail = format!("{vcpus:.0}");
        if vcpus >= 1.0 {
            return Check::ok(what, detail);
        }
        let wish = self.settings.max_workers.max(1) * 4; // the largest of the default types
        let region = &self.settings.region;
        let mend = format!(
            "aws service-quotas request-service-quota-increase --region {region} --service-code ec2 \
             --quota-code {code} --desired-value {wish}"
        );
        Check::missing(what, detail, mend)
    }
}
