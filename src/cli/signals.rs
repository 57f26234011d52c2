//! Ctrl-C and SIGTERM: the first finishes the pages in hand, the second stops at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::exit::Exit;
use crate::batch::Stop;

/// How long a run that must stop at once may take to do so.
const GRACE: Duration = Duration::from_secs(2);

/// Listens for signals until it is dropped.
#[derive(Debug)]
pub struct Listener {
    handle: Handle,
    heard: Arc<AtomicUsize>,
}

impl Listener {
    /// Passes signals on to the run.
    ///
    /// # Errors
    /// When the system refuses the handlers.
    pub fn new(stop: Arc<Stop>) -> std::io::Result<Self> {
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let handle = signals.handle();
        let heard = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&heard);
        thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                for _ in signals.forever() {
                    match counter.fetch_add(1, Ordering::SeqCst) {
                        0 => stop.drain(),
                        1 => {
                            stop.now();
                            // Should the run hang, the program ends all the same: the ledger stands a kill.
                            thread::spawn(|| {
                                thread::sleep(GRACE);
                                std::process::exit(Exit::Killed.code().into());
                            });
                        }
                        _ => std::process::exit(Exit::Killed.code().into()),
                    }
                }
            })?;
        Ok(Self { handle, heard })
    }

    /// True when the person asked twice.
    pub fn stopped_at_once(&self) -> bool {
        self.heard.load(Ordering::SeqCst) > 1
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.handle.close();
    }
}
