//! The journal entry: balanced to the cent, with what goes into the VAT return.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::account::{AccountQuery, By, Choice, is_like};
use super::context::{Context, in_euros};
use super::cues::{LISTS, Words};
use super::ground::Ground;
use super::law::{Rubriek, VatCode};
use super::parts::{Parts, Portion, shares};
use super::proposal::{Exchange, JournalLine, LineKind, VatBox, Why};
use super::vat::{self, Before, Doubt, Situation, Treatment};
use super::{Direction, Regime, rgs};
use invoice::{Amount, Invoice};

/// Differences up to this are rounding, cents; more is a mistake.
const ROUNDING_CENTS: i64 = 5;

/// An entry with what was thought about it.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// The lines; debits and credits are equal.
    pub lines: Vec<JournalLine>,
    /// What goes into the return.
    pub boxes: Vec<VatBox>,
    /// Questions about the VAT.
    pub doubts: Vec<Doubt>,
    /// What does not add up and is on the suspense account.
    pub difference: Amount,
    /// Probability that all accounts are right, 0 to 1.
    pub confidence: f32,
    /// Currency of the amounts.
    pub currency: String,
    /// How they were translated.
    pub exchange: Option<Exchange>,
    /// The amounts are in a currency that is not that of the books, for want of a rate.
    pub no_rate: bool,
    /// VAT that the supplier was never booked with, and what it always was.
    pub unusual: Option<(VatCode, VatCode)>,
    /// A code that the administration's own list of VAT codes does not have.
    pub code_not_listed: Option<VatCode>,
    /// The account of each line of the invoice that is booked on one, by its place from 0.
    pub line_accounts: BTreeMap<usize, String>,
}

/// A line before it is merged: what is the same, and an amount that is positive on the debit side.
#[derive(Debug, Clone)]
struct Posting {
    kind: LineKind,
    choice: Choice,
    text: String,
    code: Option<VatCode>,
    /// The code is one of VAT that is deducted in part.
    is_partly: bool,
    rubriek: Option<Rubriek>,
    why: Ground,
    amount: Amount,
}

/// Makes the entry of an invoice.
pub fn entry(
    invoice: &Invoice,
    direction: Direction,
    parts: &Parts,
    query: &AccountQuery<'_>,
    situation: &Situation,
    context: &Context,
) -> Entry {
    let mut entry = Entry { confidence: 1.0, ..Entry::default() };
    let translate = translation(invoice, query, situation, context, &mut entry);
    let portions: Vec<Portion> = parts
        .portions
        .iter()
        .map(|portion| Portion {
            base: translate(portion.base),
            vat: translate(portion.vat),
            ..portion.clone()
        })
        .collect();
    let gross = translate(parts.gross);
    let mut postings: Vec<Posting> = Vec::new();
    let mut boxes: BTreeMap<Rubriek, (Amount, Amount)> = BTreeMap::new();
    let treatments = treat(direction, invoice, &portions, query, situation, &mut entry.doubts);
    match direction {
        Direction::Purchase => {
            purchase(&portions, &treatments, query, &mut postings, &mut boxes);
        }
        Direction::Sale => sale(&portions, &treatments, query, &mut postings, &mut boxes),
    }
    entry.unusual = treatments.iter().find_map(|(treatment, choice)| unusual(treatment, choice));
    for (portion, (_, choice)) in portions.iter().zip(&treatments) {
        if let (Some(line), true) = (portion.line, choice.split.is_empty()) {
            entry.line_accounts.insert(line, choice.account.clone());
        }
    }
    let (kind, account) = match direction {
        Direction::Purchase => (LineKind::Creditor, rgs::CREDITORS),
        Direction::Sale => (LineKind::Debtor, rgs::DEBTORS),
    };
    let sign = |amount: Amount| match direction {
        Direction::Purchase => -amount,
        Direction::Sale => amount,
    };
    let own = query.supplier.filter(|_| direction == Direction::Purchase);
    let own = own.and_then(|own| query.books.learned.usage.creditor_of(&own.code));
    let account = own.unwrap_or(account);
    let prepaid = translate(parts.prepaid);
    let owed = sign(gross - prepaid);
    let fixed = |kind, code: &str, amount| Posting {
        kind,
        choice: Choice::fixed(query.books, code),
        text: String::new(),
        code: None,
        is_partly: false,
        rubriek: None,
        why: Ground::None,
        amount,
    };
    if !prepaid.is_zero() {
        postings.push(fixed(LineKind::Suspense, rgs::SUSPENSE, sign(prepaid)));
    }
    let difference = -(postings.iter().map(|p| p.amount).sum::<Amount>() + owed);
    let slack = ROUNDING_CENTS + portions.len() as i64 / 2;
    if !difference.is_zero() {
        if difference.is_within_cents(Amount::ZERO, slack) {
            let rounding = fixed(LineKind::Rounding, rgs::ROUNDING, difference);
            let is_cost = |p: &&mut Posting| matches!(p.kind, LineKind::Cost | LineKind::Revenue);
            let largest = postings.iter_mut().filter(is_cost).max_by_key(|p| p.amount.abs());
            match largest {
                Some(cost) if !query.books.may_book_on(&rounding.choice.account) => {
                    cost.amount = cost.amount + difference;
                }
                _ => postings.push(rounding),
            }
        } else {
            postings.push(fixed(LineKind::Suspense, rgs::SUSPENSE, difference));
            entry.difference = difference.abs();
        }
    }
    postings.push(fixed(kind, account, owed));
    // all accounts are to be right: each is as sure as its least sure line
    let mut sure: BTreeMap<&str, f32> = BTreeMap::new();
    for Posting { choice, .. } in postings.iter().filter(|posting| !posting.amount.is_zero()) {
        if choice.by != By::Fixed {
            let least = sure.entry(&choice.account).or_insert(1.0);
            *least = least.min(choice.probability);
        }
    }
    entry.confidence = sure.values().product();
    let is_outside = |code: &VatCode| code.base_box().is_none() && !code.is_input();
    let codes = postings.iter().filter_map(|posting| posting.code);
    entry.code_not_listed = codes
        .filter(|code| !is_outside(code))
        .find(|code| query.books.vat_code_name(*code, false).is_none());
    if context.terms.merge_lines {
        postings = merged(postings);
    }
    let of_costs = postings.iter().find(|posting| !posting.choice.before.is_empty());
    let before = of_costs.map(|posting| posting.choice.before.clone()).unwrap_or_default();
    entry.lines = postings
        .into_iter()
        .filter(|posting| !posting.amount.is_zero() || posting.kind == kind)
        .map(|posting| line(posting, invoice, direction, query, &before))
        .collect();
    entry.boxes = boxes
        .into_iter()
        .filter(|(_, (base, vat))| !base.is_zero() || !vat.is_zero())
        .map(|(rubriek, (base, vat))| VatBox {
            rubriek,
            base: (rubriek != Rubriek::R5b).then_some(base),
            vat,
        })
        .collect();
    entry.doubts.sort_unstable();
    entry.doubts.dedup();
    entry
}

/// From the currency of the invoice to that of the books.
fn translation(
    invoice: &Invoice,
    query: &AccountQuery<'_>,
    situation: &Situation,
    context: &Context,
    entry: &mut Entry,
) -> impl Fn(Amount) -> Amount + use<> {
    let books = query.books.administration.book_currency();
    let of_invoice = invoice.currency.as_ref().map_or(books, |f| f.value.as_str());
    books.clone_into(&mut entry.currency);
    let mut units: Option<Decimal> = None;
    if of_invoice != books {
        let by_document = own_rate(invoice, books);
        let day = situation.day.or(invoice.issue_date.as_ref().map(|f| f.value));
        let by_bank =
            day.filter(|_| books == "EUR").and_then(|day| context.rates.on(of_invoice, day));
        if let Some((rate, source, day)) = by_document
            .map(|rate| (rate, "invoice", day))
            .or_else(|| by_bank.map(|(rate, day)| (rate, "ecb", Some(day))))
        {
            units = Some(rate);
            entry.exchange = Some(Exchange {
                from: of_invoice.to_owned(),
                to: books.to_owned(),
                rate: rate.normalize(),
                day,
                source: source.to_owned(),
            });
        } else {
            of_invoice.clone_into(&mut entry.currency);
            entry.no_rate = true;
        }
    }
    move |amount| units.map_or(amount, |units| in_euros(amount, units))
}

/// The rate that the invoice itself uses: its VAT in both currencies (BT-110 and BT-111), as units for one of the books.
fn own_rate(invoice: &Invoice, books: &str) -> Option<Decimal> {
    let tax_currency = invoice.tax_currency.as_ref()?;
    let (vat, own) = invoice.totals.vat.as_ref().zip(invoice.totals.vat_accounting.as_ref())?;
    let usable = tax_currency.value == books && !own.value.is_zero() && !vat.value.is_zero();
    let rate = usable.then(|| (vat.value.0 / own.value.0).round_dp(6))?;
    (rate > Decimal::ZERO).then_some(rate)
}

/// How each part stands in the VAT, with the account it goes on.
fn treat(
    direction: Direction,
    invoice: &Invoice,
    portions: &[Portion],
    query: &AccountQuery<'_>,
    situation: &Situation,
    doubts: &mut Vec<Doubt>,
) -> Vec<(Treatment, Choice)> {
    let mut texts: Vec<&str> =
        portions.iter().map(|p| p.text.as_str()).filter(|text| !text.is_empty()).collect();
    if texts.is_empty() {
        // lines that do not come to the totals still say what was bought
        texts.extend(invoice.lines.iter().filter_map(|line| line.value.description.as_deref()));
    }
    let total: Amount = portions.iter().map(|p| p.base).sum();
    let whole = (direction == Direction::Purchase).then(|| query.choose(&texts, total));
    let mut treated: Vec<(Treatment, Choice)> = portions
        .iter()
        .map(|portion| {
            let regime = query.books.administration.vat;
            let (treatment, mut choice) = if let Some(whole) = &whole {
                let of_page = vat::purchase(&portion.part, situation);
                let code = of_page.code;
                let choice = query.choose_part(&portion.text, &texts, portion.base, code, whole);
                let treatment = match choice.vat_code {
                    Some(code) => vat::with_code(code, situation, Ground::AsBefore),
                    None => vat::as_before(
                        of_page,
                        &choice.before,
                        &choice.account,
                        &portion.part,
                        situation,
                    )
                    .deducted(choice.deducted, situation),
                };
                (treatment, choice)
            } else {
                let charges = !matches!(regime, Regime::Kor | Regime::Exempt);
                let treatment = vat::sale(&portion.part, situation, charges);
                let choice = Choice::fixed(query.books, revenue(treatment.code));
                (treatment, choice)
            };
            // a rule may name a code that this invoice contradicts: charged VAT is what was paid
            let treatment = match treatment.code.self_assessed() {
                Some(_) if portion.part.charged => vat::purchase(&portion.part, situation),
                _ if treatment.code.is_input() && !portion.part.charged => {
                    vat::purchase(&portion.part, situation)
                }
                _ => treatment,
            };
            let mut deposit = Choice::fixed(query.books, rgs::DEPOSIT);
            if treatment.deposit && query.books.may_book_on(&deposit.account) {
                // the first of a supplier that was booked otherwise is looked at
                if choice.by == By::History && !query.was_booked_on(&deposit.account) {
                    deposit.by = By::General;
                    deposit.probability = FIRST_DEPOSIT;
                }
                choice = deposit;
            } else if portion.part.food && choice.by == By::General {
                choice = Choice::fixed(query.books, "WBedVkkRep");
                choice.by = By::General;
                choice.probability = 0.8;
            }
            doubts.extend(treatment.doubt);
            (treatment, choice)
        })
        .collect();
    beside(portions, &mut treated);
    let put = |(portion, (treatment, choice)): (&Portion, (Treatment, Choice))| {
        (treatment, query.by_person(portion.line, choice))
    };
    portions.iter().zip(treated).map(put).collect()
}

/// How sure the account of a supplier's first deposit is, 0 to 1.
const FIRST_DEPOSIT: f32 = 0.8;
/// Bookings of a supplier, weighed, that tell what it always is.
const ALWAYS: f32 = 4.0;

/// The VAT of a part where the supplier was never booked with it, and what it was most.
fn unusual(treatment: &Treatment, choice: &Choice) -> Option<(VatCode, VatCode)> {
    if choice.by != By::History || treatment.deposit {
        return None;
    }
    let all: f32 = choice.before.iter().map(|before| before.weight).sum();
    let is_known = choice.before.iter().any(|before| is_like(before.code, treatment.code));
    let most = choice.before.iter().max_by(|a, b| a.weight.total_cmp(&b.weight))?;
    (all >= ALWAYS && !is_known).then_some((treatment.code, most.code))
}

/// A share of a line's account that is sure enough to stand against those of the lines that it goes with, 0 to 1.
const OF_ITS_OWN: f32 = 0.9;

/// Freight, discounts and small charges go with the lines that they belong to, where the history does not surely tell them
/// apart: the largest of the same VAT code.
fn beside(portions: &[Portion], treated: &mut [(Treatment, Choice)]) {
    let is_beside: Vec<bool> = portions
        .iter()
        .map(|portion| Words::of([portion.text.as_str()]).has_any(&LISTS.beside))
        .collect();
    for at in (0..portions.len()).filter(|at| is_beside[*at]) {
        let (treatment, choice) = &treated[at];
        if choice.by != By::History || choice.probability >= OF_ITS_OWN {
            continue;
        }
        let goods = (0..portions.len()).filter(|i| {
            !is_beside[*i]
                && treated[*i].0.code == treatment.code
                && treated[*i].1.by == By::History
        });
        if let Some(largest) = goods.max_by_key(|i| portions[*i].base.abs()) {
            treated[at].1 = treated[largest].1.clone();
        }
    }
}

/// The share of the VAT of a part that is deducted: not of what is private.
fn deducted_share(treatment: &Treatment, choice: &Choice) -> Decimal {
    let private = choice.private.as_ref().map_or(Decimal::ZERO, |(_, share)| *share);
    treatment.deductible * (Decimal::ONE - private)
}

fn revenue(code: VatCode) -> &'static str {
    match code {
        VatCode::SaleHigh => rgs::REVENUE_HIGH,
        VatCode::SaleLow => rgs::REVENUE_LOW,
        VatCode::SaleOther => rgs::REVENUE_OTHER,
        VatCode::SaleEu => rgs::REVENUE_EU,
        VatCode::SaleExport => rgs::REVENUE_EXPORT,
        VatCode::SaleZero => rgs::REVENUE_ZERO,
        _ => rgs::REVENUE_NONE,
    }
}

fn purchase(
    portions: &[Portion],
    treatments: &[(Treatment, Choice)],
    query: &AccountQuery<'_>,
    postings: &mut Vec<Posting>,
    boxes: &mut BTreeMap<Rubriek, (Amount, Amount)>,
) {
    // VAT that the buyer owes is computed on the whole base of a code, not line by line
    let mut owed_on: BTreeMap<VatCode, (Amount, Decimal)> = BTreeMap::new();
    for (portion, (treatment, _)) in portions.iter().zip(treatments) {
        if treatment.code.self_assessed().is_some() {
            let entry =
                owed_on.entry(treatment.code).or_insert((Amount::ZERO, treatment.owed_rate));
            entry.0 = entry.0 + portion.base;
        }
    }
    // what is deducted is rounded once for all that stands alike
    let mut input: BTreeMap<(VatCode, bool), Amount> = BTreeMap::new();
    let mut costs: Vec<Amount> = portions.iter().map(|p| p.base + p.vat).collect();
    let mut alike: BTreeMap<(VatCode, bool, Decimal), Vec<usize>> = BTreeMap::new();
    for (i, (treatment, choice)) in treatments.iter().enumerate() {
        if treatment.code.is_input() {
            let share = deducted_share(treatment, choice);
            alike.entry((treatment.code, treatment.is_partly, share)).or_default().push(i);
        }
    }
    for ((code, is_partly, share), places) in alike {
        let vats: Vec<Amount> = places.iter().map(|i| portions[*i].vat).collect();
        let deducted = Amount(vats.iter().copied().sum::<Amount>().0 * share).round_cents();
        let of_code = input.entry((code, is_partly)).or_default();
        *of_code = *of_code + deducted;
        for (i, part) in places.iter().zip(shares(deducted, &vats)) {
            costs[*i] = costs[*i] - part;
        }
    }
    for (code, (base, rate)) in &owed_on {
        let of_code: Vec<usize> =
            (0..portions.len()).filter(|i| treatments[*i].0.code == *code).collect();
        let owed = base.percent(*rate);
        let first = of_code.first().map(|i| &treatments[*i]);
        let deductible =
            first.map_or(Decimal::ZERO, |(treatment, choice)| deducted_share(treatment, choice));
        let is_partly = first.is_some_and(|(treatment, _)| treatment.is_partly);
        let deducted = Amount(owed.0 * deductible).round_cents();
        let weights: Vec<Amount> = of_code.iter().map(|i| portions[*i].base).collect();
        for (i, share) in of_code.iter().zip(shares(owed - deducted, &weights)) {
            costs[*i] = costs[*i] + share;
        }
        let of_input = input.entry((*code, is_partly)).or_default();
        *of_input = *of_input + deducted;
        let rubriek = code.base_box();
        if let Some(rubriek) = rubriek {
            let sums = boxes.entry(rubriek).or_default();
            *sums = (sums.0 + *base, sums.1 + owed);
        }
    }
    if let Some((choice, share)) =
        treatments.iter().find_map(|(_, choice)| Some((choice, choice.private.as_ref()?)))
    {
        let all: Vec<Amount> = portions.iter().map(|p| p.base + p.vat).collect();
        let private = Amount(all.iter().copied().sum::<Amount>().0 * share.1).round_cents();
        for (cost, part) in costs.iter_mut().zip(shares(private, &all)) {
            *cost = *cost - part;
        }
        let (account, rgs) = query.books.account(&share.0);
        postings.push(Posting {
            kind: LineKind::Cost,
            // as sure as the account that it is taken from, which counts
            choice: Choice { account, rgs, probability: 1.0, ..choice.clone() },
            text: String::new(),
            code: None,
            is_partly: false,
            rubriek: None,
            why: Ground::AsBefore,
            amount: private,
        });
    }
    for ((portion, (treatment, choice)), cost) in portions.iter().zip(treatments).zip(costs) {
        let kind = if treatment.deposit {
            LineKind::Deposit
        } else if choice.by == By::Suspense {
            LineKind::Suspense
        } else {
            LineKind::Cost
        };
        for (choice, amount) in divided(choice, cost) {
            postings.push(Posting {
                kind,
                choice,
                text: portion.text.clone(),
                code: Some(treatment.code),
                is_partly: treatment.is_partly,
                rubriek: treatment.code.base_box(),
                why: treatment.why.clone(),
                amount,
            });
        }
    }
    let mut tax = |account: &str, (code, is_partly), rubriek, amount: Amount| {
        if !amount.is_zero() {
            postings.push(Posting {
                kind: LineKind::Vat,
                choice: Choice::fixed(query.books, account),
                text: String::new(),
                code: Some(code),
                is_partly,
                rubriek,
                why: Ground::None,
                amount,
            });
        }
    };
    // a line for each code: import files say with it which return the VAT belongs in
    for (code, deducted) in &input {
        let account = query.books.input_vat_account(code.0);
        tax(account, *code, Some(Rubriek::R5b), *deducted);
    }
    for (code, (base, rate)) in &owed_on {
        let account = match code.base_box() {
            Some(Rubriek::R4a) => rgs::VAT_NON_EU,
            Some(Rubriek::R4b) => rgs::VAT_EU,
            _ => rgs::VAT_REVERSE,
        };
        tax(account, (*code, false), code.base_box(), -base.percent(*rate));
    }
    let input: Amount = input.values().copied().sum();
    if !input.is_zero() {
        boxes.insert(Rubriek::R5b, (Amount::ZERO, input));
    }
}

fn sale(
    portions: &[Portion],
    treatments: &[(Treatment, Choice)],
    query: &AccountQuery<'_>,
    postings: &mut Vec<Posting>,
    boxes: &mut BTreeMap<Rubriek, (Amount, Amount)>,
) {
    let mut due: BTreeMap<VatCode, Amount> = BTreeMap::new();
    for (portion, (treatment, choice)) in portions.iter().zip(treatments) {
        let kind = if treatment.deposit { LineKind::Deposit } else { LineKind::Revenue };
        let rubriek = treatment.code.base_box();
        postings.push(Posting {
            kind,
            choice: choice.clone(),
            text: portion.text.clone(),
            code: Some(treatment.code),
            is_partly: false,
            rubriek,
            why: treatment.why.clone(),
            amount: -portion.base,
        });
        let vat = due.entry(treatment.code).or_default();
        *vat = *vat + portion.vat;
        if let Some(rubriek) = rubriek {
            let sums = boxes.entry(rubriek).or_default();
            *sums = (sums.0 + portion.base, sums.1 + portion.vat);
        }
    }
    for (code, vat) in due {
        if vat.is_zero() {
            continue;
        }
        let account = match code {
            VatCode::SaleHigh => rgs::VAT_HIGH,
            VatCode::SaleLow => rgs::VAT_LOW,
            _ => rgs::VAT_OTHER,
        };
        postings.push(Posting {
            kind: LineKind::Vat,
            choice: Choice::fixed(query.books, account),
            text: String::new(),
            code: Some(code),
            is_partly: false,
            rubriek: code.base_box(),
            why: Ground::None,
            amount: -vat,
        });
    }
}

/// An amount over the accounts of a choice.
fn divided(choice: &Choice, amount: Amount) -> Vec<(Choice, Amount)> {
    if choice.split.is_empty() {
        return vec![(choice.clone(), amount)];
    }
    let weights: Vec<Amount> =
        choice.split.iter().map(|(_, share)| Amount::from_cents(i64::from(*share))).collect();
    choice.split.iter().map(|(part, _)| part.clone()).zip(shares(amount, &weights)).collect()
}

/// One line for each account, VAT code and cost centre, in the order in which they come first.
fn merged(postings: Vec<Posting>) -> Vec<Posting> {
    let mut kept: Vec<Posting> = Vec::new();
    for posting in postings {
        let same = kept.iter_mut().find(|known| {
            known.kind == posting.kind
                && known.choice.account == posting.choice.account
                && known.choice.cost_center == posting.choice.cost_center
                && known.code == posting.code
                && known.is_partly == posting.is_partly
                && known.rubriek == posting.rubriek
        });
        if let Some(known) = same {
            known.amount = known.amount + posting.amount;
            known.choice.probability = known.choice.probability.min(posting.choice.probability);
            known.text.clear();
        } else {
            kept.push(posting);
        }
    }
    kept
}

fn line(
    posting: Posting,
    invoice: &Invoice,
    direction: Direction,
    query: &AccountQuery<'_>,
    of_costs: &[Before],
) -> JournalLine {
    let Posting { kind, choice, text, code, is_partly, rubriek, why, amount } = posting;
    let other = match direction {
        Direction::Purchase => &invoice.supplier,
        Direction::Sale => &invoice.customer,
    };
    let description = if text.is_empty() {
        [
            other.name.as_ref().map(|f| f.value.as_str()),
            invoice.number.as_ref().map(|f| f.value.as_str()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
    } else {
        text
    };
    let is_party = matches!(kind, LineKind::Creditor | LineKind::Debtor);
    let vat_code = code.and_then(|code| {
        let before = if choice.before.is_empty() { of_costs } else { &choice.before };
        query.books.vat_code_before(before, &choice.account, code, is_partly)
    });
    let vat_code = vat_code.map(str::to_owned);
    JournalLine {
        account: choice.account,
        rgs: choice.rgs,
        description,
        debit: if amount.is_negative() { Amount::ZERO } else { amount },
        credit: if amount.is_negative() { -amount } else { Amount::ZERO },
        vat_code,
        rubriek: rubriek.map(|rubriek| rubriek.to_string()),
        kind,
        cost_center: choice.cost_center,
        relation: is_party.then(|| query.supplier.map(|s| s.code.clone())).flatten(),
        due_date: is_party.then(|| invoice.due_date.as_ref().map(|f| f.value)).flatten(),
        payment_reference: is_party
            .then(|| invoice.payment_reference.as_ref().map(|f| f.value.clone()))
            .flatten(),
        why: Why { by: choice.by, because: choice.because, vat: why },
        confidence: choice.probability,
    }
}
