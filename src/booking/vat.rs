//! How a part of an invoice stands in the buyer's or seller's VAT return.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::cues::Cues;
use super::ground::Ground;
use super::law::{self, RateKind, RateOn, VatCode};
use invoice::{VatCategory, vat_rates};

/// What is known about the parties and the document as a whole.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Situation {
    /// Country of the seller as its VAT identifier says, or else its address: an EU prefix or ISO 3166-1.
    pub seller_country: Option<String>,
    /// The seller's VAT identifier is known.
    pub seller_has_vat_id: bool,
    /// Country of the buyer, for sales.
    pub buyer_country: Option<String>,
    /// The buyer's VAT identifier is printed.
    pub buyer_has_vat_id: bool,
    /// Its VAT identifier ends in -EX: the scheme for small businesses of the EU frees it here too.
    pub seller_is_exempt: bool,
    /// VAT is charged on a part of the document.
    pub is_charged: bool,
    /// What the words say.
    pub cues: Cues,
    /// Day of supply, or what comes nearest to it.
    pub day: Option<Date>,
    /// The buyer may declare import VAT in the return (art. 23 Wet OB).
    pub article_23: bool,
    /// Share of input VAT that the buyer deducts.
    pub deductible: Decimal,
}

/// A row of the VAT breakdown or a part of one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Part {
    /// Category, where the document gives one.
    pub category: Option<VatCategory>,
    /// Rate, per cent.
    pub rate: Option<Decimal>,
    /// VAT is charged.
    pub charged: bool,
    /// The part is food or drink had on the spot.
    pub food: bool,
    /// The part is a deposit on packaging.
    pub deposit: bool,
}

/// A question that only a person can answer, or a remark; what it says is in [`super::finding::rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// No VAT was charged and the document does not say why.
    WhyNoVat,
    /// Goods from outside the EU: is there an article 23 licence, or did the carrier charge the import VAT?
    ImportVat,
    /// VAT of another country was charged.
    ForeignVat,
    /// VAT of another member state was charged to a Dutch business.
    ForeignVatWrong,
    /// A small business of another member state: a service or goods?
    SmallBusinessAbroad,
    /// Reverse charge by a seller whose country is unknown.
    ReverseFromWhere,
    /// A Dutch rate is charged by a seller of another country.
    DutchRateForeignSeller,
    /// The rate that the buyer owes: general or low?
    ReverseRate,
    /// A rate that no table knows.
    UnknownRate,
    /// What looks like VAT is insurance tax.
    InsuranceTax,
    /// Food or drink on the spot: its VAT is not deducted.
    Restaurant,
    /// Fuel that was paid in cash: its VAT is not deducted.
    FuelInCash,
    /// Deposit: is it given back?
    Deposit,
}

/// How a part stands in the return.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Treatment {
    /// The code.
    pub code: VatCode,
    /// Rate at which the buyer owes VAT itself, per cent; 0 when it does not.
    pub owed_rate: Decimal,
    /// Share of the VAT, charged or owed, that is deducted.
    pub deductible: Decimal,
    /// The share is less than all because of what the buyer supplies, which has VAT codes of its own in some books.
    pub is_partly: bool,
    /// It goes on the deposits account.
    pub deposit: bool,
    /// Why.
    pub why: Ground,
    /// What is to be asked.
    pub doubt: Option<Doubt>,
}

impl Treatment {
    fn of(code: VatCode, why: Ground) -> Self {
        Self {
            code,
            owed_rate: Decimal::ZERO,
            deductible: Decimal::ZERO,
            is_partly: false,
            deposit: false,
            why,
            doubt: None,
        }
    }

    /// The same with the share that is deducted with this supplier, where the whole is deducted otherwise.
    pub(crate) fn deducted(mut self, share: Option<Decimal>, situation: &Situation) -> Self {
        if let Some(share) = share
            && self.code.is_input()
            && situation.deductible == Decimal::ONE
        {
            self.deductible = share;
            self.is_partly = true;
            self.why = Ground::AsBefore;
        }
        self
    }

    fn asking(mut self, doubt: Doubt) -> Self {
        self.doubt = Some(doubt);
        self
    }
}

/// How a part of a purchase stands in the buyer's return.
pub fn purchase(part: &Part, situation: &Situation) -> Treatment {
    if part.charged { charged(part, situation) } else { not_charged(part, situation) }
}

fn is_foreign(country: Option<&str>) -> bool {
    country.is_some_and(|country| country != "NL")
}

fn charged(part: &Part, situation: &Situation) -> Treatment {
    let country = situation.seller_country.as_deref();
    let day = situation.day;
    let on = match (part.rate, day) {
        (Some(rate), Some(day)) => law::rate_on(rate.normalize(), day),
        (Some(rate), None) => law::rate_on(rate.normalize(), jiff::civil::date(2026, 1, 1)),
        (None, _) => RateOn::Never,
    };
    if situation.cues.insurance_tax && !situation.seller_has_vat_id {
        return Treatment::of(VatCode::InputNone, Ground::InsuranceTax).asking(Doubt::InsuranceTax);
    }
    let kind = match on {
        RateOn::Holds(kind) | RateOn::NearSwitch(kind) | RateOn::OtherTime(kind) => Some(kind),
        RateOn::Never => None,
    };
    if is_foreign(country) {
        let treatment = Treatment::of(VatCode::Foreign, Ground::Foreign);
        // The general rate of the Netherlands is also that of others: only without one of theirs is it ours.
        let is_ours = matches!(on, RateOn::Holds(_))
            && country.and_then(vat_rates::general) != vat_rates::general("NL")
            && !situation.seller_has_vat_id;
        // what is had on the spot is taxed where it is had
        let is_had_there =
            situation.cues.lodging || situation.cues.restaurant || part.food || part.deposit;
        let is_business =
            situation.buyer_has_vat_id && situation.buyer_country.as_deref() == Some("NL");
        return treatment.asking(if is_ours {
            Doubt::DutchRateForeignSeller
        } else if is_business && !is_had_there && country.is_some_and(law::is_eu) {
            Doubt::ForeignVatWrong
        } else {
            Doubt::ForeignVat
        });
    }
    if part.food {
        return Treatment::of(VatCode::NotDeductible, Ground::Food).asking(Doubt::Restaurant);
    }
    if situation.deductible.is_zero() {
        return Treatment::of(VatCode::NotDeductible, Ground::NothingDeducted);
    }
    let is_fuel = situation.cues.fuel && kind == Some(RateKind::General);
    if is_fuel && situation.cues.cash {
        return Treatment::of(VatCode::NotDeductible, Ground::FuelInCash).asking(Doubt::FuelInCash);
    }
    let (code, why) = match kind {
        Some(RateKind::General) => (VatCode::InputHigh, Ground::GeneralRate),
        Some(RateKind::Low) => (VatCode::InputLow, Ground::LowRate),
        None => (VatCode::InputOther, Ground::RateNotKnown),
    };
    let mut treatment = Treatment::of(code, why);
    treatment.deductible = situation.deductible;
    treatment.is_partly = situation.deductible < Decimal::ONE;
    if kind.is_none() && part.rate.is_some() {
        // 19 or 20 % and no country: most likely another country's VAT
        let mut foreign = Treatment::of(VatCode::Foreign, Ground::NoDutchRate);
        foreign.doubt = Some(Doubt::UnknownRate);
        return foreign;
    }
    treatment
}

fn not_charged(part: &Part, situation: &Situation) -> Treatment {
    let country = situation.seller_country.as_deref();
    let cues = &situation.cues;
    if part.deposit {
        let mut deposit = Treatment::of(VatCode::InputNone, Ground::Deposit).asking(Doubt::Deposit);
        deposit.deposit = true;
        return deposit;
    }
    match part.category {
        Some(VatCategory::Ae) => return reverse(situation, Ground::ReverseCharge),
        Some(VatCategory::K) => {
            return owed(VatCode::EuHigh, VatCode::EuLow, situation, Ground::IntraCommunity);
        }
        Some(VatCategory::G) => return import(situation),
        _ => {}
    }
    if cues.margin {
        return Treatment::of(VatCode::InputNone, Ground::Margin);
    }
    if cues.reverse {
        return reverse(situation, Ground::ReverseCharge);
    }
    if cues.insurance {
        return Treatment::of(VatCode::InputNone, Ground::Insurance);
    }
    match country {
        Some("NL") | None => domestic_without(part, situation),
        Some(country) if law::is_eu(country) => {
            let treatment = owed(VatCode::EuHigh, VatCode::EuLow, situation, Ground::FromEu);
            if cues.intra_eu {
                treatment
            } else if situation.seller_is_exempt {
                Treatment::of(VatCode::InputNone, Ground::SmallBusinessOfEu)
            } else if cues.kor {
                treatment.asking(Doubt::SmallBusinessAbroad)
            } else if situation.is_charged {
                // he taxes the supply at home: what is beside it without VAT (a discount for paying early, an outlay) is
                // no supply of its own
                domestic_without(part, situation)
            } else if situation.buyer_has_vat_id {
                treatment
            } else {
                treatment.asking(Doubt::WhyNoVat)
            }
        }
        Some(_) if cues.import => import(situation),
        Some(_) => owed(VatCode::NonEuHigh, VatCode::NonEuLow, situation, Ground::FromOutsideEu),
    }
}

fn domestic_without(part: &Part, situation: &Situation) -> Treatment {
    let cues = &situation.cues;
    if cues.kor {
        return Treatment::of(VatCode::InputNone, Ground::SmallBusiness);
    }
    if cues.intra_eu {
        return reverse(situation, Ground::IntraCommunity).asking(Doubt::ReverseFromWhere);
    }
    let treatment = Treatment::of(VatCode::InputNone, Ground::NotCharged);
    match part.category {
        // an amount outside VAT beside others, such as tourist tax
        Some(VatCategory::E | VatCategory::O) => treatment,
        _ if cues.exempt => Treatment::of(VatCode::InputNone, Ground::Exempt),
        _ => treatment.asking(Doubt::WhyNoVat),
    }
}

/// Reverse charge: into the box that the seller's country gives.
fn reverse(situation: &Situation, why: Ground) -> Treatment {
    match situation.seller_country.as_deref() {
        Some("NL") => owed(VatCode::ReverseHigh, VatCode::ReverseLow, situation, why),
        Some(country) if law::is_eu(country) => {
            owed(VatCode::EuHigh, VatCode::EuLow, situation, why)
        }
        Some(_) => owed(VatCode::NonEuHigh, VatCode::NonEuLow, situation, why),
        None => {
            let treatment = owed(VatCode::ReverseHigh, VatCode::ReverseLow, situation, why);
            if situation.cues.construction {
                treatment
            } else {
                treatment.asking(Doubt::ReverseFromWhere)
            }
        }
    }
}

fn import(situation: &Situation) -> Treatment {
    if situation.article_23 {
        owed(VatCode::NonEuHigh, VatCode::NonEuLow, situation, Ground::ImportWithLicence)
    } else {
        Treatment::of(VatCode::InputNone, Ground::Import).asking(Doubt::ImportVat)
    }
}

/// VAT that the buyer owes itself. The kind of supply decides the rate, not the invoice: the general one, unless the words
/// name goods of table I.
fn owed(high: VatCode, low: VatCode, situation: &Situation, why: Ground) -> Treatment {
    let mut treatment = with_code(high, situation, why.clone());
    if situation.cues.low_rate_goods {
        treatment = with_code(low, situation, why).asking(Doubt::ReverseRate);
    }
    treatment
}

/// Bookings with one code that tell how a supplier stands, weighed: two, or one that a person corrected.
pub(crate) const TELLING: f32 = 1.5;

/// A VAT code that a supplier was booked with before.
#[derive(Debug, Clone, PartialEq)]
pub struct Before {
    /// The code.
    pub code: VatCode,
    /// It is one of VAT that is deducted in part, as all are where the books do not tell that apart.
    pub is_partly: bool,
    /// Bookings, weighed.
    pub weight: f32,
    /// On which account.
    pub account: String,
    /// What the administration calls the code.
    pub own: String,
}

/// How a part stands, with what this supplier was booked with before for what the invoice cannot tell: whether and how far
/// its VAT is deducted, and why none is charged. What it charges is as it says.
pub(crate) fn as_before(
    mut of_page: Treatment,
    before: &[Before],
    account: &str,
    part: &Part,
    situation: &Situation,
) -> Treatment {
    let weight = |is: &dyn Fn(&Before) -> bool| -> f32 {
        before.iter().filter(|one| is(one)).map(|one| one.weight).sum()
    };
    let is_told = |is: &dyn Fn(&Before) -> bool, other: &dyn Fn(&Before) -> bool| {
        weight(is) >= TELLING && weight(is) > weight(other)
    };
    let deducts = |one: &Before| one.code.is_input() || one.code.self_assessed().is_some();
    let in_full = |one: &Before| deducts(one) && !one.is_partly;
    if of_page.is_partly && is_told(&in_full, &|one| deducts(one) && one.is_partly) {
        of_page.deductible = Decimal::ONE;
        of_page.is_partly = false;
    }
    if part.charged {
        // a hotel's breakfast is not deducted, and its rooms are: what is on this account tells
        let is_known = before.iter().any(|one| one.account == account);
        let is_here = |one: &Before| !is_known || one.account == account;
        let is_not_deducted = of_page.code.is_input()
            && is_told(&|one| is_here(one) && one.code == VatCode::NotDeductible, &|one| {
                is_here(one) && one.code.is_input()
            });
        return if is_not_deducted {
            Treatment::of(VatCode::NotDeductible, Ground::AsBefore)
        } else {
            of_page
        };
    }
    let is_open = matches!(
        of_page.doubt,
        Some(
            Doubt::WhyNoVat
                | Doubt::ReverseFromWhere
                | Doubt::ReverseRate
                | Doubt::SmallBusinessAbroad
                | Doubt::ImportVat
        )
    );
    let can_be =
        |one: &Before| one.code == VatCode::InputNone || one.code.self_assessed().is_some();
    let usual = before.iter().filter(|one| can_be(one));
    let usual = usual.max_by(|a, b| a.weight.total_cmp(&b.weight).then(b.code.cmp(&a.code)));
    // the rate of what the buyer owes itself stands on no invoice: what is on this account tells
    let is_other_rate = |code: VatCode| {
        of_page.code.self_assessed().is_some() && code.base_box() == of_page.code.base_box()
    };
    if of_page.code.self_assessed().is_some() {
        let here = |code: VatCode| weight(&|one| one.account == account && one.code == code);
        let likeliest = before.iter().map(|one| one.code).filter(|code| is_other_rate(*code));
        let likeliest = likeliest.max_by(|a, b| here(*a).total_cmp(&here(*b)));
        let all = weight(&|one| one.account == account && is_other_rate(one.code));
        if let Some(code) =
            likeliest.filter(|code| here(*code) >= TELLING && here(*code) * 2.0 > all)
        {
            return with_code(code, situation, Ground::AsBefore);
        }
    }
    match usual {
        Some(usual)
            if is_open && usual.weight >= TELLING && usual.weight * 2.0 > weight(&can_be) =>
        {
            with_code(usual.code, situation, Ground::AsBefore)
        }
        _ => of_page,
    }
}

/// The treatment of a part for which a rule or the history names the code.
pub(crate) fn with_code(code: VatCode, situation: &Situation, why: Ground) -> Treatment {
    let mut treatment = Treatment::of(code, why);
    let day = situation.day.unwrap_or(jiff::civil::date(2026, 1, 1));
    if let Some(kind) = code.self_assessed() {
        treatment.owed_rate = law::rate(kind, day);
    }
    if code.self_assessed().is_some() || code.is_input() {
        treatment.deductible = situation.deductible;
        treatment.is_partly = situation.deductible < Decimal::ONE;
    }
    treatment
}

/// How a part of a sale stands in the seller's return.
pub fn sale(part: &Part, situation: &Situation, regime_charges: bool) -> Treatment {
    if part.charged {
        let day = situation.day.unwrap_or(jiff::civil::date(2026, 1, 1));
        let code = match part.rate.map(|rate| law::rate_on(rate.normalize(), day)) {
            Some(
                RateOn::Holds(RateKind::General)
                | RateOn::NearSwitch(RateKind::General)
                | RateOn::OtherTime(RateKind::General),
            ) => VatCode::SaleHigh,
            Some(
                RateOn::Holds(RateKind::Low)
                | RateOn::NearSwitch(RateKind::Low)
                | RateOn::OtherTime(RateKind::Low),
            ) => VatCode::SaleLow,
            _ => VatCode::SaleOther,
        };
        return Treatment::of(code, Ground::Charged);
    }
    if part.deposit {
        let mut deposit = Treatment::of(VatCode::SaleNone, Ground::Deposit);
        deposit.deposit = true;
        return deposit;
    }
    if !regime_charges || situation.cues.margin || situation.cues.kor {
        return Treatment::of(VatCode::SaleNone, Ground::Scheme);
    }
    let country = situation.buyer_country.as_deref();
    match part.category {
        Some(VatCategory::Ae) if is_foreign(country) && country.is_some_and(law::is_eu) => {
            Treatment::of(VatCode::SaleEu, Ground::ServiceToEu)
        }
        Some(VatCategory::Ae) => Treatment::of(VatCode::SaleZero, Ground::ReverseCharge),
        Some(VatCategory::K) => Treatment::of(VatCode::SaleEu, Ground::IntraCommunity),
        Some(VatCategory::G) => Treatment::of(VatCode::SaleExport, Ground::Export),
        Some(VatCategory::E | VatCategory::O) if !situation.cues.reverse => {
            Treatment::of(VatCode::SaleNone, Ground::ExemptOrOutside)
        }
        _ => match country {
            Some(country) if country != "NL" && law::is_eu(country) => {
                Treatment::of(VatCode::SaleEu, Ground::ToEu)
            }
            Some(country) if country != "NL" => {
                Treatment::of(VatCode::SaleExport, Ground::OutsideEu)
            }
            _ if situation.cues.reverse => Treatment::of(VatCode::SaleZero, Ground::ReverseCharge),
            _ => Treatment::of(VatCode::SaleZero, Ground::Zero).asking(Doubt::WhyNoVat),
        },
    }
}
