//! Dates as they are printed.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::super::layout::Layout;
use super::super::lexicon::{LEXICON, fold};
use super::{Found, MAX_CANDIDATES};

/// Years that a business document can bear.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2069;

/// A printed date and how it may be read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Printed {
    /// Day before month, or the only reading.
    pub date: Option<Date>,
    /// Month before day, where the digits allow that too.
    pub month_first: Option<Date>,
    /// Eight digits without a mark: a date only where a label says so.
    pub compact: bool,
}

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9]{1,4}) ?([-./]) ?([0-9]{1,2}) ?([-./]) ?([0-9]{4}|[0-9]{2})")
        .expect("the pattern is valid, as the tests hold")
});
static COMPACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(20[0-9][0-9])([0-9][0-9])([0-9][0-9])")
        .expect("the pattern is valid, as the tests hold")
});
/// Day, month in letters, year; or month in letters, day, year.
static DAY_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9]{1,2})(?:er|e|ste|de|st|nd|rd|th)?[. ]{0,2}[-/]?(?:of )?([A-Za-zÀ-ÿ]{3,10})[. ]{0,2}[-/,]? ?([0-9]{4}|['’]?[0-9]{2})")
        .expect("the pattern is valid, as the tests hold")
});
static NAME_DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([A-Za-zÀ-ÿ]{3,10})\.? ([0-9]{1,2})(?:st|nd|rd|th)? ?,? {0,2}([0-9]{4})")
        .expect("the pattern is valid, as the tests hold")
});

fn year(text: &str) -> Option<i16> {
    let digits = text.trim_start_matches(['\'', '’']);
    let value: i16 = digits.parse().ok()?;
    let full = if digits.len() == 2 { 2000 + value } else { value };
    YEARS.contains(&full).then_some(full)
}

fn date(year: i16, month: &str, day: &str) -> Option<Date> {
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

fn month_of(name: &str) -> Option<i8> {
    let folded = fold(name);
    LEXICON.months.iter().find(|(known, _)| *known == folded).map(|(_, month)| *month).or_else(
        || {
            // Misread month names, only long ones.
            LEXICON
                .months
                .iter()
                .filter(|(known, _)| known.len() >= 5 && folded.len() >= 5)
                .find(|(known, _)| strsim::levenshtein(known, &folded) <= 1)
                .map(|(_, month)| *month)
        },
    )
}

/// All readings of dates in one text: where, and what.
pub(crate) fn read(text: &str) -> Vec<(std::ops::Range<usize>, Printed)> {
    let mut found: Vec<(std::ops::Range<usize>, Printed)> = Vec::new();
    let free = |range: &std::ops::Range<usize>| {
        let before = text[..range.start].chars().next_back().unwrap_or(' ');
        let mut after = text[range.end..].chars();
        let next = after.next().unwrap_or(' ');
        let next2 = after.next().unwrap_or(' ');
        let goes_on = matches!(next, '.' | '-' | '/' | ',') && next2.is_ascii_digit();
        !(before.is_alphanumeric()
            || matches!(before, '.' | '-' | '/')
            || next.is_alphanumeric()
            || goes_on)
    };
    let mut add = |range: std::ops::Range<usize>, printed: Printed| {
        let overlaps = found.iter().any(|(r, _)| r.start < range.end && range.start < r.end);
        if !overlaps && (printed.date.is_some() || printed.month_first.is_some()) {
            found.push((range, printed));
        }
    };
    for c in NUMERIC.captures_iter(text) {
        let range = c.get(0).map_or(0..0, |m| m.range());
        if c[2] != c[4] || !free(&range) {
            continue;
        }
        let printed = if c[1].len() == 4 {
            if c[5].len() == 4 {
                continue;
            }
            Printed {
                date: year(&c[1]).and_then(|y| date(y, &c[3], &c[5])),
                month_first: None,
                compact: false,
            }
        } else if c[1].len() == 3 {
            continue;
        } else {
            let Some(y) = year(&c[5]) else { continue };
            Printed {
                date: date(y, &c[3], &c[1]),
                month_first: (&c[2] == "/" || &c[2] == "-")
                    .then(|| date(y, &c[1], &c[3]))
                    .flatten(),
                compact: false,
            }
        };
        add(range, printed);
    }
    // "117 van 13 maart 2026": what looks like a date and is none may hide one that starts inside it.
    let mut at = 0;
    while let Some(c) = DAY_NAME.captures_at(text, at) {
        let range = c.get(0).map_or(0..0, |m| m.range());
        at = range.start + 1;
        if !free(&range) {
            continue;
        }
        let (Some(month), Some(y)) = (month_of(&c[2]), year(&c[3])) else {
            continue;
        };
        at = range.end;
        let printed =
            Printed { date: date(y, &month.to_string(), &c[1]), month_first: None, compact: false };
        add(range, printed);
    }
    for c in NAME_DAY.captures_iter(text) {
        let range = c.get(0).map_or(0..0, |m| m.range());
        if !free(&range) {
            continue;
        }
        let (Some(month), Some(y)) = (month_of(&c[1]), year(&c[3])) else {
            continue;
        };
        let printed =
            Printed { date: date(y, &month.to_string(), &c[2]), month_first: None, compact: false };
        add(range, printed);
    }
    for c in COMPACT.captures_iter(text) {
        let range = c.get(0).map_or(0..0, |m| m.range());
        if !free(&range) {
            continue;
        }
        let printed = Printed {
            date: year(&c[1]).and_then(|y| date(y, &c[2], &c[3])),
            month_first: None,
            compact: true,
        };
        add(range, printed);
    }
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Day and month in letters, without a year, from byte `from` of a text on: the first such day not before `first`.
pub(crate) fn without_year(
    text: &str,
    from: usize,
    first: Date,
) -> Option<(std::ops::Range<usize>, Date)> {
    static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[: ]{0,3}(?:[a-z]{2} )?([0-9]{1,2})(?:er|e|st|nd|rd|th)?\.? (?:of )?([A-Za-zÀ-ÿ]{3,10})\b")
            .expect("the pattern is valid, as the tests hold")
    });
    let c = DAY_MONTH.captures(text.get(from..)?)?;
    let month = month_of(&c[2])?;
    let day: i8 = c[1].parse().ok()?;
    let date = [first.year(), first.year() + 1]
        .into_iter()
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|date| *date >= first)?;
    let (start, end) = (c.get(1)?.start(), c.get(2)?.end());
    Some((from + start..from + end, date))
}

/// All dates of a document.
pub(crate) fn find(layout: &Layout<'_>) -> Vec<Found<Printed>> {
    let mut found = Vec::new();
    for (row, r) in layout.rows.iter().enumerate() {
        if found.len() > MAX_CANDIDATES {
            break;
        }
        if !r.text.bytes().any(|b| b.is_ascii_digit()) {
            continue;
        }
        for (bytes, value) in read(&r.text) {
            found.push(Found { value, place: layout.place(row, bytes.clone()), bytes });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations() {
        for (text, iso) in [
            ("13-07-2026", "2026-07-13"),
            ("1/3/26", "2026-03-01"),
            ("2026-03-01", "2026-03-01"),
            ("15.09.2025", "2025-09-15"),
            ("3 maart 2026", "2026-03-03"),
            ("1 mrt. 2026", "2026-03-01"),
            ("9 sep. 2026", "2026-09-09"),
            ("March 3, 2026", "2026-03-03"),
            ("3. März 2026", "2026-03-03"),
            ("3 mars 2026", "2026-03-03"),
            ("1er août 2025", "2025-08-01"),
            ("20-06-25", "2025-06-20"),
            ("Datum:27-03-2025", "2025-03-27"),
            ("20260815", "2026-08-15"),
            ("12th of June 2025", "2025-06-12"),
            ("04 - 08 - 2026", "2026-08-04"),
            ("16-MAY-2024", "2024-05-16"),
            ("Factuur 117 van 13 maart 2026", "2026-03-13"),
            ("Rechnung Nr. 6880075 vom 18 Oktober 2025", "2025-10-18"),
        ] {
            let dates = read(text);
            let date = dates.first().and_then(|(_, p)| p.date).map(|d| d.to_string());
            assert_eq!(date.as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn the_american_order_is_kept_as_second_reading() {
        let dates = read("03/30/2026");
        assert_eq!(dates[0].1.date, None);
        assert_eq!(dates[0].1.month_first.map(|d| d.to_string()).as_deref(), Some("2026-03-30"));
        assert!(read("03/04/2026")[0].1.month_first.is_some());
    }

    #[test]
    fn a_day_without_a_year_is_the_next_one() {
        let issued = Date::new(2025, 12, 3).unwrap();
        let found = without_year("Graag vóór 10 februari op rekening", 12, issued);
        assert_eq!(found.map(|(_, d)| d.to_string()).as_deref(), Some("2026-02-10"));
        assert_eq!(without_year("voor 10 stuks", 4, issued), None);
    }

    #[test]
    fn codes_are_no_dates() {
        for text in
            ["8134.41.717", "085-000-12", "1.234,56", "112-33-44-5", "12 stuks 2026", "2026/500/NL"]
        {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[0-9./' a-zé\\-,]{0,40}") {
            let _ = read(&text);
        }

        #[test]
        fn dates_read_back_what_is_printed(year in 2000_i16..2060, month in 1_i8..13, day in 1_i8..29) {
            let date = Date::new(year, month, day).unwrap();
            for text in [
                format!("{day:02}-{month:02}-{year}"),
                format!("{day}.{month}.{year}"),
                date.to_string(),
            ] {
                proptest::prop_assert_eq!(read(&text)[0].1.date, Some(date));
            }
        }
    }
}
