//! Names of members: unique, shown safely, paired.

use std::collections::HashMap;

use super::Item;
use crate::source::path::display_name;

/// Longest name that is shown, bytes.
const NAME_LEN: usize = 1024;

/// Makes paths for the members of one container.
pub(super) struct Names<'a> {
    container: &'a str,
    given: HashMap<String, u32>,
}

impl<'a> Names<'a> {
    pub(super) fn new(container: &'a str) -> Self {
        Self { container, given: HashMap::new() }
    }

    /// The path of a member called `name`: `mail.eml!/factuur.pdf`; the second of that name is `factuur.pdf (2)`.
    pub(super) fn path(&mut self, name: &[u8]) -> String {
        let name = display_name(&name[..name.len().min(NAME_LEN)]);
        let times = self.given.entry(name.clone()).or_insert(0);
        *times += 1;
        if *times == 1 {
            return format!("{}!/{name}", self.container);
        }
        // "a (2)" may itself be a name; each round takes a new number.
        loop {
            let times = self.given.entry(name.clone()).or_insert(1);
            let numbered = format!("{name} ({times})");
            *times += 1;
            if let std::collections::hash_map::Entry::Vacant(vacant) =
                self.given.entry(numbered.clone())
            {
                vacant.insert(1);
                return format!("{}!/{numbered}", self.container);
            }
        }
    }
}

/// The members in their order, with an XML and a PDF that differ only in the extension as a pair in the place of the
/// first of them, when there is exactly one of each; as in folders.
pub(super) fn paired(names: &[&[u8]]) -> Vec<Item> {
    let mut groups: HashMap<Vec<u8>, [Vec<usize>; 2]> = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        let Some(dot) = name.iter().rposition(|&b| b == b'.') else {
            continue;
        };
        let side = match name[dot + 1..].to_ascii_lowercase().as_slice() {
            b"xml" => 0,
            b"pdf" => 1,
            _ => continue,
        };
        // Some programs write backslashes between folders.
        let stem = name[..dot].iter().map(|&b| if b == b'\\' { b'/' } else { b });
        groups.entry(stem.collect()).or_default()[side].push(index);
    }
    let mut partner = HashMap::new();
    for [xml, pdf] in groups.into_values() {
        if let (&[xml], &[pdf]) = (&xml[..], &pdf[..]) {
            partner.insert(xml, (xml, pdf));
            partner.insert(pdf, (xml, pdf));
        }
    }
    (0..names.len())
        .filter_map(|index| match partner.get(&index) {
            None => Some(Item::One(index)),
            Some(&(xml, other)) if index == xml.min(other) => Some(Item::Pair { xml, other }),
            Some(_) => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_unique() {
        let mut names = Names::new("a.zip");
        let mut given: Vec<String> = ["x", "x", "x (2)", "x", "x (2)", "y"]
            .iter()
            .map(|name| names.path(name.as_bytes()))
            .collect();
        assert_eq!(given[0], "a.zip!/x");
        assert_eq!(given[1], "a.zip!/x (2)");
        let len = given.len();
        given.sort();
        given.dedup();
        assert_eq!(given.len(), len);
    }
}
