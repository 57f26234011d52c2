//! Packing a program: with which libraries, and what is said when something is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;
use crate::fleet::{FleetError, ProgramError};
use crate::program::{Program, pack, pack_program};

fn languages() -> Vec<String> {
    vec!["nld".into(), "xyz".into(), "eng".into()]
}

fn problem(result: Result<Program, Error>) -> ProgramError {
    match result {
        Err(Error::Fleet(FleetError::Program(problem))) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_running_program_is_packed() {
    let folder = tempfile::tempdir().unwrap();
    let program = pack(folder.path(), Path::new(""), &languages()).unwrap();
    testing::untar(&program.path, folder.path());
    // This test is the running program.
    let own = fs::read(std::env::current_exe().unwrap()).unwrap();
    assert!(fs::read(folder.path().join("bin/dizzy")).unwrap() == own);
    let output = Command::new(folder.path().join("dizzy")).arg("--list").output().unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    assert!(listed.contains("the_running_program_is_packed"), "{listed}");
}

#[test]
fn without_any_of_the_languages_it_says_so() {
    let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
    if !maps.contains("libtesseract") {
        return; // this crate alone is built without OCR, and then no language is packed
    }
    let folder = tempfile::tempdir().unwrap();
    let problem = problem(pack(folder.path(), Path::new(""), &["xyz".into(), "zyx".into()]));
    assert_eq!(problem, ProgramError::NoLanguage { languages: "xyz, zyx".into() });
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
    let one = ["-shared", "-fPIC", "-Wl,-soname,libone.so", "-Lown", "-ltwo"];
    // With DT_RPATH the folder of the program holds for its libraries too; with DT_RUNPATH each says its own.
    let one = match tag {
        "-Wl,--enable-new-dtags" => [&one[..], &origin].concat(),
        _ => one.to_vec(),
    };
    compile(folder, "int two(void); int one(void) { return two() - 1; }", "own/libone.so", &one);
    compile(
        folder,
        "#include <stdio.h>\nint one(void);\nint main(void) { printf(\"%d\\n\", one()); return 0; }",
        "program",
        &["-Lown", "-lone", "-Wl,-rpath-link,own", "-Wl,-rpath,$ORIGIN/own", tag],
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
        testing::untar(&packed.path, target.path());
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
