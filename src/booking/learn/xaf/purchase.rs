//! From a transaction's lines to the purchase that was booked: which line is the creditor, which are VAT, which are costs.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::learn::entry::{
    Account, AccountKind, BookedLine, Booking, CreditorKind, Mark, OtherLine,
};
use crate::learn::ledger::{NAMES, has};
use invoice::Amount;

/// Lines of a transaction beyond which it is no purchase (opening balances, collected payments).
pub(super) const MAX_LINES: usize = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JournalKind {
    Purchase,
    /// Anything: what has a supplier and a cost account counts as a purchase.
    Any,
    /// Bank, cash, sales, payroll, opening balance.
    Other,
}

impl JournalKind {
    /// From `jrnTp` (one letter) or CLAIR's free text, else from the journal's name.
    pub(super) fn of(kind: &str, name: &str) -> Self {
        let kind = kind.trim().to_lowercase();
        match kind.as_str() {
            "p" | "i" => return Self::Purchase,
            "b" | "c" | "k" | "o" | "s" | "v" | "y" | "t" => return Self::Other,
            _ => {}
        }
        for text in [kind.as_str(), name.to_lowercase().as_str()] {
            if has(text, &NAMES.purchases) {
                return Self::Purchase;
            }
            if has(text, &NAMES.others) {
                return Self::Other;
            }
        }
        Self::Any
    }
}

/// What lines on an account are in a purchase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Creditor,
    Vat,
    Cost,
    /// Bank, cash and what goes between them: the other side of a purchase that was paid at once.
    Money,
    /// A balance account that may be anything.
    Balance,
}

/// What the chart of accounts and the relations say, as far as transactions need it.
#[derive(Debug, Default)]
pub(super) struct Chart {
    accounts: HashMap<String, Role>,
    vat_accounts: HashSet<String>,
    customers: HashSet<String>,
}

impl Chart {
    pub(super) fn account(&mut self, account: &Account) {
        self.accounts.insert(account.number.clone(), role(account));
    }

    pub(super) fn vat_account(&mut self, number: &str) {
        self.vat_accounts.insert(number.to_owned());
    }

    pub(super) fn relation(&mut self, number: &str, kind: CreditorKind) {
        if kind == CreditorKind::Customer {
            self.customers.insert(number.to_owned());
        }
    }

    fn is_supplier(&self, number: &str) -> bool {
        !self.customers.contains(number)
    }

    fn role(&self, number: &str) -> Role {
        let role = self.accounts.get(number).copied().unwrap_or(Role::Cost);
        if role != Role::Cost && self.vat_accounts.contains(number) {
            return Role::Vat;
        }
        role
    }
}

fn role(account: &Account) -> Role {
    if let Some(rgs) = &account.rgs {
        if rgs.starts_with("BSchCre") {
            return Role::Creditor;
        }
        if rgs.starts_with("BSchBepB") || rgs.starts_with("BVorVbkTvo") {
            return Role::Vat;
        }
        if rgs.starts_with("BLim") {
            return Role::Money;
        }
        if rgs.starts_with('W') {
            return Role::Cost;
        }
    }
    if account.kind == AccountKind::ProfitAndLoss {
        return Role::Cost;
    }
    let name = account.name.to_lowercase();
    if has(&name, &NAMES.creditors) {
        return Role::Creditor;
    }
    if has(&name, &NAMES.vat) {
        return Role::Vat;
    }
    let is_money = |word: &str| NAMES.money.iter().any(|money| money == word);
    if account.kind == AccountKind::Balance
        && name.split(|c: char| !c.is_alphabetic()).any(is_money)
    {
        return Role::Money;
    }
    if account.kind == AccountKind::Balance { Role::Balance } else { Role::Cost }
}

/// A transaction as it stands in the file.
#[derive(Debug, Default)]
pub(super) struct Transaction {
    pub(super) number: String,
    pub(super) text: String,
    pub(super) date: Option<Date>,
    pub(super) lines: Vec<Line>,
    pub(super) is_too_long: bool,
}

impl Transaction {
    /// What it has in debit beyond credit: nothing, where it balances.
    pub(super) fn off(&self) -> Amount {
        if self.is_too_long {
            return Amount::ZERO;
        }
        self.lines.iter().map(|line| line.net).sum::<Amount>().round_cents()
    }
}

#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) account: String,
    pub(super) text: String,
    pub(super) net: Amount,
    pub(super) relation: String,
    /// Document that it is of (`docRef`).
    pub(super) reference: String,
    pub(super) vat_code: String,
    pub(super) date: Option<Date>,
}

impl Line {
    /// As new, with room for texts.
    pub(super) fn clear(&mut self) {
        self.account.clear();
        self.text.clear();
        self.net = Amount::ZERO;
        self.relation.clear();
        self.reference.clear();
        self.vat_code.clear();
        self.date = None;
    }
}

/// The journal that a transaction is in.
#[derive(Debug)]
pub(super) struct Journal {
    pub(super) id: String,
    pub(super) kind: JournalKind,
    /// Account of the other side (`offsetAccID`), the creditors of a purchase journal.
    pub(super) offset_account: String,
}

/// The identity of a transaction within an administration: numbers are unique in a journal and year.
pub(super) fn mark(year: &str, journal: &str, number: &str) -> Mark {
    Mark::of(&["xaf", year, journal, number])
}

/// The purchase that a transaction is, if it is one.
pub(super) fn purchase(
    transaction: &mut Transaction,
    journal: &Journal,
    year: &str,
    chart: &Chart,
) -> Option<Booking> {
    if transaction.is_too_long || transaction.lines.len() < 2 {
        return None;
    }
    let lines = &transaction.lines;
    let mut roles: Vec<Role> = lines
        .iter()
        .map(|line| {
            if !journal.offset_account.is_empty() && line.account == journal.offset_account {
                Role::Creditor
            } else {
                chart.role(&line.account)
            }
        })
        .collect();
    if !roles.contains(&Role::Creditor) && !roles.contains(&Role::Money) {
        // The line that balances all others, on a balance account.
        let largest = (0..lines.len())
            .filter(|&i| roles[i] == Role::Balance)
            .max_by_key(|&i| (lines[i].net.abs(), std::cmp::Reverse(i)))?;
        roles[largest] = Role::Creditor;
    }
    let on_creditor = lines
        .iter()
        .zip(&roles)
        .filter(|(line, role)| **role == Role::Creditor && !line.relation.is_empty());
    let supplier = on_creditor
        .map(|(line, _)| line)
        .chain(lines.iter().filter(|line| !line.relation.is_empty()))
        .map(|line| line.relation.as_str())
        .next();
    if journal.kind == JournalKind::Any {
        let has_costs = lines
            .iter()
            .zip(&roles)
            .any(|(line, role)| *role == Role::Cost && chart.accounts.contains_key(&line.account));
        if !supplier.is_some_and(|number| chart.is_supplier(number)) || !has_costs {
            return None;
        }
    }
    let codes: Vec<&str> = {
        let mut codes: Vec<&str> = lines
            .iter()
            .map(|line| line.vat_code.as_str())
            .filter(|code| !code.is_empty())
            .collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    let is_cost = |i: usize| matches!(roles[i], Role::Cost | Role::Balance);
    let are_coded = (0..lines.len()).any(|i| is_cost(i) && !lines[i].vat_code.is_empty());
    let mut booked = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if !is_cost(i) || line.account.is_empty() {
            continue;
        }
        // Some exporters name the code on the VAT line only, which follows its cost line.
        let vat_code = match codes.as_slice() {
            _ if !line.vat_code.is_empty() => Some(line.vat_code.clone()),
            _ if are_coded => None,
            [only] => Some((*only).to_owned()),
            _ => (i + 1..lines.len())
                .find(|&j| roles[j] == Role::Vat)
                .map(|j| lines[j].vat_code.clone())
                .filter(|code| !code.is_empty()),
        };
        booked.push(BookedLine {
            account: line.account.clone(),
            vat_code,
            net: line.net,
            text: together(&line.text, &transaction.text),
        });
    }
    if booked.is_empty() {
        return None;
    }
    let date = transaction.date.or_else(|| lines.iter().find_map(|line| line.date));
    let others = lines.iter().zip(&roles).filter(|(line, _)| !line.account.is_empty());
    let others = others.filter(|(_, role)| matches!(role, Role::Creditor | Role::Vat));
    let others = others.map(|(line, role)| OtherLine {
        is_vat: *role == Role::Vat,
        account: line.account.clone(),
        vat_code: match codes.as_slice() {
            _ if !line.vat_code.is_empty() => Some(line.vat_code.clone()),
            [only] => Some((*only).to_owned()),
            _ => None,
        },
        amount: line.net,
    });
    let others = others.collect();
    let of_creditor = lines.iter().zip(&roles).filter(|(_, role)| **role == Role::Creditor);
    let texts = of_creditor.flat_map(|(line, _)| [&line.reference, &transaction.text, &line.text]);
    let number = texts.filter_map(|text| number_in(text)).find(|n| *n != transaction.number);
    let number = number.map(str::to_owned);
    Some(Booking {
        mark: mark(year, &journal.id, &transaction.number),
        supplier: supplier.map(str::to_owned),
        date,
        lines: booked,
        number,
        others,
    })
}

/// Digits that a number of an invoice has at least, where other words stand beside it.
const LEAST_DIGITS: usize = 3;

/// The number of an invoice in a text: all of it, or the word with the most digits.
fn number_in(text: &str) -> Option<&str> {
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let text = text.trim();
    if !text.contains(char::is_whitespace) {
        return (digits(text) > 0 && text.len() <= 40).then_some(text);
    }
    let best = text.split_whitespace().rev().max_by_key(|word| digits(word))?;
    (digits(best) >= LEAST_DIGITS && best.len() <= 40).then_some(best)
}

/// The text of a line with that of its transaction, unless it says the same.
fn together(line: &str, transaction: &str) -> String {
    let (line, transaction) = (line.trim(), transaction.trim());
    if line.contains(transaction) {
        line.to_owned()
    } else if transaction.contains(line) {
        transaction.to_owned()
    } else {
        format!("{line} {transaction}")
    }
}
