//! A file that is there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// The temporary file; removed when it goes out of scope before it got its name.
struct Part {
    path: PathBuf,
    is_done: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_done {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Writes a file under a temporary name (`.NAME.part`) in the same folder, brings it to the disk and gives it its name.
/// Whatever goes wrong on the way (a full disk, an error of `write`), the file that was there before stays as it was and
/// nothing is left behind; after a power cut the old or the new file is there.
///
/// # Errors
/// [`Error::Io`] with what `write` or the system reported.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    replace(path, write).map_err(Error::io("write", path))
}

fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not the name of a file"))?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut part_name = std::ffi::OsString::from(".");
    part_name.push(name);
    part_name.push(".part");
    let mut part = Part { path: folder.join(part_name), is_done: false };
    // what a killed run left behind; never written through a link
    match fs::remove_file(&part.path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let file = OpenOptions::new().write(true).create_new(true).open(&part.path)?;
    let mut out = BufWriter::with_capacity(256 * 1024, file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&part.path, path)?;
    part.is_done = true;
    if cfg!(unix) {
        File::open(folder)?.sync_all()?; // the new name, too
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        write_atomically(&path, |out| out.write_all(b"first")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");

        let result = write_atomically(&path, |out| {
            out.write_all(&vec![b'x'; 1_000_000])?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(matches!(result, Err(Error::Io { action: "write", .. })));
        assert_eq!(fs::read(&path).unwrap(), b"first", "the old file stays");

        fs::write(folder.path().join(".a.csv.part"), b"left by a killed run").unwrap();
        write_atomically(&path, |out| out.write_all(b"second")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        let names: Vec<_> =
            fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(names, ["a.csv"], "nothing is left behind");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_reported() {
        // bytes that wait in the buffer are an error too when they cannot be written
        let mut out = BufWriter::new(OpenOptions::new().write(true).open("/dev/full").unwrap());
        out.write_all(b"x").unwrap();
        let error = out.into_inner().map_err(io::IntoInnerError::into_error).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }

    #[test]
    fn a_missing_folder_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("none/a.csv");
        assert!(write_atomically(&path, |_| Ok(())).is_err());
        assert!(write_atomically(Path::new("/"), |_| Ok(())).is_err());
    }
}
