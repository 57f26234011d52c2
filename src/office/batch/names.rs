//! Administrations that the ledger knows and the configuration does not: removed there, or called otherwise.

use std::path::Path;

use crate::Result;
use crate::ledger::{KeptFor, Ledger};
use crate::settings::Settings;

/// What is kept for administrations that are not in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strangers {
    /// Under which names, and what.
    pub kept: Vec<KeptFor>,
    /// Configured administrations for which nothing is kept: what the strangers may be called now.
    pub new: Vec<String>,
}

impl Strangers {
    /// What the ledger has.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of(ledger: &Ledger, settings: &Settings) -> Result<Self> {
        let names = || settings.administrations.iter().map(|one| &one.name);
        let (kept, configured): (Vec<KeptFor>, Vec<KeptFor>) = ledger
            .kept_for()?
            .into_iter()
            .partition(|kept| !names().any(|name| *name == kept.name));
        let is_unknown = |name: &&String| configured.iter().all(|kept| kept.name != **name);
        Ok(Self {
            // without a configuration nothing has a name
            kept: kept
                .into_iter()
                .filter(|kept| !kept.name.is_empty() || !settings.administrations.is_empty())
                .collect(),
            new: names().filter(is_unknown).cloned().collect(),
        })
    }

    /// Whether an administration was most likely given another name: one has gone and one has come.
    pub fn is_renamed(&self) -> bool {
        !self.kept.is_empty() && !self.new.is_empty()
    }
}

/// What is kept in a state folder for administrations that are not in the configuration; none when there is no ledger.
///
/// # Errors
/// When the ledger cannot be read.
pub fn strangers(state: &Path, settings: &Settings) -> Result<Strangers> {
    if !state.join("ledger.sqlite").exists() {
        return Ok(Strangers::default());
    }
    Strangers::of(&Ledger::open_to_look(state)?, settings)
}
