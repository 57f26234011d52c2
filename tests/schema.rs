//! What the program writes is what the published schema says, and what it prints is what the README shows.

use crate::support::Dir;

/// A block of the README that begins so, with numbers that depend on the machine made alike.
fn readme_block(begin: &str) -> String {
    let readme = include_str!("../README.md");
    let (_, rest) = readme.split_once(begin).expect(begin);
    let (block, _) = rest.split_once("\n```").expect("its end");
    alike(&format!("{begin}{block}"))
}

/// Times are those of a machine, and lines break by how long they are.
fn alike(text: &str) -> String {
    let time = regex::Regex::new(r"\d+ min( \d+ s)?|[\d.]+ s\b").unwrap();
    let rate = regex::Regex::new(r"[\d.]+\s+pages/s").unwrap();
    let day = regex::Regex::new(r"\d{4}-\d\d-\d\d \d\d:\d\d").unwrap();
    let text = rate.replace_all(text, "… pages/s");
    let text = time.replace_all(&text, "… s");
    let text = day.replace_all(&text, "…");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_run_over_the_fixtures_is_as_the_schema_and_the_readme_say() {
    let schema = serde_json::from_str(office::export::PROPOSAL_SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let dir = Dir::new();
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let said = |args: &[&str]| {
        let done = dir.dizzy(args).output().expect("started");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).expect("text")
    };
    let first = said(&["process", fixtures, "--out", "proposals"]);
    assert_eq!(alike(&first), readme_block("Done in "), "README, in five minutes: {first}");
    let again = said(&["process", fixtures, "--out", "proposals"]);
    assert!(again.contains("nothing new was read"), "{again}");
    let status = said(&["status", "--out", "proposals"]);
    assert_eq!(
        format!("$ dizzy status {}", alike(&status)),
        readme_block("$ dizzy status\n"),
        "README, status: {status}"
    );
    std::fs::rename(dir.path("proposals"), dir.path("out")).expect("renamed");
    let proposals = dir.proposals();
    assert!(proposals.len() >= 14, "{} proposals", proposals.len());
    for (path, proposal) in &proposals {
        let errors: Vec<_> = validator.iter_errors(proposal).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{path}: {errors:?}");
    }
    // evidence points at what is there
    for (path, proposal) in &proposals {
        for (field, evidence) in proposal["evidence"].as_object().expect("an object") {
            let place = evidence["page"].is_number() == evidence["bbox"].is_array();
            assert!(place, "{path}: {field} has a page without a box or the other way round");
        }
    }
}
