//! The local run: worker threads, readers, dispatcher, events, ledger.

mod event;

pub use event::Event;
