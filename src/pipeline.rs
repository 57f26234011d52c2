//! stand-in
pub const EXTRACTION_VERSION: u32 = 0;
pub struct PipelineSettings { pub review: crate::config::Review }
pub fn propose(_: &crate::document::Reading, _: &PipelineSettings) -> Vec<crate::booking::Proposal> { Vec::new() }
