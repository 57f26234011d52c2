//! The sandbox of a reader: no files but Tesseract's data, no network, no programs, no other processes.
//!
//! Two independent walls on Linux. **Landlock** takes away the file system. **seccomp** lets through only the system
//! calls that reading a document takes, and of those with dangerous options only the harmless ones. See `calls`.

use std::path::Path;

/// Confines this process for good; `tessdata` is the folder that stays readable and `languages` the files in it that
/// are wanted. Returns in words what this system cannot do; empty when all is in place.
pub(super) fn enter(tessdata: Option<&Path>, languages: &[String]) -> Vec<String> {
    #[cfg(target_os = "linux")]
    {
        linux::enter(tessdata, languages)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = (tessdata, languages);
        vec![format!(
            "no sandbox on {}: readers can see files and the network",
            std::env::consts::OS
        )]
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::Path;

    use landlock::{
        ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError,
        RulesetStatus, Scope, path_beneath_rules,
    };

    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    use crate::reader::calls::filter_calls;

    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    fn filter_calls(_hidden: bool) -> Result<(), String> {
        Err(format!("not made for {}", std::env::consts::ARCH))
    }

    pub(super) fn enter(tessdata: Option<&Path>, languages: &[String]) -> Vec<String> {
        let mut missing = Vec::new();
        let hidden = match hide_files(tessdata, languages) {
            // Older kernels lack later additions (truncation, TCP ports, signals); seccomp and limits cover those.
            Ok(RulesetStatus::FullyEnforced | RulesetStatus::PartiallyEnforced) => true,
            Ok(RulesetStatus::NotEnforced) => {
                missing.push("the kernel has no Landlock: readers can see files".into());
                false
            }
            Err(error) => {
                missing.push(format!("no Landlock: readers can see files ({error})"));
                false
            }
        };
        if let Err(why) = filter_calls(hidden) {
            missing.push(format!(
                "no seccomp: readers can reach the network and start programs ({why})"
            ));
        }
        missing
    }

    /// Takes away the file system, TCP, and signals to other processes, as far as the kernel's Landlock goes.
    fn hide_files(
        tessdata: Option<&Path>,
        languages: &[String],
    ) -> Result<RulesetStatus, RulesetError> {
        let abi = ABI::V7;
        // A language file may be a symbolic link to another folder; Landlock looks at where it ends.
        let readable: Vec<_> = tessdata
            .into_iter()
            .flat_map(|folder| {
                languages
                    .iter()
                    .map(|language| folder.join(format!("{language}.traineddata")))
                    .chain([folder.to_path_buf()])
            })
            .collect();
        Ok(Ruleset::default()
            .handle_access(AccessFs::from_all(abi))?
            .handle_access(AccessNet::from_all(abi))?
            .scope(Scope::from_all(abi))?
            .create()?
            .add_rules(path_beneath_rules(readable, AccessFs::ReadFile | AccessFs::ReadDir))?
            // Where Tesseract may be told to send its messages; some versions crash when they cannot open it.
            .add_rules(path_beneath_rules(
                ["/dev/null"],
                AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::Truncate,
            ))?
            .restrict_self()?
            .ruleset)
    }
}
