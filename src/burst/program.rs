//! The worker's program: this very binary with what it needs, in one archive that starts on any Linux of the same
//! architecture.
//!
//! A stock machine image has neither Tesseract nor the libraries that it is linked to, and perhaps an older libc. So
//! the archive holds the binary, all its shared libraries down to libc and the loader, Tesseract's data of the wanted
//! languages, the roots that TLS trusts, and a script `dizzy` that starts the binary with them. The same inputs give
//! the same bytes, so that the archive can be named by its digest and is sent once.

#[cfg(target_os = "linux")]
mod archive;
#[cfg(target_os = "linux")]
mod cache;
#[cfg(target_os = "linux")]
mod elf;
#[cfg(target_os = "linux")]
mod libraries;

use std::path::{Path, PathBuf};

use crate::Error;
use reading::source::Sha256;

pub use crate::fleet::ProgramError;

/// A packed program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The digest of the archive.
    pub sha256: Sha256,
    /// The archive, a `.tar.gz`.
    pub path: PathBuf,
    /// Its size, bytes.
    pub len: u64,
}

/// Packs the running program with what it needs into `scratch`: its libraries, and the data of those of the
/// `languages` that are installed in `tessdata` (where that is empty, in Tesseract's own folder).
///
/// # Errors
/// [`FleetError::Program`](crate::fleet::FleetError::Program) when the program is not for Linux, or one of its libraries
/// or all languages are missing; [`office::Error::Io`] when a file cannot be read or the archive cannot be written.
pub fn pack(scratch: &Path, tessdata: &Path, languages: &[String]) -> Result<Program, Error> {
    // A packed program runs by way of its loader, which is what the system takes for the running program.
    let packed = reading::reader::launcher().and_then(|launcher| {
        let binary = launcher.parent()?.join("bin/dizzy");
        binary.exists().then_some(binary)
    });
    // The link to the running program stays right when an update replaces the file.
    let binary = packed.unwrap_or_else(|| PathBuf::from("/proc/self/exe"));
    pack_program(&binary, scratch, tessdata, languages)
}

/// As [`pack`], for another program than the running one.
///
/// # Errors
/// As [`pack`].
pub fn pack_program(
    binary: &Path,
    scratch: &Path,
    tessdata: &Path,
    languages: &[String],
) -> Result<Program, Error> {
    #[cfg(target_os = "linux")]
    {
        linux::pack(binary, scratch, tessdata, languages)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (binary, scratch, tessdata, languages);
        Err(ProgramError::OtherSystem { system: std::env::consts::OS }.into())
    }
}

impl From<ProgramError> for Error {
    fn from(error: ProgramError) -> Self {
        Self::Fleet(crate::fleet::FleetError::Program(error))
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::{self, File};
    use std::path::{Path, PathBuf};

    use crate::Error;
    use reading::ocr;
    use reading::source::Sha256;

    use super::archive::{Archive, Mode};
    use super::{Program, ProgramError, libraries};

    /// Starts the packed program.
    const LAUNCHER: &str = include_str!("program/launcher.sh");

    /// Where distributions keep the roots that TLS trusts, in one file.
    const ROOTS: [&str; 3] = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/cert.pem",
    ];

    pub(super) fn pack(
        binary: &Path,
        scratch: &Path,
        tessdata: &Path,
        languages: &[String],
    ) -> Result<Program, Error> {
        let path = scratch.join("dizzy.tar.gz");
        let mut archive = Archive::create(&path)?;
        archive.text("dizzy", LAUNCHER);
        archive.file("bin/dizzy", Mode::Program, binary);
        let found = libraries::of(binary)?;
        if let Some(loader) = &found.loader {
            archive.text("loader", &format!("{}\n", loader.name));
            archive.file(&format!("lib/{}", loader.name), Mode::Program, &loader.path);
        }
        for library in &found.libraries {
            archive.file(&format!("lib/{}", library.name), Mode::Data, &library.path);
        }
        for (name, model) in models(tessdata, languages)? {
            archive.file(&format!("tessdata/{name}"), Mode::Data, &model);
        }
        if let Some(roots) = ROOTS.iter().find(|path| Path::new(path).is_file()) {
            archive.file("ca-certificates.crt", Mode::Data, Path::new(roots));
        }
        archive.finish()?;
        let mut written = File::open(&path).map_err(Error::io("read", &path))?;
        let (sha256, len) = Sha256::of_reader(&mut written).map_err(Error::io("read", &path))?;
        Ok(Program { sha256, path, len })
    }

    /// Name and place of the wanted models that are installed, as the recogniser chooses them.
    fn models(
        tessdata: &Path,
        languages: &[String],
    ) -> Result<Vec<(String, PathBuf)>, ProgramError> {
        let models: Vec<_> = ocr::tessdata_dir(tessdata)
            .into_iter()
            .flat_map(|folder| {
                languages.iter().map(move |language| {
                    let name = format!("{language}.traineddata");
                    let path = folder.join(&name);
                    (name, path)
                })
            })
            .filter(|(_, path)| fs::metadata(path).is_ok_and(|found| found.is_file()))
            .collect();
        // A build without OCR has no use for them.
        if models.is_empty() && ocr::HAS_ENGINE {
            return Err(ProgramError::NoLanguage { languages: languages.join(", ") });
        }
        Ok(models)
    }
}
