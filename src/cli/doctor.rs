//! `dizzy doctor`: what this machine lacks, and the command that mends it.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::{Doctor, Global};
use super::exit::Exit;
use super::settings::{load, state_dir};
use super::term::{Paint, paragraph, width};
use crate::config::Effective;
use crate::words;
use crate::words::Lang;
use crate::words::tell;
use crate::words::tell::Check;
use office::Error;
use office::settings::Settings;
use reading::reader::{ReaderCommand, ReaderSlot, Setup};

/// Less free space than this is worth a warning, MiB.
const ROOM_MIB: u64 = 1024;

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    Fine,
    Weak,
    Missing,
}

/// A check as it is printed.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub name: &'a str,
    pub health: Health,
    pub what: &'a str,
    /// The command or step that mends it; empty when nothing needs mending.
    pub mend: &'a str,
}

/// A check with its outcome.
#[derive(Debug)]
struct Finding {
    check: Check,
    health: Health,
    what: String,
    /// The command or step that mends it; empty when nothing needs mending.
    mend: String,
}

impl Finding {
    fn fine(check: Check, what: impl Into<String>) -> Self {
        Self { check, health: Health::Fine, what: what.into(), mend: String::new() }
    }

    fn weak(check: Check, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, health: Health::Weak, what: what.into(), mend: mend.into() }
    }

    fn missing(check: Check, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { check, health: Health::Missing, what: what.into(), mend: mend.into() }
    }
}

pub fn run(global: &Global, args: &Doctor) -> anyhow::Result<Exit> {
    let Effective { settings, burst, .. } = load(global)?;
    let lang = settings.ui.lang.lang();
    if args.burst {
        return super::doctor_burst::run(&burst, lang);
    }
    let mut findings = vec![Finding::fine(Check::Config, tell::config_fine(lang))];
    let packages = Packages::of_this_machine();
    findings.extend(ocr(&settings, packages, lang));
    findings.push(sandbox(&settings, lang));
    findings.push(writable(Check::Out, &settings.process.out, lang));
    findings.push(writable(Check::State, &state_dir(&settings), lang));
    findings.extend(room(&settings.process.out, lang));
    let mut stdout = io::stdout();
    let lines: Vec<Line> = findings
        .iter()
        .map(|finding| Line {
            name: finding.check.name(lang),
            health: finding.health,
            what: &finding.what,
            mend: &finding.mend,
        })
        .collect();
    let verdict = |missing, weak| tell::doctor_verdict(lang, missing, weak);
    let text = render(&lines, verdict, Paint::of(&stdout));
    stdout.write_all(text.as_bytes())?;
    Ok(exit(&lines))
}

/// What the command ends with.
pub(super) fn exit(lines: &[Line]) -> Exit {
    if lines.iter().any(|line| line.health == Health::Missing) { Exit::Fatal } else { Exit::Done }
}

/// The checks as a table with a last line, which is made of how many are missing and how many could be better.
pub(super) fn render(
    lines: &[Line],
    verdict: impl Fn(usize, usize) -> String,
    paint: Paint,
) -> String {
    let columns = lines.iter().map(|line| width(line.name)).max().unwrap_or(0);
    let mut text = String::new();
    for finding in lines {
        let mark = match finding.health {
            Health::Fine => paint.good("✓"),
            Health::Weak => paint.look("!"),
            Health::Missing => paint.bad("✗"),
        };
        let name = finding.name;
        let gap = " ".repeat(columns - width(name));
        let indent = " ".repeat(columns + 4);
        let what = paragraph(&io::stdout(), columns + 4, &indent, finding.what);
        let _ = write!(text, "{mark} {name}{gap}  {what}");
        if !finding.mend.is_empty() {
            let _ = writeln!(text, "  {}  → {}", " ".repeat(columns), finding.mend);
        }
    }
    let with = |health| lines.iter().filter(|line| line.health == health).count();
    let verdict = verdict(with(Health::Missing), with(Health::Weak));
    let _ = writeln!(text, "\n{}", paint.title(&verdict));
    text
}

/// How this system installs software.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packages {
    Apt,
    Dnf,
    Pacman,
    Zypper,
    Brew,
}

impl Packages {
    fn of_this_machine() -> Self {
        if cfg!(target_os = "macos") {
            return Self::Brew;
        }
        let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
        Self::of_release(&release)
    }

    /// From `os-release`(5): `ID` and `ID_LIKE`.
    fn of_release(release: &str) -> Self {
        let ids: Vec<&str> = release
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or(line.strip_prefix("ID_LIKE=")))
            .flat_map(|value| value.trim_matches('"').split(' '))
            .collect();
        let is = |id: &str| ids.iter().any(|known| known.starts_with(id));
        if is("fedora") || is("rhel") {
            Self::Dnf
        } else if is("arch") {
            Self::Pacman
        } else if is("suse") || is("opensuse") {
            Self::Zypper
        } else {
            Self::Apt
        }
    }

    /// The command that installs Tesseract languages.
    fn install(self, languages: &[&str]) -> String {
        let each = |prefix: &str| -> String {
            languages.iter().fold(String::new(), |mut all, code| {
                let _ = write!(all, " {prefix}{}", code.replace('_', "-"));
                all
            })
        };
        match self {
            Self::Apt => format!("sudo apt-get install -y{}", each("tesseract-ocr-")),
            Self::Dnf => format!("sudo dnf install -y{}", each("tesseract-langpack-")),
            Self::Pacman => format!("sudo pacman -S{}", each("tesseract-data-")),
            Self::Zypper => format!("sudo zypper install{}", each("tesseract-ocr-traineddata-")),
            Self::Brew => "brew install tesseract-lang".to_owned(),
        }
    }
}

#[cfg(feature = "tesseract")]
fn ocr(settings: &Settings, packages: Packages, lang: Lang) -> Vec<Finding> {
    let installed = reading::ocr::installed_languages(&settings.ocr.tessdata);
    languages(&settings.ocr.languages, &installed, packages, lang)
}

#[cfg(not(feature = "tesseract"))]
fn ocr(_: &Settings, _: Packages, lang: Lang) -> Vec<Finding> {
    let mend = "cargo install --path . --features tesseract";
    vec![Finding::missing(Check::Ocr, tell::ocr_not_built(lang), mend)]
}

/// The configured languages against those installed.
#[cfg_attr(not(feature = "tesseract"), allow(dead_code))]
fn languages(
    wanted: &[String],
    installed: &[String],
    packages: Packages,
    lang: Lang,
) -> Vec<Finding> {
    let (there, lacking): (Vec<String>, Vec<String>) =
        wanted.iter().cloned().partition(|code| installed.contains(code));
    if there.is_empty() {
        let codes: Vec<&str> = wanted.iter().map(String::as_str).collect();
        let mend = packages.install(&codes);
        return vec![Finding::missing(Check::Ocr, tell::ocr_no_languages(lang), mend)];
    }
    let mut findings = vec![Finding::fine(Check::Ocr, tell::ocr_works(lang, &there))];
    findings.extend(lacking.iter().map(|code| {
        let what = tell::language_missing(lang, code);
        Finding::weak(Check::Language, what, packages.install(&[code]))
    }));
    findings
}

fn sandbox(settings: &Settings, lang: Lang) -> Finding {
    if !settings.reader.sandbox {
        return Finding::weak(
            Check::Sandbox,
            tell::sandbox_off(lang),
            tell::sandbox_off_hint(lang),
        );
    }
    match unconfined(settings) {
        Ok(unconfined) if unconfined.is_empty() => {
            Finding::fine(Check::Sandbox, tell::sandbox_whole(lang))
        }
        Ok(unconfined) => {
            Finding::weak(Check::Sandbox, unconfined.join("; "), tell::sandbox_partial_hint(lang))
        }
        Err(error) => {
            let said = words::error(lang, &error);
            Finding::missing(Check::Sandbox, said.what, said.hint)
        }
    }
}

/// Starts a reader and asks what its sandbox cannot do here.
fn unconfined(settings: &Settings) -> Result<Vec<String>, Error> {
    let command = ReaderCommand::this_program().map_err(Error::ReaderStart)?;
    let setup = Setup {
        limits: settings.limits.clone(),
        ocr: settings.ocr.clone(),
        sandbox: settings.reader.sandbox,
    };
    ReaderSlot::new(command, setup, settings.reader.clone())
        .unconfined()
        .map_err(Error::ReaderStart)
}

/// Whether a folder, or the nearest one above it that exists, can be written. Leaves nothing behind.
fn writable(check: Check, dir: &Path, lang: Lang) -> Finding {
    let nearest = nearest(dir);
    let probe = nearest.join(format!(".dizzy-doctor-{}", std::process::id()));
    let tried = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&probe)
        .and_then(|_| std::fs::remove_file(&probe));
    match tried {
        Ok(()) => Finding::fine(check, tell::can_write(lang, dir)),
        Err(error) => {
            let what = tell::cannot_write(lang, dir, &words::io(lang, &error));
            // never the owner of a folder above, which is others' too
            let dir = dir.display();
            let own = format!("sudo chown \"$USER\" '{dir}'");
            let mend = if nearest.as_os_str() == dir.to_string().as_str() {
                own
            } else {
                format!("sudo mkdir -p '{dir}' && {own}")
            };
            Finding::missing(check, what, mend)
        }
    }
}

/// The folder itself, or the nearest one above it that exists.
fn nearest(dir: &Path) -> PathBuf {
    dir.ancestors()
        .find(|dir| dir.is_dir())
        .filter(|dir| !dir.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
        .to_owned()
}

/// Free space where the proposals go, where the system tells.
fn room(out: &Path, lang: Lang) -> Option<Finding> {
    let disk = rustix::fs::statvfs(nearest(out)).ok()?;
    let free_mib = disk.f_bavail.saturating_mul(disk.f_frsize) >> 20;
    let what = tell::room(lang, free_mib);
    Some(if free_mib < ROOM_MIB {
        Finding::weak(Check::Room, what, tell::room_hint(lang))
    } else {
        Finding::fine(Check::Room, what)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_told_apart() {
        for (release, packages) in [
            ("ID=debian\n", Packages::Apt),
            ("NAME=Ubuntu\nID=ubuntu\nID_LIKE=debian\n", Packages::Apt),
            ("ID=fedora\n", Packages::Dnf),
            ("ID=\"almalinux\"\nID_LIKE=\"rhel centos fedora\"\n", Packages::Dnf),
            ("ID=manjaro\nID_LIKE=arch\n", Packages::Pacman),
            ("ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"\n", Packages::Zypper),
        ] {
            assert_eq!(Packages::of_release(release), packages, "{release}");
        }
    }

    #[test]
    fn a_missing_language_comes_with_its_package() {
        let wanted = ["nld".to_owned(), "chi_sim".to_owned()];
        let found = languages(&wanted, &["nld".to_owned()], Packages::Apt, Lang::En);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].health, Health::Weak);
        assert_eq!(found[1].mend, "sudo apt-get install -y tesseract-ocr-chi-sim");
        let found = languages(&wanted, &[], Packages::Dnf, Lang::En);
        assert_eq!(found[0].health, Health::Missing);
    }

    #[test]
    fn a_folder_that_does_not_exist_yet_is_judged_by_the_one_above() {
        let dir = tempfile::tempdir().unwrap();
        let found = writable(Check::Out, &dir.path().join("a/b"), Lang::En);
        assert_eq!(found.health, Health::Fine, "{}", found.what);
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
