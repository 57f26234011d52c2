//! On which account of RGS a text most likely goes: words that speak for accounts.
//!
//! The supplier's name tells most, then the lines; the rest of the page is looked at only when there is nothing else, since
//! telephone numbers, bank and insurer stand on every letterhead.

use std::sync::LazyLock;

use super::cues::{Finder, Words};
use super::history::{Question, Ranked};

/// Words for an account: strong ones decide alone, weak ones help.
struct Topic {
    rgs: &'static str,
    strong: &'static [&'static str],
    weak: &'static [&'static str],
}

const fn t(
    rgs: &'static str,
    strong: &'static [&'static str],
    weak: &'static [&'static str],
) -> Topic {
    Topic { rgs, strong, weak }
}

/// The accounts with their words, folded as [`Words::has`] takes them.
const TOPICS: &[Topic] = &[
    t(
        "WBedHuiElk",
        &[
            "elektriciteit*",
            "stroom",
            "kwh",
            "*energie",
            "energie",
            "energy",
            "levering elektra",
            "netbeheer*",
            "strom",
        ],
        &[
            "verbruik",
            "meterstand*",
            "teruglevering",
            "vastrecht",
            "energiebelasting",
            "aansluiting",
        ],
    ),
    t(
        "WBedHuiGas",
        &[
            "aardgas",
            "gaslevering",
            "gasverbruik",
            "stadsverwarming",
            "warmtelevering",
        ],
        &["gas", "m3", "verbruik"],
    ),
    t(
        "WBedHuiWat",
        &[
            "drinkwater*",
            "waterbedrijf",
            "waterleiding*",
            "watermaatschappij",
            "leidingwater",
        ],
        &["water"],
    ),
    t(
        "WBedHuiMez",
        &[
            "afvalinzameling",
            "afvalverwerking",
            "zuivering*",
            "rioolheffing",
            "restafval",
            "containerlediging",
            "milieuservice",
        ],
        &["afval", "container*", "lediging"],
    ),
    t(
        "WBedHuiBeh",
        &[
            "huur bedrijfsruimte",
            "huurpenningen",
            "huur kantoor*",
            "kantoorruimte",
            "kale huur",
            "huurfactuur",
            "bedrijfsruimte",
            "flexplek*",
            "werkplek*",
        ],
        &["huur", "servicekosten", "vastgoed", "verhuur"],
    ),
    t(
        "WBedHuiSch",
        &[
            "schoonmaak*",
            "glasbewassing",
            "reiniging*",
            "schoonmaakonderhoud",
            "cleaning",
            "reinigung",
        ],
        &["dweilen", "sanitair"],
    ),
    t(
        "WBedHuiOng",
        &[
            "loodgiet*",
            "installatietechniek",
            "cvketel",
            "dakreparatie",
            "schilderwerk*",
            "onderhoud gebouw",
            "verwarming",
            "*verwarming",
            "electricien",
            "elektricien",
            "installatiebedrijf",
            "airco",
            "slotenmaker",
            "dakwerken",
            "*installatietechniek",
            "sanitairservice",
        ],
        &[
            "montage",
            "monteur",
            "ketel",
            "leiding*",
            "voorrijkosten",
            "arbeidsloon",
        ],
    ),
    t(
        "WBedHuiOnt",
        &[
            "hovenier*",
            "tuinonderhoud",
            "groenvoorziening",
            "groenonderhoud",
            "snoei*",
        ],
        &["tuin"],
    ),
    t(
        "WBedHuiBev",
        &[
            "beveiliging*",
            "alarmopvolging",
            "meldkamer",
            "surveillance",
            "camerabewaking",
            "brandbeveiliging",
        ],
        &["alarm"],
    ),
    t(
        "WBedHuiOnz",
        &["ozb", "onroerendezaakbelasting", "onroerende zaak*"],
        &["aanslag"],
    ),
    t(
        "WBedEemGsk",
        &[
            "gereedschap*",
            "werkzeug*",
            "werkzeughandel",
            "handgereedschap",
            "boormachine*",
        ],
        &["boor*", "schroef*", "zaag*", "schlussel*"],
    ),
    t(
        "WBedEemRom",
        &[
            "onderhoud machine*",
            "machineonderhoud",
            "keuring machine*",
            "reparatie machine*",
        ],
        &["machine*", "heftruck*"],
    ),
    t(
        "WBedEemHum",
        &[
            "machineverhuur",
            "verhuur materieel",
            "hoogwerker*",
            "huur heftruck",
            "steigerverhuur",
        ],
        &["huurperiode", "materieel"],
    ),
    t(
        "WBedEemKai",
        &[
            "*kantoorinrichting",
            "bureaustoel*",
            "meubel*",
            "inrichting",
            "kantoormeubel*",
            "vergadertafel*",
            "ladekast*",
            "zitsta*",
            "*wonen",
        ],
        &["bureau*", "stoel*", "kast*", "lamp*", "stellingkast*"],
    ),
    t(
        "WBedVkkRea",
        &[
            "reclame*",
            "advertentie*",
            "advertising",
            "google ads",
            "marketing",
            "campagne*",
            "seo",
            "werbung",
            "*reclame",
            "social media",
            "flyers",
            "bestickering",
            "reclamebord*",
            "fotografie",
            "*fotografie",
            "fotoshoot",
            "grafisch ontwerp",
            "belettering",
            "vormgeving",
            "huisstijl",
        ],
        &[
            "ontwerp",
            "logo",
            "banner*",
            "posters",
            "campaign*",
            "fotos",
        ],
    ),
    t(
        "WBedVkkRep",
        &[
            "restaurant",
            "*restaurant",
            "eetcafe",
            "brasserie",
            "bistro",
            "lunchroom",
            "relatiegeschenk*",
            "*cafe",
            "pizzeria",
            "steakhouse",
            "taverne",
        ],
        &[
            "diner",
            "lunch",
            "couvert",
            "tafel",
            "wijn",
            "bier",
            "bediening",
            "fooi",
            "bloemstuk",
            "boeket",
        ],
    ),
    t(
        "WBedVkkRev",
        &[
            "hotel",
            "*hotel",
            "overnachting*",
            "vliegticket*",
            "airlines",
            "treinreis",
            "ns business",
            "taxi",
            "*taxi",
            "logies",
            "hotelkamer",
            "openbaar vervoer",
            "ovchip*",
            "boarding",
            "flight*",
        ],
        &["kamer", "reis*", "ticket*", "toeristenbelasting", "ontbijt"],
    ),
    t(
        "WBedVkkVrk",
        &[
            "vrachtkosten",
            "koerier*",
            "pakketdienst",
            "expeditie",
            "pallet*",
            "spedition",
            "freight",
            "verzendlabel*",
            "transportkosten",
            "zending*",
        ],
        &["verzendkosten", "levering", "vracht"],
    ),
    t(
        "WBedTraOtr",
        &["*transport", "wegvervoer", "logistics", "logistiek*"],
        &["transport", "rit*", "lading*"],
    ),
    t(
        "WBedVkkWeb",
        &[
            "webhosting",
            "hosting",
            "domeinnaam*",
            "domeinregistratie",
            "website*",
            "webdesign",
            "ssl certificaat",
            "wordpress",
        ],
        &["domein", "server", "dns"],
    ),
    t(
        "WBedAutBra",
        &[
            "tankstation",
            "*tankstation",
            "brandstof*",
            "diesel",
            "benzine",
            "euro 95",
            "euro95",
            "superplus",
            "laadpaal",
            "laadsessie*",
            "tankpas*",
            "adblue",
            "e10",
            "supere10",
            "kraftstoff",
        ],
        &["liter*", "pomp", "lpg", "laden"],
    ),
    t(
        "WBedAutRoa",
        &[
            "garage",
            "autobedrijf",
            "autoservice",
            "apk",
            "banden",
            "bandenwissel",
            "autoreparatie",
            "kenteken",
            "olie verversen",
            "remblokken",
            "onderhoudsbeurt",
        ],
        &["onderdelen", "beurt", "auto", "uurloon"],
    ),
    t(
        "WBedAutOpa",
        &[
            "leasemaatschappij",
            "operational lease",
            "private lease",
            "leasetermijn*",
            "autolease",
            "lease auto",
        ],
        &["lease", "leasen"],
    ),
    t(
        "WBedAutHua",
        &[
            "autoverhuur",
            "rent a car",
            "car rental",
            "huurauto*",
            "autohuur",
        ],
        &["huur"],
    ),
    t(
        "WBedAutPar",
        &["parkeer*", "parking", "parkeergarage", "parkhaus"],
        &["kenteken"],
    ),
    t(
        "WBedAutMot",
        &["motorrijtuigenbelasting", "wegenbelasting"],
        &[],
    ),
    t(
        "WBedAutAsa",
        &[
            "autoverzekering",
            "motorrijtuigverzekering",
            "wagenparkverzekering",
        ],
        &["kenteken", "premie"],
    ),
    t(
        "WBedKanKan",
        &[
            "kantoorartikelen",
            "*kantoorartikelen",
            "kantoorbenodigdheden",
            "toner*",
            "printpapier",
            "kopieerpapier",
            "ordner*",
            "balpen*",
            "enveloppen",
            "burobedarf",
            "burobedarf*",
            "inktcartridge*",
            "office supplies",
            "plakband",
            "a4 papier",
        ],
        &[
            "papier",
            "pennen",
            "mappen",
            "schrijfblok*",
            "nietjes",
            "inkt",
        ],
    ),
    t(
        "WBedKanPor",
        &[
            "postzegel*",
            "frankeer*",
            "porti",
            "portokosten",
            "briefpost",
            "aangetekend*",
        ],
        &["post", "verzending"],
    ),
    t(
        "WBedKanTef",
        &[
            "telefoon*",
            "mobiel",
            "*mobiel",
            "mobile",
            "telecom*",
            "internet",
            "glasvezel",
            "belminuten",
            "simkaart*",
            "sim only",
            "voip",
            "bundel*",
            "datagebruik",
            "breedband",
            "roaming",
        ],
        &["abonnement*", "gb", "minuten", "sms", "verbruik"],
    ),
    t(
        "WBedKanDru",
        &[
            "drukwerk",
            "drukkerij",
            "visitekaart*",
            "briefpapier",
            "printing",
            "brochures",
        ],
        &["oplage", "full colour"],
    ),
    t(
        "WBedKanCea",
        &[
            "contributie*",
            "lidmaatschap*",
            "abonnementsgeld",
            "subscription fee",
            "jaarbijdrage",
        ],
        &["abonnement*", "lid", "jaarlijks*"],
    ),
    t(
        "WBedKanVak",
        &["vakliteratuur", "vakblad", "boekhandel", "vakboek*"],
        &["boek*", "tijdschrift*"],
    ),
    t(
        "WBedAeaAea",
        &[
            "accountant*",
            "*accountants",
            "jaarrekening",
            "boekhouding",
            "boekhouddiensten",
            "boekhoudkantoor",
            "administratiekantoor",
            "belastingadvies*",
            "loonadministratie",
            "salarisadministratie",
            "samenstelwerkzaamheden",
            "btw aangifte*",
            "aangifte vpb",
            "fiscaal advies",
        ],
        &["aangifte", "controle", "administratie", "salaris*"],
    ),
    t(
        "WBedAeaAej",
        &[
            "advocaat*",
            "advocaten*",
            "juridisch*",
            "rechtsbijstand",
            "legal services",
            "rechtsanwalt*",
            "griffierecht",
        ],
        &["dossier", "procedure"],
    ),
    t(
        "WBedAeaNot",
        &["notaris*", "notarieel", "notary"],
        &["akte"],
    ),
    t(
        "WBedAeaAdv",
        &[
            "advies",
            "adviesuren",
            "consulting",
            "*consulting",
            "consultancy",
            "consultant",
            "beratung",
            "coaching",
            "interim",
            "projectmanagement",
            "architect*",
        ],
        &["uren", "hours", "workshop", "sessie", "onderzoek"],
    ),
    t(
        "WBedKanKoa",
        &[
            "automatisering*",
            "ictbeheer",
            "systeembeheer",
            "computer*",
            "laptop*",
            "werkplekbeheer",
            "it support",
            "ict",
            "netwerkbeheer",
            "monitor*",
            "managed services",
        ],
        &["server*", "support", "beheer", "hardware", "usb*", "kabel*"],
    ),
    t(
        "WBedKanSof",
        &[
            "software*",
            "licentie*",
            "saas",
            "license*",
            "cloud",
            "*cloud",
            "subscription*",
            "abonnement software",
            "api",
            "analytics",
            "*analytics",
            "hosted",
            "seats",
            "gebruikerslicentie*",
            "platform",
        ],
        &[
            "users", "user", "plan", "monthly", "annual", "pro", "licence*",
        ],
    ),
    t(
        "WBedAssOva",
        &[
            "verzekering*",
            "assurantie*",
            "premie",
            "polis*",
            "insurance",
            "versicherung*",
            "premienota",
        ],
        &["dekking", "schade"],
    ),
    t(
        "WBedAssBea",
        &["aansprakelijkheidsverzekering", "avb"],
        &["aansprakelijkheid"],
    ),
    t(
        "WBedAdlBan",
        &[
            "bankkosten",
            "transactiekosten",
            "betalingsverkeer",
            "payment fees",
            "creditcardkosten",
        ],
        &["transacties", "kosten rekening"],
    ),
    t(
        "WBedOvpUik",
        &[
            "uitzend*",
            "uitzendkracht*",
            "inleen*",
            "detachering*",
            "payroll*",
            "flexkracht*",
        ],
        &["gewerkte uren", "uurtarief", "uren"],
    ),
    t(
        "WBedOvpOpk",
        &[
            "cursus*",
            "opleiding*",
            "training*",
            "seminar",
            "examen*",
            "scholing",
            "masterclass",
        ],
        &["deelnemer*", "lesgeld"],
    ),
    t(
        "WBedOvpAbd",
        &["arbodienst", "bedrijfsarts", "verzuimbegeleiding"],
        &["arbo"],
    ),
    t(
        "WBedOvpWer",
        &["vacature*", "recruitment", "werving*"],
        &["kandidaat*"],
    ),
    t(
        "WBedOvpWkv",
        &[
            "werkkleding",
            "bedrijfskleding",
            "veiligheidsschoen*",
            "werkschoen*",
        ],
        &["helm", "handschoenen", "jas*"],
    ),
    t(
        "WBedOvpMlv",
        &[
            "catering",
            "bedrijfslunch",
            "koffiebonen",
            "koffieautomaat",
            "fruit op het werk",
            "kantine*",
        ],
        &["koffie", "thee", "lunch"],
    ),
    t(
        "WBedOvpPug",
        &[
            "kerstpakket*",
            "personeelsfeest",
            "personeelsuitje",
            "teamuitje",
        ],
        &[],
    ),
    t(
        "WBedOrgLgv",
        &["leges", "vergunning*", "kadaster", "uittreksel*"],
        &[],
    ),
    t(
        "WKprInhInh",
        &[
            "groothandel",
            "*groothandel",
            "horecagroothandel",
            "drankenhandel",
            "*drankenhandel",
            "handelsgoederen",
            "verpakkingen",
            "emballages",
            "*emballages",
            "wholesale",
            "technische groothandel",
            "dranken",
            "levensmiddelen*",
            "frisdrank*",
            "kaas",
            "vlees*",
            "groente*",
            "wederverkoop",
            "occasion*",
            "*occasions",
        ],
        &["colli", "krat*", "doos", "stuks", "artikel*", "pallet"],
    ),
    t(
        "WKprKvgKvg",
        &[
            "bouwmaterialen",
            "*bouwmaterialen",
            "grondstoffen",
            "staalplaat*",
            "beton",
            "cement*",
            "multiplex",
            "hout*",
            "isolatie*",
            "bakstenen",
            "materialen",
            "baustoffe",
        ],
        &["zand", "m2", "m3", "balk*", "profiel*"],
    ),
    t(
        "WKprKuwKuw",
        &[
            "onderaanneming",
            "onderaannem*",
            "betonbouw",
            "*betonbouw",
            "metselwerk",
            "stukadoor*",
            "timmerwerk*",
            "uitbesteed*",
            "aanneemsom",
            "termijnfactuur",
            "vlechtwerk",
            "storten beton",
            "bekisting*",
            "grondwerk*",
            "sloopwerk*",
            "steigerwerk*",
        ],
        &[
            "werkzaamheden",
            "project",
            "termijn",
            "manuren",
            "bouwplaats",
            "arbeid",
        ],
    ),
];

/// Weight of a strong word in the supplier's name, in a line, elsewhere.
const STRONG: [f32; 3] = [3.0, 2.0, 0.6];
/// The same of a weak word.
const WEAK: [f32; 3] = [0.6, 0.5, 0.1];
/// Evidence against which an account must hold, so that little evidence gives little probability.
const DOUBT: f32 = 0.9;
/// No more than this is known without having seen the administration.
const MOST: f32 = 0.9;

/// The accounts that the words speak for, the likeliest first; at most three. `page` are the words of the whole document,
/// for when name and lines say nothing.
pub fn rank(question: &Question<'_>, page: &Words) -> Vec<Ranked> {
    static FINDER: LazyLock<Finder> = LazyLock::new(|| {
        Finder::new(
            TOPICS
                .iter()
                .flat_map(|topic| topic.strong.iter().chain(topic.weak).copied()),
        )
    });
    let name = FINDER.hits(&Words::of(question.supplier_name));
    let lines = FINDER.hits(&Words::of(question.texts.iter().copied()));
    let said = name.iter().chain(&lines).any(|hit| *hit);
    let page = if said {
        vec![false; name.len()]
    } else {
        FINDER.hits(page)
    };
    let mut scored: Vec<(f32, Ranked)> = Vec::new();
    let mut index = 0;
    for topic in TOPICS {
        let mut score = 0.0;
        let mut because: Vec<String> = Vec::new();
        for (words, weights) in [(topic.strong, STRONG), (topic.weak, WEAK)] {
            for word in words {
                let place = [&name, &lines, &page].iter().position(|hits| hits[index]);
                index += 1;
                if let Some(place) = place {
                    score += weights[place];
                    if because.len() < 3 {
                        because.push(word.trim_matches('*').to_owned());
                    }
                }
            }
        }
        if score > 0.0 {
            let ranked = Ranked {
                account: topic.rgs.to_owned(),
                probability: 0.0,
                because,
            };
            scored.push((score, ranked));
        }
    }
    scored.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| a.1.account.cmp(&b.1.account))
    });
    scored.truncate(3);
    let total: f32 = scored.iter().map(|(score, _)| score * score).sum::<f32>() + DOUBT * DOUBT;
    scored
        .into_iter()
        .map(|(score, mut ranked)| {
            ranked.probability = (score * score / total).min(MOST);
            ranked
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rgs::rgs;
    use invoice::Amount;

    fn best(name: &str, texts: &[&str], page: &str) -> Option<(String, f32)> {
        let question = Question {
            supplier: None,
            supplier_name: Some(name),
            texts,
            amount: Amount::ZERO,
        };
        let first = rank(&question, &Words::of([page])).into_iter().next()?;
        Some((first.account, first.probability))
    }

    #[test]
    fn every_topic_is_an_account_with_folded_words() {
        for topic in TOPICS {
            assert!(rgs(topic.rgs).is_some(), "{}", topic.rgs);
            for word in topic.strong.iter().chain(topic.weak) {
                let bare = word.trim_matches('*');
                assert_eq!(
                    Words::of([bare]),
                    Words::of([bare.to_lowercase().as_str()]),
                    "{word}"
                );
                assert!(Words::of([bare]).has(bare), "{word} is not folded");
            }
        }
    }

    #[test]
    fn names_and_lines_decide() {
        for (name, texts, expected) in [
            ("Tankstation De Brug", &["Euro 95"][..], "WBedAutBra"),
            (
                "Jansen B.V.",
                &["Licentie boekhoudpakket, 3 users"],
                "WBedKanSof",
            ),
            (
                "De Vries Accountants",
                &["Samenstellen jaarrekening 2025"],
                "WBedAeaAea",
            ),
            ("Waterbedrijf Noord", &["Drinkwater 40 m3"], "WBedHuiWat"),
        ] {
            let (account, probability) = best(name, texts, "").unwrap();
            assert_eq!(account, expected, "{name}");
            assert!(probability > 0.6, "{name}: {probability}");
        }
        assert_eq!(best("Jansen B.V.", &["Diversen"], ""), None);
        let (_, weak) = best("Jansen B.V.", &[], "telefoon 06 12345678").unwrap();
        assert!(weak < 0.5, "{weak}");
    }
}
