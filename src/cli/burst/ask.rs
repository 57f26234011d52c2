//! Asking a person whether the plan is to be carried out.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use crate::cli::progress::Pause;
use crate::words::{Lang, burst_run as say};
use office::batch::Stop;

pub(crate) fn is_somebody_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks on the terminal, below what the display has told. No answer, and a wish to stop, mean no.
pub(crate) fn agrees(lang: Lang, pause: &Pause, stop: &Stop) -> bool {
    let _quiet = pause.hold();
    let asked =
        write!(io::stderr(), "{} ", say::question(lang)).and_then(|()| io::stderr().flush());
    if asked.is_err() {
        return false;
    }
    let (sender, answer) = channel();
    // reading blocks, and a signal is to be heard meanwhile
    thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        let _ = sender.send(read.map(|_| line));
    });
    loop {
        match answer.recv_timeout(Duration::from_millis(100)) {
            Ok(Ok(line)) => return say::is_yes(&line),
            Err(RecvTimeoutError::Timeout) if !stop.is_draining() => {}
            _ => return false,
        }
    }
}
