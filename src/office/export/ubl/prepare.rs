//! From what was read to what a UBL invoice can say: missing values that follow from others are filled in, values that
//! UBL has no place for are left out, and nothing is made up.

mod parties;

use parties::{complete_party, countries, known_party, lend, registers, registration};

use rust_decimal::Decimal;

use super::lines;
use crate::texts::{Lang, ubl as say};
use booking::{Administration, Direction, LineKind, Proposal};
use einvoice::validate;
use einvoice::write::{Attachment, is_registration};
use invoice::{
    Amount, Confidence, Derivation, DocumentType, Evidence, Field, Invoice, Party, PaymentMeans,
    Totals, VatBreakdown, VatCategory,
};

/// A value that was not read and goes into the file all the same.
pub(super) fn derived<T>(value: T) -> Field<T> {
    Field::new(value, Evidence::derived(Derivation::Ubl), Confidence::new(0.9))
}

pub(super) fn value(field: Option<&Field<Amount>>) -> Option<Amount> {
    field.map(|field| field.value)
}

/// The invoice of a proposal as it is written.
pub(super) fn prepare(
    proposal: &Proposal,
    administration: Option<&Administration>,
    lang: Lang,
) -> Invoice {
    let mut invoice = proposal.invoice.clone();
    invoice.specification = None;
    let kind = match invoice.document_type.as_ref().map(|field| field.value) {
        Some(DocumentType::CreditNote) => DocumentType::CreditNote,
        _ => DocumentType::Invoice,
    };
    invoice.document_type = Some(derived(kind));
    if kind == DocumentType::CreditNote && is_negative(&invoice.totals) {
        turn(&mut invoice);
    }
    if let Some(administration) = administration {
        let party = match proposal.direction {
            Direction::Purchase => &mut invoice.customer,
            Direction::Sale => &mut invoice.supplier,
        };
        lend(administration, party);
    }
    known_party(&mut invoice, proposal);
    texts(&mut invoice);
    terms(&mut invoice, lang);
    round(&mut invoice);
    totals(&mut invoice);
    breakdown(&mut invoice);
    beside_vat(&mut invoice, lang);
    reasons(&mut invoice, lang);
    line_costs(&mut invoice, proposal);
    lines::lines(&mut invoice, lang);
    for party in [&mut invoice.supplier, &mut invoice.customer] {
        complete_party(party);
    }
    countries(&mut invoice);
    if let Some(payee) = &mut invoice.payee {
        registers(payee);
        registration(payee);
        *payee = Party {
            name: payee.name.take(),
            kvk: payee.kvk.take(),
            identifiers: payee.identifiers.drain(..).take(1).collect(),
            iban: payee.iban.take(),
            bic: payee.bic.take(),
            ..Party::default()
        };
    }
    if invoice.payee.as_ref().is_some_and(|payee| payee.name.is_none()) {
        invoice.payee = None;
    }
    // UBL-SR-16: one of the buyer, beside the registration at the end
    let ids = &mut invoice.customer.identifiers;
    let registration = ids.pop_if(|id| is_registration(&id.value));
    ids.truncate(1);
    ids.extend(registration);
    means(&mut invoice);
    accounting_cost(&mut invoice, proposal);
    invoice
}

fn is_negative(totals: &Totals) -> bool {
    value(totals.gross.as_ref())
        .or_else(|| value(totals.net.as_ref()))
        .is_some_and(Amount::is_negative)
}

/// Every total that is known.
fn amounts(t: &mut Totals) -> impl Iterator<Item = &mut Field<Amount>> {
    [
        &mut t.lines,
        &mut t.allowances,
        &mut t.charges,
        &mut t.net,
        &mut t.vat,
        &mut t.vat_accounting,
        &mut t.gross,
        &mut t.prepaid,
        &mut t.rounding,
        &mut t.payable,
    ]
    .into_iter()
    .flatten()
}

/// Turns all signs: a credit note of UBL has positive amounts.
fn turn(invoice: &mut Invoice) {
    for field in amounts(&mut invoice.totals) {
        field.value = -field.value;
    }
    let turned = |amount: &mut Option<Amount>| *amount = amount.map(|amount| -amount);
    for row in &mut invoice.vat_breakdown {
        turned(&mut row.value.taxable);
        turned(&mut row.value.vat);
    }
    for ac in &mut invoice.allowances_charges {
        ac.value.amount = -ac.value.amount;
        turned(&mut ac.value.base);
    }
    for line in &mut invoice.lines {
        let line = &mut line.value;
        line.quantity = line.quantity.map(|quantity| -quantity);
        turned(&mut line.net);
        for ac in &mut line.allowances_charges {
            ac.amount = -ac.amount;
            turned(&mut ac.base);
        }
    }
}

/// What is to be paid has a day or terms (BR-CO-25, withdrawn in 2026 and still asked by older receivers). Where none was found the document says it, or is silent.
fn terms(invoice: &mut Invoice, lang: Lang) {
    if invoice.due_date.is_none() && invoice.payment_terms.is_none() {
        invoice.payment_terms = Some(derived(say::no_terms(lang).to_owned()));
    }
}

/// Texts of several lines keep them; everything else is one line, as it is read again.
fn texts(invoice: &mut Invoice) {
    let lines = |text: &str| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.join("\n").trim().to_owned()
    };
    if let Some(terms) = &mut invoice.payment_terms {
        terms.value = lines(&terms.value);
    }
    for note in &mut invoice.notes {
        *note = lines(note);
    }
    invoice.notes.retain(|note| !note.is_empty());
}

/// Amounts have two decimals in EN 16931, prices may have more.
fn round(invoice: &mut Invoice) {
    for field in amounts(&mut invoice.totals) {
        field.value = field.value.round_cents();
    }
    let rounded = |amount: &mut Option<Amount>| *amount = amount.map(Amount::round_cents);
    for row in &mut invoice.vat_breakdown {
        rounded(&mut row.value.taxable);
        rounded(&mut row.value.vat);
    }
    let acs = invoice
        .lines
        .iter_mut()
        .flat_map(|line| &mut line.value.allowances_charges)
        .chain(invoice.allowances_charges.iter_mut().map(|ac| &mut ac.value));
    for ac in acs {
        ac.amount = ac.amount.round_cents();
        rounded(&mut ac.base);
    }
    for line in &mut invoice.lines {
        rounded(&mut line.value.net);
    }
}

/// Totals that follow from the others.
fn totals(invoice: &mut Invoice) {
    let sums = |charges: bool| -> Option<Amount> {
        let mut parts = invoice
            .allowances_charges
            .iter()
            .filter(|ac| ac.value.is_charge == charges)
            .map(|ac| ac.value.amount)
            .peekable();
        parts.peek()?;
        Some(parts.sum())
    };
    let (allowances, charges) = (sums(false), sums(true));
    let t = &mut invoice.totals;
    if t.allowances.is_none() {
        t.allowances = allowances.map(derived);
    }
    if t.charges.is_none() {
        t.charges = charges.map(derived);
    }
    let prepaid = value(t.prepaid.as_ref()).unwrap_or_default();
    let rounding = value(t.rounding.as_ref()).unwrap_or_default();
    if t.payable.is_none() {
        t.payable = value(t.gross.as_ref()).map(|gross| derived(gross - prepaid + rounding));
    }
    // a printed amount to pay leaves out what was paid before without naming it
    if let (Some(gross), Some(payable), None) =
        (value(t.gross.as_ref()), value(t.payable.as_ref()), &t.prepaid)
    {
        let paid = gross + rounding - payable;
        if !paid.is_zero() && !paid.is_negative() && !gross.is_negative() {
            t.prepaid = Some(derived(paid));
        }
    }
}

/// The one row of a document of which only the totals are known and one rate fits.
fn breakdown(invoice: &mut Invoice) {
    let t = &invoice.totals;
    let (net, vat) = (value(t.net.as_ref()), value(t.vat.as_ref()));
    if let (true, Some(net), Some(vat)) = (invoice.vat_breakdown.is_empty(), net, vat) {
        let fits: Vec<i64> = [21, 9]
            .into_iter()
            .filter(|rate| {
                !vat.is_zero() && net.percent(Decimal::from(*rate)).is_within_cents(vat, 2)
            })
            .collect();
        if let [rate] = fits[..] {
            invoice.vat_breakdown.push(derived(VatBreakdown {
                category: Some(VatCategory::S),
                rate: Some(Decimal::from(rate)),
                taxable: Some(net),
                vat: Some(vat),
                exemption_reason: None,
                exemption_code: None,
            }));
        }
    }
    for row in &mut invoice.vat_breakdown {
        let row = &mut row.value;
        let is_taxed = row.vat.is_some_and(|vat| !vat.is_zero());
        if row.category.is_none() && is_taxed && row.rate.is_some_and(|rate| rate > Decimal::ZERO) {
            row.category = Some(VatCategory::S);
        }
        match row.category {
            Some(VatCategory::O) => row.rate = None,
            Some(
                VatCategory::Z | VatCategory::E | VatCategory::Ae | VatCategory::K | VatCategory::G,
            ) => row.rate = Some(Decimal::ZERO),
            _ => {}
        }
        if row.vat.is_none() && row.rate.is_none_or(|rate| rate.is_zero()) && row.category.is_some()
        {
            row.vat = Some(Amount::ZERO);
        }
    }
    if invoice.totals.vat.is_none() && !invoice.vat_breakdown.is_empty() {
        let sum: Option<Amount> = invoice.vat_breakdown.iter().map(|row| row.value.vat).sum();
        invoice.totals.vat = sum.map(derived);
    }
}

/// EN 16931 has no place for what is outside the VAT (deposits, tourist tax) beside what is not (BR-O-11): there it is
/// written as exempt, with the words that say what it is.
fn beside_vat(invoice: &mut Invoice, lang: Lang) {
    let is_o = |category: Option<VatCategory>| category == Some(VatCategory::O);
    let all = invoice.vat_breakdown.iter().all(|row| is_o(row.value.category));
    if all || !invoice.vat_breakdown.iter().any(|row| is_o(row.value.category)) {
        return;
    }
    let has_exempt =
        invoice.vat_breakdown.iter().any(|row| row.value.category == Some(VatCategory::E));
    if has_exempt {
        return; // two rows of one category (BR-E-01), and no telling which line is whose
    }
    for row in invoice.vat_breakdown.iter_mut().filter(|row| is_o(row.value.category)) {
        let row = &mut row.value;
        row.category = Some(VatCategory::E);
        row.rate = Some(Decimal::ZERO);
        row.exemption_code = None;
        if row.exemption_reason.is_none() {
            row.exemption_reason = Some(say::exemption(lang, VatCategory::O).to_owned());
        }
    }
    let lines =
        invoice.lines.iter_mut().map(|line| (&mut line.value.category, &mut line.value.rate));
    let acs = invoice
        .allowances_charges
        .iter_mut()
        .map(|ac| (&mut ac.value.category, &mut ac.value.rate));
    for (category, rate) in lines.chain(acs).filter(|(category, _)| is_o(**category)) {
        (*category, *rate) = (Some(VatCategory::E), Some(Decimal::ZERO));
    }
}

/// Why no VAT is charged: what the category itself means, else the document's own words, else that it is in there.
fn reasons(invoice: &mut Invoice, lang: Lang) {
    for row in &mut invoice.vat_breakdown {
        let row = &mut row.value;
        match row.category {
            Some(VatCategory::S | VatCategory::Z | VatCategory::L | VatCategory::M) => {
                row.exemption_reason = None;
                row.exemption_code = None;
            }
            Some(category) if row.exemption_reason.is_none() && row.exemption_code.is_none() => {
                row.exemption_reason = Some(say::exemption(lang, category).to_owned());
            }
            _ => {}
        }
    }
    for ac in &mut invoice.allowances_charges {
        let ac = &mut ac.value;
        if ac.reason.is_none() && ac.reason_code.is_none() {
            ac.reason = Some(say::allowance_charge(lang, ac.is_charge).to_owned());
        }
    }
    for line in &mut invoice.lines {
        for ac in &mut line.value.allowances_charges {
            // EN 16931 has VAT of a line on its item only
            (ac.category, ac.rate) = (None, None);
            if ac.reason.is_none() && ac.reason_code.is_none() {
                ac.reason = Some(say::allowance_charge(lang, ac.is_charge).to_owned());
            }
        }
    }
    if let [row] = &invoice.vat_breakdown[..] {
        let (category, rate) = (row.value.category, row.value.rate);
        for ac in &mut invoice.allowances_charges {
            if ac.value.category.is_none() {
                (ac.value.category, ac.value.rate) = (category, rate);
            }
        }
    }
    for ac in &mut invoice.allowances_charges {
        let ac = &mut ac.value;
        if ac.category.is_none() && ac.rate.is_some_and(|rate| rate > Decimal::ZERO) {
            ac.category = Some(VatCategory::S);
        }
    }
}

/// The ways to pay: the supplier's account first, and one at all where an account or reference is known.
fn means(invoice: &mut Invoice) {
    let iban = invoice.supplier.iban.clone();
    if let Some(iban) = &iban {
        let is_it =
            |means: &PaymentMeans| means.iban.as_ref().map(|i| &i.value) == Some(&iban.value);
        if !invoice.payment_means.iter().any(is_it) {
            invoice.payment_means.push(PaymentMeans {
                code: Some("30".to_owned()),
                iban: Some(iban.clone()),
                bic: invoice.supplier.bic.as_ref().map(|bic| bic.value.clone()),
                ..PaymentMeans::default()
            });
        }
        invoice.payment_means.sort_by_key(|means| !is_it(means));
    }
    if invoice.payment_means.is_empty() && invoice.payment_reference.is_some() {
        invoice.payment_means.push(PaymentMeans::default());
    }
    for means in &mut invoice.payment_means {
        let has_account = means.iban.is_some() || means.account.is_some();
        let is_transfer = matches!(means.code.as_deref(), Some("30" | "58"));
        if is_transfer && !has_account {
            means.code = None; // BR-61: to which account is not known
        }
        if means.code.is_none() {
            // 1 says that the way is not agreed
            means.code = Some(if means.iban.is_some() { "30" } else { "1" }.to_owned());
        }
    }
    // UBL-SR-55
    let mut is_mandated = false;
    for means in &mut invoice.payment_means {
        let has_one = means.mandate.is_some() || means.debited_iban.is_some();
        if is_mandated && has_one {
            (means.mandate, means.debited_iban) = (None, None);
        }
        is_mandated |= has_one;
    }
    // one reference for all of them: a bookkeeping package pays with the first it finds
    let reference = invoice.payment_reference.clone();
    for means in &mut invoice.payment_means {
        means.reference.clone_from(&reference);
    }
    let first_iban = invoice.payment_means.iter().find(|means| means.iban.is_some());
    invoice.supplier.bic = first_iban.and_then(|means| means.bic.clone()).map(derived);
    let is_credit_note =
        invoice.document_type.as_ref().map(|field| field.value) == Some(DocumentType::CreditNote);
    if is_credit_note && invoice.payment_means.is_empty() {
        invoice.due_date = None;
    }
}

/// Divides the amount due over the G-account, as the invoice says, and the ordinary one; `false` when it is not divided, or
/// not over these two.
pub(super) fn divide(invoice: &mut Invoice) -> bool {
    let payable = value(invoice.totals.payable.as_ref());
    let is_invoice =
        invoice.document_type.as_ref().map(|field| field.value) == Some(DocumentType::Invoice);
    let ([one, other], Some(payable), true) = (&mut invoice.payment_means[..], payable, is_invoice)
    else {
        return false;
    };
    let (blocked, ordinary) = match (one.is_g_account(), other.is_g_account()) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return false,
    };
    let Some(part) = blocked
        .amount
        .filter(|part| !part.is_zero() && !part.is_negative() && !(payable - *part).is_negative())
    else {
        return false;
    };
    ordinary.amount = Some(payable - part);
    true
}

/// The accounts of a journal that lines are booked on.
fn cost_accounts(proposal: &Proposal) -> Vec<&str> {
    let mut accounts: Vec<&str> = proposal
        .journal
        .iter()
        .filter(|line| {
            matches!(
                line.kind,
                LineKind::Cost | LineKind::Revenue | LineKind::Suspense | LineKind::Deposit
            )
        })
        // an advance or a difference on the suspense account is no line of the invoice
        .filter(|line| line.kind != LineKind::Suspense || line.vat_code.is_some())
        .map(|line| line.account.as_str())
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts
}

/// The ledger account of each line (BT-133), when they are booked on several. What a person booked otherwise since is no
/// longer known line by line.
fn line_costs(invoice: &mut Invoice, proposal: &Proposal) {
    let accounts = cost_accounts(proposal);
    let lines = &proposal.booking.line_accounts;
    if accounts.len() < 2 || !lines.values().all(|one| accounts.contains(&one.as_str())) {
        return;
    }
    for (place, account) in lines {
        if let Some(line) = invoice.lines.get_mut(*place) {
            line.value.accounting_cost = Some(account.clone());
        }
    }
}

/// The ledger account (BT-19): that of the journal, when there is one for all costs.
fn accounting_cost(invoice: &mut Invoice, proposal: &Proposal) {
    if let [account] = cost_accounts(proposal)[..] {
        invoice.accounting_cost = Some(derived(account.to_owned()));
    }
}

/// Whether all rules of Peppol that the invoice would have to meet are known: those of its parties' countries too. The
/// country is that of the VAT identifier or of the address.
pub(super) fn has_known_peppol_rules(invoice: &Invoice) -> bool {
    let is_apart = |party: &Party| {
        let of_vat_id = party.vat_id.as_ref().and_then(|id| id.value.get(..2));
        let of_address = party.address.as_ref().and_then(|a| a.value.country.as_deref());
        of_vat_id.into_iter().chain(of_address).any(validate::has_peppol_rules)
    };
    let parties = [&invoice.supplier, &invoice.customer];
    parties.iter().all(|party| party.endpoint.is_some() && !is_apart(party))
}

/// For Peppol, which allows one note.
pub(super) fn with_one_note(invoice: &Invoice) -> Invoice {
    let mut out = invoice.clone();
    if out.notes.len() > 1 {
        out.notes = vec![out.notes.join("\n")];
    }
    out
}

/// A reference to the original, without its bytes.
pub(super) fn named(attachment: &Attachment) -> Attachment {
    Attachment { bytes: None, ..attachment.clone() }
}

#[cfg(test)]
mod tests;
