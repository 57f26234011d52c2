//! Accounts of the reference chart RGS (Referentie GrootboekSchema, MKB 3.7) that proposals use by themselves.
//!
//! The code is what is exchanged and lasts; the number is RGS's example of one, where the list at hand gives it.

/// An account of RGS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgs {
    /// Code ("WBedKanSof").
    pub code: &'static str,
    /// Example number ("46152"); empty where unknown.
    pub number: &'static str,
    /// What it is, in Dutch.
    pub name: &'static str,
}

impl Rgs {
    /// What stands for the account in books that have no chart of their own.
    pub fn account(&self) -> &'static str {
        if self.number.is_empty() {
            self.code
        } else {
            self.number
        }
    }
}

/// Trade creditors.
pub const CREDITORS: &str = "BSchCreHac";
/// Trade debtors.
pub const DEBTORS: &str = "BVorDebHad";
/// Input VAT.
pub const INPUT_VAT: &str = "BSchBepBoo";
/// VAT due, general rate.
pub const VAT_HIGH: &str = "BSchBepBla";
/// VAT due, low rate.
pub const VAT_LOW: &str = "BSchBepBlv";
/// VAT due, other rates.
pub const VAT_OTHER: &str = "BSchBepBlo";
/// VAT due on domestic reverse charge.
pub const VAT_REVERSE: &str = "BSchBepBlw";
/// VAT due on purchases from outside the EU.
pub const VAT_NON_EU: &str = "BSchBepBlb";
/// VAT due on purchases from the EU.
pub const VAT_EU: &str = "BSchBepBlu";
/// Purchases of which the account is not known.
pub const SUSPENSE: &str = "BSchTusTin";
/// Rounding differences.
pub const ROUNDING: &str = "WBedAdlBov";
/// Exchange differences of translation.
pub const EXCHANGE: &str = "WBedAdlVal";
/// Deposits on packaging (statiegeld).
pub const DEPOSIT: &str = "BVrdEmbVoo";
/// Revenue, general rate.
pub const REVENUE_HIGH: &str = "WOmzNohOlh";
/// Revenue, low rate.
pub const REVENUE_LOW: &str = "WOmzNohOlv";
/// Revenue, other rates.
pub const REVENUE_OTHER: &str = "WOmzNohOlo";
/// Revenue at 0 % or with reverse charge.
pub const REVENUE_ZERO: &str = "WOmzNohOlg";
/// Revenue outside the EU.
pub const REVENUE_EXPORT: &str = "WOmzNopOln";
/// Revenue in the EU.
pub const REVENUE_EU: &str = "WOmzNopOli";
/// Untaxed revenue.
pub const REVENUE_NONE: &str = "WOmzNopNod";

const fn a(code: &'static str, number: &'static str, name: &'static str) -> Rgs {
    Rgs { code, number, name }
}

/// The accounts, by code.
pub const ACCOUNTS: [Rgs; 82] = [
    a("BSchBepBla", "16201", "Omzetbelasting hoog tarief"),
    a(
        "BSchBepBlb",
        "16215",
        "Omzetbelasting uit landen buiten de EU",
    ),
    a("BSchBepBlo", "16205", "Omzetbelasting overige tarieven"),
    a(
        "BSchBepBlu",
        "16217",
        "Omzetbelasting uit landen binnen de EU",
    ),
    a("BSchBepBlv", "16203", "Omzetbelasting laag tarief"),
    a("BSchBepBlw", "16210", "Omzetbelasting verlegd"),
    a("BSchBepBoo", "16219", "Voorbelasting"),
    a("BSchCreHac", "16011", "Handelscrediteuren"),
    a("BSchTusTin", "17520", "Tussenrekening inkopen"),
    a("BSchTusTvk", "17550", "Tussenrekening verkopen"),
    a("BVorDebHad", "", "Handelsdebiteuren"),
    a("BVorVbkEob", "13307", "Terug te vorderen EU-omzetbelasting"),
    a("BVrdEmbVoo", "", "Emballage en statiegeld"),
    a("WBedAdlBan", "46415", "Bankkosten"),
    a("WBedAdlBet", "46430", "Betalingsverschillen"),
    a("WBedAdlBov", "46425", "Afrondings- en boekingsverschillen"),
    a("WBedAdlHef", "46401", "Heffingen"),
    a("WBedAdlNbo", "46445", "Niet-verrekenbare btw op kosten"),
    a("WBedAdlOvb", "46405", "Overige belastingen"),
    a("WBedAdlVal", "46420", "Valutaomrekeningsverschillen"),
    a("WBedAeaAea", "46351", "Accountants- en advieskosten"),
    a("WBedAeaAej", "46365", "Advocaat en juridisch advies"),
    a("WBedAeaAdv", "46370", "Overige advieskosten"),
    a("WBedAeaNot", "46360", "Notariskosten"),
    a(
        "WBedAssBea",
        "46301",
        "Bedrijfsaansprakelijkheidsverzekering",
    ),
    a("WBedAssOva", "46305", "Overige assurantiepremies"),
    a("WBedAutAsa", "45710", "Assurantiepremie auto's"),
    a("WBedAutBeb", "45750", "Boetes en bekeuringen"),
    a("WBedAutBra", "45701", "Brandstofkosten auto's"),
    a("WBedAutHua", "45735", "Huur auto's"),
    a("WBedAutMot", "45715", "Motorrijtuigenbelasting"),
    a("WBedAutOak", "45790", "Overige autokosten"),
    a("WBedAutOpa", "45720", "Operational leasing auto's"),
    a("WBedAutPar", "45780", "Parkeerkosten"),
    a("WBedAutRoa", "45705", "Reparatie en onderhoud auto's"),
    a("WBedEemGsk", "45320", "Gereedschapskosten"),
    a("WBedEemHum", "45350", "Huur machines"),
    a("WBedEemKai", "45315", "Kleine aanschaffingen inventaris"),
    a("WBedEemRoi", "45301", "Reparatie en onderhoud inventaris"),
    a("WBedEemRom", "45340", "Reparatie en onderhoud machines"),
    a("WBedHuiBeh", "45105", "Betaalde huur"),
    a("WBedHuiBev", "45135", "Beveiligingskosten"),
    a("WBedHuiElk", "45142", "Energiekosten elektra"),
    a("WBedHuiGas", "45145", "Energiekosten gas"),
    a("WBedHuiGwe", "45140", "Gas, water en elektra"),
    a("WBedHuiMez", "45160", "Milieuheffingen en zuiveringsleges"),
    a("WBedHuiOhv", "45185", "Overige huisvestingskosten"),
    a("WBedHuiOng", "45125", "Onderhoud gebouwen"),
    a("WBedHuiOnt", "45120", "Onderhoud terreinen"),
    a("WBedHuiOnz", "45155", "Onroerendezaakbelasting"),
    a("WBedHuiSch", "45130", "Schoonmaakkosten"),
    a("WBedHuiWat", "45147", "Energiekosten water"),
    a("WBedKanCea", "46130", "Contributies en abonnementen"),
    a("WBedKanDru", "46120", "Drukwerk"),
    a(
        "WBedKanKak",
        "46125",
        "Kleine aanschaffingen kantoorinventaris",
    ),
    a("WBedKanKan", "46101", "Kantoorbenodigdheden"),
    a("WBedKanKoa", "46150", "Kosten automatisering"),
    a("WBedKanOka", "46170", "Overige kantoorkosten"),
    a("WBedKanPor", "46105", "Porti"),
    a("WBedKanSof", "46152", "Kosten software-abonnementen"),
    a("WBedKanTef", "46110", "Telefoonkosten"),
    a("WBedKanVak", "46135", "Vakliteratuur"),
    a("WBedOrgLgv", "46220", "Leges en vergunningen"),
    a("WBedOvpAbd", "40920", "Arbodienst"),
    a("WBedOvpMlv", "40860", "Maaltijden en consumpties personeel"),
    a("WBedOvpOpk", "40845", "Opleidingskosten"),
    a("WBedOvpPug", "40865", "Personeelsuitjes en -geschenken"),
    a("WBedOvpUik", "40801", "Uitzendkrachten"),
    a("WBedOvpWer", "40840", "Wervingskosten"),
    a("WBedOvpWkv", "40855", "Werkkleding"),
    a("WBedOvpZzp", "40815", "Ingehuurde zzp'ers"),
    a("WBedTraOtr", "45875", "Overige transportkosten"),
    a("WBedVkkRea", "45601", "Reclame en advertenties"),
    a("WBedVkkRep", "45620", "Representatiekosten"),
    a("WBedVkkRev", "45625", "Reis- en verblijfkosten"),
    a("WBedVkkVrk", "45635", "Vrachtkosten"),
    a("WBedVkkWeb", "45670", "Websitekosten"),
    a("WKprInhInh", "70251", "Inkoopwaarde handelsgoederen"),
    a("WKprInhMai", "70257", "Margeinkopen"),
    a("WKprKuwKuw", "70153", "Uitbesteed werk"),
    a("WKprKvgKvg", "70053", "Grond- en hulpstoffen"),
    a(
        "WOmzNohOlg",
        "80330",
        "Omzet belast met 0% of niet bij u belast",
    ),
];

/// Accounts of revenue that only sales use, by code.
pub const REVENUE: [Rgs; 6] = [
    a("WOmzNohOlh", "80301", "Omzet hoog tarief"),
    a("WOmzNohOlo", "80310", "Omzet overige tarieven"),
    a("WOmzNohOlv", "80305", "Omzet laag tarief"),
    a("WOmzNopNod", "80165", "Onbelaste omzet"),
    a("WOmzNopOli", "80140", "Omzet naar landen binnen de EU"),
    a("WOmzNopOln", "80135", "Omzet naar landen buiten de EU"),
];

/// The account of a code, when proposals use it.
pub fn rgs(code: &str) -> Option<&'static Rgs> {
    ACCOUNTS
        .iter()
        .chain(&REVENUE)
        .find(|account| account.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_are_unique() {
        let all: Vec<&Rgs> = ACCOUNTS.iter().chain(&REVENUE).collect();
        for (i, one) in all.iter().enumerate() {
            for other in &all[i + 1..] {
                assert_ne!(one.code, other.code);
                assert!(
                    one.number.is_empty() || one.number != other.number,
                    "{}",
                    one.code
                );
            }
        }
        for code in [
            CREDITORS,
            DEBTORS,
            INPUT_VAT,
            VAT_HIGH,
            VAT_LOW,
            VAT_OTHER,
            VAT_REVERSE,
            VAT_NON_EU,
            VAT_EU,
            SUSPENSE,
            ROUNDING,
            EXCHANGE,
            DEPOSIT,
            REVENUE_HIGH,
            REVENUE_LOW,
            REVENUE_OTHER,
            REVENUE_ZERO,
            REVENUE_EXPORT,
            REVENUE_EU,
            REVENUE_NONE,
        ] {
            assert!(rgs(code).is_some(), "{code}");
        }
    }
}
