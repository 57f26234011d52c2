//! The system calls that a reader may make (seccomp).
//!
//! The seccomp filter is a list of what is allowed: a list of what is forbidden has to name every way out that the
//! kernel has or will get (`io_uring`, `bpf`, `userfaultfd`, `ptrace`, keyrings, the x32 numbers of all of them). The
//! usual trouble with such a list is a newer libc that tries a newer call; therefore the answer to everything else is
//! `ENOSYS`, "this kernel does not have that call", for which every libc has a fallback (`EPERM` it would take as
//! final, and killing would turn a harmless question into a lost document). Calls of another architecture kill.

use std::collections::BTreeMap;

use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule,
};

/// Lets through only what reading takes. With the files `hidden` by Landlock, that decides what may be opened.
pub(super) fn filter_calls(hidden: bool) -> Result<(), String> {
    let program = program(hidden).map_err(|error| error.to_string())?;
    seccompiler::apply_filter_all_threads(&program).map_err(|error| error.to_string())
}

/// Calls that are harmless with any argument.
const ALLOWED: &[libc::c_long] = &[
    // The streams and files that are open.
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_fadvise64,
    libc::SYS_getdents64,
    libc::SYS_ppoll,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    // What is there: names and sizes, no contents.
    libc::SYS_newfstatat,
    libc::SYS_statx,
    libc::SYS_faccessat,
    libc::SYS_faccessat2,
    libc::SYS_readlinkat,
    libc::SYS_getcwd,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_stat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lstat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_access,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_readlink,
    // Memory.
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // Time, randomness, facts about this process and machine.
    libc::SYS_clock_gettime,
    libc::SYS_clock_getres,
    libc::SYS_gettimeofday,
    libc::SYS_nanosleep,
    libc::SYS_clock_nanosleep,
    libc::SYS_getrandom,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_getppid,
    libc::SYS_getuid,
    libc::SYS_geteuid,
    libc::SYS_getgid,
    libc::SYS_getegid,
    libc::SYS_getrusage,
    libc::SYS_times,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_getrlimit,
    libc::SYS_sysinfo,
    libc::SYS_uname,
    libc::SYS_getcpu,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_time,
    // Threads of this process, its own signal handlers, its end.
    libc::SYS_futex,
    libc::SYS_set_robust_list,
    libc::SYS_get_robust_list,
    libc::SYS_set_tid_address,
    libc::SYS_rseq,
    libc::SYS_membarrier,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_arch_prctl,
];

/// Bits of `open`'s flags that write or create.
const WRITING: u64 = (libc::O_ACCMODE | libc::O_CREAT | libc::O_TRUNC | libc::O_TMPFILE) as u64;

/// Bits of `clone`'s flags that make new name spaces.
const NAMESPACES: u64 = (libc::CLONE_NEWNS
    | libc::CLONE_NEWCGROUP
    | libc::CLONE_NEWUTS
    | libc::CLONE_NEWIPC
    | libc::CLONE_NEWUSER
    | libc::CLONE_NEWPID
    | libc::CLONE_NEWNET) as u64;

/// Where a call's argument must have certain bits: (call, argument, mask, wanted).
fn conditions(hidden: bool, own_pid: u64) -> Vec<(libc::c_long, u8, u64, u64)> {
    let executable = libc::PROT_EXEC as u64;
    let directory_bit = libc::O_DIRECTORY as u64; // part of O_TMPFILE, harmless alone
    let writing = if hidden { 0 } else { WRITING & !directory_bit };
    let thread = libc::CLONE_THREAD as u64;
    vec![
        // Where Landlock does not decide: open to read only.
        (libc::SYS_openat, 2, writing, 0),
        #[cfg(target_arch = "x86_64")]
        (libc::SYS_open, 1, writing, 0),
        // No new code: memory that can be executed was mapped when the program started.
        (libc::SYS_mmap, 2, executable, 0),
        (libc::SYS_mprotect, 2, executable, 0),
        // A thread, not a process (`clone3` hides its flags in memory: libc falls back to this).
        (libc::SYS_clone, 0, thread | NAMESPACES, thread),
        // Signals to itself, as `abort` sends them.
        (libc::SYS_tgkill, 0, u64::from(u32::MAX), own_pid),
        (libc::SYS_tkill, 0, u64::from(u32::MAX), own_pid),
        // Ask for limits, never set them.
        (libc::SYS_prlimit64, 2, u64::MAX, 0),
        // Flags of an open file (Rust asks for them to duplicate a stream).
        (libc::SYS_fcntl, 1, u64::from(u32::MAX), libc::F_GETFL as u64),
        (libc::SYS_fcntl, 1, u64::from(u32::MAX), libc::F_GETFD as u64),
        (libc::SYS_fcntl, 1, u64::from(u32::MAX), libc::F_SETFD as u64),
    ]
}

fn program(hidden: bool) -> Result<BpfProgram, BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    let own_pid = u64::from(std::process::id());
    for (call, argument, mask, wanted) in conditions(hidden, own_pid) {
        let condition = SeccompCondition::new(
            argument,
            SeccompCmpArgLen::Qword,
            SeccompCmpOp::MaskedEq(mask),
            wanted,
        )?;
        rules.entry(call).or_default().push(SeccompRule::new(vec![condition])?);
    }
    for &call in ALLOWED {
        rules.insert(call, Vec::new());
    }
    SeccompFilter::new(
        rules,
        SeccompAction::Errno(libc::ENOSYS as u32),
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into()?,
    )?
    .try_into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_compiles_and_names_no_way_out() {
        assert!(program(true).is_ok() && program(false).is_ok());
        for call in [
            libc::SYS_socket,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_clone3,
            libc::SYS_ptrace,
            libc::SYS_kill,
            libc::SYS_prctl,
            libc::SYS_ioctl,
            libc::SYS_mount,
            libc::SYS_bpf,
            libc::SYS_io_uring_setup,
            libc::SYS_keyctl,
            libc::SYS_process_vm_writev,
            libc::SYS_memfd_create,
            libc::SYS_unlinkat,
        ] {
            assert!(!ALLOWED.contains(&call), "{call}");
        }
        // A call with a condition must not be on the list without one.
        for (call, ..) in conditions(false, 1) {
            assert!(!ALLOWED.contains(&call), "{call}");
        }
    }
}
