//! Silence on the terminal while a person is asked something.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// The display must fall silent within this time; when it does not, it is gone.
const FALL_SILENT: Duration = Duration::from_secs(2);

/// Keeps the display from drawing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pause(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Drawing,
    Wanted,
    Silent,
}

/// While it lives, nothing is drawn.
#[derive(Debug)]
pub(crate) struct Silence<'a>(&'a Pause);

impl Pause {
    /// Waits until the display has cleared its lines and draws no more.
    pub fn hold(&self) -> Silence<'_> {
        self.set(State::Wanted);
        let state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        drop(
            self.0.changed.wait_timeout_while(state, FALL_SILENT, |state| *state != State::Silent),
        );
        Silence(self)
    }

    /// Whether the display is to be silent.
    pub(super) fn is_wanted(&self) -> bool {
        *self.0.state.lock().unwrap_or_else(PoisonError::into_inner) != State::Drawing
    }

    /// The display has cleared its lines.
    pub(super) fn begin(&self) {
        self.set(State::Silent);
    }

    fn set(&self, state: State) {
        *self.0.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        self.0.changed.notify_all();
    }
}

impl Drop for Silence<'_> {
    fn drop(&mut self) {
        self.0.set(State::Drawing);
    }
}
