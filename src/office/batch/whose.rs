//! Whose books a history file has: the administration's that it is given for, or another company's.

use booking::learn::xaf::Company;
use invoice::fold::fold;
use invoice::{identifier, names};

use crate::Result;
use crate::ledger::Ledger;
use crate::settings::Settings;

/// A word that says something about a name has this many letters at least.
const LEAST_WORD: usize = 3;

/// What a company that a file is of is to the administration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whose {
    /// The same, as far as can be told.
    Own,
    /// It has another name or number, which may be its own too; those of the administration.
    OtherName(String),
    /// Another company; what the administration is, and the administration that the file is of.
    Foreign(String, Option<String>),
}

/// Whose a company's file is, by what settings and the files that were learned say of the administration.
pub(super) fn whose(
    company: &Company,
    ledger: &Ledger,
    settings: &Settings,
    administration: &str,
) -> Result<Whose> {
    let mut own: Vec<Company> = Vec::new();
    for one in &settings.administrations {
        if one.name == administration {
            own.extend(configured(one));
        }
    }
    own.extend(ledger.companies(administration)?);
    let Some(first) = own.first().filter(|_| !own.iter().any(|own| has_same_id(company, own)))
    else {
        return Ok(Whose::Own);
    };
    let mut others = settings.administrations.iter().filter(|one| one.name != administration);
    let of = others.find(|one| configured(one).iter().any(|other| has_same_id(company, other)));
    let is_other = own.iter().all(|own| has_other_id(company, own));
    let is_alike = own.iter().any(|own| names_are_alike(&company.name, &own.name));
    if of.is_some() || is_other || !is_alike {
        let mut named = settings.administrations.iter().filter(|one| one.name != administration);
        let of = of.or_else(|| {
            named.find(|one| {
                let mut all = configured(one).into_iter();
                all.any(|o| !has_other_id(company, &o) && names::same(&company.name, &o.name))
            })
        });
        let most = own.iter().max_by_key(|own| label(own).len()).unwrap_or(first);
        return Ok(Whose::Foreign(label(most), of.map(|one| one.name.clone())));
    }
    let has_number = |one: &Company| !one.tax_number.is_empty();
    let is_numbered_otherwise = has_number(company) && own.iter().any(has_number);
    let is_called_so = company.name.is_empty()
        || !is_numbered_otherwise
            && own.iter().any(|own| own.name.is_empty() || names::same(&company.name, &own.name));
    Ok(if is_called_so { Whose::Own } else { Whose::OtherName(label(first)) })
}

/// What the configuration says of an administration, under each of its names.
fn configured(one: &booking::Administration) -> Vec<Company> {
    let names = std::iter::once(&one.name).chain(&one.aliases);
    let company = |name: &String| Company {
        name: name.clone(),
        tax_number: one.vat_id.clone().unwrap_or_default(),
        kvk: one.kvk.clone().unwrap_or_default(),
        line: 0,
    };
    names.map(company).collect()
}

/// A company for a person: its name, with the number that tells it from others.
pub(super) fn label(company: &Company) -> String {
    let number = [&company.tax_number, &company.kvk].into_iter().find(|number| !number.is_empty());
    match number {
        Some(number) if company.name.is_empty() => number.clone(),
        Some(number) => format!("{} ({number})", company.name),
        None => company.name.clone(),
    }
}

/// The nine digits of a Dutch fiscal number or VAT identifier; another's signs.
fn root(number: &str) -> String {
    let bare: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_uppercase();
    let dutch = bare.strip_prefix("NL").unwrap_or(&bare);
    match dutch.split_once('B') {
        Some((digits, end)) if digits.len() == 9 && end.len() == 2 => digits.to_owned(),
        _ => dutch.to_owned(),
    }
}

fn has_same_id(a: &Company, b: &Company) -> bool {
    let is_same = |a: &str, b: &str| !a.is_empty() && a == b;
    is_same(&root(&a.tax_number), &root(&b.tax_number)) || is_same(&a.kvk, &b.kvk)
}

/// Whether numbers tell that two are not one company. That of a natural person has two forms, which have nothing in common.
fn has_other_id(a: &Company, b: &Company) -> bool {
    let is_firm = |number: &str| identifier::rsin(&root(number)).is_some();
    let numbers = [&a.tax_number, &b.tax_number];
    let are_firms = numbers.iter().all(|number| is_firm(number));
    let have_kvk = !a.kvk.is_empty() && !b.kvk.is_empty();
    (are_firms || have_kvk) && !has_same_id(a, b)
}

/// Whether two names may be of one company: they have a word in common, or one has none.
fn names_are_alike(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric() && c != '.' && c != '\'');
        let words = words.filter(|word| !names::is_legal_form(word)).map(fold);
        words
            .filter(|w| w.len() >= LEAST_WORD && w.bytes().any(|b| b.is_ascii_alphabetic()))
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let begins = |a: &String, b: &String| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    a.is_empty() || b.is_empty() || a.iter().any(|a| b.iter().any(|b| begins(a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use booking::Administration;

    fn of(name: &str, tax_number: &str, kvk: &str) -> Company {
        Company { name: name.into(), tax_number: tax_number.into(), kvk: kvk.into(), line: 1 }
    }

    #[test]
    fn a_company_is_known_by_its_numbers_then_by_its_name() {
        let ledger = Ledger::in_memory().unwrap();
        let mut settings = Settings::default();
        let administration = |name: &str, vat_id: Option<&str>, kvk: Option<&str>| Administration {
            name: name.into(),
            vat_id: vat_id.map(Into::into),
            kvk: kvk.map(Into::into),
            ..Administration::default()
        };
        settings.administrations = vec![
            administration("Bakkerij De Korenaar B.V.", Some("NL004495445B01"), Some("27131824")),
            administration("Garage De Vries", Some("NL002455799B11"), None),
            administration("Slagerij Vos", None, None),
        ];
        let told = |own, company: Company| whose(&company, &ledger, &settings, own).unwrap();
        let bakery = "Bakkerij De Korenaar B.V.";
        for company in [
            of("De Korenaar", "004495445B01", ""),
            of("Anders", "004495445", ""),
            of("Anders", "NL.0044.95.445.B.01", ""),
            of("Anders", "", "27131824"),
            of("Bakkerij De Korenaar BV", "", ""),
            of("", "", ""),
        ] {
            assert_eq!(told(bakery, company.clone()), Whose::Own, "{company:?}");
        }
        let foreign = |company, other: Option<&str>| match told(bakery, company) {
            Whose::Foreign(own, of) => {
                assert!(own.contains("Korenaar"), "{own}");
                assert_eq!(of.as_deref(), other);
            }
            other => panic!("{other:?}"),
        };
        foreign(of("Bakkerij De Korenaar B.V.", "002455799B11", ""), Some("Garage De Vries"));
        foreign(of("Bakkerij De Korenaar B.V.", "", "12345678"), None);
        foreign(of("Slagerij Vos", "", ""), Some("Slagerij Vos"));
        foreign(of("Molen Zuid", "", ""), None);
        // a natural person has a number for the tax office and another for invoices
        let sole = Whose::OtherName("Garage De Vries (NL002455799B11)".into());
        assert_eq!(
            told("Garage De Vries", of("P. de Vries h/o Garage Oost", "111222334B01", "")),
            sole
        );
        // nothing to go by
        assert_eq!(whose(&of("Wie dan ook", "", ""), &ledger, &settings, "").unwrap(), Whose::Own);
    }
}
