//! The command line, as clap sees it; nothing else happens here.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::burst::args::{Burst, Messages};
use super::settings::{Flags, help, with_default};
use booking::learn::Field;
use dispatch::Threshold;
use office::export::Format;

/// What stands in `examples/` of a command, below its options.
macro_rules! examples {
    ($command:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/cli/examples/", $command, ".txt"))
            .trim_ascii_end()
    };
}
pub(super) use examples;

/// Turns a folder of invoices into booking proposals (boekingsvoorstellen)
///
/// PDFs, scans, e-invoices (UBL, CII, Factur-X), ZIP files and e-mails go in; for each invoice a checked booking
/// proposal comes out, with the place on the page where each value was found.
#[derive(Debug, Parser)]
#[command(
    name = "dizzy",
    version,
    after_long_help = examples!("dizzy"),
    arg_required_else_help = true,
    subcommand_required = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// From the words of a command line, of which the first is the name of the program.
    ///
    /// # Errors
    /// When they are none, or ask for help.
    pub fn of(words: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let mut command = Self::command();
        let matches = command.try_get_matches_from_mut(words)?;
        let mut cli =
            Self::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
        cli.global.flags = Flags::of(&matches);
        Ok(cli)
    }
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// Configuration file, instead of dizzy.toml in this folder or one above
    #[arg(long, global = true, value_name = "FILE", help_heading = "General")]
    pub config: Option<PathBuf>,
    /// Language of messages; without it that of the configuration, then of the locale
    #[arg(long, global = true, value_name = "LANG", value_enum, help_heading = "General")]
    pub ui_lang: Option<UiLangArg>,
    /// Flags that are settings, by the table of settings: their fields here and below only say how they are read.
    #[arg(skip)]
    pub flags: Flags,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read invoices and write booking proposals
    #[command(
        after_long_help = examples!("process"),
        override_usage = "dizzy process [OPTIONS] <PATH>..."
    )]
    Process(Process),
    /// Read invoices with the help of temporary workers
    #[command(after_long_help = examples!("burst"))]
    Burst(Box<Burst>),
    /// Learn from an administration's history how its suppliers are booked
    #[command(
        after_long_help = examples!("learn"),
        override_usage = "dizzy learn [OPTIONS] <FILE>..."
    )]
    Learn(Learn),
    /// Show what is done, waiting, failed
    #[command(after_long_help = examples!("status"))]
    Status(Places),
    /// Write the files with proposals again, from the ledger
    #[command(after_long_help = examples!("export"))]
    Export(Export),
    /// Write the page to look at again, with the pictures that are missing
    #[command(after_long_help = examples!("report"))]
    Report(Places),
    /// Go through the proposals in a browser, and correct them
    #[command(after_long_help = examples!("review"))]
    Review(Review),
    /// Check e-invoices by the rules of EN 16931, Peppol BIS 3 and NLCIUS
    #[command(after_long_help = examples!("check"))]
    Check(Check),
    /// Show or make the configuration
    Config {
        /// What to do.
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Show what this machine lacks, and the command that mends it
    #[command(after_long_help = examples!("doctor"))]
    Doctor(Doctor),
    /// Print the completions for a shell
    #[command(after_long_help = examples!("completions"))]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the man page, or write all man pages to a folder
    #[command(after_long_help = examples!("man"))]
    Man {
        /// Folder for dizzy.1, dizzy-process.1 and the others
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Read documents for a parent process, over standard input and output
    #[command(hide = true)]
    Reader,
}

/// `dizzy config …`
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings in force and where each comes from
    #[command(after_long_help = examples!("config-show"))]
    Show,
    /// Write dizzy.toml with every setting, its default and what it means
    #[command(after_long_help = examples!("config-init"))]
    Init {
        /// The file to write; one that exists is left alone
        #[arg(value_name = "FILE", default_value = "dizzy.toml")]
        file: PathBuf,
    },
}

/// Where results are.
#[derive(Debug, Default, Args)]
pub struct Places {
    /// Folder for the proposals.
    #[arg(long, short, value_name = "DIR", help_heading = "Folders", help = help("process.out"))]
    pub out: Option<PathBuf>,
    /// Folder for the ledger [default: .dizzy in the folder for the proposals]
    #[arg(long, value_name = "DIR", help_heading = "Folders")]
    pub state: Option<PathBuf>,
}

/// `dizzy review`
#[derive(Debug, Args)]
pub struct Review {
    #[command(flatten)]
    pub places: Places,
    /// Port on this machine [default: one that is free]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Only print the address, and open no browser
    #[arg(long)]
    pub no_browser: bool,
}

/// `dizzy export`
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub files: Files,
    /// Write import files with what was not handed over before, in a folder of their own (handed-over/0001)
    #[arg(long)]
    pub new: bool,
    /// Hand over a correcting entry for each that is other than it was handed over: it takes back what the package has, and
    /// books it as it is now
    #[arg(long, conflicts_with = "new")]
    pub correct: bool,
    /// Take back what --new or --correct handed over last
    #[arg(long, conflicts_with_all = ["new", "correct"])]
    pub undo: bool,
}

/// Which files are written.
#[derive(Debug, Default, Args)]
pub struct Files {
    /// The files to write.
    #[arg(
        long,
        value_name = "FORMATS",
        value_delimiter = ',',
        value_parser = formats(),
        help_heading = "Folders",
        help = with_default("Files to write, with commas between them", "export.formats")
    )]
    pub export: Vec<String>,
}

fn formats() -> PossibleValuesParser {
    let known = Format::all();
    known
        .filter_map(|format| Some(PossibleValue::new(format.key()?).help(format.help())))
        .collect::<Vec<_>>()
        .into()
}

/// Scans.
#[derive(Debug, Args)]
pub struct Scans {
    /// Languages of scans.
    #[arg(
        long,
        short,
        value_name = "CODES",
        value_delimiter = ',',
        help_heading = "Reading",
        help = with_default("Languages of scans, as Tesseract codes", "ocr.languages")
    )]
    pub lang: Vec<String>,
}

/// `dizzy doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    #[command(flatten)]
    pub places: Places,
    /// Look at what a burst needs instead: the store, the AWS account, rights and quotas
    #[arg(long)]
    pub burst: bool,
}

/// `dizzy check`
#[derive(Debug, Args)]
pub struct Check {
    /// E-invoices: XML, or PDFs with the XML inside
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// How the findings are printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: CheckFormat,
}

/// `--format` of `dizzy check`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For a person
    Text,
    /// One JSON object per file
    Json,
}

/// `COLUMN=FIELD`
fn column_map(text: &str) -> Result<(String, Field), String> {
    let names = || Field::ALL.map(|(_, name)| name).join(", ");
    let (column, field) = text
        .rsplit_once('=')
        .ok_or_else(|| format!("is no COLUMN=FIELD; a FIELD is one of {}", names()))?;
    let field = Field::by_name(field.trim())
        .ok_or_else(|| format!("there is no field {field}; it is one of {}", names()))?;
    Ok((column.trim().to_owned(), field))
}

/// `dizzy learn`
#[derive(Debug, Args)]
pub struct Learn {
    /// Auditfiles, lists of bookings (CSV), or corrections of proposals (CSV, JSON lines)
    #[arg(value_name = "FILE", required_unless_present_any = ["show", "forget", "rename"])]
    pub files: Vec<PathBuf>,
    /// Whose history it is; needed when several administrations are configured
    #[arg(long, short, value_name = "NAME")]
    pub administration: Option<String>,
    /// What a column of a list of bookings holds: number, supplier, supplier_name, vat_id, kvk, iban, date, account,
    /// account_name, vat_code, net, debit, credit, currency, text
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = column_map, conflicts_with_all = ["show", "forget"])]
    pub map: Vec<(String, Field)>,
    /// The files are of this administration, whatever company they name: it had another name, legal form or fiscal number
    #[arg(long, conflicts_with_all = ["show", "forget", "rename"])]
    pub same_company: bool,
    /// Show what was learned, of all or of one supplier (number or a part of the name)
    #[arg(
        long,
        value_name = "SUPPLIER",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with_all = ["files", "forget"]
    )]
    pub show: Option<String>,
    /// Forget a file that was learned, or a supplier
    #[arg(long, value_name = "FILE|SUPPLIER", conflicts_with = "files")]
    pub forget: Option<String>,
    /// Keep for an administration what is kept under a name that is no longer in dizzy.toml: what was learned, corrected
    /// and handed over ("" for what was learned without an administration)
    #[arg(
        long,
        value_names = ["OLD", "NEW"],
        num_args = 2,
        conflicts_with_all = ["files", "show", "forget", "map", "administration"]
    )]
    pub rename: Option<Vec<String>>,
    /// Forget without asking
    #[arg(long, short, requires = "forget")]
    pub yes: bool,
    #[command(flatten)]
    pub places: Places,
}

/// `dizzy process`
#[derive(Debug, Args)]
pub struct Process {
    /// Folders and files to read; '-' reads a list of them from standard input
    #[arg(value_name = "PATH", required_unless_present = "shard")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub files: Files,
    /// Move handled files to this folder
    #[arg(long, value_name = "DIR", help_heading = "Folders")]
    pub archive: Option<PathBuf>,
    /// Only show what would be read, and what would be left out and why
    #[arg(long, short = 'n', conflicts_with_all = ["summary", "notify_command"])]
    pub dry_run: bool,
    /// Try again what failed in earlier runs
    #[arg(long)]
    pub retry_failed: bool,
    /// Begin a new ledger beside earlier output: all is read again, what was handed over stays so
    #[arg(long, conflicts_with = "dry_run")]
    pub new_ledger: bool,

    /// Documents read at the same time [default: one per processor]
    #[arg(long, short, value_name = "N", help_heading = "Reading")]
    pub jobs: Option<u32>,
    #[command(flatten)]
    pub scans: Scans,

    /// Largest document, MiB
    #[arg(long, value_name = "MIB", help_heading = "Limits of one document")]
    pub limit_size: Option<u64>,
    /// Most pages
    #[arg(long, value_name = "N", help_heading = "Limits of one document")]
    pub limit_pages: Option<u32>,
    /// Longest time for a page, seconds
    #[arg(long, value_name = "SECONDS", help_heading = "Limits of one document")]
    pub limit_page_time: Option<u64>,
    /// Largest picture of a page, millions of pixels
    #[arg(long, value_name = "MPX", help_heading = "Limits of one document")]
    pub limit_page_pixels: Option<u32>,
    /// Most memory of a reader process, MiB
    #[arg(long, value_name = "MIB", help_heading = "Limits of one document")]
    pub limit_memory: Option<u64>,

    /// Whether work over the threshold goes to temporary workers [default: auto, when a store is configured]
    #[arg(long, value_name = "WHEN", value_enum, help_heading = "Burst")]
    pub burst: Option<WhenBurst>,
    /// Work that this machine does alone: a time ("1h") or a number of pages to recognise ("5000 pages")
    #[arg(long, value_name = "WORK", help_heading = "Burst")]
    pub threshold: Option<Threshold>,
    /// Work for the burst of another machine; for its workers
    #[arg(
        long,
        value_name = "RUN",
        conflicts_with_all = [
            "paths", "dry_run", "archive", "burst", "threshold", "retry_failed", "new_ledger", "out", "state", "summary",
            "notify_command",
        ],
        help_heading = "Burst"
    )]
    pub shard: Option<String>,

    #[command(flatten)]
    pub messages: Messages,
    #[command(flatten)]
    pub afterwards: AtTheEnd,
}

/// What is done at the end of a run.
#[derive(Debug, Clone, Default, Args)]
pub struct AtTheEnd {
    /// Write what the run came to into this file, as JSON for monitoring; also when it could not start
    #[arg(long, value_name = "FILE", help_heading = "At the end")]
    pub summary: Option<PathBuf>,
    /// Run this command when a person is needed, with the summary on its standard input; no shell looks at it
    #[arg(
        long,
        value_name = "COMMAND",
        value_parser = command_words,
        help_heading = "At the end"
    )]
    pub notify_command: Option<CommandWords>,
    /// When the command is run
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value = "needed",
        requires = "notify_command",
        help_heading = "At the end"
    )]
    pub notify_when: NotifyWhen,
    /// The command is ended when it takes longer, seconds
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        value_parser = clap::value_parser!(u64).range(1..=3600),
        requires = "notify_command",
        help_heading = "At the end"
    )]
    pub notify_timeout: u64,
}

/// `--notify-when`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum NotifyWhen {
    /// When there are new failures or new proposals to look at, or the run could not start or go on
    #[default]
    Needed,
    /// At the end of every run
    Always,
}

/// A program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandWords {
    /// The program: a path, or a name that is looked for in `PATH`.
    pub program: String,
    /// Its arguments.
    pub arguments: Vec<String>,
}

/// `PROGRAM ARGUMENT…`, quoted as for a shell, which is not asked.
fn command_words(text: &str) -> Result<CommandWords, String> {
    let words = shell_words::split(text).map_err(|_| "a quote is not closed".to_owned())?;
    let mut words = words.into_iter();
    match words.next() {
        Some(program) if !program.is_empty() => {
            Ok(CommandWords { program, arguments: words.collect() })
        }
        _ => Err("names no program".into()),
    }
}

/// `--burst`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WhenBurst {
    /// When the work goes over the threshold
    Auto,
    /// Never
    Never,
}

/// `--log-format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Progress on a terminal, else a line every ten seconds
    Text,
    /// One JSON object per event
    Json,
}

/// `--ui-lang`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UiLangArg {
    /// Dutch
    Nl,
    /// English
    En,
}

#[cfg(test)]
mod tests;
