//! Who the supplier is in the administration's creditor list.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::Supplier;
use invoice::fold::fold;
use invoice::names;
use invoice::{Address, Party};

/// By what a supplier was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchedBy {
    /// Its VAT identifier.
    VatId,
    /// The account that is to be paid.
    Iban,
    /// Its Chamber of Commerce number.
    Kvk,
    /// Its name with its address.
    NameAndAddress,
    /// Its name alone.
    Name,
}

/// A supplier that was recognised.
#[derive(Debug, Clone, PartialEq)]
pub struct Matched<'a> {
    /// The supplier.
    pub supplier: &'a Supplier,
    /// By what.
    pub by: MatchedBy,
    /// How sure, 0 to 1.
    pub score: f32,
    /// Another supplier in the list fits another of the identifiers.
    pub contradicted: bool,
}

/// Names that are less alike than this, 0 to 1, are two names.
const LEAST_LIKENESS: f64 = 0.82;
/// Without an address names must be this much alike.
const LEAST_LIKENESS_ALONE: f64 = 0.93;

/// The suppliers that have an identifier.
type Index = HashMap<String, Vec<usize>>;

/// A creditor list, with what suppliers are looked up by.
#[derive(Debug, Clone, Default)]
pub struct Creditors {
    all: Vec<Supplier>,
    by_vat_id: Index,
    by_iban: Index,
    by_kvk: Index,
    /// Names without legal form, folded, each with whose it is.
    cores: Vec<(String, usize)>,
    /// By the first and by the last three letters of a core: what is worth comparing.
    by_ends: HashMap<[u8; 3], Vec<usize>>,
}

fn bare(id: &str) -> String {
    id.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// The suppliers by code: what two lists say of one is one, the later filling what the first lacks.
fn merged(mut all: Vec<Supplier>) -> Vec<Supplier> {
    all.sort_by(|a, b| a.code.cmp(&b.code));
    all.dedup_by(|other, first| {
        let is_same = other.code == first.code;
        if is_same {
            fill(first, std::mem::take(other));
        }
        is_same
    });
    all
}

/// Fills what is not known of a supplier with what is known of it elsewhere.
fn fill(first: &mut Supplier, other: Supplier) {
    first.vat_id = first.vat_id.take().or(other.vat_id);
    first.kvk = first.kvk.take().or(other.kvk);
    first.address = first.address.take().or(other.address);
    first.first_seen = first.first_seen.or(other.first_seen);
    first.last_seen = first.last_seen.max(other.last_seen);
    for iban in other.ibans {
        if !first.ibans.iter().any(|known| bare(known) == bare(&iban)) {
            first.ibans.push(iban);
        }
    }
}

/// Codes that stand for a supplier that the list has under another code too, with that one: those with one VAT identifier,
/// unless their numbers in the trade register, or both their names and their accounts, tell them apart (firms of one fiscal
/// unit). The code that was booked on last counts.
pub fn same_suppliers(all: &[Supplier]) -> BTreeMap<String, String> {
    let mut by_vat_id: BTreeMap<String, Vec<&Supplier>> = BTreeMap::new();
    for supplier in all {
        let id = supplier.vat_id.as_deref().map(bare).filter(|id| !id.is_empty());
        if let Some(id) = id {
            by_vat_id.entry(id).or_default().push(supplier);
        }
    }
    let mut same = BTreeMap::new();
    for mut group in by_vat_id.into_values().filter(|group| group.len() > 1) {
        group.sort_by(|a, b| b.last_seen.cmp(&a.last_seen).then_with(|| a.code.cmp(&b.code)));
        let ibans = |one: &Supplier| one.ibans.iter().map(|iban| bare(iban)).collect::<Vec<_>>();
        let (first, others) = (group[0], &group[1..]);
        let (mut kvk, mut own) = (first.kvk.as_deref(), ibans(first));
        for other in others {
            let theirs = ibans(other);
            let are_paid_apart = !own.is_empty()
                && !theirs.is_empty()
                && !theirs.iter().any(|iban| own.contains(iban));
            let is_named_so = names::same(&first.name, &other.name);
            if !differs(kvk, other.kvk.as_deref()) && (is_named_so || !are_paid_apart) {
                kvk = kvk.or(other.kvk.as_deref());
                own.extend(theirs);
                same.insert(other.code.clone(), first.code.clone());
            }
        }
    }
    same
}

fn ends(core: &str) -> [Option<[u8; 3]>; 2] {
    let bytes = core.as_bytes();
    [bytes.first_chunk::<3>().copied(), bytes.last_chunk::<3>().copied()]
}

impl Creditors {
    /// A list; where suppliers share an identifier the one of this name has it, or else the first. One that it has under
    /// several codes is one, with all its names and accounts.
    pub fn new(all: Vec<Supplier>) -> Self {
        let mut all = merged(all);
        let same = same_suppliers(&all);
        let (again, first): (Vec<_>, Vec<_>) =
            all.drain(..).partition(|supplier| same.contains_key(&supplier.code));
        let mut all = first;
        let mut list = Self::default();
        let mut names = Vec::new();
        for other in again {
            let Ok(index) = all.binary_search_by(|one| one.code.cmp(&same[&other.code])) else {
                continue;
            };
            names.push((other.name.clone(), index));
            fill(&mut all[index], other);
        }
        names.extend(all.iter().enumerate().map(|(index, one)| (one.name.clone(), index)));
        for (index, supplier) in all.iter().enumerate() {
            if let Some(id) = &supplier.vat_id {
                list.by_vat_id.entry(bare(id)).or_default().push(index);
            }
            if let Some(id) = &supplier.kvk {
                list.by_kvk.entry(bare(id)).or_default().push(index);
            }
            for iban in &supplier.ibans {
                list.by_iban.entry(bare(iban)).or_default().push(index);
            }
        }
        for (at, (name, index)) in names.into_iter().enumerate() {
            let core = names::core(&name);
            for end in ends(&core).into_iter().flatten() {
                let bucket = list.by_ends.entry(end).or_default();
                if bucket.last() != Some(&at) {
                    bucket.push(at);
                }
            }
            list.cores.push((core, index));
        }
        list.all = all;
        list
    }

    /// All of them, by code.
    pub fn all(&self) -> &[Supplier] {
        &self.all
    }

    /// True for a VAT identifier or bank account of a supplier in the list.
    pub fn knows(&self, id: &str) -> bool {
        let id = bare(id);
        self.by_vat_id.contains_key(&id) || self.by_iban.contains_key(&id)
    }

    /// The supplier that a party is: by VAT identifier, account, KvK number, then name and address.
    pub fn find(&self, party: &Party) -> Option<Matched<'_>> {
        let id = |value: &Option<invoice::Field<String>>, index: &Index| -> Vec<usize> {
            let of = value.as_ref().and_then(|field| index.get(&bare(&field.value)));
            of.cloned().unwrap_or_default()
        };
        let found = [
            (MatchedBy::VatId, id(&party.vat_id, &self.by_vat_id), 0.99),
            (MatchedBy::Iban, id(&party.iban, &self.by_iban), 0.97),
            (MatchedBy::Kvk, id(&party.kvk, &self.by_kvk), 0.96),
        ];
        let mut hits = found.iter().filter(|(_, all, _)| !all.is_empty());
        if let Some(&(by, ref all, score)) = hits.next() {
            let core = party.name.as_ref().map(|name| names::core(&name.value));
            let likeness = |index: &usize| {
                let core = core.as_deref().unwrap_or_default();
                let own = names::core(&self.all[*index].name);
                (strsim::normalized_levenshtein(core, &own) * 1000.0) as u32
            };
            // of equals the first
            let index = *all.iter().rev().max_by_key(|index| likeness(index))?;
            let supplier = &self.all[index];
            let read =
                |field: &Option<invoice::Field<String>>| field.as_ref().map(|f| f.value.clone());
            // an account or a number of his beside another VAT identifier or registration is of somebody else
            let is_other = (by != MatchedBy::VatId
                && differs(supplier.vat_id.as_deref(), read(&party.vat_id).as_deref()))
                || (by == MatchedBy::Iban
                    && differs(supplier.kvk.as_deref(), read(&party.kvk).as_deref()));
            let contradicted = is_other || hits.any(|(_, others, _)| !others.contains(&index));
            return Some(Matched { supplier, by, score, contradicted });
        }
        self.by_name(party)
    }

    fn by_name(&self, party: &Party) -> Option<Matched<'_>> {
        let names = [&party.name, &party.trading_name].into_iter().flatten();
        let mut best: Option<(f64, MatchedBy, usize)> = None;
        for name in names {
            let core = names::core(&name.value);
            let mut candidates: Vec<usize> = ends(&core)
                .into_iter()
                .flatten()
                .filter_map(|end| self.by_ends.get(&end))
                .flatten()
                .copied()
                .collect();
            candidates.sort_unstable();
            candidates.dedup();
            for at in candidates {
                let (known, index) = &self.cores[at];
                let index = *index;
                let supplier = &self.all[index];
                // identifiers that are known on both sides and differ are two firms
                if differs(
                    supplier.vat_id.as_deref(),
                    party.vat_id.as_ref().map(|f| f.value.as_str()),
                ) || differs(
                    supplier.kvk.as_deref(),
                    party.kvk.as_ref().map(|f| f.value.as_str()),
                ) {
                    continue;
                }
                let likeness = strsim::normalized_levenshtein(&core, known);
                let near =
                    same_place(supplier.address.as_ref(), party.address.as_ref().map(|f| &f.value));
                let by = match near {
                    Some(true) if likeness >= LEAST_LIKENESS => MatchedBy::NameAndAddress,
                    None if likeness >= LEAST_LIKENESS_ALONE => MatchedBy::Name,
                    _ => continue,
                };
                if best.is_none_or(|(most, ..)| likeness > most) {
                    best = Some((likeness, by, index));
                }
            }
        }
        let (likeness, by, index) = best?;
        let most = if by == MatchedBy::Name { 0.85 } else { 0.93 };
        Some(Matched {
            supplier: &self.all[index],
            by,
            score: (likeness * most) as f32,
            contradicted: false,
        })
    }
}

fn differs(a: Option<&str>, b: Option<&str>) -> bool {
    a.zip(b).is_some_and(|(a, b)| bare(a) != bare(b))
}

/// Whether two addresses are one place; `None` when one is not known well enough.
pub(crate) fn same_place(a: Option<&Address>, b: Option<&Address>) -> Option<bool> {
    let (a, b) = a.zip(b)?;
    if let (Some(a), Some(b)) = (&a.postcode, &b.postcode) {
        return Some(bare(a) == bare(b));
    }
    let (a, b) = a.city.as_deref().zip(b.city.as_deref())?;
    Some(fold(a) == fold(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use invoice::{Confidence, Derivation, Evidence, Field};

    fn field<T>(value: T) -> Field<T> {
        Field::new(value, Evidence::derived(Derivation::WholeDocument), Confidence::new(0.9))
    }

    fn supplier(code: &str, name: &str) -> Supplier {
        Supplier { code: code.into(), name: name.into(), ..Supplier::default() }
    }

    fn address(postcode: &str) -> Address {
        Address { postcode: Some(postcode.into()), ..Address::default() }
    }

    #[test]
    fn identifiers_go_before_names() {
        let mut a = supplier("1", "Kaas B.V.");
        a.vat_id = Some("NL004495445B01".into());
        let mut b = supplier("2", "Boter B.V.");
        b.ibans = vec!["NL91ABNA0417164300".into()];
        let list = Creditors::new(vec![b, a]);
        let mut party = Party {
            name: Some(field("Boter B.V.".to_owned())),
            vat_id: Some(field("NL004495445B01".to_owned())),
            ..Party::default()
        };
        let found = list.find(&party).unwrap();
        assert_eq!((found.supplier.code.as_str(), found.by), ("1", MatchedBy::VatId));
        assert!(!found.contradicted);
        party.iban = Some(field("NL91 ABNA 0417 1643 00".to_owned()));
        assert!(list.find(&party).unwrap().contradicted);
        party.vat_id = None;
        assert_eq!(list.find(&party).unwrap().by, MatchedBy::Iban);
        let mut c = supplier("3", "Melk B.V.");
        c.vat_id = Some("NL004495445B01".into());
        c.ibans = vec!["NL91ABNA0417164300".into()];
        let list = Creditors::new(vec![c]);
        party.vat_id = Some(field("NL002455799B11".to_owned()));
        let other = list.find(&party).unwrap();
        assert!(other.by == MatchedBy::Iban && other.contradicted);
    }

    #[test]
    fn an_account_that_two_share_is_no_conflict() {
        let with = |code: &str, name: &str, vat_id: &str| {
            let mut supplier = supplier(code, name);
            supplier.vat_id = Some(vat_id.into());
            supplier.ibans = vec!["NL91ABNA0417164300".into()];
            supplier
        };
        let a = with("1", "Kaas Holding B.V.", "NL004495445B01");
        let b = with("2", "Kaas Verkoop B.V.", "NL002455799B11");
        let list = Creditors::new(vec![a, b]);
        let mut party = Party {
            name: Some(field("Kaas Verkoop B.V.".to_owned())),
            vat_id: Some(field("NL002455799B11".to_owned())),
            iban: Some(field("NL91ABNA0417164300".to_owned())),
            ..Party::default()
        };
        assert!(!list.find(&party).unwrap().contradicted);
        party.vat_id = None;
        assert_eq!(list.find(&party).unwrap().supplier.code, "2");
    }

    #[test]
    fn a_supplier_of_two_lists_is_one() {
        let mut learned = supplier("1", "Kaas B.V.");
        learned.vat_id = Some("NL004495445B01".into());
        let mut listed = supplier("1", "Kaas B.V.");
        listed.ibans = vec!["NL91ABNA0417164300".into()];
        let list = Creditors::new(vec![learned, listed]);
        let party = Party {
            vat_id: Some(field("NL004495445B01".to_owned())),
            iban: Some(field("NL91ABNA0417164300".to_owned())),
            ..Party::default()
        };
        let found = list.find(&party).unwrap();
        assert!(!found.contradicted);
        assert_eq!(found.supplier.ibans.len(), 1);
        assert_eq!(list.all().len(), 1);
    }

    #[test]
    fn a_supplier_under_several_codes_is_one() {
        let day = |text: &str| Some(text.parse().unwrap());
        let mut first = supplier("4001", "Bouwmaat");
        first.ibans = vec!["NL91ABNA0417164300".into()];
        first.last_seen = day("2024-03-01");
        let mut second = supplier("4002", "BOUWMAAT Nederland B.V.");
        second.ibans = vec!["NL69INGB0123456789".into()];
        second.last_seen = day("2026-01-31");
        let mut third = supplier("4003", "Gereedschap Zuid");
        third.kvk = Some("27131824".into());
        let mut unit = supplier("4004", "Steigers Oost");
        unit.kvk = Some("12345678".into());
        let mut paid_apart = supplier("4005", "Kranen West");
        paid_apart.ibans = vec!["NL02ABNA0123456789".into()];
        let mut all = [first, second, third, unit, paid_apart];
        for one in &mut all {
            one.vat_id = Some("NL004495445B01".into());
        }
        all[2].last_seen = day("2025-01-31");
        let list = Creditors::new(all.to_vec());
        let codes: Vec<&str> = list.all().iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["4002", "4004", "4005"], "not the firms of the same fiscal unit");
        let party = |name: Option<&str>, iban: Option<&str>| Party {
            name: name.map(|name| field(name.to_owned())),
            vat_id: iban.map(|_| field("NL004495445B01".to_owned())),
            iban: iban.map(|iban| field(iban.to_owned())),
            ..Party::default()
        };
        for iban in ["NL91ABNA0417164300", "NL69INGB0123456789"] {
            let party = party(None, Some(iban));
            let found = list.find(&party).unwrap();
            assert_eq!((found.supplier.code.as_str(), found.contradicted), ("4002", false));
        }
        for name in ["Bouwmaat", "Gereedschap Zuid"] {
            let party = party(Some(name), None);
            assert_eq!(list.find(&party).unwrap().supplier.code, "4002", "{name}");
        }
    }

    #[test]
    fn names_need_an_address_or_near_equality() {
        let mut known = supplier("1", "Timmerbedrijf Jansen & Zonen B.V.");
        known.address = Some(address("1234 AB"));
        let list = Creditors::new(vec![known, supplier("2", "Bakkerij Smit")]);
        let party = |name: &str, postcode: Option<&str>| Party {
            name: Some(field(name.to_owned())),
            address: postcode.map(|p| field(address(p))),
            ..Party::default()
        };
        let code = |party: &Party| list.find(party).map(|m| (m.supplier.code.clone(), m.by));
        assert_eq!(
            code(&party("Timmerbedrijf Jansen en Zonen", Some("1234AB"))),
            Some(("1".into(), MatchedBy::NameAndAddress))
        );
        assert_eq!(code(&party("Timmerbedrijf Jansen & Zonen", Some("9999 XX"))), None);
        assert_eq!(code(&party("Timmerbedrijf Janssens Zoon", None)), None);
        assert_eq!(code(&party("BAKKERIJ SMIT V.O.F.", None)), Some(("2".into(), MatchedBy::Name)));
    }
}
