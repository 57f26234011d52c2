//! What is said about simulated runs.

use super::{Counted, Lang, count, decimal, messages, word};

/// A column of the table of simulated runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Workers,
    /// Time to the last result.
    Makespan,
    /// The same with all machines busy all the time.
    Ideal,
    /// One divided by the other.
    Efficiency,
    /// When half of the documents are done.
    Half,
    /// When all but one of a hundred are done.
    Most,
    /// Requests to the store for a document.
    Requests,
    /// Cost of machines and requests.
    Cost,
    Lost,
    /// Shards passed on or taken over.
    PassedOn,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 10] = [
        Self::Workers,
        Self::Makespan,
        Self::Ideal,
        Self::Efficiency,
        Self::Half,
        Self::Most,
        Self::Requests,
        Self::Cost,
        Self::Lost,
        Self::PassedOn,
    ];

    pub fn name(self, lang: Lang) -> &'static str {
        word!(lang, match self {
            Self::Workers => "werkers" / "workers";
            Self::Makespan => "klaar na" / "ready after";
            Self::Ideal => "ideaal" / "ideal";
            Self::Efficiency => "benut" / "efficiency";
            Self::Half => "helft" / "half";
            Self::Most => "99 %" / "99 %";
            Self::Requests => "verz./doc" / "req./doc";
            Self::Cost => "kosten" / "cost";
            Self::Lost => "weg" / "lost";
            Self::PassedOn => "overgen." / "passed on";
        })
    }
}

messages! {
    pub(crate) fn title(lang, documents: u64, pages: u64, core_hours: f64) =>
        let documents = Counted::Documents.of(lang, documents);
        let pages = Counted::Pages.of(lang, pages);
        let hours = decimal(lang, core_hours);
        "{documents}, {pages}, {hours} uur van een kern van deze machine"
        / "{documents}, {pages}, {hours} hours of a core of this machine";
}

/// Machines that were taken back and machines that vanished.
pub fn lost(lang: Lang, interrupted: u64, crashed: u64) -> String {
    format!("{}+{}", count(lang, interrupted), count(lang, crashed))
}

/// What a column means whose name does not say it.
pub fn meaning(lang: Lang, column: Column) -> Option<&'static str> {
    Some(word!(lang, match column {
        Column::Efficiency =>
            "ideale tijd gedeeld door tijd tot klaar" / "ideal time divided by time until ready";
        Column::Lost => "teruggenomen + verdwenen machines" / "machines taken back + vanished";
        Column::PassedOn => "porties doorgegeven of overgenomen" / "shards passed on or taken over";
        Column::Half => "als de helft klaar is" / "when half is done";
        Column::Most => "als 99 van de 100 klaar zijn" / "when 99 of 100 are done";
    } and {
        _ => return None,
    }))
}

messages! {
    pub(crate) fn line_is_bottleneck(lang) =>
        "* de lijn is de rem: meer werkers helpen niet (--up-mbit)"
        / "* the line is the brake: more workers do not help (--up-mbit)";
}
