//! `[[administrations]]` and `[[rules]]`: lists of tables, which go from a layer as a whole.

use std::collections::BTreeSet;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Value;

use super::keys;
use super::layers::{Source, did_you_mean};
use booking::is_folder_pattern;
use booking::law::VatCode;
use booking::{Administration, BookingRule, Regime};
use invoice::{Both, both, identifier};
use office::Error;
use office::batch::check_list;
use office::export::PACKAGES;
use office::settings::Settings;
use reading::settings::Kind;

/// A list of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum List {
    Administrations,
    Rules,
}

impl List {
    pub(super) fn of(name: &str) -> Option<Self> {
        [Self::Administrations, Self::Rules].into_iter().find(|list| list.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Administrations => "administrations",
            Self::Rules => "rules",
        }
    }

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Administrations => &[
                "name",
                "aliases",
                "vat_id",
                "kvk",
                "ibans",
                "addresses",
                "folders",
                "vat",
                "pro_rata",
                "article_23",
                "closed_until",
                "currency",
                "accounts",
                "chart",
                "creditors",
                "vat_codes",
                "purchase_journal",
                "sales_journal",
                "package",
                "package_code",
            ],
            Self::Rules => &[
                "name",
                "administration",
                "supplier",
                "words",
                "amount_from",
                "amount_to",
                "account",
                "vat_code",
                "cost_center",
                "split",
            ],
        }
    }
}

impl List {
    /// Whether a key alone can hold this.
    fn takes(self, key: &str, value: &Value) -> Result<(), Both> {
        let mut alone = toml::Table::from_iter([(key.to_owned(), value.clone())]);
        alone.entry("name").or_insert_with(|| "x".into());
        let alone = Value::Table(alone);
        let taken = match self {
            Self::Administrations => alone.try_into::<Administration>().map(|_| ()),
            Self::Rules => alone.try_into::<BookingRule>().map(|_| ()),
        };
        taken.map_err(|error| {
            let why = error.message();
            both!("kan dit niet zijn ({why})", "cannot be this ({why})")
        })
    }
}

/// Keys that hold a path, relative to the file that names it.
const PATHS: [&str; 2] = ["chart", "creditors"];

/// What people call parts of keys otherwise.
const WORDS: [(&str, &str); 8] = [
    ("btw", "vat"),
    ("nummer", "id"),
    ("number", "id"),
    ("naam", "name"),
    ("mappen", "folders"),
    ("rekening", "account"),
    ("leverancier", "supplier"),
    ("pakket", "package"),
];

/// What a key must hold, where that is no plain text.
fn kind(key: &str) -> Option<Kind> {
    Some(match key {
        "vat" => Kind::Choice(&["normal", "kor", "exempt", "mixed"]),
        "pro_rata" => Kind::Integer(0, 100),
        "article_23" => Kind::Bool,
        "package" => Kind::Choices(programs),
        _ => return None,
    })
}

/// The programs that books are kept in.
fn programs() -> Vec<(&'static str, &'static str)> {
    let programs = PACKAGES.iter().filter(|package| package.is_program);
    programs.map(|package| (package.key, package.title)).collect()
}

/// The list as a layer gives it, with its paths resolved.
///
/// # Errors
/// [`Error::Config`] for what is no list of tables, an unknown key or a wrong value.
pub(super) fn checked(list: List, content: &Value, source: &Source<'_>) -> Result<Value, Error> {
    let name = list.name();
    let no_list = || {
        let wrong = both!(
            "`{name}` is een lijst van onderdelen: schrijf [[{name}]]",
            "`{name}` is a list of sections: write [[{name}]]"
        );
        source.wrong(&[name], &wrong)
    };
    let Value::Array(items) = content else { return Err(no_list()) };
    let mut items = items.clone();
    let mut names = BTreeSet::new();
    for (index, item) in items.iter_mut().enumerate() {
        let number = (index + 1).to_string();
        let wrong = |key: &str, Both { nl, en }: Both| {
            let what = both!("[[{name}]] {number}: {nl}", "[[{name}]] {number}: {en}");
            source.wrong(&[name, &number, key], &what)
        };
        let Value::Table(table) = &mut *item else { return Err(no_list()) };
        for (key, value) in source.in_order(table, &[name, &number]) {
            if !list.keys().contains(&key.as_str()) {
                let meant = WORDS
                    .iter()
                    .fold(key.to_lowercase(), |key, (said, meant)| key.replace(said, meant));
                let likeness = |known: &&&str| {
                    let like = strsim::normalized_damerau_levenshtein(&meant, known);
                    if meant.starts_with(**known) { like.max(0.6) } else { like }
                };
                let near = list
                    .keys()
                    .iter()
                    .filter(|known| likeness(known) >= 0.6)
                    .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
                let Both { nl, en } = did_you_mean(near.map(|near| format!("`{near}`")));
                let what = both!("onbekende sleutel `{key}`{nl}", "unknown key `{key}`{en}");
                return Err(wrong(key, what));
            }
            // a choice of one word is looked at as a list of it
            let checked = match (kind(key), value) {
                (Some(kind @ Kind::Choices(_)), Value::String(_)) => {
                    keys::check(kind, &Value::Array(vec![value.clone()]))
                        .map_err(|_| keys::one_of(kind, value))
                }
                (Some(kind), value) => keys::check(kind, value),
                (None, _) => list.takes(key, value).map(|()| value.clone()),
            };
            if let Err(Both { nl, en }) = checked {
                return Err(wrong(key, both!("`{key}` {nl}", "`{key}` {en}")));
            }
        }
        for key in PATHS {
            if let (Some(base), Some(Value::String(path))) = (&source.base, table.get_mut(key)) {
                *path = base.resolve(path);
                if let Err(Error::Config(Both { nl, en })) = check_list(key, Path::new(&*path)) {
                    return Err(wrong(key, both!("`{key}`: {nl}", "`{key}`: {en}")));
                }
            }
        }
        let outcome = match list {
            List::Administrations => parsed(item.clone()).and_then(|one| administration(&one)),
            List::Rules => parsed(item.clone()).and_then(|rule| booking_rule(&rule)),
        };
        outcome.map_err(|(key, what)| wrong(key, what))?;
        if let (List::Administrations, Some(one)) = (list, item.get("name").and_then(Value::as_str))
            && !names.insert(one.to_owned())
        {
            let what = both!(
                "twee [[administrations]] heten \"{one}\"",
                "two [[administrations]] are called \"{one}\""
            );
            return Err(wrong("name", what));
        }
    }
    Ok(Value::Array(items))
}

/// The key that is meant, and what is wrong.
type Wrong = (&'static str, Both);

fn parsed<T: DeserializeOwned>(value: Value) -> Result<T, Wrong> {
    value.try_into().map_err(|error: toml::de::Error| {
        let why = error.message();
        ("", both!("er ontbreekt iets ({why})", "something is missing ({why})"))
    })
}

fn administration(one: &Administration) -> Result<(), Wrong> {
    if one.name.trim().is_empty() {
        return Err(("name", both!("`name` mag niet leeg zijn", "`name` must not be empty")));
    }
    if let Some(id) = &one.vat_id
        && identifier::vat_id_shape(id).is_none()
    {
        return Err(("vat_id", both!("`vat_id` is geen btw-id", "`vat_id` is no VAT id")));
    }
    if let Some(number) = &one.kvk
        && identifier::kvk_shape(number).is_none()
    {
        return Err((
            "kvk",
            both!("`kvk` moet acht cijfers hebben", "`kvk` must have eight digits"),
        ));
    }
    if one.ibans.iter().any(|iban| identifier::iban(iban).is_none()) {
        return Err((
            "ibans",
            both!("`ibans` bevat er een die geen IBAN is", "`ibans` holds one that is no IBAN"),
        ));
    }
    if let Some(bad) = one.folders.iter().find(|pattern| !is_folder_pattern(pattern)) {
        return Err((
            "folders",
            both!(
                "`folders` bevat een onleesbaar patroon: \"{bad}\"",
                "`folders` holds a pattern that cannot be read: \"{bad}\""
            ),
        ));
    }
    match (one.vat, one.pro_rata) {
        (Regime::Mixed, None) => {
            return Err((
                "vat",
                both!(
                    "`vat` is \"mixed\": `pro_rata` is nodig, in procenten",
                    "`vat` is \"mixed\": `pro_rata` is needed, per cent"
                ),
            ));
        }
        (Regime::Normal | Regime::Kor | Regime::Exempt, Some(_)) => {
            return Err((
                "pro_rata",
                both!(
                    "`pro_rata` is alleen voor `vat` = \"mixed\"",
                    "`pro_rata` is for `vat` = \"mixed\" only"
                ),
            ));
        }
        _ => {}
    }
    let is_currency =
        one.currency.len() == 3 && one.currency.bytes().all(|b| b.is_ascii_uppercase());
    if !one.currency.is_empty() && !is_currency {
        return Err((
            "currency",
            both!(
                "`currency` moet uit drie hoofdletters bestaan, als \"EUR\"",
                "`currency` must be three capitals like \"EUR\""
            ),
        ));
    }
    match one.vat_codes.keys().find(|code| VatCode::of_name(code).is_none()) {
        Some(unknown) => Err((
            "vat_codes",
            both!(
                "`vat_codes` kent geen code \"{unknown}\"",
                "`vat_codes` has no code \"{unknown}\""
            ),
        )),
        None => Ok(()),
    }
}

fn booking_rule(rule: &BookingRule) -> Result<(), Wrong> {
    if rule.account.is_empty() == rule.split.is_empty() {
        return Err((
            "account",
            both!("geef of `account` of `split`", "give either `account` or `split`"),
        ));
    }
    if rule.split.iter().any(|part| part.account.is_empty() || part.share == 0) {
        return Err((
            "split",
            both!(
                "elk deel van `split` heeft een `account` en een `share` boven 0 nodig",
                "each part of `split` needs an `account` and a `share` above 0"
            ),
        ));
    }
    if rule.supplier.is_empty()
        && rule.words.is_empty()
        && rule.amount_from.is_none()
        && rule.amount_to.is_none()
    {
        return Err((
            "",
            both!(
                "geef ten minste een van `supplier`, `words`, `amount_from`, `amount_to`",
                "give at least one of `supplier`, `words`, `amount_from`, `amount_to`"
            ),
        ));
    }
    match &rule.vat_code {
        Some(code) if VatCode::of_name(code).is_none() => Err((
            "vat_code",
            both!("`vat_code` kent geen code \"{code}\"", "`vat_code` has no code \"{code}\""),
        )),
        _ => Ok(()),
    }
}

/// Rules must name an administration that there is.
///
/// # Errors
/// [`Error::Config`].
pub(super) fn consistent(settings: &Settings) -> Result<(), Error> {
    let names: BTreeSet<&str> =
        settings.administrations.iter().map(|one| one.name.as_str()).collect();
    for rule in &settings.rules {
        let wanted = rule.administration.as_str();
        if !wanted.is_empty() && !names.contains(wanted) {
            return Err(Error::Config(both!(
                "[[rules]] noemt een administratie die er niet is: \"{wanted}\"",
                "[[rules]] names an administration that there is not: \"{wanted}\""
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layer;
    use crate::config::layers::Base;

    fn flags(text: &str) -> Source<'_> {
        Source { layer: Layer::Flags, text, base: None }
    }

    fn check(text: &str) -> Result<(), String> {
        let table: toml::Table = text.parse().unwrap();
        for (name, content) in &table {
            let list = List::of(name).unwrap();
            checked(list, content, &flags(text)).map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    #[test]
    fn every_key_is_known() {
        let whole = Administration {
            name: "B".into(),
            aliases: vec!["b".into()],
            vat_id: Some("NL004495445B01".into()),
            kvk: Some("27131824".into()),
            ibans: vec!["NL91ABNA0417164300".into()],
            addresses: vec![booking::Postal::default()],
            folders: vec!["b".into()],
            vat: Regime::Mixed,
            pro_rata: Some(40),
            article_23: true,
            currency: "EUR".into(),
            closed_until: Some("2026-03-31".parse().unwrap()),
            accounts: [("WBedKanSof".to_owned(), "4520".to_owned())].into(),
            chart: Some("chart.csv".into()),
            creditors: Some("creditors.csv".into()),
            vat_codes: [("IH".to_owned(), "1".to_owned())].into(),
            purchase_journal: "70".into(),
            sales_journal: "80".into(),
            package: Some("exact".into()),
            package_code: "1".into(),
        };
        let table = toml::Table::try_from(&whole).unwrap();
        let mut keys: Vec<&str> = table.keys().map(String::as_str).collect();
        let mut known = List::Administrations.keys().to_vec();
        keys.sort_unstable();
        known.sort_unstable();
        assert_eq!(keys, known);
        let list = Value::Array(vec![Value::Table(table)]);
        assert!(checked(List::Administrations, &list, &flags("")).is_ok());
    }

    #[test]
    fn a_list_that_cannot_be_read_is_told_with_the_line_that_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let base = || Base { folder: Some(dir.path().to_owned()), home: None };
        let text = "[[administrations]]\nname = \"B\"\nchart = \"chart.csv\"\n";
        let table: toml::Table = text.parse().unwrap();
        let told = |content: Option<&[u8]>| {
            if let Some(content) = content {
                std::fs::write(dir.path().join("chart.csv"), content).unwrap();
            }
            let source =
                Source { layer: Layer::Project("dizzy.toml".into()), text, base: Some(base()) };
            let told = checked(List::Administrations, &table["administrations"], &source);
            told.err().map(|error| error.to_string()).unwrap_or_default()
        };
        for (content, expected) in [
            (None, "does not exist"),
            (Some(&b"number;name\n1;x\n"[..]), "line 1: there is no column \"account\""),
            (Some(b"PK\x03\x04\0\0"), "is no CSV"),
            (Some(b""), "is no CSV"),
            (Some(b"account;name\n"), "has no account"),
            (Some(b"account;name\n4500;Telefoon\n4500;Huur\n"), "line 3: account 4500 is called"),
        ] {
            let said = told(content);
            let place = "dizzy.toml, line 3: [[administrations]] 1: `chart`: ";
            assert!(said.starts_with(place) && said.contains(expected), "{said}");
        }
        // as Excel writes it
        assert_eq!(told(Some(b"account;name\r\n4500;Caf\xe9\r\n")), "");
    }

    #[test]
    fn mistakes_are_named() {
        for (text, expected) in [
            (
                "[[administrations]]\nname = \"B\"\nvatid = \"x\"",
                "line 3: [[administrations]] 1: unknown key `vatid` (did you mean `vat_id`?)",
            ),
            (
                "[[administrations]]\nvat_nummer = \"x\"\nname = \"B\"\nfoo = 1",
                "line 2: [[administrations]] 1: unknown key `vat_nummer` (did you mean `vat_id`?)",
            ),
            ("[[administrations]]\nkvk_nummer = \"1\"\nname = \"B\"", "(did you mean `kvk`?)"),
            (
                "[[administrations]]\nname = \"B\"\n\n[[administrations]]\nname = \"B\"",
                "line 5: [[administrations]] 2: two [[administrations]] are called \"B\"",
            ),
            ("[[administrations]]\nname = \"\"", "`name` must not be empty"),
            ("[administrations]\nname = \"B\"", "write [[administrations]]"),
            ("[[administrations]]\nname = \"B\"\nkvk = \"12\"", "`kvk` must have eight digits"),
            ("[[administrations]]\nname = \"B\"\nibans = [\"NL00\"]", "no IBAN"),
            ("[[administrations]]\nname = \"B\"\nvat = \"mixed\"", "`pro_rata` is needed"),
            (
                "[[administrations]]\nname = \"B\"\nvat = \"vrij\"",
                "line 3: [[administrations]] 1: `vat` must be one of \"normal\", \"kor\"",
            ),
            (
                "[[administrations]]\nname = \"B\"\nibans = 3",
                "line 3: [[administrations]] 1: `ibans`",
            ),
            ("[[administrations]]\nname = \"B\"\nvat_codes = { XX = \"1\" }", "no code \"XX\""),
            ("[[administrations]]\nname = \"B\"\npackage = \"xaf\"", "must be one of \"exact\""),
            ("[[rules]]\nsupplier = \"x\"", "either `account` or `split`"),
            ("[[rules]]\naccount = \"4\"", "at least one of"),
            ("[[rules]]\nsupplier = \"x\"\naccount = \"4\"\nvat_code = \"?\"", "no code"),
        ] {
            let error = check(text).unwrap_err();
            assert!(error.contains(expected), "{text}: {error}");
        }
        assert!(check("[[rules]]\nsupplier = \"x\"\naccount = \"4520\"").is_ok());
    }
}
