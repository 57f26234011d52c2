//! From the layers to the settings of a run.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use burst::settings::Burst;
use office::Error;
use office::settings::Settings;
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

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::User(path) | Self::Project(path) => write!(f, "{}", path.display()),
            Self::Environment => f.write_str("environment"),
            Self::Flags => f.write_str("command line"),
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

    let user = user_file(sources);
    if let Some((path, table)) = user.map(|path| read(path, false)).transpose()?.flatten() {
        merged.add_file(&table, &Layer::User(path), sources)?;
    }
    let named =
        sources.config_file.clone().or_else(|| sources.variable("DIZZY_CONFIG").map(PathBuf::from));
    let project = match named {
        Some(path) => read(sources.current_dir.join(path), true)?,
        None => project_file(&sources.current_dir)?,
    };
    if let Some((path, table)) = project {
        merged.add_file(&table, &Layer::Project(path), sources)?;
    }
    merged.add_environment(sources)?;
    merged.add(&sources.flags, &Layer::Flags, None)?;
    merged.finish()
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
fn project_file(folder: &Path) -> Result<Option<(PathBuf, Table)>, Error> {
    // Without a current folder there is none above it.
    for folder in folder.ancestors().filter(|folder| !folder.as_os_str().is_empty()) {
        if let Some(found) = read(folder.join(PROJECT_FILE), false)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Reads a configuration file; `None` when there is none and it need not be.
fn read(path: PathBuf, must_exist: bool) -> Result<Option<(PathBuf, Table)>, Error> {
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
        let text = format!("{}: too large for a configuration file", path.display());
        return Err(Error::Config(text));
    }
    let text = fs::read_to_string(&path).map_err(Error::io("read configuration", &path))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match text.parse() {
        Ok(table) => Ok(Some((path, table))),
        Err(error) => Err(at(&Layer::Project(path), &error)),
    }
}

pub(super) fn at(layer: &Layer, what: &dyn fmt::Display) -> Error {
    Error::Config(format!("{layer}: {}", what.to_string().trim_end()))
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

    fn add_file(&mut self, table: &Table, layer: &Layer, sources: &Sources) -> Result<(), Error> {
        let (Layer::User(path) | Layer::Project(path)) = layer else {
            return self.add(table, layer, None);
        };
        let folder = path.parent().filter(|folder| *folder != sources.current_dir);
        let base = Base { folder: folder.map(Path::to_owned), home: sources.home.clone() };
        self.add(table, layer, Some(&base))
    }

    /// Puts a layer over the others. `base` is what paths in it are relative to.
    fn add(&mut self, table: &Table, layer: &Layer, base: Option<&Base>) -> Result<(), Error> {
        for (section, content) in table {
            if let Some(list) = List::of(section) {
                self.lists.insert(list, lists::checked(list, content, layer, base)?);
                continue;
            }
            let Value::Table(content) = content else {
                return Err(if keys::is_section(section) {
                    at(layer, &format!("`{section}` is a section: write [{section}]"))
                } else {
                    unknown_key(layer, section)
                });
            };
            if !keys::is_section(section) {
                let hint =
                    did_you_mean(keys::nearest_section(section).map(|near| format!("[{near}]")));
                return Err(at(layer, &format!("unknown section [{section}]{hint}")));
            }
            for (name, value) in content {
                let key = format!("{section}.{name}");
                let known = keys::setting(&key).ok_or_else(|| unknown_key(layer, &key))?;
                let mut value = keys::check(known.kind, value)
                    .map_err(|wrong| at(layer, &format!("`{key}` {wrong}")))?;
                match (known.kind, base, &mut value) {
                    (Kind::Path, Some(base), Value::String(path)) => *path = base.resolve(path),
                    (Kind::Store, Some(base), Value::String(store)) if !store.contains("://") => {
                        *store = base.resolve(store);
                    }
                    _ => {}
                }
                self.set(key, value, layer.clone());
            }
        }
        Ok(())
    }

    fn add_environment(&mut self, sources: &Sources) -> Result<(), Error> {
        let layer = Layer::Environment;
        for (name, value) in &sources.environment {
            // What is not UTF-8 cannot be one of ours.
            let Some(name) = name.to_str().filter(|name| name.starts_with("DIZZY_")) else {
                continue;
            };
            if OTHER_VARIABLES.contains(&name) {
                continue;
            }
            let Some(known) = keys::settings().find(|known| known.variable() == name) else {
                let hint =
                    did_you_mean(keys::nearest_variable(name).map(|near| format!("`{near}`")));
                return Err(at(&layer, &format!("unknown variable `{name}`{hint}")));
            };
            let value = value
                .to_str()
                .ok_or_else(|| "must be UTF-8".to_owned())
                .and_then(|text| keys::parse(known.kind, text))
                .map_err(|wrong| at(&layer, &format!("`{name}` {wrong}")))?;
            self.set(known.key.to_owned(), value, layer.clone());
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
        let burst: Burst =
            burst.try_into().map_err(|error: toml::de::Error| Error::Config(error.to_string()))?;
        let settings: Settings =
            table.try_into().map_err(|error: toml::de::Error| Error::Config(error.to_string()))?;
        let review = &settings.review;
        if review.floor_confidence > review.ready_confidence {
            let wrong = format!(
                "`review.floor_confidence` ({}) must not be over `review.ready_confidence` ({})",
                review.floor_confidence, review.ready_confidence
            );
            return Err(at(&self.origin["review.floor_confidence"], &wrong));
        }
        lists::consistent(&settings)?;
        Ok(Effective { settings, burst, origin: self.origin, values: self.values })
    }
}

/// What the paths in a configuration file are relative to.
pub(super) struct Base {
    /// The file's folder; `None` when that is the current one.
    folder: Option<PathBuf>,
    home: Option<PathBuf>,
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

fn unknown_key(layer: &Layer, key: &str) -> Error {
    let hint = did_you_mean(keys::nearest(key).map(|near| format!("`{near}`")));
    at(layer, &format!("unknown key `{key}`{hint}"))
}

pub(super) fn did_you_mean(near: Option<String>) -> String {
    near.map(|near| format!(" (did you mean {near}?)")).unwrap_or_default()
}

#[cfg(test)]
mod tests;
