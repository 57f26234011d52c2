//! One process among all that ever had its number.

use std::fs;
use std::io;
use std::path::Path;

/// A process: its number, and when it started, since numbers are used again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pid {
    /// The system's start it belongs to; `-` where the system does not tell.
    boot: String,
    number: u32,
    /// When it started, in the kernel's ticks since the system's start; `None` where the system does not tell.
    started: Option<u64>,
}

impl Pid {
    /// What a worker has written down about itself; `None` when it has not, or not to the end.
    pub(super) fn read(path: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(path).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        let (boot, stat) = text.strip_suffix('\n')?.split_once('\n')?;
        let number = stat.split(' ').next()?.parse().ok().filter(|&pid| pid > 1)?;
        Some(Self { boot: boot.to_owned(), number, started: started(stat) })
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Whether it runs. One that has ended and was not reaped does not.
    #[cfg(target_os = "linux")]
    pub(super) fn is_running(&self) -> bool {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        if self.boot != "-" && self.boot != boot.trim_end() {
            return false;
        }
        let Ok(stat) = fs::read_to_string(format!("/proc/{}/stat", self.number)) else {
            return false;
        };
        let state = after_name(&stat).and_then(|mut fields| fields.next());
        started(&stat) == self.started && !matches!(state, None | Some("Z" | "X"))
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    pub(super) fn is_running(&self) -> bool {
        self.pid().is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok())
    }

    /// Whether it runs: there are none on this system.
    #[cfg(not(unix))]
    pub(super) fn is_running(&self) -> bool {
        false
    }

    /// Asks it to finish the page in hand and go.
    pub(super) fn tell_to_end(&self) -> io::Result<()> {
        #[cfg(unix)]
        self.send(rustix::process::Signal::TERM)?;
        Ok(())
    }

    /// Ends it. Its readers end with it: their input ends, and on Linux the kernel sees to it.
    pub(super) fn kill(&self) -> io::Result<()> {
        #[cfg(unix)]
        self.send(rustix::process::Signal::KILL)?;
        Ok(())
    }

    #[cfg(unix)]
    fn pid(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.number).ok()?)
    }

    /// Sends a signal to this process and to none that has its number later.
    #[cfg(target_os = "linux")]
    fn send(&self, signal: rustix::process::Signal) -> io::Result<()> {
        use rustix::io::Errno;
        use rustix::process::{PidfdFlags, pidfd_open, pidfd_send_signal};

        let Some(pid) = self.pid() else {
            return Ok(());
        };
        let sent = pidfd_open(pid, PidfdFlags::empty()).and_then(|held| {
            // Held now: if it is the one, it stays the one.
            if self.is_running() { pidfd_send_signal(&held, signal) } else { Ok(()) }
        });
        match sent {
            Ok(()) | Err(Errno::SRCH) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    #[cfg(all(unix, not(target_os = "linux")))]
    fn send(&self, signal: rustix::process::Signal) -> io::Result<()> {
        match self.pid().map(|pid| rustix::process::kill_process(pid, signal)) {
            None | Some(Ok(()) | Err(rustix::io::Errno::SRCH)) => Ok(()),
            Some(Err(error)) => Err(error.into()),
        }
    }
}

/// The fields of `/proc/<pid>/stat` after the program's name, which may hold anything.
fn after_name(stat: &str) -> Option<impl Iterator<Item = &str>> {
    Some(stat.rsplit_once(')')?.1.split_ascii_whitespace())
}

/// The 22nd field.
fn started(stat: &str) -> Option<u64> {
    after_name(stat)?.nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAT: &str =
        "4242 (a) (b) S 1 4242 4242 0 -1 4194304 1 0 0 0 0 0 0 0 20 0 1 0 987654 1 1";

    #[test]
    fn a_process_is_its_number_and_its_start() {
        let pid = Pid::parse(&format!("boot\n{STAT}\n")).unwrap();
        assert_eq!((pid.number(), pid.started), (4242, Some(987_654)));
        assert_eq!(pid.boot, "boot");
        // Where there is no /proc.
        assert_eq!(Pid::parse("-\n4242\n").unwrap().started, None);
    }

    #[test]
    fn what_was_not_written_to_the_end_is_nothing() {
        for text in ["", "boot\n", "boot\n42", "boot\nx\n", "boot\n1 (init) S\n", "boot\n0\n"] {
            assert_eq!(Pid::parse(text), None, "{text:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn another_process_with_the_same_number_is_another() {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
        let stat = fs::read_to_string("/proc/self/stat").unwrap();
        let own = Pid::parse(&format!("{boot}{stat}")).unwrap();
        assert_eq!(own.number(), std::process::id());
        assert!(own.is_running());
        let earlier = Pid { started: own.started.map(|ticks| ticks - 1), ..own.clone() };
        assert!(!earlier.is_running());
        // Asked to end, it is left alone: this test lives on.
        earlier.kill().unwrap();
        let before_restart = Pid { boot: "another".into(), ..own };
        assert!(!before_restart.is_running());
        before_restart.kill().unwrap();
    }
}
