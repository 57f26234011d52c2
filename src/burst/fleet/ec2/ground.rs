//! What machines start with: an image, a security group, subnets.

use aws_sdk_ec2::Client;
use aws_sdk_ec2::operation::describe_images::builders::DescribeImagesFluentBuilder;
use aws_sdk_ec2::operation::describe_security_groups::builders::DescribeSecurityGroupsFluentBuilder;
use aws_sdk_ec2::operation::describe_subnets::builders::DescribeSubnetsFluentBuilder;
use aws_sdk_ec2::types::{Filter, Image, SecurityGroup};

use crate::fleet::FleetError;
use crate::settings::Burst;

use super::answer::{Refusal, other};
use super::filter;

/// Debian's account at AWS.
pub(crate) const DEBIAN: &str = "136693071363";

/// Releases of Debian that workers run on, the newest first.
const RELEASES: [u32; 2] = [13, 12];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ground {
    pub image: String,
    /// Where the image has its root volume (`/dev/xvda`).
    pub root: String,
    /// The least room that the image needs, GiB.
    pub image_gib: i32,
    pub group: String,
    /// Subnets and their zones, in the order of their names, so that a repeated request is the same.
    pub subnets: Vec<(String, String)>,
}

/// Asks for the image of the settings, or for Debian's of this program's architecture; also says what is looked for.
pub(crate) fn image_query(
    client: &Client,
    settings: &Burst,
) -> (DescribeImagesFluentBuilder, String) {
    let call = client.describe_images();
    if !settings.image.is_empty() {
        return (call.image_ids(&settings.image), settings.image.clone());
    }
    let arch = if std::env::consts::ARCH == "aarch64" { "arm64" } else { "amd64" };
    let names = RELEASES.map(|release| format!("debian-{release}-{arch}-*"));
    let looked_for = format!("{} (account {DEBIAN})", names.join(", "));
    let by_name = Filter::builder().name("name").set_values(Some(names.to_vec())).build();
    (call.owners(DEBIAN).filters(by_name), looked_for)
}

/// The newest build of the newest release.
pub(crate) fn newest_image(images: &[Image]) -> Option<&Image> {
    let release = |image: &Image| {
        let name = image.name().unwrap_or_default();
        RELEASES
            .iter()
            .position(|release| name.starts_with(&format!("debian-{release}-")))
            .unwrap_or(RELEASES.len())
    };
    images.iter().max_by_key(|image| {
        let age = std::cmp::Reverse(release(image));
        (age, image.creation_date().map(str::to_owned))
    })
}

/// Asks for a security group by id or name.
pub(crate) fn group_query(client: &Client, wanted: &str) -> DescribeSecurityGroupsFluentBuilder {
    let by = if wanted.starts_with("sg-") { "group-id" } else { "group-name" };
    client.describe_security_groups().filters(filter(by, wanted))
}

/// Asks for these subnets, or for those of the default VPC when none is named.
pub(crate) fn subnet_query(client: &Client, wanted: &[String]) -> DescribeSubnetsFluentBuilder {
    let call = client.describe_subnets();
    if wanted.is_empty() {
        call.filters(filter("default-for-az", "true"))
    } else {
        call.set_subnet_ids(Some(wanted.to_vec()))
    }
}

pub(super) async fn look_up(client: &Client, settings: &Burst) -> Result<Ground, FleetError> {
    let (query, looked_for) = image_query(client, settings);
    let images = match query.send().await {
        Ok(answer) => answer.images.unwrap_or_default(),
        Err(error) => {
            let refusal = Refusal::of(&error);
            return Err(if refusal.code.starts_with("InvalidAMIID") {
                FleetError::NoImage { detail: refusal.said() }
            } else {
                refusal.into_error("ec2:DescribeImages")
            });
        }
    };
    let no_image = || FleetError::NoImage { detail: looked_for.clone() };
    let image = newest_image(&images).ok_or_else(no_image)?;
    let root = image.root_device_name().unwrap_or("/dev/xvda");
    let image_gib = image
        .block_device_mappings()
        .iter()
        .filter(|mapping| mapping.device_name() == Some(root))
        .filter_map(|mapping| mapping.ebs()?.volume_size())
        .max();

    let action = "ec2:DescribeSubnets";
    let answer = subnet_query(client, &settings.subnets).send().await;
    let found = answer.map_err(|error| Refusal::of(&error).into_error(action))?;
    let vpc = found.subnets().first().and_then(|subnet| subnet.vpc_id());
    let mut subnets: Vec<(String, String)> = found
        .subnets()
        .iter()
        .filter_map(|subnet| {
            let zone = subnet.availability_zone().unwrap_or_default();
            Some((subnet.subnet_id()?.to_owned(), zone.to_owned()))
        })
        .collect();
    subnets.sort();
    if subnets.is_empty() {
        return Err(other(action, "there is no default VPC, and no subnet is set"));
    }

    let action = "ec2:DescribeSecurityGroups";
    let wanted = &settings.security_group;
    let answer = group_query(client, wanted).send().await;
    let found = answer.map_err(|error| Refusal::of(&error).into_error(action))?;
    // the same name may exist in several networks
    let is_near = |group: &&SecurityGroup| group.vpc_id() == vpc;
    let groups = found.security_groups();
    let group = groups
        .iter()
        .find(is_near)
        .or(groups.first())
        .and_then(|group| group.group_id())
        .ok_or_else(|| other(action, format!("there is no security group {wanted}")))?;
    Ok(Ground {
        image: image.image_id().ok_or_else(no_image)?.to_owned(),
        root: root.to_owned(),
        image_gib: image_gib.unwrap_or_default(),
        group: group.to_owned(),
        subnets,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_build_of_the_newest_release_is_taken() {
        let image = |name: &str, date: &str| {
            Image::builder().image_id(format!("ami-{name}")).name(name).creation_date(date).build()
        };
        let images = [
            image("debian-13-amd64-20260914-2234", "2026-09-14T00:00:00.000Z"),
            image("debian-13-amd64-20261012-2262", "2026-10-12T00:00:00.000Z"),
            image("debian-12-amd64-20261101-2300", "2026-11-01T00:00:00.000Z"),
        ];
        let newest = newest_image(&images).unwrap();
        assert_eq!(newest.name(), Some("debian-13-amd64-20261012-2262"));
        assert_eq!(newest_image(&images[2..]), Some(&images[2]));
        assert_eq!(newest_image(&[]), None);
    }
}
