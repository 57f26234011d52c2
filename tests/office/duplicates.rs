//! Invoices that come twice.

use super::*;

#[test]
fn duplicates_are_found_across_runs_and_formats() {
    let office = Office::new(BAKERY);
    let (name, vat_id, iban) = SUPPLIER;
    office.put("in/page.pdf", page(name, vat_id, iban, "2026-17", "3 maart 2026"));
    // the same supplier and amount each month are no duplicates
    for month in ["april", "mei", "juni"] {
        let number = format!("2026-{}", month.len() * 31);
        let day = format!("3 {month} 2026");
        office.put(&format!("in/{month}.pdf"), page(name, vat_id, iban, &number, &day));
    }
    let first = office.process(&[Path::new("in")]);
    assert!(first.values().flatten().all(|p| p["duplicate_of"].is_null()));
    assert_eq!(first.len(), 4);
    // the same bytes
    let bytes = fs::read(office.dir.path().join("in/page.pdf")).unwrap();
    office.put("in/z-again.pdf", bytes);
    // its e-invoice, by another way
    let of_page = fs::read_dir(office.dir.path().join("out/ubl")).unwrap();
    let ubl = of_page
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("page"))
        .filter(|path| path.extension().is_some_and(|e| e == "xml"));
    let ubl = ubl.unwrap_or_else(|| office.dir.path().join("out/ubl/page.xml"));
    office.put("in/post/peppol.xml", fs::read(ubl).unwrap());
    // sent again from another program: other bytes, another layout, the number written otherwise
    office.put(
        "in/reminder-copy.pdf",
        drawn(&[
            "Ovenbouw Smit B.V.",
            "Factuur aan: Bakkerij De Korenaar B.V.",
            "Factuurnummer: 2026/17",
            "Factuurdatum: 03-03-2026",
            "Onderhoud oven\t100,00",
            "Totaal exclusief btw\t100,00",
            "Btw 21%\t21,00",
            "Totaal te betalen\t121,00",
            "Btw NL004495445B01 IBAN NL20INGB0001234567",
        ]),
    );
    let second = office.process(&[Path::new("in")]);
    assert_eq!(second.len(), 6, "the same bytes give one proposal");
    let skipped = fs::read_to_string(office.dir.path().join("out/skipped.csv")).unwrap();
    assert!(skipped.contains("z-again.pdf"), "{skipped}");
    // the e-invoice is the original of all three
    assert!(second["peppol.xml"][0]["duplicate_of"].is_null());
    for file in ["page.pdf", "reminder-copy.pdf"] {
        let proposal = &second[file][0];
        let of = proposal["duplicate_of"].as_str().unwrap_or_default();
        assert!(of.ends_with("peppol.xml"), "{file}: {of:?}");
        assert_eq!(proposal["verdict"], "review", "{file}");
        assert!(rules(proposal).contains(&"DZ-DUPLICATE"), "{file}");
    }
    for month in ["april.pdf", "mei.pdf", "juni.pdf"] {
        assert!(second[month][0]["duplicate_of"].is_null(), "{month}");
    }
    // what the command says is what the files say
    let review = second.values().flatten().filter(|p| p["verdict"] == "review").count();
    let status = office.dizzy(&["status", "--out", "out"]);
    let told = status.lines().find(|line| line.trim().starts_with("review"));
    let told = told.and_then(|line| line.split_whitespace().nth(1)).unwrap();
    assert_eq!(told, review.to_string(), "{status}");
}

/// The first page of a PDF as a scanner gives it: pixels, a little aside, with dust at the edge that `seed` chooses.
#[cfg(feature = "tesseract")]
fn scanned(pdf: &[u8], seed: u32) -> Vec<u8> {
    use image::{GrayImage, ImageFormat, Luma, imageops};
    use reading::document::{MediaKind, OpenDocument};
    use reading::settings::Limits;

    let (mut document, _) =
        OpenDocument::open(MediaKind::Pdf, pdf.to_vec(), &Limits::default()).unwrap();
    let page = document.page_image(1, 200).unwrap();
    let drawn = GrayImage::from_raw(page.width_px, page.height_px, page.luma).unwrap();
    let mut paper = GrayImage::from_pixel(page.width_px, page.height_px, Luma([250]));
    imageops::overlay(&mut paper, &drawn, i64::from(seed % 7), i64::from(seed % 5));
    for dust in 0..200 {
        let place = (dust * 7919 + seed * 104_729) % page.height_px;
        paper.put_pixel(page.width_px - 1 - dust % 3, place, Luma([120]));
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    paper.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A page that was scanned, and scanned again: other bytes each time, the same invoice; the born-digital page counts, then
/// the scan that came first. The next invoice of the supplier is none of them.
#[test]
#[cfg(feature = "tesseract")]
fn a_page_that_was_scanned_twice_is_booked_once() {
    let pdf = fs::read(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures/pdf-text/dutch-two-rates/factuur-2026-1183.pdf"),
    )
    .unwrap();
    let office = Office::new("");
    office.put("in/eerste.png", scanned(&pdf, 3));
    office.put("in/tweede.png", scanned(&pdf, 11));
    let found = office.process(&[Path::new("in")]);
    assert!(found["eerste.png"][0]["duplicate_of"].is_null());
    let again = &found["tweede.png"][0];
    assert_eq!(again["invoice_number"], found["eerste.png"][0]["invoice_number"]);
    let of = again["duplicate_of"].as_str().unwrap_or_default();
    assert!(of.ends_with("eerste.png"), "{of:?} {again}");
    assert_eq!(again["verdict"], "review");
    assert!(rules(again).contains(&"DZ-DUPLICATE"));

    office.put("in/factuur.pdf", &pdf);
    let (name, vat_id, iban) = SUPPLIER;
    office.put("in/ander.png", scanned(&page(name, vat_id, iban, "101", "3 maart 2026"), 5));
    let found = office.process(&[Path::new("in")]);
    assert!(found["factuur.pdf"][0]["duplicate_of"].is_null());
    assert!(found["ander.png"][0]["duplicate_of"].is_null());
    for scan in ["eerste.png", "tweede.png"] {
        let of = found[scan][0]["duplicate_of"].as_str().unwrap_or_default();
        assert!(of.ends_with("factuur.pdf"), "{scan}: {of:?}");
    }
}
