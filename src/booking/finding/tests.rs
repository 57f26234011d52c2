//! Each rule has an input that gives its finding and one that nearly does and gives none.

use std::collections::BTreeSet;

use super::{Copy, Finding, Told, rules};
use super::{NotMet, RULES};
use invoice::{Lang, RuleInfo, Severity};

mod inputs;

use inputs::{CASES, Input};

/// The rules of which the findings are made where documents are compared with each other: `office`, with tests there.
const OF_THE_OFFICE: [&str; 6] =
    ["CopyElsewhere", "DateAhead", "DateLongAgo", "IsDuplicate", "MaybeDuplicate", "Moved"];

/// The type of a finding.
fn name(finding: &Finding) -> String {
    let shown = format!("{finding:?}");
    shown.split('(').next().unwrap_or_default().to_owned()
}

fn names(change: fn(&mut Input)) -> BTreeSet<String> {
    let mut input = Input::default();
    change(&mut input);
    input.findings().iter().map(name).collect()
}

#[test]
fn each_rule_has_inputs() {
    let tried: BTreeSet<&str> = CASES.iter().map(|case| case.rule).collect();
    for rule in RULES {
        let is_tried = tried.contains(rule.name) || OF_THE_OFFICE.contains(&rule.name);
        assert!(is_tried, "{}", rule.name);
    }
}

#[test]
fn each_rule_is_found_alone_and_not_where_all_is_right() {
    let mut wrong = Vec::new();
    for case in CASES {
        let mut expected: BTreeSet<String> = case.beside.iter().map(|one| (*one).into()).collect();
        expected.insert(case.rule.to_owned());
        let found = names(case.broken);
        if found != expected {
            wrong.push(format!("{}: {found:?} instead of {expected:?}", case.rule));
        }
        let found = names(case.right);
        if !found.is_empty() {
            wrong.push(format!("{}: {found:?} where all is right", case.rule));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_are_told_apart_and_have_both_languages_and_a_source() {
    let unique: BTreeSet<(&str, &str)> = RULES.iter().map(|rule| (rule.id, rule.en)).collect();
    let is_one_of_two = |rule: &&&RuleInfo| rule.name == "PayableDiffers";
    assert_eq!(unique.len() + RULES.iter().filter(is_one_of_two).count(), RULES.len());
    for rule in RULES {
        assert!(rule.id.starts_with("DZ-") || rule.id.starts_with("BR-"));
        assert_ne!(rule.nl, rule.en, "{}", rule.name);
        assert!(rule.source.iter().any(|line| !line.trim().is_empty()));
        // the values are the same
        let values = |text: &str| -> Vec<String> {
            let parts = text.split('{').skip(1);
            parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
        };
        assert_eq!(values(rule.nl), values(rule.en), "{}", rule.name);
    }
}

#[test]
fn values_stand_in_both_languages() {
    let found: Finding = rules::RateOfOtherTime {
        rate: "6".parse().unwrap(),
        day: "2026-03-01".parse().unwrap(),
        held: "9".parse().unwrap(),
    }
    .into();
    assert_eq!(
        found.text(Lang::Nl),
        "Dit btw-tarief gold niet op de dag van levering (6 %, 01-03-2026: 9 %)."
    );
    assert_eq!(found.fields(), ["vat_breakdown"]);
    let copies = vec![Copy { administration: "Een B.V.".into(), path: "klanten/een/a.pdf".into() }];
    let found: Finding = rules::CopyElsewhere { copies }.into();
    assert!(found.text(Lang::Nl).ends_with("(Een B.V.: klanten/een/a.pdf)."));
}

/// Every finding comes back from the form in which the ledger keeps it.
#[test]
fn findings_are_kept() {
    let mut all: Vec<Finding> = Vec::new();
    for case in CASES {
        let mut input = Input::default();
        (case.broken)(&mut input);
        all.extend(input.findings());
    }
    all.push(Finding::NotMet(NotMet { rule: "BR-02".into(), is_error: true }));
    let bytes = rmp_serde::to_vec(&all).unwrap();
    assert_eq!(rmp_serde::from_slice::<Vec<Finding>>(&bytes).unwrap(), all);
    let json = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Finding>>(&json).unwrap(), all);
}

/// The ledger of an older program has rule, severity, English sentence and fields.
#[test]
fn what_an_older_program_kept_is_said_in_both_languages() {
    let kept = |rule: &str, message: &str| {
        let old = (rule, Severity::Warning, message, ["vat_breakdown"]);
        let bytes = rmp_serde::to_vec(&[old]).unwrap();
        let found: Vec<Finding> = rmp_serde::from_slice(&bytes).unwrap();
        assert!(matches!(found[..], [Finding::Told(Told { .. })]));
        assert_eq!(found[0].text(Lang::En), message);
        assert_eq!(rmp_serde::to_vec(&found).unwrap(), bytes);
        (found[0].text(Lang::Nl), found[0].wants_person())
    };
    assert_eq!(
        kept(
            "DZ-RATE-DATE",
            "This VAT rate did not hold on the day of supply (6 %, 2026-03-01: 9 %)."
        ),
        (
            "Dit btw-tarief gold niet op de dag van levering (6 %, 2026-03-01: 9 %).".to_owned(),
            false
        )
    );
    assert_eq!(
        kept("DZ-SPLIT", rules::SplitUnsure::INFO.en),
        (rules::SplitUnsure::INFO.nl.to_owned(), true)
    );
    let polish = rules::UnreadLanguage::INFO.en.replace("{language}", "Polish");
    assert!(kept("DZ-LANGUAGE", &polish).0.ends_with("(Pools)."));
    assert_eq!(kept("DZ-OLD", "Something else.").0, "Something else.");
    let standard = einvoice::validate::rule("BR-02").unwrap();
    assert_eq!(kept("BR-02", standard.en).0, standard.nl);
}
