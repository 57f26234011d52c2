//! The lines of the text displays: pure functions of the tally and the width.

use std::time::Instant;

use super::tally::{Large, Tally};
use crate::cli::term::{Paint, printable, shorten, width};
use crate::words::{Lang, burst_run, run};

/// A bar of this many columns says enough.
const BAR_COLUMNS: usize = 40;
/// A shorter one says nothing.
const MIN_BAR_COLUMNS: usize = 8;

/// The parts of the line about the whole run; `true` marks the one that tells of failures.
fn parts(tally: &Tally, lang: Lang, now: Instant) -> Vec<(String, bool)> {
    if tally.found == 0 && !tally.all_found {
        return vec![(run::looking(lang).to_owned(), false)];
    }
    let documents = run::of_documents(lang, tally.done, tally.found, tally.all_found);
    let mut parts = vec![(documents, false)];
    if let Some(rate) = tally.pages_per_second(now) {
        parts.push((run::pages_per_second(lang, rate), false));
    }
    if let Some(left) = tally.time_left(now) {
        parts.push((run::time_left(lang, left), false));
    }
    if tally.failed > 0 {
        parts.push((run::failed(lang, tally.failed), true));
    }
    parts
}

/// The line about the whole run for a log.
pub(crate) fn log_line(tally: &Tally, lang: Lang, now: Instant) -> String {
    let mut parts: Vec<String> = parts(tally, lang, now).into_iter().map(|p| p.0).collect();
    if let Some(burst) = &tally.burst {
        parts.extend(burst_run::moment(lang, burst));
    }
    parts.join(", ")
}

/// The line about the burst; `None` when there is none.
pub(crate) fn burst_line(tally: &Tally, lang: Lang, columns: usize) -> Option<String> {
    let mut parts = burst_run::moment(lang, tally.burst.as_ref()?);
    let length = |parts: &[String]| parts.iter().map(|text| width(text) + 3).sum::<usize>();
    while parts.len() > 1 && length(&parts) > columns {
        parts.pop();
    }
    Some(parts.join(" · "))
}

/// The line about the whole run on a terminal: a bar in what the words leave of the width.
pub(crate) fn bar_line(
    tally: &Tally,
    lang: Lang,
    now: Instant,
    columns: usize,
    paint: Paint,
) -> String {
    let mut parts = parts(tally, lang, now);
    let length = |parts: &[(String, bool)]| -> usize {
        parts.iter().map(|(text, _)| width(text) + 3).sum::<usize>() - 3
    };
    while parts.len() > 1 && length(&parts) > columns {
        // The speed goes first, then the time left; failures are kept.
        parts.remove(1);
    }
    let room = columns.saturating_sub(length(&parts) + 1).min(BAR_COLUMNS);
    let words: Vec<String> = parts
        .iter()
        .map(|(text, is_bad)| if *is_bad { paint.bad(text) } else { text.clone() })
        .collect();
    let words = words.join(" · ");
    if room < MIN_BAR_COLUMNS {
        return words;
    }
    let filled = (tally.share_done().unwrap_or(0.0) * room as f64) as usize;
    let filled = filled.min(room);
    format!("{}{} {words}", paint.good(&"━".repeat(filled)), paint.dim(&"─".repeat(room - filled)))
}

/// The line about a large document in hand.
pub(crate) fn large_line(large: &Large, lang: Lang, columns: usize, paint: Paint) -> String {
    let pages = run::page_of(lang, large.read, large.pages);
    let room = columns.saturating_sub(width(&pages) + 4).max(8);
    let path = shorten(&printable(&large.path), room);
    format!("  {path}  {}", paint.dim(&pages))
}

#[cfg(test)]
mod tests {
    use super::*;
    use office::batch::Event;
    use reading::Cause;
    use std::time::Duration;

    fn busy() -> (Tally, Instant) {
        let start = Instant::now();
        let mut tally = Tally::new(start);
        for number in 0..12_000_u32 {
            let path = format!("{number}.pdf");
            tally.add(&Event::Found { path }.into(), start);
        }
        tally.add(&Event::WalkFinished.into(), start);
        let plan =
            Event::Planned { path: "0.pdf".into(), pages: 400, ocr_pages: 400, pages_before: 0 };
        tally.add(&plan.into(), start);
        for second in 1..=10 {
            let read = Event::PagesRead { path: "0.pdf".into(), pages: 4 };
            tally.add(&read.into(), start + Duration::from_secs(second));
        }
        let failed = Event::Failed { path: "1.pdf".into(), cause: Cause::Empty };
        tally.add(&failed.into(), start);
        (tally, start + Duration::from_secs(10))
    }

    #[test]
    fn lines_fit_the_terminal() {
        let (tally, now) = busy();
        for columns in [20, 40, 80, 200] {
            for lang in [Lang::Nl, Lang::En] {
                let line = bar_line(&tally, lang, now, columns, Paint::plain());
                assert!(columns < 40 || width(&line) <= columns, "{columns}: {line}");
                let large = &tally.large(1)[0];
                assert!(
                    width(&large_line(large, lang, columns.max(40), Paint::plain()))
                        <= columns.max(40)
                );
            }
        }
        let line = bar_line(&tally, Lang::Nl, now, 200, Paint::plain());
        assert!(
            line.ends_with("1 van 12.000 documenten · 4,0 blz./s · nog 13 d 21 u · 1 mislukt"),
            "{line}"
        );
    }

    #[test]
    fn failures_stay_on_a_narrow_terminal() {
        let (tally, now) = busy();
        let line = bar_line(&tally, Lang::En, now, 40, Paint::plain());
        assert_eq!(line, "1 of 12,000 documents · 1 failed");
    }
}
