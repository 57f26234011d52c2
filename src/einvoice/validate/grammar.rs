//! What a syntax lets stand where, how often and in which order, as its schema has it: the rules of EN 16931 look for
//! what they know and pass over anything else, also a second total that the next reader takes for the first.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::tree::{Attribute, Level, Node, Space};
use super::rule::{Check, Places, Rule, Table};
use super::view::Syntax;

pub(super) static RULES: Table = LazyLock::new(|| {
    ["DZ-NAMESPACE", "DZ-ELEMENT", "DZ-TWICE", "DZ-PART", "DZ-ORDER", "DZ-ATTRIBUTE"]
        .map(|id| Rule::of(id, Check::Walk))
        .into()
});

/// The rules, by their places in the table.
const NAMESPACE: usize = 0;
const ELEMENT: usize = 1;
const TWICE: usize = 2;
const PART: usize = 3;
const ORDER: usize = 4;
const ATTRIBUTE: usize = 5;

/// What may stand in an element.
#[derive(Default)]
struct Content {
    /// The place of each name in the order, and whether it may stand there again.
    names: HashMap<&'static str, (usize, bool)>,
    /// The places of those that must stand there.
    required: Vec<usize>,
}

type Grammar = HashMap<&'static str, Content>;

static UBL: LazyLock<Grammar> = LazyLock::new(|| grammar(include_str!("../facts/ubl.txt")));
static CII: LazyLock<Grammar> = LazyLock::new(|| grammar(include_str!("../facts/cii.txt")));

fn grammar(rows: &'static str) -> Grammar {
    let mut out = Grammar::new();
    let rows = rows.lines().filter(|row| !row.starts_with('#'));
    for (elements, parts) in rows.filter_map(|row| row.split_once(':')) {
        for element in elements.split(' ') {
            let content = out.entry(element).or_default();
            for (at, part) in parts.split_whitespace().enumerate() {
                let name = part.trim_end_matches(['!', '+', '*']);
                content.names.insert(name, (at, part.ends_with(['+', '*'])));
                if part.ends_with(['!', '+']) {
                    content.required.push(at);
                }
            }
        }
    }
    out
}

/// What a document has that its syntax does not allow, in the order of the table. ZUGFeRD 1.0 is older than CII.
pub(super) fn find(
    syntax: Syntax,
    root: Node<'_>,
) -> impl Iterator<Item = (&'static Rule, Places<'_>)> {
    let mut found: [Places<'_>; 6] = Default::default();
    let grammar = match syntax {
        Syntax::Ubl => &*UBL,
        Syntax::Cii => &*CII,
    };
    if grammar.contains_key(root.local()) {
        for node in std::iter::once(root).chain(root.inside()) {
            let content = grammar.get(node.local()).filter(|_| has_parts(node));
            let is_known = node.space() != Space::Other;
            found[ATTRIBUTE].when(is_known && node.has_unknown_attribute(), node);
            found[NAMESPACE].when(!is_in_place(syntax, root, node, content.is_some()), node);
            if let Some(content) = content {
                content.look(node, &mut found);
            }
        }
    }
    RULES.iter().zip(found).filter(|(_, places)| places.count > 0)
}

/// Whether an element is in the namespace that its kind of elements is in.
fn is_in_place(syntax: Syntax, root: Node<'_>, node: Node<'_>, holds: bool) -> bool {
    let is_root = node.index() == root.index();
    let ((Space::Ubl(level), Syntax::Ubl) | (Space::Cii(level), Syntax::Cii)) =
        (node.space(), syntax)
    else {
        return false;
    };
    let is_leaf = node.children().next().is_none();
    match (level, syntax) {
        (Level::Document, Syntax::Ubl) => is_root,
        (Level::Aggregate, Syntax::Ubl) => holds || !is_leaf || node.is_empty(),
        (Level::Basic, Syntax::Ubl) => !holds && is_leaf,
        (Level::Document, Syntax::Cii) => is_root || is_part(root, node),
        (Level::Aggregate, Syntax::Cii) => !is_part(root, node) && !is_of_value(node),
        (Level::Basic, Syntax::Cii) => is_of_value(node),
    }
}

/// One of the parts of a CII document.
fn is_part(root: Node<'_>, node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| parent.index() == root.index())
}

/// A part of a value in CII.
fn is_of_value(node: Node<'_>) -> bool {
    let name = node.local();
    matches!(name, "DateTimeString" | "DateTime" | "DateString" | "Date")
        || matches!(name, "IndicatorString" | "Indicator")
}

/// Some names are those of a value as well, which has no parts.
fn has_parts(node: Node<'_>) -> bool {
    node.text().is_empty() || node.children().next().is_some()
}

impl Content {
    fn look<'t>(&self, node: Node<'t>, found: &mut [Places<'t>; 6]) {
        let mut furthest = 0;
        let mut seen = vec![false; self.names.len()];
        let mut registered = [false; 2];
        for child in node.children() {
            if child.local() == "SpecifiedTaxRegistration" {
                // a party has one VAT identifier (VA) and one other tax number (FC)
                let scheme = child.at("ID").and_then(|id| id.attribute(Attribute::SchemeId));
                let is_other = usize::from(scheme == Some("FC"));
                found[TWICE].when(registered[is_other], child);
                registered[is_other] = true;
            }
            match self.names.get(child.local()) {
                None => found[ELEMENT].when(true, child),
                Some(&(at, again)) => {
                    found[TWICE].when(seen[at] && !again, child);
                    seen[at] = true;
                    found[ORDER].when(at < furthest, child);
                    furthest = furthest.max(at);
                }
            }
        }
        found[PART].when(self.required.iter().any(|at| !seen[*at]), node);
    }
}
