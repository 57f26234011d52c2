//! Which machines there are, and their end.

use std::time::Duration;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::primitives::DateTime;
use aws_sdk_ec2::types::{Filter, InstanceLifecycleType, InstanceStateName, Reservation, Tag};

use crate::fleet::{FleetError, Instance, InstanceId, InstanceState, Market};
use office::ledger::RunId;

use super::RUN_TAG;
use super::answer::Refusal;

/// Machines ended in one call.
const BATCH: usize = 100;

/// EC2 may not know yet what it has just started; it is asked again so often.
const TRIES: u32 = 8;

/// The machines that a filter finds, also those that ended a while ago.
pub(super) async fn instances(
    client: &Client,
    by: Vec<Filter>,
) -> Result<Vec<Instance>, FleetError> {
    let mut found = Vec::new();
    let mut next = None;
    loop {
        let call = client.describe_instances().set_filters(Some(by.clone()));
        let page = call
            .max_results(1000)
            .set_next_token(next)
            .send()
            .await
            .map_err(|error| Refusal::of(&error).into_error("ec2:DescribeInstances"))?;
        let all = page.reservations().iter().flat_map(Reservation::instances);
        found.extend(all.filter_map(instance));
        next = page.next_token.filter(|token| !token.is_empty());
        if next.is_none() {
            return Ok(found);
        }
    }
}

fn instance(seen: &aws_sdk_ec2::types::Instance) -> Option<Instance> {
    let is_run = |tag: &&Tag| tag.key() == Some(RUN_TAG);
    let run = seen.tags().iter().find(is_run).and_then(|tag| tag.value());
    let zone = seen.placement().and_then(|p| p.availability_zone());
    let kind = seen.instance_type().map(|kind| kind.as_str().to_owned());
    Some(Instance {
        id: InstanceId(seen.instance_id()?.to_owned()),
        run: RunId(run.unwrap_or_default().to_owned()),
        instance_type: kind.unwrap_or_default(),
        zone: zone.unwrap_or_default().to_owned(),
        market: if seen.instance_lifecycle() == Some(&InstanceLifecycleType::Spot) {
            Market::Spot
        } else {
            Market::OnDemand
        },
        state: state(seen.state().and_then(|state| state.name())),
        launched_s: seen.launch_time().map_or(0, DateTime::secs),
    })
}

fn state(name: Option<&InstanceStateName>) -> InstanceState {
    match name {
        Some(InstanceStateName::Pending) => InstanceState::Pending,
        Some(InstanceStateName::Terminated) => InstanceState::Ended,
        // a machine that stopped still has a disk to pay for
        Some(
            InstanceStateName::ShuttingDown
            | InstanceStateName::Stopping
            | InstanceStateName::Stopped,
        ) => InstanceState::Ending,
        _ => InstanceState::Running,
    }
}

/// Ends machines. One that EC2 does not know is gone, unless it has just been launched.
pub(super) async fn terminate(
    client: &Client,
    instances: &[InstanceId],
    is_recent: impl Fn(&str) -> bool,
) -> Result<(), FleetError> {
    for batch in instances.chunks(BATCH) {
        let mut left: Vec<String> = batch.iter().map(|id| id.0.clone()).collect();
        // launched, and not known to EC2 yet
        let mut later = Vec::new();
        for wait in 0..TRIES {
            if wait > 0 {
                tokio::time::sleep(Duration::from_millis(500) * wait).await;
            }
            left.append(&mut later);
            while !left.is_empty() {
                let call = client.terminate_instances();
                let Err(error) = call.set_instance_ids(Some(left.clone())).send().await else {
                    break;
                };
                let refusal = Refusal::of(&error);
                // one that is not known keeps all others alive
                let (unknown, known): (Vec<_>, Vec<_>) =
                    left.into_iter().partition(|id| refusal.message.contains(id.as_str()));
                if !refusal.code.starts_with("InvalidInstanceID") || unknown.is_empty() {
                    return Err(refusal.into_error("ec2:TerminateInstances"));
                }
                later.extend(unknown.into_iter().filter(|id| is_recent(id)));
                left = known;
            }
            left.clear();
            if later.is_empty() {
                break;
            }
        }
        if !later.is_empty() {
            let detail = format!("{} is not known yet", later.join(", "));
            return Err(FleetError::Busy { detail });
        }
    }
    Ok(())
}
