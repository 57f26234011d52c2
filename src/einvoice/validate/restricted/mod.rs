//! What a syntax knows and EN 16931 does not: elements and attributes that should stay away, as tables of paths.
//!
//! The rules are found in one walk over the document along a tree of the paths, so that hundreds of them cost no more
//! than one. Paths are of local names.

mod cii;
mod ubl;

pub(super) use ubl::RULES as UBL_BESIDE;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::super::tree::{Attribute, Node};
use super::rule::{Check, Places, Rule, RuleSet, Severity};
use super::view::Syntax;

/// A name that stays away below an element; see the top of the tables.
struct Row {
    id: String,
    severity: Severity,
    root: &'static str,
    under: &'static str,
    name: &'static str,
}

/// An element that stays away unless something stands beside it.
struct Unless {
    id: &'static str,
    under: &'static str,
    name: &'static str,
    /// Whether it stays away here.
    is_wrong: fn(Node<'_>) -> bool,
}

/// What the walk looks for in one syntax.
struct Tables {
    /// Names that stay away; the top of the table tells what its rows are.
    rows: &'static str,
    unless: &'static [Unless],
    /// Attributes that stay away from all of a kind, and are fine on one element.
    fine: &'static [(Attribute, &'static str)],
    /// Elements that are taken for another.
    same: &'static [(&'static str, &'static str)],
}

/// A rule of an element, by its number, and when it holds.
type Banned = (usize, Option<fn(Node<'_>) -> bool>);

/// An element on a way to something that stays away.
#[derive(Default)]
struct Step {
    next: HashMap<&'static str, usize>,
    /// Rules of the element itself.
    element: Vec<Banned>,
    attributes: Vec<(Attribute, usize)>,
}

struct Restricted {
    tables: &'static Tables,
    rules: Vec<Rule>,
    /// The first is that of the document, the second that of any element.
    steps: Vec<Step>,
    /// Steps of elements by the ends of their names.
    endings: Vec<(&'static str, usize)>,
    /// Attributes that stay away everywhere, with their rules.
    attributes: Vec<(usize, Attribute)>,
}

const FROM_ROOT: usize = 0;
const FROM_ANYWHERE: usize = 1;

static UBL: LazyLock<Restricted> = LazyLock::new(|| Restricted::of(&ubl::TABLES));
static CII: LazyLock<Restricted> = LazyLock::new(|| Restricted::of(&cii::TABLES));

fn rows(table: &'static str) -> Vec<Row> {
    let mut lists = HashMap::new();
    let (mut severity, mut root) = (Severity::Warning, "");
    let mut out = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let Some(part) = line.strip_prefix('[').and_then(|part| part.strip_suffix(']')) {
            let (name, below) = part.split_once(' ').unwrap_or((part, ""));
            severity = if name == "Error" { Severity::Error } else { Severity::Warning };
            root = below;
        } else if let Some((head, names)) = line.split_once(": ") {
            let Some((first, under)) = head.split_once(' ') else {
                lists.insert(head, names);
                continue;
            };
            let of_list = |text| lists.get(text).copied().unwrap_or(text);
            let (kind, number) = first.rsplit_once('-').unwrap_or_default();
            let (digits, number) = (number.len(), number.parse().unwrap_or(0_u16));
            let under = of_list(under);
            out.extend((number..).zip(of_list(names).split_whitespace()).map(|(number, name)| {
                Row { id: format!("{kind}-{number:0digits$}"), severity, root, under, name }
            }));
        }
    }
    out
}

impl Restricted {
    fn of(tables: &'static Tables) -> Self {
        let mut out = Self {
            tables,
            rules: Vec::new(),
            steps: vec![Step::default(), Step::default()],
            endings: Vec::new(),
            attributes: Vec::new(),
        };
        for Row { id, severity, root, under, name } in rows(tables.rows) {
            if under == "@" {
                let attribute = Attribute::by_name(name).map(|it| (out.rules.len(), it));
                out.attributes.extend(attribute);
                out.rules.push(rule(id, severity, &format!("@{name}")));
            } else {
                out.add(root, under, name, None);
                out.rules.push(rule(id, severity, &place(root, under, name)));
            }
        }
        for Unless { id, under, name, is_wrong } in tables.unless {
            out.add("", under, name, Some(*is_wrong));
            out.rules.push(Rule::of(id, Check::Walk));
        }
        out
    }

    /// Lays the ways to a name, for the rule that comes next.
    fn add(
        &mut self,
        root: &'static str,
        under: &'static str,
        name: &'static str,
        when: Option<fn(Node<'_>) -> bool>,
    ) {
        let number = self.rules.len();
        let (path, attribute) =
            name.split_once('@').map_or((name, None), |(path, a)| (path, Attribute::by_name(a)));
        for under in under.split('|') {
            let (mut at, under) = match under.strip_prefix('*') {
                Some("") => (FROM_ANYWHERE, ""),
                Some(ending) => (self.ending(ending), ""),
                None => (FROM_ROOT, under),
            };
            let root = if at == FROM_ROOT { root } else { "" };
            let steps = root.split('/').chain(under.split('/'));
            let steps = steps.chain(path.split('/'));
            for step in steps.filter(|step| !step.is_empty()) {
                let fresh = self.steps.len();
                let next = *self.steps[at].next.entry(step).or_insert(fresh);
                if next == fresh {
                    self.steps.push(Step::default());
                }
                at = next;
            }
            match attribute {
                Some(attribute) => self.steps[at].attributes.push((attribute, number)),
                None => self.steps[at].element.push((number, when)),
            }
        }
    }

    /// The step of elements whose names end so.
    fn ending(&mut self, ending: &'static str) -> usize {
        if let Some((_, at)) = self.endings.iter().find(|(known, _)| *known == ending) {
            return *at;
        }
        let at = self.steps.len();
        self.steps.push(Step::default());
        self.endings.push((ending, at));
        at
    }
}

/// How the sentence of a rule calls what stays away. Where it may stand in several places, the finding names them.
fn place(root: &str, under: &str, name: &str) -> String {
    let under = if under.contains('|') || under == "*" {
        String::new()
    } else if let Some(ending) = under.strip_prefix('*') {
        format!("…{ending}")
    } else {
        let root = root.rsplit('/').next().unwrap_or_default();
        let parts = [root, under].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("/")
    };
    if under.is_empty() || name.starts_with('@') { under + name } else { format!("{under}/{name}") }
}

/// The rule that this stays away.
fn rule(id: String, severity: Severity, place: &str) -> Rule {
    let (nl, en) = match severity {
        Severity::Warning => (
            format!("EN 16931 kent {place} niet: een ontvanger mag het overslaan. Laat het weg."),
            format!("EN 16931 does not know {place}: a receiver may skip it. Leave it out."),
        ),
        Severity::Error => (
            format!(
                "EN 16931 staat {place} niet toe: een ontvanger mag de factuur weigeren. Laat het weg."
            ),
            format!(
                "EN 16931 does not allow {place}: a receiver may refuse the invoice. Leave it out."
            ),
        ),
    };
    Rule { id: id.leak(), severity, about: "", nl: nl.leak(), en: en.leak(), check: Check::Walk }
}

fn of(syntax: Syntax) -> &'static Restricted {
    match syntax {
        Syntax::Ubl => &UBL,
        Syntax::Cii => &CII,
    }
}

/// The rules of the tables.
pub(super) fn all() -> [(RuleSet, &'static [Rule]); 2] {
    [(RuleSet::Ubl, &of(Syntax::Ubl).rules), (RuleSet::Cii, &of(Syntax::Cii).rules)]
}

/// What was met on the walk.
#[derive(Default)]
struct Found<'t> {
    places: BTreeMap<usize, Places<'t>>,
    /// Elements, in the order of the document, whose attributes have rules of their own.
    spoken_of: Vec<u32>,
}

impl<'t> Found<'t> {
    fn note(&mut self, number: usize, node: Node<'t>) {
        self.places.entry(number).or_default().when(true, node);
    }
}

/// What stands in a document and should not, in the order of the table.
pub(super) fn find(
    syntax: Syntax,
    root: Node<'_>,
) -> impl Iterator<Item = (&'static Rule, Places<'_>)> {
    let table = of(syntax);
    let mut found = Found::default();
    table.attributes(FROM_ROOT, root, &mut found);
    table.walk(FROM_ROOT, root, &mut found);
    let spoken_of = std::mem::take(&mut found.spoken_of);
    for node in std::iter::once(root).chain(root.inside()) {
        table.step(FROM_ANYWHERE, node, &mut found);
        let name = node.local();
        for (_, at) in table.endings.iter().filter(|(end, _)| name.ends_with(end)) {
            if spoken_of.binary_search(&node.index()).is_err() {
                table.attributes(*at, node, &mut found);
            }
            table.walk(*at, node, &mut found);
        }
        if node.has_attributes() {
            for (number, attribute) in &table.attributes {
                table.attribute(*attribute, *number, node, &mut found);
            }
        }
    }
    found.places.into_iter().map(|(number, places)| (&table.rules[number], places))
}

impl Restricted {
    /// Follows the paths into the children of an element; as deep as the longest path.
    fn walk<'t>(&self, at: usize, node: Node<'t>, found: &mut Found<'t>) {
        if !self.steps[at].next.is_empty() {
            for child in node.children() {
                self.step(at, child, found);
            }
        }
    }

    fn step<'t>(&self, at: usize, node: Node<'t>, found: &mut Found<'t>) {
        let same = self.tables.same.iter().find(|(a, _)| *a == node.local());
        let name = same.map_or(node.local(), |(_, b)| b);
        let Some(&next) = self.steps[at].next.get(name) else {
            return;
        };
        for (number, when) in &self.steps[next].element {
            if when.is_none_or(|is_wrong| is_wrong(node)) {
                found.note(*number, node);
            }
        }
        self.attributes(next, node, found);
        self.walk(next, node, found);
    }

    fn attributes<'t>(&self, at: usize, node: Node<'t>, found: &mut Found<'t>) {
        let attributes = &self.steps[at].attributes;
        if attributes.is_empty() || !node.has_attributes() {
            return;
        }
        found.spoken_of.push(node.index());
        for (attribute, number) in attributes {
            self.attribute(*attribute, *number, node, found);
        }
    }

    fn attribute<'t>(
        &self,
        attribute: Attribute,
        number: usize,
        node: Node<'t>,
        found: &mut Found<'t>,
    ) {
        if node.attribute(attribute).is_some()
            && !self.tables.fine.contains(&(attribute, node.local()))
        {
            found.note(number, node);
        }
    }
}

#[cfg(test)]
mod tests;
