//! What a burst needs, and what of it is missing.

use super::{Lang, count, text, word};
use burst::preflight::{Check, Item, State};

/// The name of what is looked at.
pub fn item(lang: Lang, item: Item) -> &'static str {
    word!(lang, match item {
        Item::Program => "programma" / "program";
        Item::Credentials => "toegang tot AWS" / "AWS credentials";
        Item::Region => "regio" / "region";
        Item::Bucket => "bucket" / "bucket";
        Item::BucketRegion => "plaats van de bucket" / "place of the bucket";
        Item::PublicAccess => "afgesloten" / "private";
        Item::Encryption => "versleuteling" / "encryption";
        Item::TlsOnly => "alleen TLS" / "TLS only";
        Item::Lifecycle => "opruimregels" / "lifecycle";
        Item::ConditionalWrites => "voorwaardelijk schrijven" / "conditional writes";
        Item::Image => "machinebeeld" / "machine image";
        Item::SecurityGroup => "beveiligingsgroep" / "security group";
        Item::Subnets => "subnetten" / "subnets";
        Item::InstanceProfile => "instantieprofiel" / "instance profile";
        Item::Launch => "proefstart" / "trial launch";
        Item::Rights => "rechten" / "rights";
        Item::SpotQuota => "quotum spot" / "spot quota";
        Item::OnDemandQuota => "quotum op aanvraag" / "on-demand quota";
        Item::Folder => "map" / "folder";
        Item::Room => "schijfruimte" / "disk space";
    })
}

/// How a check came out, in a sentence.
pub fn check(lang: Lang, check: &Check) -> String {
    let Check { what, state, detail, .. } = check;
    let grouped = detail.parse().map(|number| count(lang, number));
    let shown = match what {
        Item::Room => grouped.as_ref().unwrap_or(detail),
        _ => detail,
    };
    text!(lang, match state {
        State::CannotTell => "is niet na te gaan: {detail}" / "cannot be told: {detail}";
    } and {
        State::Ok => fine(lang, *what, shown),
        State::Missing => missing(lang, *what, shown),
    })
}

fn fine(lang: Lang, item: Item, detail: &str) -> String {
    text!(lang, match item {
        Item::Region =>
            "{detail}; documenten blijven waar ze mogen zijn"
            / "{detail}; documents stay where they may be";
        Item::PublicAccess =>
            "niets in de bucket kan openbaar worden" / "nothing in the bucket can become public";
        Item::Encryption => "staat aan ({detail})" / "is on ({detail})";
        Item::TlsOnly =>
            "de bucket weigert onversleutelde verbindingen"
            / "the bucket refuses connections without encryption";
        Item::Lifecycle =>
            "wat onder {detail} blijft liggen, verdwijnt vanzelf"
            / "what is left under {detail} goes by itself";
        Item::ConditionalWrites =>
            "werkt, met If-None-Match en If-Match" / "works, with If-None-Match and If-Match";
        Item::Subnets => "{detail} gevonden" / "{detail} found";
        Item::Launch => "zou lukken (er is niets gestart)" / "would succeed (nothing was started)";
        Item::Rights =>
            "alle rechten om machines te starten zijn er"
            / "all rights to start machines are there";
        Item::SpotQuota | Item::OnDemandQuota => "{detail} vCPU's" / "{detail} vCPUs";
        Item::Folder => "{detail} is beschrijfbaar" / "{detail} can be written";
        Item::Room => "{detail} MiB vrij" / "{detail} MiB free";
        Item::Program
        | Item::Credentials
        | Item::Bucket
        | Item::BucketRegion
        | Item::Image
        | Item::SecurityGroup
        | Item::InstanceProfile => "{detail}" / "{detail}";
    })
}

fn missing(lang: Lang, item: Item, detail: &str) -> String {
    text!(lang, match item {
        Item::Program =>
            "dit programma is gebouwd zonder AWS" / "this program was built without AWS";
        Item::Credentials => let why = super::burst::answered(lang, detail);
            "geen geldige toegang: {why}" / "no valid credentials: {why}";
        Item::Region =>
            "{detail} ligt niet in de Europese Unie (burst.allow_outside_eu staat het niet toe)"
            / "{detail} is not in the European Union (burst.allow_outside_eu does not allow it)";
        Item::Bucket =>
            "bestaat niet, of is niet van dit account: {detail}"
            / "does not exist, or is not this account's: {detail}";
        Item::BucketRegion =>
            "staat in {detail}, niet in de ingestelde regio"
            / "is in {detail}, not in the configured region";
        Item::PublicAccess => let about = about(detail);
            "de bucket kan openbaar worden{about}" / "the bucket can become public{about}";
        Item::Encryption =>
            "objecten worden niet vanzelf versleuteld" / "objects are not encrypted by default";
        Item::TlsOnly =>
            "de bucket weigert onversleutelde verbindingen niet"
            / "the bucket does not refuse connections without encryption";
        Item::Lifecycle =>
            "wat onder {detail} blijft liggen, of half is verzonden, blijft voor altijd"
            / "what is left under {detail}, or half uploaded, stays for ever";
        Item::ConditionalWrites => "werkt niet: {detail}" / "does not work: {detail}";
        Item::Image => "geen beeld {detail} in deze regio" / "no image {detail} in this region";
        Item::SecurityGroup =>
            "{detail}: ontbreekt, of laat verkeer van buiten toe"
            / "{detail}: is missing, or lets traffic in";
        Item::Subnets => let about = about(detail);
            "geen subnet om in te starten{about}" / "no subnet to start in{about}";
        Item::InstanceProfile => "{detail} bestaat niet" / "{detail} does not exist";
        Item::Launch => "zou mislukken: {detail}" / "would fail: {detail}";
        Item::Rights => "deze rechten ontbreken: {detail}" / "these rights are missing: {detail}";
        Item::SpotQuota | Item::OnDemandQuota =>
            "{detail} vCPU's: het account mag geen machine starten"
            / "{detail} vCPUs: the account may not start a machine";
        Item::Folder =>
            "ontbreekt of is niet beschrijfbaar: {detail}"
            / "is missing or cannot be written: {detail}";
        Item::Room => "te weinig: {detail} MiB vrij" / "too little: {detail} MiB free";
    })
}

fn about(detail: &str) -> String {
    if detail.is_empty() || detail == "0" { String::new() } else { format!(" ({detail})") }
}

/// The last line of `doctor --burst`.
pub fn verdict(lang: Lang, missing: usize, unknown: usize) -> String {
    text!(lang, match (missing, unknown) {
        (0, 0) =>
            "Alles is er: een burst kan beginnen." / "Everything is there: a burst can begin.";
        (0, n) =>
            "Er ontbreekt niets, voor zover dat is na te gaan ({n} niet)."
            / "Nothing is missing, as far as can be told ({n} cannot).";
        (n, _) =>
            "Er ontbreekt iets ({n}): voer de opdrachten hierboven uit."
            / "Something is missing ({n}): run the commands above.";
    })
}
