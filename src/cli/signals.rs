//! Ctrl-C and SIGTERM: the first finishes the pages in hand, the second stops at once.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::exit::Exit;
use crate::words::{Lang, run};
use office::batch::Stop;

/// What the person asked for by signals, as the display sees it.
#[derive(Debug, Clone, Default)]
pub struct Asked(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    all: AtomicUsize,
    keyboard: AtomicUsize,
}

impl Asked {
    pub(crate) fn to_stop(&self) -> usize {
        self.0.all.load(Ordering::SeqCst)
    }

    /// How many of them came from the keyboard, whose `^C` the terminal shows.
    pub(crate) fn by_keyboard(&self) -> usize {
        self.0.keyboard.load(Ordering::SeqCst)
    }

    /// Counts a signal; returns how many came before it.
    fn count(&self, signal: i32) -> usize {
        if signal == SIGINT {
            self.0.keyboard.fetch_add(1, Ordering::SeqCst);
        }
        self.0.all.fetch_add(1, Ordering::SeqCst)
    }
}

/// Listens for signals until it is dropped.
#[derive(Debug)]
pub(crate) struct Listener {
    handle: Handle,
    asked: Asked,
}

impl Listener {
    /// Passes signals on to the run.
    pub fn new(stop: Arc<Stop>, lang: Lang) -> std::io::Result<Self> {
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let handle = signals.handle();
        let asked = Asked::default();
        let counted = asked.clone();
        thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                if counted.count(signal) == 0 {
                    stop.drain();
                    continue;
                }
                // The ledger stands a kill, and the readers end with this process.
                let message = run::stopped_at_once(lang);
                // A closed standard error keeps nobody from stopping.
                drop(writeln!(std::io::stderr(), "\n{message}"));
                std::process::exit(Exit::Killed.code().into());
            }
        })?;
        Ok(Self { handle, asked })
    }

    /// What the person asked for, for the display.
    pub fn asked(&self) -> Asked {
        self.asked.clone()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.handle.close();
    }
}
