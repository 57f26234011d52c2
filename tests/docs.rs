//! The pages, man pages, examples and fixtures say what the code does. `DIZZY_BLESS=1` writes what is made from the code.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use dizzy::cli::Cli;
use dizzy::cli::{Exit, man_pages};
use dizzy::config;
use invoice::Severity;
use regex::Regex;

/// What the README may be at most, bytes: who comes by reads it in five minutes.
const README_LEN: usize = 12_000;

/// Rules of elements that should stay away: there is one for each.
const STAY_AWAY: [&str; 4] = ["UBL-CR-", "UBL-DT-", "CII-SR-", "CII-DT-"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn blesses() -> bool {
    std::env::var_os("DIZZY_BLESS").is_some()
}

/// Compares a file with what it should be, or writes it.
fn compare(path: &str, expected: &str) {
    if blesses() {
        // Renamed into place: other tests read the file at the same time.
        let new = root().join(format!("{path}.new"));
        fs::write(&new, expected).unwrap();
        fs::rename(&new, root().join(path)).unwrap();
    }
    let found = fs::read_to_string(root().join(path)).unwrap_or_default();
    assert!(
        found == expected,
        "{path} differs from the code; DIZZY_BLESS=1 cargo test --release --test end_to_end docs:: writes it again"
    );
}

/// The pages that people read.
fn pages() -> Vec<String> {
    let pages = [
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "examples/aws/README.md",
        "examples/cron/README.md",
    ];
    let mut pages = pages.map(str::to_owned).to_vec();
    pages.extend(guide().into_iter().map(|name| format!("docs/{name}")));
    pages
}

/// The names of the pages in `docs/`.
fn guide() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("docs"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|ext| ext == "md"))
        .collect();
    names.sort();
    names
}

/// The part of a page between `<!-- NAME: begin -->` and `<!-- NAME: end -->` is `expected`.
fn compare_part(page: &str, name: &str, expected: &str) {
    let text = read(page);
    let (before, rest) = text.split_once(&format!("<!-- {name}: begin -->\n")).expect(name);
    let (_, after) = rest.split_once(&format!("<!-- {name}: end -->")).expect(name);
    compare(
        page,
        &format!("{before}<!-- {name}: begin -->\n{expected}<!-- {name}: end -->{after}"),
    );
}

/// One test for all parts: some are written into the same file.
#[test]
fn the_guide_has_usage_exit_codes_and_settings_of_the_code() {
    let mut usage = "```text\n".to_owned();
    let command = Cli::command();
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let mut sub = sub.clone().bin_name(format!("dizzy {}", sub.get_name()));
        let line = sub.render_usage().to_string();
        let line = line.trim_start_matches("Usage: ");
        let line = line.lines().next().unwrap_or_default(); // the way that is used most
        let about = sub.get_about().unwrap().to_string();
        let _ = writeln!(usage, "{line:<36} {about}");
    }
    usage.push_str("```\n");
    compare_part("docs/commands.md", "usage", &usage);

    let mut codes = "| code | meaning |\n|---|---|\n".to_owned();
    for (exit, _, meaning) in Exit::ALL {
        let _ = writeln!(codes, "| {} | {meaning} |", exit.code());
    }
    compare_part("docs/commands.md", "exit codes", &codes);

    let mut settings = "| setting | default | what it is |\n|---|---|---|\n".to_owned();
    for row in config::settings() {
        let (key, default, help) = (row.key, row.default(), row.help());
        let _ = writeln!(settings, "| `{key}` | `{default}` | {help} |");
    }
    compare_part("docs/configuration.md", "settings", &settings);
}

/// A cell of a table in Markdown.
fn cell(text: &str) -> String {
    text.trim().replace('|', "\\|")
}

#[test]
fn the_page_of_rules_is_that_of_the_code() {
    let mut page = "# Rules\n\n\
        What dizzy checks, and what it says when a rule is not met; made from the code. A finding with a *yes* asks for a\n\
        person: the proposal is never `ready`. Where findings come up is told in\n\
        [Findings](administrations.md#findings).\n\n\
        ## dizzy's own\n\n\
        | id | severity | asks | what it says | where it comes from |\n|---|---|---|---|---|\n"
        .to_owned();
    for rule in booking::finding::RULES {
        let severity = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        };
        let asks = if rule.wants_person { "yes" } else { "" };
        let source: Vec<&str> = rule.source.iter().map(|line| line.trim()).collect();
        let (en, nl) = (cell(rule.en), cell(rule.nl));
        let source = cell(&source.join(" "));
        let _ =
            writeln!(page, "| `{}` | {severity} | {asks} | {en}<br>*{nl}* | {source} |", rule.id);
    }
    page.push_str(
        "\n## Of the standards\n\n\
        Which of them hold for an e-invoice follows from its specification (BT-24); see [`dizzy check`](e-invoices.md). In a\n\
        proposal only those about amounts are errors: a receiver may refuse an invoice without a unit code, and can still see\n\
        what it is for.\n\n\
        | id | of | severity | about | what it says |\n|---|---|---|---|---|\n",
    );
    let mut others = 0;
    for (set, rule) in einvoice::validate::rules() {
        if STAY_AWAY.iter().any(|start| rule.id.starts_with(start)) {
            others += 1;
            continue;
        }
        let severity = match rule.severity {
            einvoice::validate::Severity::Error => "error",
            einvoice::validate::Severity::Warning => "warning",
        };
        let (id, about) = (rule.id, rule.about);
        let (en, nl) = (cell(rule.en), cell(rule.nl));
        let _ =
            writeln!(page, "| `{id}` | {} | {severity} | {about} | {en}<br>*{nl}* |", set.name());
    }
    let _ = writeln!(
        page,
        "\n{others} more are each about an element or attribute that UBL or CII knows and EN 16931 does not, or that may be\n\
        there once: those that begin with `{}`.\n\n\
        Next: [administrations](administrations.md). [All pages](README.md).",
        STAY_AWAY.join("`, `")
    );
    compare("docs/rules.md", &page);
}

#[test]
fn man_pages_are_those_of_the_code() {
    let pages = man_pages().unwrap();
    for (name, page) in &pages {
        if blesses() {
            fs::create_dir_all(root().join("man")).unwrap();
        }
        compare(&format!("man/{name}"), page);
    }
    let mut known: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    known.sort_unstable();
    let mut present: Vec<String> = fs::read_dir(root().join("man"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    present.sort();
    assert_eq!(present, known, "pages of commands that are gone");
}

#[test]
fn man_page_and_guide_list_every_exit_code() {
    let guide = read("docs/commands.md");
    let man = read("man/dizzy-process.1").replace("\\-", "-");
    for (exit, _, meaning) in Exit::ALL {
        let code = exit.code();
        assert!(guide.contains(&format!("| {code} | {meaning} |")), "docs/commands.md: {code}");
        assert!(man.contains(&format!(".B {code}\n{meaning}\n")), "man page: {code}");
    }
}

/// A page without its blocks of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            prose.push_str(line);
            prose.push('\n');
        }
    }
    assert!(!is_code, "a block of code has no end");
    prose
}

/// What a link to a heading of the page may name, by GitHub's rule: small letters, hyphens for blanks, no punctuation.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    for line in prose(text).lines() {
        let heading = line.trim_start_matches('#');
        let is_heading = heading.len() < line.len();
        if let Some(heading) = heading.strip_prefix(' ').filter(|_| is_heading) {
            let anchor = heading
                .chars()
                .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
                .flat_map(char::to_lowercase)
                .map(|c| if c == ' ' { '-' } else { c })
                .collect();
            anchors.insert(anchor);
        }
    }
    anchors
}

#[test]
fn every_link_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)#]*)(?:#([^)]*))?\)").unwrap();
    for page in pages() {
        let path = root().join(&page);
        let text = prose(&read(&page));
        let mut links = 0;
        for found in link.captures_iter(&text) {
            links += 1;
            let target = &found[1];
            if target.contains("://") {
                continue;
            }
            let file =
                if target.is_empty() { path.clone() } else { path.parent().unwrap().join(target) };
            assert!(file.exists(), "{page}: {target}");
            if let Some(anchor) = found.get(2) {
                let there = anchors(&fs::read_to_string(file).unwrap());
                let anchor = anchor.as_str();
                assert!(there.contains(anchor), "{page}: {target}#{anchor}");
            }
        }
        assert!(links > 0, "{page} has links");
    }
}

#[test]
fn the_index_of_the_guide_lists_every_page() {
    let index = read("docs/README.md");
    for name in guide() {
        let is_listed = index.contains(&format!("]({name}"));
        assert!(is_listed || name == "README.md", "docs/README.md: {name}");
    }
}

#[test]
fn the_readme_is_short() {
    let len = read("README.md").len();
    assert!(len <= README_LEN, "README.md: {len} bytes; details belong in docs/");
}

/// The commands of a page: its `sh` blocks.
fn commands(text: &str) -> Vec<&str> {
    text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

#[test]
fn the_first_commands_are_what_the_check_runs() {
    let readme = read("README.md");
    let blocks = commands(&readme);
    assert!(
        blocks[0].contains("apt-get install")
            && blocks[0].contains("cargo run --release -- process fixtures")
    );
    assert_eq!(blocks[1], "cargo test --release\n");
    let vat_month = read("docs/vat-month.md");
    let first = commands(&vat_month)[0];
    assert!(first.contains("dizzy burst") && first.contains("--fleet local"));
}

#[test]
fn commands_in_pages_and_examples_parse() {
    let command = Regex::new(r"(?m)^[^#\n]*?(?:^|[ /])dizzy (process|learn|status|export|review|report|check|burst|config|doctor|completions|man)((?: +[^#\n`|>]+)?)").unwrap();
    let mut parsed = 0;
    let examples = ["examples/cron/crontab", "examples/cron/dizzy.service"];
    for page in pages().into_iter().chain(examples.map(str::to_owned)) {
        let text = read(&page);
        let code = if Path::new(&page).extension().is_some_and(|ext| ext == "md") {
            commands(&text).concat()
        } else {
            text
        };
        for found in command.captures_iter(&code) {
            let words = shell_words::split(&found[2]).unwrap();
            let words = ["dizzy", &found[1]].map(str::to_owned).into_iter().chain(words);
            let outcome = <Cli as clap::Parser>::try_parse_from(words);
            assert!(outcome.is_ok(), "{page}: {}: {outcome:?}", &found[0]);
            parsed += 1;
        }
    }
    assert!(parsed >= 40, "{parsed}");
}

#[test]
fn the_example_configuration_has_only_settings_that_exist() {
    let sources = config::Sources {
        flags: read("examples/dizzy.toml").parse().unwrap(),
        ..config::Sources::default()
    };
    let settings = config::load(&sources).unwrap().settings;
    assert_eq!(settings.ocr.languages, ["nld", "eng"]);
}

#[test]
fn every_fixture_says_its_truth_and_its_origin() {
    let mut cases = 0;
    for class in folders(&root().join("fixtures")) {
        if class.ends_with("make") {
            continue;
        }
        let origin = fs::read_to_string(class.join("origin.toml")).unwrap();
        let origin: toml::Table = toml::from_str(&origin).unwrap();
        assert_eq!(origin["licence"].as_str(), Some("CC0-1.0"), "{}", class.display());
        for case in folders(&class) {
            let truth = fs::read_to_string(case.join("expected.json")).unwrap();
            let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
            for proposal in truth.as_array().unwrap() {
                let path = proposal["source"]["path"].as_str().unwrap();
                let file = path.split("!/").next().unwrap();
                assert!(case.join(file).is_file(), "{}: {file}", case.display());
            }
            for file in fs::read_dir(&case).unwrap() {
                let bytes = file.unwrap().metadata().unwrap().len();
                assert!(bytes < 150 * 1024, "{}: {bytes} bytes", case.display());
            }
            cases += 1;
        }
    }
    assert!(cases >= 15, "{cases}");
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
