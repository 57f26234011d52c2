//! The packed program: what is in it, that it runs by itself, and what it says when something is missing.
#![cfg(all(target_os = "linux", feature = "cli", feature = "tesseract"))]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use burst::Error;
use burst::fleet::{FleetError, ProgramError};
use burst::program::{Program, pack, pack_program};
use reading::source::Sha256;

fn languages() -> Vec<String> {
    vec!["nld".into(), "xyz".into(), "eng".into()]
}

/// By another process: what this one writes cannot be started while another test forks.
fn unpack(program: &Program, folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    let status = Command::new("tar")
        .arg("-xzf")
        .arg(&program.path)
        .arg("-C")
        .arg(folder)
        .status()
        .unwrap();
    assert!(status.success());
}

fn names(program: &Program) -> Vec<String> {
    let file = File::open(&program.path).unwrap();
    tar::Archive::new(flate2::read::GzDecoder::new(file))
        .entries()
        .unwrap()
        .map(|entry| entry.unwrap().path().unwrap().display().to_string())
        .collect()
}

fn problem(result: Result<Program, Error>) -> ProgramError {
    match result {
        Err(Error::Fleet(FleetError::Program(problem))) => problem,
        other => panic!("{other:?}"),
    }
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
    for name in [
        "dizzy",
        "bin/dizzy",
        "lib/libc.so.6",
        "tessdata/nld.traineddata",
    ] {
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
    unpack(&program, &unpacked);
    let mut packed = Command::new(unpacked.join("dizzy"));
    packed
        .env_clear()
        .env("LD_LIBRARY_PATH", "/nowhere")
        .env("TESSDATA_PREFIX", "/nowhere");
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
    let places: Vec<_> = listed
        .lines()
        .filter_map(|l| l.split_once(" => "))
        .collect();
    assert!(places.len() > 5, "{listed}");
    for (_, place) in places {
        assert!(place.starts_with(lib.to_str().unwrap()), "{place}");
    }
}

#[test]
fn the_running_program_is_packed() {
    let folder = tempfile::tempdir().unwrap();
    let program = pack(folder.path(), Path::new(""), &languages()).unwrap();
    unpack(&program, folder.path());
    // This test is the running program.
    let own = fs::read(std::env::current_exe().unwrap()).unwrap();
    assert!(fs::read(folder.path().join("bin/dizzy")).unwrap() == own);
    let output = Command::new(folder.path().join("dizzy"))
        .arg("--list")
        .output()
        .unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.contains("the_running_program_is_packed"), "{listed}");
}

#[test]
fn without_any_of_the_languages_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let problem = problem(pack(
        folder.path(),
        Path::new(""),
        &["xyz".into(), "zyx".into()],
    ));
    assert_eq!(
        problem,
        ProgramError::NoLanguage {
            languages: "xyz, zyx".into()
        }
    );
}

#[test]
fn what_is_no_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("script");
    for content in [&b"#!/bin/sh\n"[..], b"", b"\x7fELF\x02\x01\x01\0\0\0\0\0"] {
        fs::write(&script, content).unwrap();
        let packed = pack_program(&script, folder.path(), Path::new(""), &languages());
        let problem = problem(packed);
        assert!(
            matches!(&problem, ProgramError::NotElf { path, .. } if *path == script),
            "{problem:?}"
        );
    }
    let nowhere = folder.path().join("nowhere");
    let packed = pack_program(&nowhere, folder.path(), Path::new(""), &languages());
    assert!(
        matches!(packed, Err(Error::Office(office::Error::Io { path, .. })) if path == nowhere)
    );
}

/// Compiles one C file with the linker that Rust uses too.
fn compile(folder: &Path, source: &str, output: &str, arguments: &[&str]) -> PathBuf {
    let c = folder.join("source.c");
    fs::write(&c, source).unwrap();
    let path = folder.join(output);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let status = Command::new("cc")
        .current_dir(folder)
        .arg("-o")
        .args([&path, &c])
        .args(arguments)
        .status()
        .unwrap();
    assert!(status.success());
    path
}

/// A program that needs `libone.so`, which needs `libtwo.so`; both lie where only `tag` says.
fn program_with_libraries(folder: &Path, tag: &str) -> PathBuf {
    compile(
        folder,
        "int two(void) { return 2; }",
        "own/libtwo.so",
        &["-shared", "-fPIC", "-Wl,-soname,libtwo.so"],
    );
    let origin = ["-Wl,-rpath,$ORIGIN", tag];
    let one = [
        "-shared",
        "-fPIC",
        "-Wl,-soname,libone.so",
        "-Lown",
        "-ltwo",
    ];
    // With DT_RPATH the folder of the program holds for its libraries too; with DT_RUNPATH each says its own.
    let one = match tag {
        "-Wl,--enable-new-dtags" => [&one[..], &origin].concat(),
        _ => one.to_vec(),
    };
    compile(
        folder,
        "int two(void); int one(void) { return two() - 1; }",
        "own/libone.so",
        &one,
    );
    compile(
        folder,
        "#include <stdio.h>\nint one(void);\nint main(void) { printf(\"%d\\n\", one()); return 0; }",
        "program",
        &[
            "-Lown",
            "-lone",
            "-Wl,-rpath-link,own",
            "-Wl,-rpath,$ORIGIN/own",
            tag,
        ],
    )
}

#[test]
fn libraries_are_found_as_the_loader_finds_them() {
    for tag in ["-Wl,--enable-new-dtags", "-Wl,--disable-new-dtags"] {
        let folder = tempfile::tempdir().unwrap();
        let binary = program_with_libraries(folder.path(), tag);
        let target = tempfile::tempdir().unwrap();
        // Through a link to it, as the running program is found.
        let link = target.path().join("link");
        std::os::unix::fs::symlink(&binary, &link).unwrap();
        let packed = pack_program(&link, target.path(), Path::new(""), &languages()).unwrap();
        unpack(&packed, target.path());
        fs::remove_dir_all(folder.path().join("own")).unwrap();
        let output = Command::new(target.path().join("dizzy")).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout), "1\n", "{tag}");
    }
}

#[test]
fn a_library_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let binary = program_with_libraries(folder.path(), "-Wl,--enable-new-dtags");
    let two = folder.path().join("own/libtwo.so");
    // One that the loader would not take is none.
    fs::write(&two, "no library").unwrap();
    let packed = pack_program(&binary, folder.path(), Path::new(""), &languages());
    assert_eq!(
        problem(packed),
        ProgramError::NoLibrary {
            name: "libtwo.so".into(),
            needed_by: fs::canonicalize(folder.path().join("program"))
                .unwrap()
                .with_file_name("own")
                .join("libone.so"),
        }
    );
}
