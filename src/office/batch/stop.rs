//! Asking a run to end early.

use std::sync::atomic::{AtomicBool, Ordering};

/// A run's brake: once drained, pages in hand are finished and nothing new is begun.
#[derive(Debug, Default)]
pub struct Stop {
    draining: AtomicBool,
}

impl Stop {
    /// Begin nothing new. May be called from a signal thread, any number of times.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the run is to end.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}
