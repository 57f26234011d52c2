//! What machines cost at the moment.

use std::collections::BTreeMap;
use std::time::SystemTime;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::primitives::DateTime;
use aws_sdk_ec2::types::{Filter, InstanceType, VCpuInfo};
use rust_decimal::Decimal;

use crate::fleet::prices::Prices;
use crate::fleet::{FleetError, Offer};
use crate::settings::Burst;

use super::answer::{Refusal, other};
use super::filter;

/// Prices of machines that boot Linux.
const PRODUCT: &str = "Linux/UNIX";

/// The types of the settings that the region has for this program, with their prices, the cheapest per vCPU first.
pub(super) async fn offers(client: &Client, settings: &Burst) -> Result<Vec<Offer>, FleetError> {
    let prices = Prices::known();
    let arch = if std::env::consts::ARCH == "aarch64" { "arm64" } else { "x86_64" };
    let wanted = if settings.instance_types.is_empty() {
        prices.default_types(arch)
    } else {
        settings.instance_types.clone()
    };
    let vcpus = vcpus(client, &wanted, arch).await?;
    let spot = if settings.spot { spot_usd(client, vcpus.keys()).await? } else { BTreeMap::new() };
    let mut offers = Vec::new();
    for (instance_type, vcpus) in vcpus {
        // without a price there is no limit to what a burst costs
        let Some(on_demand_usd) = prices.on_demand_usd(&instance_type, vcpus, &settings.region)
        else {
            continue;
        };
        offers.push(Offer {
            spot_usd: spot.get(&instance_type).copied(),
            instance_type,
            vcpus,
            on_demand_usd,
        });
    }
    if offers.is_empty() {
        let detail = format!(
            "no type for {arch} with a known price in {}: {}",
            settings.region,
            wanted.join(", ")
        );
        return Err(other("burst.instance_types", detail));
    }
    let each = |offer: &Offer| {
        offer.spot_usd.unwrap_or(offer.on_demand_usd) / Decimal::from(offer.vcpus.max(1))
    };
    offers.sort_by(|a, b| {
        let by_price = each(a).cmp(&each(b));
        by_price.then_with(|| a.instance_type.cmp(&b.instance_type))
    });
    Ok(offers)
}

/// The vCPUs of those of the types that the region has for this architecture.
async fn vcpus(
    client: &Client,
    types: &[String],
    arch: &str,
) -> Result<BTreeMap<String, u32>, FleetError> {
    let by_type = Filter::builder().name("instance-type").set_values(Some(types.to_vec())).build();
    let mut found = BTreeMap::new();
    let mut next = None;
    loop {
        let page = client
            .describe_instance_types()
            .filters(by_type.clone())
            .filters(filter("processor-info.supported-architecture", arch))
            .set_next_token(next)
            .send()
            .await
            .map_err(|error| Refusal::of(&error).into_error("ec2:DescribeInstanceTypes"))?;
        for info in page.instance_types() {
            let count = info.v_cpu_info().and_then(VCpuInfo::default_v_cpus);
            let count = count.and_then(|count| u32::try_from(count).ok());
            if let (Some(kind), Some(count)) = (info.instance_type(), count) {
                found.insert(kind.as_str().to_owned(), count);
            }
        }
        next = page.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            return Ok(found);
        }
    }
}

/// The lowest spot price of each type over the zones.
async fn spot_usd(
    client: &Client,
    types: impl Iterator<Item = &String>,
) -> Result<BTreeMap<String, Decimal>, FleetError> {
    let types: Vec<InstanceType> = types.map(|t| InstanceType::from(t.as_str())).collect();
    let mut lowest = BTreeMap::new();
    if types.is_empty() {
        return Ok(lowest);
    }
    let mut next = None;
    loop {
        // a history that begins now is the price of this moment
        let page = client
            .describe_spot_price_history()
            .set_instance_types(Some(types.clone()))
            .product_descriptions(PRODUCT)
            .start_time(DateTime::from(SystemTime::now()))
            .set_next_token(next)
            .send()
            .await
            .map_err(|error| Refusal::of(&error).into_error("ec2:DescribeSpotPriceHistory"))?;
        for price in page.spot_price_history() {
            let kind = price.instance_type().map(|kind| kind.as_str().to_owned());
            let usd = price.spot_price().and_then(|usd| usd.parse().ok());
            if let (Some(kind), Some(usd)) = (kind, usd) {
                let least: &mut Decimal = lowest.entry(kind).or_insert(usd);
                *least = usd.min(*least);
            }
        }
        next = page.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            return Ok(lowest);
        }
    }
}
