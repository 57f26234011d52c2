//! Ctrl-C and SIGTERM: the first finishes the pages in hand, the second stops at once.

use std::io::Write;
use std::sync::Arc;
use std::thread;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::{Handle, Signals};

use super::exit::Exit;
use crate::batch::Stop;
use crate::words::{Lang, run as say};

/// Listens for signals until it is dropped.
#[derive(Debug)]
pub struct Listener {
    handle: Handle,
}

impl Listener {
    /// Passes the first signal on to the run. The second ends the program: the ledger stands that, and the readers end
    /// with it.
    ///
    /// # Errors
    /// When the system refuses the handlers.
    pub fn new(stop: Arc<Stop>, lang: Lang) -> std::io::Result<Self> {
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        let handle = signals.handle();
        thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                for _ in signals.forever() {
                    if stop.is_draining() {
                        drop(writeln!(
                            std::io::stderr(),
                            "\n{}",
                            say::stopped_at_once(lang)
                        ));
                        std::process::exit(Exit::Killed.code().into());
                    }
                    stop.drain();
                }
            })?;
        Ok(Self { handle })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.handle.close();
    }
}
