//! Which documents are the same invoice, across formats and runs.
//!
//! Decided over all that the ledger holds, in an order that does not depend on when a document was read: of two that are
//! one invoice what was handed over or accepted is the original, then the e-invoice, then the born-digital page, then the scan, then whichever comes first.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::document::is_receipt;
use super::{Proposal, SourceKind, is_bookable};
use invoice::fold::fold;
use invoice::names;
use invoice::{Amount, DocumentType, Invoice, Method, Party};
use reading::source::Sha256;

/// Why two documents are held to be one invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Supplier, number and total are the same.
    SameInvoice,
    /// Supplier and number are the same, something else is not.
    SameNumber,
    /// Supplier, total and day are the same, the numbers nearly (one was recognised from pixels).
    NearlySameNumber,
    /// Supplier, total and day are the same, and a number is missing.
    SameAmountAndDate,
    /// Supplier, total, day and lines are the same, as far as both have lines; the numbers are not.
    SameLines,
}

/// What tells whether two documents are one invoice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Key {
    administration: String,
    /// It was handed over or accepted: what comes later is the copy.
    #[serde(skip)]
    is_booked: bool,
    /// How good an original it is: the lower the better.
    rank: u8,
    is_credit: bool,
    /// Recognised from pixels.
    by_ocr: bool,
    vat_id: Option<String>,
    kvk: Option<String>,
    iban: Option<String>,
    name: Option<String>,
    number: Option<String>,
    day: Option<Date>,
    gross: Option<Amount>,
    currency: String,
    /// What its lines are; `None` where none were read, and of receipts, which are alike.
    #[serde(default)]
    lines: Option<Sha256>,
}

/// A document that is the same invoice as one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// Index of the original.
    pub of: usize,
    /// Why.
    pub reason: Reason,
    /// Beyond doubt; otherwise a person should look.
    pub certain: bool,
}

fn bare(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// An invoice number as it is compared: letters and digits, those that look alike as one, without zeros in front.
fn normal_number(number: &str) -> Option<String> {
    let text: String = bare(&fold(number))
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let text = text.trim_start_matches('0');
    (!text.is_empty()).then(|| text.to_owned())
}

/// The words and amounts of the lines of an invoice.
fn lines(invoice: &Invoice) -> Option<Sha256> {
    let line = |line: &invoice::Line| {
        let amount = line.net.or(line.gross).unwrap_or_default().abs();
        format!(
            "{} {}",
            fold(line.description.as_deref().unwrap_or_default()),
            amount.0.normalize()
        )
    };
    let mut all: Vec<String> = invoice.lines.iter().map(|one| line(&one.value)).collect();
    all.sort_unstable();
    (!all.is_empty() && !is_receipt(invoice)).then(|| Sha256::of(all.join("\n").as_bytes()))
}

impl Key {
    /// The day of the invoice.
    pub fn day(&self) -> Option<Date> {
        self.day
    }

    /// The administration that the proposal is for; empty when none is known.
    pub fn administration(&self) -> &str {
        &self.administration
    }

    /// The same of what was handed over or accepted: what comes later is the copy.
    #[must_use]
    pub fn booked(self) -> Self {
        Self { is_booked: true, ..self }
    }

    /// The key of a proposal; `None` for documents that are not booked.
    pub fn of(proposal: &Proposal) -> Option<Self> {
        let invoice = &proposal.invoice;
        if !is_bookable(invoice) {
            return None;
        }
        let party: &Party = &invoice.supplier;
        let id = |field: &Option<invoice::Field<String>>| {
            field.as_ref().map(|f| bare(&f.value)).filter(|id| id.len() >= 6)
        };
        let by_ocr = matches!(proposal.source.kind, SourceKind::PdfScan | SourceKind::Image)
            || invoice.number.as_ref().is_some_and(|f| f.evidence.method == Method::Ocr);
        Some(Self {
            administration: proposal.administration.clone().unwrap_or_default(),
            is_booked: false,
            rank: match proposal.source.kind {
                SourceKind::Ubl | SourceKind::Cii => 0,
                SourceKind::HybridPdf => 1,
                SourceKind::PdfText => 2,
                SourceKind::PdfScan => 3,
                SourceKind::Image => 4,
            },
            is_credit: invoice.document_type.as_ref().map(|f| f.value)
                == Some(DocumentType::CreditNote),
            by_ocr,
            vat_id: id(&party.vat_id).filter(|id| !id.contains('*')),
            kvk: id(&party.kvk),
            iban: id(&party.iban),
            name: party.name.as_ref().map(|f| names::core(&f.value)).filter(|core| core.len() >= 3),
            number: invoice.number.as_ref().and_then(|f| normal_number(&f.value)),
            day: invoice.issue_date.as_ref().map(|f| f.value),
            gross: invoice.totals.gross.as_ref().map(|f| f.value.abs()),
            currency: invoice.currency.as_ref().map(|f| f.value.clone()).unwrap_or_default(),
            lines: lines(invoice),
        })
    }

    /// True when nothing says that the suppliers differ and something says that they are one.
    fn same_supplier(&self, other: &Self) -> bool {
        let ocr = self.by_ocr || other.by_ocr;
        let pair = |a: &Option<String>, b: &Option<String>| -> Option<bool> {
            let (a, b) = (a.as_deref()?, b.as_deref()?);
            // one digit may have been misread
            Some(a == b || (ocr && a.len() == b.len() && strsim::hamming(a, b) == Ok(1)))
        };
        if let Some(same) = pair(&self.vat_id, &other.vat_id) {
            return same;
        }
        if let Some(same) = pair(&self.kvk, &other.kvk) {
            return same;
        }
        if pair(&self.iban, &other.iban) == Some(true) {
            return true;
        }
        let (Some(a), Some(b)) = (&self.name, &other.name) else {
            return false;
        };
        a == b
            || (a.len().min(b.len()) >= 6
                && (a.starts_with(b.as_str()) || b.starts_with(a.as_str())))
            || (ocr && strsim::normalized_levenshtein(a, b) >= 0.8)
    }

    fn compare(&self, other: &Self, days: u32) -> Option<(Reason, bool)> {
        if self.is_credit != other.is_credit || !self.same_supplier(other) {
            return None;
        }
        let same_gross =
            self.gross.is_some() && self.gross == other.gross && self.currency == other.currency;
        let apart = self.day.zip(other.day).map(|(a, b)| (a - b).get_days().unsigned_abs());
        let within = |most: u32| apart.is_none_or(|apart| apart <= most);
        match (&self.number, &other.number) {
            (Some(a), Some(b)) if a == b => {
                if same_gross && within(days) {
                    Some((Reason::SameInvoice, true))
                } else if same_gross || apart == Some(0) || (a.len() >= 4 && within(200)) {
                    Some((Reason::SameNumber, false))
                } else {
                    None
                }
            }
            (Some(a), Some(b)) => {
                let nearly = nearly_equal(a, b);
                let ocr = self.by_ocr || other.by_ocr;
                if same_gross && nearly && ocr && apart.is_none_or(|apart| apart == 0) {
                    return Some((Reason::NearlySameNumber, false));
                }
                let has_lines = self.lines.is_some() || other.lines.is_some();
                let same_lines = self.lines.zip(other.lines).is_none_or(|(a, b)| a == b);
                (same_gross && apart == Some(0) && has_lines && same_lines)
                    .then_some((Reason::SameLines, false))
            }
            // a number on one side: the other may have missed it; on none: two receipts of one day
            (None, None) => {
                (same_gross && apart == Some(0)).then_some((Reason::SameAmountAndDate, false))
            }
            _ => (same_gross && apart.is_some() && within(days))
                .then_some((Reason::SameAmountAndDate, false)),
        }
    }
}

/// True for numbers that differ by what a misreading or a prefix makes.
fn nearly_equal(a: &str, b: &str) -> bool {
    let least = a.len().min(b.len());
    if least < 4 {
        return false;
    }
    a.ends_with(b) || b.ends_with(a) || strsim::levenshtein(a, b) <= 1 + least / 10
}

/// Candidates with one total that are compared at most; more are no invoices of one supplier.
const MOST_ALIKE: usize = 5_000;

/// Places of keys by the date of the invoice.
type ByDate = BTreeMap<Option<Date>, Vec<usize>>;

/// For each document the one before it that is the same invoice. The order of `keys` breaks ties; `days` is the window
/// for invoices of equal amount.
pub fn duplicates(keys: &[Key], days: u32) -> Vec<Option<Duplicate>> {
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by_key(|index| (!keys[*index].is_booked, keys[*index].rank, *index));
    let mut by_number: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    let mut by_amount: HashMap<(&str, Amount), ByDate> = HashMap::new();
    let mut found: Vec<Option<Duplicate>> = vec![None; keys.len()];
    for index in order {
        let key = &keys[index];
        let administration = key.administration.as_str();
        let mut candidates: Vec<usize> = Vec::new();
        if let Some(number) = &key.number {
            candidates.extend(by_number.get(&(administration, number)).into_iter().flatten());
        }
        if let Some(dated) = key.gross.and_then(|gross| by_amount.get(&(administration, gross))) {
            let reach = i64::from(days);
            let range = key.day.and_then(|day| {
                let span = jiff::Span::new().days(reach);
                Some(day.checked_sub(span).ok()?..=day.checked_add(span).ok()?)
            });
            match range {
                Some(range) => {
                    let range = Some(*range.start())..=Some(*range.end());
                    candidates.extend(dated.range(range).flat_map(|(_, of)| of));
                    candidates.extend(dated.get(&None).into_iter().flatten());
                }
                None => candidates.extend(dated.values().flatten()),
            }
        }
        candidates.truncate(MOST_ALIKE);
        // what is certain goes before what is doubtful, then the better original
        let best = candidates
            .into_iter()
            .filter_map(|other| {
                let (reason, certain) = key.compare(&keys[other], days)?;
                Some(((!certain, reason, keys[other].rank, other), other))
            })
            .min();
        if let Some(((doubtful, reason, ..), other)) = best {
            // the original of the original
            let of = match found[other] {
                Some(Duplicate { of, certain: true, .. }) => of,
                _ => other,
            };
            found[index] = Some(Duplicate { of, reason, certain: !doubtful });
        }
        if let Some(number) = &key.number {
            by_number.entry((administration, number)).or_default().push(index);
        }
        if let Some(gross) = key.gross {
            by_amount
                .entry((administration, gross))
                .or_default()
                .entry(key.day)
                .or_default()
                .push(index);
        }
    }
    found
}

/// Invoices of a supplier that make its account the usual one.
const USUAL: usize = 2;

/// The numbers of the invoices that asked for payment to an account.
type Accounts<'k> = BTreeMap<&'k str, BTreeSet<Option<&'k str>>>;

/// Which of these ask for payment to another account than all earlier invoices of their supplier, which were several;
/// `is_known` says of what a person knows to be its account too.
pub fn paid_elsewhere(keys: &[Key], is_known: impl Fn(&Key, &str) -> bool) -> Vec<bool> {
    let mut order: Vec<usize> = (0..keys.len()).filter(|i| keys[*i].iban.is_some()).collect();
    order.sort_by(|a, b| keys[*a].day.cmp(&keys[*b].day).then(a.cmp(b)));
    let mut usual: HashMap<(&str, &str), Accounts> = HashMap::new();
    let mut elsewhere = vec![false; keys.len()];
    for index in order {
        let key = &keys[index];
        let who = [&key.vat_id, &key.kvk, &key.name].into_iter().flatten().next();
        let (Some(who), Some(iban)) = (who, key.iban.as_deref()) else { continue };
        let accounts = usual.entry((&key.administration, who)).or_default();
        let is_misread = |known: &str| {
            key.by_ocr && known.len() == iban.len() && strsim::hamming(known, iban) == Ok(1)
        };
        let is_usual = accounts.keys().any(|known| *known == iban || is_misread(known));
        let invoices: BTreeSet<_> = accounts.values().flatten().collect();
        if !is_usual && invoices.len() >= USUAL && !is_known(key, iban) {
            elsewhere[index] = true;
        } else {
            accounts.entry(iban).or_default().insert(key.number.as_deref());
        }
    }
    elsewhere
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An invoice of supplier `n`, as its e-invoice, page or scan.
    fn key(rank: u8, supplier: u32, number: &str, day: &str, cents: i64) -> Key {
        Key {
            administration: String::new(),
            is_booked: false,
            rank,
            is_credit: false,
            by_ocr: rank >= 3,
            vat_id: Some(format!("NL8{supplier:08}B01")),
            kvk: None,
            iban: Some(format!("NL00TEST{supplier:010}")),
            name: Some(format!("leverancier{supplier}")),
            number: normal_number(number),
            day: day.parse().ok(),
            gross: Some(Amount::from_cents(cents)),
            currency: "EUR".into(),
            lines: None,
        }
    }

    /// The same with lines.
    fn with_lines(key: Key, text: &str) -> Key {
        Key { lines: Some(Sha256::of(text.as_bytes())), ..key }
    }

    /// Pairs that are one invoice, with what makes them hard.
    fn pairs() -> Vec<(&'static str, Key, Key)> {
        let mut pairs = Vec::new();
        for n in 0..25u32 {
            let number = format!("2026-{:04}", 100 + n);
            let day = format!("2026-{:02}-{:02}", 1 + n % 12, 1 + n % 28);
            let cents = 10_000 + i64::from(n) * 137;
            let page = key(2, 2 * n, &number, &day, cents);
            pairs.push(("XML and its PDF", key(0, 2 * n, &number, &day, cents), page.clone()));
            pairs.push(("PDF and its scan", page.clone(), key(3, 2 * n, &number, &day, cents)));
            let mut misread = key(3, 2 * n, &number, &day, cents);
            misread.number = normal_number(&number.replace("2026-", "2026-8"));
            pairs.push(("scan with a misread number", page.clone(), misread));
            let mut letters = page.clone();
            letters.number = normal_number(&format!("2O26/{:04}", 100 + n));
            pairs.push(("other notation of the number", page.clone(), letters));
            let mut nameless = key(4, 2 * n, &number, &day, cents);
            (nameless.vat_id, nameless.iban, nameless.number) = (None, None, None);
            pairs.push(("photo without number and identifiers", page.clone(), nameless));
            let mut bad_id = key(3, 2 * n, &number, &day, cents);
            bad_id.vat_id = Some(format!("NL9{:08}B01", 2 * n));
            pairs.push(("scan with a misread VAT id", page.clone(), bad_id));
            let mut undated = key(3, 2 * n, &number, &day, cents);
            undated.day = None;
            pairs.push(("scan without a date", page.clone(), undated));
            let mut corrected = page.clone();
            corrected.gross = Some(Amount::from_cents(cents + 100));
            pairs.push(("same number, another amount", page.clone(), corrected));
            let again = key(2, 2 * n, &format!("2026-{:04}", 900 + n), &day, cents);
            let lines = |key| with_lines(key, "5 pallets");
            pairs.push(("another number, the same lines", lines(page), lines(again)));
        }
        pairs
    }

    /// Pairs that are two invoices.
    fn others() -> Vec<(&'static str, Key, Key)> {
        let mut pairs = Vec::new();
        for n in 0..25u32 {
            let number = |i: u32| format!("2026-{:04}", 100 + n + i);
            let month = 1 + n % 11;
            let day = |m: u32, d: u32| format!("2026-{m:02}-{d:02}");
            let cents = 4_999 + i64::from(n) * 100;
            let page = key(2, n, &number(0), &day(month, 1), cents);
            pairs.push((
                "monthly, equal amount",
                page.clone(),
                key(2, n, &number(1), &day(month + 1, 1), cents),
            ));
            pairs.push((
                "monthly, equal amount, scanned",
                page.clone(),
                key(3, n, &number(1), &day(month + 1, 1), cents),
            ));
            pairs.push((
                "weekly, equal amount",
                page.clone(),
                key(2, n, &number(1), &day(month, 8), cents),
            ));
            pairs.push((
                "twice on one day",
                page.clone(),
                key(2, n, &number(1), &day(month, 1), cents),
            ));
            let lines = |key: &Key, text| with_lines(key.clone(), text);
            let other = key(2, n, &number(1), &day(month, 1), cents);
            pairs.push(("other lines on one day", lines(&page, "pallet"), lines(&other, "krat")));
            let other = key(2, n, &number(1), &day(month, 8), cents);
            pairs.push(("the same lines weekly", lines(&page, "pallet"), lines(&other, "pallet")));
            pairs.push((
                "another supplier",
                page.clone(),
                key(2, n + 100, &number(0), &day(month, 1), cents),
            ));
            let mut credit = page.clone();
            credit.is_credit = true;
            pairs.push(("its credit note", page.clone(), credit));
            let mut elsewhere = page.clone();
            elsewhere.administration = "bakker".into();
            pairs.push(("another administration", page.clone(), elsewhere));
            let short = |year: u32| {
                let mut short =
                    key(2, n, "12", &format!("20{year}-03-01"), cents + i64::from(year));
                short.number = normal_number("12");
                short
            };
            pairs.push(("numbers that begin anew each year", short(25), short(26)));
        }
        pairs
    }

    #[test]
    fn none_is_missed_and_none_is_false() {
        let same = pairs();
        let different = others();
        assert!(same.len() >= 200 && different.len() >= 200);
        for (what, a, b) in same {
            for keys in [[a.clone(), b.clone()], [b, a]] {
                let found = duplicates(&keys, 10);
                assert_eq!(found.iter().flatten().count(), 1, "missed: {what}: {keys:?}");
            }
        }
        for (what, a, b) in different {
            for keys in [[a.clone(), b.clone()], [b, a]] {
                let found = duplicates(&keys, 10);
                assert_eq!(found.iter().flatten().count(), 0, "false: {what}: {keys:?}");
            }
        }
    }

    #[test]
    fn the_best_original_is_named_whatever_the_order() {
        let scan = key(3, 1, "F-77", "2026-03-01", 12_100);
        let page = key(2, 1, "F-77", "2026-03-01", 12_100);
        let xml = key(0, 1, "F-77", "2026-03-01", 12_100);
        let found = duplicates(&[scan, page, xml], 10);
        let of: Vec<Option<usize>> = found.iter().map(|d| d.map(|d| d.of)).collect();
        assert_eq!(of, [Some(2), Some(2), None]);
        assert!(found.iter().flatten().all(|d| d.certain && d.reason == Reason::SameInvoice));
    }

    proptest! {
        /// The same pairs come out when the documents are given in another order.
        #[test]
        fn the_order_of_equals_does_not_matter(seed in proptest::collection::vec((0u8..5, 0u32..3, 0u32..4, 0i64..3), 1..14), turn in 0usize..14) {
            let keys: Vec<Key> = seed.iter().map(|(rank, supplier, number, cents)| {
                key(*rank, *supplier, &format!("2026{number:04}"), "2026-03-01", 1000 + cents)
            }).collect();
            let count = |keys: &[Key]| duplicates(keys, 10).iter().flatten().filter(|d| d.certain).count();
            let mut turned = keys.clone();
            turned.rotate_left(turn % keys.len());
            prop_assert_eq!(count(&keys), count(&turned));
            prop_assert_eq!(duplicates(&keys, 10), duplicates(&keys, 10));
        }
    }

    #[test]
    fn what_was_booked_is_no_copy_of_what_comes_later() {
        let page = key(2, 1, "7", "2026-03-01", 12_100);
        let keys = [key(0, 1, "7", "2026-03-01", 12_100), page.clone().booked()];
        let found = duplicates(&keys, 10);
        assert_eq!((found[0].map(|one| one.of), found[1]), (Some(1), None));
        let found = duplicates(&[keys[0].clone(), page], 10);
        assert_eq!((found[0], found[1].map(|one| one.of)), (None, Some(0)));
    }

    #[test]
    fn another_account_than_before_is_noticed() {
        let of = |number: &str, day: &str, iban: &str| Key {
            iban: Some(iban.to_owned()),
            ..key(2, 1, number, day, 12_100)
        };
        let keys = [
            of("4", "2026-04-01", "NL02OTHER"),
            of("1", "2026-01-01", "NL01USUAL"),
            of("2", "2026-02-01", "NL01USUAL"),
            of("5", "2026-05-01", "NL02OTHER"),
            of("6", "2026-06-01", "NL01USUAL"),
        ];
        assert_eq!(paid_elsewhere(&keys, |_, _| false), [true, false, false, true, false]);
        assert_eq!(paid_elsewhere(&keys, |_, iban| iban == "NL02OTHER"), [false; 5]);
        assert_eq!(paid_elsewhere(&keys[..2], |_, _| false), [false; 2]);
    }
}
