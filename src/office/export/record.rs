//! A proposal with where it comes from.

use serde::{Deserialize, Serialize, Serializer};

use super::json;
use booking::Proposal;
use booking::duplicates::Reason;
use reading::source::Sha256;

/// Where the bytes of a proposal's document were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// Path as it is shown: relative to the folder that was processed, `!/` before a member of a container.
    pub path: String,
    /// Identity of the bytes.
    pub sha256: Sha256,
    /// The file that belongs to it (the PDF of an XML invoice, or the other way round).
    pub companion: Option<(String, Sha256)>,
}

/// A proposal with all that is published about it. Serialises as one object of `proposals.jsonl`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalRecord {
    /// The proposal.
    pub proposal: Proposal,
    /// Where it comes from.
    pub source: SourceInfo,
    /// The document that was the same invoice before this one, by its path.
    pub duplicate_of: Option<String>,
    /// Why it is held to be the same.
    pub duplicate_reason: Option<Reason>,
}

impl Serialize for ProposalRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json::proposal(self).serialize(serializer)
    }
}
