//! `[[administrations]]` and `[[rules]]`: lists of tables, which go from a layer as a whole.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::Value;

use super::layers::{Base, Layer, at, did_you_mean};
use booking::is_folder_pattern;
use booking::law::VatCode;
use booking::{Administration, BookingRule, Regime};
use invoice::identifier;
use office::Error;
use office::export::{PACKAGES, Package};
use office::settings::Settings;

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

/// Keys that hold a path, relative to the file that names it.
const PATHS: [&str; 2] = ["chart", "creditors"];

/// The list as a layer gives it, with its paths resolved.
///
/// # Errors
/// [`Error::Config`] for what is no list of tables, an unknown key or a wrong value.
pub(super) fn checked(
    list: List,
    content: &Value,
    layer: &Layer,
    base: Option<&Base>,
) -> Result<Value, Error> {
    let name = list.name();
    let wrong = |what: String| at(layer, &what);
    let Value::Array(items) = content else {
        return Err(wrong(format!("`{name}` is a list of sections: write [[{name}]]")));
    };
    let mut items = items.clone();
    for (index, item) in items.iter_mut().enumerate() {
        let number = index + 1;
        let Value::Table(table) = &mut *item else {
            return Err(wrong(format!("`{name}` is a list of sections: write [[{name}]]")));
        };
        for key in table.keys() {
            if !list.keys().contains(&key.as_str()) {
                let likeness = |known: &&&str| strsim::normalized_damerau_levenshtein(key, known);
                let near = list
                    .keys()
                    .iter()
                    .filter(|known| likeness(known) >= 0.6)
                    .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
                let hint = did_you_mean(near.map(|near| format!("`{near}`")));
                return Err(wrong(format!("unknown key `{key}` in [[{name}]] {number}{hint}")));
            }
        }
        for key in PATHS {
            if let (Some(base), Some(Value::String(path))) = (base, table.get_mut(key)) {
                *path = base.resolve(path);
            }
        }
        let item = item.clone();
        let outcome = match list {
            List::Administrations => {
                parsed::<Administration>(item).and_then(|a| administration(&a))
            }
            List::Rules => parsed::<BookingRule>(item).and_then(|rule| booking_rule(&rule)),
        };
        outcome.map_err(|what| wrong(format!("[[{name}]] {number}: {what}")))?;
    }
    Ok(Value::Array(items))
}

fn parsed<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    value.try_into().map_err(|error: toml::de::Error| error.message().to_owned())
}

fn administration(one: &Administration) -> Result<(), String> {
    if one.name.trim().is_empty() {
        return Err("`name` must not be empty".into());
    }
    if let Some(id) = &one.vat_id
        && identifier::vat_id_shape(id).is_none()
    {
        return Err("`vat_id` is no VAT id".into());
    }
    if let Some(number) = &one.kvk
        && identifier::kvk_shape(number).is_none()
    {
        return Err("`kvk` must have eight digits".into());
    }
    if one.ibans.iter().any(|iban| identifier::iban(iban).is_none()) {
        return Err("`ibans` holds one that is no IBAN".into());
    }
    if let Some(bad) = one.folders.iter().find(|pattern| !is_folder_pattern(pattern)) {
        return Err(format!("`folders` holds a pattern that cannot be read: \"{bad}\""));
    }
    match (one.vat, one.pro_rata) {
        (Regime::Mixed, None) => {
            return Err("`vat` is \"mixed\": `pro_rata` is needed, per cent".into());
        }
        (Regime::Mixed, Some(share)) if share > 100 => {
            return Err("`pro_rata` must be from 0 to 100".into());
        }
        (Regime::Normal | Regime::Kor | Regime::Exempt, Some(_)) => {
            return Err("`pro_rata` is for `vat` = \"mixed\" only".into());
        }
        _ => {}
    }
    if let Some(key) = &one.package {
        let package = Package::of_key(key).ok_or_else(|| {
            // as it is said of other keys that hold a word
            let known = PACKAGES.map(|package| package.key).join("`, `");
            format!("unknown variant `{key}`, expected one of `{known}`")
        })?;
        if !package.is_program {
            return Err(format!(
                "`package` is the program that the books are kept in; {} is none",
                package.title
            ));
        }
    }
    let is_currency =
        one.currency.len() == 3 && one.currency.bytes().all(|b| b.is_ascii_uppercase());
    if !one.currency.is_empty() && !is_currency {
        return Err("`currency` must be three capitals like \"EUR\"".into());
    }
    match one.vat_codes.keys().find(|code| VatCode::of_name(code).is_none()) {
        Some(unknown) => Err(format!("`vat_codes` has no code \"{unknown}\"")),
        None => Ok(()),
    }
}

fn booking_rule(rule: &BookingRule) -> Result<(), String> {
    if rule.account.is_empty() == rule.split.is_empty() {
        return Err("give either `account` or `split`".into());
    }
    if rule.split.iter().any(|part| part.account.is_empty() || part.share == 0) {
        return Err("each part of `split` needs an `account` and a `share` above 0".into());
    }
    if rule.supplier.is_empty()
        && rule.words.is_empty()
        && rule.amount_from.is_none()
        && rule.amount_to.is_none()
    {
        return Err("give at least one of `supplier`, `words`, `amount_from`, `amount_to`".into());
    }
    match &rule.vat_code {
        Some(code) if VatCode::of_name(code).is_none() => {
            Err(format!("`vat_code` has no code \"{code}\""))
        }
        _ => Ok(()),
    }
}

/// Names must tell administrations apart, and rules must name one that there is.
///
/// # Errors
/// [`Error::Config`].
pub(super) fn consistent(settings: &Settings) -> Result<(), Error> {
    let mut names = BTreeSet::new();
    for one in &settings.administrations {
        if !names.insert(one.name.as_str()) {
            let text = format!("two [[administrations]] are called \"{}\"", one.name);
            return Err(Error::Config(text));
        }
    }
    for rule in &settings.rules {
        let wanted = rule.administration.as_str();
        if !wanted.is_empty() && !names.contains(wanted) {
            let text = format!("[[rules]] names an administration that there is not: \"{wanted}\"");
            return Err(Error::Config(text));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), String> {
        let table: toml::Table = text.parse().unwrap();
        for (name, content) in &table {
            let list = List::of(name).unwrap();
            checked(list, content, &Layer::Flags, None).map_err(|error| error.to_string())?;
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
        assert!(checked(List::Administrations, &list, &Layer::Flags, None).is_ok());
    }

    #[test]
    fn mistakes_are_named() {
        for (text, expected) in [
            (
                "[[administrations]]\nname = \"B\"\nvatid = \"x\"",
                "unknown key `vatid` in [[administrations]] 1 (did you mean `vat_id`?)",
            ),
            ("[[administrations]]\nname = \"\"", "`name` must not be empty"),
            ("[administrations]\nname = \"B\"", "write [[administrations]]"),
            ("[[administrations]]\nname = \"B\"\nkvk = \"12\"", "`kvk` must have eight digits"),
            ("[[administrations]]\nname = \"B\"\nibans = [\"NL00\"]", "no IBAN"),
            ("[[administrations]]\nname = \"B\"\nvat = \"mixed\"", "`pro_rata` is needed"),
            ("[[administrations]]\nname = \"B\"\nvat = \"vrij\"", "unknown variant"),
            ("[[administrations]]\nname = \"B\"\nvat_codes = { XX = \"1\" }", "no code \"XX\""),
            ("[[administrations]]\nname = \"B\"\npackage = \"xaf\"", "XAF is none"),
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
