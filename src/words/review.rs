//! What `dizzy review` says.

use super::{Lang, messages, word};
use booking::correct::Wrong;

messages! {
    pub fn at(lang, url: &str) =>
        "De voorstellen staan op {url}\nAlleen deze computer kan erbij; Ctrl-C stopt."
        / "The proposals are at {url}\nOnly this computer can reach them; Ctrl-C ends it.";
}

/// Why a value was not taken.
pub fn wrong(lang: Lang, wrong: Wrong) -> &'static str {
    word!(lang, match wrong {
        Wrong::Field => "Dit veld kan niet worden verbeterd." / "This field cannot be corrected.";
        Wrong::Date =>
            "Dit is geen datum; schrijf bijvoorbeeld 31-3-2026."
            / "This is no date; write 31-3-2026, for instance.";
        Wrong::Year =>
            "Deze datum kan niet kloppen: kijk het jaartal na."
            / "This date cannot be right: check the year.";
        Wrong::VatId =>
            "Dit is geen btw-id: een landcode en de cijfers van dat land, bijvoorbeeld NL004495445B01."
            / "This is no VAT identifier: the code of a country and its digits, NL004495445B01 for instance.";
        Wrong::TwoWays =>
            "Duizendtal of cijfers achter de komma? Schrijf bijvoorbeeld 12345,00 of 12,35."
            / "Thousands or decimals? Write 12345.00 or 12.35, for instance.";
        Wrong::Amount =>
            "Dit is geen bedrag; schrijf bijvoorbeeld 1234,56."
            / "This is no amount; write 1234.56, for instance.";
        Wrong::CheckDigits => "De controlecijfers kloppen niet." / "The check digits do not fit.";
        Wrong::Word => "Deze waarde bestaat niet." / "There is no such value.";
        Wrong::VatRows =>
            "Dit zijn geen btw-regels; schrijf bijvoorbeeld 21 336,50 70,67; 9 75,00 6,75."
            / "These are no rows of VAT; write 21 336.50 70.67; 9 75.00 6.75, for instance.";
        Wrong::Number =>
            "Dit is geen getal; schrijf bijvoorbeeld 2,5."
            / "This is no number; write 2.5, for instance.";
        Wrong::Rate =>
            "Dit is geen btw-tarief; schrijf bijvoorbeeld 21, of 0 AE (verlegd)."
            / "This is no VAT rate; write 21, for instance, or 0 AE (reverse charge).";
        Wrong::Country =>
            "Dit is geen landcode; schrijf twee letters, bijvoorbeeld NL."
            / "This is no code of a country; write two letters, NL for instance.";
        Wrong::Administration =>
            "Zo'n administratie is er niet, of het stuk ligt in de mappen van meer administraties."
            / "There is no such administration, or the document lies in the folders of several.";
        Wrong::Account =>
            "Deze rekening staat niet in het rekeningschema; kies er een uit de lijst, op nummer of naam."
            / "The chart of accounts has no such account; choose one of the list, by number or name.";
        Wrong::NotByLine =>
            "De regels zijn samen niet het bedrag van de factuur zonder btw, zodat zij niet per regel geboekt wordt: verbeter eerst de regels."
            / "The lines are together not the amount of the invoice without VAT, so that it is not booked line by line: correct the lines first.";
        Wrong::Parts =>
            "De delen zijn samen niet 100 % en niet het bedrag van de regel: bijvoorbeeld 4500 60; 4600 40."
            / "The parts are together neither 100 % nor the amount of the line: 4500 60; 4600 40 for instance.";
        Wrong::OtherSide =>
            "Dit is de rekening van crediteuren of debiteuren: daar gaan geen kosten of opbrengsten op."
            / "This is the account of creditors or debtors: no costs or revenue go there.";
        Wrong::VatCode =>
            "Deze btw-code heeft de administratie niet."
            / "The administration has no such VAT code.";
        Wrong::Sums =>
            "Zo tellen de bedragen niet op: netto, btw, regels en totaal, of debet en credit, moeten kloppen."
            / "The amounts do not add up so: net, VAT, lines and total, or debit and credit, must agree.";
        Wrong::Line =>
            "Deze regel is er niet meer; laad de pagina opnieuw."
            / "This line is no more; load the page again.";
        Wrong::Pages =>
            "Dit zijn geen pagina's; schrijf bijvoorbeeld 1-2, 3."
            / "These are no pages; write 1-2, 3, for instance.";
    })
}

messages! {
    pub fn unknown(lang) =>
        "Dit voorstel is er niet meer; laad de pagina opnieuw."
        / "This proposal is no more; load the page again.";
    pub fn changed(lang) =>
        "Dit voorstel is intussen veranderd en nog niet akkoord; kijk nog eens en geef dan akkoord."
        / "This proposal has changed meanwhile and is not accepted yet; look again, then accept.";
    pub fn settings_wrong(lang) =>
        "Er is niets veranderd; herstel dizzy.toml en probeer het nog eens."
        / "Nothing was changed; mend dizzy.toml and try again.";
    pub fn gone(lang) =>
        "Het bestand staat niet meer waar het gelezen is; er is niets veranderd."
        / "The file is no longer where it was read; nothing was changed.";
    pub fn busy(lang) =>
        "dizzy is hier nu aan het lezen; de verbetering is niet bewaard. Probeer het straks nog eens."
        / "dizzy is reading here just now; the correction was not kept. Try again in a while.";
    pub(crate) fn files_follow(lang) =>
        "De verbeteringen zijn bewaard; de bestanden volgen zodra dizzy klaar is met lezen."
        / "The corrections are kept; the files follow when dizzy has finished reading.";
}
