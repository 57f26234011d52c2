//! A booking proposal (boekingsvoorstel).

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::account::{Because, By};
use super::finding::{Finding, Moved};
use super::ground::Ground;
use super::law::Rubriek;
use super::suppliers::MatchedBy;
use invoice::{Amount, Field, Invoice};

/// What a person has to do with a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Can be booked as it is.
    Ready,
    /// A person should look.
    Review,
    /// Could not be made.
    Failed,
}

/// Whether the administration buys or sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The administration is the customer.
    Purchase,
    /// The administration is the supplier.
    Sale,
}

/// What a proposal was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceKind {
    /// A PDF with a text layer.
    PdfText,
    /// A PDF of which at least one page was recognised from pixels.
    PdfScan,
    /// A picture.
    Image,
    /// A UBL invoice.
    Ubl,
    /// A CII invoice.
    Cii,
    /// A PDF with a structured invoice inside (Factur-X, ZUGFeRD).
    HybridPdf,
}

/// The part of a source that a proposal was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// What it was made from.
    pub kind: SourceKind,
    /// First and last page, from 1; `None` for a bare XML invoice.
    pub pages: Option<(u32, u32)>,
}

/// What a line of the journal entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A cost or a purchase.
    #[default]
    Cost,
    /// Revenue.
    Revenue,
    /// VAT.
    Vat,
    /// A deposit on packaging, on the balance sheet.
    Deposit,
    /// What is owed to the supplier.
    Creditor,
    /// What the customer owes.
    Debtor,
    /// A rounding difference.
    Rounding,
    /// What a person has to find the account for.
    Suspense,
}

/// Why a line is as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// What chose the account.
    pub by: By,
    /// What it went by.
    pub because: Because,
    /// Why the VAT code.
    pub vat: Ground,
}

impl Default for Why {
    fn default() -> Self {
        Self { by: By::Fixed, because: Because::Nothing, vat: Ground::None }
    }
}

/// One line of the journal entry.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct JournalLine {
    /// Ledger account of the administration.
    pub account: String,
    /// RGS reference code.
    pub rgs: Option<String>,
    /// Description.
    pub description: String,
    /// Debit, in the currency of the entry.
    pub debit: Amount,
    /// Credit, in the currency of the entry.
    pub credit: Amount,
    /// VAT code of the administration.
    pub vat_code: Option<String>,
    /// Box of the Dutch VAT return (rubriek), "1a" to "5b".
    pub rubriek: Option<String>,
    /// What it is.
    pub kind: LineKind,
    /// Cost centre.
    pub cost_center: Option<String>,
    /// Code of the creditor or debtor, on its line, when it is in the list.
    pub relation: Option<String>,
    /// When it is due, on the line of the creditor or debtor.
    pub due_date: Option<Date>,
    /// Payment reference, on the line of the creditor or debtor.
    pub payment_reference: Option<String>,
    /// Why.
    pub why: Why,
    /// Probability that the account is right, 0 to 1.
    pub confidence: f32,
}

/// What an invoice adds to a box of the VAT return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VatBox {
    /// The box.
    pub rubriek: Rubriek,
    /// Amount without VAT, where the box asks for it.
    pub base: Option<Amount>,
    /// VAT.
    pub vat: Amount,
}

/// How amounts in a foreign currency were translated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Currency of the invoice.
    pub from: String,
    /// Currency of the entry.
    pub to: String,
    /// Units of the invoice's currency for one of the entry's.
    pub rate: Decimal,
    /// The day of the rate.
    pub day: Option<Date>,
    /// Where it comes from: "invoice" or "ecb".
    pub source: String,
}

/// How an administration was found for a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssignedBy {
    /// By the folder the document is in.
    Folder,
    /// By the recipient, or the sender of a sale, read on it.
    Party,
    /// A person gave it to them.
    Person,
}

/// The supplier (of a sale: the customer) in the administration's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Code in the list; `None` proposes a new one.
    pub code: Option<String>,
    /// By what it was recognised.
    pub by: Option<MatchedBy>,
    /// How sure, 0 to 1.
    pub score: f32,
}

/// How a document is booked, beside the lines of the entry.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Booking {
    /// How the administration was found.
    pub assigned_by: Option<AssignedBy>,
    /// Journal (dagboek).
    pub journal: String,
    /// Currency of the entry.
    pub currency: String,
    /// How foreign amounts were translated.
    pub exchange: Option<Exchange>,
    /// What goes into the VAT return.
    pub vat_return: Vec<VatBox>,
    /// The supplier in the administration's list.
    pub relation: Option<Relation>,
    /// Blocked account (G-rekening) of the supplier, beside the ordinary one.
    pub g_account: Option<String>,
    /// Probability that all accounts are right, 0 to 1.
    pub confidence: f32,
    /// The account of each line of the invoice that is booked on one, by its place from 0; empty when all are on the same.
    #[serde(default)]
    pub line_accounts: BTreeMap<usize, String>,
}

/// A booking proposal: the invoice, what was found about it, and how it would be booked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Where it comes from.
    pub source: SourceRef,
    /// What a person has to do.
    pub verdict: Verdict,
    /// Purchase or sale.
    pub direction: Direction,
    /// The administration it belongs to, when configured.
    pub administration: Option<String>,
    /// The supplier in the administration's creditor list, when matched.
    pub supplier_known_as: Option<String>,
    /// What was read.
    pub invoice: Invoice,
    /// The journal entry; empty when the invoice does not allow one.
    pub journal: Vec<JournalLine>,
    /// How it is booked, beside the lines.
    pub booking: Booking,
    /// What the checks found.
    pub findings: Vec<Finding>,
    /// What a person said about it.
    #[serde(default)]
    pub reviewed: Option<Reviewed>,
}

impl Proposal {
    /// The administration it is for because the document lies in its folder.
    pub fn by_folder(&self) -> Option<&str> {
        let is_by_folder = self.booking.assigned_by == Some(AssignedBy::Folder);
        self.administration.as_deref().filter(|_| is_by_folder)
    }

    /// Whether a person called it right as it stands.
    pub fn is_accepted(&self) -> bool {
        self.reviewed.as_ref().is_some_and(|reviewed| reviewed.accepted)
    }

    /// Its accounts with their VAT codes, but those that follow from what they are.
    pub fn accounts(&self) -> Vec<String> {
        let lines = self.journal.iter().filter(|line| line.kind == LineKind::Cost);
        let mut accounts: Vec<String> = lines
            .map(|line| [Some(line.account.as_str()), line.vat_code.as_deref()])
            .map(|line| line.into_iter().flatten().collect::<Vec<_>>().join(" "))
            .collect();
        accounts.sort_unstable();
        accounts.dedup();
        accounts
    }

    /// Says so where a proposal that was ready is booked on other accounts now, until a person has looked; `before` is what it
    /// was.
    pub fn tell_moved(&mut self, before: &Self) {
        // what was ready before its period was closed stays so
        let is_closed =
            |one: &Self| one.findings.iter().any(|f| matches!(f, Finding::PeriodClosed(_)));
        if before.verdict == Verdict::Ready
            && is_closed(self)
            && !is_closed(before)
            && self.entry() == before.entry()
        {
            *self = before.clone();
            return;
        }
        let told = before.findings.iter().find(|finding| matches!(finding, Finding::Moved(_)));
        let is_same = self.accounts() == before.accounts();
        // a rule is what a person wants
        if self.journal.iter().any(|line| line.why.by == By::Rule) {
            return;
        }
        let moved = match told {
            Some(told) if is_same => told.clone(),
            None if before.verdict == Verdict::Ready && !is_same => {
                Moved { was: before.accounts() }.into()
            }
            _ => return,
        };
        self.findings.push(moved);
        self.verdict = self.verdict.max(Verdict::Review);
    }

    /// Of what was handed over and a person has corrected since: that it is booked otherwise than before, on an account that is
    /// not sure by what was learned, is what they said, and no reason to look again.
    pub fn stand_as_said(&mut self, before: &Self) {
        let is_said = |one: &Finding| matches!(one, Finding::Moved(_) | Finding::AccountUnsure(_));
        if before.verdict == Verdict::Ready && self.findings.iter().any(is_said) {
            self.findings.retain(|one| !is_said(one));
            if !self.findings.iter().any(Finding::wants_person) {
                self.verdict = Verdict::Ready;
            }
        }
    }

    /// What is booked and of what, as text to be compared: what a person accepts who accepts it. What proves it, how sure
    /// it is and the supplier's code in the list are not in it.
    pub fn entry(&self) -> String {
        fn value<T>(field: Option<&Field<T>>) -> Option<&T> {
            field.map(|field| &field.value)
        }
        let (i, t) = (&self.invoice, &self.invoice.totals);
        let lines: Vec<_> = self
            .journal
            .iter()
            .map(|l| {
                (&l.account, l.debit, l.credit, &l.vat_code, &l.rubriek, &l.cost_center, l.due_date)
            })
            .collect();
        let of =
            (value(i.number.as_ref()), value(i.issue_date.as_ref()), value(i.due_date.as_ref()));
        let who = (value(i.supplier.name.as_ref()), value(i.supplier.iban.as_ref()));
        let sums = (value(t.net.as_ref()), value(t.vat.as_ref()), value(t.gross.as_ref()));
        let entry = (
            (self.direction, &self.administration, value(i.document_type.as_ref()), of, who),
            (value(i.currency.as_ref()), sums, lines, &self.booking.vat_return),
        );
        serde_json::to_string(&entry).unwrap_or_default()
    }
}

/// What a person said about a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reviewed {
    /// It is right as it stands.
    pub accepted: bool,
    /// Whether it is an invoice that was there before; `None` when nobody said.
    pub duplicate: Option<bool>,
    /// The fields that were changed, by their paths in the output.
    pub corrected: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::{Derivation, Evidence, Lang, Proof, Source};

    /// What comes back from the ledger of what went into it.
    fn kept<T: Serialize, U: serde::de::DeserializeOwned>(value: &T) -> U {
        rmp_serde::from_slice(&rmp_serde::to_vec(value).unwrap()).unwrap()
    }

    #[test]
    fn reasons_are_kept() {
        let why = Why {
            by: By::History,
            because: Because::History { here: 2.0, all: 3.0, words: vec!["diesel".to_owned()] },
            vat: Ground::NotCharged,
        };
        assert_eq!(kept::<_, Why>(&why), why);
        assert_eq!(why.because.to_string(), "2/3: diesel");
        let mut evidence = Evidence::derived(Derivation::GrossLessVat);
        evidence.proved_by =
            vec![Proof::TotalsAddUp, Proof::DigitOfIdentifier { was: "NL1".into() }];
        assert_eq!(kept::<_, Evidence>(&evidence), evidence);
        let path = Evidence::xml("/Invoice/cbc:ID", "7");
        assert_eq!(kept::<_, Evidence>(&path), path);
    }

    /// The ledger of an older program has them in words.
    #[test]
    fn reasons_of_an_older_program_are_said_as_it_said_them() {
        let why: Why = kept(&("history", "9/10", "no VAT charged"));
        assert_eq!(why.because.to_string(), "9/10");
        assert_eq!(why.vat.text(Lang::En), "no VAT charged");
        assert_eq!(kept::<_, Why>(&("fixed", "", "")).vat.text(Lang::En), "");
        let proofs: Vec<Proof> = kept(&["net + VAT = gross"]);
        assert_eq!(proofs[0].text(Lang::Nl), "net + VAT = gross");
        let source: Source = kept(&"gross - VAT");
        assert_eq!(source.text(Lang::Nl), "gross - VAT");
    }
}
