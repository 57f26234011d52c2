//! From the layers to the settings of a run.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use burst::settings::Burst;
use invoice::{Both, both};
use office::Error;
use office::settings::{Settings, UiLang};
use reading::settings::Kind;

use super::keys;
use super::lists::{self, List};

/// The project's configuration file, in the current folder or the nearest one above it.
pub(crate) const PROJECT_FILE: &str = "dizzy.toml";

/// Environment variables that are no settings: where the configuration is, what a notify command is told, what started a
/// packed program, what is logged, where the tests find the development corpus.
pub(crate) const OTHER_VARIABLES: [&str; 7] = [
    "DIZZY_CONFIG",
    "DIZZY_EXIT_CODE",
    "DIZZY_LAUNCHER",
    "DIZZY_LOG",
    "DIZZY_MESSAGE",
    "DIZZY_OUTCOME",
    "DIZZY_SHARED",
];

/// Configuration files are small; a larger one is a mistake, bytes.
const FILE_LEN: u64 = 1024 * 1024;

/// Where a setting comes from, weakest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    Default,
    User(PathBuf),
    /// The project's file, or the one given with `--config`.
    Project(PathBuf),
    Environment,
    Flags,
}

impl Layer {
    /// What it is called.
    pub(super) fn name(&self) -> Both {
        match self {
            Self::Default => both!("standaard", "default"),
            Self::User(path) | Self::Project(path) => {
                let path = path.display();
                both!("{path}", "{path}")
            }
            Self::Environment => both!("omgeving", "environment"),
            Self::Flags => both!("opdrachtregel", "command line"),
        }
    }
}

/// Everything outside that settings depend on, as values.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The environment.
    pub environment: BTreeMap<OsString, OsString>,
    /// The current folder.
    pub current_dir: PathBuf,
    /// The person's home folder.
    pub home: Option<PathBuf>,
    /// A configuration file that takes the place of the project's (`--config`); `DIZZY_CONFIG` when not given.
    pub config_file: Option<PathBuf>,
    /// Settings from the command line, as sections with keys.
    pub flags: Table,
}

impl Sources {
    /// The sources of this process, without flags.
    ///
    /// # Errors
    /// When the current folder is gone.
    pub(crate) fn of_process() -> Result<Self, Error> {
        Ok(Self {
            environment: std::env::vars_os().collect(),
            current_dir: std::env::current_dir()
                .map_err(Error::io("find the current folder", "."))?,
            home: std::env::home_dir(),
            config_file: None,
            flags: Table::new(),
        })
    }

    fn variable(&self, name: &str) -> Option<&OsString> {
        self.environment.get(&OsString::from(name)).filter(|value| !value.is_empty())
    }
}

/// The settings of a run, each with the layer that it comes from.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The settings of the office.
    pub settings: Settings,
    /// The settings of bursts.
    pub burst: Burst,
    /// For each key (`ocr.languages`) where its value comes from.
    pub origin: BTreeMap<String, Layer>,
    /// The values as they were written.
    pub(super) values: BTreeMap<String, Value>,
}

/// The settings that the layers come to.
///
/// # Errors
/// [`Error::Config`], naming file and key, for a file that cannot be read or is no TOML, an unknown key or variable, a
/// value of the wrong type or out of its range.
pub fn load(sources: &Sources) -> Result<Effective, Error> {
    let mut merged = Merged::default();
    for known in keys::settings() {
        merged.set(known.key.to_owned(), known.default(), Layer::Default);
    }

    let user = user_file(sources).map(|path| read(path, false)).transpose()?.flatten();
    if let Some((path, text)) = user {
        merged.add_file(&text, Layer::User(path), sources)?;
    }
    if let Some((path, text)) = project(sources)? {
        merged.add_file(&text, Layer::Project(path), sources)?;
    }
    merged.add_environment(sources)?;
    merged.add(&sources.flags, &Source { layer: Layer::Flags, text: "", base: None })?;
    merged.finish()
}

/// The language that a person wants to be told in, as far as environment and files can be read; they may be what is
/// wrong.
pub(crate) fn wished_language(sources: &Sources) -> Option<UiLang> {
    let of_file = |text: &str| {
        let lang = text.parse::<Table>().ok()?.get("ui")?.get("lang")?.clone();
        lang.try_into().ok()
    };
    let of_environment =
        || Value::from(sources.variable("DIZZY_UI_LANG")?.to_str()?).try_into().ok();
    let of_user = || read(user_file(sources)?, false).ok()?;
    of_environment()
        .or_else(|| of_file(&project(sources).ok()??.1))
        .or_else(|| of_file(&of_user()?.1))
}

/// The file given by name, or else the project's.
fn project(sources: &Sources) -> Result<Option<(PathBuf, String)>, Error> {
    let named =
        sources.config_file.clone().or_else(|| sources.variable("DIZZY_CONFIG").map(PathBuf::from));
    match named {
        Some(path) => read(sources.current_dir.join(path), true),
        None => project_file(&sources.current_dir),
    }
}

/// The user's configuration file, whether it exists or not: `dizzy/config.toml` in the place that the system has for it.
pub(crate) fn user_file(sources: &Sources) -> Option<PathBuf> {
    let folder = if cfg!(target_os = "macos") {
        sources.home.as_ref()?.join("Library/Application Support")
    } else if cfg!(windows) {
        PathBuf::from(sources.variable("APPDATA")?)
    } else {
        // The XDG Base Directory Specification has relative paths ignored.
        let xdg = sources.variable("XDG_CONFIG_HOME").map(PathBuf::from);
        match xdg.filter(|path| path.is_absolute()) {
            Some(path) => path,
            None => sources.home.as_ref()?.join(".config"),
        }
    };
    Some(folder.join("dizzy").join("config.toml"))
}

/// The nearest project file, from `folder` upwards.
fn project_file(folder: &Path) -> Result<Option<(PathBuf, String)>, Error> {
    // Without a current folder there is none above it.
    for folder in folder.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        if let Some(found) = read(folder.join(PROJECT_FILE), false)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Reads a configuration file; `None` when there is none and it need not be.
fn read(path: PathBuf, must_exist: bool) -> Result<Option<(PathBuf, String)>, Error> {
    let metadata = match fs::metadata(&path) {
        // A folder or pipe of that name is not meant, unless the person says so.
        Ok(metadata) if !must_exist && !metadata.is_file() => return Ok(None),
        Ok(metadata) => metadata,
        Err(error)
            if !must_exist
                && matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(Error::io("read configuration", path)(error)),
    };
    if metadata.len() > FILE_LEN {
        let file = path.display();
        return Err(Error::Config(both!(
            "{file}: te groot voor een configuratiebestand",
            "{file}: too large for a configuration file"
        )));
    }
    let bytes = fs::read(&path).map_err(Error::io("read configuration", &path))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let (file, line) =
            (path.display(), line_of(&String::from_utf8_lossy(error.as_bytes()), good));
        Error::Config(both!(
            "{file}, regel {line}: een teken is geen UTF-8; bewaar het bestand als UTF-8",
            "{file}, line {line}: a character is not UTF-8; save the file as UTF-8"
        ))
    })?;
    Ok(Some((path, text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())))
}

/// A layer as it is read.
pub(super) struct Source<'a> {
    pub layer: Layer,
    /// What the file says, to find lines in; empty where there is no file.
    pub text: &'a str,
    /// What paths in it are relative to, when that is not the current folder.
    pub base: Option<Base>,
}

impl Source<'_> {
    /// The keys of a table at a place in the order of their lines: the first mistake is told.
    pub(super) fn in_order<'t>(
        &self,
        table: &'t Table,
        place: &[&str],
    ) -> Vec<(&'t String, &'t Value)> {
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_cached_key(|(key, _)| line(self.text, &[place, &[key.as_str()]].concat()));
        keys
    }

    /// What is wrong at a place: section and key, or list, number (from 1) and key.
    pub(super) fn wrong(&self, place: &[&str], what: &Both) -> Error {
        self.wrong_at(line(self.text, place), what)
    }

    fn wrong_at(&self, line: Option<usize>, what: &Both) -> Error {
        let (Both { nl: at_nl, en: at_en }, Both { nl, en }) = (self.layer.name(), what);
        Error::Config(match line {
            Some(line) => both!("{at_nl}, regel {line}: {nl}", "{at_en}, line {line}: {en}"),
            None => both!("{at_nl}: {nl}", "{at_en}: {en}"),
        })
    }
}

/// The line of a text, from 1, in which a byte stands.
fn line_of(text: &str, byte: usize) -> usize {
    text.bytes().take(byte).filter(|b| *b == b'\n').count() + 1
}

/// The line, from 1, of a key of a TOML file: the deepest part of its place that is there.
fn line(text: &str, place: &[&str]) -> Option<usize> {
    let whole = DeTable::parse(text).ok()?;
    let mut line = None;
    let mut inside = whole.get_ref();
    let mut place = place.iter();
    while let Some(step) = place.next() {
        let Some((key, value)) = inside.iter().find(|(key, _)| key.get_ref() == step) else {
            break;
        };
        line = Some(line_of(text, key.span().start));
        let value = match (value.get_ref(), place.len()) {
            (DeValue::Array(items), 1..) => {
                let number: usize = place.next()?.parse().ok()?;
                let item = items.get(number.checked_sub(1)?)?;
                line = Some(line_of(text, item.span().start));
                item.get_ref()
            }
            (value, _) => value,
        };
        let DeValue::Table(table) = value else { break };
        inside = table;
    }
    line
}

#[derive(Default)]
struct Merged {
    values: BTreeMap<String, Value>,
    origin: BTreeMap<String, Layer>,
    /// Administrations and rules: those of the strongest layer that has some.
    lists: BTreeMap<List, Value>,
}

impl Merged {
    fn set(&mut self, key: String, value: Value, layer: Layer) {
        self.origin.insert(key.clone(), layer);
        self.values.insert(key, value);
    }

    fn add_file(&mut self, text: &str, layer: Layer, sources: &Sources) -> Result<(), Error> {
        let (Layer::User(path) | Layer::Project(path)) = &layer else { return Ok(()) };
        let folder = path.parent().filter(|folder| *folder != sources.current_dir);
        let base = Base { folder: folder.map(Path::to_owned), home: sources.home.clone() };
        let source = Source { layer, text, base: Some(base) };
        let table = text.parse().map_err(|error: toml::de::Error| {
            let (line, why) = (error.span().map(|span| line_of(text, span.start)), error.message());
            source.wrong_at(line, &both!("dit is geen TOML ({why})", "this is no TOML ({why})"))
        })?;
        self.add(&table, &source)
    }

    /// Puts a layer over the others.
    fn add(&mut self, table: &Table, source: &Source<'_>) -> Result<(), Error> {
        for (section, content) in source.in_order(table, &[]) {
            if let Some(list) = List::of(section) {
                self.lists.insert(list, lists::checked(list, content, source)?);
                continue;
            }
            let Value::Table(content) = content else {
                let wrong = if keys::is_section(section) {
                    both!(
                        "`{section}` is een onderdeel: schrijf [{section}]",
                        "`{section}` is a section: write [{section}]"
                    )
                } else {
                    unknown_key(section)
                };
                return Err(source.wrong(&[section], &wrong));
            };
            if !keys::is_section(section) {
                let near = keys::nearest_section(section).map(|near| format!("[{near}]"));
                let Both { nl, en } = did_you_mean(near);
                let wrong =
                    both!("onbekend onderdeel [{section}]{nl}", "unknown section [{section}]{en}");
                return Err(source.wrong(&[section], &wrong));
            }
            for (name, value) in source.in_order(content, &[section]) {
                let key = format!("{section}.{name}");
                let wrong = |what: &Both| source.wrong(&[section, name], what);
                let known = keys::setting(&key).ok_or_else(|| wrong(&unknown_key(&key)))?;
                let mut value = keys::check(known.kind, value)
                    .map_err(|Both { nl, en }| wrong(&both!("`{key}` {nl}", "`{key}` {en}")))?;
                match (known.kind, &source.base, &mut value) {
                    (Kind::Path, Some(base), Value::String(path)) => *path = base.resolve(path),
                    (Kind::Store, Some(base), Value::String(store)) if !store.contains("://") => {
                        *store = base.resolve(store);
                    }
                    _ => {}
                }
                self.set(key, value, source.layer.clone());
            }
        }
        Ok(())
    }

    fn add_environment(&mut self, sources: &Sources) -> Result<(), Error> {
        let source = Source { layer: Layer::Environment, text: "", base: None };
        for (name, value) in &sources.environment {
            // What is not UTF-8 cannot be one of ours.
            let Some(name) = name.to_str().filter(|name| name.starts_with("DIZZY_")) else {
                continue;
            };
            if OTHER_VARIABLES.contains(&name) {
                continue;
            }
            let Some(known) = keys::settings().find(|known| known.variable() == name) else {
                if let Some(new) = keys::successor_of_variable(name) {
                    return Err(source.wrong(&[], &is_now(name, &new)));
                }
                let near = keys::nearest_variable(name).map(|near| format!("`{near}`"));
                let Both { nl, en } = did_you_mean(near);
                let wrong =
                    both!("onbekende variabele `{name}`{nl}", "unknown variable `{name}`{en}");
                return Err(source.wrong(&[], &wrong));
            };
            let value = value
                .to_str()
                .ok_or_else(|| both!("moet UTF-8 zijn", "must be UTF-8"))
                .and_then(|text| keys::parse(known.kind, text))
                .map_err(|Both { nl, en }| {
                    source.wrong(&[], &both!("`{name}` {nl}", "`{name}` {en}"))
                })?;
            self.set(known.key.to_owned(), value, source.layer.clone());
        }
        Ok(())
    }

    fn finish(self) -> Result<Effective, Error> {
        let mut table = Table::new();
        for (key, value) in &self.values {
            let (section, name) = key.split_once('.').unwrap_or(("", key));
            let section =
                table.entry(section.to_owned()).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(section) = section {
                section.insert(name.to_owned(), value.clone());
            }
        }
        for (list, value) in self.lists {
            table.insert(list.name().to_owned(), value);
        }
        let burst = table.remove("burst").unwrap_or(Value::Table(Table::new()));
        // what each layer holds was looked at: only the table of settings itself could be at odds with the types
        let at_odds = |error: toml::de::Error| Error::Config(both!("{error}", "{error}"));
        let burst: Burst = burst.try_into().map_err(at_odds)?;
        let settings: Settings = table.try_into().map_err(at_odds)?;
        let (floor, least) = (settings.review.floor_confidence, settings.ready.least());
        if floor > least {
            let Both { nl: at_nl, en: at_en } = self.origin["review.floor_confidence"].name();
            let right = settings.ready.right;
            return Err(Error::Config(both!(
                "{at_nl}: `review.floor_confidence` ({floor}) mag niet boven {least} liggen: zo zeker moet een veld zijn met `ready.right` ({right})",
                "{at_en}: `review.floor_confidence` ({floor}) must not be over {least}: so sure a field must be with `ready.right` ({right})"
            )));
        }
        lists::consistent(&settings)?;
        Ok(Effective { settings, burst, origin: self.origin, values: self.values })
    }
}

/// What the paths in a configuration file are relative to.
pub(super) struct Base {
    /// The file's folder; `None` when that is the current one.
    pub folder: Option<PathBuf>,
    pub home: Option<PathBuf>,
}

impl Base {
    /// The path as seen from the current folder; `~/` is the home folder. Empty stays empty: it means "none".
    pub(super) fn resolve(&self, path: &str) -> String {
        let resolved = match (path.strip_prefix("~/"), &self.home, &self.folder) {
            (Some(rest), Some(home), _) => home.join(rest),
            (_, _, Some(folder)) if !path.is_empty() => folder.join(path),
            _ => return path.to_owned(),
        };
        // A folder whose name is not UTF-8 cannot be written in TOML; the path stays as it was.
        resolved.into_os_string().into_string().unwrap_or_else(|_| path.to_owned())
    }
}

fn unknown_key(key: &str) -> Both {
    if let Some(new) = keys::successor(key) {
        return is_now(key, new);
    }
    let Both { nl, en } = did_you_mean(keys::nearest(key).map(|near| format!("`{near}`")));
    both!("onbekende sleutel `{key}`{nl}", "unknown key `{key}`{en}")
}

/// That a setting is gone, and what took its place.
fn is_now(gone: &str, new: &str) -> Both {
    both!(
        "`{gone}` is nu `{new}`: welk deel van wat klaar heet goed moet zijn, als 0.995",
        "`{gone}` is now `{new}`: which share of what is called ready is to be right, like 0.995"
    )
}

pub(super) fn did_you_mean(near: Option<String>) -> Both {
    match near {
        Some(near) => both!(" (bedoelde u {near}?)", " (did you mean {near}?)"),
        None => both!("", ""),
    }
}

#[cfg(test)]
mod tests;
