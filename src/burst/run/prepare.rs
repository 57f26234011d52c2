//! What a burst needs before it begins: a place, machines, a plan, and the run in the ledger.

use invoice::both;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::Result;
use crate::fleet::{Fleet, Offer};
use crate::settings::Burst;
use crate::shard::{Item, Partition, Place, RunId, Shard, chance};
use crate::store::{Location, ObjectStore};
use office::batch::Session;
use office::ledger::{BurstRecord, Waiting};

use super::BurstJob;
use crate::plan::{Plan, Wish, plan};
use crate::{FleetKind, preflight};

/// All that a burst needs to begin.
pub(crate) struct Ready {
    pub(crate) location: Location,
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) fleet: Box<dyn Fleet>,
    pub(crate) plan: Plan,
    parts: Partition,
}

/// Looks whether a burst can begin, and plans it; nothing is begun yet.
pub(crate) fn prepare(
    session: &Session,
    job: &BurstJob,
    waiting: &[Waiting],
    done_here: u64,
) -> Result<Ready> {
    let location = location(session, &job.burst, job.fleet)?;
    preflight::require(&job.burst, &location)?;
    let store = location.open(&job.burst)?;
    let mut fleet = open_fleet(session, &job.burst, job.fleet, &location)?;
    let offers = offers(job.fleet, fleet.as_mut())?;
    let wish = wish(session, &job.burst, job.fleet, job.exactly, done_here, offers);
    let (plan, parts) = plan(waiting, &wish);
    Ok(Ready { location, store, fleet, plan, parts })
}

pub(crate) fn location(session: &Session, burst: &Burst, fleet: FleetKind) -> Result<Location> {
    crate::location(burst, session.state_dir(), fleet)
}

/// What starts the workers of a burst.
pub(crate) fn open_fleet(
    session: &Session,
    burst: &Burst,
    kind: FleetKind,
    location: &Location,
) -> Result<Box<dyn Fleet>> {
    crate::fleet(burst, session.state_dir(), kind, location)
}

pub(crate) fn offers(kind: FleetKind, fleet: &mut dyn Fleet) -> Result<Vec<Offer>> {
    let offers = fleet.offers()?;
    if offers.is_empty() && kind == FleetKind::Ec2 {
        return Err(office::Error::Config(both!(
            "`burst.instance_types` noemt geen type dat deze regio heeft",
            "`burst.instance_types` names no type that this region has"
        ))
        .into());
    }
    Ok(offers)
}

pub(crate) fn wish<'b>(
    session: &Session,
    settings: &'b Burst,
    fleet: FleetKind,
    exactly: Option<u32>,
    done_here: u64,
    offers: Vec<Offer>,
) -> Wish<'b> {
    let cores = session.jobs() as u32;
    let local = fleet == FleetKind::Local;
    Wish {
        settings,
        page_ms: session.estimates().ocr_page.ms(),
        // workers on this machine have its cores
        here_cores: if settings.work_here && !local { cores } else { 0 },
        all_cores: cores,
        done_here,
        offers,
        local,
        exactly: match (exactly, local) {
            (None, true) => Some(cores.min(settings.max_workers)),
            (exactly, _) => exactly,
        },
    }
}

/// Writes a run into the ledger.
pub(crate) fn begin(
    session: &mut Session,
    fleet: FleetKind,
    Ready { location, plan, parts, .. }: &Ready,
    waiting: &[Waiting],
) -> Result<BurstRecord> {
    let now = Timestamp::now();
    let most = plan.most.max(Duration::from_mins(1));
    let record = BurstRecord {
        run: RunId(format!("{}-{}", now.strftime("%Y%m%d-%H%M"), chance(6))),
        store: location.to_string(),
        fleet: fleet.name().to_owned(),
        reading: session.fingerprint().reading,
        begun_ms: now.as_millisecond(),
        ends_s: now.as_second() + i64::try_from(most.as_secs()).unwrap_or(i64::MAX / 4),
        is_over: false,
    };
    let ledger = session.ledger()?;
    ledger.put_burst(&record, plan)?;
    for piece in &parts.pieces {
        let bundle = format!("documents/{}", piece.id);
        let items = piece.documents.iter().map(|(index, pages)| {
            let document = &waiting[*index];
            let object = if parts.own_object[*index] {
                format!("documents/{}", document.sha256)
            } else {
                bundle.clone()
            };
            Item {
                sha256: document.sha256,
                kind: document.kind,
                len: document.len,
                at: Place { object, offset: 0 },
                pages: pages.clone(),
            }
        });
        let shard = Shard {
            id: piece.id.clone(),
            items: items.collect(),
            estimated_ms: piece.estimated_ms,
        };
        ledger.put_shard(&record.run, &shard.id, &shard)?;
    }
    ledger.commit()?;
    Ok(record)
}
