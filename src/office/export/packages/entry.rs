//! A proposal's entry as packages see it: lines with their VAT, in the administration's codes.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Package;
use crate::export::left_out;
use crate::export::left_out::signed;
use crate::export::{LeftOut, Place, ProposalRecord};
use booking::law::{RateKind, VatCode, rate};
use booking::shares;
use booking::{Administration, Direction, JournalLine, LineKind, Verdict};
use invoice::{Amount, Party};

/// A proposal that can be booked, prepared for a package.
#[derive(Debug)]
pub struct Entry<'r> {
    pub(super) record: &'r ProposalRecord,
    pub(super) administration: &'r Administration,
    /// Date of the invoice.
    pub date: Date,
    /// Journal (dagboek).
    pub journal: &'r str,
    /// The other party, as it was read.
    pub(super) party: &'r Party,
    /// Its name, as it is known in the books.
    pub(super) name: &'r str,
    /// Invoice number; empty when it is not known.
    pub(super) number: &'r str,
    /// The line of the creditor or debtor.
    pub(super) total: Leg<'r>,
    /// All others, VAT lines too.
    pub(super) lines: Vec<Leg<'r>>,
}

/// A line of an entry (one leg of it), with what VAT is its own.
#[derive(Debug, Clone)]
pub(super) struct Leg<'r> {
    pub line: &'r JournalLine,
    /// Debit positive, credit negative.
    pub amount: Amount,
    /// How it stands in the VAT return.
    pub code: Option<VatCode>,
    /// Its share of the VAT that the invoice charges and that is deducted or owed, signed as `amount`.
    pub vat: Amount,
    /// Its share of the VAT that the buyer owes itself, signed as `amount`.
    pub owed: Amount,
}

impl Leg<'_> {
    pub fn is_vat(&self) -> bool {
        self.line.kind == LineKind::Vat
    }
}

impl<'r> Entry<'r> {
    /// The entry of a proposal for a package; with those that want a look when `with_review` says so.
    pub fn new(
        record: &'r ProposalRecord,
        administrations: &'r [Administration],
        package: &Package,
        with_review: bool,
    ) -> Result<Self, LeftOut> {
        if let Some(why) = left_out::obstacle(record) {
            return Err(why);
        }
        let proposal = &record.proposal;
        let administration = administrations
            .iter()
            .find(|one| Some(&one.name) == proposal.administration.as_ref())
            .ok_or(LeftOut::NoAdministration)?;
        if let Some(own) = administration.package.as_deref()
            && own != package.key
            && package.is_program
        {
            let title = Package::of_key(own).map_or(own, |own| own.title);
            return Err(LeftOut::OtherPackage(title.to_owned()));
        }
        if proposal.verdict != Verdict::Ready && !with_review {
            return Err(LeftOut::Review);
        }
        let currency = &proposal.booking.currency;
        if currency != administration.book_currency() {
            return Err(LeftOut::ForeignEntry(currency.clone()));
        }
        if proposal.journal.iter().any(|line| {
            line.debit.0.normalize().scale() > 2 || line.credit.0.normalize().scale() > 2
        }) {
            return Err(LeftOut::Fractions);
        }
        let invoice = &proposal.invoice;
        let date = invoice.issue_date.as_ref().ok_or(LeftOut::NoDate)?.value;
        let party = match proposal.direction {
            Direction::Purchase => &invoice.supplier,
            Direction::Sale => &invoice.customer,
        };
        let read = party.name.as_ref().map(|field| field.value.as_str());
        let mut lines: Vec<Leg<'r>> = proposal
            .journal
            .iter()
            .map(|line| Leg {
                line,
                amount: signed(line),
                code: line
                    .vat_code
                    .as_deref()
                    .and_then(|name| code(administration, proposal.direction, name)),
                vat: Amount::ZERO,
                owed: Amount::ZERO,
            })
            .collect();
        share_vat(&mut lines);
        let place = lines
            .iter()
            .position(|line| matches!(line.line.kind, LineKind::Creditor | LineKind::Debtor))
            .ok_or(LeftOut::NoEntry)?;
        let total = lines.remove(place);
        let entry = Self {
            record,
            administration,
            date,
            journal: proposal.booking.journal.as_str(),
            party,
            name: proposal.supplier_known_as.as_deref().or(read).unwrap_or(""),
            number: invoice.number.as_ref().map_or("", |field| field.value.as_str()),
            total,
            lines,
        };
        match (package.obstacle)(&entry) {
            Some(why) => Err(why),
            None => Ok(entry),
        }
    }

    /// Name of its administration.
    pub fn administration(&self) -> &'r str {
        &self.administration.name
    }

    pub(super) fn is_purchase(&self) -> bool {
        self.record.proposal.direction == Direction::Purchase
    }

    /// A credit note: the supplier owes, or the customer is owed.
    pub(super) fn is_credit(&self) -> bool {
        self.total.amount.is_negative() != self.is_purchase()
    }

    pub(super) fn currency(&self) -> &'r str {
        &self.record.proposal.booking.currency
    }

    /// Code of the supplier or customer in the administration's list.
    pub(super) fn relation(&self) -> Option<&'r str> {
        let line = self.total.line.relation.as_deref();
        let booking = self.record.proposal.booking.relation.as_ref();
        line.or_else(|| booking.and_then(|relation| relation.code.as_deref()))
            .filter(|code| !code.is_empty())
    }

    /// Every line: that of the creditor or debtor, then the others.
    pub(super) fn all(&self) -> impl Iterator<Item = &Leg<'r>> {
        std::iter::once(&self.total).chain(&self.lines)
    }

    /// Lines of costs, revenue and the like: all that are neither VAT nor the creditor or debtor.
    pub(super) fn details(&self) -> impl Iterator<Item = &Leg<'r>> {
        self.lines.iter().filter(|line| !line.is_vat())
    }

    /// What the package calls a line's VAT code: as `vat_codes` says, else as `by_default` knows it. Nothing for a line
    /// that is not in the return and has no code of the package.
    ///
    /// # Errors
    /// [`LeftOut::NoVatCode`] for a line that is in the return, when its code is not known.
    pub(super) fn vat_code(
        &self,
        line: &Leg<'r>,
        by_default: &[VatCode],
    ) -> Result<Option<&'r str>, LeftOut> {
        let Some(name) = line.line.vat_code.as_deref() else {
            return Ok(None);
        };
        let Some(code) = line.code else {
            // a code that the administration had at the time of booking
            return Ok(Some(name));
        };
        match self.administration.vat_codes.get(code.name()) {
            Some(own) => Ok(Some(own)),
            None if by_default.contains(&code) => Ok(Some(code.name())),
            None if is_outside(code) => Ok(None),
            None => Err(LeftOut::NoVatCode(code.name().to_owned())),
        }
    }

    /// The rate of a line, per cent.
    pub(super) fn rate(&self, line: &Leg<'_>) -> Decimal {
        let kind = match line.code {
            Some(VatCode::InputHigh | VatCode::SaleHigh) => Some(RateKind::General),
            Some(VatCode::InputLow | VatCode::SaleLow) => Some(RateKind::Low),
            Some(code) => code.self_assessed(),
            None => None,
        };
        match kind {
            Some(kind) => rate(kind, self.date),
            None if line.amount.is_zero() => Decimal::ZERO,
            None => (line.vat.0 * Decimal::ONE_HUNDRED / line.amount.0).round_dp(3).abs(),
        }
    }

    /// What keeps it out where every VAT line is computed from the codes of the others: the lines and their VAT must make
    /// the total, and the VAT must be all that the base brings.
    pub(super) fn is_by_base(&self) -> bool {
        use booking::Regime;
        let lines: Amount = self.details().map(|line| line.amount + line.vat).sum();
        let is_mixed = self.administration.vat == Regime::Mixed
            && self.details().any(|line| line.code.is_some_and(VatCode::is_input));
        (lines + self.total.amount).is_zero() && !is_mixed
    }

    /// The first of these that the package wants shorter.
    pub(super) fn too_long(&self, most: &[(Place, usize)]) -> Option<LeftOut> {
        let is_long =
            |text: Option<&str>, most: usize| text.is_some_and(|text| text.chars().count() > most);
        most.iter()
            .find(|(place, most)| match place {
                Place::Journal => is_long(Some(self.journal), *most),
                Place::Relation => is_long(self.relation(), *most),
                Place::InvoiceNumber => is_long(Some(self.number), *most),
                Place::Account => self.all().any(|l| is_long(Some(&l.line.account), *most)),
                Place::CostCenter => {
                    self.all().any(|l| is_long(l.line.cost_center.as_deref(), *most))
                }
                Place::VatCode => {
                    self.all().any(|l| is_long(self.vat_code(l, &[]).unwrap_or_default(), *most))
                }
            })
            .map(|(place, most)| LeftOut::TooLong(*place, *most))
    }
}

/// The code that the administration calls so; where one name stands for several, the one of this direction.
fn code(administration: &Administration, direction: Direction, name: &str) -> Option<VatCode> {
    let is_of = |code: &VatCode| {
        (direction == Direction::Purchase) == VatCode::purchases().any(|known| known == *code)
    };
    let own = administration
        .vat_codes
        .iter()
        .filter(|(_, own)| *own == name)
        .filter_map(|(ours, _)| VatCode::of_name(ours))
        .find(is_of);
    own.or_else(|| VatCode::of_name(name))
}

/// Codes that say only that no VAT goes into the return.
fn is_outside(code: VatCode) -> bool {
    matches!(
        code,
        VatCode::InputNone | VatCode::NotDeductible | VatCode::Foreign | VatCode::SaleNone
    )
}

/// Divides the VAT of each code over the lines that it belongs to.
fn share_vat(lines: &mut [Leg<'_>]) {
    let mut codes: Vec<VatCode> = lines.iter().filter_map(|line| line.code).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        let of_code: Vec<usize> = (0..lines.len())
            .filter(|&i| lines[i].code == Some(code) && !lines[i].is_vat())
            .collect();
        let is_deducted = |line: &Leg<'_>| line.line.rubriek.as_deref() == Some("5b");
        let sum = |deducted: bool| -> Amount {
            lines
                .iter()
                .filter(|line| line.code == Some(code) && line.is_vat())
                .filter(|line| is_deducted(line) == deducted)
                .map(|line| line.amount)
                .sum()
        };
        let weights: Vec<Amount> = of_code.iter().map(|&i| lines[i].amount).collect();
        let is_own = code.self_assessed().is_some();
        // what the buyer owes itself is on the other side of what it deducts
        let (charged, owed) = if is_own {
            (Amount::ZERO, -sum(false))
        } else {
            (sum(true) + sum(false), Amount::ZERO)
        };
        let charged = shares(charged, &weights);
        let owed = shares(owed, &weights);
        for ((&i, vat), owed) in of_code.iter().zip(charged).zip(owed) {
            lines[i].vat = vat;
            lines[i].owed = owed;
        }
    }
}
