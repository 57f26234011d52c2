//! Printed units as codes of UN/ECE Recommendation 20.

/// Words for units, Dutch, English, German and French, with their codes. UN/ECE Recommendation 20.
const WORDS: [(&str, &[&str]); 19] = [
    (
        "HUR",
        &[
            "uur", "uren", "u", "hour", "hours", "hr", "hrs", "h", "std", "stunde", "stunden",
            "heure", "heures",
        ],
    ),
    (
        "DAY",
        &[
            "dag", "dagen", "day", "days", "tag", "tage", "jour", "jours",
        ],
    ),
    ("WEE", &["week", "weken", "weeks", "woche", "wochen"]),
    (
        "MON",
        &[
            "maand", "maanden", "mnd", "month", "months", "monat", "monate", "mois",
        ],
    ),
    (
        "ANN",
        &["jaar", "jaren", "jr", "year", "years", "jahr", "jahre"],
    ),
    ("MIN", &["minuut", "minuten", "min", "minutes"]),
    ("KGM", &["kg", "kilo", "kilogram"]),
    ("GRM", &["g", "gr", "gram"]),
    ("TNE", &["ton", "t"]),
    ("LTR", &["l", "ltr", "liter", "litre", "liters"]),
    ("MTR", &["m", "mtr", "meter", "meters"]),
    ("MTK", &["m2", "m²"]),
    ("MTQ", &["m3", "m³"]),
    ("KMT", &["km", "kilometer"]),
    ("KWH", &["kwh"]),
    ("SET", &["set", "sets"]),
    ("XBX", &["doos", "dozen", "ds", "box", "karton"]),
    ("XCR", &["krat", "kratten", "crate"]),
    (
        "C62",
        &[
            "stuk", "stuks", "st", "stk", "pcs", "pc", "piece", "pieces", "ea", "each", "x",
        ],
    ),
];

/// The code of a printed unit; a code stays as it is, and what is unknown counts pieces (C62).
pub(super) fn code(unit: Option<&str>) -> &str {
    let Some(unit) = unit else { return "C62" };
    let word = unit.trim().trim_end_matches('.').to_lowercase();
    if let Some((code, _)) = WORDS
        .iter()
        .find(|(_, words)| words.contains(&word.as_str()))
    {
        return code;
    }
    if einvoice::validate::is_unit(unit) {
        unit
    } else {
        "C62"
    }
}
