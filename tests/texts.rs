//! How the house is built. Logic never reads a text that was made for people: such a text may change, and is in two
//! languages; what it says is a value before.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use booking::finding::RULES;
use regex::Regex;

/// Where a text for people is compared all the same, with the reason.
const ALLOWED: [(&str, &str); 3] = [
    (
        "src/booking/finding/told.rs",
        "the ledger of an older program has the sentence and nothing else",
    ),
    (
        "src/burst/fleet/ec2/look.rs",
        "EC2 names an instance that it does not know in its message only",
    ),
    ("src/burst/preflight/launch.rs", "EC2 names what it refuses in its message only"),
];

/// Folders and files whose sentences are for people.
const SAID: [&str; 5] = [
    "src/words",
    "src/office/texts",
    "src/invoice/proof.rs",
    "src/booking/ground.rs",
    "src/booking/finding/rules.rs",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The sources under a path, but for those of tests.
fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_source = path.extension().is_some_and(|ext| ext == "rs" || ext == "csv");
        let is_test = name.starts_with("tests") || name == "integration";
        if !is_test && (path.is_dir() || is_source) {
            found.extend(sources(&path));
        }
    }
    found
}

/// The code of a source, without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// All sentences, and parts of them, that are made for people.
fn sentences() -> BTreeSet<String> {
    let literal = Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for place in SAID {
        for path in sources(&root().join(place)) {
            let code = code(&path);
            said.extend(literal.captures_iter(&code).map(|found| found[1].to_owned()));
        }
    }
    for rule in RULES {
        said.extend([rule.nl.to_owned(), rule.en.to_owned()]);
    }
    for (_, rule) in einvoice::validate::rules() {
        said.extend([rule.nl.to_owned(), rule.en.to_owned()]);
    }
    said.retain(|text| text.contains(' '));
    said
}

fn is_variant(rest: &str) -> bool {
    let name = rest.split("::").next().unwrap_or_default();
    rest.contains("::")
        && name.starts_with(char::is_uppercase)
        && name.chars().all(char::is_alphanumeric)
}

fn is_word(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
}

#[test]
fn no_logic_reads_a_text_for_people() {
    // `finding.message == x`, `said.what.starts_with(x)`, `proof.text(lang).contains(x)`
    let reads = Regex::new(
        r"(?:\.(?:message|what|hint)\b|\.text\((?:lang|Lang::\w+)\))\s*(?:\.as_str\(\)\s*|\.as_ref\(\)\s*)?(?:==|!=|\.(?:starts_with|ends_with|contains|strip_prefix|strip_suffix|find|split|eq)\()|(?:==|!=)\s*&?\w+\.(?:message|what|hint)\b|match [\w.&]*\.(?:message\b|text\()",
    )
    .unwrap();
    // `x == "a sentence"`, `"a sentence" => …`, `x.contains("a sentence")`
    let literal = r#""((?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)""#;
    let compares = Regex::new(&format!(
        r"(?:==|!=|\b(?:starts_with|ends_with|contains|strip_prefix|strip_suffix|find|eq)\()\s*&?{literal}|{literal}\s*(?:==|!=)"
    ))
    .unwrap();
    let said = sentences();
    assert!(said.len() > 1_000, "{}", said.len());
    let mut wrong = Vec::new();
    for path in sources(&root().join("src")) {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        if ALLOWED.iter().any(|(allowed, _)| *allowed == name) {
            continue;
        }
        let code = code(&path);
        for found in reads.find_iter(&code) {
            // `check.what == Item::Launch` compares no text
            if !is_variant(code[found.end()..].trim_start()) {
                wrong.push(format!("{name}: {}", found.as_str()));
            }
        }
        for found in compares.captures_iter(&code) {
            let text = found.get(1).or(found.get(2)).unwrap().as_str();
            let is_words = text.split(' ').filter(|word| is_word(word)).count() >= 2;
            if is_words && said.iter().any(|sentence| sentence.contains(text.trim())) {
                wrong.push(format!("{name}: {}", &found[0]));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "a text for people is compared; compare what it is made of:\n{}",
        wrong.join("\n")
    );
}
