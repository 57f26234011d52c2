//! A reader as the parent sees it: a process with two pipes, a clock that kills it, and its last words.
//!
//! Reading and writing block; the clock is a thread that kills the process when its time is up, which ends both. That
//! costs nothing per request and is the same on every system.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How to start a reader: the program and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderCommand {
    /// The program, as an absolute path.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
}

impl ReaderCommand {
    /// This very program, as `dizzy reader`.
    ///
    /// # Errors
    /// When the system does not tell where this program is.
    pub fn this_program() -> io::Result<Self> {
        // On Linux the link to the running program stays right when an update replaces the file during a run.
        let running = Path::new("/proc/self/exe");
        let program = if let Some(launcher) = launcher() {
            launcher
        } else if cfg!(target_os = "linux") && running.exists() {
            running.to_path_buf()
        } else {
            std::env::current_exe()?
        };
        Ok(Self { program, args: vec!["reader".into()] })
    }
}

/// The script that started this program, when it was packed for another machine (see `burst::program::pack`): the
/// system then takes the loader that came along for the running program.
pub fn launcher() -> Option<PathBuf> {
    std::env::var_os("DIZZY_LAUNCHER").map(PathBuf::from).filter(|launcher| launcher.is_absolute())
}

/// Where Tesseract's data is, for Tesseract.
const TESSDATA_PREFIX: &str = "TESSDATA_PREFIX";

/// The parent's environment that a reader gets; the rest stays here.
const PASSED_ON: &[&str] = &[
    // Where the shared libraries of a program that was carried to another machine are.
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    // Windows programs do not start without.
    "SystemRoot",
];

/// How much of what a reader says on standard error is kept, bytes.
const LAST_WORDS: usize = 4096;

/// How long a process whose output has ended may take to end itself.
const DYING: Duration = Duration::from_secs(1);

/// A running reader. Dropping it kills and reaps it.
pub(super) struct Process {
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    shared: Arc<Shared>,
    clock: Option<JoinHandle<()>>,
    last_words: Receiver<Vec<u8>>,
}

pub(super) struct Ending {
    /// The system's word; `None` when it had closed its output, lived on, and was killed for that.
    pub(super) status: Option<ExitStatus>,
    pub(super) out_of_time: bool,
    /// The end of what it said on standard error.
    pub(super) last_words: Vec<u8>,
}

struct Shared {
    child: Mutex<Child>,
    time: Mutex<Time>,
    changed: Condvar,
}

#[derive(Default)]
struct Time {
    deadline: Option<Instant>,
    is_up: bool,
    over: bool,
}

impl Process {
    /// Starts a reader. `shortest` is the shortest time that [`Self::arm`] will be given.
    pub(super) fn start(command: &ReaderCommand, shortest: Duration) -> io::Result<Self> {
        let mut child = build(command).spawn()?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            unreachable!("all three streams were asked for as pipes");
        };
        let shared = Arc::new(Shared {
            child: Mutex::new(child),
            time: Mutex::default(),
            changed: Condvar::new(),
        });
        let (sender, last_words) = mpsc::channel();
        // Both threads need next to no stack.
        let thread =
            |name: &str| std::thread::Builder::new().name(name.into()).stack_size(128 * 1024);
        let clock = thread("reader-stderr")
            .spawn(move || {
                // Nobody listens any more when the reader was replaced; that is fine.
                let _ = sender.send(drain(stderr));
            })
            .and_then(|_| {
                let shared = Arc::clone(&shared);
                thread("reader-clock").spawn(move || shared.watch(shortest))
            });
        match clock {
            Ok(clock) => Ok(Self {
                stdin,
                stdout: BufReader::with_capacity(64 * 1024, stdout),
                shared,
                clock: Some(clock),
                last_words,
            }),
            Err(error) => {
                shared.kill();
                let _ = shared.child().wait();
                Err(error)
            }
        }
    }

    /// Gives the reader this long from now, until [`Self::disarm`] or the next `arm`.
    pub(super) fn arm(&self, time: Duration) {
        // The clock looks again at least every `shortest`, so it need not be woken.
        self.shared.time().deadline = Instant::now().checked_add(time);
    }

    pub(super) fn disarm(&self) {
        self.shared.time().deadline = None;
    }

    /// Writes to the reader. Arm the clock first.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stdin.write_all(bytes)
    }

    /// What the reader answers. Arm the clock first.
    pub(super) fn output(&mut self) -> &mut impl Read {
        &mut self.stdout
    }

    pub(super) fn pid(&self) -> u32 {
        self.shared.child().id()
    }

    /// False when the process has ended.
    pub(super) fn is_running(&self) -> bool {
        matches!(self.shared.child().try_wait(), Ok(None))
    }

    /// Ends the reader, unless it has ended, and tells how it went.
    pub(super) fn end(&mut self, kill: bool) -> Ending {
        if kill {
            self.shared.kill();
        }
        let status = self.shared.reap();
        // Killing the group closed the pipe; a stray process that holds it is not waited for.
        let last_words =
            self.last_words.recv_timeout(Duration::from_millis(500)).unwrap_or_default();
        Ending { status, out_of_time: self.shared.time().is_up, last_words }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.shared.kill();
        let _ = self.shared.child().wait();
        self.shared.time().over = true;
        self.shared.changed.notify_all();
        if let Some(clock) = self.clock.take() {
            let _ = clock.join();
        }
    }
}

impl Shared {
    fn child(&self) -> MutexGuard<'_, Child> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn time(&self) -> MutexGuard<'_, Time> {
        self.time.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clock's thread: kills the process when its time is up.
    fn watch(&self, shortest: Duration) {
        let mut time = self.time();
        while !time.over {
            let now = Instant::now();
            let wait = match time.deadline {
                Some(deadline) if deadline <= now => {
                    time.is_up = true;
                    time.over = true;
                    drop(time);
                    self.kill();
                    return;
                }
                // Whatever is set meanwhile is at least `shortest` away from when it is set.
                Some(deadline) => shortest.min(deadline - now),
                None => shortest,
            };
            time = self
                .changed
                .wait_timeout(time, wait.max(Duration::from_millis(1)))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Kills the process and all that it may have started, unless it was reaped: its number could be another's then.
    fn kill(&self) {
        let mut child = self.child();
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        #[cfg(unix)]
        if let Some(pid) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::KILL);
        }
        let _ = child.kill();
    }

    /// Waits for a process whose pipes have ended; one that lives on is killed.
    fn reap(&self) -> Option<ExitStatus> {
        let patience = Instant::now() + DYING;
        let mut pause = Duration::from_micros(100);
        loop {
            match self.child().try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < patience => {}
                Ok(None) | Err(_) => break,
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
        self.kill();
        let _ = self.child().wait();
        None
    }
}

fn build(command: &ReaderCommand) -> Command {
    let mut build = Command::new(&command.program);
    build
        .args(&command.args)
        .env_clear()
        // Tesseract's OpenMP takes this from the environment at the start of the process, and at no other time.
        .env("OMP_THREAD_LIMIT", "1")
        // Tesseract wants the C locale.
        .env("LC_ALL", "C")
        .envs(PASSED_ON.iter().filter_map(|&name| Some((name, std::env::var_os(name)?))))
        .envs(
            // A reader works in another folder than its parent.
            std::env::var_os(TESSDATA_PREFIX)
                .and_then(|folder| std::path::absolute(folder).ok())
                .map(|folder| (TESSDATA_PREFIX, folder)),
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // A group of its own: Ctrl-C in the terminal reaches the parent alone, which lets the pages in hand finish.
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        build.current_dir("/").process_group(0);
    }
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;
        const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
        build.creation_flags(CREATE_NEW_PROCESS_GROUP);
    }
    build
}

/// Reads standard error to its end and keeps the last of it.
fn drain(mut stderr: ChildStderr) -> Vec<u8> {
    let mut kept = VecDeque::with_capacity(2 * LAST_WORDS);
    let mut chunk = [0; LAST_WORDS];
    loop {
        match stderr.read(&mut chunk) {
            Ok(0) => break,
            Ok(len) => {
                kept.extend(&chunk[..len]);
                kept.drain(..kept.len().saturating_sub(LAST_WORDS));
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    kept.into()
}
