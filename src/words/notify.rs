//! What is said at the end of a run to those who are not there: the message of `--summary` and `--notify-command`.

use super::{Counted, Lang, count, messages, text};

/// Why a person is needed, with what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// Documents failed in this run.
    Failed(u64),
    /// Of documents something was changed outside dizzy, in this run or before.
    Altered(u64),
    /// Files that are done could not be moved to the archive.
    NotArchived(u64),
    /// Proposals made in this run want a look.
    Review(u64),
    /// Another run holds the folder.
    Locked,
    /// The run could not start or go on.
    Error,
}

impl Need {
    /// The word for it in the summary, which programs read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Failed(_) => "failed",
            Self::Altered(_) => "altered",
            Self::NotArchived(_) => "not-archived",
            Self::Review(_) => "review",
            Self::Locked => "locked",
            Self::Error => "error",
        }
    }
}

/// The message: one line with counts, and nothing out of documents. `error` says why a run could not start or go on.
pub fn message(
    lang: Lang,
    needs: &[Need],
    ready: u64,
    other_later: u64,
    error: Option<&str>,
) -> String {
    if let Some(error) = error {
        return text!(lang, "dizzy kon niet verder: {error}", "dizzy could not go on: {error}");
    }
    let mut parts = Vec::new();
    for need in needs {
        parts.push(text!(lang, match need {
            Need::Failed(number) => let documents = Counted::Documents.of(lang, *number);
                "{documents} mislukt" / "{documents} failed";
            Need::Altered(number) => let documents = Counted::Documents.of(lang, *number);
                "{documents} buiten dizzy om veranderd" / "{documents} changed outside dizzy";
            Need::NotArchived(number) => let files = Counted::Files.of(lang, *number);
                "{files} niet naar het archief" / "{files} not moved to the archive";
            Need::Review(number) => let proposals = Counted::Proposals.of(lang, *number);
                "{proposals} na te kijken" / "{proposals} to look at";
        } and {
            Need::Locked | Need::Error => continue,
        }));
    }
    if ready > 0 || parts.is_empty() {
        let ready = count(lang, ready);
        parts.push(text!(lang, "{ready} boekbaar", "{ready} ready"));
    }
    if other_later > 0 {
        let other = count(lang, other_later);
        parts.push(text!(
            lang,
            "{other} anders dan overgedragen ('dizzy status')",
            "{other} other than handed over ('dizzy status')"
        ));
    }
    format!("dizzy: {}", parts.join(", "))
}

messages! {
    pub(crate) fn no_folder(lang, summary: &str) =>
        "{summary}: de map voor de samenvatting is er niet"
        / "{summary}: the folder for the summary is not there";
    pub(crate) fn no_folder_hint(lang) =>
        "Maak de map, of noem met --summary een bestand in een map die er is."
        / "Make the folder, or name a file in a folder that is there with --summary.";
    /// The program of the command is not there; said before the run, which goes on.
    pub(crate) fn no_program(lang, program: &str) =>
        "Let op: {program} van --notify-command is niet te vinden; er zal niemand bericht krijgen."
        / "Note: {program} of --notify-command cannot be found; nobody will be told.";
}

/// What became of the command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    NotStarted(String),
    Code(i32),
    Signal(i32),
    /// It took too long and was ended.
    TimedOut(u64),
    /// The person did not want to wait for it.
    Cancelled,
}

/// What went wrong with the command; the run itself is what it was.
pub fn trouble(lang: Lang, trouble: &Trouble) -> String {
    let what = text!(lang, match trouble {
        Trouble::NotStarted(why) => "kon niet beginnen: {why}" / "could not be started: {why}";
        Trouble::Code(code) => "eindigde met code {code}" / "ended with code {code}";
        Trouble::Signal(signal) =>
            "werd beëindigd door signaal {signal}" / "was ended by signal {signal}";
        Trouble::TimedOut(seconds) =>
            "was na {seconds} s niet klaar en is beëindigd"
            / "was not ready after {seconds} s and was ended";
        Trouble::Cancelled => "is afgebroken" / "was broken off";
    });
    text!(
        lang,
        "Het bericht is misschien niet aangekomen: de opdracht van --notify-command {what}.",
        "The message may not have arrived: the command of --notify-command {what}."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_counts_what_is_new() {
        let needs = [Need::Failed(1), Need::Review(3)];
        assert_eq!(
            message(Lang::Nl, &needs, 14, 0, None),
            "dizzy: 1 document mislukt, 3 boekingsvoorstellen na te kijken, 14 boekbaar"
        );
        assert_eq!(
            message(Lang::En, &needs, 0, 0, None),
            "dizzy: 1 document failed, 3 proposals to look at"
        );
        assert_eq!(message(Lang::En, &[], 0, 0, None), "dizzy: 0 ready");
        assert_eq!(
            message(Lang::En, &[], 3, 2, None),
            "dizzy: 3 ready, 2 other than handed over ('dizzy status')"
        );
        assert_eq!(
            message(Lang::Nl, &[Need::Error], 0, 0, Some("de schijf is vol")),
            "dizzy kon niet verder: de schijf is vol"
        );
    }
}
