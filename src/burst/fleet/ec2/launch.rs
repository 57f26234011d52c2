//! Launches: spot first, then on demand for what is missing, each with a token that starts machines once.

use std::time::Duration;

use aws_sdk_ec2::types::{
    CreateFleetError, CreateFleetInstance, DefaultTargetCapacityType,
    FleetLaunchTemplateConfigRequest, FleetLaunchTemplateOverridesRequest,
    FleetLaunchTemplateSpecificationRequest, FleetOnDemandAllocationStrategy, FleetType,
    InstanceLifecycle, InstanceType, OnDemandOptionsRequest, ResourceType, SpotAllocationStrategy,
    SpotOptionsRequest, TagSpecification, TargetCapacitySpecificationRequest,
};
use jiff::Timestamp;

use crate::fleet::user_data;
use crate::fleet::user_data::{Guest, Origin};
use crate::fleet::{
    FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Market, Shortfall,
};

use super::answer::{Refusal, hopeless, is_quota, is_scarce, other, readable, right_in_decoded};
use super::ground::Ground;
use super::{Ec2Fleet, TOKEN_TAG, filter, look, template};

/// EC2 takes so many overrides in one call.
const MOST_OVERRIDES: usize = 300;

/// The longest that an address for the program may be valid, minutes: seven days.
const MOST_URL_MINUTES: u32 = 7 * 24 * 60;

/// A new template may not be seen everywhere at once; it is asked for again so often.
const TEMPLATE_TRIES: u32 = 5;

impl Ec2Fleet {
    /// Asks for all machines of a request.
    pub(super) async fn launch_all(
        &mut self,
        request: &LaunchRequest,
    ) -> Result<Launched, FleetError> {
        if request.offers.is_empty() {
            return Err(other("ec2:CreateFleet", "no instance type will do"));
        }
        let ground = self.ground().await?;
        if !template::exists(&self.client, &template::name(request)).await? {
            let script = self.user_data(request).await?;
            template::create(&self.client, &self.settings, &ground, request, &script).await?;
        }
        let mut launched = Launched::default();
        let markets = [(Market::Spot, request.spot), (Market::OnDemand, true)];
        for (market, _) in markets.into_iter().filter(|(_, is_wanted)| *is_wanted) {
            self.launch_in(request, &ground, market, &mut launched).await?;
        }
        if launched.instances.is_empty() {
            if let Some(error) = hopeless(&launched.shortfalls) {
                return Err(error);
            }
            if let Some(error) = none_by_quota(&launched) {
                return Err(error);
            }
        }
        Ok(launched)
    }

    /// Asks for what is missing in a market. Where a quota refuses all of it, half of that is asked for, and so on:
    /// EC2 may give nothing when it cannot give everything. The same answers lead to the same calls, so a repeated
    /// request finds all that it started.
    async fn launch_in(
        &mut self,
        request: &LaunchRequest,
        ground: &Ground,
        market: Market,
        launched: &mut Launched,
    ) -> Result<(), FleetError> {
        let had = launched.instances.len() as u32;
        let missing = request.count.saturating_sub(had);
        let mut got = 0;
        let mut ask = missing;
        let mut step = 0;
        while ask > 0 && got < missing {
            step += 1;
            let count = ask.min(missing - got);
            let token = token(request, market, step);
            let answer = self.create_fleet(request, ground, market, count, &token).await?;
            let new = answer.instances.len() as u32;
            got += new;
            let is_short = new == 0 && answer.shortfalls.iter().any(is_quota);
            // should a later call fail, they are there all the same
            self.remember(&answer.instances);
            launched.instances.extend(answer.instances);
            for shortfall in answer.shortfalls {
                if !launched.shortfalls.contains(&shortfall) {
                    launched.shortfalls.push(shortfall);
                }
            }
            if !is_short && (new < count || step == 1) {
                break;
            }
            ask /= 2;
        }
        Ok(())
    }

    async fn create_fleet(
        &self,
        request: &LaunchRequest,
        ground: &Ground,
        market: Market,
        count: u32,
        token: &str,
    ) -> Result<Launched, FleetError> {
        let template = FleetLaunchTemplateSpecificationRequest::builder()
            .launch_template_name(template::name(request))
            .version("$Default")
            .build();
        let config = FleetLaunchTemplateConfigRequest::builder()
            .launch_template_specification(template)
            .set_overrides(Some(overrides(request, ground, market)))
            .build();
        let kind = if market == Market::Spot {
            DefaultTargetCapacityType::Spot
        } else {
            DefaultTargetCapacityType::OnDemand
        };
        let capacity = TargetCapacitySpecificationRequest::builder()
            .total_target_capacity(i32::try_from(count).unwrap_or(i32::MAX))
            .default_target_capacity_type(kind)
            .build();
        let tags = TagSpecification::builder()
            .resource_type(ResourceType::Fleet)
            .set_tags(Some(template::tags(request)))
            .build();
        let mut call = self
            .client
            .create_fleet()
            .client_token(token)
            .r#type(FleetType::Instant)
            .launch_template_configs(config)
            .target_capacity_specification(capacity)
            .tag_specifications(tags);
        if market == Market::Spot {
            let options = SpotOptionsRequest::builder()
                .allocation_strategy(SpotAllocationStrategy::PriceCapacityOptimized);
            call = call.spot_options(options.build());
        } else {
            // in the order of the offers
            let options = OnDemandOptionsRequest::builder()
                .allocation_strategy(FleetOnDemandAllocationStrategy::Prioritized);
            call = call.on_demand_options(options.build());
        }
        for attempt in 1.. {
            let refusal = match call.clone().send().await {
                Ok(answer) => {
                    let found = answer.instances().iter();
                    let errors = answer.errors().iter();
                    return Ok(Launched {
                        instances: found
                            .flat_map(|group| instances(request, ground, market, group))
                            .collect(),
                        shortfalls: shortfalls(errors, market),
                    });
                }
                Err(error) => Refusal::of(&error),
            };
            if refusal.code.contains("LaunchTemplate")
                && refusal.code.contains("NotFound")
                && attempt < TEMPLATE_TRIES
            {
                tokio::time::sleep(Duration::from_millis(300) * attempt).await;
                continue;
            }
            return self.not_launched(request, market, count, refusal).await;
        }
        unreachable!("the last attempt returns")
    }

    /// What a refused call means.
    async fn not_launched(
        &self,
        request: &LaunchRequest,
        market: Market,
        count: u32,
        refusal: Refusal,
    ) -> Result<Launched, FleetError> {
        if refusal.code == "IdempotentParameterMismatch" {
            // an earlier call with this token took effect, with prices or zones of that moment: its machines count
            let by = vec![filter(&format!("tag:{TOKEN_TAG}"), &request.token)];
            let mut instances = look::instances(&self.client, by).await?;
            instances.retain(|instance| instance.market == market);
            instances.truncate(count as usize);
            return Ok(Launched { instances, shortfalls: Vec::new() });
        }
        let shortfall = Shortfall {
            code: refusal.code.clone(),
            message: readable(&refusal.message).to_owned(),
            instance_type: String::new(),
            market,
        };
        if is_quota(&shortfall) || is_scarce(&shortfall) {
            return Ok(Launched { instances: Vec::new(), shortfalls: vec![shortfall] });
        }
        let right = match refusal.encoded() {
            Some(blob) => self.decode(blob).await,
            None => None,
        };
        Err(match (right, refusal.into_error("ec2:CreateFleet")) {
            (Some(action), FleetError::Denied { detail, .. }) => {
                FleetError::Denied { action, detail }
            }
            (_, error) => error,
        })
    }

    /// The right that an encoded message names, for those who may know.
    async fn decode(&self, blob: &str) -> Option<String> {
        let client = aws_sdk_sts::Client::new(&self.config);
        let call = client.decode_authorization_message().encoded_message(blob);
        right_in_decoded(call.send().await.ok()?.decoded_message()?)
    }

    /// What the machines of a request do.
    async fn user_data(&self, request: &LaunchRequest) -> Result<String, FleetError> {
        let url = match (&request.program, &self.store) {
            (None, _) => String::new(),
            (Some((object, _)), Some(store)) => {
                let minutes = request.most_minutes.clamp(1, MOST_URL_MINUTES);
                let valid = Duration::from_secs(u64::from(minutes) * 60);
                store.presigned(object, valid).await.map_err(|error| match error {
                    crate::store::StoreError::Credentials { detail } => {
                        FleetError::Credentials { detail }
                    }
                    error => other("s3:GetObject", error.to_string()),
                })?
            }
            (Some(_), None) => {
                return Err(other(
                    "ec2:CreateLaunchTemplate",
                    "machines at EC2 fetch the program from a bucket, and the store is a folder",
                ));
            }
        };
        let program = match &request.program {
            Some((_, sha256)) => Origin::Packed { url: &url, sha256 },
            None => Origin::Image(&self.settings.image_program),
        };
        let script = user_data::script(&Guest {
            shard_uri: &request.shard_uri,
            region: &self.settings.region,
            most_minutes: request.most_minutes,
            program,
        });
        if script.len() > user_data::MOST_BYTES {
            let detail = format!("user data of {} bytes", script.len());
            return Err(other("ec2:CreateLaunchTemplate", detail));
        }
        Ok(script)
    }
}

/// The token of one call of a request; EC2 takes 64 characters.
fn token(request: &LaunchRequest, market: Market, step: u32) -> String {
    let market = if market == Market::Spot { "s" } else { "o" };
    let whole = format!("{}/{market}{step}", request.token);
    reading::source::Sha256::of(whole.as_bytes()).to_string()
}

/// Every type in every zone, the cheapest types first.
fn overrides(
    request: &LaunchRequest,
    ground: &Ground,
    market: Market,
) -> Vec<FleetLaunchTemplateOverridesRequest> {
    let mut overrides = Vec::new();
    for (place, offer) in request.offers.iter().enumerate() {
        for (subnet, _) in &ground.subnets {
            let one = FleetLaunchTemplateOverridesRequest::builder()
                .instance_type(InstanceType::from(offer.instance_type.as_str()))
                .subnet_id(subnet)
                .set_priority((market == Market::OnDemand).then_some(place as f64));
            overrides.push(one.build());
        }
    }
    overrides.truncate(MOST_OVERRIDES);
    overrides
}

/// The machines of a group of an answer.
fn instances(
    request: &LaunchRequest,
    ground: &Ground,
    market: Market,
    group: &CreateFleetInstance,
) -> Vec<Instance> {
    let over = group.launch_template_and_overrides().and_then(|both| both.overrides());
    let kind = group
        .instance_type()
        .or_else(|| over.and_then(|over| over.instance_type()))
        .map_or("", |kind| kind.as_str());
    let subnet = over.and_then(|over| over.subnet_id()).unwrap_or_default();
    let zone = ground
        .subnets
        .iter()
        .find(|(id, _)| id == subnet)
        .map(|(_, zone)| zone.as_str())
        .or_else(|| over?.availability_zone())
        .unwrap_or_default();
    let market = match group.lifecycle() {
        Some(InstanceLifecycle::Spot) => Market::Spot,
        Some(InstanceLifecycle::OnDemand) => Market::OnDemand,
        _ => market,
    };
    group
        .instance_ids()
        .iter()
        .map(|id| Instance {
            id: InstanceId(id.clone()),
            run: request.run.clone(),
            instance_type: kind.to_owned(),
            zone: zone.to_owned(),
            market,
            state: InstanceState::Pending,
            launched_s: Timestamp::now().as_second(),
        })
        .collect()
}

/// Why there are not more, once for each type: zones say the same.
fn shortfalls<'a>(
    errors: impl Iterator<Item = &'a CreateFleetError>,
    market: Market,
) -> Vec<Shortfall> {
    let mut all: Vec<Shortfall> = Vec::new();
    for error in errors {
        let kind = error
            .launch_template_and_overrides()
            .and_then(|both| both.overrides()?.instance_type())
            .map_or("", |kind| kind.as_str());
        let code = error.error_code().unwrap_or_default();
        let is_known = |s: &Shortfall| s.code == code && s.instance_type == kind;
        if !all.iter().any(is_known) {
            all.push(Shortfall {
                code: code.to_owned(),
                message: readable(error.error_message().unwrap_or_default()).to_owned(),
                instance_type: kind.to_owned(),
                market,
            });
        }
    }
    all
}

/// The error of a launch that gave nothing because the account may not have one machine, in no market that was asked.
fn none_by_quota(launched: &Launched) -> Option<FleetError> {
    let is_all = launched.instances.is_empty()
        && !launched.shortfalls.is_empty()
        && launched.shortfalls.iter().all(is_quota);
    is_all.then(|| {
        let mut details: Vec<String> =
            launched.shortfalls.iter().map(|s| format!("{}: {}", s.code, s.message)).collect();
        details.dedup();
        FleetError::Quota { detail: details.join("; ") }
    })
}
