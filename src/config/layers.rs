//! From the layers to the settings of a run.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::error::Error;

use super::keys::{self, Rule};
use super::lists::{self, List};
use super::{DEFAULT_TOML, Settings};

/// The project's configuration file, in the current folder or the nearest one above it.
pub const PROJECT_FILE: &str = "dizzy.toml";

/// Environment variables that are no settings: where the configuration is, what a notify command is told, what started a
/// packed program, what is logged, where the tests find the development corpus.
pub const OTHER_VARIABLES: [&str; 7] = [
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
    /// The embedded defaults.
    Default,
    /// The user's file.
    User(PathBuf),
    /// The project's file, or the one given with `--config`.
    Project(PathBuf),
    /// An environment variable.
    Environment,
    /// The command line.
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
    pub fn of_process() -> Result<Self, Error> {
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
        self.environment
            .get(&OsString::from(name))
            .filter(|value| !value.is_empty())
    }
}

/// The settings of a run, each with the layer that it comes from.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The settings.
    pub settings: Settings,
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
    let defaults = DEFAULT_TOML
        .parse()
        .map_err(|error| at(&Layer::Default, &error))?;
    merged.add(&defaults, &Layer::Default, None)?;

    let user = user_file(sources);
    if let Some((path, table)) = user.map(|path| read(path, false)).transpose()?.flatten() {
        merged.add_file(&table, &Layer::User(path), sources)?;
    }
    let named = sources
        .config_file
        .clone()
        .or_else(|| sources.variable("DIZZY_CONFIG").map(PathBuf::from));
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
pub fn user_file(sources: &Sources) -> Option<PathBuf> {
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
    for folder in folder
        .ancestors()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
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

/// The layers so far.
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
        let folder = path
            .parent()
            .filter(|folder| *folder != sources.current_dir);
        let base = Base {
            folder: folder.map(Path::to_owned),
            home: sources.home.clone(),
        };
        self.add(table, layer, Some(&base))
    }

    /// Puts a layer over the others. `base` is what paths in it are relative to.
    fn add(&mut self, table: &Table, layer: &Layer, base: Option<&Base>) -> Result<(), Error> {
        for (section, content) in table {
            if let Some(list) = List::of(section) {
                self.lists
                    .insert(list, lists::checked(list, content, layer, base)?);
                continue;
            }
            let Value::Table(content) = content else {
                return Err(if keys::is_section(section) {
                    at(
                        layer,
                        &format!("`{section}` is a section: write [{section}]"),
                    )
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
                let rule = keys::rule(&key).ok_or_else(|| unknown_key(layer, &key))?;
                let mut value = rule
                    .check(value)
                    .map_err(|wrong| at(layer, &format!("`{key}` {wrong}")))?;
                match (rule, base, &mut value) {
                    (Rule::Path, Some(base), Value::String(path)) => *path = base.resolve(path),
                    (Rule::Store, Some(base), Value::String(store)) if !store.contains("://") => {
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
            let known = keys::KEYS
                .iter()
                .find(|(key, _)| keys::variable(key) == name);
            let Some((key, rule)) = known else {
                let hint =
                    did_you_mean(keys::nearest_variable(name).map(|near| format!("`{near}`")));
                return Err(at(&layer, &format!("unknown variable `{name}`{hint}")));
            };
            let value = value
                .to_str()
                .ok_or_else(|| "must be UTF-8".to_owned())
                .and_then(|text| rule.parse(text))
                .map_err(|wrong| at(&layer, &format!("`{name}` {wrong}")))?;
            self.set((*key).to_owned(), value, layer.clone());
        }
        Ok(())
    }

    fn finish(self) -> Result<Effective, Error> {
        let mut table = Table::new();
        for (key, value) in &self.values {
            let (section, name) = keys::split(key);
            let section = table
                .entry(section.to_owned())
                .or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(section) = section {
                section.insert(name.to_owned(), value.clone());
            }
        }
        for (list, value) in self.lists {
            table.insert(list.name().to_owned(), value);
        }
        let settings: Settings = table
            .try_into()
            .map_err(|error: toml::de::Error| Error::Config(error.to_string()))?;
        let review = &settings.review;
        if review.floor_confidence > review.ready_confidence {
            let wrong = format!(
                "`review.floor_confidence` ({}) must not be over `review.ready_confidence` ({})",
                review.floor_confidence, review.ready_confidence
            );
            return Err(at(&self.origin["review.floor_confidence"], &wrong));
        }
        lists::consistent(&settings)?;
        Ok(Effective {
            settings,
            origin: self.origin,
            values: self.values,
        })
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
        resolved
            .into_os_string()
            .into_string()
            .unwrap_or_else(|_| path.to_owned())
    }
}

fn unknown_key(layer: &Layer, key: &str) -> Error {
    let hint = did_you_mean(keys::nearest(key).map(|near| format!("`{near}`")));
    at(layer, &format!("unknown key `{key}`{hint}"))
}

pub(super) fn did_you_mean(near: Option<String>) -> String {
    near.map(|near| format!(" (did you mean {near}?)"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A home and a project folder.
    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn write(&self, path: &str, text: &str) -> PathBuf {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        }

        fn sources(&self) -> Sources {
            let current_dir = self.0.path().join("work/project/sub");
            fs::create_dir_all(&current_dir).unwrap();
            Sources {
                current_dir,
                home: Some(self.0.path().join("home")),
                ..Sources::default()
            }
        }

        fn write_user(&self, text: &str) -> PathBuf {
            let path = user_file(&self.with_appdata()).unwrap();
            self.write(path.to_str().unwrap(), text)
        }

        /// Windows has the place in a variable.
        fn with_appdata(&self) -> Sources {
            let mut sources = self.sources();
            sources
                .environment
                .insert("APPDATA".into(), self.0.path().join("home").into());
            sources
        }

        fn refusal(&self, text: &str) -> String {
            self.write("work/project/sub/dizzy.toml", text);
            load(&self.sources()).unwrap_err().to_string()
        }
    }

    #[test]
    fn without_any_layer_the_defaults_hold() {
        let effective = load(&Place::new().sources()).unwrap();
        assert_eq!(effective.settings, Settings::default());
        assert_eq!(effective.origin.len(), keys::KEYS.len());
        assert!(
            effective
                .origin
                .values()
                .all(|layer| *layer == Layer::Default)
        );
    }

    #[test]
    fn each_layer_is_stronger_than_the_one_before() {
        let place = Place::new();
        let all = |n: u32| {
            format!("[limits]\npages = {n}\npage_mpx = {n}\npage_seconds = {n}\npage_words = {n}\n")
        };
        let user = place.write_user(&all(11));
        let project = place.write(
            "work/project/dizzy.toml",
            "[limits]\npage_mpx = 12\npage_seconds = 12\npage_words = 12\n",
        );
        let mut sources = place.with_appdata();
        sources
            .environment
            .insert("DIZZY_LIMITS_PAGE_SECONDS".into(), "13".into());
        sources
            .environment
            .insert("DIZZY_LIMITS_PAGE_WORDS".into(), "13".into());
        sources.flags = "[limits]\npage_words = 14".parse().unwrap();
        let effective = load(&sources).unwrap();
        let limits = &effective.settings.limits;
        assert_eq!(
            (
                limits.pages,
                limits.page_mpx,
                limits.page_seconds,
                limits.page_words
            ),
            (11, 12, 13, 14)
        );
        assert_eq!(effective.origin["limits.pages"], Layer::User(user));
        assert_eq!(effective.origin["limits.page_mpx"], Layer::Project(project));
        assert_eq!(effective.origin["limits.page_seconds"], Layer::Environment);
        assert_eq!(effective.origin["limits.page_words"], Layer::Flags);
        assert_eq!(effective.origin["limits.document_mib"], Layer::Default);
    }

    #[test]
    fn a_named_file_takes_the_place_of_the_project() {
        let place = Place::new();
        place.write("work/dizzy.toml", "[process]\njobs = 1");
        let other = place.write("other.toml", "[process]\njobs = 2");
        let third = place.write("work/project/sub/third.toml", "[process]\njobs = 3");
        let mut sources = place.sources();
        assert_eq!(load(&sources).unwrap().settings.process.jobs, 1);
        sources
            .environment
            .insert("DIZZY_CONFIG".into(), other.into());
        assert_eq!(load(&sources).unwrap().settings.process.jobs, 2);
        sources.config_file = Some("third.toml".into());
        let effective = load(&sources).unwrap();
        assert_eq!(effective.settings.process.jobs, 3);
        assert_eq!(effective.origin["process.jobs"], Layer::Project(third));
        sources.config_file = Some("absent.toml".into());
        assert!(
            load(&sources)
                .unwrap_err()
                .to_string()
                .contains("absent.toml")
        );
    }

    #[test]
    fn paths_in_files_are_relative_to_the_file() {
        let place = Place::new();
        place.write(
            "work/dizzy.toml",
            "[process]\nout = 'voorstellen'\nstate = ''\narchive = '~/archief'\n[ocr]\ntessdata = '/t'",
        );
        let settings = load(&place.sources()).unwrap().settings;
        assert_eq!(
            settings.process.out,
            place.0.path().join("work/voorstellen")
        );
        assert_eq!(settings.process.state, Path::new(""));
        assert_eq!(
            settings.process.archive,
            place.0.path().join("home/archief")
        );
        assert_eq!(settings.ocr.tessdata, Path::new("/t"));

        place.write("work/project/sub/dizzy.toml", "[process]\nout = 'here'");
        let mut sources = place.sources();
        assert_eq!(
            load(&sources).unwrap().settings.process.out,
            Path::new("here")
        );
        sources
            .environment
            .insert("DIZZY_PROCESS_OUT".into(), "there".into());
        assert_eq!(
            load(&sources).unwrap().settings.process.out,
            Path::new("there")
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_file_and_key() {
        let place = Place::new();
        let cases = [
            (
                "[ocr]\nlangauges = []",
                "unknown key `ocr.langauges` (did you mean `ocr.languages`?)",
            ),
            (
                "languages = []",
                "unknown key `languages` (did you mean `ocr.languages`?)",
            ),
            (
                "[proces]\njobs = 1",
                "unknown section [proces] (did you mean [process]?)",
            ),
            ("ocr = 1", "`ocr` is a section: write [ocr]"),
            (
                "[process]\njobs = 5000",
                "`process.jobs` must be a whole number from 0 to 1024, not 5000",
            ),
            (
                "[process]\njobs = -1",
                "`process.jobs` must be a whole number from 0 to 1024, not -1",
            ),
            (
                "[process]\njobs = '4'",
                "`process.jobs` must be a whole number from 0 to 1024, not \"4\"",
            ),
            (
                "[review]\nready_confidence = 1.5",
                "`review.ready_confidence` must be a number from 0 to 1, not 1.5",
            ),
            (
                "[review]\nready_confidence = nan",
                "`review.ready_confidence` must be a number from 0 to 1, not nan",
            ),
            (
                "[review]\nfloor_confidence = 0.95",
                "must not be over `review.ready_confidence` (0.9)",
            ),
            (
                "[ocr]\nlanguages = []",
                "`ocr.languages` must name at least one language",
            ),
            ("[ocr]\nlanguages = ['../x']", "not \"../x\""),
            (
                "[ui]\nlang = 'de'",
                "`ui.lang` must be one of \"auto\", \"nl\", \"en\", not \"de\"",
            ),
            (
                "[reader]\nsandbox = 1",
                "`reader.sandbox` must be true or false, not 1",
            ),
            (
                "[process]\nout = ['a']",
                "`process.out` must be a path in quotes, not a list",
            ),
            ("[process\n", "line 1"),
        ];
        for (text, expected) in cases {
            let message = place.refusal(text);
            assert!(message.contains(expected), "{text}: {message}");
            assert!(message.contains("dizzy.toml: "), "{message}");
        }
    }

    #[test]
    fn the_environment_is_checked_too() {
        let refusal = |name: &str, value: &str| {
            let mut sources = Sources::default();
            sources.environment.insert(name.into(), value.into());
            load(&sources)
                .map(|_| ())
                .map_err(|error| error.to_string())
        };
        assert_eq!(
            refusal("DIZZY_OCR_LANGUAGE", "nld"),
            Err("environment: unknown variable `DIZZY_OCR_LANGUAGE` (did you mean `DIZZY_OCR_LANGUAGES`?)".into())
        );
        assert_eq!(
            refusal("DIZZY_PROCESS_JOBS", "many"),
            Err("environment: `DIZZY_PROCESS_JOBS` must be a whole number from 0 to 1024, not \"many\"".into())
        );
        for name in OTHER_VARIABLES
            .into_iter()
            .filter(|name| *name != "DIZZY_CONFIG")
        {
            assert_eq!(refusal(name, "anything"), Ok(()));
        }
        assert_eq!(refusal("OTHER_VARIABLE", "x"), Ok(()));
        assert_eq!(refusal("DIZZY_REVIEW_READY_CONFIDENCE", "1"), Ok(()));
        assert_eq!(refusal("DIZZY_READER_SANDBOX", "false"), Ok(()));
    }

    #[test]
    fn flags_are_checked_too() {
        let sources = Sources {
            flags: "[process]\njobs = 9999".parse().unwrap(),
            ..Sources::default()
        };
        let message = load(&sources).unwrap_err().to_string();
        assert!(
            message.starts_with("command line: `process.jobs`"),
            "{message}"
        );
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn the_user_file_is_where_xdg_has_it() {
        let mut sources = Place::new().sources();
        sources.home = Some("/home/jan".into());
        let expected = Path::new("/home/jan/.config/dizzy/config.toml");
        assert_eq!(user_file(&sources).as_deref(), Some(expected));
        sources
            .environment
            .insert("XDG_CONFIG_HOME".into(), "relative".into());
        assert_eq!(user_file(&sources).as_deref(), Some(expected));
        sources
            .environment
            .insert("XDG_CONFIG_HOME".into(), "/xdg".into());
        assert_eq!(
            user_file(&sources).as_deref(),
            Some(Path::new("/xdg/dizzy/config.toml"))
        );
    }
}
