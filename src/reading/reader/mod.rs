//! Readers: child processes that meet the hostile bytes.
//!
//! The parent's side is [`ReaderSlot`]: one worker's reader, started when first needed, replaced when it dies. The
//! child's side is `serve`: it takes limits and a sandbox upon itself before it sees a document, then answers
//! [`Request`]s until its input ends.

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod calls;
mod client;
pub mod frame;
mod limits;
mod process;
mod protocol;
mod reach;
mod sandbox;
mod serve;
mod slot;
mod work;

pub use process::{ReaderCommand, launcher};
pub(crate) use protocol::Reach;
pub use protocol::{Answer, Request, Setup};
pub use serve::serve_stdio;
pub use slot::ReaderSlot;
