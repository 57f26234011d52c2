//! Where a burst meets and what works for it, from the settings.

use std::path::{Path, PathBuf};

use crate::fleet::{Fleet, LocalFleet};
use crate::settings::Burst;
use crate::store::Location;
#[cfg(not(feature = "aws"))]
use crate::store::StoreError;
use crate::{BurstError, Error, Result};
use reading::reader::launcher;

/// The instance type of a process on this machine.
pub const HERE: &str = "local";

/// What the workers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FleetKind {
    /// EC2 instances.
    Ec2,
    /// Processes on this machine.
    Local,
}

impl FleetKind {
    /// What goes with a store: a folder can be reached from this machine, a bucket from everywhere.
    pub fn of_store(store: &str) -> Self {
        match store.parse() {
            Ok(Location::Directory(_)) => Self::Local,
            _ => Self::Ec2,
        }
    }

    /// As the ledger has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ec2 => "ec2",
            Self::Local => HERE,
        }
    }

    /// Reads back what [`Self::name`] wrote.
    pub fn of_name(name: &str) -> Self {
        if name == HERE { Self::Local } else { Self::Ec2 }
    }
}

/// The store of a burst: what the person says, or a folder beside the ledger for workers on this machine.
///
/// # Errors
/// When none is configured for machines elsewhere, or what is configured is none.
pub fn location(settings: &Burst, state_dir: &Path, fleet: FleetKind) -> Result<Location> {
    let store = &settings.store;
    if !store.is_empty() {
        return Ok(store.parse()?);
    }
    if fleet == FleetKind::Ec2 {
        return Err(BurstError::NoStore.into());
    }
    Ok(Location::Directory(own_folder(state_dir)?))
}

/// The folder of a burst for which no store is configured.
fn own_folder(state_dir: &Path) -> Result<PathBuf> {
    let folder = state_dir.join("burst");
    std::path::absolute(&folder).map_err(Error::io("find", &folder))
}

/// Removes the folder beside the ledger in which a local burst kept its objects, when this was the store.
///
/// # Errors
/// When it cannot be removed.
pub fn remove_own_folder(state_dir: &Path, location: &Location) -> Result<()> {
    let folder = own_folder(state_dir)?;
    if *location != Location::Directory(folder.clone()) {
        return Ok(());
    }
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove folder", &folder)(error))
        }
        _ => Ok(()),
    }
}

/// What starts the workers of this kind of fleet.
///
/// # Errors
/// When it cannot be asked.
pub fn fleet(
    settings: &Burst,
    state_dir: &Path,
    kind: FleetKind,
    location: &Location,
) -> Result<Box<dyn Fleet>> {
    match kind {
        FleetKind::Local => {
            let program = launcher().map_or_else(std::env::current_exe, Ok);
            let program = program.map_err(office::Error::ReaderStart)?;
            let fleet = LocalFleet::new(program, state_dir, 1);
            Ok(Box::new(fleet.in_region(&settings.region)))
        }
        #[cfg(feature = "aws")]
        FleetKind::Ec2 => Ok(Box::new(crate::fleet::Ec2Fleet::new(settings, location))),
        #[cfg(not(feature = "aws"))]
        FleetKind::Ec2 => {
            let _ = (settings, location);
            Err(StoreError::NoAws.into())
        }
    }
}
