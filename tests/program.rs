//! The packed program: what is in it, and that it reads by itself.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use burst::program::{Program, pack_program};
use reading::source::Sha256;

fn languages() -> Vec<String> {
    vec!["nld".into(), "xyz".into(), "eng".into()]
}

fn names(program: &Program) -> Vec<String> {
    let file = File::open(&program.path).unwrap();
    tar::Archive::new(flate2::read::GzDecoder::new(file))
        .entries()
        .unwrap()
        .map(|entry| entry.unwrap().path().unwrap().display().to_string())
        .collect()
}

/// Proposals of a scan without where they were made.
fn proposals(mut program: Command, folder: &Path) -> String {
    fs::create_dir_all(folder.join("in")).unwrap();
    fs::copy("fixtures/scan/png/taxi.png", folder.join("in/taxi.png")).unwrap();
    let output = program
        .current_dir(folder)
        .args(["process", "in", "--lang", "nld,eng", "--out", "out"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    fs::read_to_string(folder.join("out/proposals.jsonl"))
        .unwrap()
        .replace(&folder.display().to_string(), "")
}

#[test]
fn the_packed_program_reads_as_the_unpacked_one() {
    let folder = tempfile::tempdir().unwrap();
    let root = fs::canonicalize(folder.path()).unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_dizzy"));
    let program = pack_program(binary, &root, Path::new(""), &languages()).unwrap();
    assert_eq!(
        Sha256::of_reader(&mut File::open(&program.path).unwrap()).unwrap(),
        (program.sha256, program.len)
    );
    let names = names(&program);
    for name in ["dizzy", "bin/dizzy", "lib/libc.so.6", "tessdata/nld.traineddata"] {
        assert!(names.iter().any(|n| n == name), "{name} not in {names:?}");
    }
    assert!(!names.iter().any(|name| name.contains("xyz")));
    assert!(names.is_sorted());

    // The same inputs give the same bytes, wherever and whenever.
    let elsewhere = tempfile::tempdir().unwrap();
    let again = pack_program(binary, elsewhere.path(), Path::new(""), &languages()).unwrap();
    assert_eq!(again.sha256, program.sha256);
    let fewer = pack_program(binary, elsewhere.path(), Path::new(""), &["nld".into()]).unwrap();
    assert_ne!(fewer.sha256, program.sha256);

    // A folder with a blank in its name, and an environment that would mislead it.
    let unpacked = root.join("the program");
    testing::untar(&program.path, &unpacked);
    let mut packed = Command::new(unpacked.join("dizzy"));
    packed.env_clear().env("LD_LIBRARY_PATH", "/nowhere").env("TESSDATA_PREFIX", "/nowhere");
    let mut direct = Command::new(binary);
    direct.env_clear();
    if let Some(own) = std::env::var_os("TESSDATA_PREFIX") {
        direct.env("TESSDATA_PREFIX", own);
    }
    let expected = proposals(direct, &root.join("direct"));
    assert_eq!(expected.lines().count(), 1);
    assert_eq!(proposals(packed, &root.join("packed")), expected);

    // Its libraries are its own, every one.
    let loader = fs::read_to_string(unpacked.join("loader")).unwrap();
    let lib = unpacked.join("lib");
    let listed = Command::new(lib.join(loader.trim_end()))
        .args(["--library-path".as_ref(), lib.as_os_str()])
        .args(["--list".as_ref(), unpacked.join("bin/dizzy").as_os_str()])
        .output()
        .unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let places: Vec<_> = listed.lines().filter_map(|l| l.split_once(" => ")).collect();
    assert!(places.len() > 5, "{listed}");
    for (_, place) in places {
        assert!(place.starts_with(lib.to_str().unwrap()), "{place}");
    }
}
