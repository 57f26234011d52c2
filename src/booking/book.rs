//! From an invoice to its booking: whose it is, from whom, on which accounts, with which VAT.

use super::account::{AccountQuery, By};
use super::context::{Books, Context};
use super::cues::{Cues, LISTS, Words};
use super::document::{Document, is_receipt, supply_day};
use super::finding::Finding;
use super::finding::rules::{
    AccountAdvice, AccountNotInChart, AccountOpen, AccountUnsure, Deposit, Difference,
    DutchRateForeignSeller, ForeignVat, ForeignVatWrong, FuelInCash, ImportVat, InsuranceTax,
    LacksCustomerOfDeducted, NoEntry, NoExchangeRate, PeriodClosed, Prepaid, Restaurant,
    ReverseFromWhere, ReverseRate, SmallBusinessAbroad, UnknownRate, VatCodeNotListed,
    VatRowsAside, VatUnusual, WhyNoVat,
};
use super::journal;
use super::law::{Rubriek, VatCode};
use super::legal;
use super::notices;
use super::parts;
use super::proposal::{AssignedBy, Booking, LineKind, Relation};
use super::vat::{Doubt, Situation};
use super::{Direction, JournalLine, is_bookable};
use invoice::Party;

/// How a document is booked.
#[derive(Debug, Clone, Default)]
pub struct Booked {
    /// The entry.
    pub journal: Vec<JournalLine>,
    /// What stands beside it.
    pub booking: Booking,
    /// The supplier's name in the administration's list.
    pub known_as: Option<String>,
    /// Findings of the booking.
    pub findings: Vec<Finding>,
}

/// Books a document in the books it was assigned to.
pub fn book(
    document: &Document<'_>,
    books: &Books,
    assigned_by: Option<AssignedBy>,
    direction: Direction,
    context: &Context,
) -> Booked {
    let invoice = document.invoice;
    let mut booked = Booked {
        booking: Booking {
            assigned_by,
            journal: journal_name(books, direction).to_owned(),
            currency: books.administration.book_currency().to_owned(),
            ..Booking::default()
        },
        ..Booked::default()
    };
    if !is_bookable(invoice) {
        legal::other_documents(invoice, document.words, &mut booked.findings);
        return booked;
    }
    let until = books.administration.closed_until.or(books.learned.usage.until);
    if let (Some(until), Some(day)) = (until, invoice.issue_date.as_ref().map(|day| day.value))
        && day <= until
    {
        booked.findings.push(PeriodClosed { day, until }.into());
    }
    let (seller, other) = match direction {
        Direction::Purchase => (&invoice.supplier, &invoice.supplier),
        Direction::Sale => (&invoice.supplier, &invoice.customer),
    };
    let matched = match direction {
        Direction::Purchase => books.creditors.find(other),
        Direction::Sale => None,
    };
    if books.is_configured() || matched.is_some() {
        booked.booking.relation = Some(Relation {
            code: matched.as_ref().map(|m| m.supplier.code.clone()),
            by: matched.as_ref().map(|m| m.by),
            score: matched.as_ref().map_or(0.0, |m| m.score),
        });
    }
    if let Some(matched) = &matched {
        booked.known_as = Some(matched.supplier.name.clone());
    }
    booked.booking.g_account = notices::g_account(invoice);
    let situation = situation(document, books, seller);
    if direction == Direction::Purchase {
        legal::supplier(document, matched.as_ref(), books, &mut booked.findings);
        legal::requirements(invoice, &situation, document, &mut booked.findings);
    }
    let Some(parts) = parts::parts(invoice, &situation) else {
        booked.findings.push(NoEntry {}.into());
        return booked;
    };
    let query = AccountQuery {
        books,
        rules: &context.rules,
        party: other,
        supplier: matched.as_ref().map(|m| m.supplier),
        page: document.words,
        chosen: document.chosen,
        gross: parts.gross,
    };
    let entry = journal::entry(invoice, direction, &parts, &query, &situation, context);
    booked.findings.extend(entry.doubts.iter().map(|doubt| question(*doubt)));
    let deducts = entry.boxes.iter().any(|one| one.rubriek == Rubriek::R5b && !one.vat.is_zero());
    if deducts && !situation.cues.fuel && !names_customer(document, books) {
        for found in &mut booked.findings {
            if matches!(found, Finding::LacksCustomer(_)) {
                *found = LacksCustomerOfDeducted {}.into();
            }
        }
    }
    if !entry.difference.is_zero() {
        booked.findings.push(Difference {}.into());
    }
    if !parts.prepaid.is_zero() {
        booked.findings.push(Prepaid { prepaid: parts.prepaid.abs() }.into());
    }
    if entry.no_rate {
        booked.findings.push(NoExchangeRate {}.into());
    }
    let knows_accounts = books.knows_accounts() || !context.rules.is_empty();
    booked.findings.extend(account_finding(&entry, knows_accounts, context));
    if let Some(line) = entry.lines.iter().find(|line| !books.may_book_on(&line.account)) {
        booked.findings.push(AccountNotInChart { account: line.account.clone() }.into());
    }
    if let Some((code, usual)) = entry.unusual {
        let name =
            |code: VatCode| books.vat_code_name(code, false).unwrap_or(code.name()).to_owned();
        booked.findings.push(VatUnusual { code: name(code), usual: name(usual) }.into());
    }
    if let Some(code) = entry.code_not_listed {
        booked.findings.push(VatCodeNotListed { code: code.name().to_owned() }.into());
    }
    if parts.rows_left_aside && entry.difference.is_zero() {
        booked.findings.push(VatRowsAside {}.into());
    }
    booked.booking.currency = entry.currency;
    booked.booking.exchange = entry.exchange;
    booked.booking.vat_return = entry.boxes;
    booked.booking.confidence = entry.confidence;
    let mut accounts: Vec<&String> = entry.line_accounts.values().collect();
    accounts.sort_unstable();
    accounts.dedup();
    if accounts.len() > 1 {
        booked.booking.line_accounts.clone_from(&entry.line_accounts);
    }
    booked.journal = entry.lines;
    booked
}

/// What is to be said of the ledger accounts of an entry. Where nobody said which accounts there are, those of RGS are
/// advice: what was read is as certain without them, and the account is the bookkeeper's to choose.
fn account_finding(
    entry: &journal::Entry,
    knows_accounts: bool,
    context: &Context,
) -> Option<Finding> {
    let is_left_open =
        entry.lines.iter().any(|line| line.kind == LineKind::Suspense && line.confidence == 0.0);
    // what this client does with such goods is not known by what others do
    let is_guess = knows_accounts
        && entry.lines.iter().any(|line| matches!(line.why.by, By::General | By::Classifier));
    let is_unsure = is_left_open || is_guess || entry.confidence < context.terms.sure;
    match (is_unsure, knows_accounts, is_left_open) {
        (false, ..) => None,
        (true, _, true) => Some(AccountOpen {}.into()),
        (true, false, false) => Some(AccountAdvice {}.into()),
        (true, true, false) => Some(AccountUnsure {}.into()),
    }
}

fn journal_name(books: &Books, direction: Direction) -> &str {
    let (own, default) = match direction {
        Direction::Purchase => (&books.administration.purchase_journal, "INK"),
        Direction::Sale => (&books.administration.sales_journal, "VRK"),
    };
    if own.is_empty() { default } else { own }
}

/// Whether a document says somewhere for whom it is, though no name was read as that of the customer.
fn names_customer(document: &Document<'_>, books: &Books) -> bool {
    let customer = &document.invoice.customer;
    let own = std::iter::once(&books.administration.name).chain(&books.administration.aliases);
    let mut own = own.map(|name| Words::of([name.as_str()]));
    customer.vat_id.is_some()
        || customer.kvk.is_some()
        || customer.address.is_some()
        || own.any(|name| !name.trimmed().is_empty() && document.words.has(name.trimmed()))
}

fn situation(document: &Document<'_>, books: &Books, seller: &Party) -> Situation {
    let invoice = document.invoice;
    let name = seller.name.as_ref().map(|f| f.value.as_str());
    let day = supply_day(invoice);
    let customer = &invoice.customer;
    let address = customer.address.as_ref().map(|f| &f.value);
    let address = address.into_iter().flat_map(|at| [&at.street, &at.city]);
    let names = [&customer.name, &customer.trading_name].into_iter().flatten();
    let own = std::iter::once(&books.administration.name).chain(&books.administration.aliases);
    let buyer = names.map(|f| &f.value).chain(own).chain(address.flatten());
    let buyer = Words::of(buyer.map(String::as_str));
    let mut cues = Cues::of(document.words, name, &buyer);
    // "cash" on an invoice may be a way to pay it
    cues.cash = cues.cash && is_receipt(invoice) || document.words.has_any(&LISTS.paid_in_cash);
    Situation {
        seller_country: country(seller),
        seller_has_vat_id: seller.vat_id.is_some(),
        seller_is_exempt: is_exempt(seller),
        is_charged: invoice.totals.vat.as_ref().is_some_and(|vat| !vat.value.is_zero()),
        buyer_country: country(&invoice.customer),
        buyer_has_vat_id: invoice.customer.vat_id.is_some(),
        cues,
        day,
        article_23: books.administration.article_23,
        deductible: books.administration.deductible(),
    }
}

/// Whether a number is one of the scheme for small businesses of the EU (art. 284 VAT directive): "DE123456789-EX".
fn is_exempt(seller: &Party) -> bool {
    let ids = seller.identifiers.iter().map(|id| id.value.value.as_str());
    let numbers = seller.vat_id.iter().chain(&seller.tax_number).map(|id| id.value.as_str());
    ids.chain(numbers).any(|id| {
        let number = id.strip_suffix("EX").map(|number| number.trim_end_matches(['-', ' ']));
        number.is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit()))
    })
}

/// The country of a party: that of its VAT identifier, its address, its registration, or its bank.
pub fn country(party: &Party) -> Option<String> {
    let prefix = |id: &str| -> Option<String> {
        let two = id.get(..2)?;
        two.bytes().all(|b| b.is_ascii_uppercase()).then(|| two.to_owned())
    };
    let of_vat_id = party.vat_id.as_ref().and_then(|f| prefix(&f.value));
    let of_address = || {
        let address = &party.address.as_ref()?.value;
        address.country.as_deref().and_then(prefix)
    };
    let of_kvk = || party.kvk.as_ref().map(|_| "NL".to_owned());
    let of_tax_number = || party.tax_number.as_ref().map(|_| "DE".to_owned());
    let of_iban = || party.iban.as_ref().and_then(|f| prefix(&f.value));
    of_vat_id.or_else(of_address).or_else(of_kvk).or_else(of_tax_number).or_else(of_iban).map(
        |country| {
            if country == "GR" { "EL".to_owned() } else { country }
        },
    )
}

/// A doubt about the VAT as a finding: a question for the bookkeeper, or a remark.
fn question(doubt: Doubt) -> Finding {
    match doubt {
        Doubt::WhyNoVat => WhyNoVat {}.into(),
        Doubt::ImportVat => ImportVat {}.into(),
        Doubt::ForeignVat => ForeignVat {}.into(),
        Doubt::ForeignVatWrong => ForeignVatWrong {}.into(),
        Doubt::SmallBusinessAbroad => SmallBusinessAbroad {}.into(),
        Doubt::ReverseFromWhere => ReverseFromWhere {}.into(),
        Doubt::DutchRateForeignSeller => DutchRateForeignSeller {}.into(),
        Doubt::ReverseRate => ReverseRate {}.into(),
        Doubt::UnknownRate => UnknownRate {}.into(),
        Doubt::InsuranceTax => InsuranceTax {}.into(),
        Doubt::Restaurant => Restaurant {}.into(),
        Doubt::FuelInCash => FuelInCash {}.into(),
        Doubt::Deposit => Deposit {}.into(),
    }
}
