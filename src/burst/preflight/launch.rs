//! What machines start with, and whether they may: looked up, and asked for as dry runs.

use aws_config::SdkConfig;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::types::{
    FleetLaunchTemplateConfigRequest, FleetLaunchTemplateSpecificationRequest, FleetType,
    IamInstanceProfileSpecification, InstanceType, RequestLaunchTemplateData, ResourceType,
    ShutdownBehavior, Tag, TagSpecification, TargetCapacitySpecificationRequest,
};

use super::answer::Refusal;
use super::{Check, Item};
use crate::fleet::ec2::{DEBIAN, RUN_TAG, group_query, image_query, newest_image, subnet_query};
use crate::settings::Burst;

pub(super) struct Launch<'a> {
    client: Client,
    settings: &'a Burst,
    stack: &'a str,
    grant: &'a str,
}

/// What was found to start with.
#[derive(Debug, Default)]
struct Ready {
    image: Option<String>,
    group: Option<String>,
    subnet: Option<String>,
}

impl<'a> Launch<'a> {
    pub(super) fn new(
        config: &SdkConfig,
        settings: &'a Burst,
        stack: &'a str,
        grant: &'a str,
    ) -> Self {
        Self { client: Client::new(config), settings, stack, grant }
    }

    pub(super) async fn check(&self, checks: &mut Vec<Check>) {
        let mut ready = Ready::default();
        let image = self.image().await;
        let group = self.security_group().await;
        let subnet = self.subnets().await;
        for (found, check) in
            [(&mut ready.image, image), (&mut ready.group, group), (&mut ready.subnet, subnet)]
        {
            let (id, check) = check;
            *found = id;
            checks.push(check);
        }
        let mut lacking = self.rights().await;
        if let (Some(image), Some(group)) = (&ready.image, &ready.group) {
            let answer = self.run(image, group, ready.subnet.as_deref()).await;
            checks.extend(self.launch(&answer, &mut lacking));
        }
        checks.push(if lacking.is_empty() {
            Check::ok(Item::Rights, "")
        } else {
            Check::missing(Item::Rights, lacking.join(", "), self.grant)
        });
    }

    async fn image(&self) -> (Option<String>, Check) {
        let what = Item::Image;
        let (call, looked_for) = image_query(&self.client, self.settings);
        match call.send().await {
            Ok(answer) => {
                let newest = newest_image(answer.images());
                match newest.and_then(|image| image.image_id()) {
                    Some(id) => {
                        let name = newest.and_then(|image| image.name()).unwrap_or_default();
                        (Some(id.to_owned()), Check::ok(what, format!("{id} {name}")))
                    }
                    None => (None, Check::missing(what, looked_for, self.unset_image())),
                }
            }
            Err(error) => {
                let refusal = Refusal::of(&error);
                let check = if refusal.code.starts_with("InvalidAMIID") {
                    Check::missing(what, looked_for, self.unset_image())
                } else {
                    refusal.cannot_tell(what, self.grant)
                };
                (None, check)
            }
        }
    }

    /// Debian's own image when another was asked for; else the list of what there is.
    fn unset_image(&self) -> String {
        if self.settings.image.is_empty() {
            let region = &self.settings.region;
            format!(
                "aws ec2 describe-images --region {region} --owners {DEBIAN} --query 'Images[].Name'"
            )
        } else {
            "export DIZZY_BURST_IMAGE=".to_owned()
        }
    }

    async fn security_group(&self) -> (Option<String>, Check) {
        let what = Item::SecurityGroup;
        let wanted = &self.settings.security_group;
        match group_query(&self.client, wanted).send().await {
            Ok(answer) => match answer.security_groups().first() {
                Some(group) => {
                    let id = group.group_id().unwrap_or_default().to_owned();
                    let check = if group.ip_permissions().is_empty() {
                        Check::ok(what, format!("{id} {wanted}"))
                    } else {
                        // workers are never called; an open port is only a risk
                        let region = &self.settings.region;
                        let mend = format!(
                            "aws ec2 revoke-security-group-ingress --region {region} --group-id {id} --ip-permissions \
                             \"$(aws ec2 describe-security-groups --region {region} --group-ids {id} --query \
                             'SecurityGroups[0].IpPermissions' --output json)\""
                        );
                        Check::missing(what, format!("{id} {wanted}: inbound"), mend)
                    };
                    (Some(id), check)
                }
                None => (None, Check::missing(what, wanted, self.stack)),
            },
            Err(error) => (None, Refusal::of(&error).cannot_tell(what, self.grant)),
        }
    }

    async fn subnets(&self) -> (Option<String>, Check) {
        let what = Item::Subnets;
        let wanted = &self.settings.subnets;
        let mend = if wanted.is_empty() {
            let region = &self.settings.region;
            format!("aws ec2 create-default-vpc --region {region}")
        } else {
            "export DIZZY_BURST_SUBNETS=".to_owned()
        };
        match subnet_query(&self.client, wanted).send().await {
            Ok(answer) => match answer.subnets() {
                [] => (None, Check::missing(what, "0", mend)),
                [first, ..] => {
                    let count = answer.subnets().len();
                    let first = first.subnet_id().map(str::to_owned);
                    (first, Check::ok(what, count.to_string()))
                }
            },
            Err(error) => {
                let refusal = Refusal::of(&error);
                let check = if refusal.code.starts_with("InvalidSubnet") {
                    Check::missing(what, wanted.join(", "), mend)
                } else {
                    refusal.cannot_tell(what, self.grant)
                };
                (None, check)
            }
        }
    }

    /// The rights that lack, of the calls that a launch is made of.
    async fn rights(&self) -> Vec<&'static str> {
        let mut lacking = Vec::new();
        let mut note = |action, denied| {
            if denied {
                lacking.push(action);
            }
        };
        let client = &self.client;
        let call = client.describe_instances().dry_run(true);
        note("ec2:DescribeInstances", denied(call.send().await));
        let call = client.describe_launch_templates().dry_run(true);
        note("ec2:DescribeLaunchTemplates", denied(call.send().await));
        let call = client.describe_instance_types().dry_run(true);
        note("ec2:DescribeInstanceTypes", denied(call.send().await));
        let call = client.describe_spot_price_history().dry_run(true);
        note("ec2:DescribeSpotPriceHistory", denied(call.send().await));
        let call = client
            .create_launch_template()
            .dry_run(true)
            .launch_template_name("dizzy-doctor")
            .launch_template_data(RequestLaunchTemplateData::builder().build())
            .tag_specifications(tags(ResourceType::LaunchTemplate));
        note("ec2:CreateLaunchTemplate", denied(call.send().await));
        let template = FleetLaunchTemplateSpecificationRequest::builder()
            .launch_template_name("dizzy-doctor")
            .version("$Default")
            .build();
        let one = FleetLaunchTemplateConfigRequest::builder()
            .launch_template_specification(template)
            .build();
        let count = TargetCapacitySpecificationRequest::builder().total_target_capacity(1).build();
        let call = client
            .create_fleet()
            .dry_run(true)
            .r#type(FleetType::Instant)
            .launch_template_configs(one)
            .target_capacity_specification(count)
            .tag_specifications(tags(ResourceType::Fleet));
        note("ec2:CreateFleet", denied(call.send().await));
        lacking
    }

    /// Asks for a machine as a burst does, without getting one.
    async fn run(&self, image: &str, group: &str, subnet: Option<&str>) -> Refusal {
        let profile = IamInstanceProfileSpecification::builder()
            .name(&self.settings.instance_profile)
            .build();
        let kind = self.settings.instance_types.first();
        let answer = self
            .client
            .run_instances()
            .dry_run(true)
            .min_count(1)
            .max_count(1)
            .image_id(image)
            .set_instance_type(kind.map(|kind| InstanceType::from(kind.as_str())))
            .security_group_ids(group)
            .set_subnet_id(subnet.map(str::to_owned))
            .iam_instance_profile(profile)
            .instance_initiated_shutdown_behavior(ShutdownBehavior::Terminate)
            .tag_specifications(tags(ResourceType::Instance))
            .tag_specifications(tags(ResourceType::Volume))
            .send()
            .await;
        match answer {
            Err(error) => Refusal::of(&error),
            // AWS always answers a dry run with an error
            Ok(_) => {
                Refusal { code: "DryRunOperation".to_owned(), message: String::new(), status: 200 }
            }
        }
    }

    /// What the dry run of a launch says: about the instance profile, the rights, or something else.
    fn launch(&self, answer: &Refusal, lacking: &mut Vec<&'static str>) -> Vec<Check> {
        let profile = &self.settings.instance_profile;
        if answer.code == "DryRunOperation" {
            return vec![Check::ok(Item::InstanceProfile, profile), Check::ok(Item::Launch, "")];
        }
        if answer.message.contains("nstanceProfile") || answer.message.contains("nstance Profile") {
            return vec![Check::missing(Item::InstanceProfile, profile, self.stack)];
        }
        if answer.is_denied() {
            let is_role = answer.message.contains("iam:PassRole");
            lacking.push(if is_role { "iam:PassRole" } else { "ec2:RunInstances" });
            return Vec::new();
        }
        let said = answer.said();
        vec![if answer.status == 0 || answer.status >= 500 {
            Check::cannot_tell(Item::Launch, said, "")
        } else {
            Check::missing(Item::Launch, said, self.stack)
        }]
    }
}

/// Whether a dry run was refused for want of rights; other complaints come after that question.
fn denied<T, E>(answer: Result<T, SdkError<E>>) -> bool
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
{
    answer.is_err_and(|error| Refusal::of(&error).is_denied())
}

/// The tags of what a burst makes; rights depend on them.
fn tags(kind: ResourceType) -> TagSpecification {
    let run = Tag::builder().key(RUN_TAG).value("doctor").build();
    TagSpecification::builder().resource_type(kind).tags(run).build()
}
