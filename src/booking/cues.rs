//! What the words of a document say about how it is to be booked.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

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

    pub(crate) fn of_pages(pages: &[&Page]) -> Self {
        Self::of(pages.iter().flat_map(|page| &page.words).map(|word| word.text.as_str()))
    }

    /// The words of what was read as an invoice: names, lines, notes, reasons.
    pub(crate) fn of_invoice(invoice: &Invoice) -> Self {
        let names = [
            invoice.supplier.name.as_ref().map(|f| f.value.as_str()),
            invoice.supplier.trading_name.as_ref().map(|f| f.value.as_str()),
            invoice.payment_terms.as_ref().map(|f| f.value.as_str()),
        ];
        let lines = invoice
            .lines
            .iter()
            .flat_map(|l| [l.value.description.as_deref(), l.value.note.as_deref()]);
        let reasons = invoice
            .vat_breakdown
            .iter()
            .flat_map(|r| [r.value.exemption_reason.as_deref(), r.value.exemption_code.as_deref()]);
        let charges = invoice.allowances_charges.iter().map(|a| a.value.reason.as_deref());
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
        self.0.match_indices(pattern.text).any(|(at, _)| pattern.fits(&self.0, at))
    }

    /// True when one of the phrases occurs.
    pub(crate) fn has_any(&self, phrases: &[impl AsRef<str>]) -> bool {
        phrases.iter().any(|phrase| self.has(phrase.as_ref()))
    }

    /// These words without those of other texts.
    pub(crate) fn without(&self, others: &Self) -> Self {
        let words = self.trimmed().split(' ');
        Self::of(words.filter(|word| !others.0.contains(&format!(" {word} "))))
    }

    /// The words alone, with a blank between them.
    pub fn trimmed(&self) -> &str {
        self.0.trim()
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
pub(crate) struct Finder {
    automaton: AhoCorasick,
    patterns: Vec<Pattern<'static>>,
}

impl Finder {
    /// A finder of these phrases, written as for [`Words::has`].
    pub fn new(phrases: impl IntoIterator<Item = &'static String>) -> Self {
        let patterns: Vec<Pattern<'static>> = phrases.into_iter().map(|p| Pattern::of(p)).collect();
        let automaton = AhoCorasick::new(patterns.iter().map(|p| p.text))
            .expect("a few thousand short phrases fit an automaton");
        Self { automaton, patterns }
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

/// The lists of phrases; what each is, `cues.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lists {
    reverse: Vec<String>,
    intra_eu: Vec<String>,
    margin: Vec<String>,
    kor: Vec<String>,
    exempt: Vec<String>,
    insurance: Vec<String>,
    insurance_tax: Vec<String>,
    pub deposit: Vec<String>,
    pub surely_deposit: Vec<String>,
    pub beside: Vec<String>,
    at_table: Vec<String>,
    restaurants: Vec<String>,
    pub beside_meals: Vec<String>,
    pub food: Vec<String>,
    lodging: Vec<String>,
    import: Vec<String>,
    construction: Vec<String>,
    low_rate_goods: Vec<String>,
    fuel: Vec<String>,
    cash: Vec<String>,
    pub paid_in_cash: Vec<String>,
    card: Vec<String>,
    pub reverse_stated: Vec<String>,
    pub conditional: Vec<String>,
    pub replaces: Vec<String>,
    pub replaces_numbered: Vec<String>,
    pub corrected: Vec<String>,
    pub drafts: Vec<String>,
    pub stamps: Vec<String>,
    pub withdrawn: Vec<String>,
    pub pay_on: Vec<String>,
    pub paid_otherwise: Vec<String>,
    pub paid_from: Vec<String>,
}

/// The lists, parsed once.
pub(crate) static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    toml::from_str(include_str!("facts/cues.toml"))
        .expect("the lists are the program's own, as the tests hold")
});

impl Lists {
    /// Those that are counted, in the order in which [`Cues::of`] names them.
    fn counted(&self) -> [&[String]; 17] {
        [
            &self.reverse,
            &self.intra_eu,
            &self.margin,
            &self.kor,
            &self.exempt,
            &self.insurance,
            &self.insurance_tax,
            &self.deposit,
            &self.restaurants,
            &self.at_table,
            &self.lodging,
            &self.import,
            &self.construction,
            &self.low_rate_goods,
            &self.fuel,
            &self.cash,
            &self.card,
        ]
    }
}

#[expect(clippy::struct_excessive_bools, reason = "each is a cue of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Cues {
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
    /// Motor fuel.
    pub fuel: bool,
    /// It was paid with coins and notes, and with no card.
    pub cash: bool,
}

impl Cues {
    /// What the words of a document from this supplier say.
    pub fn of(words: &Words, supplier_name: Option<&str>, customer: &Words) -> Self {
        static FINDER: LazyLock<Finder> =
            LazyLock::new(|| Finder::new(LISTS.counted().into_iter().flatten()));
        let hits = FINDER.hits(words);
        let mut from = 0;
        let counts = LISTS.counted().map(|list| {
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
            fuel,
            cash,
            card,
        ] = counts;
        let name = Words::of(supplier_name);
        // a hotel buys bread as well
        let is_said =
            |words: &Words| LISTS.lodging.iter().filter(|one| words.has(one)).count() >= 2;
        let lodging = name.has_any(&LISTS.lodging)
            || lodging >= 2
                && (!customer.has_any(&LISTS.lodging) || is_said(&words.without(customer)));
        Self {
            reverse: reverse > 0,
            intra_eu: intra_eu > 0,
            margin: margin > 0,
            kor: kor > 0,
            exempt: exempt > 0,
            insurance: insurance + insurance_tax > 0,
            insurance_tax: insurance_tax > 0,
            deposit: deposit > 0,
            restaurant: !lodging
                && (name.has_any(&LISTS.restaurants) || restaurants + at_table >= 3),
            lodging,
            import: import > 0,
            construction: construction > 0,
            low_rate_goods: low > 0,
            fuel: fuel > 0,
            cash: cash > 0 && card == 0,
        }
    }
}

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
    fn lists_are_folded() {
        let others = [
            &LISTS.food,
            &LISTS.paid_in_cash,
            &LISTS.reverse_stated,
            &LISTS.conditional,
            &LISTS.replaces,
            &LISTS.replaces_numbered,
            &LISTS.corrected,
            &LISTS.drafts,
            &LISTS.stamps,
            &LISTS.withdrawn,
            &LISTS.pay_on,
            &LISTS.paid_otherwise,
            &LISTS.paid_from,
        ];
        for phrase in LISTS.counted().into_iter().chain(others.map(|list| &list[..])).flatten() {
            let bare = phrase.trim_matches('*');
            assert!(Words::of([bare]).has(bare), "{phrase} is not folded");
        }
    }

    #[test]
    fn a_hotel_is_no_restaurant() {
        let words = Words::of([
            "2 overnachtingen, ontbijt, restaurant, tafel 4, bediening, toeristenbelasting",
        ]);
        let nobody = Words::default();
        let cues = Cues::of(&words, Some("Hotel De Linde"), &nobody);
        assert!(cues.lodging && !cues.restaurant);
        assert!(Cues::of(&Words::of(["soep 4,50"]), Some("Eetcafé 't Hoekje"), &nobody).restaurant);
    }

    #[test]
    fn a_hotel_that_buys_is_no_lodging() {
        let guest = Words::of(["Hotel De Linde B.V.", "Pensionlaan"]);
        let of = |page: &str| Cues::of(&Words::of([page]), Some("Bakkerij Korst"), &guest).lodging;
        assert!(!of("Aan: Hotel De Linde B.V. 40 broodjes 9% leveradres Hotel De Linde"));
        assert!(of("Aan: Hotel De Linde B.V. 2 overnachtingen, toeristenbelasting"));
    }
}
