//! The local run: worker threads, readers, dispatcher, events, ledger.

mod archive;
mod belongs;
mod books;
mod corrected;
mod desk;
mod drawn;
mod dry_run;
mod event;
mod fingerprint;
mod hand_over;
mod hold;
mod in_hand;
mod known;
mod learn;
mod look;
mod names;
mod original;
mod pictures;
mod publish;
mod publish_packages;
mod publish_report;
mod publish_ubl;
mod run;
mod shared;
mod spool;
mod stop;
mod summary;
mod whose;
mod worker;

pub use belongs::{begin_anew, has_ledger};
pub use books::check_list;
pub use desk::{Desk, PageShown, Refusal};
pub use event::{Event, Events};
pub use fingerprint::fingerprint;
pub use hand_over::{
    NewFiles, NotHandedOver, chosen as chosen_packages, export_corrected, export_new, take_back,
};
pub use learn::open_for_learning;
pub use learn::{Learnt, Lessons, Notes, learn_file};
pub use names::{Strangers, strangers};
pub use run::{
    Intake, Job, Pass, Session, corrected_later, export, new_reader, status,
    with_ocr_of_this_machine,
};
pub use run::{report, run, state_dir};
pub use stop::Stop;
pub use summary::Summary;

#[cfg(test)]
mod tests;
