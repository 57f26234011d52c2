//! Why a proposal is not in an export.

use super::{LeftOut, Place};
use crate::texts::{Lang, text};

/// Why, and where it helps what to do.
pub fn left_out_text(lang: Lang, why: &LeftOut) -> String {
    text!(lang, match why {
        LeftOut::NoEntry => "er is geen journaalpost" / "there is no journal entry";
        LeftOut::Duplicate =>
            "het is een factuur die al eerder gelezen is" / "it is an invoice that was read before";
        LeftOut::NoDate => "de datum is niet bekend" / "the date is not known";
        LeftOut::NoCurrency =>
            "de valuta van de boekhouding is niet bekend"
            / "the currency of the books is not known";
        LeftOut::Unbalanced => "debet en credit verschillen" / "debit and credit differ";
        LeftOut::Fractions =>
            "een bedrag heeft meer dan twee decimalen" / "an amount has more than two decimals";
        LeftOut::Review =>
            "het voorstel moet eerst bekeken worden (dizzy review; of zet export.with_review aan)"
            / "the proposal wants a look first (dizzy review; or turn export.with_review on)";
        LeftOut::NoAdministration =>
            "het hoort bij geen administratie: beschrijf die in dizzy.toml"
            / "it belongs to no administration: describe that in dizzy.toml";
        LeftOut::OtherPackage(name) =>
            "de administratie wordt in {name} gevoerd" / "the administration is kept in {name}";
        LeftOut::ForeignEntry(currency) =>
            "de journaalpost is in {currency}, niet in de valuta van de boekhouding: geef een koers"
            / "the entry is in {currency}, not in the currency of the books: give a rate";
        LeftOut::NoNumber => "het factuurnummer is niet bekend" / "the invoice number is not known";
        LeftOut::NoRelation =>
            "de relatie staat niet in de lijst van de administratie: voeg haar toe, met haar code"
            / "the supplier or customer is not in the administration's list: add it with its code";
        LeftOut::NoVatCode(code) =>
            "de code van het pakket voor btw-code {code} is niet bekend: geef hem in vat_codes"
            / "the package's code for VAT code {code} is not known: give it in vat_codes";
        LeftOut::NotNumber(place, value) => let (dutch, english) = named(*place);
            "{dutch} \"{value}\" is geen getal, wat het pakket wel wil"
            / "{english} \"{value}\" is no number, which the package wants";
        LeftOut::TooLong(place, most) => let (dutch, english) = named(*place);
            "{dutch} is langer dan de {most} tekens die het pakket neemt"
            / "{english} is longer than the {most} characters that the package takes";
        LeftOut::NothingLearned =>
            "wat van deze administratie geleerd was is weg met het oude werkbestand: leer haar auditfiles opnieuw (dizzy \
             learn), of geef haar rekeningschema in chart"
            / "what was learned of this administration is gone with the old ledger: learn its auditfiles again (dizzy \
             learn), or give its chart of accounts in chart";
        LeftOut::NotKept =>
            "een oudere dizzy heeft het overgedragen en niet bewaard wat het toen was: verbeter het in het pakket"
            / "an older dizzy handed it over and did not keep what it was then: correct it in the package";
        LeftOut::PurchasesOnly =>
            "het is een verkoop, en het formaat kent alleen inkopen"
            / "it is a sale, and the format knows purchases only";
        LeftOut::PartlyDeducted =>
            "de btw wordt niet of maar deels afgetrokken, wat het formaat niet kan zeggen"
            / "VAT is not or only partly deducted, which the format cannot say";
    })
}

fn named(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Journal => ("dagboek", "journal"),
        Place::Account => ("grootboekrekening", "ledger account"),
        Place::Relation => ("relatiecode", "relation code"),
        Place::CostCenter => ("kostenplaats", "cost centre"),
        Place::VatCode => ("btw-code", "VAT code"),
        Place::InvoiceNumber => ("factuurnummer", "invoice number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_said_in_both_languages() {
        for why in [
            LeftOut::NoEntry,
            LeftOut::Duplicate,
            LeftOut::NoDate,
            LeftOut::NoCurrency,
            LeftOut::Unbalanced,
            LeftOut::Fractions,
            LeftOut::Review,
            LeftOut::NoAdministration,
            LeftOut::OtherPackage("Yuki".into()),
            LeftOut::ForeignEntry("USD".into()),
            LeftOut::NoNumber,
            LeftOut::NoRelation,
            LeftOut::NoVatCode("IVH".into()),
            LeftOut::NotNumber(Place::Journal, "INK".into()),
            LeftOut::TooLong(Place::InvoiceNumber, 12),
            LeftOut::NothingLearned,
            LeftOut::NotKept,
            LeftOut::PurchasesOnly,
            LeftOut::PartlyDeducted,
        ] {
            let [dutch, english] = [Lang::Nl, Lang::En].map(|lang| left_out_text(lang, &why));
            assert_ne!(dutch, english, "{why:?}");
        }
    }
}
