//! What a document says of itself beside its values: that it takes the place of another, is none yet or no more, asks to be
//! paid elsewhere, or charges VAT that it says the customer owes.

use std::ops::Range;

use super::cues::{LISTS, Words};
use super::finding::Finding;
use super::finding::rules::{ChargedThoughReversed, Follows, NotFinal, PaidElsewhere};
use super::parts::rate_of;
use super::vat::Situation;
use invoice::fold::fold;
use invoice::{DocumentType, Invoice, Ours, VatCategory, identifier};
use reading::text::{Page, Word};

/// So many words after a phrase may be the number that it is about.
const NEAR: usize = 6;
/// So many words before a statement may make it one of what may be.
const BEFORE: usize = 3;
/// So many words around an account tell what it is for.
const AROUND: usize = 14;
/// Letters of a title are this much larger than most.
const LARGE: f32 = 1.3;

/// Where phrases of a list stand among words.
fn places(all: &[&str], phrases: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for phrase in phrases {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let is_here = |words: &[&str]| {
            words.iter().zip(&parts).all(|(word, part)| {
                part.strip_suffix('*').map_or(word == part, |start| word.starts_with(start))
            })
        };
        let starts = all.windows(parts.len()).enumerate().filter(|(_, words)| is_here(words));
        found.extend(starts.map(|(at, words)| at..at + words.len()));
    }
    found
}

/// Whether a statement is one of what may be ("indien de btw verlegd is").
fn is_conditional(all: &[&str], at: usize) -> bool {
    let before = &all[at.saturating_sub(BEFORE)..at];
    before.iter().any(|word| LISTS.conditional.iter().any(|one| one == word))
}

/// How a number is put together: its letters, and where its digits are.
fn shape(number: &str) -> Vec<u8> {
    let sign = |byte: u8| if byte.is_ascii_digit() { b'9' } else { byte };
    let mut shape: Vec<u8> = number.bytes().map(sign).collect();
    shape.dedup_by(|a, b| a == b && *a == b'9');
    shape
}

/// An invoice that says that it takes the place of another.
pub(crate) fn follows(
    invoice: &Invoice,
    words: &Words,
    pages: &[&Page],
    findings: &mut Vec<Finding>,
) {
    let is_told = findings.iter().any(|found| matches!(found, Finding::Follows(_)));
    let kind = invoice.document_type.as_ref().map(|f| f.value);
    let gross = invoice.totals.gross.as_ref().map(|f| f.value);
    // a "correctiefactuur" above zero was taken for a credit note, and may ask for money
    let is_doubtful = kind == Some(DocumentType::CreditNote)
        && gross.is_some_and(|gross| !gross.is_negative())
        && is_headed(invoice, pages, &LISTS.corrected, false);
    if kind != Some(DocumentType::Invoice) && !is_doubtful || is_told {
        return;
    }
    let all: Vec<&str> = words.trimmed().split(' ').collect();
    let own = invoice.number.as_ref().map(|number| fold(&number.value)).unwrap_or_default();
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let is_number = |word: &str| {
        let (here, of_own) = (digits(word), digits(&own));
        word != own && here >= 3 && here.abs_diff(of_own) <= 1 && shape(word) == shape(&own)
    };
    let number = |place: &Range<usize>| {
        let after = all[place.end..].iter().take(NEAR);
        after.copied().find(|word| is_number(word))
    };
    let told = places(&all, &LISTS.replaces);
    let maybe = [&LISTS.replaces_numbered[..], &LISTS.corrected[..]];
    let maybe = maybe.iter().flat_map(|list| places(&all, list));
    let named = told.iter().find_map(number).or_else(|| maybe.into_iter().find_map(|p| number(&p)));
    if named.is_none() && told.is_empty() && !is_headed(invoice, pages, &LISTS.corrected, false) {
        return;
    }
    let credited = invoice.credited_invoice.as_ref().map(|before| before.value.clone());
    let number = named.map(|folded| as_printed(folded, pages)).or(credited);
    findings.push(Follows { number: number.unwrap_or_else(|| "?".to_owned()) }.into());
}

/// A word as the page has it.
fn as_printed(folded: &str, pages: &[&Page]) -> String {
    let mut words = pages.iter().flat_map(|page| &page.words);
    let printed = words.find(|word| fold(&word.text) == folded);
    printed.map_or_else(
        || folded.to_uppercase(),
        |word| word.text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned(),
    )
}

/// A draft, or an invoice that was withdrawn.
pub(crate) fn not_final(
    invoice: &Invoice,
    words: &Words,
    pages: &[&Page],
    findings: &mut Vec<Finding>,
) {
    let all: Vec<&str> = words.trimmed().split(' ').collect();
    let mut said = places(&all, &LISTS.withdrawn).into_iter();
    if said.any(|place| !is_conditional(&all, place.start))
        || is_headed(invoice, pages, &LISTS.drafts, false)
        || is_headed(invoice, pages, &LISTS.stamps, true)
    {
        findings.push(NotFinal {}.into());
    }
}

/// Whether one of the phrases is a title of the first page: nothing else stands beside it, and it is large, or high up on the
/// page. A `stamp` is a word that means other things too: it is large, or in capitals with the row for itself.
fn is_headed(invoice: &Invoice, pages: &[&Page], phrases: &[String], stamp: bool) -> bool {
    let Some(page) = pages.first() else { return false };
    let folded: Vec<String> = page.words.iter().map(|word| fold(&word.text)).collect();
    let all: Vec<&str> = folded.iter().map(String::as_str).collect();
    let mut sizes: Vec<f32> = page.words.iter().map(|word| word.size_pt).collect();
    sizes.sort_by(f32::total_cmp);
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or_default();
    let is_till = invoice.document_type.as_ref().map(|f| f.value) == Some(DocumentType::Receipt);
    let names = [&invoice.supplier.name, &invoice.supplier.trading_name, &invoice.customer.name];
    let names = Words::of(names.into_iter().flatten().map(|name| name.value.as_str()));
    places(&all, phrases).into_iter().any(|place| {
        let words = &page.words[place.clone()];
        let (first, last) = (&words[0], &words[words.len() - 1]);
        let height = first.bbox.height();
        let is_beside = |other: &Word| {
            let y = other.bbox.center_y();
            y > first.bbox.y0 && y < first.bbox.y1
        };
        let others = || {
            let others = page.words.iter().enumerate().filter(|(at, _)| !place.contains(at));
            others.map(|(_, word)| word).filter(|word| is_beside(word))
        };
        let is_near = |other: &Word| {
            other.bbox.x1 > first.bbox.x0 - height && other.bbox.x0 < last.bbox.x1 + height
        };
        let is_large = first.size_pt > usual * LARGE;
        let is_high = first.bbox.center_y() < page.height_pt * 0.5;
        let is_capital = words.iter().all(|word| !word.text.contains(char::is_lowercase));
        let has_row = others().next().is_none();
        let is_title = if stamp || is_till { is_capital && has_row && !is_till } else { is_high };
        !names.has(&all[place.clone()].join(" "))
            && (is_large || is_title)
            && !others().any(is_near)
    })
}

/// The blocked account (G-rekening) that stands beside the supplier's ordinary account.
pub fn g_account(invoice: &Invoice) -> Option<String> {
    let ordinary = invoice.supplier.iban.as_ref().map(|f| f.value.as_str());
    let others: Vec<(&str, Option<&str>)> = invoice
        .payment_means
        .iter()
        .filter_map(|means| {
            let iban = means.iban.as_ref()?.value.as_str();
            Some((iban, means.account_name.as_deref()))
        })
        .filter(|(iban, _)| Some(*iban) != ordinary)
        .collect();
    let is_named = |name: Option<&str>| {
        Words::of(name).has_any(&["grekening", "g rekening", "gaccount", "g account"])
    };
    if let Some((iban, _)) = others.iter().find(|(_, name)| is_named(*name)) {
        return Some((*iban).to_owned());
    }
    let (second, _) = others.first()?;
    let terms = Words::of(invoice.payment_terms.as_ref().map(|f| f.value.as_str()));
    let is_told = terms.has_any(&["gaccount", "grekening", "g rekening"]);
    let is_numbered = is_g_number(second) && !ordinary.is_some_and(is_g_number);
    (is_told || is_numbered).then(|| (*second).to_owned())
}

/// Numbers of blocked accounts begin with 99 (Belastingdienst, "Handboek loonheffingen", G-rekening).
fn is_g_number(iban: &str) -> bool {
    iban.starts_with("NL")
        && iban.get(8..).is_some_and(|number| number.trim_start_matches('0').starts_with("99"))
}

/// The accounts that words name, with where they stand.
fn accounts(all: &[&str]) -> Vec<(String, Range<usize>)> {
    let begins = |word: &str| {
        let bytes = word.as_bytes();
        bytes.len() >= 4
            && bytes[..2].iter().all(u8::is_ascii_lowercase)
            && bytes[2..4].iter().all(u8::is_ascii_digit)
    };
    let mut found = Vec::new();
    for at in (0..all.len()).filter(|at| begins(all[*at])) {
        let mut text = String::new();
        for (more, word) in all[at..].iter().take(9).enumerate() {
            text.push_str(&word.to_uppercase());
            if text.len() > 34 {
                break;
            }
            if let Some(iban) = identifier::iban(&text) {
                found.push((iban, at..at + more + 1));
                break;
            }
        }
    }
    found
}

/// Payment that is asked on an account which is none of those of the supplier, beside one that is: the words around it say so,
/// or it is among the ways to pay of an e-invoice.
pub(crate) fn paid_elsewhere(
    invoice: &Invoice,
    words: &Words,
    structured: bool,
    known: &[String],
    ours: &Ours,
) -> Option<Finding> {
    let blocked = g_account(invoice);
    let own = invoice.supplier.iban.as_ref().map(|iban| iban.value.as_str());
    let is_other = |iban: &str| {
        let is_debited = |m: &invoice::PaymentMeans| m.debited_iban.as_deref() == Some(iban);
        !known.iter().any(|one| one == iban)
            && own != Some(iban)
            && blocked.as_deref() != Some(iban)
            && !ours.has_id(iban)
            && !invoice.payment_means.iter().any(is_debited)
            && invoice.customer.iban.as_ref().is_none_or(|theirs| theirs.value != iban)
    };
    let found = |other: &str| -> Finding {
        let usual = own.or(known.first().map(String::as_str)).unwrap_or("?");
        PaidElsewhere { known: usual.to_owned(), other: other.to_owned() }.into()
    };
    let all: Vec<&str> = words.trimmed().split(' ').collect();
    let accounts = accounts(&all);
    for (iban, place) in accounts.iter().filter(|(iban, _)| is_other(iban)) {
        let around = place.start.saturating_sub(AROUND)..all.len().min(place.end + AROUND);
        let said = Words::of(all[around.clone()].iter().copied());
        let is_beside_known = accounts.iter().any(|(other, at)| {
            known.contains(other) && at.start >= around.start && at.end <= around.end
        });
        let is_changed = said.has_any(&LISTS.paid_otherwise);
        let is_asked = said.has_any(&LISTS.pay_on) && !said.has_any(&LISTS.paid_from);
        if is_changed || is_asked && !is_beside_known && !known.is_empty() {
            return Some(found(iban));
        }
    }
    if !structured || known.is_empty() {
        return None;
    }
    let is_collected = |code: Option<&str>| matches!(code, Some("49" | "59"));
    let mut means = invoice.payment_means.iter().filter(|m| !is_collected(m.code.as_deref()));
    let iban = means.find_map(|m| m.iban.as_ref().filter(|iban| is_other(&iban.value)))?;
    Some(found(&iban.value))
}

/// VAT that is charged on the whole of an invoice which says that the customer owes it.
pub(crate) fn charged_though_reversed(
    invoice: &Invoice,
    words: &Words,
    situation: &Situation,
) -> Option<Finding> {
    let rows = || invoice.vat_breakdown.iter().map(|row| &row.value);
    let is_charged = |vat: Option<invoice::Amount>| vat.is_some_and(|vat| !vat.is_zero());
    let is_both = rows().any(|row| {
        matches!(row.category, Some(VatCategory::Ae | VatCategory::K)) && is_charged(row.vat)
    });
    let totals = &invoice.totals;
    let (net, vat) = (totals.net.as_ref()?.value, totals.vat.as_ref()?.value);
    let is_whole = !vat.is_zero()
        && rows().all(|row| is_charged(row.vat))
        && rate_of(net, vat).is_some()
        && invoice.lines.iter().all(|l| l.value.rate.is_none_or(|rate| !rate.is_zero()));
    let is_said = || {
        let all: Vec<&str> = words.trimmed().split(' ').collect();
        // a row of the VAT table for what is reversed has an amount, of nothing where there is none
        let is_row = |place: &Range<usize>| {
            let is_amount = |word: &&str| {
                word.bytes().all(|byte| byte.is_ascii_digit()) && (word.len() >= 3 || *word == "0")
            };
            let is_article = |word: &&str| matches!(*word, "art" | "artikel" | "article");
            let after = all[place.end..].iter().take(BEFORE);
            after.clone().any(is_amount) && !after.clone().any(is_article)
        };
        let stated = places(&all, &LISTS.reverse_stated);
        stated.iter().any(|place| !is_row(place) && !is_conditional(&all, place.start))
    };
    (is_both || is_whole && situation.cues.reverse && is_said())
        .then(|| ChargedThoughReversed {}.into())
}
