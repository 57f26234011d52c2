//! What changes a result besides the bytes of the document.
//!
//! What of it is this program is computed when it is built: of the tokens and data of its crates and the versions of
//! what they depend on, so that nobody keeps a number.

use sha2::{Digest, Sha256};

use crate::ledger::Fingerprint;
use crate::settings::Settings;
use booking::Context;
use reading::{Understanding, ocr};

/// The crates that read: `reading` and those under it.
const READING: &str = env!("SOURCES_READING");
/// The crates that book: `booking` and those under it.
const BOOKING: &str = env!("SOURCES_BOOKING");

/// The fingerprint of these settings and what is known for booking, with this program and the OCR engine of this machine.
///
/// Which places are recognised again depends on what was understood of the first look, so that the understanding is in
/// both.
pub fn fingerprint(
    settings: &Settings,
    context: &Context,
    understanding: &Understanding,
) -> Fingerprint {
    Fingerprint {
        text: digest(&[READING]),
        reading: digest(&[
            READING,
            understanding.sources,
            &ocr::engine_id(&settings.ocr),
            &settings.ocr.languages.join("+"),
            &settings.ocr.render_dpi.to_string(),
        ]),
        understanding: digest(&[
            BOOKING,
            understanding.sources,
            &format!("{:?}", settings.review),
            context.digest(),
        ]),
        limits: digest(&[&format!("{:?}", settings.limits)]),
    }
}

fn digest(parts: &[&str]) -> [u8; 16] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    let mut short = [0; 16];
    short.copy_from_slice(&digest.finalize()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_recognition_change_only_what_is_recognised() {
        let context = Context::default();
        let mut settings = Settings::default();
        let before = fingerprint(&settings, &context, &extract::UNDERSTANDING);
        settings.ocr.render_dpi += 1;
        let after = fingerprint(&settings, &context, &extract::UNDERSTANDING);
        assert_ne!(after.reading, before.reading);
        assert_eq!(after, Fingerprint { reading: after.reading, ..before });
    }

    #[test]
    fn settings_of_review_change_only_what_is_understood() {
        let context = Context::default();
        let mut settings = Settings::default();
        let before = fingerprint(&settings, &context, &extract::UNDERSTANDING);
        settings.review.floor_confidence /= 2.0;
        let after = fingerprint(&settings, &context, &extract::UNDERSTANDING);
        assert_ne!(after.understanding, before.understanding);
        assert_eq!(after, Fingerprint { understanding: after.understanding, ..before });
    }
}
