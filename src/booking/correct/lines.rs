//! The lines of an invoice as a person wants them.

use rust_decimal::Decimal;
use serde::Deserialize;

use super::Place;
use super::value::{Wrong, amount, json, line_rate, number, plain_text};
use invoice::BBox;
use invoice::{Amount, Confidence, Evidence, Field, Line, Method, VatCategory};

/// Heights of a word that may lie between a line and a word of it: descriptions go on below, with blank lines.
const LINES_APART: f32 = 3.0;

/// What a person says of a line; what they do not name stays as it is, and what they leave empty is taken out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Said {
    description: Option<String>,
    quantity: Option<String>,
    unit_price: Option<String>,
    net: Option<String>,
    gross: Option<String>,
    rate: Option<String>,
}

/// The line in `lines[2]`.
pub fn line_of(field: &str) -> Option<usize> {
    let index = field.strip_prefix("lines[")?.strip_suffix(']')?;
    index.parse().ok()
}

/// The lines in the value of a correction.
pub(super) fn parse(value: &str) -> Option<Vec<Field<Line>>> {
    serde_json::from_str(value).ok()
}

/// The value of the field `lines` when a person changes one of these: `said` is a JSON object with what they say of it, or
/// empty when it goes. The line after the last is a new one.
///
/// # Errors
/// When there is no such line, or it does not take a value.
pub fn with_line(
    lines: &[Field<Line>],
    index: usize,
    said: &str,
    place: Option<&Place>,
) -> Result<String, Wrong> {
    let mut lines = lines.to_vec();
    if said.is_empty() {
        if index >= lines.len() {
            return Err(Wrong::Line);
        }
        lines.remove(index);
        return Ok(json(&lines));
    }
    let said: Said = serde_json::from_str(said).map_err(|_| Wrong::Word)?;
    if index == lines.len() {
        let nothing = Evidence::entered();
        lines.push(Field::new(Line::default(), nothing, Confidence::CERTAIN));
    }
    let line = lines.get_mut(index).ok_or(Wrong::Line)?;
    change(&mut line.value, &said)?;
    line.confidence = Confidence::CERTAIN;
    let evidence = &mut line.evidence;
    evidence.method = Method::Entered;
    evidence.source = None;
    evidence.proved_by.clear();
    if let Some(place) = place {
        pointed_at(evidence, place);
    }
    Ok(json(&lines))
}

/// The place of a line grows by what a person pointed at, when that is near: a rate in the table of VAT at the foot of the
/// page is no reason to mark all that lies between.
fn pointed_at(evidence: &mut Evidence, place: &Place) {
    let [x0, y0, x1, y1] = place.bbox;
    let mut bbox = BBox { x0, y0, x1, y1 };
    match (evidence.page, &evidence.bbox) {
        (Some(page), Some(known)) if page == place.page => {
            let gap = (y0 - known.y1).max(known.y0 - y1);
            if gap > LINES_APART * (y1 - y0) {
                return;
            }
            bbox = BBox {
                x0: bbox.x0.min(known.x0),
                y0: bbox.y0.min(known.y0),
                x1: bbox.x1.max(known.x1),
                y1: bbox.y1.max(known.y1),
            };
        }
        _ => evidence.text = Some(place.text.clone()),
    }
    evidence.page = Some(place.page);
    evidence.bbox = Some(bbox);
}

fn change(line: &mut Line, said: &Said) -> Result<(), Wrong> {
    fn given<T>(text: &str, value: Option<T>, wrong: Wrong) -> Result<Option<T>, Wrong> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        value.map(Some).ok_or(wrong)
    }
    let product_before = product(line);
    if let Some(text) = &said.description {
        line.description = given(text, Some(plain_text(text)), Wrong::Word)?;
    }
    if let Some(text) = &said.quantity {
        line.quantity = given(text, number(text), Wrong::Number)?;
    }
    if let Some(text) = &said.unit_price {
        line.unit_price = given(text, number(text).map(Amount), Wrong::Number)?;
    }
    if let Some(text) = &said.rate {
        let rate = given(text, line_rate(text), Wrong::Rate)?;
        line.category = rate.and_then(|(rate, named)| category(line.category, rate, named));
        line.rate = rate.map(|(rate, _)| rate);
    }
    let product = product(line);
    for (amount_of, text) in [(&mut line.net, &said.net), (&mut line.gross, &said.gross)] {
        match text {
            None if amount_of.is_none() => {}
            Some(text) => *amount_of = given(text, amount(text), Wrong::Amount)?,
            // an amount that was quantity times price stays so
            None if product.is_some() && *amount_of == product_before => *amount_of = product,
            None => {}
        }
    }
    if line.net.is_none() && line.gross.is_none() && said.net.is_none() {
        line.net = product;
    }
    Ok(())
}

/// The category that goes with a rate: the one that is named, else the one that was there when it can have this rate.
fn category(
    before: Option<VatCategory>,
    rate: Decimal,
    named: Option<VatCategory>,
) -> Option<VatCategory> {
    let is_taxed = |category: &VatCategory| {
        matches!(category, VatCategory::S | VatCategory::L | VatCategory::M)
    };
    named
        .or_else(|| before.filter(|category| is_taxed(category) != rate.is_zero()))
        .or_else(|| (!rate.is_zero()).then_some(VatCategory::S))
}

/// Quantity times price, where both are known.
fn product(line: &Line) -> Option<Amount> {
    let product = line.unit_price?.0.checked_mul(line.quantity?)?;
    Some(Amount(product).round_cents())
}
