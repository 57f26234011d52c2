//! What of a proposal is other than it was handed over.

use booking::Proposal;
use invoice::Field;

/// A part of an entry that is other than it was handed over, as it was and is; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which.
    pub part: Part,
    /// As it was handed over.
    pub was: String,
    /// As it is now.
    pub now: String,
}

/// What can be other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "what each has is named for what it is")]
pub enum Part {
    /// A line of the entry: account, amount (credit is negative) and VAT code.
    Line,
    Administration,
    Supplier,
    Number,
    Date,
    DueDate,
    Vat,
    Total,
    Iban,
    /// What none of these shows: a cost centre, a box of the return.
    Other,
}

/// What is other now, lines first.
pub(super) fn differences(was: &Proposal, now: &Proposal) -> Vec<Difference> {
    let lines = |of: &Proposal| -> Vec<String> {
        let shown = of.journal.iter().map(|line| {
            let code = line.vat_code.as_deref().unwrap_or_default();
            format!("{} {} {code}", line.account, line.debit - line.credit).trim_end().to_owned()
        });
        shown.collect()
    };
    let (mut old, mut new) = (lines(was), lines(now));
    old.retain(|line| match new.iter().position(|other| other == line) {
        Some(at) => {
            new.remove(at);
            false
        }
        None => true,
    });
    old.resize(old.len().max(new.len()), String::new());
    new.resize(old.len(), String::new());
    let mut pairs: Vec<_> =
        old.into_iter().zip(new).map(|(was, now)| (Part::Line, was, now)).collect();
    pairs.extend(
        parts(was).into_iter().zip(parts(now)).map(|((part, was), (_, now))| (part, was, now)),
    );
    let mut found: Vec<Difference> = pairs
        .into_iter()
        .filter(|(_, was, now)| was != now)
        .map(|(part, was, now)| Difference { part, was, now })
        .collect();
    if found.is_empty() && was.entry() != now.entry() {
        found.push(Difference { part: Part::Other, was: String::new(), now: String::new() });
    }
    found
}

fn parts(of: &Proposal) -> [(Part, String); 8] {
    fn text<T: ToString>(field: Option<&Field<T>>) -> String {
        field.map(|field| field.value.to_string()).unwrap_or_default()
    }
    let (i, t) = (&of.invoice, &of.invoice.totals);
    [
        (Part::Administration, of.administration.clone().unwrap_or_default()),
        (Part::Supplier, text(i.supplier.name.as_ref())),
        (Part::Number, text(i.number.as_ref())),
        (Part::Date, text(i.issue_date.as_ref())),
        (Part::DueDate, text(i.due_date.as_ref())),
        (Part::Vat, text(t.vat.as_ref())),
        (Part::Total, text(t.gross.as_ref())),
        (Part::Iban, text(i.supplier.iban.as_ref())),
    ]
}
