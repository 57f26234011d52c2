//! The limits that a reader takes upon itself before it sees a document.

#[cfg(target_os = "linux")]
pub(super) use linux::{Resident, apply};
#[cfg(not(target_os = "linux"))]
pub(super) use other::{Resident, apply};

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::os::unix::fs::FileExt;

    use rustix::process::{DumpableBehavior, Resource, Rlimit, Signal};

    use crate::settings::Limits;

    /// Files that a reader may hold open: the three streams, its memory figures, and Tesseract's data while it loads.
    const OPEN_FILES: u64 = 32;

    /// Limits this process and ties its life to its parent's; returns in words what could not be done.
    pub(in crate::reader) fn apply(limits: &Limits) -> Vec<String> {
        let mut missing = Vec::new();
        let mut note = |done: rustix::io::Result<()>, what: &str| {
            if let Err(error) = done {
                missing.push(format!("{what} ({error})"));
            }
        };
        note(
            limit(Resource::As, limits.reader_mib.saturating_mul(1024 * 1024)),
            "the memory limit cannot be set: readers can take all memory",
        );
        note(limit(Resource::Nofile, OPEN_FILES), "the limit of open files cannot be set");
        note(limit(Resource::Fsize, 0), "the limit of file sizes cannot be set");
        // A core file would hold invoices. The limit does not stop a core that the system pipes to a crash handler;
        // being undumpable does.
        note(
            limit(Resource::Core, 0).and_then(|()| {
                rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)
            }),
            "core dumps cannot be switched off: a crash can leave a document's content on disk",
        );
        // With the end of its input a reader ends by itself, but not in the middle of a page.
        note(
            rustix::process::set_parent_process_death_signal(Some(Signal::KILL)),
            "readers may outlive a killed dizzy by a page",
        );
        note(rustix::thread::set_no_new_privs(true), "readers can gain privileges");
        missing
    }

    /// Sets soft and hard limit, never above the hard limit that is there.
    fn limit(resource: Resource, value: u64) -> rustix::io::Result<()> {
        let hard = rustix::process::getrlimit(resource).maximum;
        let value = hard.map_or(value, |hard| hard.min(value));
        rustix::process::setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })
    }

    /// How much memory this process holds: opened before the sandbox, which hides `/proc`.
    pub(in crate::reader) struct Resident {
        statm: Option<File>,
        page_bytes: u64,
    }

    impl Resident {
        pub(in crate::reader) fn open() -> Self {
            Self {
                statm: File::open("/proc/self/statm").ok(),
                page_bytes: rustix::param::page_size() as u64,
            }
        }

        /// Resident memory, bytes; 0 where the system does not tell.
        pub(in crate::reader) fn bytes(&self) -> u64 {
            let mut line = [0; 128];
            self.statm
                .as_ref()
                .and_then(|file| file.read_at(&mut line, 0).ok())
                .and_then(|len| std::str::from_utf8(&line[..len]).ok())
                .and_then(|text| text.split(' ').nth(1))
                .and_then(|pages| pages.parse::<u64>().ok())
                .map_or(0, |pages| pages.saturating_mul(self.page_bytes))
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn resident_memory_follows_what_is_held() {
            let resident = Resident::open();
            let before = resident.bytes();
            assert!(before > 1024 * 1024, "{before}");
            let held = vec![1_u8; 64 * 1024 * 1024];
            let after = resident.bytes();
            assert!(after > before + 32 * 1024 * 1024, "{before} {after}");
            drop(held);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod other {
    use crate::settings::Limits;

    /// Says what this system does not limit; the parent's clock and the limits inside the parsers remain.
    pub(in crate::reader) fn apply(_limits: &Limits) -> Vec<String> {
        #[cfg(unix)]
        {
            use rustix::process::{Resource, Rlimit, setrlimit};
            let none = Rlimit { current: Some(0), maximum: Some(0) };
            if setrlimit(Resource::Core, none.clone()).is_err()
                || setrlimit(Resource::Fsize, none).is_err()
            {
                return vec!["readers can write files and core dumps".into()];
            }
        }
        vec!["this system does not limit a reader's memory".into()]
    }

    /// How much memory this process holds: not known here.
    pub(in crate::reader) struct Resident;

    impl Resident {
        pub(in crate::reader) fn open() -> Self {
            Self
        }

        /// Resident memory, bytes; 0 where the system does not tell.
        #[allow(clippy::unused_self)] // the same interface as on Linux
        pub(in crate::reader) fn bytes(&self) -> u64 {
            0
        }
    }
}
