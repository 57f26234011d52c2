//! What a reader can reach that it should not: tried, without changing anything.

use std::fs::File;
use std::net::{Ipv4Addr, UdpSocket};
use std::process::{Command, Stdio};

use crate::settings::Limits;

use super::Reach;

/// Tries each wall of the sandbox from inside.
pub(super) fn try_out(limits: &Limits) -> Reach {
    Reach {
        files: can_open_a_file(),
        network: UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).is_ok(),
        programs: can_start_a_program(),
        processes: can_signal_the_parent(),
        memory: can_reserve(limits.reader_mib),
    }
}

#[cfg(unix)]
fn can_open_a_file() -> bool {
    File::open("/etc/passwd").is_ok()
}

#[cfg(not(unix))]
fn can_open_a_file() -> bool {
    std::env::current_exe().is_ok_and(|program| File::open(program).is_ok())
}

fn can_start_a_program() -> bool {
    let program = if cfg!(windows) { "hostname" } else { "/bin/sh" };
    let mut command = Command::new(program);
    if cfg!(unix) {
        command.args(["-c", ":"]);
    }
    command.stdin(Stdio::inherit()).stdout(Stdio::inherit()).stderr(Stdio::inherit());
    match command.spawn() {
        Ok(mut child) => {
            let _ = child.wait();
            true
        }
        Err(_) => false,
    }
}

/// Sends signal 0, which only asks whether a signal could be sent.
#[cfg(unix)]
fn can_signal_the_parent() -> bool {
    rustix::process::getppid()
        .is_some_and(|parent| rustix::process::test_kill_process(parent).is_ok())
}

#[cfg(not(unix))]
fn can_signal_the_parent() -> bool {
    true
}

/// Reserves addresses only: the memory is never touched.
fn can_reserve(mib: u64) -> bool {
    usize::try_from(mib.saturating_mul(1024 * 1024))
        .is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
}
