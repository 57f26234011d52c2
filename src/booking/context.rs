//! All that booking knows beside the document: made once, at the run's start, and never changed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use globset::{GlobBuilder, GlobMatcher};
use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::history::{Classifier, Learned};
use super::law::VatCode;
use super::own::{self, OwnCodes};
use super::rgs;
use super::settings::Ready;
use super::suppliers::Creditors;
use super::vat::Before;
use super::{Account, Administration, BookingRule, Supplier};
use invoice::{Amount, Ours};

/// The books of one administration.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// The administration; without a name when there is no configuration.
    pub administration: Administration,
    /// What names it.
    pub identity: Ours,
    /// Its creditor list.
    pub creditors: Creditors,
    /// Number of the account for an RGS code.
    by_rgs: BTreeMap<String, String>,
    /// RGS code of an account.
    by_number: BTreeMap<String, Option<String>>,
    has_chart: bool,
    /// Its VAT codes, as its auditfiles list them.
    codes: OwnCodes,
    /// Its history.
    pub learned: Learned,
    /// The general model over RGS, when one is installed.
    pub general: Option<Classifier>,
}

impl Books {
    /// The books of an administration with its creditors, chart and history.
    pub fn new(
        administration: Administration,
        suppliers: Vec<Supplier>,
        chart: &[Account],
        learned: Learned,
    ) -> Self {
        let mut by_rgs = BTreeMap::new();
        let mut by_number = BTreeMap::new();
        for account in chart {
            by_number.insert(account.number.clone(), account.rgs.clone());
            if let Some(rgs) = &account.rgs {
                by_rgs.entry(rgs.clone()).or_insert_with(|| account.number.clone());
            }
        }
        let codes = OwnCodes::of(&learned.usage);
        for (rgs, number) in own::accounts(chart, &learned.usage, &codes) {
            by_rgs.insert(rgs.to_owned(), number.clone());
            by_number.entry(number).or_insert(None);
        }
        for (rgs, number) in &administration.accounts {
            by_rgs.insert(rgs.clone(), number.clone());
            by_number.insert(number.clone(), Some(rgs.clone()));
        }
        Self {
            identity: identity(&administration),
            administration,
            creditors: Creditors::new(suppliers),
            by_rgs,
            by_number,
            has_chart: !chart.is_empty(),
            codes,
            learned,
            general: None,
        }
    }

    /// The account that most likely stands for an RGS code, where the chart names none for it.
    pub fn suggest(&mut self, rgs: &str, number: &str) {
        self.by_rgs.entry(rgs.to_owned()).or_insert_with(|| number.to_owned());
    }

    /// Number and RGS code of an account that is given by either.
    pub fn account(&self, given: &str) -> (String, Option<String>) {
        if let Some(number) = self.by_rgs.get(given) {
            return (number.clone(), Some(given.to_owned()));
        }
        if let Some(rgs) = self.by_number.get(given) {
            return (given.to_owned(), rgs.clone());
        }
        match rgs::rgs(given) {
            Some(account) => (account.account().to_owned(), Some(given.to_owned())),
            None => (given.to_owned(), None),
        }
    }

    /// The VAT code that the administration calls so, or dizzy.
    pub fn vat_code(&self, name: &str) -> Option<VatCode> {
        let own = self.administration.vat_codes.iter().find(|(_, own)| *own == name);
        let told = own.and_then(|(ours, _)| VatCode::of_name(ours));
        let meant = || self.codes.meaning(name).map(|(code, _)| code);
        told.or_else(meant).or_else(|| VatCode::of_name(name))
    }

    /// Whether this is one of its VAT codes for VAT that is deducted in part; always so where it has none for that.
    pub(crate) fn is_partly(&self, name: &str) -> bool {
        let is_partly = self.codes.meaning(name).is_some_and(|(_, is_partly)| is_partly);
        is_partly || !self.codes.tells_partly()
    }

    /// What the administration calls a VAT code, `is_partly` where its VAT is deducted in part; `None` where its auditfiles
    /// list codes and not this one.
    pub(crate) fn vat_code_name(&self, code: VatCode, is_partly: bool) -> Option<&str> {
        let listed = self.codes.name(code, is_partly);
        match self.administration.vat_codes.get(code.name()) {
            Some(_) if is_partly && self.codes.tells_partly() && listed.is_some() => listed,
            Some(own) => Some(own),
            None if self.codes.is_empty() => Some(code.name()),
            None => listed,
        }
    }

    /// The same for what goes on this account of a supplier that was booked so before: of several codes that mean the same, as
    /// those for goods and for services, the one that it was booked with.
    pub(crate) fn vat_code_before<'b>(
        &'b self,
        before: &'b [Before],
        account: &str,
        code: VatCode,
        is_partly: bool,
    ) -> Option<&'b str> {
        let is_it = |one: &&Before| self.codes.is_current(&one.own, code, is_partly);
        let known = before.iter().filter(is_it);
        let most = known.max_by(|a, b| {
            let key = |one: &Before| (one.account == account, one.weight);
            key(a).0.cmp(&key(b).0).then(key(a).1.total_cmp(&key(b).1))
        });
        most.map(|one| one.own.as_str()).or_else(|| self.vat_code_name(code, is_partly))
    }

    /// The account on which the VAT of a code is deducted.
    pub(crate) fn input_vat_account(&self, code: VatCode) -> &str {
        let own = self.vat_code_name(code, false);
        let used = own.and_then(|own| self.learned.usage.vat_account(Some(own), false));
        used.filter(|_| !self.administration.accounts.contains_key(rgs::INPUT_VAT))
            .unwrap_or(rgs::INPUT_VAT)
    }

    /// True when the administration's own accounts are known: by its chart, or by what was learned from its history.
    pub(crate) fn knows_accounts(&self) -> bool {
        !self.by_number.is_empty() || !self.learned.digest.is_empty()
    }

    /// False for an account that the chart does not have, where there is one.
    pub(crate) fn may_book_on(&self, account: &str) -> bool {
        !self.has_chart || self.by_number.contains_key(account)
    }

    /// True for the account of creditors or debtors, the other side of an entry, on which no cost or revenue goes.
    pub fn is_other_side(&self, account: &str) -> bool {
        let rgs = self.by_number.get(account).and_then(Option::as_deref).unwrap_or_default();
        [rgs::CREDITORS, rgs::DEBTORS].iter().any(|code| self.account(code).0 == account)
            || self.learned.usage.creditors() == Some(account)
            || ["BSchCre", "BVorDeb"].iter().any(|group| rgs.starts_with(group))
    }

    /// True when an administration is configured.
    pub fn is_configured(&self) -> bool {
        !self.administration.name.is_empty()
    }
}

/// How entries are made.
#[derive(Debug, Clone, PartialEq)]
pub struct BookingTerms {
    /// Lines of one account and VAT code become one.
    pub merge_lines: bool,
    /// A proposal is ready when its accounts and every core field are at least this sure, 0 to 1.
    pub sure: f32,
    /// Days between two invoices of equal amount that may be one.
    pub duplicate_days: u32,
}

impl Default for BookingTerms {
    fn default() -> Self {
        Self { merge_lines: true, sure: Ready::default().least(), duplicate_days: 10 }
    }
}

/// Exchange rates by day, as the European Central Bank publishes them: units of a currency for one euro.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExchangeRates {
    by_currency: BTreeMap<String, BTreeMap<Date, Decimal>>,
}

impl ExchangeRates {
    /// Adds a rate: units of the currency for one euro.
    pub fn add(&mut self, currency: &str, day: Date, units: Decimal) {
        if units > Decimal::ZERO {
            self.by_currency.entry(currency.to_owned()).or_default().insert(day, units);
        }
    }

    /// The latest rate on or before a day, not more than ten days old, with its day.
    pub fn on(&self, currency: &str, day: Date) -> Option<(Decimal, Date)> {
        let (&found, &units) = self.by_currency.get(currency)?.range(..=day).next_back()?;
        ((day - found).get_days() <= 10).then_some((units, found))
    }
}

/// What booking knows.
#[derive(Debug, Clone, Default)]
pub struct Context {
    books: Vec<Books>,
    unnamed: Books,
    folders: Folders,
    /// The rules of the bookkeepers, in their order.
    pub rules: Vec<BookingRule>,
    /// How entries are made.
    pub terms: BookingTerms,
    /// Exchange rates.
    pub rates: ExchangeRates,
    digest: String,
}

impl Context {
    /// What is known. `unnamed` are the books when no administration is configured or none fits.
    pub fn new(
        books: Vec<Books>,
        unnamed: Books,
        rules: Vec<BookingRule>,
        terms: BookingTerms,
        rates: ExchangeRates,
    ) -> Self {
        let folders = Folders::new(books.iter().map(|one| &one.administration));
        let digest = digest(&books, &unnamed, &rules, &terms, &rates);
        Self { books, unnamed, folders, rules, terms, rates, digest }
    }

    /// Names all of it, for the fingerprint of results.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The books of all administrations.
    pub fn books(&self) -> &[Books] {
        &self.books
    }

    /// The books when no administration is configured or none fits.
    pub fn unnamed(&self) -> &Books {
        &self.unnamed
    }

    /// The administration to which the folder of a document belongs, by the document's absolute path.
    pub fn by_folder(&self, path: &str) -> Option<&Books> {
        self.folders.of(path).and_then(|index| self.books.get(index))
    }

    /// The books of the administration of this name.
    pub fn of_name(&self, name: &str) -> Option<&Books> {
        self.books.iter().find(|books| books.administration.name == name)
    }
}

/// The folders of administrations.
#[derive(Debug, Clone, Default)]
pub struct Folders(Vec<(GlobMatcher, usize)>);

impl Folders {
    /// Those of these administrations.
    pub fn new<'a>(administrations: impl Iterator<Item = &'a Administration>) -> Self {
        let mut folders = Vec::new();
        for (index, one) in administrations.enumerate() {
            for folder in &one.folders {
                let anchored =
                    if folder.starts_with('/') { folder.clone() } else { format!("**/{folder}") };
                let glob = GlobBuilder::new(anchored.trim_end_matches('/'))
                    .literal_separator(true)
                    .build();
                // the configuration refuses bad patterns
                folders.extend(glob.ok().map(|glob| (glob.compile_matcher(), index)));
            }
        }
        Self(folders)
    }

    /// True when no administration has folders.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The place of the administration in whose folder a path is.
    pub fn of(&self, path: &str) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        let mut folder = path;
        while let Some((parent, _)) = folder.rsplit_once(['/', '\\']) {
            // "bakker" means the folder and all below it, so every parent is tried
            let found = self.0.iter().find(|(glob, _)| glob.is_match(parent));
            if let Some((_, index)) = found {
                return Some(*index);
            }
            folder = parent;
        }
        None
    }
}

fn digest(
    books: &[Books],
    unnamed: &Books,
    rules: &[BookingRule],
    terms: &BookingTerms,
    rates: &ExchangeRates,
) -> String {
    let mut text = format!("{rules:?} {terms:?} {rates:?}");
    for one in books.iter().chain([unnamed]) {
        // writing to a string cannot fail
        let _ = write!(
            text,
            "{:?} {:?} {:?} {:?} {} {}",
            one.administration,
            one.creditors.all(),
            one.by_rgs,
            one.by_number,
            one.learned.digest,
            one.general.as_ref().map_or("", |_| crate::learn::general::digest())
        );
    }
    let hash = Sha256::digest(text.as_bytes());
    hash.iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// True when a folder pattern of the configuration can be read.
pub fn is_folder_pattern(pattern: &str) -> bool {
    GlobBuilder::new(pattern).literal_separator(true).build().is_ok()
}

/// An amount in another currency, in euros.
pub(crate) fn in_euros(amount: Amount, units: Decimal) -> Amount {
    Amount(amount.0 / units).round_cents()
}

fn identity(administration: &Administration) -> Ours {
    let ids = administration.vat_id.iter().chain(&administration.kvk).chain(&administration.ibans);
    let names = std::iter::once(&administration.name).chain(&administration.aliases);
    let postcodes =
        administration.addresses.iter().filter_map(|address| address.postcode.as_deref());
    Ours::new(ids.map(String::as_str), names.map(String::as_str), postcodes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(folders: &[&[&str]]) -> Context {
        let books = folders
            .iter()
            .enumerate()
            .map(|(i, folders)| {
                let administration = Administration {
                    name: format!("A{i}"),
                    folders: folders.iter().map(|f| (*f).to_owned()).collect(),
                    ..Administration::default()
                };
                Books::new(administration, Vec::new(), &[], Learned::default())
            })
            .collect();
        Context::new(
            books,
            Books::default(),
            Vec::new(),
            BookingTerms::default(),
            ExchangeRates::default(),
        )
    }

    #[test]
    fn folders_belong_to_administrations() {
        let context = context(&[&["bakker"], &["klanten/*/post"], &["/srv/x/**"]]);
        let of = |path| context.by_folder(path).map(|b| b.administration.name.as_str());
        assert_eq!(of("/home/in/bakker/2026/a.pdf"), Some("A0"));
        assert_eq!(of("/home/in/bakker.pdf"), None);
        assert_eq!(of("/home/klanten/jansen/post/mail.eml!/b.pdf"), Some("A1"));
        assert_eq!(of("/home/klanten/jansen/b.pdf"), None);
        assert_eq!(of("/srv/x/y/b.pdf"), Some("A2"));
        assert_eq!(of("b.pdf"), None);
    }

    #[test]
    fn accounts_are_given_by_number_or_code() {
        let administration = Administration {
            name: "A".into(),
            accounts: [("WBedKanSof".to_owned(), "4520".to_owned())].into(),
            ..Administration::default()
        };
        let chart = [Account {
            number: "4100".into(),
            name: "Huur".into(),
            rgs: Some("WBedHuiBeh".into()),
        }];
        let books = Books::new(administration, Vec::new(), &chart, Learned::default());
        let pair = |number: &str, rgs: Option<&str>| (number.to_owned(), rgs.map(str::to_owned));
        assert_eq!(books.account("WBedKanSof"), pair("4520", Some("WBedKanSof")));
        assert_eq!(books.account("4520"), pair("4520", Some("WBedKanSof")));
        assert_eq!(books.account("4100"), pair("4100", Some("WBedHuiBeh")));
        assert_eq!(books.account("WBedAutBra"), pair("45701", Some("WBedAutBra")));
        assert_eq!(books.account("9999"), pair("9999", None));
    }

    #[test]
    fn the_latest_rate_counts_unless_it_is_old() {
        let mut rates = ExchangeRates::default();
        let day = |text: &str| text.parse::<Date>().unwrap();
        rates.add("USD", day("2026-03-27"), "1.08".parse().unwrap());
        assert_eq!(
            rates.on("USD", day("2026-03-30")),
            Some(("1.08".parse().unwrap(), day("2026-03-27")))
        );
        assert_eq!(rates.on("USD", day("2026-03-26")), None);
        assert_eq!(rates.on("USD", day("2026-05-01")), None);
        assert_eq!(
            in_euros(Amount::from_cents(10800), "1.08".parse().unwrap()),
            Amount::from_cents(10000)
        );
    }
}
