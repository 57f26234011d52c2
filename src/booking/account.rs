//! On which ledger account a line goes, why, and how sure that is.
//!
//! In this order: a rule that the bookkeeper wrote, what was done with this supplier before, the classifier trained on the
//! administration's own lines, words that speak for accounts of RGS, else the suspense account.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::context::Books;
use super::cues::Words;
use super::document::Chosen;
use super::general;
use super::history::{Habit, Question, Ranked};
use super::law::VatCode;
use super::rgs;
use super::vat::{Before, TELLING};
use super::{BookingRule, Supplier};
use invoice::{Amount, Party};
use rust_decimal::Decimal;

/// What chose an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A rule of the bookkeeper.
    Rule,
    /// What was done with this supplier before.
    History,
    /// The classifier trained on this administration.
    Classifier,
    /// The general model over RGS.
    General,
    /// The kind of entry leaves no choice (VAT, creditor, rounding).
    Fixed,
    /// Nothing: it is on the suspense account.
    Suspense,
}

/// What an account was chosen by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// The kind of entry, or nothing.
    Nothing,
    /// The rule of this name.
    Rule(String),
    /// What was booked with the supplier before.
    History {
        /// Bookings on this account, each weighed by its age.
        here: f32,
        /// All bookings.
        all: f32,
        /// The words of the invoice that tell it from its others.
        words: Vec<String>,
    },
    /// These words.
    Words(Vec<String>),
    /// What the ledger of an older program has.
    #[serde(untagged)]
    Told(String),
}

impl fmt::Display for Because {
    /// The rule's name, "bookings on this account/all bookings", or the words: the same in every language.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Rule(text) | Self::Told(text) => f.write_str(text),
            Self::Words(words) => f.write_str(&words.join(", ")),
            Self::History { here, all, words } => {
                write!(f, "{here:.0}/{all:.0}")?;
                if words.is_empty() {
                    return Ok(());
                }
                write!(f, ": {}", words.join(", "))
            }
        }
    }
}

/// A chosen account.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// Number of the account.
    pub account: String,
    /// Its RGS code.
    pub rgs: Option<String>,
    /// Probability that it is right, 0 to 1.
    pub probability: f32,
    /// What chose it.
    pub by: By,
    /// What it went by.
    pub because: Because,
    /// VAT code that a rule gives with it.
    pub vat_code: Option<VatCode>,
    /// VAT codes that the supplier was booked with before.
    pub before: Vec<Before>,
    /// The account that has a share of what this supplier is owed, as before, and that share: what is private.
    pub private: Option<(String, Decimal)>,
    /// The share of the VAT of this supplier that is deducted, where that was never all.
    pub deducted: Option<Decimal>,
    /// Cost centre that comes with it.
    pub cost_center: Option<String>,
    /// Other accounts that share the amount, with the weights of all (this one first).
    pub split: Vec<(Choice, u32)>,
}

impl Choice {
    /// An account that the kind of entry prescribes, by its RGS code.
    pub fn fixed(books: &Books, code: &str) -> Self {
        let (account, rgs) = books.account(code);
        Self {
            account,
            rgs,
            probability: 1.0,
            by: By::Fixed,
            because: Because::Nothing,
            vat_code: None,
            before: Vec::new(),
            private: None,
            deducted: None,
            cost_center: None,
            split: Vec::new(),
        }
    }

    fn with(books: &Books, account: &str, by: By, probability: f32, because: Because) -> Self {
        let (account, rgs) = books.account(account);
        Self {
            account,
            rgs,
            probability,
            by,
            because,
            vat_code: None,
            before: Vec::new(),
            private: None,
            deducted: None,
            cost_center: None,
            split: Vec::new(),
        }
    }
}

/// What gave the account, in the reasons of an entry.
pub(crate) const BY_PERSON: &str = "dizzy review";

/// What a choice is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountQuery<'a> {
    /// The books.
    pub books: &'a Books,
    /// The rules of the configuration.
    pub rules: &'a [BookingRule],
    /// The supplier as it was read.
    pub party: &'a Party,
    /// The supplier in the creditor list.
    pub supplier: Option<&'a Supplier>,
    /// The words of the whole document.
    pub page: &'a Words,
    /// What a person chose for lines of the invoice.
    pub chosen: &'a Chosen,
    /// Total of the invoice with VAT.
    pub gross: Amount,
}

/// History counts as one booking more for something else: a single booking is no certainty.
const PRIOR: f32 = 0.4;
/// Lines of an account with a VAT code and without that are taken to have been, though none was seen.
const UNSEEN: f32 = 0.1;
/// What an account on which the supplier was booked once is worth at the most.
const ONCE: f32 = 0.5;
/// What a classifier says with less than this is not said.
const LEAST: f32 = 0.35;
/// A line goes on another account than the invoice only when the classifier is this sure.
const SURE_PART: f32 = 0.7;

impl AccountQuery<'_> {
    /// The account of an invoice as a whole, given by the texts of its lines and its amount without VAT.
    pub fn choose(&self, texts: &[&str], amount: Amount) -> Choice {
        // a rule about words is for the lines that have them, where lines are known
        let words = texts.is_empty().then_some(self.page);
        if let Some(choice) = self.by_rule(words) {
            return choice;
        }
        let question = self.question(texts, amount);
        self.by_history(&question, None)
            .or_else(|| self.by_classifier(&question, LEAST))
            .or_else(|| self.by_words(&question).filter(|choice| self.has(choice)))
            .or_else(|| Some(self.suspense()).filter(|choice| self.has(choice)))
            .or_else(|| self.by_classifier(&question, 0.0))
            .or_else(|| self.by_words(&question))
            .unwrap_or_else(|| self.suspense())
    }

    /// Whether the chart, where one is known, has the account.
    fn has(&self, choice: &Choice) -> bool {
        self.books.may_book_on(&choice.account)
    }

    fn suspense(&self) -> Choice {
        Choice::with(self.books, rgs::SUSPENSE, By::Suspense, 0.0, Because::Nothing)
    }

    /// Whether the supplier was ever booked on an account.
    pub(crate) fn was_booked_on(&self, account: &str) -> bool {
        let of = self.supplier.map_or(&[][..], |own| self.books.learned.history.of(&own.code));
        of.iter().any(|habit| habit.account == account)
    }

    /// The accounts that a person chose for a line of the invoice in the place of `choice`.
    pub(crate) fn by_person(&self, line: Option<usize>, choice: Choice) -> Choice {
        let chosen = line.and_then(|line| self.chosen.get(&line));
        let Some((first, others)) = chosen.and_then(|chosen| chosen.split_first()) else {
            return choice;
        };
        let on = |number: &String| {
            let (account, rgs) = self.books.account(number);
            let because = Because::Rule(BY_PERSON.to_owned());
            Choice { account, rgs, probability: 1.0, by: By::Rule, because, ..choice.clone() }
        };
        let all = || std::iter::once(first).chain(others);
        let split = all().map(|(account, weight)| (on(account), *weight)).collect();
        Choice { split: if others.is_empty() { Vec::new() } else { split }, ..on(&first.0) }
    }

    /// The account of a part of an invoice that goes on `whole`, with the VAT code that it has: another where a rule names
    /// its words, or where the history tells the parts apart. A part without words of its own has those of the invoice.
    pub(crate) fn choose_part(
        &self,
        text: &str,
        all: &[&str],
        amount: Amount,
        code: VatCode,
        whole: &Choice,
    ) -> Choice {
        let words = Words::of([text]);
        let by_rule = self.by_rule(Some(&words)).filter(|_| {
            !text.is_empty()
                && (whole.by != By::Rule || self.rules.iter().any(|rule| !rule.words.is_empty()))
        });
        if let Some(choice) = by_rule {
            return choice;
        }
        let own = [text];
        let question = self.question(if text.is_empty() { all } else { &own }, amount);
        let told_apart = match whole.by {
            By::History => self.by_history(&question, Some(code)),
            By::Classifier if !text.is_empty() => self.by_classifier(&question, SURE_PART),
            _ => None,
        };
        told_apart.unwrap_or_else(|| whole.clone())
    }

    fn question<'q>(&'q self, texts: &'q [&'q str], amount: Amount) -> Question<'q> {
        Question {
            supplier: self.supplier.map(|s| s.code.as_str()),
            supplier_name: self.party.name.as_ref().map(|f| f.value.as_str()),
            texts,
            amount,
        }
    }

    /// By the first rule that applies; one about words only where there are words.
    fn by_rule(&self, words: Option<&Words>) -> Option<Choice> {
        let rule = self.rules.iter().find(|rule| self.applies(rule, words))?;
        let name = if rule.name.is_empty() { rule.account.clone() } else { rule.name.clone() };
        let code = rule.vat_code.as_deref().and_then(VatCode::of_name);
        let make = |account: &str, cost_center: Option<&String>| {
            let mut choice =
                Choice::with(self.books, account, By::Rule, 0.99, Because::Rule(name.clone()));
            choice.vat_code = code;
            choice.cost_center = cost_center.or(rule.cost_center.as_ref()).cloned();
            choice
        };
        let Some((first, others)) = rule.split.split_first() else {
            return Some(make(&rule.account, None));
        };
        let mut choice = make(&first.account, first.cost_center.as_ref());
        let whole = (choice.clone(), first.share);
        choice.split = std::iter::once(whole)
            .chain(
                others
                    .iter()
                    .map(|part| (make(&part.account, part.cost_center.as_ref()), part.share)),
            )
            .collect();
        Some(choice)
    }

    fn applies(&self, rule: &BookingRule, words: Option<&Words>) -> bool {
        let name = &self.books.administration.name;
        (rule.administration.is_empty() || rule.administration == *name)
            && (rule.supplier.is_empty() || self.is_supplier(&rule.supplier))
            && (rule.words.is_empty()
                || words
                    .is_some_and(|words| rule.words.iter().any(|word| words.has(&folded(word)))))
            && rule.amount_from.is_none_or(|from| self.gross.abs() >= from)
            && rule.amount_to.is_none_or(|to| self.gross.abs() <= to)
    }

    fn is_supplier(&self, wanted: &str) -> bool {
        let is = |value: Option<&str>| value.is_some_and(|value| same_id(value, wanted));
        let party = self.party;
        let names = [
            party.name.as_ref().map(|f| f.value.as_str()),
            party.trading_name.as_ref().map(|f| f.value.as_str()),
            self.supplier.map(|s| s.name.as_str()),
        ];
        is(self.supplier.map(|s| s.code.as_str()))
            || is(party.vat_id.as_ref().map(|f| f.value.as_str()))
            || is(party.kvk.as_ref().map(|f| f.value.as_str()))
            || is(party.iban.as_ref().map(|f| f.value.as_str()))
            || names.into_iter().flatten().any(|name| Words::of([name]).has(&folded(wanted)))
    }

    /// By how this supplier was booked, what has the same VAT code telling more.
    fn by_history(&self, question: &Question<'_>, code: Option<VatCode>) -> Option<Choice> {
        let supplier = self.supplier?;
        let learned = &self.books.learned;
        let private = learned.usage.private_share(&supplier.code);
        let is_private = |account: &str| private.is_some_and(|(own, _)| own == account);
        let habits = learned.history.of(&supplier.code);
        let habits: Vec<&Habit> =
            habits.iter().filter(|habit| !is_private(&habit.account)).collect();
        let total: f32 = habits.iter().map(|habit| habit.count).sum();
        let codes: Vec<Option<VatCode>> = habits
            .iter()
            .map(|habit| habit.vat_code.as_deref().and_then(|code| self.books.vat_code(code)))
            .collect();
        // several accounts with one supplier: what the invoice says decides
        let ranked: Vec<Ranked> = match &learned.by_supplier {
            Some(by_supplier) => {
                let mut ranked = by_supplier.rank(question);
                let before: f32 = ranked.iter().map(|one| one.probability).sum();
                ranked.retain(|one| !is_private(&one.account));
                let after: f32 = ranked.iter().map(|one| one.probability).sum();
                if private.is_some() && after > 0.0 {
                    for one in &mut ranked {
                        one.probability *= before / after;
                    }
                }
                ranked
            }
            None => habits
                .iter()
                .map(|habit| Ranked {
                    account: habit.account.clone(),
                    probability: habit.count / (total + PRIOR),
                    because: Vec::new(),
                })
                .collect(),
        };
        // how much of what is on an account, or on any, has this code
        let share = |account: Option<&str>| {
            let on = |(habit, _): &(&&Habit, &Option<VatCode>)| {
                account.is_none_or(|account| habit.account == account)
            };
            let weight = |same: bool| -> f32 {
                let of_code =
                    |of: &Option<VatCode>| of.zip(code).is_some_and(|(a, b)| is_like(a, b));
                let all = habits.iter().zip(&codes).filter(on);
                all.filter(|(_, of)| !same || of_code(of)).map(|(habit, _)| habit.weight).sum()
            };
            let (same, all) = (weight(true), weight(false));
            if code.is_none() { 1.0 } else { (same + UNSEEN) / (all + 2.0 * UNSEEN) }
        };
        let weighed = |ranked: &Ranked| ranked.probability * share(Some(&ranked.account));
        let rest = 1.0 - ranked.iter().map(|ranked| ranked.probability).sum::<f32>();
        let sum = ranked.iter().map(weighed).sum::<f32>() + rest.max(0.0) * share(None);
        let best = ranked.iter().max_by(|a, b| weighed(a).total_cmp(&weighed(b)))?;
        let same = habits.iter().filter(|habit| habit.account == best.account);
        let here: f32 = same.clone().map(|habit| habit.count).sum();
        let weight: f32 = same.clone().map(|habit| habit.weight).sum();
        let probability = if sum > 0.0 { weighed(best) / sum } else { 0.0 };
        let because = Because::History { here, all: total, words: best.because.clone() };
        // once is no habit
        let probability = if weight < TELLING { probability.min(ONCE) } else { probability };
        let mut choice = Choice::with(self.books, &best.account, By::History, probability, because);
        let latest = same.max_by_key(|habit| habit.last);
        choice.cost_center = latest.and_then(|habit| habit.cost_center.clone());
        choice.before = habits
            .iter()
            .zip(codes)
            .filter_map(|(habit, code)| {
                let own = habit.vat_code.clone()?;
                let is_partly = self.books.is_partly(&own);
                let account = habit.account.clone();
                Some(Before { code: code?, is_partly, weight: habit.weight, account, own })
            })
            .collect();
        choice.private = private.map(|(account, share)| (account.to_owned(), share));
        // what is private is no part of it
        let deducted = learned.usage.deducted_share(&supplier.code);
        choice.deducted = deducted.filter(|_| private.is_none());
        Some(choice)
    }

    fn by_classifier(&self, question: &Question<'_>, least: f32) -> Option<Choice> {
        let ranked = self.books.learned.classifier.as_ref()?.rank(question);
        let best = ranked.into_iter().next().filter(|best| best.probability >= least)?;
        let because = Because::Words(best.because);
        Some(Choice::with(self.books, &best.account, By::Classifier, best.probability, because))
    }

    fn by_words(&self, question: &Question<'_>) -> Option<Choice> {
        let trained = self.books.general.as_ref().and_then(|general| {
            general.rank(question).into_iter().next().filter(|best| best.probability >= LEAST)
        });
        let named = general::rank(question, self.page).into_iter().next();
        let best = match (trained, named) {
            (Some(trained), Some(named)) if named.probability > trained.probability => named,
            (Some(trained), _) => trained,
            (None, named) => named.filter(|best| best.probability >= LEAST)?,
        };
        let because = Because::Words(best.because);
        Some(Choice::with(self.books, &best.account, By::General, best.probability, because))
    }
}

/// Whether two codes are one as far as an account can tell: VAT that is not deducted stands on the cost either way.
pub(crate) fn is_like(a: VatCode, b: VatCode) -> bool {
    let is_outside = |code: VatCode| code.base_box().is_none() && !code.is_input();
    // on what the buyer owes itself stands no rate
    let is_owed = |code: VatCode| code.self_assessed().is_some();
    a == b
        || (is_outside(a) && is_outside(b))
        || (is_owed(a) && is_owed(b) && a.base_box() == b.base_box())
}

/// A word of the configuration as [`Words::has`] takes it.
fn folded(text: &str) -> String {
    let open = (text.starts_with('*'), text.ends_with('*'));
    let words = Words::of([text]).trimmed().to_owned();
    format!("{}{words}{}", if open.0 { "*" } else { "" }, if open.1 { "*" } else { "" })
}

/// True when two identifiers are the same but for blanks, dots and case.
fn same_id(a: &str, b: &str) -> bool {
    let bare = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
    };
    let (a, b) = (bare(a), bare(b));
    !a.is_empty() && a == b
}
