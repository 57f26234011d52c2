//! From flags to settings: the top layer of the configuration.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;
use toml::{Table, Value};

use super::args::Global;
use super::complaint::Complaint;
use crate::config;
use crate::config::{Effective, Layer, Sources};
use crate::words::tell;
use office::settings::{Settings, UiLang};
use reading::ocr::installed_languages;
use reading::settings::{Kind, Setting};

/// The flags that were given and are settings, with what was said behind them.
#[derive(Debug, Clone, Default)]
pub struct Flags(Vec<(&'static Setting, Vec<OsString>)>);

impl Flags {
    /// Those of a command line.
    pub fn of(mut matches: &ArgMatches) -> Self {
        let mut given = Vec::new();
        loop {
            for setting in config::settings() {
                let Some(id) = setting.flag.map(id) else {
                    continue;
                };
                let is_given = matches.try_contains_id(&id).unwrap_or(false)
                    && matches.value_source(&id) == Some(ValueSource::CommandLine);
                if is_given && let Some(words) = matches.get_raw(&id) {
                    given.push((setting, words.map(OsStr::to_owned).collect()));
                }
            }
            match matches.subcommand() {
                Some((_, below)) => matches = below,
                None => return Self(given),
            }
        }
    }

    /// As settings, in the shape of `dizzy.toml`.
    ///
    /// # Errors
    /// When a path is not UTF-8.
    fn table(&self) -> anyhow::Result<Table> {
        let mut table = Table::new();
        for (setting, given) in &self.0 {
            let mut words = Vec::new();
            for word in given {
                words.push(word.to_str().ok_or_else(|| {
                    let what = tell::not_utf8(UiLang::Auto.lang(), Path::new(word));
                    Complaint::usage(what, "")
                })?);
            }
            let Some(value) = value(setting.kind, &words) else {
                continue;
            };
            let section = table.entry(setting.section());
            if let Value::Table(keys) = section.or_insert_with(|| Table::new().into()) {
                keys.insert(setting.name().to_owned(), value);
            }
        }
        Ok(table)
    }
}

/// What clap calls the argument of a flag.
fn id(flag: &str) -> String {
    flag.replace('-', "_")
}

/// The value that a flag gives a setting; none for a list of nothing.
fn value(kind: Kind, words: &[&str]) -> Option<Value> {
    match kind {
        Kind::Languages | Kind::Names | Kind::Choices(_) => {
            // Tesseract's own notation joins languages with "+".
            let joint = if matches!(kind, Kind::Languages) { '+' } else { ',' };
            let words = words.iter().flat_map(|word| word.split(joint));
            let words = words.filter(|word| !word.is_empty()).map(Value::from);
            let words: Vec<Value> = words.collect();
            (!words.is_empty()).then_some(Value::Array(words))
        }
        kind => words.last().map(|word| config::scalar(kind, word)),
    }
}

/// The help of a flag that says the same as its setting.
pub fn help(key: &str) -> String {
    let help = config::setting(key).map(Setting::help).unwrap_or_default();
    with_default(help.trim_end_matches('.'), key)
}

/// The help of a flag, with the default of its setting.
pub(crate) fn with_default(help: &str, key: &str) -> String {
    let default = match config::setting(key).map(Setting::default) {
        Some(Value::Array(words)) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            words.join(",")
        }
        Some(Value::String(text)) => text,
        other => other.map(|value| value.to_string()).unwrap_or_default(),
    };
    format!("{help} [default: {default}]")
}

/// The settings in force, with the flags on top.
pub fn load(global: &Global) -> anyhow::Result<Effective> {
    let mut sources = Sources::of_process()?;
    sources.config_file.clone_from(&global.config);
    sources.flags = global.flags.table()?;
    let effective = config::load(&sources)?;
    if effective.origin.get("ocr.languages") == Some(&Layer::Flags) {
        must_be_installed(&effective.settings)?;
    }
    effective.settings.process.access.apply(&state_dir(&effective.settings));
    Ok(effective)
}

/// Languages that a person asks for are there, or nothing begins. Where none is installed the run says so itself, and
/// reads what needs no recognition.
fn must_be_installed(settings: &Settings) -> Result<(), Complaint> {
    let installed = installed_languages(&settings.ocr.tessdata);
    let mut asked = settings.ocr.languages.iter();
    match asked.find(|code| !installed.is_empty() && !installed.contains(code)) {
        Some(code) => {
            let lang = settings.ui.lang.lang();
            Err(Complaint::usage(
                tell::no_such_language(lang, code),
                tell::languages_there(lang, &installed),
            ))
        }
        None => Ok(()),
    }
}

/// The folder with the ledger.
pub(crate) fn state_dir(settings: &Settings) -> PathBuf {
    let process = &settings.process;
    if process.state.as_os_str().is_empty() {
        process.out.join(".dizzy")
    } else {
        process.state.clone()
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    #[test]
    fn flags_become_settings() {
        let args = "dizzy process in -o out --state st --archive ar --export csv,ubl -j 2 -l nld+eng,deu \
             --threshold 2h --limit-size 1 --limit-pages 2 --limit-page-time 3 --limit-page-pixels 4 \
             --limit-memory 5 --ui-lang nl";
        let cli = Cli::of(args.split(' ').map(OsString::from)).unwrap();
        let expected: Table = toml::from_str(
            r#"
            process = { out = "out", state = "st", archive = "ar", jobs = 2 }
            ocr = { languages = ["nld", "eng", "deu"] }
            limits = { document_mib = 1, pages = 2, page_seconds = 3, page_mpx = 4, reader_mib = 5 }
            export = { formats = ["csv", "ubl"] }
            burst = { threshold = "2h" }
            ui = { lang = "nl" }
            "#,
        )
        .unwrap();
        assert_eq!(cli.global.flags.table().unwrap(), expected);
    }

    #[test]
    fn every_flag_of_the_table_is_one_of_the_command_line() {
        let command = Cli::command();
        let of_all = command.get_arguments();
        let arguments: Vec<_> = command
            .get_subcommands()
            .flat_map(clap::Command::get_arguments)
            .chain(of_all)
            .collect();
        for setting in config::settings() {
            let Some(flag) = setting.flag else { continue };
            let known = arguments.iter().find(|known| known.get_long() == Some(flag));
            let known = known.unwrap_or_else(|| panic!("--{flag}"));
            assert_eq!(known.get_id().as_str(), id(flag));
        }
    }
}
