//! The invoice of a document: what was chosen, with evidence and confidence.

mod whole;

use whole::{beside, country, currency, exemption, payment_reference};

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::candidates::{Candidates, Found, date};
use super::confidence::{self, Known, Observation};
use super::doubt;
use super::layout::{Layout, Place};
use super::lexicon::Label;
use super::lines;
use super::solve::dates::{self, Chosen};
use super::solve::kind::{self, Facts};
use super::solve::number::{self, Reference};
use super::solve::party::{self, Id, Side};
use super::solve::totals::{self, Exemption, Solution, Sums};
use invoice::countries::{Membership, eu};
use invoice::{
    Amount, Confidence, Derivation, DocumentType, Evidence, Field, Invoice, Ours, Party,
    PaymentMeans, Period, Proof, Totals, VatBreakdown, VatCategory,
};
use reading::Extracted;
use reading::text::Page;

/// Reads the values from the pages of one document, without asking whether the document as a whole is doubtful.
///
/// Values that are less sure than `floor` (0 to 1) are left out.
pub fn extract(pages: &[&Page], floor: f32) -> Invoice {
    let layout = Layout::new(pages);
    understand(&layout, floor, &Ours::default(), |known, mut invoice| {
        confidence::settle(&layout, known, &mut invoice, floor);
        invoice
    })
}

/// Reads an invoice from the pages of one document that `ours` may have received: what is its own is never the seller's.
///
/// Values that are less sure than `floor` (0 to 1) are left out, and those that the doubts make worthless.
pub(crate) fn extract_for(pages: &[&Page], floor: f32, ours: &Ours) -> Extracted {
    let layout = Layout::new(pages);
    understand(&layout, floor, ours, |known, mut invoice| {
        confidence::settle(&layout, known, &mut invoice, floor);
        let doubts = doubt::doubts(&layout, known);
        doubt::hedge(&mut invoice, &doubts, floor);
        if known.candidates.hits.is_empty() {
            // Without a single word that names an amount, sums of some of the numbers are accidents.
            invoice.totals = Totals::default();
            invoice.vat_breakdown.clear();
        }
        Extracted { invoice, doubts }
    })
}

/// How far a measurement goes.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub enum Stage {
    /// Words into rows and cells.
    Rows,
    /// And all that could be a value.
    Candidates,
    /// And the totals that fit together best.
    Totals,
}

/// Understands pages up to a stage, for the benches; gives how much was found.
#[doc(hidden)]
pub fn through(stage: Stage, pages: &[&Page]) -> usize {
    let layout = Layout::new(pages);
    if matches!(stage, Stage::Rows) {
        return layout.rows.len();
    }
    let candidates = Candidates::of(&layout);
    if matches!(stage, Stage::Candidates) {
        return candidates.amounts.len() + candidates.hits.len();
    }
    totals::solve(&layout, &candidates, None, None, Exemption::None).roles.len()
}

/// What the confidence of each value of a document is judged by; for fitting the weights.
#[doc(hidden)]
pub fn observe(pages: &[&Page], floor: f32) -> Vec<Observation> {
    let layout = Layout::new(pages);
    understand(&layout, floor, &Ours::default(), |known, mut invoice| {
        let judge = known.judge(&layout);
        let mut all: Vec<Observation> = Vec::new();
        confidence::each(&mut invoice, &mut |family, value, evidence, guess| {
            // Rows and lines are right or wrong together.
            if all.last().is_none_or(|o| o.family != family) {
                all.push(Observation {
                    family,
                    value: value(),
                    features: judge.features(family, evidence, *guess),
                });
            }
        });
        all
    })
}

/// Reads an invoice with first guesses at confidence, and gives it to `finish` with all that was found out besides.
pub(super) fn understand<T>(
    layout: &Layout<'_>,
    floor: f32,
    ours: &Ours,
    finish: impl FnOnce(&Known<'_>, Invoice) -> T,
) -> T {
    let candidates = Candidates::of(layout);
    let receipt = kind::is_roll(layout);
    let parties = party::solve(layout, &candidates, receipt, ours);
    let number = number::invoice_number(layout, &candidates);
    let dates = dates::solve(layout, &candidates, receipt, number::sure(number.as_ref()));
    let country = country(&parties.supplier);
    let issued = dates.issue.as_ref().map(|c| c.date);
    let exempt = exemption(&candidates);
    let stated = if exempt.is_some() { Exemption::Stated } else { Exemption::None };
    let totals = totals::solve(layout, &candidates, country.as_deref(), issued, stated);
    let solution = totals.solution.as_ref();
    let proven = solution.is_some_and(|s| {
        s.rows_fit && s.gross_at.is_some()
            || (s.rate_fits
                && s.vat_at.is_some()
                && (s.gross_label > 0.3 || s.proof == Sums::AllPrinted))
            || (s.proof == Sums::NoVat
                && (s.gross_label > 0.3 || (exempt.is_some() && s.net_at.is_some())))
    });
    let facts = Facts {
        has_number: number.as_ref().is_some_and(|n| n.score >= 0.4),
        has_date: dates.issue.as_ref().is_some_and(|d| d.score >= 0.4),
        has_gross: solution.is_some_and(|s| s.gross_label >= 0.3 || s.rows_fit) || proven,
        has_proof: proven,
        negative: solution.is_some_and(|s| s.gross.is_negative()),
        has_identifier: parties.supplier.vat_id.is_some()
            || parties.supplier.iban.is_some()
            || parties.supplier.kvk.is_some(),
    };
    let kind = kind::solve(layout, &candidates, facts);
    let maker = Maker { layout, floor };
    let mut invoice = Invoice::default();
    let kind_evidence = match kind.at.and_then(|i| candidates.hits.get(i)) {
        Some(hit) => {
            let text = layout.text_of(hit.words.clone());
            layout.place_of(hit.words.clone(), text).evidence(layout)
        }
        None => Evidence::derived(Derivation::WholeDocument),
    };
    invoice.document_type =
        Some(Field::new(kind.value, kind_evidence, Confidence::new(kind.score)));
    invoice.number = number.as_ref().and_then(|n| maker.reference(n));
    invoice.issue_date = maker.date(&candidates, dates.issue.as_ref());
    invoice.due_date = maker.date(&candidates, dates.due.as_ref());
    invoice.supply_date = maker.date(&candidates, dates.supply.as_ref());
    if let Some((from, until)) = &dates.period {
        invoice.period = maker.date(&candidates, Some(from)).map(|f| {
            Field::new(
                Period { start: Some(f.value), end: Some(until.date) },
                f.evidence,
                f.confidence,
            )
        });
    }
    let taken = invoice.number.as_ref().map(|n| n.value.clone());
    let other = |label: Label| {
        number::reference(layout, &candidates, label)
            .filter(|r| Some(&r.text) != taken.as_ref())
            .and_then(|r| maker.reference(&r))
    };
    invoice.order_reference = other(Label::Order);
    invoice.credited_invoice = other(Label::CreditedInvoice);
    invoice.payment_reference = payment_reference(&maker, &candidates);
    if let Some(solution) = solution {
        let exempt = exempt.or_else(|| {
            // A seller outside the EU charges no VAT at all.
            let is_member = |country: &str| eu(country, None) == Some(Membership::Full);
            let outside = country.as_deref().is_some_and(|country| !is_member(country));
            outside.then_some(VatCategory::O)
        });
        maker.totals(&candidates, solution, exempt, &totals.roles, &mut invoice);
        invoice.totals.prepaid = maker.prepaid(&candidates, &totals.roles, solution);
        invoice.totals.payable = maker.payable(&candidates, &totals.roles, solution);
    }
    invoice.currency = currency(&maker, &candidates, solution, country.as_deref());
    maker.party(&parties.supplier, &mut invoice.supplier);
    maker.party(&parties.customer, &mut invoice.customer);
    if let Some(iban) = &invoice.supplier.iban {
        invoice.payment_means.push(PaymentMeans {
            iban: Some(iban.clone()),
            bic: invoice.supplier.bic.as_ref().map(|b| b.value.clone()),
            reference: invoice.payment_reference.clone(),
            ..PaymentMeans::default()
        });
    }
    // Further accounts: the blocked one for wages tax and VAT of subcontractors, or a second bank.
    let ordinary = invoice.supplier.iban.as_ref().map(|f| f.value.clone());
    for (account, blocked) in &parties.accounts {
        let known =
            |means: &PaymentMeans| means.iban.as_ref().is_some_and(|f| f.value == account.value);
        if ordinary.is_none() || invoice.payment_means.iter().any(known) {
            continue;
        }
        invoice.payment_means.push(PaymentMeans {
            iban: maker.id(account, Some(Proof::IbanCheckDigits)),
            account_name: blocked.then(|| "G-rekening".to_owned()),
            amount: blocked.then(|| beside(&candidates, account)).flatten(),
            ..PaymentMeans::default()
        });
    }
    invoice.lines = lines::find(layout, &candidates, solution);
    if kind.value == DocumentType::Receipt {
        // Tills print all sorts of lists: only one that adds up is one of lines.
        invoice.lines.retain(|l| l.confidence.get() > 0.8);
    }
    invoice.lines.retain(|l| l.confidence.get() >= floor);
    bases_from_lines(&mut invoice);
    let lines_fit = invoice.lines.first().is_some_and(|l| l.confidence.get() > 0.8);
    let known = Known {
        candidates: &candidates,
        totals: &totals,
        solution,
        number: number.as_ref(),
        dates: &dates,
        parties: &parties,
        receipt,
        titled: kind.at.is_some(),
        kind: kind.value,
        lines_fit,
    };
    finish(&known, invoice)
}

/// The bases of several rates of which only the VAT is printed: what the lines of each rate come to, where all fits.
fn bases_from_lines(invoice: &mut Invoice) {
    let rows = &invoice.vat_breakdown;
    let lines = &invoice.lines;
    if rows.len() < 2 || lines.is_empty() || lines.iter().any(|l| l.value.rate.is_none()) {
        return;
    }
    let slack = 2 + i64::try_from(lines.len()).unwrap_or(i64::MAX) / 2;
    let mut bases: Vec<Amount> = Vec::new();
    for row in rows {
        let row = &row.value;
        let (Some(rate), Some(vat)) = (row.rate, row.vat) else {
            return;
        };
        let of_rate = || {
            lines.iter().filter(|l| l.value.rate.is_some_and(|r| r.normalize() == rate.normalize()))
        };
        let net: Option<Amount> = of_rate().map(|l| l.value.net).sum();
        let gross: Option<Amount> = of_rate().map(|l| l.value.gross).sum();
        let Some(base) = net.or(gross.map(|g| g - vat)) else {
            return;
        };
        if base.is_zero() || !base.percent(rate).is_within_cents(vat, slack) {
            return;
        }
        bases.push(base);
    }
    let total: Amount = bases.iter().copied().sum();
    if invoice.totals.net.as_ref().is_none_or(|n| n.value != total) {
        return;
    }
    for (row, base) in invoice.vat_breakdown.iter_mut().zip(bases) {
        row.value.taxable = Some(base);
        if !row.evidence.proved_by.contains(&Proof::LinesOfRates) {
            row.evidence.proved_by.push(Proof::LinesOfRates);
        }
    }
}

/// Makes fields: evidence, confidence, the floor.
struct Maker<'l, 'p> {
    layout: &'l Layout<'p>,
    floor: f32,
}

impl Maker<'_, '_> {
    fn field<T>(&self, value: T, place: &Place, confidence: f32) -> Option<Field<T>> {
        let confidence = confidence * (0.4 + 0.6 * place.confidence);
        (confidence >= self.floor)
            .then(|| Field::new(value, place.evidence(self.layout), Confidence::new(confidence)))
    }

    fn proven<T>(
        &self,
        value: T,
        place: &Place,
        confidence: f32,
        proofs: &[Proof],
    ) -> Option<Field<T>> {
        let mut field = self.field(value, place, confidence)?;
        field.evidence.proved_by.extend_from_slice(proofs);
        if !proofs.is_empty() {
            // What adds up was read right, however unsure the reader was.
            field.confidence = Confidence::new(field.confidence.get().max(confidence * 0.95));
        }
        Some(field)
    }

    fn reference(&self, reference: &Reference) -> Option<Field<String>> {
        self.field(reference.text.clone(), &reference.place, reference.score)
    }

    fn date(&self, candidates: &Candidates, chosen: Option<&Chosen>) -> Option<Field<Date>> {
        let chosen = chosen?;
        let found: &Found<date::Printed> = candidates.dates.get(chosen.at)?;
        self.field(chosen.date, &found.place, chosen.score.min(0.97))
    }

    /// An identifier, with the check that it passes.
    fn id(&self, id: &Id, check: Option<Proof>) -> Option<Field<String>> {
        let check = check.filter(|_| id.checked);
        let mended = (check.is_some() && id.mended).then_some(Proof::LookAlikes);
        let proofs: Vec<Proof> = check.into_iter().chain(mended).collect();
        self.proven(id.value.clone(), &id.place, id.score, &proofs)
    }

    fn party(&self, side: &Side, party: &mut Party) {
        party.name = side.name.as_ref().and_then(|n| {
            let score = if n.score > 1.0 {
                (0.6 + 0.11 * n.score).min(0.97)
            } else if n.proofs.contains(&Proof::Heading) || n.proofs.contains(&Proof::AddressBlock)
            {
                n.score // already a share
            } else {
                n.score * 0.6
            };
            let mut field = self.field(n.text.clone(), &n.place, score)?;
            field.evidence.proved_by.extend_from_slice(&n.proofs);
            Some(field)
        });
        party.vat_id = side.vat_id.as_ref().and_then(|i| self.id(i, Some(Proof::VatIdCheckDigits)));
        party.kvk = side.kvk.as_ref().and_then(|i| self.id(i, None));
        party.iban = side.iban.as_ref().and_then(|i| self.id(i, Some(Proof::IbanCheckDigits)));
        party.bic = side.bic.as_ref().and_then(|i| self.id(i, None));
        party.email =
            side.email.as_ref().and_then(|i| self.field(i.value.clone(), &i.place, i.score));
        party.website =
            side.website.as_ref().and_then(|i| self.field(i.value.clone(), &i.place, i.score));
        party.address =
            side.block.as_ref().and_then(|b| self.field(b.address.clone(), &b.postcode, 0.85));
    }

    fn amount(
        &self,
        candidates: &Candidates,
        at: usize,
        confidence: f32,
        proofs: &[Proof],
    ) -> Option<Field<Amount>> {
        let found = candidates.amounts.get(at)?;
        self.proven(found.value.amount, &found.place, confidence, proofs)
    }

    fn derived(&self, value: Amount, how: Derivation, confidence: f32) -> Option<Field<Amount>> {
        (confidence >= self.floor)
            .then(|| Field::new(value, Evidence::derived(how), Confidence::new(confidence)))
    }

    fn totals(
        &self,
        candidates: &Candidates,
        solution: &Solution,
        exempt: Option<VatCategory>,
        roles: &[totals::Roles],
        invoice: &mut Invoice,
    ) {
        let confidence = solution.confidence();
        let mut proofs: Vec<Proof> = Vec::new();
        if solution.proof == Sums::AllPrinted {
            proofs.push(Proof::TotalsAddUp);
        }
        if solution.rows_fit {
            proofs.push(Proof::VatRowsAddUp);
        }
        if solution.rate_fits && !solution.rows_fit {
            proofs.push(Proof::VatIsRateTimesNet);
        }
        let totals: &mut Totals = &mut invoice.totals;
        totals.gross = match solution.gross_at {
            Some(at) => self.amount(candidates, at, confidence, &proofs),
            None => self.derived(solution.gross, Derivation::SumOfVatRows, confidence),
        };
        let sub = confidence * if solution.proof == Sums::GrossOnly { 0.7 } else { 1.0 };
        totals.net = solution.net.and_then(|net| match solution.net_at {
            Some(at) => self.amount(candidates, at, sub, &proofs),
            None => self.derived(net, Derivation::GrossLessVat, sub * 0.98),
        });
        totals.vat = solution.vat.and_then(|vat| match solution.vat_at {
            Some(at) => self.amount(candidates, at, sub, &proofs),
            None => self.derived(vat, Derivation::GrossLessNet, sub * 0.98),
        });
        let free = |base: Option<Amount>| {
            candidates
                .amounts
                .iter()
                .zip(roles)
                .any(|(a, r)| Some(a.value.amount) == base && r.outside >= 0.5)
        };
        invoice.vat_breakdown = self.breakdown(solution, exempt, free, sub);
    }

    fn breakdown(
        &self,
        solution: &Solution,
        exempt: Option<VatCategory>,
        is_free: impl Fn(Option<Amount>) -> bool,
        confidence: f32,
    ) -> Vec<Field<VatBreakdown>> {
        let mut rows: Vec<VatBreakdown> = Vec::new();
        let Some(vat) = solution.vat else {
            return Vec::new();
        };
        if vat.is_zero() {
            if solution.proof == Sums::NoVat {
                rows.push(VatBreakdown {
                    category: Some(exempt.unwrap_or(VatCategory::Z)),
                    rate: Some(Decimal::ZERO),
                    taxable: solution.net,
                    vat: Some(Amount::ZERO),
                    exemption_reason: None,
                    exemption_code: None,
                });
            }
        } else {
            for row in &solution.rows {
                rows.push(VatBreakdown {
                    category: Some(if row.rate.is_zero() {
                        exempt.unwrap_or(if is_free(row.base) {
                            VatCategory::O
                        } else {
                            VatCategory::Z
                        })
                    } else {
                        VatCategory::S
                    }),
                    rate: Some(row.rate.normalize()),
                    taxable: row.base,
                    vat: Some(row.vat),
                    exemption_reason: None,
                    exemption_code: None,
                });
            }
            if !solution.outside.is_zero() && !solution.rows.is_empty() {
                rows.push(VatBreakdown {
                    category: Some(VatCategory::O),
                    rate: Some(Decimal::ZERO),
                    taxable: Some(solution.outside),
                    vat: Some(Amount::ZERO),
                    exemption_reason: None,
                    exemption_code: None,
                });
            }
        }
        let confidence = confidence * if solution.rows_fit || vat.is_zero() { 1.0 } else { 0.92 };
        if confidence < self.floor {
            return Vec::new();
        }
        rows.into_iter()
            .map(|row| {
                let mut evidence = Evidence::derived(Derivation::VatRowsOrRate);
                if solution.rows_fit {
                    evidence.proved_by.push(Proof::VatRowsAddUp);
                }
                Field::new(row, evidence, Confidence::new(confidence))
            })
            .collect()
    }

    fn prepaid(
        &self,
        candidates: &Candidates,
        roles: &[totals::Roles],
        solution: &Solution,
    ) -> Option<Field<Amount>> {
        let at = candidates.amounts.iter().zip(roles).position(|(a, r)| {
            r.prepaid >= 0.9
                && r.gross < 0.5
                && a.value.is_plausible_total()
                && !a.value.amount.is_zero()
                && a.value.amount.abs() <= solution.gross.abs()
        })?;
        let found = &candidates.amounts[at];
        self.field(found.value.amount.abs(), &found.place, 0.6)
    }

    fn payable(
        &self,
        candidates: &Candidates,
        roles: &[totals::Roles],
        solution: &Solution,
    ) -> Option<Field<Amount>> {
        let at = candidates.amounts.iter().zip(roles).rposition(|(a, r)| {
            r.payable >= 0.9
                && r.decoy < 0.5
                && a.value.is_plausible_total()
                && a.value.amount.abs() <= solution.gross.abs()
        })?;
        self.amount(candidates, at, 0.75, &[])
    }
}
