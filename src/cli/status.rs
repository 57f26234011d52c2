//! `dizzy status`: what the ledger knows.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use jiff::{Timestamp, tz::TimeZone};

use super::args::Global;
use super::complaint::Complaint;
use super::exit::Exit;
use super::settings::{load, state_dir};
use super::summary;
use super::term::{Paint, columns, printable};
use crate::words;
use crate::words::run::Fate;
use crate::words::{Counted, Lang, export, learn, run as say, tell};
use office::batch::Strangers;
use office::ledger::{CameTo, CorrectedLater, Status, may_only_look};
use office::settings::Settings;

const RUNS: usize = 5;
const FAILURES: usize = 10;
/// Of fewer a share says nothing.
const TELLING: u64 = 20;

pub fn run(global: &Global) -> anyhow::Result<Exit> {
    let settings = load(global)?.settings;
    let lang = settings.ui.lang.lang();
    let state = state_dir(&settings);
    must_exist(&settings, lang)?;
    say_if_only_to_look(&state, lang);
    let status = office::batch::status(&settings)?;
    let kept = office::batch::strangers(&state, &settings)?;
    let mut stdout = io::stdout();
    let paint = Paint::of(&stdout);
    let mut text =
        render(&status, settings.ready.right, &TimeZone::system(), lang, columns(), paint);
    text.push_str(&strangers(&kept, lang, columns().max(40), paint));
    stdout.write_all(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Tells that what follows is from a ledger that cannot be written.
pub(crate) fn say_if_only_to_look(state: &Path, lang: Lang) {
    if may_only_look(state) {
        // nobody to tell when standard error is closed
        let _ = writeln!(io::stderr(), "dizzy: {}", printable(&words::only_to_look(lang, state)));
    }
}

/// Complains when nothing was processed here yet.
pub(crate) fn must_exist(settings: &Settings, lang: Lang) -> anyhow::Result<()> {
    let state = state_dir(settings);
    if office::batch::has_ledger(settings, &state)? {
        return Ok(());
    }
    let complaint = Complaint::fatal(tell::no_ledger(lang, &state), tell::no_ledger_hint(lang));
    Err(complaint.into())
}

fn render(
    status: &Status,
    wished: f64,
    zone: &TimeZone,
    lang: Lang,
    columns: usize,
    paint: Paint,
) -> String {
    let columns = columns.max(40);
    let mut text = String::new();
    let mut title = tell::status_title(lang, status.documents, status.pages, status.ocr_pages);
    if let Some(rate) = status.pages_per_second {
        let _ = write!(title, ", {}", say::pages_per_second(lang, rate));
    }
    let _ = writeln!(text, "{title}\n");
    let rows = [
        (Fate::Ready, status.ready),
        (Fate::Review, status.review),
        (Fate::Failed, status.failed),
        (Fate::Waiting, status.waiting),
        (Fate::Skipped, status.skipped),
    ];
    text.push_str(&summary::counts(&rows, lang, paint));
    if !status.failures.is_empty() {
        let failures: Vec<(String, String, String)> = status
            .failures
            .iter()
            .take(FAILURES)
            .map(|(path, cause)| {
                let said = words::cause(lang, cause);
                (path.clone(), said.what, said.hint)
            })
            .collect();
        let _ = writeln!(text, "\n{}", paint.title(say::failures_title(lang)));
        text.push_str(&summary::reasons(&failures, columns, paint));
        let more = status.failed.saturating_sub(failures.len() as u64);
        if more > 0 {
            let _ = writeln!(text, "  {}", say::and_more(lang, more));
        }
    }
    if status.came_to != CameTo::default() {
        let later = status.corrected_later.len() as u64;
        let _ = writeln!(text, "\n{}", tell::came_to(lang, &status.came_to, later));
        let CameTo { ready, ready_right, .. } = status.came_to;
        if ready >= TELLING {
            let _ = writeln!(text, "{}", tell::came_true(lang, ready, ready_right, wished));
        }
    }
    text.push_str(&corrected_later(&status.corrected_later, lang, columns, paint));
    if !status.runs.is_empty() {
        let _ = writeln!(text, "\n{}", paint.title(tell::runs_title(lang)));
        for run in status.runs.iter().take(RUNS) {
            let when = |at: Timestamp| at.to_zoned_datetime(zone.clone());
            let started = when(run.started).strftime("%Y-%m-%d %H:%M").to_string();
            let time = match run.ended {
                Some(ended) => {
                    words::duration(lang, ended.duration_since(run.started).unsigned_abs())
                }
                None => tell::not_ended(lang).to_owned(),
            };
            let documents = Counted::Documents.of(lang, run.documents);
            let failed = if run.failed > 0 {
                format!(", {}", paint.bad(&say::failed(lang, run.failed)))
            } else {
                String::new()
            };
            let _ = writeln!(text, "  {started}  {documents}{failed}  {}", paint.dim(&time));
        }
    }
    text
}

/// What the bookkeeping packages have otherwise than a person wants it; nothing when there is none.
pub(crate) fn corrected_later(
    all: &[CorrectedLater],
    lang: Lang,
    columns: usize,
    paint: Paint,
) -> String {
    if all.is_empty() {
        return String::new();
    }
    let rows: Vec<(String, String, String)> = all
        .iter()
        .take(FAILURES)
        .map(|one| {
            let mut said = export::handed_over_as(lang, &one.package, one.number, one.first_page);
            if !one.differs.is_empty() {
                let _ = write!(said, ": {}", export::differs(lang, &one.differs));
            }
            let hint = export::corrected_later_hint(lang).to_owned();
            (one.path.clone(), said, hint)
        })
        .collect();
    let title = paint.title(export::corrected_later_title(lang));
    let mut text = format!("\n{title}\n{}", summary::reasons(&rows, columns, paint));
    let more = all.len() - rows.len();
    if more > 0 {
        let _ = writeln!(text, "  {}", say::and_more(lang, more as u64));
    }
    text
}

/// What is kept for administrations that are not in the configuration; nothing when there is none.
pub(crate) fn strangers(strangers: &Strangers, lang: Lang, columns: usize, paint: Paint) -> String {
    if strangers.kept.is_empty() {
        return String::new();
    }
    let new = match strangers.new.as_slice() {
        [only] => Some(only.as_str()),
        _ => None,
    };
    let rows: Vec<(String, String, String)> = strangers
        .kept
        .iter()
        .map(|kept| {
            let name = learn::stranger(lang, &kept.name).to_owned();
            let hint = learn::stranger_hint(lang, kept, new);
            (name, learn::kept(lang, kept), hint)
        })
        .collect();
    let title = paint.title(learn::strangers_title(lang));
    format!("\n{title}\n{}", summary::reasons(&rows, columns, paint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::ledger::{Difference, Part, RunInfo};
    use reading::Cause;

    #[test]
    fn status_reads_at_a_glance() {
        let status = Status {
            documents: 1_300,
            ready: 1_200,
            review: 90,
            failed: 2,
            waiting: 8,
            skipped: 3,
            pages: 2_100,
            ocr_pages: 900,
            pages_per_second: Some(2.31),
            runs: vec![
                RunInfo {
                    started: "2026-03-31T22:00:00Z".parse().unwrap(),
                    ended: Some("2026-03-31T22:15:30Z".parse().unwrap()),
                    documents: 1_290,
                    failed: 2,
                    pages: 2_100,
                },
                RunInfo {
                    started: "2026-03-30T22:00:00Z".parse().unwrap(),
                    ended: None,
                    documents: 10,
                    failed: 0,
                    pages: 12,
                },
            ],
            failures: vec![
                ("post/a.pdf".into(), Cause::PasswordProtected),
                ("post/b.pdf".into(), Cause::Empty),
            ],
            corrected_later: vec![
                CorrectedLater {
                    number: 2,
                    package: "exact".into(),
                    path: "post/stapel.pdf".into(),
                    first_page: 3,
                    differs: [("4400 117.31 IL", "4500 117.31 IL"), ("", "1530 24.64 IL")]
                        .map(|(was, now)| Difference {
                            part: Part::Line,
                            was: was.into(),
                            now: now.into(),
                        })
                        .into(),
                },
                CorrectedLater {
                    number: 1,
                    package: "exact".into(),
                    path: "post/c.pdf".into(),
                    first_page: 1,
                    differs: Vec::new(),
                },
            ],
            came_to: CameTo {
                unchanged: 80,
                corrected: 12,
                handed_over: 1_150,
                ready: 1_200,
                ready_right: 1_191,
            },
        };
        insta::assert_snapshot!(render(
            &status,
            0.995,
            &TimeZone::UTC,
            Lang::Nl,
            80,
            Paint::plain()
        ));
        let few = Status {
            came_to: CameTo { ready: 19, ready_right: 19, ..CameTo::default() },
            ..Status::default()
        };
        let told = render(&few, 0.995, &TimeZone::UTC, Lang::En, 80, Paint::plain());
        assert!(!told.contains("ready.right"), "{told}");
    }
}
