//! Learning from how an administration booked before: its auditfiles, lists of bookings, and corrections of proposals.
//!
//! [`xaf`] streams an XML Auditfile Financieel and hands out [`Entry`]s; the ledger keeps them, so that a file can be
//! learned twice without a change and be forgotten again. Nothing here writes or prints.

pub mod calibration;
pub mod corrections;
mod entry;
mod error;
pub mod features;
pub mod general;
mod input;
mod ledger;
pub mod model;
pub mod table;
pub mod xaf;

pub use entry::{Account, BookedLine, Booking, Creditor, CreditorKind, Entry, Mark, VatCode};
pub use error::{Place, Stop, Trouble, What};
pub use input::Input;
