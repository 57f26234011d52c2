//! What machines cost.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A type of machine and its price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The type (`c7i.large`).
    pub instance_type: String,
    /// Its vCPUs: shards it reads at the same time.
    pub vcpus: u32,
    /// The lowest spot price of the moment over the region's zones, US dollars an hour; `None` when it has no spot.
    pub spot_usd: Option<Decimal>,
    /// The on-demand price, US dollars an hour.
    pub on_demand_usd: Decimal,
}
