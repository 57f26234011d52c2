//! What the error codes in answers of AWS mean.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;

/// What a code means; the keys of `answers.toml`, which says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Meaning {
    Credentials,
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
            table().into_iter().flat_map(each).collect()
        });
        CODES.get(code).copied()
    }
}

fn table() -> BTreeMap<Meaning, Vec<String>> {
    toml::from_str(include_str!("facts/answers.toml"))
        .expect("the table is the program's own, as the tests hold")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_one_meaning() {
        let codes: Vec<String> = table().into_values().flatten().collect();
        for code in &codes {
            assert_eq!(codes.iter().filter(|other| *other == code).count(), 1, "{code}");
        }
        assert_eq!(Meaning::of("VcpuLimitExceeded"), Some(Meaning::Quota));
        assert_eq!(Meaning::of("AccessDenied"), Some(Meaning::Denied));
        assert_eq!(Meaning::of(""), None);
    }
}
