//! Learning from how an administration booked before: its auditfiles, lists of bookings, and corrections of proposals.
//!
//! [`xaf`] streams an XML Auditfile Financieel and hands out [`Entry`]s; the ledger keeps them, so that a file can be
//! learned twice without a change and be forgotten again. Nothing here writes or prints.

pub(crate) mod calibration;
pub mod corrections;
mod entry;
mod error;
pub mod features;
pub mod general;
mod input;
mod ledger;
pub(crate) mod model;
mod table;
mod usage;
pub mod xaf;

pub use calibration::Calibration;
pub use entry::{
    Account, BookedLine, Booking, Creditor, CreditorKind, Entry, Mark, OtherLine, VatCode,
};
pub use error::{Place, Stop, Trouble, What};
pub use input::Input;
pub use model::{Asked, Builder, Choice, Example, Model};
pub use table::{Field, Mapping, is_other_currency, read as read_table};
pub use usage::Usage;
