//! Identifiers as they are printed: accounts, VAT identifiers, payment references, e-mail and web addresses.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::layout::Layout;
use super::{Found, MAX_CANDIDATES};
use invoice::identifier as check;
use invoice::names::is_legal_form;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Iban,
    VatId,
    /// RF reference, Belgian structured communication.
    PaymentReference,
    Email,
    Website,
}

/// An identifier in its normal form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Printed {
    pub kind: Kind,
    pub value: String,
    /// Its check digits were verified (or it needs none, as an e-mail address).
    pub checked: bool,
    /// Letters and digits that look alike were exchanged for it to pass.
    pub mended: bool,
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is valid, as the tests hold")
}

static COUNTRY_START: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z]{2} ?[0-9A-Z]"));
static IBAN_TAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){0,5}$"));
static DUTCH_VAT_BODY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\d{4}\.? ?\d{2}\.? ?\d{3}\.? ?B\.? ?\d{2}"));
static OGM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[+*]{3} ?\d{3} ?/ ?\d{4} ?/ ?\d{5} ?[+*]{3}"));
static RF: LazyLock<Regex> = LazyLock::new(|| pattern(r"RF\d{2}[0-9A-Z ]{1,26}"));
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,12}",
    )
});
static WEBSITE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:https?://|www\.)?(?:[a-z0-9-]{1,63}\.){1,4}(?:nl|be|de|fr|com|eu|net|org|io|at|ch|lu|ie|uk|info|biz|shop|online|app|dev|amsterdam|frl|example|test)\b",
    )
});

pub(crate) fn find(layout: &Layout<'_>) -> Vec<Found<Printed>> {
    let mut found: Vec<Found<Printed>> = Vec::new();
    for (row, r) in layout.rows.iter().enumerate() {
        if found.len() > MAX_CANDIDATES {
            break;
        }
        let mut here: Vec<(Range<usize>, Printed)> = Vec::new();
        read(&r.text, &mut here);
        let broken = layout
            .rows
            .get(row + 1)
            .filter(|next| next.page == r.page)
            .and_then(|next| broken_iban(&r.text, &next.text, &here));
        here.sort_by_key(|(bytes, _)| bytes.start);
        found.extend(here.into_iter().map(|(bytes, value)| Found {
            value,
            place: layout.place(row, bytes.clone()),
            bytes,
        }));
        if let Some((bytes, rest, value)) = broken {
            let mut place = layout.place(row, bytes.clone());
            let rest = layout.place(row + 1, 0..rest);
            place.bbox = place.bbox.union(&rest.bbox);
            place.confidence = place.confidence.min(rest.confidence);
            place.text = format!("{} {}", place.text, rest.text);
            found.push(Found { value, place, bytes });
        }
    }
    found
}

fn read(text: &str, found: &mut Vec<(Range<usize>, Printed)>) {
    let mut add = |bytes: Range<usize>, kind: Kind, value: String, checked: bool| {
        let overlaps = found.iter().any(|(r, _)| r.start < bytes.end && bytes.start < r.end);
        if !overlaps {
            found.push((bytes, Printed { kind, value, checked, mended: false }));
        }
    };
    let bounded = |bytes: &Range<usize>| {
        !text[..bytes.start].ends_with(|c: char| c.is_alphanumeric())
            && !text[bytes.end..].starts_with(|c: char| c.is_alphanumeric())
    };
    for m in EMAIL.find_iter(text) {
        add(m.range(), Kind::Email, m.as_str().to_lowercase(), true);
    }
    for m in OGM.find_iter(text) {
        if let Some(value) = check::ogm(m.as_str().trim_matches(['+', '*', ' '])) {
            add(m.range(), Kind::PaymentReference, value, true);
        }
    }
    for m in RF.find_iter(text) {
        for end in ends_of_tokens(text, m.range()) {
            if let Some(value) = check::iso11649(&text[m.start()..end]) {
                add(m.start()..end, Kind::PaymentReference, value, true);
                break;
            }
        }
    }
    let mut at = 0;
    while let Some(m) = COUNTRY_START.find_at(text, at) {
        at = m.start() + 1;
        if text[..m.start()].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        if let Some((end, printed)) = at_country(text, m.start()) {
            add(m.start()..end, printed.kind, printed.value, printed.checked);
            at = end;
        }
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    for m in DUTCH_VAT_BODY.find_iter(text) {
        if bounded(&m.range()) {
            let id = format!("NL{}", m.as_str());
            if let Some(value) = check::vat_id(&id) {
                add(m.range(), Kind::VatId, value, true);
            }
        }
    }
    for m in WEBSITE.find_iter(text) {
        let site = m.as_str();
        let marked = site.to_lowercase().contains("www.") || site.contains("://");
        // "Reiger.nl B.V." is a firm's name.
        let after = text[m.end()..].split_whitespace().next().unwrap_or("");
        let is_name = !marked && is_legal_form(after.trim_end_matches([',', ';', ':']));
        if bounded(&m.range()) && (marked || site.len() >= 6) && !is_name {
            let value = site
                .to_lowercase()
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_start_matches("www.")
                .to_owned();
            add(m.range(), Kind::Website, value, true);
        }
    }
    misread(text, found);
}

/// An IBAN that goes on in the next line: where it begins, and how many bytes of the next line are its rest.
fn broken_iban(
    text: &str,
    next: &str,
    found: &[(Range<usize>, Printed)],
) -> Option<(Range<usize>, usize, Printed)> {
    let m = IBAN_TAIL.find(text)?;
    if found.iter().any(|(r, _)| r.end > m.start()) {
        return None;
    }
    let reach: String = next.chars().take(40).take_while(|c| *c != '\t').collect();
    let joined = format!("{} {}", m.as_str(), reach);
    let (end, printed) = at_country(&joined, 0)?;
    let rest = end.checked_sub(m.len() + 1)?;
    (printed.kind == Kind::Iban && rest > 0).then_some((m.range(), rest, printed))
}

/// An IBAN or VAT identifier that starts with the two letters at `start`; where it ends.
fn at_country(text: &str, start: usize) -> Option<(usize, Printed)> {
    let reach = reach(text, start);
    let mut shape = None;
    for end in ends_of_tokens(text, start..reach) {
        let part = &text[start..end];
        let upper = part.to_uppercase();
        if let Some(value) = check::iban(part) {
            return Some((end, printed(Kind::Iban, value, true)));
        }
        if let Some(value) = check::vat_id(part) {
            return Some((end, printed(Kind::VatId, value, true)));
        }
        // A shape without valid check digits may be a misprint, a dummy or two words: only as it is written.
        if shape.is_none()
            && upper == *part
            && part.bytes().filter(u8::is_ascii_digit).count() >= 7
            && let Some(value) = check::vat_id_shape(part)
        {
            shape = Some((end, printed(Kind::VatId, value, false)));
        }
    }
    shape
}

/// Accounts and VAT identifiers that a recogniser misread and check digits prove, where nothing else was found.
fn misread(text: &str, found: &mut Vec<(Range<usize>, Printed)>) {
    let starts = text
        .char_indices()
        .zip([' '].into_iter().chain(text.chars()))
        .filter(|((_, c), before)| c.is_ascii_alphanumeric() && !before.is_alphanumeric())
        .map(|((at, _), _)| at);
    for start in starts.filter(|start| check::begins_like_identifier(&text[*start..])) {
        let reach = reach(text, start);
        let free = |end: usize| found.iter().all(|(r, _)| end <= r.start || r.end <= start);
        let mended = ends_of_tokens(text, start..reach)
            .into_iter()
            .filter(|end| free(*end))
            .find_map(|end| {
                let part = &text[start..end];
                let iban = check::misread_iban(part).map(|value| (Kind::Iban, value));
                let or_vat_id = || check::misread_vat_id(part).map(|value| (Kind::VatId, value));
                Some((end, iban.or_else(or_vat_id)?))
            });
        if let Some((end, (kind, value))) = mended {
            let mended = Printed { mended: true, ..printed(kind, value, true) };
            found.push((start..end, mended));
        }
    }
}

/// How far an identifier that starts here may go.
fn reach(text: &str, start: usize) -> usize {
    text[start..]
        .char_indices()
        .take(48)
        .take_while(|(_, c)| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-'))
        .last()
        .map_or(start, |(at, c)| start + at + c.len_utf8())
}

fn printed(kind: Kind, value: String, checked: bool) -> Printed {
    Printed { kind, value, checked, mended: false }
}

/// The ends of the runs of letters and digits in `range`, longest first.
fn ends_of_tokens(text: &str, range: Range<usize>) -> Vec<usize> {
    let part = &text[range.clone()];
    let mut ends: Vec<usize> = part
        .char_indices()
        .zip(part.chars().skip(1).map(Some).chain([None]))
        .filter(|((_, c), next)| {
            c.is_ascii_alphanumeric() && next.is_none_or(|n| !n.is_ascii_alphanumeric())
        })
        .map(|((at, c), _)| range.start + at + c.len_utf8())
        .collect();
    // The range may have been cut in the middle of a run.
    if let Some(&last) = ends.last()
        && text[last..].starts_with(|c: char| c.is_alphanumeric())
    {
        ends.pop();
    }
    ends.reverse();
    ends.truncate(16);
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(Kind, String)> {
        let mut found = Vec::new();
        read(text, &mut found);
        found.sort_by_key(|(r, _)| r.start);
        found.into_iter().map(|(_, p)| (p.kind, p.value)).collect()
    }

    #[test]
    fn identifiers_in_running_text() {
        for (text, want) in [
            ("op NL91 ABNA 0417 1643 00 t.n.v. Een B.V.", vec![(Kind::Iban, "NL91ABNA0417164300")]),
            ("IBAN:NL91ABNA0417164300", vec![(Kind::Iban, "NL91ABNA0417164300")]),
            ("NL9IABNAO417164300", vec![(Kind::Iban, "NL91ABNA0417164300")]),
            ("Btw NL0044.95.445.B.01 KvK 12345678", vec![(Kind::VatId, "NL004495445B01")]),
            ("BTW 0044.95.445.B01", vec![(Kind::VatId, "NL004495445B01")]),
            ("USt-IdNr.: DE136695976", vec![(Kind::VatId, "DE136695976")]),
            (
                "info@voorbeeld.example · www.voorbeeld.example",
                vec![(Kind::Email, "info@voorbeeld.example"), (Kind::Website, "voorbeeld.example")],
            ),
            ("+++090/9337/55493+++", vec![(Kind::PaymentReference, "+++090/9337/55493+++")]),
        ] {
            let want: Vec<(Kind, String)> =
                want.into_iter().map(|(k, v)| (k, v.to_owned())).collect();
            assert_eq!(all(text), want, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text in "[A-Z0-9 .@/+é\\-]{0,60}") {
            let _ = all(&text);
        }
    }
}
