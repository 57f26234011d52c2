//! Man pages, from the same definitions as the arguments, with the sections that those do not hold.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::Man;

use super::args::Cli;
use super::exit::Exit;
use crate::config::settings;
use crate::words::tell;
use office::Error;

const FILES: &str = include_str!("man/files.roff");
const ENVIRONMENT: &str = include_str!("man/environment.roff");
const EVENTS: &str = include_str!("man/events.roff");
const SUMMARY: &str = include_str!("man/summary.roff");

pub fn run(dir: Option<&Path>) -> anyhow::Result<Exit> {
    let pages = pages()?;
    let Some(dir) = dir else {
        io::stdout().write_all(pages[0].1.as_bytes())?;
        return Ok(Exit::Done);
    };
    std::fs::create_dir_all(dir).map_err(Error::io("create folder", dir))?;
    let lang = office::settings::UiLang::Auto.lang();
    for (name, page) in pages {
        let file = dir.join(name);
        std::fs::write(&file, page).map_err(Error::io("write", &file))?;
        writeln!(io::stdout(), "{}", tell::wrote(lang, &file))?;
    }
    Ok(Exit::Done)
}

/// All pages: file name and text, that of the program first.
///
/// # Errors
/// Never in practice: pages are made in memory.
pub fn pages() -> io::Result<Vec<(String, String)>> {
    let mut program = Cli::command();
    program.build();
    let mut pages = vec![("dizzy.1".to_owned(), page(&program, "dizzy")?)];
    let mut open: Vec<(String, clap::Command)> = subcommands("dizzy", &program);
    while let Some((name, command)) = open.pop() {
        pages.push((format!("{name}.1"), page(&command, &name)?));
        open.extend(subcommands(&name, &command));
    }
    pages[1..].sort();
    Ok(pages)
}

fn subcommands(parent: &str, command: &clap::Command) -> Vec<(String, clap::Command)> {
    command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| (format!("{parent}-{}", sub.get_name()), sub.clone()))
        .collect()
}

fn page(command: &clap::Command, name: &str) -> io::Result<String> {
    let examples = command.get_after_long_help().map(ToString::to_string);
    // The examples get a section of their own; `dizzy-process` is the name of a page, `dizzy process` the command.
    let command = command.clone().after_help("").after_long_help("").version(None::<&str>);
    let source = format!("dizzy {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).title(name.to_uppercase()).source(source).manual("dizzy");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.get_subcommands().any(|sub| !sub.is_hide_set()) {
        man.render_subcommands_section(&mut page)?;
    }
    let mut page = String::from_utf8_lossy(&page).into_owned();
    if let Some(examples) = examples {
        page.push_str(&examples_section(&examples));
    }
    if name == "dizzy" {
        page.push_str(&settings_section());
    }
    if name == "dizzy" || name == "dizzy-process" {
        page.push_str(FILES);
        page.push_str(ENVIRONMENT);
        page.push_str(&exit_section());
    }
    if name == "dizzy-process" {
        page.push_str(EVENTS);
        page.push_str(SUMMARY);
    }
    if name != "dizzy" {
        page.push_str(".SH SEE ALSO\n.BR dizzy (1)\n");
    }
    Ok(page)
}

/// The examples of the help, as they stand there.
fn examples_section(text: &str) -> String {
    let mut section = ".SH EXAMPLES\n.nf\n".to_owned();
    for line in text.lines().filter(|line| *line != "Examples:") {
        let line = line.strip_prefix("  ").unwrap_or(line);
        let _ = writeln!(section, "{}", escape(line));
    }
    section.push_str(".fi\n");
    section
}

fn settings_section() -> String {
    let mut section = ".SH SETTINGS\n\
        What a configuration file can hold, as section.key, with the default and the flag that sets it.\n"
        .to_owned();
    for setting in settings() {
        let row = format!("{} = {}", setting.key, setting.default());
        let flag = setting.flag.map(|flag| format!(" (--{flag})"));
        let _ = writeln!(
            section,
            // not by .B, which would take the quotes of a value for its own
            ".TP\n\\fB{}\\fR\n{}{}",
            escape(&row),
            escape(&setting.help()),
            escape(&flag.unwrap_or_default())
        );
    }
    section
}

fn exit_section() -> String {
    let mut section = ".SH \"EXIT STATUS\"\n".to_owned();
    for (exit, _, meaning) in Exit::ALL {
        let _ = writeln!(section, ".TP\n.B {}\n{}", exit.code(), escape(meaning));
    }
    section
}

/// Text that roff takes as it is.
fn escape(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}
