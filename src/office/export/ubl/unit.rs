//! Printed units as codes of UN/ECE Recommendation 20.

use std::collections::HashMap;
use std::sync::LazyLock;

use invoice::table;

/// The codes of words for units.
static WORDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let words: HashMap<String, Vec<String>> = table(include_str!("../../facts/units.toml"));
    let each = |(code, words): (String, Vec<String>)| {
        words.into_iter().map(move |word| (word, code.clone()))
    };
    words.into_iter().flat_map(each).collect()
});

/// The code of a printed unit; a code stays as it is, and what is unknown counts pieces (C62).
pub(super) fn code(unit: Option<&str>) -> &str {
    let Some(unit) = unit else { return "C62" };
    let word = unit.trim().trim_end_matches('.').to_lowercase();
    if let Some(code) = WORDS.get(&word) {
        return code;
    }
    if einvoice::validate::is_unit(unit) { unit } else { "C62" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_codes() {
        assert!(WORDS.values().all(|code| einvoice::validate::is_unit(code)));
        for (unit, right) in
            [("Stk.", "C62"), ("uren", "HUR"), ("m²", "MTK"), ("KGM", "KGM"), ("vat", "C62")]
        {
            assert_eq!(code(Some(unit)), right, "{unit}");
        }
    }
}
