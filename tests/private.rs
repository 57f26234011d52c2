//! Invoices and bookings are the office's business alone.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Dir, ubl};

/// Whatever lies in a folder, with its mode.
fn modes(folder: &Path) -> Vec<(String, bool, u32)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            let entry = entry.unwrap();
            let meta = entry.metadata().unwrap();
            (entry.path().display().to_string(), meta.is_dir(), meta.permissions().mode() & 0o777)
        })
        .collect()
}

#[test]
fn what_is_written_is_the_users_alone_unless_told_otherwise() {
    for (access, file_mode, folder_mode) in [("", 0o600, 0o700), ("group", 0o660, 0o770)] {
        let dir = Dir::new();
        dir.put_invoices(3);
        let mut run = dir.dizzy(&[
            "process",
            "in",
            "--out",
            "out",
            "--export",
            "jsonl,csv,ubl,report,journal,hledger",
        ]);
        if !access.is_empty() {
            run.env("DIZZY_PROCESS_ACCESS", access);
        }
        assert!(run.output().unwrap().status.success());
        let made = modes(&dir.path("out"));
        assert!(made.len() > 10, "{made:?}");
        for (path, is_folder, mode) in made {
            assert_eq!(mode, if is_folder { folder_mode } else { file_mode }, "{path}: {mode:o}");
        }
    }
}

/// A ledger that was made when the folder was open to all is closed with the next command.
#[test]
fn an_open_state_folder_is_closed() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    let mut run = dir.dizzy(&["process", "in", "--out", "out"]);
    assert!(run.env("DIZZY_PROCESS_ACCESS", "system").output().unwrap().status.success());
    let state = dir.path("out/.dizzy");
    std::fs::set_permissions(&state, PermissionsExt::from_mode(0o755)).unwrap();
    assert!(dir.dizzy(&["status", "--out", "out"]).output().unwrap().status.success());
    assert_eq!(modes(&state)[0].2, 0o700);
}

/// What an older program made open to all is closed by the next run, also when that has nothing new to write; and a
/// group gets what it is given later. What somebody else keeps there stays as it is.
#[test]
fn what_was_made_before_is_brought_under_the_setting() {
    let dir = Dir::new();
    dir.put_invoices(2);
    let run = |command: &str, access: &str| {
        let args = ["--out", "out", "--export", "jsonl,ubl,report,xaf"];
        let args: Vec<&str> = command.split(' ').chain(args).collect();
        let mut run = dir.dizzy(&args);
        assert!(run.env("DIZZY_PROCESS_ACCESS", access).output().unwrap().status.success());
    };
    run("process in", "system");
    std::fs::write(dir.path("out/notes.txt"), "mine").unwrap();
    for entry in walkdir::WalkDir::new(dir.path("out")) {
        let entry = entry.unwrap();
        let mode = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
        std::fs::set_permissions(entry.path(), PermissionsExt::from_mode(mode)).unwrap();
    }
    for (command, access, file_mode, folder_mode) in [
        ("process in", "owner", 0o600, 0o700),
        ("process in", "group", 0o660, 0o770),
        ("export", "owner", 0o600, 0o700),
    ] {
        run(command, access);
        let made = modes(&dir.path("out"));
        assert!(made.len() > 10, "{made:?}");
        for (path, is_folder, mode) in made {
            let wanted = match path.strip_prefix(&dir.path("out").display().to_string()) {
                Some("") => continue, // the folder itself may be one of the person's
                Some("/notes.txt") => 0o644,
                _ if is_folder => folder_mode,
                _ => file_mode,
            };
            assert_eq!(mode, wanted, "{command} {access} {path}: {mode:o}");
        }
    }
}

/// What the caller had open stays with dizzy: neither its readers nor the browser get it, nor is the token of the page
/// among what they are started with.
#[test]
fn children_get_their_own_pipes_and_no_token() {
    let dir = Dir::new();
    dir.put("a.xml", ubl(1));
    assert!(dir.process(&[]).0.status.success());
    std::fs::write(dir.path("secret"), "of the caller").unwrap();
    // in the place of a browser
    let programs = dir.path("bin");
    std::fs::create_dir(&programs).unwrap();
    let opener = programs.join("xdg-open");
    let script = "#!/bin/sh\nreadlink /proc/$$/fd/* >files\ncat \"$1\" >page\nprintf '%s\\n' \"$@\" >given.part\nmv given.part given\n";
    std::fs::write(&opener, script).unwrap();
    std::fs::set_permissions(&opener, PermissionsExt::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let review = dir.dizzy(&["review", "--out", "out"]);
    let mut shell = Command::new("sh");
    shell.args(["-c", "exec \"$0\" review --out out 9<secret"]).arg(review.get_program());
    for (name, value) in review.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    let mut running = shell
        .env("PATH", path)
        .current_dir(dir.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let given = dir.path("given");
    for _ in 0..2000 {
        if given.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let read = |name: &str| std::fs::read_to_string(dir.path(name)).unwrap();
    let (given, page, files) = (read("given"), read("page"), read("files"));
    let way = dir.path("").join(given.trim());
    assert_eq!(modes(&way)[0].2, 0o600);
    rustix::process::kill_process(
        rustix::process::Pid::from_child(&running),
        rustix::process::Signal::INT,
    )
    .unwrap();
    assert!(running.wait().unwrap().success());
    assert!(!way.exists(), "it goes with the review");
    assert!(!given.contains("token") && page.contains("/?token="), "{given} {page}");
    assert!(!files.contains("secret"), "{files}");
    assert!(files.contains("/dev/null"), "{files}");
}
