//! Who the supplier is in the administration's creditor list.

use std::collections::HashMap;

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
    /// Name without legal form, folded.
    cores: Vec<String>,
    /// By the first and by the last three letters of the core: what is worth comparing.
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
            let other = std::mem::take(other);
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
        is_same
    });
    all
}

fn ends(core: &str) -> [Option<[u8; 3]>; 2] {
    let bytes = core.as_bytes();
    [bytes.first_chunk::<3>().copied(), bytes.last_chunk::<3>().copied()]
}

impl Creditors {
    /// A list; where suppliers share an identifier the one of this name has it, or else the first.
    pub fn new(all: Vec<Supplier>) -> Self {
        let all = merged(all);
        let mut list = Self::default();
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
            let core = names::core(&supplier.name);
            for end in ends(&core).into_iter().flatten() {
                let bucket = list.by_ends.entry(end).or_default();
                if bucket.last() != Some(&index) {
                    bucket.push(index);
                }
            }
            list.cores.push(core);
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
                (strsim::normalized_levenshtein(core, &self.cores[*index]) * 1000.0) as u32
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
            for index in candidates {
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
                let likeness = strsim::normalized_levenshtein(&core, &self.cores[index]);
                let near =
                    same_place(supplier.address.as_ref(), party.address.as_ref().map(|f| &f.value));
                let by = match near {
                    Some(true) if likeness >= LEAST_LIKENESS => MatchedBy::NameAndAddress,
                    None if likeness >= LEAST_LIKENESS_ALONE => MatchedBy::Name,
                    _ => continue,
                };
                if best.is_none_or(|(known, ..)| likeness > known) {
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
