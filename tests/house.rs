//! The structure of the house: no circle between the top modules of a crate. (Cargo sees to the crates themselves.)

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// From the bottom up; the last is the program.
const CRATES: [&str; 9] =
    ["invoice", "einvoice", "reading", "extract", "booking", "dispatch", "office", "burst", "."];

/// Which top module uses which, with a file that does.
type Uses = BTreeMap<String, BTreeMap<String, PathBuf>>;

#[test]
fn no_circle_between_the_top_modules_of_a_crate() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for name in CRATES {
        let uses = uses(&src.join(name));
        assert!(uses.len() > 1, "{name}: its modules were not found, only {uses:?}");
        if let Some(circle) = circle(&uses) {
            let mut told = String::new();
            for pair in circle.windows(2) {
                let file = uses[&pair[0]][&pair[1]].display();
                let _ = write!(told, "\n  {} uses {} in {file}", pair[0], pair[1]);
            }
            panic!("a circle in the crate {name}:{told}");
        }
    }
}

#[test]
fn the_reading_of_imports_finds_circles() {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| fs::write(folder.path().join(file), text).unwrap();
    write("lib.rs", "mod a; mod b; mod c; pub use c::Thing;");
    write("a.rs", "use crate::{b::{self, X}, other};");
    write(
        "b.rs",
        "// use crate::a;\nfn f() -> super::Thing {}\n#[cfg(test)]\nmod tests { use crate::a; }",
    );
    write("c.rs", "");
    assert_eq!(circle(&uses(folder.path())), None);
    write("c.rs", "fn g() { crate::a::h() }");
    let found = circle(&uses(folder.path())).unwrap();
    assert_eq!(found.len(), 4, "{found:?}");
}

/// What the sources of a crate say, comments and tests left out.
fn uses(root: &Path) -> Uses {
    let root_file = ["lib.rs", "mod.rs"].map(|name| root.join(name));
    let root_file = root_file.iter().find(|path| path.is_file()).unwrap();
    let root_text = code(&fs::read_to_string(root_file).unwrap());
    let modules: BTreeSet<String> = find(&root_text, r"\bmod (\w+);").collect();
    // What the crate's root gives on under another name belongs to the module that it is from.
    let mut given_on = BTreeMap::new();
    for path in paths(&root_text) {
        if let [module, .., item] = &path.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            given_on.insert((*item).to_owned(), (*module).to_owned());
        }
    }
    let mut uses = Uses::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let entry = entry.unwrap();
        let inside = entry.path().strip_prefix(root).unwrap();
        let mut place: Vec<String> = inside
            .with_extension("")
            .iter()
            .map(|part| part.to_str().unwrap().to_owned())
            .collect();
        let is_source = entry.path().extension().is_some_and(|ext| ext == "rs");
        let is_test = place
            .iter()
            .any(|part| part == "tests" || part.ends_with("_tests") || part == "golden");
        if !is_source || is_test || !place.first().is_some_and(|top| modules.contains(top)) {
            continue;
        }
        place.retain(|part| part != "mod");
        let top = place[0].clone();
        let into = uses.entry(top.clone()).or_default();
        for path in paths(&code(&fs::read_to_string(entry.path()).unwrap())) {
            let Some(first) = absolute(&path, &place) else {
                continue;
            };
            let module = match given_on.get(&first) {
                Some(module) if !modules.contains(&first) => module.clone(),
                _ => first,
            };
            if module != top && modules.contains(&module) {
                into.entry(module).or_insert_with(|| inside.to_owned());
            }
        }
    }
    uses
}

/// The first name of a path below the crate's root; `None` when it leads elsewhere.
fn absolute(path: &[String], place: &[String]) -> Option<String> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => path.get(1).cloned(),
        "super" if ups == place.len() => path.get(ups).cloned(),
        "super" | "self" => place.first().cloned(),
        _ => None,
    }
}

/// Code without comments and without the tests at its end.
fn code(text: &str) -> String {
    static COMMENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"//[^\n]*").unwrap());
    static TESTS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?s)#\[cfg\(test\)\]\s*mod \w+ \{.*").unwrap());
    let text = COMMENT.replace_all(text, "");
    TESTS.replace(&text, "").into_owned()
}

fn find<'t>(text: &'t str, pattern: &str) -> impl Iterator<Item = String> + 't {
    let found: Vec<String> =
        Regex::new(pattern).unwrap().captures_iter(text).map(|found| found[1].to_owned()).collect();
    found.into_iter()
}

/// All paths of a source, imports with their braces resolved.
fn paths(text: &str) -> Vec<Vec<String>> {
    static USE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\buse\s+([^;]+);").unwrap());
    let mut found = Vec::new();
    for import in USE.captures_iter(text) {
        let import: String = import[1].split_whitespace().collect::<Vec<_>>().join(" ");
        resolve("", &import, &mut found);
    }
    let rest = USE.replace_all(text, "");
    found.extend(find(&rest, r"\b((?:crate|super)(?:::\w+)+)"));
    found
        .iter()
        .map(|path| {
            let path = path.split(" as ").next().unwrap_or_default();
            let parts = path.split("::").map(|part| part.trim().to_owned());
            parts.filter(|part| !part.is_empty()).collect()
        })
        .collect()
}

/// `a::{b, c::{d}}` as `a::b` and `a::c::d`.
fn resolve(before: &str, tree: &str, found: &mut Vec<String>) {
    let Some((head, rest)) = tree.split_once('{') else {
        found.push(format!("{before}{}", tree.trim()));
        return;
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let before = format!("{before}{}", head.trim());
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inner[start..at].trim().is_empty() {
                    resolve(&before, inner[start..at].trim(), found);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// A way that ends where it begins.
fn circle(uses: &Uses) -> Option<Vec<String>> {
    fn go(at: &str, uses: &Uses, way: &mut Vec<String>, done: &mut BTreeSet<String>) -> bool {
        if let Some(begin) = way.iter().position(|one| one == at) {
            way.drain(..begin);
            way.push(at.to_owned());
            return true;
        }
        if done.contains(at) {
            return false;
        }
        way.push(at.to_owned());
        for next in uses.get(at).into_iter().flat_map(BTreeMap::keys) {
            if go(next, uses, way, done) {
                return true;
            }
        }
        way.pop();
        done.insert(at.to_owned());
        false
    }
    let mut done = BTreeSet::new();
    uses.keys().find_map(|from| {
        let mut way = Vec::new();
        go(from, uses, &mut way, &mut done).then_some(way)
    })
}
