//! What the words of a document say about how it is to be booked.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use invoice::Invoice;
use invoice::fold::fold;
use reading::text::Page;

/// The words of a text, folded and with one blank around each, to be searched for phrases.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words(String);

impl Words {
    /// The words of some texts.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut words = String::from(" ");
        for word in texts.into_iter().flat_map(|text| {
            text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '(' | ')' | '|'))
        }) {
            let folded = fold(word);
            if !folded.is_empty() {
                words.push_str(&folded);
                words.push(' ');
            }
        }
        Self(words)
    }

    /// The words of pages.
    pub fn of_pages(pages: &[&Page]) -> Self {
        Self::of(
            pages
                .iter()
                .flat_map(|page| &page.words)
                .map(|word| word.text.as_str()),
        )
    }

    /// The words of what was read as an invoice: names, lines, notes, reasons.
    pub fn of_invoice(invoice: &Invoice) -> Self {
        let names = [
            invoice.supplier.name.as_ref().map(|f| f.value.as_str()),
            invoice
                .supplier
                .trading_name
                .as_ref()
                .map(|f| f.value.as_str()),
            invoice.payment_terms.as_ref().map(|f| f.value.as_str()),
        ];
        let lines = invoice
            .lines
            .iter()
            .flat_map(|l| [l.value.description.as_deref(), l.value.note.as_deref()]);
        let reasons = invoice.vat_breakdown.iter().flat_map(|r| {
            [
                r.value.exemption_reason.as_deref(),
                r.value.exemption_code.as_deref(),
            ]
        });
        let charges = invoice
            .allowances_charges
            .iter()
            .map(|a| a.value.reason.as_deref());
        Self::of(
            names
                .into_iter()
                .chain(lines)
                .chain(reasons)
                .chain(charges)
                .flatten()
                .chain(invoice.notes.iter().map(String::as_str)),
        )
    }

    /// True when the phrase occurs: folded words with one blank between them. One that ends with `*` may go on within
    /// its last word, one that begins with `*` may begin within its first.
    pub fn has(&self, phrase: &str) -> bool {
        let pattern = Pattern::of(phrase);
        self.0
            .match_indices(pattern.text)
            .any(|(at, _)| pattern.fits(&self.0, at))
    }

    /// True when one of the phrases occurs.
    pub fn has_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase))
    }

    /// The words alone, with a blank between them.
    pub fn trimmed(&self) -> &str {
        self.0.trim()
    }

    /// True when there are no words.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

/// A phrase with what may stand around it.
#[derive(Debug, Clone, Copy)]
struct Pattern<'p> {
    text: &'p str,
    open_start: bool,
    open_end: bool,
}

impl<'p> Pattern<'p> {
    fn of(phrase: &'p str) -> Self {
        Self {
            text: phrase.trim_matches('*'),
            open_start: phrase.starts_with('*'),
            open_end: phrase.ends_with('*'),
        }
    }

    fn fits(&self, words: &str, at: usize) -> bool {
        (self.open_start || words[..at].ends_with(' '))
            && (self.open_end || words[at + self.text.len()..].starts_with(' '))
    }
}

/// Many phrases, looked for in one pass.
#[derive(Debug)]
pub struct Finder {
    automaton: AhoCorasick,
    patterns: Vec<Pattern<'static>>,
}

impl Finder {
    /// A finder of these phrases, written as for [`Words::has`].
    pub fn new(phrases: impl IntoIterator<Item = &'static str>) -> Self {
        let patterns: Vec<Pattern<'static>> = phrases.into_iter().map(Pattern::of).collect();
        let automaton = AhoCorasick::new(patterns.iter().map(|p| p.text))
            .expect("a few thousand short phrases fit an automaton");
        Self {
            automaton,
            patterns,
        }
    }

    /// For each phrase, in the order given, whether it occurs.
    pub fn hits(&self, words: &Words) -> Vec<bool> {
        let mut hits = vec![false; self.patterns.len()];
        for found in self.automaton.find_overlapping_iter(&words.0) {
            let index = found.pattern().as_usize();
            if !hits[index] && self.patterns[index].fits(&words.0, found.start()) {
                hits[index] = true;
            }
        }
        hits
    }
}

/// Words for VAT that the buyer owes (art. 12 Wet OB; VATEX-EU-AE).
const REVERSE: &[&str] = &[
    "btw verlegd",
    "verlegd",
    "verlegde btw",
    "btwverlegd",
    "verlegging",
    "verleggingsregeling",
    "reverse charge",
    "reversecharge",
    "reverse charged",
    "vatexeuae",
    "steuerschuldnerschaft*",
    "autoliquidation",
    "cocontractant",
    "medecontractant",
    "art 194",
    "article 194",
    "article 196",
    "art 196",
    "vat shifted",
    "shifted to the recipient",
];
/// Words for an intra-Community supply (art. 138 VAT directive; VATEX-EU-IC).
const INTRA_EU: &[&str] = &[
    "intracommunautaire*",
    "intracommunitaire*",
    "intra community",
    "intracommunity",
    "innergemeinschaftliche*",
    "livraison intracommunautaire",
    "vatexeuic",
    "article 138",
    "art 138",
    "icl",
    "icp",
];
/// Words for the margin scheme (art. 28b Wet OB; VATEX-EU-D, F, I, J).
const MARGIN: &[&str] = &[
    "margeregeling",
    "margegoederen",
    "marge regeling",
    "bijzondere regeling gebruikte goederen",
    "differenzbesteuerung",
    "regime de la marge",
    "margin scheme",
    "vatexeuf",
    "vatexeui",
    "vatexeuj",
    "vatexeud",
    "globalisatieregeling",
    "marge btw*",
    "btw marge",
    "margeauto",
];
/// Words for the small businesses scheme (art. 25 Wet OB).
const KOR: &[&str] = &[
    "kleineondernemersregeling",
    "kleine ondernemersregeling",
    "kleine ondernemers regeling",
    "kor",
    "art 25",
    "artikel 25",
    "kleinunternehmer*",
    "19 ustg",
    "small business scheme",
    "franchise en base",
    "293 b",
];
/// Words for exempt supplies (art. 11 Wet OB).
const EXEMPT: &[&str] = &[
    "vrijgesteld van btw",
    "btw vrijgesteld",
    "vrij van btw",
    "vrijgesteld van omzetbelasting",
    "exempt from vat",
    "vat exempt",
    "artikel 11",
    "art 11",
    "medische vrijstelling",
    "onderwijsvrijstelling",
    "crkbo",
    "steuerfrei*",
    "umsatzsteuerfrei*",
    "exonere de tva",
    "btwvrij",
    "btw vrij",
    "vrijgesteld",
];
/// Words for insurance tax (Wet op belastingen van rechtsverkeer, art. 20): it is not VAT.
const INSURANCE: &[&str] = &[
    "assurantiebelasting",
    "ass belasting",
    "assurantie belasting",
    "insurance premium tax",
    "insurance tax",
    "versicherungsteuer",
    "versicherungssteuer",
    "polisnummer",
    "verzekeringspremie",
    "premienota",
];
/// Words that only stand on the tax itself.
const INSURANCE_TAX: &[&str] = &[
    "assurantiebelasting",
    "ass belasting",
    "assurantie belasting",
    "insurance premium tax",
    "insurance tax",
    "versicherungsteuer",
    "versicherungssteuer",
];
/// Words for deposits on packaging.
pub const DEPOSIT: &[&str] = &[
    "statiegeld*",
    "emballage",
    "pfand",
    "consigne",
    "deposit bottles",
    "fust",
    "fusten",
    "kratgeld",
    "borg",
    "leeggoed",
    "retouremballage",
    "rolcontainer*",
];
/// What is written on the bill of a place where food and drink are had.
const AT_TABLE: &[&str] = &[
    "*pub",
    "couvert",
    "couverts",
    "tafel",
    "bediening",
    "fooi",
    "gastronomie",
    "gaststatte",
];
/// Names of places where food and drink are had.
const RESTAURANTS: &[&str] = &[
    "restaurant",
    "*restaurant",
    "eetcafe",
    "*cafe",
    "cafe",
    "brasserie",
    "bistro",
    "lunchroom",
    "pizzeria",
    "*eethuis",
    "snackbar",
    "cafetaria",
    "taverne",
    "tapas*",
    "steakhouse",
    "pannenkoek*",
    "strandpaviljoen",
    "trattoria",
    "sushi*",
    "grillroom",
    "kroeg",
    "grandcafe",
    "horecabedrijf",
];
/// Words for food and drink among other things, in a hotel for instance.
pub const FOOD: &[&str] = &[
    "ontbijt*",
    "lunch",
    "diner",
    "dinner",
    "breakfast",
    "restaurant",
    "minibar",
    "consumpties",
    "drankjes",
    "koffie*",
    "bar",
    "borrel*",
    "maaltijd*",
    "fruhstuck",
    "petitdejeuner",
    "petit dejeuner",
    "wijn",
    "bier",
];
/// Words for lodging.
const LODGING: &[&str] = &[
    "hotel",
    "*hotel",
    "hotelkamer",
    "overnachting*",
    "logies",
    "bed breakfast",
    "pension",
    "hostel",
    "kamerhuur",
    "room night*",
    "nights",
    "roomnight*",
    "toeristenbelasting",
    "city tax",
];
/// Words for goods that crossed the border of the EU.
const IMPORT: &[&str] = &[
    "invoerrechten",
    "douane*",
    "customs",
    "import duties",
    "incoterm*",
    "incoterms",
    "dap",
    "ddp",
    "exw",
    "fob",
    "cif",
    "commercial invoice",
    "country of origin",
    "hs code",
    "hscode",
    "taric",
    "zollrechnung",
];
/// Words for work of which the VAT is reversed by law: on real estate and ships, cleaning, gardens, hired staff.
const CONSTRUCTION: &[&str] = &[
    "onderaann*",
    "aanneem*",
    "bouw*",
    "betonbouw",
    "metselwerk",
    "stukadoor*",
    "timmer*",
    "schilder*",
    "dakdek*",
    "sloop*",
    "grondwerk*",
    "schoonmaak*",
    "glasbewassing",
    "hovenier*",
    "uitzend*",
    "detachering*",
    "inlening",
    "grekening",
    "g rekening",
    "montage",
    "steigerbouw",
    "*bouw",
    "loodgiet*",
    "installatie*",
];

/// Goods of table I, at the low rate.
const LOW_RATE_GOODS: &[&str] = &[
    "levensmiddel*",
    "groente*",
    "aardappel*",
    "geneesmiddel*",
    "boeken",
    "tijdschriften",
    "dagbladen",
    "snijbloemen",
    "bloembollen",
    "sierteelt",
    "veevoer",
    "zaaigoed",
    "foodstuff*",
    "lebensmittel*",
];

/// What the words say.
#[expect(clippy::struct_excessive_bools, reason = "each is a cue of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cues {
    /// The buyer owes the VAT.
    pub reverse: bool,
    /// Goods from another member state.
    pub intra_eu: bool,
    /// Margin scheme.
    pub margin: bool,
    /// The seller is in the small businesses scheme.
    pub kor: bool,
    /// Exempt supply.
    pub exempt: bool,
    /// An insurer's document.
    pub insurance: bool,
    /// Insurance tax is printed.
    pub insurance_tax: bool,
    /// Deposits on packaging.
    pub deposit: bool,
    /// Food and drink on the spot.
    pub restaurant: bool,
    /// Lodging.
    pub lodging: bool,
    /// Goods came from outside the EU.
    pub import: bool,
    /// Work for which domestic reverse charge is the rule.
    pub construction: bool,
    /// Goods that are taxed at the low rate.
    pub low_rate_goods: bool,
}

impl Cues {
    /// What the words of a document from this supplier say.
    pub fn of(words: &Words, supplier_name: Option<&str>) -> Self {
        static FINDER: LazyLock<Finder> =
            LazyLock::new(|| Finder::new(LISTS.iter().flat_map(|list| list.iter().copied())));
        let hits = FINDER.hits(words);
        let mut from = 0;
        let counts = LISTS.map(|list| {
            let range = from..from + list.len();
            from = range.end;
            hits[range].iter().filter(|hit| **hit).count()
        });
        let [
            reverse,
            intra_eu,
            margin,
            kor,
            exempt,
            insurance,
            insurance_tax,
            deposit,
            restaurants,
            at_table,
            lodging,
            import,
            construction,
            low,
        ] = counts;
        let name = Words::of(supplier_name);
        let lodging = name.has_any(LODGING) || lodging >= 2;
        Self {
            reverse: reverse > 0,
            intra_eu: intra_eu > 0,
            margin: margin > 0,
            kor: kor > 0,
            exempt: exempt > 0,
            insurance: insurance > 0,
            insurance_tax: insurance_tax > 0,
            deposit: deposit > 0,
            restaurant: !lodging && (name.has_any(RESTAURANTS) || restaurants + at_table >= 3),
            lodging,
            import: import > 0,
            construction: construction > 0,
            low_rate_goods: low > 0,
        }
    }
}

/// The lists of words, in the order in which [`Cues::of`] counts them.
const LISTS: [&[&str]; 14] = [
    REVERSE,
    INTRA_EU,
    MARGIN,
    KOR,
    EXEMPT,
    INSURANCE,
    INSURANCE_TAX,
    DEPOSIT,
    RESTAURANTS,
    AT_TABLE,
    LODGING,
    IMPORT,
    CONSTRUCTION,
    LOW_RATE_GOODS,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_whole_words_unless_they_are_open() {
        let words = Words::of(["BTW verlegd op grond van", "art. 24b; Statiegelden (krat)"]);
        assert!(words.has("btw verlegd"));
        assert!(!words.has("tw verlegd"));
        assert!(words.has("statiegeld*"));
        assert!(!words.has("statiegeld"));
        assert!(words.has("*gelden"));
        assert!(words.has("krat"));
        assert!(!words.has("kor"));
    }

    #[test]
    fn a_hotel_is_no_restaurant() {
        let words = Words::of([
            "2 overnachtingen, ontbijt, restaurant, tafel 4, bediening, toeristenbelasting",
        ]);
        let cues = Cues::of(&words, Some("Hotel De Linde"));
        assert!(cues.lodging && !cues.restaurant);
        assert!(Cues::of(&Words::of(["soep 4,50"]), Some("Eetcafé 't Hoekje")).restaurant);
    }
}
