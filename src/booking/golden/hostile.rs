//! Pages that nobody made to be read.

use crate::settings::Review;
use proptest::prelude::Strategy as _;
use std::sync::Arc;

use super::{page, reading};
use crate::pipeline::{PipelineSettings, propose};
use invoice::BBox;
use reading::document::Reading;
use reading::text::{Page, ReadBy, Word};

#[test]
fn hostile_pages_are_read_in_bounded_time() {
    let started = std::time::Instant::now();
    let line: String =
        "Totaal 1,00 2.000,00 21% 01-01-2026 NL91ABNA0417164300 factuurnummer 12 ".repeat(20);
    let mut words = page(1, &format!("{line}\n").repeat(240)).words;
    for (i, word) in words.iter_mut().enumerate() {
        word.bbox.y0 += (i % 3) as f32;
    }
    let page = Page { words, ..page(1, "") };
    let reading = Reading { pages: vec![page], ..reading(&[]) };
    let all = propose(
        &reading,
        &PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING),
    );
    assert_eq!(all.len(), 1);
    // Slow machines and unoptimised builds included.
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn no_words_panic(
        texts in proptest::collection::vec(
            proptest::prop_oneof![
                "[0-9.,€%/:-]{1,12}",
                "[A-Za-zé.]{1,10}",
                proptest::sample::select(vec![
                    "Factuurnummer:", "Totaal", "BTW", "21%", "IBAN", "KvK", "Datum", "1012", "AB", "NL", "B.V.", "Aan:",
                    "Omschrijving", "Bedrag", "Aantal", "100,00", "21,00", "121,00", "\u{fffd}", "ß", "·",
                ]).prop_map(str::to_owned),
            ],
            0..120,
        ),
        places in proptest::collection::vec((-50.0_f32..700.0, -50.0_f32..900.0, 0.0_f32..60.0, 0.0_f32..30.0), 120),
    ) {
        let words = texts
            .into_iter()
            .zip(places)
            .enumerate()
            .map(|(i, (text, (x, y, w, h)))| Word {
                text,
                bbox: BBox::new(x, y, x + w, y + h),
                size_pt: h,
                bold: false,
                confidence: w / 60.0,
                line: i as u32 / 5,
                read_by: if i % 2 == 0 { ReadBy::TextLayer } else { ReadBy::Ocr { dpi: 300 } },
            })
            .collect();
        let page = Page { words, ..page(1, "") };
        let reading = Reading { pages: vec![page], ..reading(&[]) };
        let all = propose(&reading, &PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING));
        proptest::prop_assert!(all.len() <= 1);
    }
}
