//! Checks every structured invoice of the development corpus: the valid ones have no error, and of the others it is
//! known why. Nor do those in CII have an element that their binding keeps away.

use std::collections::BTreeMap;

use einvoice::validate;
use einvoice::validate::Severity;

/// Examples that are not valid, with the errors that they have.
const NOT_VALID: &[(&str, &[&str])] = &[
    // a Swedish company number that is a placeholder; an example of a rule of EN 16931, not of Peppol
    ("en16931-issue116.xml", &["PEPPOL-COMMON-R049"]),
    // its maker named it so
    (
        "zugferd-corpus-not_validating_full_invoice_based_onTest_EeISI_300_CENfullmodel.ubl.xml",
        &["BR-CO-10", "BR-CO-15"],
    ),
];

/// Examples in CII with what their binding advises against.
const NOT_BOUND: &[(&str, &[&str])] = &[
    // a contact that is a person and a department
    ("zugferd-corpus-XRECHNUNG_Einfach.cii.xml", &["CII-SR-465"]),
];

/// Made by a converter from CII, which writes the identifier of Peppol on everything: valid by EN 16931, and without what
/// Peppol asks for beyond it (electronic addresses above all).
const NOT_PEPPOL: &str = "zugferd-corpus-";

#[test]
fn valid_examples_have_no_error() {
    let Some(corpus) = testing::corpus() else {
        return;
    };
    let known: BTreeMap<&str, &[&str]> = NOT_VALID.iter().copied().collect();
    let not_bound: BTreeMap<&str, &[&str]> = NOT_BOUND.iter().copied().collect();
    let (mut valid, mut wrong) = (0, Vec::new());
    for set in testing::files(&corpus) {
        let name = set.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("xml-") {
            continue;
        }
        for file in testing::files(&set) {
            if file.extension().is_none_or(|extension| extension != "xml") {
                continue;
            }
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let found = validate::validate(&std::fs::read(&file).unwrap())
                .unwrap_or_else(|cause| panic!("{name}: {cause}"));
            let errors: Vec<&str> = found
                .findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error)
                .map(|finding| finding.rule.id)
                .filter(|id| !(name.starts_with(NOT_PEPPOL) && id.starts_with("PEPPOL")))
                .collect();
            let expected = known.get(name.as_str()).copied().unwrap_or_default();
            if errors != expected {
                wrong.push(format!("{name}: {errors:?}"));
            }
            valid += usize::from(errors.is_empty());
            let binding: Vec<&str> = found
                .findings
                .iter()
                .map(|finding| finding.rule.id)
                .filter(|id| id.starts_with("CII-"))
                .collect();
            if binding != not_bound.get(name.as_str()).copied().unwrap_or_default() {
                wrong.push(format!("{name}: {binding:?}"));
            }
        }
    }
    eprintln!("{valid} examples without errors");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(valid > 100, "only {valid} examples were found");
}
