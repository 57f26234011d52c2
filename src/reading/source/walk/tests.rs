use super::*;

/// A scratch folder with these files in it.
fn folder(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in files {
        write(&folder.path().join(file));
    }
    folder
}

fn write(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, b"x").unwrap();
}

/// What a walk finds, in words, paths relative to `base`.
fn found(base: &Path, inputs: &[&str], skip: &[&str]) -> Vec<String> {
    let absolute = |paths: &[&str]| paths.iter().map(|p| base.join(p)).collect::<Vec<_>>();
    let name = |path: &Path| path.strip_prefix(base).unwrap().to_str().unwrap().to_owned();
    walk(&absolute(inputs), &absolute(skip))
        .map(|found| match found {
            Found::File(entry) => name(&entry.path),
            Found::Pair { xml, other } => format!("{}+{}", name(&xml.path), name(&other.path)),
            Found::Skipped { path, .. } => format!("skipped {}", name(&path)),
            Found::Problem { path, cause } => format!("{}: {cause}", name(&path)),
        })
        .collect()
}

#[test]
fn files_come_before_folders_and_by_name() {
    let folder = folder(&["b/1.pdf", "b/a/2.pdf", "a.pdf", "c.pdf", "a/3.pdf"]);
    assert_eq!(
        found(folder.path(), &[""], &[]),
        ["a.pdf", "c.pdf", "a/3.pdf", "b/1.pdf", "b/a/2.pdf"]
    );
}

#[test]
fn hidden_files_are_taken_only_when_they_are_named() {
    let folder = folder(&[".a.pdf", ".b/c.pdf", "d.pdf"]);
    assert_eq!(found(folder.path(), &[""], &[]), ["d.pdf"]);
    assert_eq!(found(folder.path(), &[".b", ".a.pdf"], &[]), [".b/c.pdf", ".a.pdf"]);
}

#[test]
fn the_folders_that_dizzy_writes_are_left_alone() {
    let folder = folder(&["in.pdf", "proposals/ubl/a.xml", "proposals/.dizzy/x"]);
    assert_eq!(found(folder.path(), &[""], &["proposals"]), ["in.pdf"]);
    assert_eq!(found(folder.path(), &[""], &["absent"]), ["in.pdf", "proposals/ubl/a.xml"]);
}

#[test]
fn nothing_is_given_twice() {
    let folder = folder(&["a/1.pdf", "a/b/2.pdf", "c.pdf"]);
    assert_eq!(
        found(folder.path(), &["a/b/2.pdf", "c.pdf", "", "a", "a/../a"], &[]),
        ["a/b/2.pdf", "c.pdf", "a/1.pdf"]
    );
}

#[test]
fn an_xml_and_a_pdf_of_one_name_are_a_pair() {
    let folder = folder(&[
        "a.PDF", "a.b.pdf", "a.xml", "b.pdf", "b.xml", "b.XML", "c.xml", "d/c.pdf", "e.jpg",
        "e.xml",
    ]);
    assert_eq!(
        found(folder.path(), &[""], &[]),
        ["a.xml+a.PDF", "a.b.pdf", "b.XML", "b.pdf", "b.xml", "c.xml", "e.jpg", "e.xml", "d/c.pdf"]
    );
}

#[test]
fn files_that_are_named_one_by_one_are_paired_too() {
    let folder = folder(&["x/a.pdf", "y/a.xml", "x/a.xml"]);
    assert_eq!(
        found(folder.path(), &["x/a.pdf", "y/a.xml", "x/a.xml"], &[]),
        ["x/a.xml+x/a.pdf", "y/a.xml"]
    );
    assert_eq!(
        found(folder.path(), &["x/a.pdf", "x/gone.pdf", "x/gone.xml"], &[]),
        ["x/a.pdf", "x/gone.xml: the file is gone", "x/gone.pdf: the file is gone"]
    );
}

#[test]
fn paths_are_written_without_dots() {
    assert_eq!(without_dots(Path::new("./a/./b.pdf")), Path::new("a/b.pdf"));
    assert_eq!(without_dots(Path::new("../a")), Path::new("../a"));
    assert_eq!(without_dots(Path::new(".")), Path::new(""));
    // The current folder of a test is the crate's.
    let lib = walk(&[PathBuf::from("./source/")], &[])
        .find_map(|found| match found {
            Found::File(entry) if entry.path == Path::new("source/mod.rs") => Some(entry),
            _ => None,
        })
        .unwrap();
    assert!(lib.absolute.is_absolute() && lib.absolute.ends_with("source/mod.rs"));
    assert_eq!(lib.len, fs::metadata("source/mod.rs").unwrap().len());
    assert!(walk(&[PathBuf::from(".")], &[PathBuf::from("target")]).any(|found| {
        matches!(found, Found::File(entry) if entry.path == Path::new("Cargo.toml"))
    }));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_followed_without_going_round() {
        let folder = folder(&["a/1.pdf", "z/2.pdf"]);
        let path = |name: &str| folder.path().join(name);
        symlink(path(""), path("a/loop")).unwrap();
        symlink(path("z"), path("a/other")).unwrap();
        symlink(path("a/1.pdf"), path("z/again.pdf")).unwrap();
        symlink(path("nowhere"), path("z/broken.pdf")).unwrap();
        symlink("self", path("z/self")).unwrap();
        let found = found(folder.path(), &[""], &[]);
        assert_eq!(found[..2], ["a/1.pdf", "a/other/2.pdf"]);
        assert_eq!(found[2], "a/other/broken.pdf: the file is gone");
        assert!(found[3].starts_with("a/other/self: cannot be read"), "{found:?}");
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn hard_links_are_one_file() {
        let folder = folder(&["a.pdf"]);
        fs::hard_link(folder.path().join("a.pdf"), folder.path().join("b.pdf")).unwrap();
        assert_eq!(found(folder.path(), &[""], &[]), ["a.pdf"]);
    }

    #[test]
    fn what_is_no_file_is_skipped() {
        let folder = folder(&["b.pdf"]);
        let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("a")).unwrap();
        assert_eq!(found(folder.path(), &[""], &[]), ["skipped a", "b.pdf"]);
    }

    #[test]
    fn a_folder_that_cannot_be_read_stops_nothing() {
        let folder = folder(&["a/1.pdf", "b/2.pdf"]);
        let closed = folder.path().join("a");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let is_closed_to_us = fs::read_dir(&closed).is_err(); // never to root
        let found = found(folder.path(), &[""], &[]);
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
        assert_eq!(found.last().unwrap(), "b/2.pdf");
        if is_closed_to_us {
            assert!(found[0].starts_with("a: cannot be read"), "{found:?}");
        } else {
            assert_eq!(found[0], "a/1.pdf");
        }
    }

    #[test]
    fn names_need_not_be_text() {
        use std::os::unix::ffi::OsStrExt;
        let folder = folder(&[]);
        let name = OsStr::from_bytes(b"caf\xE9.pdf");
        if fs::write(folder.path().join(name), b"x").is_err() {
            return; // some file systems refuse such names
        }
        let Some(Found::File(entry)) = walk(&[folder.path().to_owned()], &[]).next() else {
            panic!("no file");
        };
        assert_eq!(entry.path.file_name(), Some(name));
    }

    #[test]
    fn very_deep_folders_are_walked() {
        let folder = folder(&[]);
        let mut deep = folder.path().to_owned();
        for _ in 0..1000 {
            deep.push("d");
        }
        write(&deep.join("a.pdf"));
        assert_eq!(found(folder.path(), &[""], &[]).len(), 1);
    }
}
