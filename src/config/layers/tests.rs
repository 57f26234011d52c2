//! Tests of [`super`].

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
        Sources { current_dir, home: Some(self.0.path().join("home")), ..Sources::default() }
    }

    fn write_user(&self, text: &str) -> PathBuf {
        let path = user_file(&self.with_appdata()).unwrap();
        self.write(path.to_str().unwrap(), text)
    }

    /// Windows has the place in a variable.
    fn with_appdata(&self) -> Sources {
        let mut sources = self.sources();
        sources.environment.insert("APPDATA".into(), self.0.path().join("home").into());
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
    assert_eq!(effective.origin.len(), keys::settings().count());
    assert!(effective.origin.values().all(|layer| *layer == Layer::Default));
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
    sources.environment.insert("DIZZY_LIMITS_PAGE_SECONDS".into(), "13".into());
    sources.environment.insert("DIZZY_LIMITS_PAGE_WORDS".into(), "13".into());
    sources.flags = "[limits]\npage_words = 14".parse().unwrap();
    let effective = load(&sources).unwrap();
    let limits = &effective.settings.limits;
    assert_eq!(
        (limits.pages, limits.page_mpx, limits.page_seconds, limits.page_words),
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
    sources.environment.insert("DIZZY_CONFIG".into(), other.into());
    assert_eq!(load(&sources).unwrap().settings.process.jobs, 2);
    sources.config_file = Some("third.toml".into());
    let effective = load(&sources).unwrap();
    assert_eq!(effective.settings.process.jobs, 3);
    assert_eq!(effective.origin["process.jobs"], Layer::Project(third));
    sources.config_file = Some("absent.toml".into());
    assert!(load(&sources).unwrap_err().to_string().contains("absent.toml"));
}

#[test]
fn paths_in_files_are_relative_to_the_file() {
    let place = Place::new();
    place.write(
        "work/dizzy.toml",
        "[process]\nout = 'voorstellen'\nstate = ''\narchive = '~/archief'\n[ocr]\ntessdata = '/t'",
    );
    let settings = load(&place.sources()).unwrap().settings;
    assert_eq!(settings.process.out, place.0.path().join("work/voorstellen"));
    assert_eq!(settings.process.state, Path::new(""));
    assert_eq!(settings.process.archive, place.0.path().join("home/archief"));
    assert_eq!(settings.ocr.tessdata, Path::new("/t"));

    place.write("work/project/sub/dizzy.toml", "[process]\nout = 'here'");
    let mut sources = place.sources();
    assert_eq!(load(&sources).unwrap().settings.process.out, Path::new("here"));
    sources.environment.insert("DIZZY_PROCESS_OUT".into(), "there".into());
    assert_eq!(load(&sources).unwrap().settings.process.out, Path::new("there"));
}

#[test]
fn a_file_that_is_no_utf8_is_named_with_its_line_and_mistakes_come_in_their_order() {
    let place = Place::new();
    let path = place.write("work/project/sub/dizzy.toml", "");
    fs::write(&path, b"[process]\njobs = 1\nout = \"caf\xE9\"\n").unwrap();
    let said = load(&place.sources()).unwrap_err().to_string();
    assert!(
        said.ends_with("dizzy.toml, line 3: a character is not UTF-8; save the file as UTF-8"),
        "{said}"
    );
    let two = "[process]\nzzz = 1\njobs = -1\n[limits]\npages = 0\n";
    assert!(
        place.refusal(two).contains("line 2: unknown key `process.zzz`"),
        "{}",
        place.refusal(two)
    );
}

#[test]
fn what_is_wrong_is_named_with_file_and_key() {
    let place = Place::new();
    let cases = [
        ("[ocr]\nlangauges = []", "unknown key `ocr.langauges` (did you mean `ocr.languages`?)"),
        ("languages = []", "unknown key `languages` (did you mean `ocr.languages`?)"),
        ("[proces]\njobs = 1", "unknown section [proces] (did you mean [process]?)"),
        ("ocr = 1", "`ocr` is a section: write [ocr]"),
        (
            "[process]\njobs = 5000",
            "`process.jobs` must be a whole number from 0 to 1024, not 5000",
        ),
        ("[process]\njobs = -1", "`process.jobs` must be a whole number from 0 to 1024, not -1"),
        (
            "[process]\njobs = '4'",
            "`process.jobs` must be a whole number from 0 to 1024, not \"4\"",
        ),
        ("[ready]\nright = 1.5", "`ready.right` must be a number from 0 to 1, not 1.5"),
        ("[ready]\nright = nan", "`ready.right` must be a number from 0 to 1, not nan"),
        (
            "[review]\nfloor_confidence = 0.95",
            "must not be over 0.9: so sure a field must be with `ready.right` (0.995)",
        ),
        (
            "[review]\nready_confidence = 0.9",
            "line 2: `review.ready_confidence` is now `ready.right`",
        ),
        ("[booking]\nready_account = 1", "line 2: `booking.ready_account` is now `ready.right`"),
        ("ready_account = 0.6", "line 1: `ready_account` is now `ready.right`"),
        ("[ocr]\nlanguages = []", "`ocr.languages` must name at least one language"),
        ("[ocr]\nlanguages = ['../x']", "not \"../x\""),
        ("[ui]\nlang = 'de'", "`ui.lang` must be one of \"auto\", \"nl\", \"en\", not \"de\""),
        ("[reader]\nsandbox = 1", "`reader.sandbox` must be true or false, not 1"),
        ("[process]\nout = ['a']", "`process.out` must be a path in quotes, not […]"),
        ("[process\n", "line 1: this is no TOML"),
        ("\n[process]\n\njobs = -1", "line 4: `process.jobs`"),
        ("[ocr]\n[proces]\njobs = 1", "line 2: unknown section"),
    ];
    for (text, expected) in cases {
        let message = place.refusal(text);
        assert!(message.contains(expected), "{text}: {message}");
        assert!(message.contains("dizzy.toml, line ") || text.contains("floor"), "{message}");
        assert!(!message.contains(char::is_control), "{message}");
    }
}

#[test]
fn the_environment_is_checked_too() {
    let refusal = |name: &str, value: &str| {
        let mut sources = Sources::default();
        sources.environment.insert(name.into(), value.into());
        load(&sources).map(|_| ()).map_err(|error| error.to_string())
    };
    assert_eq!(
            refusal("DIZZY_OCR_LANGUAGE", "nld"),
            Err("environment: unknown variable `DIZZY_OCR_LANGUAGE` (did you mean `DIZZY_OCR_LANGUAGES`?)".into())
        );
    assert_eq!(
        refusal("DIZZY_PROCESS_JOBS", "many"),
        Err(
            "environment: `DIZZY_PROCESS_JOBS` must be a whole number from 0 to 1024, not \"many\""
                .into()
        )
    );
    for name in OTHER_VARIABLES.into_iter().filter(|name| *name != "DIZZY_CONFIG") {
        assert_eq!(refusal(name, "anything"), Ok(()));
    }
    assert_eq!(refusal("OTHER_VARIABLE", "x"), Ok(()));
    assert_eq!(
        refusal("DIZZY_BOOKING_READY_ACCOUNT", "1"),
        Err("environment: `DIZZY_BOOKING_READY_ACCOUNT` is now `DIZZY_READY_RIGHT`: which share of what is called ready is to be right, like 0.995".into())
    );
    assert_eq!(refusal("DIZZY_READY_RIGHT", "1"), Ok(()));
    assert_eq!(refusal("DIZZY_READER_SANDBOX", "false"), Ok(()));
}

#[test]
fn flags_are_checked_too() {
    let sources =
        Sources { flags: "[process]\njobs = 9999".parse().unwrap(), ..Sources::default() };
    let message = load(&sources).unwrap_err().to_string();
    assert!(message.starts_with("command line: `process.jobs`"), "{message}");
}

#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn the_user_file_is_where_xdg_has_it() {
    let mut sources = Place::new().sources();
    sources.home = Some("/home/jan".into());
    let expected = Path::new("/home/jan/.config/dizzy/config.toml");
    assert_eq!(user_file(&sources).as_deref(), Some(expected));
    sources.environment.insert("XDG_CONFIG_HOME".into(), "relative".into());
    assert_eq!(user_file(&sources).as_deref(), Some(expected));
    sources.environment.insert("XDG_CONFIG_HOME".into(), "/xdg".into());
    assert_eq!(user_file(&sources).as_deref(), Some(Path::new("/xdg/dizzy/config.toml")));
}
