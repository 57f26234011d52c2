//! What changes a result besides the bytes of the document.

use sha2::{Digest, Sha256};

use crate::ledger::Fingerprint;
use crate::settings::Settings;
use booking::Context;
use booking::pipeline;
use reading::ocr;

/// Raised when the readers give other words for the same bytes.
const READING_VERSION: u32 = 2;

/// The fingerprint of these settings and what is known for booking, with this program and the OCR engine of this machine.
pub fn fingerprint(settings: &Settings, context: &Context) -> Fingerprint {
    Fingerprint {
        reading: digest(&[
            READING_VERSION.to_string(),
            ocr::engine_id(&settings.ocr),
            settings.ocr.languages.join("+"),
            settings.ocr.render_dpi.to_string(),
        ]),
        extraction: digest(&[
            pipeline::EXTRACTION_VERSION.to_string(),
            format!("{:?}", settings.review),
            context.digest().to_owned(),
        ]),
        limits: digest(&[format!("{:?}", settings.limits)]),
    }
}

fn digest(parts: &[String]) -> [u8; 16] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    let mut short = [0; 16];
    short.copy_from_slice(&digest.finalize()[..16]);
    short
}
