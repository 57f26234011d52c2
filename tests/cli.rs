//! The program as a person runs it: help, messages, exit codes.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use assert_cmd::Command;

/// The program in an empty folder, away from the person's own settings.
fn dizzy(folder: &Path) -> Command {
    let mut command = Command::cargo_bin("dizzy").unwrap();
    command.current_dir(folder).env("HOME", folder);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("DIZZY_") || name.starts_with("XDG_") || name.starts_with("LC_") {
            command.env_remove(name);
        }
    }
    command.env("LANG", "en_US.UTF-8");
    command
}

fn stdout(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

fn stderr(command: &mut Command, code: i32) -> String {
    let output = command.assert().code(code).get_output().clone();
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn without_a_command_there_is_short_help() {
    let dir = tempfile::tempdir().unwrap();
    let help = stderr(&mut dizzy(dir.path()), 2);
    assert!(help.contains("Usage: dizzy"), "{help}");
    assert!(!help.contains("Examples:"), "short help has no examples: {help}");
    assert!(!help.contains("reader"), "the reader is not for people: {help}");
}

#[test]
fn long_help_teaches_with_examples() {
    let dir = tempfile::tempdir().unwrap();
    for args in [
        &["--help"][..],
        &["process", "--help"],
        &["learn", "--help"],
        &["status", "--help"],
        &["export", "--help"],
        &["doctor", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
        &["config", "show", "--help"],
        &["config", "init", "--help"],
        &["help"],
        &["help", "config", "init"],
    ] {
        let help = stdout(dizzy(dir.path()).args(args), 0);
        assert!(help.contains("Examples:\n"), "{args:?}: {help}");
    }
}

/// What clap would say in English is said in the person's language, in the form of all other messages.
#[test]
fn a_command_line_that_is_wrong_is_told_in_the_language_of_the_person() {
    let dir = tempfile::tempdir().unwrap();
    for (args, english, dutch) in [
        (
            &["process", "in", "--outt", "x"][..],
            "'dizzy process' has no option '--outt'\n  → Do you mean '--out'? 'dizzy process --help' explains all.",
            "'dizzy process' kent de optie '--outt' niet\n  → Bedoelt u '--out'? 'dizzy process --help' legt alles uit (in het Engels).",
        ),
        (
            &["proces", "in"],
            "'dizzy' has no command 'proces'\n  → Do you mean 'process'? ",
            "'dizzy' kent de opdracht 'proces' niet\n",
        ),
        (&["config"], "Show or make the configuration", "Show or make the configuration"),
        (
            &["process"],
            "'dizzy process' needs <PATH>...\n",
            "bij 'dizzy process' hoort nog <PATH>...\n",
        ),
        (
            &["check", "a.xml", "--format", "yaml"],
            "'yaml' is no value for '--format'\n  → Take one of text, json. ",
            "'yaml' past niet bij '--format'\n  → Kies uit text, json. ",
        ),
        (
            &["process", "in", "--jobs", "two"],
            "'two' is no value for '--jobs'\n  → Give a whole number. ",
            "'two' past niet bij '--jobs'\n  → Geef een geheel getal. 'dizzy process --help'",
        ),
        (
            &["process", "in", "--out"],
            "'--out' needs a value after it\n",
            "achter '--out' hoort een waarde\n",
        ),
        (
            &["process", "in", "--quiet", "--verbose"],
            "'--quiet' and '--verbose' do not go together\n",
            "'--quiet' en '--verbose' gaan niet samen\n",
        ),
        (
            &["status", "--out", "a", "--out", "b"],
            "'--out' is there more than once\n",
            "'--out' staat er meer dan eens\n",
        ),
        (
            &["burst", "status", "a", "b"],
            "'dizzy burst status' can do nothing with 'b'\n",
            "'dizzy burst status' kan niets met 'b'\n",
        ),
    ] {
        let said = stderr(dizzy(dir.path()).args(args), 2);
        assert!(said.contains(english), "{args:?}: {said}");
        for command in [
            dizzy(dir.path()).args(args).env("LANG", "nl_NL.UTF-8"),
            dizzy(dir.path()).args(["--ui-lang", "nl"]).args(args),
            dizzy(dir.path()).arg("--ui-lang=nl").args(args),
        ] {
            let said = stderr(command, 2);
            assert!(said.contains(dutch), "{args:?}: {said}");
        }
    }
}

#[test]
fn a_path_that_does_not_exist_is_a_mistake_of_use() {
    let dir = tempfile::tempdir().unwrap();
    let message = stderr(dizzy(dir.path()).args(["process", "nosuch"]), 2);
    assert_eq!(
        message,
        "dizzy: nosuch: does not exist\n  → Check the name; put a path with spaces between quotes.\n"
    );
    let message =
        stderr(dizzy(dir.path()).args(["process", "nosuch"]).env("LANG", "nl_NL.UTF-8"), 2);
    assert!(message.starts_with("dizzy: nosuch: bestaat niet\n"), "{message}");
    let message = stderr(dizzy(dir.path()).args(["process", "nosuch", "--ui-lang", "nl"]), 2);
    assert!(message.starts_with("dizzy: nosuch: bestaat niet\n"), "{message}");
}

#[test]
fn an_empty_list_is_a_mistake_of_use() {
    let dir = tempfile::tempdir().unwrap();
    let message = stderr(dizzy(dir.path()).args(["process", "-"]).write_stdin("\n\n"), 2);
    assert!(message.starts_with("dizzy: the list on standard input is empty\n"), "{message}");
}

#[test]
fn status_before_the_first_run_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let message = stderr(dizzy(dir.path()).arg("status"), 1);
    assert!(message.contains("Nothing was processed here yet"), "{message}");
    assert!(!dir.path().join("proposals").exists(), "looking makes nothing");
}

#[test]
fn config_init_writes_once_and_show_reads_it() {
    let dir = tempfile::tempdir().unwrap();
    stdout(dizzy(dir.path()).args(["config", "init"]), 0);
    let written = fs::read_to_string(dir.path().join("dizzy.toml")).unwrap();
    assert!(written.contains("[process]"), "{written}");
    let message = stderr(dizzy(dir.path()).args(["config", "init"]), 1);
    assert!(message.contains("dizzy.toml exists already"), "{message}");
    let shown = stdout(dizzy(dir.path()).args(["config", "show"]), 0);
    assert!(shown.contains("jobs = 0"), "{shown}");
}

#[test]
fn completions_are_there_for_each_shell() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = stdout(dizzy(dir.path()).args(["completions", shell]), 0);
        assert!(script.contains("process"), "{shell}");
    }
}

#[test]
fn bash_understands_its_completions() {
    let dir = tempfile::tempdir().unwrap();
    let script = stdout(dizzy(dir.path()).args(["completions", "bash"]), 0);
    match Command::new("bash").arg("-n").write_stdin(script).ok() {
        Ok(_) => {}
        Err(error) if error.to_string().contains("No such file") => {
            skipped("there is no bash");
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn man_pages_go_to_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    stdout(dizzy(dir.path()).args(["man", "share/man1"]), 0);
    let page = fs::read_to_string(dir.path().join("share/man1/dizzy-process.1")).unwrap();
    assert!(page.contains(".SH \"EXIT STATUS\""), "{page}");
    assert!(stdout(dizzy(dir.path()).arg("man"), 0).contains(".TH DIZZY 1"));
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_no_failure() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("dizzy"))
        .args(["completions", "zsh"])
        .current_dir(dir.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_a_failure() {
    let dir = tempfile::tempdir().unwrap();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("dizzy"))
        .args(["man"])
        .current_dir(dir.path())
        .env("LANG", "C")
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "dizzy: the disk is full\n");
}

#[allow(clippy::print_stderr)] // a test that does not run says so
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

#[test]
fn a_language_that_is_not_there_is_refused_before_anything_is_read() {
    let dir = tempfile::tempdir().unwrap();
    if reading::ocr::installed_languages(Path::new("")).is_empty() {
        skipped("Tesseract has no language");
        return;
    }
    fs::write(dir.path().join("a.pdf"), "%PDF-").unwrap();
    let message = stderr(dizzy(dir.path()).args(["process", "a.pdf", "-l", "nl,xyz"]), 2);
    assert!(message.contains("the language xyz is not installed here"), "{message}");
    assert!(!dir.path().join("proposals").exists());
    fs::write(dir.path().join("dizzy.toml"), "[ocr]\nlanguages = [\"nl\", \"EN\"]\n").unwrap();
    let shown = stdout(dizzy(dir.path()).args(["config", "show"]), 0);
    assert!(shown.contains(r#"languages = ["nld", "eng"]"#), "{shown}");
}
