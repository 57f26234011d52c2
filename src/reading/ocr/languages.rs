//! Which languages Tesseract has here, and where.

use std::path::{Path, PathBuf};

use crate::settings::Ocr;

const EXTENSION: &str = "traineddata";
/// Data of other kinds that lie in the same folder: orientation and equation detection.
const NO_LANGUAGE: [&str; 2] = ["osd", "equ"];

/// The languages whose models are installed, sorted: names without `.traineddata`, from `tessdata` or, when that is
/// empty, from Tesseract's own folder.
pub fn installed_languages(tessdata: &Path) -> Vec<String> {
    let Some(folder) = tessdata_dir(tessdata) else {
        return Vec::new();
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == EXTENSION))
        .filter_map(|path| path.file_stem()?.to_str().map(str::to_owned))
        .filter(|name| !NO_LANGUAGE.contains(&name.as_str()))
        .collect();
    names.sort();
    names
}

/// The folder that holds the models: `tessdata` itself when it is given, else `TESSDATA_PREFIX`, else the usual places
/// of distributions; `None` when there is none.
pub fn tessdata_dir(tessdata: &Path) -> Option<PathBuf> {
    if !tessdata.as_os_str().is_empty() {
        return holds_models(tessdata).then(|| tessdata.to_path_buf());
    }
    if let Some(prefix) = std::env::var_os("TESSDATA_PREFIX").map(PathBuf::from) {
        let below = prefix.join("tessdata");
        return [prefix, below].into_iter().find(|path| holds_models(path));
    }
    usual_places().into_iter().find(|path| holds_models(path))
}

fn usual_places() -> Vec<PathBuf> {
    // Debian and Ubuntu: one folder per version, the newest first.
    let mut places: Vec<PathBuf> = std::fs::read_dir("/usr/share/tesseract-ocr")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path().join("tessdata"))
        .collect();
    places.sort_by(|a, b| b.cmp(a));
    places.extend(
        [
            "/usr/share/tesseract-ocr/tessdata",
            "/usr/share/tessdata",
            "/usr/share/tesseract/tessdata",
            "/usr/local/share/tessdata",
            "/opt/homebrew/share/tessdata",
            "/home/linuxbrew/.linuxbrew/share/tessdata",
            "/opt/local/share/tessdata",
        ]
        .map(PathBuf::from),
    );
    places
}

fn holds_models(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .filter_map(Result::ok)
            .any(|entry| entry.path().extension().is_some_and(|e| e == EXTENSION))
    })
}

/// The settings' languages that are installed, in the settings' order, each once.
pub(super) fn usable(settings: &Ocr) -> Vec<String> {
    let installed = installed_languages(&settings.tessdata);
    let mut usable: Vec<String> = Vec::new();
    for language in &settings.languages {
        if installed.contains(language) && !usable.contains(language) {
            usable.push(language.clone());
        }
    }
    usable
}

/// Name and size in bytes of each usable language's model.
pub(super) fn model_sizes(settings: &Ocr) -> Vec<(String, u64)> {
    let folder = tessdata_dir(&settings.tessdata);
    usable(settings)
        .into_iter()
        .map(|language| {
            let bytes = folder
                .as_ref()
                .and_then(|f| std::fs::metadata(f.join(format!("{language}.{EXTENSION}"))).ok())
                .map_or(0, |metadata| metadata.len());
            (language, bytes)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            std::fs::write(folder.path().join(file), "model").unwrap();
        }
        folder
    }

    fn settings(folder: &Path, languages: &[&str]) -> Ocr {
        Ocr {
            languages: languages.iter().map(|&l| l.to_owned()).collect(),
            tessdata: folder.to_path_buf(),
            render_dpi: 300,
        }
    }

    #[test]
    fn languages_are_the_models_in_the_folder() {
        let folder =
            folder_with(&["nld.traineddata", "eng.traineddata", "osd.traineddata", "pdf.ttf"]);
        assert_eq!(installed_languages(folder.path()), ["eng", "nld"]);
        assert_eq!(tessdata_dir(folder.path()).as_deref(), Some(folder.path()));
    }

    #[test]
    fn a_folder_without_models_is_none() {
        let folder = folder_with(&["readme.txt"]);
        assert_eq!(tessdata_dir(folder.path()), None);
        assert!(installed_languages(folder.path()).is_empty());
        assert!(installed_languages(Path::new("/no/such/folder")).is_empty());
    }

    #[test]
    fn settings_are_narrowed_in_their_own_order() {
        let folder = folder_with(&["nld.traineddata", "eng.traineddata"]);
        let settings = settings(folder.path(), &["nld", "xyz", "eng", "nld"]);
        assert_eq!(usable(&settings), ["nld", "eng"]);
        assert_eq!(model_sizes(&settings), [("nld".to_owned(), 5), ("eng".to_owned(), 5)]);
    }
}
