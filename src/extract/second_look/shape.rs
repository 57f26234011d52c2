//! What a word looks like: an amount, a date, or what may have been one.

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// An amount with two decimals.
    Amount,
    /// Digits in three groups, or a number of digits and letters.
    Number,
    /// Mostly digits and the signs between them, but neither.
    Broken,
    Other,
}

/// What does not belong to a value that it touches.
fn is_edge(c: char) -> bool {
    matches!(c, '€' | '$' | '£' | '*' | ':' | ';' | '(' | ')' | '"' | '\'' | '“' | '„' | '‘' | '’')
}

/// Letters that stand for digits where these are misread.
fn is_likeness(c: char) -> bool {
    matches!(
        c,
        'O' | 'o' | 'Q' | 'I' | 'l' | '|' | 'i' | 'S' | 's' | 'B' | 'Z' | 'z' | 'G' | 'E' | '€'
    )
}

pub(super) fn of(text: &str) -> Shape {
    let core = text.trim_matches(is_edge);
    let digits = core.chars().filter(char::is_ascii_digit).count();
    if digits == 0 {
        return Shape::Other;
    }
    if cents(core).is_some() {
        return Shape::Amount;
    }
    let count = core.chars().count();
    let signs = |c: char| matches!(c, '.' | ',' | '-' | '–' | '/' | '+' | '\'' | '%');
    let like = core.chars().filter(|&c| c.is_ascii_digit() || signs(c) || is_likeness(c)).count();
    let letters = core.chars().filter(|c| c.is_alphabetic()).count();
    if digits >= 4 && core.chars().all(|c| c.is_ascii_alphanumeric() || signs(c)) {
        // "31-03-2026", "2026-00417", "F4895113606"; "1.374.5O" is none.
        let misread = letters > 0 && core.contains([',', '.']);
        let whole =
            core.starts_with(char::is_alphanumeric) && core.ends_with(char::is_alphanumeric);
        if whole && !misread && !core.contains(',') {
            return Shape::Number;
        }
    }
    if count >= 2 && like * 4 >= count * 3 { Shape::Broken } else { Shape::Other }
}

/// A date whose points were read in different ways ("29.04,20"): one of them is wrong.
pub(super) fn is_mixed_date(text: &str) -> bool {
    let text = text.trim_matches(is_edge);
    let groups: Vec<&str> = text.split(['.', ',']).collect();
    let [day, month, year] = groups[..] else {
        return false;
    };
    let long = |group: &str, lengths: &[usize]| {
        lengths.contains(&group.len()) && group.bytes().all(|b| b.is_ascii_digit())
    };
    let mixed = text.contains('.') && text.contains(',');
    mixed && long(day, &[1, 2]) && long(month, &[1, 2]) && long(year, &[2, 4])
}

/// An amount with two decimals, in cents: `1.374,50`, `1,374.50`, `1 374,50`, `-12,00`, `12.00-`.
pub(super) fn cents(text: &str) -> Option<i64> {
    let core = text.trim_matches(is_edge);
    let minus = core.starts_with(['-', '–', '—']) || core.ends_with(['-', '–']);
    let body = core
        .trim_start_matches(['-', '–', '—', '+'])
        .trim_end_matches(['-', '–'])
        .trim_matches(is_edge);
    let tail = body.len().checked_sub(3)?;
    if !body.is_char_boundary(tail) || body.len() > 16 {
        return None;
    }
    let (whole, decimals) = body.split_at(tail);
    let mark = decimals.chars().next().filter(|c| matches!(c, ',' | '.'))?;
    if !decimals[1..].bytes().all(|b| b.is_ascii_digit()) || whole.is_empty() {
        return None;
    }
    let mut groups = whole.split(|c: char| matches!(c, '.' | ',' | '\'') && c != mark);
    let first = groups.next()?;
    let is_group = |group: &str| group.bytes().all(|b| b.is_ascii_digit()) && !group.is_empty();
    let rest: Vec<&str> = groups.collect();
    let grouped = first.len() <= 3 && rest.iter().all(|g| g.len() == 3 && is_group(g));
    if !is_group(first) || !(rest.is_empty() || grouped) {
        return None;
    }
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    let cents: i64 = digits.parse().ok()?;
    Some(if minus { -cents } else { cents })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_two_decimals() {
        for (text, value) in [
            ("1.374,50", 137_450),
            ("€1.374,50", 137_450),
            ("1,374.50", 137_450),
            ("7,71", 771),
            ("-7,20", -720),
            ("12.00-", -1200),
            ("1498,21*", 149_821),
        ] {
            assert_eq!(cents(text), Some(value), "{text}");
        }
        for text in
            ["", "771", "7,7", "1.374", ",50", "1.37,50", "a,50", "31.03.2026", "é50", "12,é"]
        {
            assert_eq!(cents(text), None, "{text}");
        }
    }

    #[test]
    fn dates_with_two_kinds_of_points_are_misread() {
        for text in ["29.04,20", "15,04.2020"] {
            assert!(is_mixed_date(text), "{text}");
            assert_eq!(cents(text), None);
        }
        for text in ["29.04.20", "1.374,50", "29,04", "a.04,20"] {
            assert!(!is_mixed_date(text), "{text}");
        }
    }

    #[test]
    fn shapes_tell_values_from_what_may_have_been_some() {
        for (text, shape) in [
            ("129,59", Shape::Amount),
            ("2026-00417", Shape::Number),
            ("31-03-2026", Shape::Number),
            ("F4895113606", Shape::Number),
            ("171", Shape::Broken),
            ("E,47", Shape::Broken),
            ("‚3", Shape::Other),
            ("2.03.", Shape::Broken),
            ("70,0O", Shape::Broken),
            ("1.374.5O", Shape::Broken),
            ("Totaal", Shape::Other),
            ("A4", Shape::Other),
        ] {
            assert_eq!(of(text), shape, "{text}");
        }
    }
}
