//! Machines at EC2: one launch template for each request, instant fleets, everything found again by its tags.

mod answer;
mod ground;
mod launch;
mod look;
mod offers;
mod template;

use std::time::{Duration, Instant};

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::Filter;

use crate::aws;
use crate::aws::wait_for;
use crate::settings::Burst;
use crate::store::{Location, S3Store};
use office::ledger::RunId;

use super::{
    Fleet, FleetError, Instance, InstanceId, InstanceState, LaunchRequest, Launched, Offer,
};
pub(crate) use ground::{DEBIAN, group_query, image_query, newest_image, subnet_query};

/// The tag that names a machine's run; rights are given for what has it.
pub(crate) const RUN_TAG: &str = "dizzy:run";

/// The tag with the number of the request.
const ROUND_TAG: &str = "dizzy:round";

const TOKEN_TAG: &str = "dizzy:token";

/// How often a call is made at most: throttled ones are repeated after growing waits of random length.
const ATTEMPTS: u32 = 6;

/// `DescribeInstances` may not see a new machine for so long; until then the answer of the launch counts.
const UNSEEN: Duration = Duration::from_mins(2);

#[derive(Debug)]
pub(crate) struct Ec2Fleet {
    client: Client,
    /// For error messages that AWS encodes.
    config: SdkConfig,
    settings: Burst,
    /// Where machines fetch the program; `None` when the store is a folder.
    store: Option<S3Store>,
    ground: Option<ground::Ground>,
    /// Launched, and perhaps not seen yet.
    recent: Vec<Recent>,
}

#[derive(Debug)]
struct Recent {
    instance: Instance,
    launched: Instant,
}

impl Ec2Fleet {
    /// EC2 in the region of the settings, with the credentials and the endpoint of the environment. Nothing is asked
    /// yet.
    pub fn new(settings: &Burst, store: &Location) -> Self {
        let config = aws::config(&settings.region)
            .into_builder()
            .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
            .build();
        Self::with_config(&config, settings, store)
    }

    /// EC2 with credentials, region, endpoint and patience of `config`.
    pub(crate) fn with_config(config: &SdkConfig, settings: &Burst, store: &Location) -> Self {
        let store = match store {
            Location::S3 { bucket, prefix } => Some(S3Store::with_config(config, bucket, prefix)),
            Location::Directory(_) => None,
        };
        Self {
            client: Client::new(config),
            config: config.clone(),
            settings: settings.clone(),
            store,
            ground: None,
            recent: Vec::new(),
        }
    }

    /// What machines start with: looked up once.
    async fn ground(&mut self) -> Result<ground::Ground, FleetError> {
        if let Some(ground) = &self.ground {
            return Ok(ground.clone());
        }
        let ground = ground::look_up(&self.client, &self.settings).await?;
        self.ground = Some(ground.clone());
        Ok(ground)
    }

    fn remember(&mut self, instances: &[Instance]) {
        let launched = Instant::now();
        for instance in instances {
            if !self.recent.iter().any(|r| r.instance.id == instance.id) {
                self.recent.push(Recent { instance: instance.clone(), launched });
            }
        }
    }

    /// Drops what has been seen, or should have been.
    fn forget(&mut self, seen: &[Instance]) {
        self.recent.retain(|recent| {
            recent.launched.elapsed() < UNSEEN && !seen.iter().any(|i| i.id == recent.instance.id)
        });
    }
}

impl Fleet for Ec2Fleet {
    fn launch(&mut self, request: &LaunchRequest) -> Result<Launched, FleetError> {
        wait_for(self.launch_all(request))
    }

    fn instances(&mut self, run: Option<&RunId>) -> Result<Vec<Instance>, FleetError> {
        let by = vec![run.map_or_else(
            || filter("tag-key", RUN_TAG),
            |run| filter(&format!("tag:{RUN_TAG}"), &run.0),
        )];
        let mut instances = wait_for(look::instances(&self.client, by))?;
        self.forget(&instances);
        let unseen = self.recent.iter().map(|recent| &recent.instance);
        instances.extend(unseen.filter(|i| run.is_none_or(|run| i.run == *run)).cloned());
        Ok(instances)
    }

    fn terminate(&mut self, instances: &[InstanceId]) -> Result<(), FleetError> {
        let is_recent = |id: &str| self.recent.iter().any(|r| r.instance.id.0 == id);
        wait_for(look::terminate(&self.client, instances, is_recent))?;
        for recent in &mut self.recent {
            if instances.contains(&recent.instance.id) {
                recent.instance.state = InstanceState::Ending;
            }
        }
        Ok(())
    }

    fn clean(&mut self, run: Option<&RunId>) -> Result<Vec<String>, FleetError> {
        wait_for(template::remove(&self.client, run))
    }

    fn offers(&mut self) -> Result<Vec<Offer>, FleetError> {
        wait_for(offers::offers(&self.client, &self.settings))
    }
}

fn filter(name: &str, value: &str) -> Filter {
    Filter::builder().name(name).values(value).build()
}
