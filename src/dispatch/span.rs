//! Times and amounts of work as a person writes them.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// The longest time that makes sense in a setting: a week.
const LONGEST: Duration = Duration::from_hours(168);

/// A time as a person writes it: `90s`, `45m`, `1h 30m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span(pub Duration);

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "must be a time like \"45m\" or \"1h 30m\"".to_owned();
        let span: SignedDuration = text.trim().parse().map_err(|_| wrong())?;
        let span = Duration::try_from(span).map_err(|_| wrong())?;
        if span < Duration::from_secs(1) || span > LONGEST {
            return Err("must be a time from one second to a week".to_owned());
        }
        Ok(Self(span))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.0.as_secs();
        let (h, m, s) = (s / 3600, s / 60 % 60, s % 60);
        let parts: Vec<String> = [(h, "h"), (m, "m"), (s, "s")]
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, unit)| format!("{n}{unit}"))
            .collect();
        f.write_str(&parts.join(" "))
    }
}

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

/// How much work this machine does alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Threshold {
    /// What it can do in this time.
    Time(Span),
    /// This many pages to recognise.
    Pages(u64),
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let count = text.strip_suffix("pages").or_else(|| text.strip_suffix("page"));
        if let Some(count) = count {
            return count
                .trim()
                .parse()
                .map(Self::Pages)
                .map_err(|_| "must be a number of pages like \"5000 pages\"".to_owned());
        }
        text.parse().map(Self::Time).map_err(|_| {
            "must be a time like \"1h\" or a number of pages like \"5000 pages\"".to_owned()
        })
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(span) => span.fmt(f),
            Self::Pages(count) => write!(f, "{count} pages"),
        }
    }
}

impl TryFrom<String> for Threshold {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Threshold> for String {
    fn from(threshold: Threshold) -> Self {
        threshold.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_both_ways() {
        for (text, seconds) in [("45m", 2700), ("1h 30m", 5400), ("90s", 90), ("2h", 7200)] {
            let span: Span = text.parse().unwrap();
            assert_eq!(span.0.as_secs(), seconds);
            assert_eq!(span.to_string().parse::<Span>(), Ok(span));
        }
        for wrong in ["", "soon", "-5m", "0s", "9999h", "5"] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_threshold_is_a_time_or_pages() {
        assert_eq!("5000 pages".parse(), Ok(Threshold::Pages(5000)));
        assert_eq!("1 page".parse(), Ok(Threshold::Pages(1)));
        assert!(matches!("1h".parse(), Ok(Threshold::Time(_))));
        assert!("many pages".parse::<Threshold>().is_err());
        assert_eq!(Threshold::Pages(7).to_string(), "7 pages");
    }
}
