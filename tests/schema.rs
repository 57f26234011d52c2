//! What the program writes is what the published schema says.
#![cfg(feature = "cli")]

mod support;

use support::Dir;

#[test]
fn every_line_of_proposals_jsonl_fits_the_schema() {
    let schema = serde_json::from_str(dizzy::export::PROPOSAL_SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let dir = Dir::new();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let args = ["process", fixtures, "--out", "out", "--quiet"];
    assert!(dir.dizzy(&args).status().expect("started").success());
    let proposals = dir.proposals();
    assert!(proposals.len() >= 14, "{} proposals", proposals.len());
    for (path, proposal) in &proposals {
        let errors: Vec<_> = validator
            .iter_errors(proposal)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{path}: {errors:?}");
    }
    // evidence points at what is there
    for (path, proposal) in &proposals {
        for (field, evidence) in proposal["evidence"].as_object().expect("an object") {
            let place = evidence["page"].is_number() == evidence["bbox"].is_array();
            assert!(
                place,
                "{path}: {field} has a page without a box or the other way round"
            );
        }
    }
}
