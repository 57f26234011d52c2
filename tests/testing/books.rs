//! An invented administration: a trading and installation business with its suppliers, years of purchase bookings, and
//! what makes real ones hard: suppliers on several accounts, texts that say nothing, habits that change, mistakes.
//!
//! The same seed gives the same books on every machine.

mod xaf;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// What is made.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// Suppliers that exist over the years before `new_in_last_year` come.
    pub suppliers: usize,
    /// Bookings over all years.
    pub bookings: usize,
    /// Years.
    pub years: u32,
    /// First year.
    pub first_year: i32,
    /// Share of bookings on a wrong account, by mistake.
    pub mistakes: f64,
    /// Share of lines that say no more than "factuur" and a number.
    pub silent: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: 1,
            suppliers: 300,
            bookings: 24_000,
            years: 6,
            first_year: 2020,
            mistakes: 0.02,
            silent: 0.12,
        }
    }
}

/// Chance that is the same everywhere: SplitMix64.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True in this share of cases.
    pub fn is(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of a list.
    pub fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// What may be bought: account, its name, its RGS code, words in names of suppliers, words on lines, euros, VAT per cent.
type Topic = (
    &'static str,
    &'static str,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    u32,
    u32,
);

#[rustfmt::skip]
const TOPICS: &[Topic] = &[
    ("7000", "Inkoop handelsgoederen", "WKprInhInh", &["Groothandel", "Trading", "Import"], &["sanitair kranen", "radiator type 22", "cv-ketel HR", "thermostaatkraan", "wastafel wit", "douchebak", "handelsgoederen"], 900, 21),
    ("7010", "Inkoop materialen", "WKprKvgKvg", &["Bouwmaterialen", "Technische Unie", "Staalhandel"], &["koperbuis 15 mm", "pvc buis", "knelkoppeling", "isolatiemateriaal", "bevestigingsmateriaal", "kabel 3x2,5", "montagerail"], 650, 21),
    ("7020", "Uitbesteed werk", "WKprKuwKuw", &["Montage", "Loodgieters", "Klusbedrijf"], &["onderaanneming montage", "uren monteur project", "installatiewerk", "termijn project", "arbeid op locatie"], 2400, 0),
    ("4000", "Uitzendkrachten", "WBedOvpUik", &["Uitzendbureau", "Flex", "Personeelsdiensten"], &["uitzendkracht gewerkte uren", "inleen monteur", "flexkracht", "overuren uitzendkracht"], 1900, 21),
    ("4010", "Opleidingen", "WBedOvpOpk", &["Opleidingen", "Academie", "Training"], &["cursus vca", "training koelen", "examen", "lesgeld", "bijscholing"], 480, 21),
    ("4020", "Werkkleding", "WBedOvpWkv", &["Bedrijfskleding", "Veiligheid"], &["werkbroek", "veiligheidsschoenen", "werkjas met logo", "handschoenen"], 260, 21),
    ("4030", "Kantine", "WBedOvpMlv", &["Koffie", "Catering", "Bakker"], &["koffiebonen", "lunch personeel", "broodjes", "fruitmand", "thee en suiker"], 120, 9),
    ("4040", "Arbodienst", "WBedOvpAbd", &["Arbodienst", "Vitaal"], &["verzuimbegeleiding", "consult bedrijfsarts", "arbo abonnement"], 210, 21),
    ("4100", "Huur bedrijfspand", "WBedHuiBeh", &["Vastgoed", "Beheer", "Onroerend Goed"], &["huur bedrijfshal", "servicekosten pand", "huurtermijn", "huur opslag"], 2100, 21),
    ("4110", "Gas, water en elektra", "WBedHuiGwe", &["Energie", "Waterbedrijf", "Nutsbedrijf"], &["levering elektriciteit", "termijnbedrag gas", "drinkwater verbruik", "jaarnota energie", "vastrecht netbeheer"], 420, 21),
    ("4120", "Schoonmaak", "WBedHuiSch", &["Schoonmaak", "Glasbewassing"], &["schoonmaakwerkzaamheden kantoor", "glasbewassing", "dieptereiniging vloer", "sanitaire artikelen"], 330, 21),
    ("4130", "Onderhoud pand", "WBedHuiOng", &["Schilders", "Dakdekkers", "Elektra"], &["herstel dak", "schilderwerk kozijnen", "reparatie roldeur", "onderhoud alarm"], 540, 21),
    ("4140", "Beveiliging", "WBedHuiBev", &["Security", "Beveiliging"], &["alarmopvolging", "camerabewaking", "meldkamer abonnement"], 140, 21),
    ("4150", "Afvalverwerking", "WBedHuiMez", &["Milieu", "Recycling"], &["lediging container", "bouwafval", "inzameling papier", "huur afvalcontainer"], 180, 21),
    ("4200", "Kantoorbenodigdheden", "WBedKanKan", &["Kantoor", "Office"], &["kopieerpapier", "toner printer", "ordners", "pennen en blokken", "enveloppen"], 95, 21),
    ("4210", "Telefoon en internet", "WBedKanTef", &["Telecom", "Mobiel", "Glasvezel"], &["mobiel abonnement", "internet glasvezel", "belkosten buiten bundel", "simkaart data", "voip toestellen"], 160, 21),
    ("4220", "Software en licenties", "WBedKanSof", &["Software", "Cloud", "Apps"], &["licentie gebruikers", "saas abonnement", "cloud opslag", "jaarlicentie tekenprogramma", "onderhoud software"], 240, 21),
    ("4230", "Automatisering", "WBedKanKoa", &["ICT", "Computers", "Systeembeheer"], &["werkplekbeheer", "laptop reparatie", "netwerk beheer", "server onderhoud", "helpdesk uren"], 520, 21),
    ("4240", "Drukwerk", "WBedKanDru", &["Drukkerij", "Print"], &["visitekaartjes", "briefpapier", "folders full colour", "stickers bestelbus"], 210, 21),
    ("4250", "Porti", "WBedKanPor", &["Post", "Koeriers"], &["frankering", "aangetekende zending", "pakketten binnenland"], 45, 21),
    ("4260", "Contributies en abonnementen", "WBedKanCea", &["Vereniging", "Branche", "Uitgeverij"], &["contributie", "lidmaatschap", "vakblad jaarabonnement"], 310, 21),
    ("4300", "Brandstof", "WBedAutBra", &["Tankstation", "Oil", "Energy Stations"], &["diesel", "euro 95", "tankpas transacties", "laadsessies elektrisch", "adblue"], 380, 21),
    ("4310", "Onderhoud auto's", "WBedAutRoa", &["Autobedrijf", "Garage", "Banden"], &["grote beurt bestelbus", "winterbanden", "apk keuring", "remblokken vervangen", "schadeherstel"], 460, 21),
    ("4320", "Lease auto's", "WBedAutOpa", &["Lease", "Autolease"], &["leasetermijn", "operational lease", "meerkilometers", "eigen risico schade"], 690, 21),
    ("4330", "Parkeren en tol", "WBedAutPar", &["Parking", "Parkeerbeheer"], &["parkeren garage", "parkeervergunning", "tolheffing"], 28, 21),
    ("4340", "Verzekering auto's", "WBedAutAsa", &["Verzekeringen", "Assuradeuren"], &["premie wagenpark", "autoverzekering kenteken", "polis bestelbus"], 540, 0),
    ("4400", "Reclame en marketing", "WBedVkkRea", &["Reclame", "Media", "Marketing"], &["online campagne", "advertentie weekblad", "zoekmachine advertenties", "bedrijfsfilm", "autobelettering"], 620, 21),
    ("4410", "Website", "WBedVkkWeb", &["Webdesign", "Hosting"], &["hosting website", "domeinnaam", "aanpassing website", "ssl certificaat"], 85, 21),
    ("4420", "Representatie", "WBedVkkRep", &["Restaurant", "Bloemen", "Wijnhandel"], &["diner relaties", "relatiegeschenken", "bloemstuk opening", "wijnpakketten"], 170, 9),
    ("4430", "Reis- en verblijfkosten", "WBedVkkRev", &["Hotel", "Reizen", "Taxi"], &["overnachting hotel", "treinreizen", "taxirit", "vliegticket beurs"], 230, 9),
    ("4440", "Vrachtkosten", "WBedVkkVrk", &["Transport", "Logistiek", "Expeditie"], &["vracht pallets", "transport levering", "spoedkoerier", "verzendkosten goederen"], 190, 21),
    ("4500", "Accountantskosten", "WBedAeaAea", &["Accountants", "Administratiekantoor", "Fiscalisten"], &["samenstellen jaarrekening", "salarisadministratie", "aangifte vennootschapsbelasting", "boekhouding kwartaal"], 780, 21),
    ("4510", "Juridische kosten", "WBedAeaAej", &["Advocaten", "Juristen"], &["juridisch advies", "werkzaamheden dossier", "incassoprocedure"], 950, 21),
    ("4520", "Advieskosten", "WBedAeaAdv", &["Advies", "Consultants", "Coaching"], &["advies bedrijfsvoering", "begeleiding certificering", "coaching sessies"], 1100, 21),
    ("4530", "Bankkosten", "WBedAdlBan", &["Bank", "Payments"], &["transactiekosten pin", "kosten betalingsverkeer", "rekeningkosten"], 35, 0),
    ("4540", "Verzekeringen", "WBedAssOva", &["Verzekeringen", "Assurantiekantoor"], &["premie aansprakelijkheid", "brandverzekering inventaris", "rechtsbijstandverzekering", "premie cyber"], 610, 0),
    ("4550", "Heffingen en leges", "WBedAdlHef", &["Gemeente", "Waterschap"], &["leges vergunning", "zuiveringsheffing", "rioolheffing", "reclamebelasting"], 260, 0),
    ("4600", "Gereedschap", "WBedEemGsk", &["Gereedschap", "Tools"], &["boormachine accu", "slijpschijven", "persmachine bekken", "gereedschapskoffer"], 190, 21),
    ("4610", "Huur machines", "WBedEemHum", &["Verhuur", "Rental"], &["huur hoogwerker", "steiger huur", "verhuur aggregaat"], 430, 21),
    ("4620", "Klein inventaris", "WBedEemKai", &["Meubelen", "Inrichting"], &["bureaustoel", "magazijnstelling", "vergadertafel", "koelkast kantine"], 380, 21),
    ("0210", "Inventaris", "BMvaBeiVvp", &["Machines", "Equipment"], &["cnc machine", "server rack", "heftruck elektrisch"], 7800, 21),
    ("1490", "Vooruitbetaalde kosten", "BVorOvaVbk", &["Services", "Group"], &["vooruitbetaling contract", "jaarcontract onderhoud vooruit"], 1200, 21),
];

const SURNAMES: &[&str] = &[
    "Jansen",
    "De Vries",
    "Bakker",
    "Visser",
    "Smit",
    "Meijer",
    "Mulder",
    "De Groot",
    "Bos",
    "Vos",
    "Peters",
    "Hendriks",
    "Dekker",
    "Brouwer",
    "Dijkstra",
    "Koster",
    "Prins",
    "Huisman",
    "Kuipers",
    "Veenstra",
    "Postma",
    "Willems",
    "Maas",
    "Verhoeven",
    "Scholten",
    "Schipper",
    "Wolters",
    "Timmermans",
    "Hoekstra",
    "Bosch",
];
const PLACES: &[&str] = &[
    "Noord",
    "Zuid",
    "West",
    "Oost",
    "Rijnmond",
    "Veluwe",
    "Twente",
    "Zeeland",
    "Drenthe",
    "Brabant",
    "Kennemer",
    "Gooi",
    "Betuwe",
    "Achterhoek",
    "Waterland",
    "Peel",
];
const FORMS: &[&str] = &["B.V.", "VOF", "Nederland B.V.", "", "N.V."];
const NEUTRAL: &[&str] =
    &["Holding", "Groep", "& Zonen", "Partners", "Diensten", "Handelsonderneming", "Nederland"];
const MONTHS: &[&str] = &[
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// A supplier.
#[derive(Debug, Clone)]
pub struct Supplier {
    /// The creditor's number.
    pub number: String,
    /// As it is written everywhere.
    pub name: String,
    /// Topics it is booked on, the main one first.
    topics: Vec<usize>,
    /// Share of bookings on the main one.
    main: f64,
    /// Day from which another topic is the main one, and which: the bookkeeper changed mind.
    moves: Option<(u32, usize)>,
    /// Words it uses: places in the topics' lists.
    words: Vec<Vec<usize>>,
    /// Another set of words from this day on.
    new_words: Option<(u32, Vec<Vec<usize>>)>,
    first_day: u32,
    last_day: u32,
    weight: f64,
    amount: f64,
}

/// A line of a booking.
#[derive(Debug, Clone)]
pub struct Line {
    /// The account it was booked on.
    pub account: &'static str,
    /// The account it belongs on.
    pub right: &'static str,
    /// What the bookkeeper, or the invoice, says it is.
    pub text: String,
    /// Without VAT, cents.
    pub net_cents: i64,
    /// VAT, per cent.
    pub vat_percent: u32,
}

/// A purchase.
#[derive(Debug, Clone)]
pub struct Booking {
    /// Year of the date.
    pub year: i32,
    /// Month, from 1.
    pub month: u32,
    /// Day, from 1 to 28.
    pub day: u32,
    /// Its number in the books.
    pub number: u32,
    /// Whose it is: a place in [`Books::suppliers`].
    pub supplier: usize,
    /// The supplier's number of the invoice.
    pub invoice: String,
    /// What was bought.
    pub lines: Vec<Line>,
}

/// The books.
#[derive(Debug)]
pub struct Books {
    /// What they were made of.
    pub plan: Plan,
    /// All suppliers.
    pub suppliers: Vec<Supplier>,
    /// All bookings.
    pub bookings: Vec<Booking>,
}

const DAYS: u32 = 360; // twelve months of thirty days

impl Books {
    /// Makes the books of a plan.
    pub fn make(plan: Plan) -> Self {
        let mut chance = Chance::new(plan.seed);
        let all_days = plan.years * DAYS;
        let suppliers: Vec<Supplier> =
            (0..plan.suppliers).map(|i| supplier(&mut chance, i, all_days)).collect();
        let mut bookings = Vec::with_capacity(plan.bookings);
        let total: f64 = suppliers.iter().map(|s| s.weight).sum();
        for (at, supplier) in suppliers.iter().enumerate() {
            let n = (plan.bookings as f64 * supplier.weight / total).round().max(1.0) as usize;
            let life = supplier.last_day - supplier.first_day;
            for i in 0..n {
                let spread = (f64::from(life) * (i as f64 + chance.share()) / n as f64) as u32;
                let day = (supplier.first_day + spread).min(all_days - 1);
                bookings.push((day, at));
            }
        }
        bookings.sort_unstable();
        let mut numbers = vec![0u32; plan.years as usize];
        let bookings = bookings
            .into_iter()
            .map(|(day, at)| {
                let year = day / DAYS;
                numbers[year as usize] += 1;
                booking(&mut chance, &plan, &suppliers[at], at, day, numbers[year as usize])
            })
            .collect();
        Self { plan, suppliers, bookings }
    }

    /// A year's auditfile in this folder.
    pub fn write_year(&self, year: i32, folder: &Path) -> PathBuf {
        let path = folder.join(format!("auditfile-{year}.xaf"));
        let mut out = BufWriter::new(File::create(&path).expect("created"));
        self.write_xaf(year, false, &mut out).expect("written");
        out.flush().expect("written");
        path
    }

    /// Writes the auditfile (XAF 3.2) of one year; `with_rgs` links accounts to RGS.
    ///
    /// # Errors
    /// What `out` reports.
    pub fn write_xaf(&self, year: i32, with_rgs: bool, out: &mut impl Write) -> io::Result<()> {
        let bookings = || self.bookings.iter().filter(|b| b.year == year);
        write!(
            out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<auditfile xmlns=\"http://www.auditfiles.nl/XAF/3.2\">\n\
             <header><fiscalYear>{year}</fiscalYear><startDate>{year}-01-01</startDate><endDate>{year}-12-31</endDate>\
             <curCode>EUR</curCode><dateCreated>{}-01-31</dateCreated><softwareDesc>Verzonnen Boekhouding</softwareDesc>\
             <softwareVersion>1</softwareVersion></header>\n<company><companyIdent>1</companyIdent>\
             <companyName>Installatiebedrijf Verzonnen B.V.</companyName>\n<customersSuppliers>\n",
            year + 1
        )?;
        for supplier in &self.suppliers {
            writeln!(
                out,
                "<customerSupplier><custSupID>{}</custSupID><custSupName>{}</custSupName><custSupTp>S</custSupTp>\
                 </customerSupplier>",
                supplier.number,
                supplier.name.replace('&', "&amp;")
            )?;
        }
        writeln!(out, "</customersSuppliers>\n<generalLedger>")?;
        for (number, name, kind) in
            [("1600", "Crediteuren", "B"), ("1520", "Te vorderen btw", "B"), ("1100", "Bank", "B")]
        {
            writeln!(
                out,
                "<ledgerAccount><accID>{number}</accID><accDesc>{name}</accDesc><accTp>{kind}</accTp></ledgerAccount>"
            )?;
        }
        for (number, name, rgs, ..) in TOPICS {
            let kind = if rgs.starts_with('B') { 'B' } else { 'P' };
            let link = if with_rgs {
                format!(
                    "<taxonomy><entryPoint><conceptRef>{rgs}</conceptRef></entryPoint></taxonomy>"
                )
            } else {
                String::new()
            };
            writeln!(
                out,
                "<ledgerAccount><accID>{number}</accID><accDesc>{name}</accDesc><accTp>{kind}</accTp>{link}</ledgerAccount>"
            )?;
        }
        writeln!(
            out,
            "</generalLedger>\n<vatCodes><vatCode><vatID>IH</vatID><vatDesc>Inkoop hoog</vatDesc><vatToClaimAccID>1520\
             </vatToClaimAccID></vatCode><vatCode><vatID>IL</vatID><vatDesc>Inkoop laag</vatDesc><vatToClaimAccID>1520\
             </vatToClaimAccID></vatCode><vatCode><vatID>I0</vatID><vatDesc>Inkoop geen</vatDesc></vatCode></vatCodes>\n\
             <transactions><linesCount>{}</linesCount>\n<journal><jrnID>70</jrnID><desc>Inkoopboek</desc><jrnTp>P</jrnTp>\
             <offsetAccID>1600</offsetAccID>",
            bookings().map(|b| b.lines.len() + 2).sum::<usize>()
        )?;
        let mut text = String::new();
        for booking in bookings() {
            text.clear();
            xaf::transaction(&mut text, booking, &self.suppliers[booking.supplier]);
            out.write_all(text.as_bytes())?;
        }
        writeln!(out, "</journal>\n<journal><jrnID>20</jrnID><desc>Bank</desc><jrnTp>B</jrnTp>")?;
        for booking in bookings() {
            text.clear();
            xaf::payment(&mut text, booking, &self.suppliers[booking.supplier]);
            out.write_all(text.as_bytes())?;
        }
        writeln!(out, "</journal>\n</transactions></company></auditfile>")
    }
}

fn supplier(chance: &mut Chance, i: usize, all_days: u32) -> Supplier {
    let topic = chance.below(TOPICS.len());
    let mut topics = vec![topic];
    // A third of the suppliers deliver for more than one account.
    if chance.is(0.33) {
        for _ in 0..=chance.below(2) {
            let other = chance.below(TOPICS.len());
            if !topics.contains(&other) {
                topics.push(other);
            }
        }
    }
    let own_word = *chance.of(TOPICS[topic].3);
    let form = *chance.of(FORMS);
    let surname = *chance.of(SURNAMES);
    let name = match chance.below(10) {
        0..=3 => format!("{own_word} {surname} {form}"),
        4..=5 => format!("{surname} {own_word} {form}"),
        6 => format!("{} {own_word} {form}", chance.of(PLACES)),
        7 => format!("{surname} {} {form}", chance.of(NEUTRAL)),
        8 => format!("{}{} {form}", &surname[..2], chance.of(PLACES)),
        _ => format!("{surname} {} {form}", chance.of(PLACES)),
    };
    let words = |chance: &mut Chance| -> Vec<Vec<usize>> {
        topics
            .iter()
            .map(|&topic| {
                let all = TOPICS[topic].4.len();
                (0..2 + chance.below(3)).map(|_| chance.below(all)).collect()
            })
            .collect()
    };
    let own_words = words(chance);
    let new_words =
        chance.is(0.25).then(|| (chance.below(all_days as usize) as u32, words(chance)));
    // Most are there from the begin; one in five comes later, one in six goes.
    let first_day =
        if chance.is(0.22) { chance.below(all_days as usize * 97 / 100) as u32 } else { 0 };
    let last_day = if chance.is(0.16) {
        first_day + chance.below((all_days - first_day) as usize) as u32
    } else {
        all_days
    };
    let moves = chance.is(0.15).then(|| {
        let day = chance.below(all_days as usize) as u32;
        let other = chance.below(TOPICS.len());
        (day, other)
    });
    let rarely = chance.share();
    Supplier {
        number: format!("{}", 40_001 + i),
        name: name.trim().to_owned(),
        main: 0.5 + 0.4 * chance.share(),
        topics,
        moves,
        words: own_words,
        new_words,
        first_day,
        last_day: last_day.max(first_day + 1),
        weight: 0.05
            + rarely * rarely * rarely * f64::from(last_day - first_day) / f64::from(all_days),
        amount: 0.3 + 2.0 * chance.share(),
    }
}

fn booking(
    chance: &mut Chance,
    plan: &Plan,
    supplier: &Supplier,
    at: usize,
    day: u32,
    number: u32,
) -> Booking {
    let lines = 1 + usize::from(chance.is(0.2)) + usize::from(chance.is(0.07));
    let month = (day % DAYS) / 30;
    let invoice = format!("{}{:05}", plan.first_year + (day / DAYS) as i32, chance.below(100_000));
    let mut made = Vec::with_capacity(lines);
    for _ in 0..lines {
        let which = if supplier.topics.len() == 1 || chance.is(supplier.main) {
            0
        } else {
            1 + chance.below(supplier.topics.len() - 1)
        };
        let topic = &TOPICS[supplier.topics[which]];
        let right = match supplier.moves {
            Some((from, other)) if which == 0 && day >= from => TOPICS[other].0,
            _ => topic.0,
        };
        let account = if chance.is(plan.mistakes) { chance.of(TOPICS).0 } else { right };
        let words = match &supplier.new_words {
            Some((from, words)) if day >= *from => words,
            _ => &supplier.words,
        };
        let word = topic.4[*chance.of(&words[which])];
        let text = if chance.is(plan.silent) {
            format!("Factuur {invoice}")
        } else {
            match chance.below(5) {
                0 => word.to_owned(),
                1 => format!("{word} {}", MONTHS[month as usize]),
                2 => format!("{invoice} {word}"),
                3 => format!("{} {word}", supplier.name),
                _ => format!(
                    "{word} {} {}",
                    MONTHS[month as usize],
                    plan.first_year + (day / DAYS) as i32
                ),
            }
        };
        let euros = f64::from(topic.5) * supplier.amount * (0.6 + 0.8 * chance.share());
        let mut net_cents = (euros * 100.0) as i64 + chance.below(100) as i64;
        if chance.is(0.02) {
            net_cents = -net_cents;
        }
        made.push(Line { account, right, text, net_cents, vat_percent: topic.6 });
    }
    Booking {
        year: plan.first_year + (day / DAYS) as i32,
        month: month + 1,
        day: (day % 30 + 1).min(28),
        number,
        supplier: at,
        invoice,
        lines: made,
    }
}
