//! A value together with why it is believed.

use serde::{Deserialize, Serialize};

use crate::{BBox, Derivation, Proof, Source};

/// How sure a value is, 0 to 1, calibrated: of the values with 0.9, nine out of ten are right.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(f32);

impl Confidence {
    /// Beyond doubt, as a value that the sender wrote into an e-invoice.
    pub const CERTAIN: Self = Self(1.0);

    /// A confidence, limited to 0..=1.
    pub fn new(value: f32) -> Self {
        Self(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }

    /// As a number from 0 to 1.
    pub fn get(self) -> f32 {
        self.0
    }
}

/// How a value was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// From the text layer of a page.
    TextLayer,
    /// Recognised from pixels.
    Ocr,
    /// From the structured invoice.
    Xml,
    /// Computed from other fields or from the document as a whole.
    Derived,
    /// Given by a person.
    Entered,
}

/// Where a value comes from, so that a person can look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// How it was found.
    pub method: Method,
    /// Page number, from 1.
    pub page: Option<u32>,
    /// Place on that page, pt.
    pub bbox: Option<BBox>,
    /// The text as it stands there.
    pub text: Option<String>,
    /// For XML the path of the element; for derived values how they were computed.
    pub source: Option<Source>,
    /// The checks and signs that support the value.
    pub proved_by: Vec<Proof>,
}

impl Evidence {
    /// Evidence that says no more than how a value was found.
    fn of(method: Method) -> Self {
        Self { method, page: None, bbox: None, text: None, source: None, proved_by: Vec::new() }
    }

    /// Evidence of an element of a structured invoice.
    pub fn xml(path: impl Into<String>, text: impl Into<String>) -> Self {
        let source = Some(Source::Path(path.into()));
        Self { text: Some(text.into()), source, ..Self::of(Method::Xml) }
    }

    /// Evidence of words on a page.
    pub fn on_page(method: Method, page: u32, bbox: BBox, text: impl Into<String>) -> Self {
        let text = Some(text.into());
        Self { page: Some(page), bbox: Some(bbox), text, ..Self::of(method) }
    }

    /// Evidence of a computation.
    pub fn derived(how: Derivation) -> Self {
        Self { source: Some(Source::Derived(how)), ..Self::of(Method::Derived) }
    }

    /// Evidence of a value that a person gave, without a place.
    pub fn entered() -> Self {
        Self::of(Method::Entered)
    }
}

/// A value with its evidence and confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub evidence: Evidence,
    /// How sure it is.
    pub confidence: Confidence,
}

impl<T> Field<T> {
    /// A field.
    pub fn new(value: T, evidence: Evidence, confidence: Confidence) -> Self {
        Self { value, evidence, confidence }
    }

    /// A field of a structured invoice: certain.
    pub fn xml(value: T, path: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(value, Evidence::xml(path, text), Confidence::CERTAIN)
    }
}
