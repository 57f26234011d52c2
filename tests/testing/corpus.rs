//! Documents that tests read and that are not in the repository.

use std::path::{Path, PathBuf};

/// The development corpus: `corpus/` in the folder that `DIZZY_SHARED` names, or in the one beside the repository. Says
/// so when it is missing.
pub fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("DIZZY_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let corpus = shared.join("corpus");
    if corpus.is_dir() {
        Some(corpus)
    } else {
        eprintln!("skipped: no development corpus (set DIZZY_SHARED to the folder that holds it)");
        None
    }
}

/// What a folder holds, sorted.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| entries.filter_map(|e| e.ok().map(|e| e.path())).collect())
        .unwrap_or_default();
    files.sort();
    files
}
