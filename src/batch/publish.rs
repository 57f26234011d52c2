//! stand-in
use crate::{config::Settings, error::Result, ledger::Ledger};
use std::path::PathBuf;
pub fn proposals(_: &Ledger, _: &Settings) -> Result<Vec<PathBuf>> {
    Ok(vec![])
}
pub fn all(_: &Ledger, _: &Settings) -> Result<Vec<PathBuf>> {
    Ok(vec![])
}
