use std::fs;
use std::path::Path;

use super::{Error, Workspace};

const LOCK: &str = r#"
[[package]]
name = "low"
version = "0.1.0"
dependencies = [
 "pdf 2.0.0",
 "prop",
]

[[package]]
name = "high"
version = "0.1.0"
dependencies = [
 "low",
]

[[package]]
name = "fonts"
version = "1.0.0"
source = "registry+x"

[[package]]
name = "pdf"
version = "1.0.0"
source = "registry+x"

[[package]]
name = "pdf"
version = "2.0.0"
source = "registry+x"
dependencies = [
 "fonts",
]

[[package]]
name = "prop"
version = "1.0.0"
source = "registry+x"
"#;

/// `high` uses `low`; `low` has a module, data, tests and dependencies.
const FILES: [(&str, &str); 11] = [
    ("Cargo.lock", LOCK),
    (
        "src/low/Cargo.toml",
        "[dependencies]\npdf.workspace = true\n\n[dev-dependencies]\nprop = \"1\"\n",
    ),
    (
        "src/low/lib.rs",
        "mod words;\n#[cfg(test)]\nmod tests;\npub fn one(a: u8, b: u8) -> u8 {\n    a + -b\n}\n",
    ),
    ("src/low/words.rs", "mod below;\nconst WORDS: &str = include_str!(\"words.txt\");\n"),
    ("src/low/words.txt", "een\ntwee\n"),
    ("src/low/words/below.rs", "pub static BYTES: &[u8] = include_bytes!(\"below.bin\");"),
    ("src/low/words/below.bin", "\r\n"),
    ("src/low/tests.rs", "#[test]\nfn adds() {}\n"),
    ("src/low/left_over.rs", "no module names it"),
    ("src/high/Cargo.toml", "[dependencies]\nlow.workspace = true\n"),
    ("src/high/lib.rs", "pub use low::one;\n"),
];

/// The digest of a crate after a change to one of the files.
fn digest_with(
    name: &str,
    changed: &str,
    change: impl Fn(&str) -> String,
) -> Result<String, Error> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in FILES {
        let at = folder.path().join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        let text = if path == changed { change(text) } else { text.to_owned() };
        fs::write(at, text).unwrap();
    }
    Workspace::open(&folder.path().join("src"))?.digest(name)
}

fn digest(name: &str) -> String {
    digest_with(name, "", str::to_owned).unwrap()
}

/// Whether the digest of `low` is another after this replacement.
fn changes(path: &str, from: &str, to: &str) -> bool {
    let change = |text: &str| {
        assert!(text.contains(from), "{text}");
        text.replace(from, to)
    };
    digest_with("low", path, change).unwrap() != digest("low")
}

#[test]
fn it_is_the_same_wherever_it_is_made() {
    assert_eq!(digest("low"), digest("low"));
    assert_eq!(digest("low").len(), 32);
    assert_ne!(digest("low"), digest("high"));
}

#[test]
fn comments_and_layout_change_nothing() {
    let lib = "src/low/lib.rs";
    assert!(!changes(lib, "mod words;", "//! What it is.\n\nmod  words ; // words"));
    assert!(!changes(lib, "pub fn", "/// Adds.\n/* twice */ #[doc(hidden)]\npub fn"));
    assert!(!changes(lib, "(a: u8, b: u8)", "(\n    a: u8,\n    b: u8,\n)"));
    assert!(!changes(lib, "a + -b", "a+-b"));
    assert!(!changes(lib, "\n", "\r\n"));
    assert!(!changes("src/low/words.txt", "\n", "\r\n"));
    assert!(!changes("Cargo.lock", "\n", "\r\n"));
}

#[test]
fn it_does_not_matter_whether_a_module_is_a_file() {
    let inline = "mod words { mod below; const WORDS: &str = include_str!(\"words.txt\"); }";
    assert!(!changes("src/low/lib.rs", "mod words;", inline));
}

#[test]
fn tests_change_nothing() {
    let lib = "src/low/lib.rs";
    assert!(!changes("src/low/tests.rs", "{}", "{ assert!(true) }"));
    assert!(!changes(lib, "#[cfg(test)]\nmod tests;\n", ""));
    for item in [
        "#[cfg(test)]\nmod golden { fn helps() {} }",
        "#[cfg(all(test, feature = \"x\"))] #[allow(unused)] mod other;",
        "#[cfg(test)] use std::{fs, io};",
        "#[cfg(test)] const A: A = A { a: 1 };",
        "#[cfg(test)] pub(crate) const fn a<A, B>(a: A, b: B) -> [u8; 2] { [1, 2] }",
        "#[cfg(test)] impl A { }",
        "#[cfg(test)] struct A(u8);",
        "#[test] fn a() {}",
    ] {
        assert!(!changes(lib, "mod words;", &format!("{item}\nmod words;")), "{item}");
        assert!(!changes(lib, "mod words;", &format!("mod words;\n{item}")), "{item}");
    }
    assert!(!changes("src/low/left_over.rs", "no module", "nothing"));
}

#[test]
fn tokens_change_it() {
    let lib = "src/low/lib.rs";
    assert!(changes(lib, "a + -b", "a - -b"));
    assert!(changes(lib, "fn one(a", "fn one(c"));
    assert!(changes(lib, "#[cfg(test)]\nmod tests;", "mod tests;"));
    assert!(changes(lib, "pub fn", "#[cfg(any(test, feature = \"x\"))]\nconst A: u8 = 1;\npub fn"));
    assert!(changes(lib, "a + -b", "match a { #[cfg(test)] 1 => 2, _ => { b } }"));
    assert!(changes(lib, "(a: u8, b: u8)", "(a: (u8,), b: u8)"));
    let one = |of: &str| digest_with("low", lib, |text| text.replace("a: u8", of)).unwrap();
    assert_ne!(one("a: (u8,)"), one("a: (u8)"));
    assert!(changes("src/low/words/below.rs", "static", "const"));
}

#[test]
fn data_changes_it() {
    assert!(changes("src/low/words.txt", "twee", "drie"));
    assert!(changes("src/low/words/below.bin", "\r\n", "\n"));
}

#[test]
fn versions_of_what_it_depends_on_change_it() {
    assert!(changes("Cargo.lock", "2.0.0", "2.0.1"));
    assert!(changes(
        "Cargo.lock",
        "\"fonts\"\nversion = \"1.0.0\"",
        "\"fonts\"\nversion = \"1.0.1\""
    ));
    assert!(!changes(
        "Cargo.lock",
        "\"prop\"\nversion = \"1.0.0\"",
        "\"prop\"\nversion = \"1.0.1\""
    ));
    assert!(!changes("Cargo.lock", "\"pdf\"\nversion = \"1.0.0\"", "\"pdf\"\nversion = \"1.0.1\""));
    assert!(!changes("Cargo.lock", "0.1.0", "0.2.0"));
}

#[test]
fn crates_below_change_it_and_those_above_do_not() {
    let high = digest_with("high", "src/low/words.txt", |_| "drie".to_owned()).unwrap();
    assert_ne!(high, digest("high"));
    assert!(!changes("src/high/lib.rs", "one", "two"));
}

#[test]
fn what_is_not_understood_ends_the_build() {
    let fails = |path: &str, from: &str, to: &str| {
        let error = digest_with("low", path, |text| text.replace(from, to)).unwrap_err();
        error.to_string()
    };
    assert!(fails("src/low/lib.rs", "}", "").contains("lib.rs"));
    assert!(fails("src/low/lib.rs", "words;", "gone;").contains("gone"));
    assert!(fails("src/low/words.rs", "\"words.txt\"", "NAME").contains("NAME"));
    assert!(fails("src/low/words.rs", "words.txt", "none.txt").contains("none.txt"));
    assert!(fails("src/low/Cargo.toml", "pdf", "image").contains("image"));
    assert!(fails("Cargo.lock", "\"pdf 2.0.0\"", "\"pdf\"").contains("pdf"));
}

#[test]
fn only_what_counts_is_watched() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut workspace = Workspace::open(&here).unwrap();
    workspace.digest("sources").unwrap();
    let names: Vec<_> =
        workspace.files().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    for name in ["Cargo.lock", "Cargo.toml", "lib.rs", "walk.rs"] {
        assert!(names.contains(&name), "{names:?}");
    }
    assert!(!names.contains(&"tests.rs"), "{names:?}");
}
