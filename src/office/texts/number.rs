//! Numbers, durations and counted things as people write them.

use std::time::Duration;

use super::{Lang, word};

/// A whole number with the language's separator between thousands.
pub fn count(lang: Lang, number: u64) -> String {
    let digits = number.to_string();
    let separator = lang.pick('.', ',');
    let mut shown = String::with_capacity(digits.len() * 4 / 3 + 1);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}

/// A measured number: two digits that tell something, with the language's decimal mark.
pub fn decimal(lang: Lang, number: f64) -> String {
    if number >= 10.0 {
        return count(lang, number.round() as u64);
    }
    let shown = if number >= 1.0 { format!("{number:.1}") } else { format!("{number:.2}") };
    lang.pick(shown.replace('.', ","), shown)
}

/// A duration in its two largest units.
pub fn duration(lang: Lang, time: Duration) -> String {
    let seconds = time.as_secs();
    let hour = lang.pick("u", "h");
    match seconds {
        0..10 if time.subsec_millis() > 0 => {
            format!("{} s", decimal(lang, time.as_secs_f64()))
        }
        0..60 => format!("{seconds} s"),
        60..600 if !seconds.is_multiple_of(60) => {
            format!("{} min {} s", seconds / 60, seconds % 60)
        }
        60..3600 => format!("{} min", seconds / 60),
        3600..86_400 => format!("{} {hour} {} min", seconds / 3600, seconds % 3600 / 60),
        _ => format!("{} {} {} {hour}", seconds / 86_400, "d", seconds % 86_400 / 3600),
    }
}

/// Things that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Files that hold invoices.
    Documents,
    /// Pages.
    Pages,
    /// Booking proposals.
    Proposals,
    /// Files of any kind.
    Files,
}

impl Counted {
    /// "1 document", "1.200 documenten".
    pub fn of(self, lang: Lang, number: u64) -> String {
        format!("{} {}", count(lang, number), self.name(lang, number))
    }

    /// The name alone, in the form that belongs to the number.
    pub fn name(self, lang: Lang, number: u64) -> &'static str {
        word!(lang, match (self, number) {
            (Self::Documents, 1) => "document" / "document";
            (Self::Documents, _) => "documenten" / "documents";
            (Self::Pages, 1) => "bladzijde" / "page";
            (Self::Pages, _) => "bladzijden" / "pages";
            (Self::Proposals, 1) => "boekingsvoorstel" / "proposal";
            (Self::Proposals, _) => "boekingsvoorstellen" / "proposals";
            (Self::Files, 1) => "bestand" / "file";
            (Self::Files, _) => "bestanden" / "files";
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_the_language_writes_them() {
        assert_eq!(count(Lang::Nl, 0), "0");
        assert_eq!(count(Lang::Nl, 999), "999");
        assert_eq!(count(Lang::Nl, 1_234_567), "1.234.567");
        assert_eq!(count(Lang::En, 12_345), "12,345");
        assert_eq!(decimal(Lang::Nl, 4.24), "4,2");
        assert_eq!(decimal(Lang::En, 0.05), "0.05");
        assert_eq!(decimal(Lang::En, 99.6), "100");
    }

    #[test]
    fn durations_in_two_units() {
        for (seconds, nl, en) in [
            (0, "0 s", "0 s"),
            (59, "59 s", "59 s"),
            (60, "1 min", "1 min"),
            (61, "1 min 1 s", "1 min 1 s"),
            (1_830, "30 min", "30 min"),
            (7_500, "2 u 5 min", "2 h 5 min"),
            (90_000, "1 d 1 u", "1 d 1 h"),
        ] {
            assert_eq!(duration(Lang::Nl, Duration::from_secs(seconds)), nl);
            assert_eq!(duration(Lang::En, Duration::from_secs(seconds)), en);
        }
        assert_eq!(duration(Lang::Nl, Duration::from_millis(1_250)), "1,2 s");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(Counted::Pages.of(Lang::Nl, 1), "1 bladzijde");
        assert_eq!(Counted::Documents.of(Lang::Nl, 1_200), "1.200 documenten");
    }
}
