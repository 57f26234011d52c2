//! How a document was understood: rows, labels, all that was considered and why the chosen values won. For people who
//! look into the reading (`examples/draw_page`); nothing else depends on it.

use std::fmt::Write as _;

use super::assemble::understand;
use super::candidates::{Candidates, Found, Kind};
use super::confidence::{self, Known};
use super::layout::{Layout, Place};
use super::solve::dates::Scores;
use super::solve::totals::{Roles, Solution};
use super::solve::{dates, number};
use invoice::BBox;
use invoice::{Invoice, Lang, Ours};
use reading::text::Page;

/// A document as it was understood.
#[derive(Debug)]
pub struct Explained {
    pub rows: Vec<Spot>,
    /// Words of a row without a wide gap.
    pub cells: Vec<Spot>,
    /// Known words: the text, and what it can stand for.
    pub labels: Vec<Spot>,
    /// All that could be a value.
    pub considered: Vec<Considered>,
    /// The totals that were tried, the best first, in words.
    pub totals: Vec<String>,
    /// What each confidence was made of.
    pub weighed: Vec<Weighed>,
    /// The result, as [`super::extract`] gives it.
    pub invoice: Invoice,
}

/// A place with its text.
#[derive(Debug)]
pub struct Spot {
    /// Page number, from 1.
    pub page: u32,
    /// Where, pt.
    pub bbox: BBox,
    /// What stands there, or what it means.
    pub text: String,
}

/// Something that could be a value.
#[derive(Debug)]
pub struct Considered {
    /// For which field.
    pub what: &'static str,
    pub spot: Spot,
    /// What speaks for it, higher is better; comparable within one field only.
    pub score: f32,
    pub why: String,
}

/// How a confidence came about.
#[derive(Debug)]
pub struct Weighed {
    pub what: &'static str,
    pub value: String,
    /// Features with what each adds to the logarithm of the odds, the strongest first.
    pub features: Vec<(&'static str, f32)>,
}

/// Understands the pages of one document and tells how.
pub fn explain(pages: &[&Page], floor: f32) -> Explained {
    let layout = Layout::new(pages);
    understand(&layout, floor, &Ours::default(), |known, mut invoice| {
        let weighed = weighed(&layout, known, &mut invoice);
        confidence::settle(&layout, known, &mut invoice, floor);
        let spot = |page: usize, bbox: BBox, text: String| Spot {
            page: layout.page(page).number,
            bbox,
            text,
        };
        let page_of = |row: usize| layout.rows[row].page;
        let rows = layout.rows.iter();
        let cells = layout.cells.iter();
        let hits = known.candidates.hits.iter();
        Explained {
            rows: rows.map(|row| spot(row.page, row.bbox, row.text.clone())).collect(),
            cells: cells
                .map(|cell| {
                    let text = layout.text_of(cell.words.clone());
                    spot(page_of(cell.row), cell.bbox, text)
                })
                .collect(),
            labels: hits.map(|hit| spot(page_of(hit.row), hit.bbox, hit.meanings())).collect(),
            considered: considered(&layout, known),
            totals: totals(known),
            weighed,
            invoice,
        }
    })
}

fn weighed(layout: &Layout<'_>, known: &Known<'_>, invoice: &mut Invoice) -> Vec<Weighed> {
    let judge = known.judge(layout);
    let mut all = Vec::new();
    confidence::each(invoice, &mut |family, value, evidence, guess| {
        let features = judge.features(family, evidence, *guess);
        all.push(Weighed {
            what: family.key(),
            value: value(),
            features: confidence::contributions(family, &features),
        });
    });
    all
}

fn considered(layout: &Layout<'_>, known: &Known<'_>) -> Vec<Considered> {
    let candidates = known.candidates;
    let made = |what, place: &Place, text: String, score, why| Considered {
        what,
        spot: Spot { page: layout.page(place.page).number, bbox: place.bbox, text },
        score,
        why,
    };
    let mut all = Vec::new();
    for (found, roles) in candidates.amounts.iter().zip(&known.totals.roles) {
        if found.value.is_plausible_total() {
            let (score, why) = roles_in_words(roles);
            let text = found.value.amount.to_string();
            all.push(made("amount", &found.place, text, score, why));
        }
    }
    for (at, date, scores) in
        dates::scored(layout, candidates, known.receipt, number::sure(known.number))
    {
        let (score, why) = meanings_in_words(&scores);
        let place = &candidates.dates[at].place;
        all.push(made("date", place, date.to_string(), score, why));
    }
    for reference in number::possible(layout, candidates) {
        let why = String::from("label before or above");
        let score = reference.score;
        all.push(made("number", &reference.place, reference.text, score, why));
    }
    for name in &known.parties.names {
        let why: Vec<_> = name.proofs.iter().map(|p| p.text(Lang::En)).collect();
        let why = why.join(", ");
        all.push(made("supplier name", &name.place, name.text.clone(), name.score, why));
    }
    for found in &candidates.identifiers {
        let (what, score) = identifier(found);
        let why = if found.value.checked { "passes its check" } else { "fails its check" };
        all.push(made(what, &found.place, found.value.value.clone(), score, why.to_owned()));
    }
    all
}

fn identifier(found: &Found<super::candidates::Printed>) -> (&'static str, f32) {
    let what = match found.value.kind {
        Kind::Iban => "account",
        Kind::VatId => "VAT id",
        Kind::PaymentReference => "payment reference",
        Kind::Email => "e-mail",
        Kind::Website => "website",
    };
    (what, f32::from(u8::from(found.value.checked)))
}

/// The meanings that have weight, and the greatest weight.
fn in_words(meanings: &[(&str, f32)]) -> (f32, String) {
    let parts: Vec<String> = meanings
        .iter()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(name, weight)| format!("{name} {weight:.2}"))
        .collect();
    let most = meanings.iter().map(|(_, weight)| *weight);
    (most.fold(0.0, f32::max), parts.join(", "))
}

fn roles_in_words(r: &Roles) -> (f32, String) {
    in_words(&[
        ("gross", r.gross),
        ("payable", r.payable),
        ("net", r.net),
        ("VAT", r.vat),
        ("total", r.total),
        ("prepaid", r.prepaid),
        ("outside VAT", r.outside),
        ("charge or discount", r.adjustment),
        ("base", r.base),
        ("something else", r.decoy),
    ])
}

fn meanings_in_words(s: &Scores) -> (f32, String) {
    in_words(&[
        ("issued", s.issue),
        ("due", s.due),
        ("supplied", s.supply),
        ("period", s.period),
        ("something else", s.other),
    ])
}

fn totals(known: &Known<'_>) -> Vec<String> {
    const SHOWN: usize = 6;
    let solutions = known.solution.into_iter().chain(&known.totals.others);
    solutions.take(SHOWN).map(|s| solution_in_words(known.candidates, s)).collect()
}

fn solution_in_words(candidates: &Candidates, s: &Solution) -> String {
    let amount = |value: Option<invoice::Amount>, at: Option<usize>| match value {
        Some(value) if at.is_some_and(|at| at < candidates.amounts.len()) => format!("{value}"),
        Some(value) => format!("{value} (not printed)"),
        None => "?".to_owned(),
    };
    let mut text = format!(
        "{:6.2}  {} + {} = {}  {:?}",
        s.score,
        amount(s.net, s.net_at),
        amount(s.vat, s.vat_at),
        amount(Some(s.gross), s.gross_at),
        s.proof,
    );
    for row in &s.rows {
        let base = row.base.map_or("?".to_owned(), |base| base.to_string());
        let _ = write!(text, "; {} % of {base} = {}", row.rate.normalize(), row.vat);
    }
    for (holds, what) in [
        (s.rows_fit, "the VAT rows fit"),
        (s.rate_fits, "a rate fits"),
        (s.rival, "another is as likely"),
    ] {
        if holds {
            text += "; ";
            text += what;
        }
    }
    text
}
