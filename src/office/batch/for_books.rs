//! For whose books a document is: those of every administration in whose folder its bytes lie, else of who is named on it.

use crate::Result;
use crate::ledger::Ledger;
use booking::correct::Corrections;
use booking::pipeline::{PipelineSettings, propose_corrected};
use booking::{Context, Proposal};
use reading::document::Reading;
use reading::source::Sha256;

/// The administrations a document is for because of its folders, and what a person said of each proposal.
#[derive(Debug, Default)]
pub struct ForBooks {
    /// Their names, in the order of the configuration; none when no folder says it.
    pub names: Vec<String>,
    said: Vec<Corrections>,
}

impl ForBooks {
    /// As the ledger has it now.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn of(ledger: &Ledger, context: &Context, sha256: Sha256) -> Result<Self> {
        let names = names(ledger, context, sha256)?;
        let said = match names.len() {
            // what was said stays said when an administration gets folders or another name
            0 | 1 => vec![ledger.corrections(sha256, None)?],
            _ => names
                .iter()
                .map(|name| ledger.corrections(sha256, Some(name)))
                .collect::<Result<_>>()?,
        };
        Ok(Self { names, said })
    }

    /// Whether nothing was added since.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn is_all(&self, ledger: &Ledger, context: &Context, sha256: Sha256) -> Result<bool> {
        Ok(names(ledger, context, sha256)? == self.names)
    }

    /// The proposals, those of one administration after those of another.
    pub fn propose(&self, reading: &Reading, settings: &PipelineSettings) -> Vec<Proposal> {
        if self.names.is_empty() {
            let none = Corrections::default();
            let said = self.said.first().unwrap_or(&none);
            return propose_corrected(reading, None, settings, said);
        }
        let each = self.names.iter().zip(&self.said);
        each.flat_map(|(name, said)| {
            let folder = settings.context.of_name(name);
            propose_corrected(reading, folder, settings, said)
        })
        .collect()
    }
}

fn names(ledger: &Ledger, context: &Context, sha256: Sha256) -> Result<Vec<String>> {
    let found = ledger.folders_of(sha256)?;
    let names = context.books().iter().map(|one| &one.administration.name);
    Ok(names.filter(|name| found.contains(name)).cloned().collect())
}
