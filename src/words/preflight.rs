//! What a burst needs, and what of it is missing.

use super::{Lang, count};
use burst::preflight::{Check, Item, State};

/// The name of what is looked at.
pub fn item(lang: Lang, item: Item) -> &'static str {
    let (nl, en) = match item {
        Item::Program => ("programma", "program"),
        Item::Credentials => ("toegang tot AWS", "AWS credentials"),
        Item::Region => ("regio", "region"),
        Item::Bucket => ("bucket", "bucket"),
        Item::BucketRegion => ("plaats van de bucket", "place of the bucket"),
        Item::PublicAccess => ("afgesloten", "private"),
        Item::Encryption => ("versleuteling", "encryption"),
        Item::TlsOnly => ("alleen TLS", "TLS only"),
        Item::Lifecycle => ("opruimregels", "lifecycle"),
        Item::ConditionalWrites => ("voorwaardelijk schrijven", "conditional writes"),
        Item::Image => ("machinebeeld", "machine image"),
        Item::SecurityGroup => ("beveiligingsgroep", "security group"),
        Item::Subnets => ("subnetten", "subnets"),
        Item::InstanceProfile => ("instantieprofiel", "instance profile"),
        Item::Launch => ("proefstart", "trial launch"),
        Item::Rights => ("rechten", "rights"),
        Item::SpotQuota => ("quotum spot", "spot quota"),
        Item::OnDemandQuota => ("quotum op aanvraag", "on-demand quota"),
        Item::Folder => ("map", "folder"),
        Item::Room => ("schijfruimte", "disk space"),
    };
    lang.pick(nl, en)
}

/// How a check came out, in a sentence.
pub fn check(lang: Lang, check: &Check) -> String {
    let Check { what, state, detail, .. } = check;
    let grouped = detail.parse().map(|number| count(lang, number));
    let shown = match what {
        Item::Room => grouped.as_ref().unwrap_or(detail),
        _ => detail,
    };
    match state {
        State::Ok => fine(lang, *what, shown),
        State::Missing => missing(lang, *what, shown),
        State::CannotTell => {
            lang.pick(format!("is niet na te gaan: {detail}"), format!("cannot be told: {detail}"))
        }
    }
}

fn fine(lang: Lang, item: Item, detail: &str) -> String {
    let (nl, en) = match item {
        Item::Region => (
            format!("{detail}; documenten blijven waar ze mogen zijn"),
            format!("{detail}; documents stay where they may be"),
        ),
        Item::PublicAccess => (
            "niets in de bucket kan openbaar worden".to_owned(),
            "nothing in the bucket can become public".to_owned(),
        ),
        Item::Encryption => (format!("staat aan ({detail})"), format!("is on ({detail})")),
        Item::TlsOnly => (
            "de bucket weigert onversleutelde verbindingen".to_owned(),
            "the bucket refuses connections without encryption".to_owned(),
        ),
        Item::Lifecycle => (
            format!("wat onder {detail} blijft liggen, verdwijnt vanzelf"),
            format!("what is left under {detail} goes by itself"),
        ),
        Item::ConditionalWrites => (
            "werkt, met If-None-Match en If-Match".to_owned(),
            "works, with If-None-Match and If-Match".to_owned(),
        ),
        Item::Subnets => (format!("{detail} gevonden"), format!("{detail} found")),
        Item::Launch => (
            "zou lukken (er is niets gestart)".to_owned(),
            "would succeed (nothing was started)".to_owned(),
        ),
        Item::Rights => (
            "alle rechten om machines te starten zijn er".to_owned(),
            "all rights to start machines are there".to_owned(),
        ),
        Item::SpotQuota | Item::OnDemandQuota => {
            (format!("{detail} vCPU's"), format!("{detail} vCPUs"))
        }
        Item::Folder => (format!("{detail} is beschrijfbaar"), format!("{detail} can be written")),
        Item::Room => (format!("{detail} MiB vrij"), format!("{detail} MiB free")),
        Item::Program
        | Item::Credentials
        | Item::Bucket
        | Item::BucketRegion
        | Item::Image
        | Item::SecurityGroup
        | Item::InstanceProfile => (detail.to_owned(), detail.to_owned()),
    };
    lang.pick(nl, en)
}

fn missing(lang: Lang, item: Item, detail: &str) -> String {
    let (nl, en) = match item {
        Item::Program => (
            "dit programma is gebouwd zonder AWS".to_owned(),
            "this program was built without AWS".to_owned(),
        ),
        Item::Credentials if detail.is_empty() => {
            ("er zijn geen toegangsgegevens".to_owned(), "there are no credentials".to_owned())
        }
        Item::Credentials => {
            (format!("geen geldige toegang: {detail}"), format!("no valid credentials: {detail}"))
        }
        Item::Region => (
            format!(
                "{detail} ligt niet in de Europese Unie (burst.allow_outside_eu staat het niet toe)"
            ),
            format!(
                "{detail} is not in the European Union (burst.allow_outside_eu does not allow it)"
            ),
        ),
        Item::Bucket => (
            format!("bestaat niet, of is niet van dit account: {detail}"),
            format!("does not exist, or is not this account's: {detail}"),
        ),
        Item::BucketRegion => (
            format!("staat in {detail}, niet in de ingestelde regio"),
            format!("is in {detail}, not in the configured region"),
        ),
        Item::PublicAccess => (
            format!("de bucket kan openbaar worden{}", about(detail)),
            format!("the bucket can become public{}", about(detail)),
        ),
        Item::Encryption => (
            "objecten worden niet vanzelf versleuteld".to_owned(),
            "objects are not encrypted by default".to_owned(),
        ),
        Item::TlsOnly => (
            "de bucket weigert onversleutelde verbindingen niet".to_owned(),
            "the bucket does not refuse connections without encryption".to_owned(),
        ),
        Item::Lifecycle => (
            format!("wat onder {detail} blijft liggen, of half is verzonden, blijft voor altijd"),
            format!("what is left under {detail}, or half uploaded, stays for ever"),
        ),
        Item::ConditionalWrites => {
            (format!("werkt niet: {detail}"), format!("does not work: {detail}"))
        }
        Item::Image => (
            format!("geen beeld {detail} in deze regio"),
            format!("no image {detail} in this region"),
        ),
        Item::SecurityGroup => (
            format!("{detail}: ontbreekt, of laat verkeer van buiten toe"),
            format!("{detail}: is missing, or lets traffic in"),
        ),
        Item::Subnets => (
            format!("geen subnet om in te starten{}", about(detail)),
            format!("no subnet to start in{}", about(detail)),
        ),
        Item::InstanceProfile => {
            (format!("{detail} bestaat niet"), format!("{detail} does not exist"))
        }
        Item::Launch => (format!("zou mislukken: {detail}"), format!("would fail: {detail}")),
        Item::Rights => (
            format!("deze rechten ontbreken: {detail}"),
            format!("these rights are missing: {detail}"),
        ),
        Item::SpotQuota | Item::OnDemandQuota => (
            format!("{detail} vCPU's: het account mag geen machine starten"),
            format!("{detail} vCPUs: the account may not start a machine"),
        ),
        Item::Folder => (
            format!("ontbreekt of is niet beschrijfbaar: {detail}"),
            format!("is missing or cannot be written: {detail}"),
        ),
        Item::Room => {
            (format!("te weinig: {detail} MiB vrij"), format!("too little: {detail} MiB free"))
        }
    };
    lang.pick(nl, en)
}

fn about(detail: &str) -> String {
    if detail.is_empty() || detail == "0" { String::new() } else { format!(" ({detail})") }
}

/// The last line of `doctor --burst`.
pub fn verdict(lang: Lang, missing: usize, unknown: usize) -> String {
    match (missing, unknown) {
        (0, 0) => lang
            .pick("Alles is er: een burst kan beginnen.", "Everything is there: a burst can begin.")
            .to_owned(),
        (0, n) => lang.pick(
            format!("Er ontbreekt niets, voor zover dat is na te gaan ({n} niet)."),
            format!("Nothing is missing, as far as can be told ({n} cannot)."),
        ),
        (n, _) => lang.pick(
            format!("Er ontbreekt iets ({n}): voer de opdrachten hierboven uit."),
            format!("Something is missing ({n}): run the commands above."),
        ),
    }
}
