//! From flags to settings: the top layer of the configuration.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::args::{ExportArg, Files, Global, Places, Process, UiLangArg};
use super::burst::args::{Begin, Machines};
use super::complaint::Complaint;
use crate::config;
use crate::config::{Effective, Sources};
use crate::words::tell;
use office::settings::Settings;

/// Flags as a table of settings, in the shape of `dizzy.toml`.
#[derive(Debug, Default)]
pub struct Flags {
    table: Table,
}

impl Flags {
    /// The flags of every command.
    pub fn of(global: &Global) -> Self {
        let mut flags = Self::default();
        flags.set(
            "ui",
            "lang",
            global.ui_lang.map(|lang| match lang {
                UiLangArg::Nl => "nl",
                UiLangArg::En => "en",
            }),
        );
        flags
    }

    /// With `--out` and `--state`.
    ///
    /// # Errors
    /// When a path is not UTF-8.
    pub fn with_places(mut self, places: &Places) -> anyhow::Result<Self> {
        self.set_path("out", places.out.as_deref())?;
        self.set_path("state", places.state.as_deref())?;
        Ok(self)
    }

    /// With `--export`.
    #[must_use]
    pub fn with_files(mut self, files: &Files) -> Self {
        let formats: Vec<Value> = files
            .formats
            .iter()
            .map(|format| {
                Value::from(match format {
                    ExportArg::Jsonl => "jsonl",
                    ExportArg::Csv => "csv",
                    ExportArg::Journal => "journal",
                    ExportArg::Ubl => "ubl",
                    ExportArg::Report => "report",
                    ExportArg::Hledger => "hledger",
                    ExportArg::Beancount => "beancount",
                    ExportArg::Xaf => "xaf",
                    ExportArg::Exact => "exact",
                    ExportArg::Twinfield => "twinfield",
                    ExportArg::Snelstart => "snelstart",
                    ExportArg::Afas => "afas",
                    ExportArg::Yuki => "yuki",
                })
            })
            .collect();
        self.set(
            "export",
            "formats",
            (!formats.is_empty()).then_some(formats),
        );
        self
    }

    /// With those of `dizzy process`.
    ///
    /// # Errors
    /// When a path is not UTF-8.
    pub fn with_process(self, args: &Process) -> anyhow::Result<Self> {
        let mut flags = self.with_places(&args.places)?.with_files(&args.files);
        flags.set_path("archive", args.archive.as_deref())?;
        flags.set_reading(args.jobs, &args.lang);
        flags.set("burst", "threshold", args.threshold.map(|t| t.to_string()));
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        flags.set("limits", "document_mib", args.limit_size.map(whole));
        flags.set("limits", "pages", args.limit_pages.map(i64::from));
        flags.set("limits", "page_seconds", args.limit_page_time.map(whole));
        flags.set("limits", "page_mpx", args.limit_page_pixels.map(i64::from));
        flags.set("limits", "reader_mib", args.limit_memory.map(whole));
        Ok(flags)
    }

    /// With those of `dizzy burst`.
    ///
    /// # Errors
    /// When a path is not UTF-8.
    pub fn with_burst(self, args: &Begin) -> anyhow::Result<Self> {
        let mut flags = self
            .with_places(&args.places)?
            .with_machines(&args.machines);
        flags.set_reading(args.jobs, &args.lang);
        flags.set("burst", "max_workers", args.max_workers.map(i64::from));
        flags.set("burst", "deadline", args.deadline.map(|d| d.to_string()));
        flags.set("burst", "max_cost_usd", args.max_cost.as_deref());
        Ok(flags)
    }

    /// With those that say where the machines of a burst are.
    #[must_use]
    pub fn with_machines(mut self, args: &Machines) -> Self {
        self.set("burst", "store", args.store.as_deref());
        self.set("burst", "region", args.region.as_deref());
        self
    }

    fn set_reading(&mut self, jobs: Option<u32>, languages: &[String]) {
        self.set("process", "jobs", jobs.map(i64::from));
        // Tesseract's own notation joins languages with "+".
        let languages: Vec<Value> = languages
            .iter()
            .flat_map(|codes| codes.split('+'))
            .filter(|code| !code.is_empty())
            .map(Value::from)
            .collect();
        let languages = (!languages.is_empty()).then_some(languages);
        self.set("ocr", "languages", languages);
    }

    fn set(&mut self, section: &str, key: &str, value: Option<impl Into<Value>>) {
        let Some(value) = value else { return };
        let keys = self
            .table
            .entry(section)
            .or_insert_with(|| Value::Table(Table::new()));
        if let Value::Table(keys) = keys {
            keys.insert(key.to_owned(), value.into());
        }
    }

    fn set_path(&mut self, key: &str, path: Option<&Path>) -> anyhow::Result<()> {
        let text = match path.map(|path| (path, path.to_str())) {
            Some((path, None)) => {
                let what = tell::not_utf8(office::settings::UiLang::Auto.lang(), path);
                return Err(Complaint::usage(what, "").into());
            }
            Some((_, text)) => text,
            None => None,
        };
        self.set("process", key, text);
        Ok(())
    }

    /// The settings in force with these flags on top.
    ///
    /// # Errors
    /// When a layer of the configuration cannot be read or is wrong.
    pub fn load(self, global: &Global) -> anyhow::Result<Effective> {
        let mut sources = Sources::of_process()?;
        sources.config_file.clone_from(&global.config);
        sources.flags = self.table;
        Ok(config::load(&sources)?)
    }
}

/// The folder with the ledger.
pub fn state_dir(settings: &Settings) -> PathBuf {
    let process = &settings.process;
    if process.state.as_os_str().is_empty() {
        process.out.join(".dizzy")
    } else {
        process.state.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use clap::Parser;

    fn flags(args: &[&str]) -> Table {
        let cli = Cli::try_parse_from(args).unwrap();
        let Command::Process(process) = &cli.command else {
            panic!("not a process command");
        };
        let flags = Flags::of(&cli.global).with_process(process).unwrap();
        flags.table
    }

    #[test]
    fn flags_become_settings() {
        let table = flags(&[
            "dizzy",
            "process",
            "in",
            "-o",
            "out",
            "--state",
            "st",
            "--archive",
            "ar",
            "--export",
            "csv,ubl",
            "-j",
            "2",
            "-l",
            "nld+eng,deu",
            "--limit-size",
            "1",
            "--limit-pages",
            "2",
            "--limit-page-time",
            "3",
            "--limit-page-pixels",
            "4",
            "--limit-memory",
            "5",
            "--ui-lang",
            "nl",
        ]);
        let expected: Table = toml::from_str(
            r#"
            process = { out = "out", state = "st", archive = "ar", jobs = 2 }
            ocr = { languages = ["nld", "eng", "deu"] }
            limits = { document_mib = 1, pages = 2, page_seconds = 3, page_mpx = 4, reader_mib = 5 }
            export = { formats = ["csv", "ubl"] }
            ui = { lang = "nl" }
            "#,
        )
        .unwrap();
        assert_eq!(table, expected);
    }

    #[test]
    fn every_flag_names_a_setting_that_exists() {
        let table = flags(&[
            "dizzy",
            "process",
            "in",
            "-o",
            "out",
            "--state",
            "st",
            "--archive",
            "ar",
            "--export",
            "ubl",
            "-j",
            "2",
            "-l",
            "nld",
            "--limit-size",
            "1",
            "--limit-pages",
            "2",
            "--limit-page-time",
            "3",
            "--limit-page-pixels",
            "4",
            "--limit-memory",
            "5",
            "--ui-lang",
            "nl",
        ]);
        let defaults: Table = toml::from_str(config::default_toml()).unwrap();
        for (section, keys) in &table {
            for key in keys.as_table().unwrap().keys() {
                assert!(defaults[section].get(key).is_some(), "{section}.{key}");
            }
        }
    }
}
