//! What the error codes in answers of AWS mean.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

/// What a code means; the keys of `answers.toml`, which says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Meaning {
    Credentials,
    Clock,
    Denied,
    NoSpotRole,
    Passing,
    Scarce,
    Quota,
    NoBucket,
    OtherRegion,
}

impl Meaning {
    pub(crate) fn of(code: &str) -> Option<Self> {
        static CODES: LazyLock<HashMap<String, Meaning>> = LazyLock::new(|| {
            let each = |(meaning, codes): (Meaning, Vec<String>)| {
                codes.into_iter().map(move |code| (code, meaning))
            };
            facts().into_iter().flat_map(each).collect()
        });
        CODES.get(code).copied()
    }

    /// The same of a code with what AWS says beside it: a signature that is too old or too new is a matter of the clock.
    pub(crate) fn of_answer(code: &str, message: &str) -> Option<Self> {
        let is_of_clock = ["Signature expired", "Signature not yet current"]
            .iter()
            .any(|start| message.starts_with(start));
        if is_of_clock { Some(Self::Clock) } else { Self::of(code) }
    }
}

fn facts() -> BTreeMap<Meaning, Vec<String>> {
    invoice::table(include_str!("facts/answers.toml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_meaning() {
        let codes: Vec<String> = facts().into_values().flatten().collect();
        for code in &codes {
            assert_eq!(codes.iter().filter(|other| *other == code).count(), 1, "{code}");
        }
        assert_eq!(Meaning::of("VcpuLimitExceeded"), Some(Meaning::Quota));
        assert_eq!(Meaning::of("AccessDenied"), Some(Meaning::Denied));
        assert_eq!(Meaning::of(""), None);
        let old = "Signature expired: 20261101T100000Z is now earlier than 20261101T120000Z";
        assert_eq!(Meaning::of_answer("SignatureDoesNotMatch", old), Some(Meaning::Clock));
        assert_eq!(Meaning::of_answer("SignatureDoesNotMatch", ""), Some(Meaning::Credentials));
    }
}
