//! Launch templates: one for each request, found again by its name.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::{
    LaunchTemplate, LaunchTemplateBlockDeviceMappingRequest, LaunchTemplateEbsBlockDeviceRequest,
    LaunchTemplateHttpTokensState, LaunchTemplateIamInstanceProfileSpecificationRequest,
    LaunchTemplateInstanceMetadataEndpointState, LaunchTemplateInstanceMetadataOptionsRequest,
    LaunchTemplateTagSpecificationRequest, RequestLaunchTemplateData, ResourceType,
    ShutdownBehavior, Tag, TagSpecification, VolumeType,
};

use jiff::{Span, Timestamp};

use crate::fleet::{FleetError, LaunchRequest};
use crate::settings::Burst;
use office::ledger::RunId;

use super::answer::Refusal;
use super::ground::Ground;
use super::{ROUND_TAG, RUN_TAG, TOKEN_TAG, filter};

/// The tag with the time after which a template is nobody's any more, RFC 3339.
const EXPIRES_TAG: &str = "dizzy:expires";

/// A template without that tag is nobody's so long after it was made.
const LONGEST_HOURS: i64 = 24;

/// What a request's template is called.
pub(super) fn name(request: &LaunchRequest) -> String {
    format!("dizzy-{}-{}", request.run, request.round)
}

pub(super) async fn exists(client: &Client, name: &str) -> Result<bool, FleetError> {
    let call = client.describe_launch_templates();
    let answer = call.filters(filter("launch-template-name", name)).send();
    let found = answer
        .await
        .map_err(|error| Refusal::of(&error).into_error("ec2:DescribeLaunchTemplates"))?;
    Ok(!found.launch_templates().is_empty())
}

/// Makes a request's template. Its name is its own, so a repeated call makes no second one.
pub(super) async fn create(
    client: &Client,
    settings: &Burst,
    ground: &Ground,
    request: &LaunchRequest,
    user_data: &str,
) -> Result<(), FleetError> {
    let tags = tags(request);
    // of the template alone: what the fleet is asked for must be the same in a second call
    let expires = Timestamp::now() + settings.worker_life.0;
    let expires = Tag::builder().key(EXPIRES_TAG).value(expires.to_string());
    let template = TagSpecification::builder()
        .resource_type(ResourceType::LaunchTemplate)
        .set_tags(Some(tags.clone()))
        .tags(expires.build());
    let call = client
        .create_launch_template()
        .launch_template_name(name(request))
        .launch_template_data(data(settings, ground, &tags, user_data))
        .tag_specifications(template.build());
    match call.send().await {
        Ok(_) => Ok(()),
        Err(error) => {
            let refusal = Refusal::of(&error);
            // an answer was lost, or this is a coordinator's second life
            if refusal.code == "InvalidLaunchTemplateName.AlreadyExistsException" {
                Ok(())
            } else {
                Err(refusal.into_error("ec2:CreateLaunchTemplate"))
            }
        }
    }
}

pub(super) fn tags(request: &LaunchRequest) -> Vec<Tag> {
    let round = request.round.to_string();
    let name = format!("dizzy {}", request.run);
    [
        ("Name", name.as_str()),
        (RUN_TAG, &request.run.0),
        (ROUND_TAG, &round),
        (TOKEN_TAG, &request.token),
    ]
    .map(|(key, value)| Tag::builder().key(key).value(value).build())
    .to_vec()
}

fn data(
    settings: &Burst,
    ground: &Ground,
    tags: &[Tag],
    user_data: &str,
) -> RequestLaunchTemplateData {
    let tagged = |kind| {
        LaunchTemplateTagSpecificationRequest::builder()
            .resource_type(kind)
            .set_tags(Some(tags.to_vec()))
            .build()
    };
    let gib = i32::try_from(settings.volume_gib).unwrap_or(i32::MAX);
    let volume = LaunchTemplateEbsBlockDeviceRequest::builder()
        .volume_type(VolumeType::Gp3)
        .volume_size(gib.max(ground.image_gib))
        .encrypted(true)
        .delete_on_termination(true)
        .build();
    let root = LaunchTemplateBlockDeviceMappingRequest::builder()
        .device_name(&ground.root)
        .ebs(volume)
        .build();
    // a token for every question, and none that passes a router
    let metadata = LaunchTemplateInstanceMetadataOptionsRequest::builder()
        .http_endpoint(LaunchTemplateInstanceMetadataEndpointState::Enabled)
        .http_tokens(LaunchTemplateHttpTokensState::Required)
        .http_put_response_hop_limit(1)
        .build();
    let profile = &settings.instance_profile;
    let by = LaunchTemplateIamInstanceProfileSpecificationRequest::builder();
    let profile = if profile.starts_with("arn:") { by.arn(profile) } else { by.name(profile) };
    RequestLaunchTemplateData::builder()
        .image_id(&ground.image)
        .user_data(base64(user_data.as_bytes()))
        .iam_instance_profile(profile.build())
        .security_group_ids(&ground.group)
        .metadata_options(metadata)
        .block_device_mappings(root)
        .instance_initiated_shutdown_behavior(ShutdownBehavior::Terminate)
        .tag_specifications(tagged(ResourceType::Instance))
        .tag_specifications(tagged(ResourceType::Volume))
        .build()
}

fn base64(bytes: &[u8]) -> String {
    aws_smithy_types::base64::encode(bytes)
}

/// Whether nobody can want a template any more.
fn is_expired(template: &LaunchTemplate, now: Timestamp) -> bool {
    let tag = template.tags().iter().find(|tag| tag.key() == Some(EXPIRES_TAG));
    let expires = tag.and_then(|tag| tag.value()?.parse::<Timestamp>().ok()).or_else(|| {
        let made = Timestamp::from_second(template.create_time()?.secs()).ok()?;
        made.checked_add(Span::new().hours(LONGEST_HOURS)).ok()
    });
    expires.is_some_and(|expires| expires < now)
}

/// Removes the templates of a run, or all of dizzy's that have expired; their names.
pub(super) async fn remove(
    client: &Client,
    run: Option<&RunId>,
) -> Result<Vec<String>, FleetError> {
    let by = run.map_or_else(
        || filter("tag-key", RUN_TAG),
        |run| filter(&format!("tag:{RUN_TAG}"), &run.0),
    );
    let (mut names, mut next, now) = (Vec::new(), None, Timestamp::now());
    loop {
        let call = client.describe_launch_templates().filters(by.clone());
        let page = call
            .set_next_token(next)
            .send()
            .await
            .map_err(|error| Refusal::of(&error).into_error("ec2:DescribeLaunchTemplates"))?;
        let found = page.launch_templates.unwrap_or_default();
        let found = found.into_iter().filter(|t| run.is_some() || is_expired(t, now));
        names.extend(found.filter_map(|t| t.launch_template_name));
        next = page.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            break;
        }
    }
    let mut removed = Vec::new();
    for name in names {
        let call = client.delete_launch_template().launch_template_name(&name);
        if let Err(error) = call.send().await {
            let refusal = Refusal::of(&error);
            // somebody else was quicker, or an answer was lost
            if !refusal.code.contains("NotFound") {
                return Err(refusal.into_error("ec2:DeleteLaunchTemplate"));
            }
        }
        removed.push(name);
    }
    Ok(removed)
}
