//! On-demand prices: EC2's API tells spot prices only.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

/// Prices as the program knows them (`prices.toml`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prices {
    /// US dollars for an hour of one vCPU, by family, in Frankfurt.
    vcpu_hour_usd: BTreeMap<String, Decimal>,
    /// What a region asks in proportion to Frankfurt.
    region_factor: BTreeMap<String, Decimal>,
    /// Types to ask for when the settings name none, by architecture.
    default_types: BTreeMap<String, Vec<String>>,
}

impl Prices {
    /// The table of this program.
    pub(super) fn known() -> Self {
        invoice::table(include_str!("prices.toml"))
    }

    /// What an hour of a machine costs on demand, US dollars; `None` when the table does not know it.
    pub(super) fn on_demand_usd(
        &self,
        instance_type: &str,
        vcpus: u32,
        region: &str,
    ) -> Option<Decimal> {
        let (family, _) = instance_type.split_once('.')?;
        let usd = self.vcpu_hour_usd.get(family)?;
        let factor = self.region_factor.get(region)?;
        Some((usd * Decimal::from(vcpus) * factor).round_dp(5).normalize())
    }

    /// Types to ask for when the settings name none.
    pub(super) fn default_types(&self, arch: &str) -> Vec<String> {
        self.default_types.get(arch).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preflight::EU_REGIONS;
    use crate::settings::Burst;

    fn usd(instance_type: &str, vcpus: u32, region: &str) -> Option<String> {
        let usd = Prices::known().on_demand_usd(instance_type, vcpus, region);
        usd.map(|usd| usd.to_string())
    }

    #[test]
    fn prices_follow_size_and_region() {
        assert_eq!(usd("c7i.large", 2, "eu-central-1").as_deref(), Some("0.10185"));
        assert_eq!(usd("c6i.xlarge", 4, "eu-central-1").as_deref(), Some("0.194"));
        // never less than the region asks: 0.101
        assert_eq!(usd("c6i.large", 2, "eu-west-3").as_deref(), Some("0.10185"));
        assert_eq!(usd("p5.48xlarge", 192, "eu-central-1"), None);
        assert_eq!(usd("c7i.large", 2, "mars-north-1"), None);
        assert_eq!(usd("c7i", 2, "eu-central-1"), None);
    }

    /// Whatever dizzy asks for by itself has a price, in every region that it goes to by itself.
    #[test]
    fn every_default_has_a_price() {
        let prices = Prices::known();
        let types = [
            Burst::default().instance_types,
            prices.default_types("x86_64"),
            prices.default_types("arm64"),
        ];
        for kind in types.iter().flatten() {
            for region in EU_REGIONS {
                let usd = prices.on_demand_usd(kind, 2, region);
                assert!(usd.is_some_and(|usd| usd > Decimal::ZERO), "{kind} {region}");
            }
        }
        assert!(types.iter().all(|types| types.len() >= 6));
    }
}
