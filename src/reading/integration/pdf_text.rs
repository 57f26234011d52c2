//! The text layer of PDFs built for the purpose.

use reading::Cause;
use reading::document::{MediaKind, NoText, OpenDocument, ReadingNote, TextPass};
use reading::settings::Limits;
use reading::text::Word;
use testing::pdf::{INVOICE, PdfBuilder, assemble, write_lines};

use crate::{lines, open_pdf, page, pass};

fn needs_ocr(bytes: Vec<u8>) -> Option<NoText> {
    match pass(bytes) {
        TextPass::Read(_) => None,
        TextPass::NeedsOcr { why, .. } => Some(why),
    }
}

fn invoice() -> String {
    write_lines(INVOICE)
}

/// A page of an invoice with these instructions after it, at the foot.
fn foot(content: &str) -> Vec<String> {
    let page = page(PdfBuilder::default().build(invoice() + content));
    lines(&page)[INVOICE.len()..].to_vec()
}

/// Advance widths of Helvetica for the characters used here, 1/1000 em.
fn width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' => 222.0,
        'f' | 't' | ' ' | '.' | ',' | '/' | 'I' => 278.0,
        'r' | '-' => 333.0,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 500.0,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' | 'X' | 'Y' => 667.0,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722.0,
        'F' | 'T' | 'Z' => 611.0,
        'm' | 'M' => 833.0,
        'W' => 944.0,
        'G' | 'O' | 'Q' => 778.0,
        '%' => 889.0,
        _ => 556.0,
    }
}

/// Each character placed on its own, blanks left out, in an order that a fixed sequence shuffles.
fn shuffled(lines: &[&str]) -> String {
    let mut glyphs = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let mut x = 60.0;
        for c in line.chars() {
            if c != ' ' {
                glyphs.push(format!("1 0 0 1 {x:.3} {} Tm ({c}) Tj", 780 - 14 * row));
            }
            x += width(c) / 100.0;
        }
    }
    let mut state = 12_345u64;
    for at in (1..glyphs.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let other = (state >> 33) % (at as u64 + 1);
        glyphs.swap(at, usize::try_from(other).expect("small"));
    }
    format!("BT /F1 10 Tf {} ET", glyphs.join("\n"))
}

#[test]
fn words_and_lines_in_reading_order() {
    let page = page(PdfBuilder::default().build(invoice()));
    assert_eq!(lines(&page), INVOICE);
    assert_eq!((page.width_pt, page.height_pt, page.turned_deg), (595.0, 842.0, 0));
    let first = &page.words[0];
    assert!((first.bbox.x0 - 60.0).abs() < 0.1 && (first.bbox.y1 - 64.0).abs() < 0.1, "{first:?}");
    assert!((first.size_pt - 10.0).abs() < 0.01);
}

#[test]
fn an_amount_far_right_stays_on_its_line() {
    let text = "BT /F1 10 Tf 60 300 Td (Subtotaal) Tj 420 0.4 Td (1.250,00) Tj -420 -14 Td (Btw) Tj 432 0 Td (262,50) Tj ET";
    assert_eq!(foot(text), ["Subtotaal 1.250,00", "Btw 262,50"]);
}

#[test]
fn glyphs_in_any_order_make_the_same_words() {
    let page = page(PdfBuilder::default().build(shuffled(INVOICE)));
    assert_eq!(lines(&page), INVOICE);
}

#[test]
fn double_prints_are_read_once_and_count_as_bold() {
    let shadow = "BT /F1 12 Tf 60 300 Td (Totaal) Tj 300 0 Td (121,00) Tj ET \
        BT /F1 12 Tf 60.4 300 Td (Totaal) Tj 300 0 Td (121,00) Tj ET";
    assert_eq!(foot(shadow), ["Totaal 121,00"]);
    let letters =
        "BT /F1 12 Tf 60 300 Td (F) Tj 0.3 0 Td (F) Tj 7.03 0 Td (a) Tj 0.3 0 Td (a) Tj ET";
    assert_eq!(foot(letters), ["Fa"]);
    let other_pieces = "BT /F1 12 Tf 60 300 Td (Totaal) Tj ET \
        BT /F1 12 Tf 1 0 0 1 60.3 300 Tm (To) Tj 1 0 0 1 74.304 300 Tm (taal) Tj ET";
    assert_eq!(foot(other_pieces), ["Totaal"]);
    // Digits that repeat are no double print.
    assert_eq!(foot("BT /F1 12 Tf 60 300 Td (11.111,11 ll) Tj ET"), ["11.111,11 ll"]);
    let stroked =
        PdfBuilder::default().build(invoice() + "BT /F1 12 Tf 2 Tr 60 300 Td (Totaal) Tj ET");
    let words: Vec<Word> = page(stroked).words;
    let total = words.last().expect("a word");
    assert_eq!((total.text.as_str(), total.bold), ("Totaal", true));
}

#[test]
fn letter_spacing_does_not_cut_words() {
    assert_eq!(foot("BT /F1 14 Tf 60 300 Td 4 Tc (FACTUUR NR) Tj ET"), ["FACTUUR NR"]);
    assert_eq!(foot("BT /F1 14 Tf 60 300 Td -0.6 Tc (Factuur 2026) Tj ET"), ["Factuur 2026"]);
    assert_eq!(foot("BT /F1 10 Tf 60 300 Td [(aan)-300(de)-300(BV)] TJ ET"), ["aan de BV"]);
}

#[test]
fn kerning_and_broken_pieces_make_one_word() {
    assert_eq!(foot("BT /F1 10 Tf 60 300 Td [(Fac)20(t)-30(uur)] TJ ET"), ["Factuur"]);
    // The second half of a word is drawn first.
    assert_eq!(
        foot("BT /F1 10 Tf 1 0 0 1 76.67 300 Tm (tuur) Tj 1 0 0 1 60 300 Tm (Fac) Tj ET"),
        ["Factuur"]
    );
}

#[test]
fn raised_cents_stay_on_the_line() {
    let text = "BT /F1 12 Tf 60 300 Td (Totaal 12) Tj ET BT /F1 7 Tf 111 305 Td (50) Tj ET";
    assert_eq!(foot(text), ["Totaal 12 50"]);
}

#[test]
fn a_turned_page_is_read_upright() {
    for (rotate, matrix, turned) in [
        (0, "0 1 -1 0 595 0", 90),
        (0, "-1 0 0 -1 595 842", 180),
        (0, "0 -1 1 0 0 842", 270),
        (90, "1 0 0 1 0 0", 270),
        (90, "0 1 -1 0 595 0", 0),
    ] {
        let builder = PdfBuilder { page: format!("/Rotate {rotate}"), ..PdfBuilder::default() };
        // The turned text has to fit the short side.
        let shift = "1 0 0 1 0 -260 cm";
        let page = page(builder.build(format!("q {matrix} cm {shift} {} Q", invoice())));
        assert_eq!(page.turned_deg, turned, "{rotate} {matrix}");
        assert_eq!(lines(&page), INVOICE, "{rotate} {matrix}");
        let (first, last) = (&page.words[0], page.words.last().expect("words"));
        assert!(first.bbox.y1 < last.bbox.y0 && first.bbox.width() > first.bbox.height());
        assert!(page.words.iter().all(|w| {
            w.bbox.x0 >= 0.0
                && w.bbox.y0 >= 0.0
                && w.bbox.x1 <= page.width_pt
                && w.bbox.y1 <= page.height_pt
        }));
    }
}

#[test]
fn notes_along_the_edge_and_watermarks_follow_after() {
    let edge = "BT /F1 8 Tf 0 1 -1 0 20 100 Tm (KvK 12345678) Tj ET \
        BT /F1 60 Tf 0.7071 0.7071 -0.7071 0.7071 150 250 Tm (KOPIE) Tj ET";
    assert_eq!(foot(edge), ["KvK 12345678", "KOPIE"]);
}

#[test]
fn text_beside_the_page_or_cut_away_is_not_read() {
    let outside = "BT /F1 10 Tf 700 300 Td (naast) Tj -640 -400 Td (onder) Tj ET";
    assert_eq!(foot(outside), Vec::<String>::new());
    let clipped = "q 60 290 100 30 re W n BT /F1 10 Tf 60 300 Td (wel) Tj 0 -60 Td (niet) Tj ET Q";
    assert_eq!(foot(clipped), ["wel"]);
}

#[test]
fn invisible_text_of_a_visible_page_is_not_read() {
    assert_eq!(foot("BT /F1 10 Tf 3 Tr 60 300 Td (verborgen) Tj ET"), Vec::<String>::new());
}

#[test]
fn replacement_text_stands_for_the_glyphs() {
    let ligature =
        "BT /F1 10 Tf 60 300 Td (Of) Tj /Span << /ActualText (fi) >> BDC (#) Tj EMC (ce) Tj ET";
    assert_eq!(foot(ligature), ["Office"]);
    let hyphen = "BT /F1 10 Tf 60 300 Td (Rech) Tj /Span << /ActualText () >> BDC (-) Tj EMC ET";
    assert_eq!(foot(hyphen), ["Rech"]);
}

/// A ToUnicode map of single bytes.
fn to_unicode(builder: &mut PdfBuilder, pairs: impl Iterator<Item = (u8, u32)>) -> usize {
    let rows: Vec<String> = pairs.map(|(code, c)| format!("<{code:02x}> <{c:04x}>")).collect();
    let map = format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n\
         1 begincodespacerange <00> <ff> endcodespacerange\n{} beginbfchar\n{}\nendbfchar\nendcmap end end",
        rows.len(),
        rows.join("\n")
    );
    builder.stream("", map.as_bytes())
}

fn with_map(map: impl Fn(u8) -> u32, content: &str) -> Vec<u8> {
    let mut builder = PdfBuilder::default();
    let map = to_unicode(&mut builder, (32..127).map(|code| (code, map(code))));
    builder.font(
        "F3",
        &format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {map} 0 R >>"),
    );
    builder.build(content.replace("/F1", "/F3"))
}

#[test]
fn ligatures_and_kinds_of_blanks_are_normalised() {
    let map = |code: u8| match code {
        b'#' => 0xfb01,
        b'~' => 0xa0,
        b'_' => 0xad,
        _ => u32::from(code),
    };
    let bytes = with_map(map, &(invoice() + "BT /F1 10 Tf 60 300 Td (of#ce~2026_01) Tj ET"));
    assert_eq!(lines(&page(bytes)).last().map(String::as_str), Some("office 2026-01"));
}

#[test]
fn shifted_letters_are_broken_encoding() {
    let shifted = with_map(
        |code| match code {
            b'a'..=b'z' => u32::from((code - b'a' + 5) % 26 + b'a'),
            _ => u32::from(code),
        },
        &invoice(),
    );
    assert_eq!(needs_ocr(shifted), Some(NoText::BrokenEncoding));
    let private = with_map(|code| 0xe000 + u32::from(code), &invoice());
    assert_eq!(needs_ocr(private), Some(NoText::BrokenEncoding));
    let sound = with_map(u32::from, &invoice());
    assert_eq!(needs_ocr(sound), None);
}

#[test]
fn pages_of_numbers_and_short_receipts_are_read() {
    let rows: Vec<String> =
        (0..40).map(|n| format!("{} 8712345{n:06} XQ{n}Z {},95 BXK9", n + 1, n * 7)).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(needs_ocr(PdfBuilder::default().build(write_lines(&rows))), None);
    let receipt = write_lines(&["Cafe", "2 koffie 5,80", "Totaal 5,80"]);
    assert_eq!(needs_ocr(PdfBuilder::default().build(receipt)), None);
}

/// A grey picture of 10 by 10 pixels as object, and the resources that name it.
fn with_picture() -> PdfBuilder {
    let mut builder = PdfBuilder::default();
    let picture = builder.stream(
        "/Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceGray /BitsPerComponent 8",
        &[200; 100],
    );
    builder.resources = format!("/XObject << /Im {picture} 0 R >>");
    builder
}

#[test]
fn scans_need_ocr_and_their_stamps_do_not_change_that() {
    let scan = "q 595 0 0 842 0 0 cm /Im Do Q ";
    assert_eq!(needs_ocr(with_picture().build(scan)), Some(NoText::None));
    let stamped = format!("{scan}{}", write_lines(&["Ontvangen 12-03-2026", "Pagina 1 van 3"]));
    assert_eq!(needs_ocr(with_picture().build(stamped)), Some(NoText::None));
    // Letter paper as a picture under a whole invoice is no scan.
    assert_eq!(needs_ocr(with_picture().build(format!("{scan}{}", invoice()))), None);
}

#[test]
fn hidden_text_of_a_scan_is_judged() {
    let scan = "q 595 0 0 842 0 0 cm /Im Do Q ";
    let good = format!("{scan} 3 Tr {}", invoice());
    let page = page(with_picture().build(&good));
    assert_eq!(lines(&page), INVOICE);
    assert!(page.words.iter().all(|w| w.confidence < 1.0));
    // Text under the picture is hidden as well.
    let under = format!("{}{scan}", invoice());
    assert_eq!(needs_ocr(with_picture().build(under)), None);
    let scraps = write_lines(&[
        "~ | i} l{ ^ ' _ r",
        "f a c | t ~ u u r <> \\\\ ; : !",
        "| | i l l ~ ~ ^ {} q",
        "w _ ~ e",
    ]);
    let poor = format!("{scan} 3 Tr {scraps}");
    assert_eq!(needs_ocr(with_picture().build(poor)), Some(NoText::PoorHiddenText));
}

#[test]
fn an_empty_page_is_read_as_blank() {
    let blank = page(PdfBuilder::default().build(""));
    assert!(blank.is_blank());
    let white = page(PdfBuilder::default().build("1 g 0 0 595 842 re f"));
    assert!(white.is_blank());
}

#[test]
fn text_as_outlines_needs_ocr() {
    let letters: Vec<String> = (0..200)
        .map(|n| {
            let (x, y) = (60 + n % 40 * 10, 700 - n / 40 * 14);
            let (left, right, top) = (x + 2, x + 6, y + 9);
            format!("{x} {y} m {left} {top} {right} {y} {right} {top} c f")
        })
        .collect();
    let letters = letters.join("\n");
    assert_eq!(needs_ocr(PdfBuilder::default().build(letters)), Some(NoText::None));
}

#[test]
fn bold_comes_from_the_embedded_font_or_the_second_print_and_rules_are_kept() {
    let ruled = page(
        PdfBuilder::default().build(invoice() + "0.5 w 60 290 m 500 290 l S 60 200 400 0.8 re f"),
    );
    assert_eq!(ruled.rules.len(), 2, "{:?}", ruled.rules);
    assert!((ruled.rules[0].center_y() - 552.0).abs() < 0.5);
}

#[test]
fn broken_files_fail_with_a_cause() {
    let open = |bytes: Vec<u8>| {
        OpenDocument::open(MediaKind::Pdf, bytes, &Limits::default()).map(|(_, i)| i)
    };
    assert_eq!(open(Vec::new()).err(), Some(Cause::Empty));
    assert_eq!(open(b"%PDF-1.7\n1 0 obj << /Type".to_vec()).err(), Some(Cause::Truncated));
    assert!(matches!(open(b"%PDF-1.7\nnothing\n%%EOF".to_vec()), Err(Cause::Damaged { .. })));
    let whole = PdfBuilder::default().build(invoice());
    for end in (0..whole.len()).step_by(97) {
        // No panic, whatever is left.
        if let Ok((mut document, inspection)) =
            OpenDocument::open(MediaKind::Pdf, whole[..end].to_vec(), &Limits::default())
        {
            assert!(!inspection.notes.is_empty(), "{end}: a cut file is known to be repaired");
            for page in 1..=inspection.pages {
                let _ = document.text(page);
                let _ = document.page_image(page, 72);
            }
        }
    }
    let mut document = open_pdf(whole);
    assert!(matches!(document.text(0), Err(Cause::Damaged { .. })));
    assert!(matches!(document.text(2), Err(Cause::Damaged { .. })));
}

#[test]
fn a_password_is_told() {
    let bytes = include_bytes!("pdf/password.pdf").to_vec();
    assert_eq!(
        OpenDocument::open(MediaKind::Pdf, bytes, &Limits::default()).err(),
        Some(Cause::PasswordProtected)
    );
    let bytes = include_bytes!("pdf/empty-password.pdf").to_vec();
    assert_eq!(lines(&page(bytes)), INVOICE);
}

#[test]
fn too_many_pages_and_too_many_words() {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>".to_vec(),
    ];
    for _ in 0..3 {
        objects.push(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>".to_vec());
    }
    let few = Limits { pages: 2, ..Limits::default() };
    assert_eq!(
        OpenDocument::open(MediaKind::Pdf, assemble(&objects), &few).err(),
        Some(Cause::TooManyPages { pages: 3, limit: 2 })
    );
    let terse = Limits { page_words: 10, ..Limits::default() };
    let bytes = PdfBuilder::default().build(invoice());
    let (mut document, _) = OpenDocument::open(MediaKind::Pdf, bytes, &terse).expect("opens");
    assert_eq!(document.text(1), Err(Cause::PageTooComplex { page: 1 }));
}

#[test]
fn forms_that_draw_each_other_exhaust_the_budget() {
    let mut builder = PdfBuilder::default();
    let mut below = builder.stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 595 842]",
        "0 0 m 9 9 l S ".repeat(10).as_bytes(),
    );
    for _ in 0..12 {
        below = builder.stream(
            &format!("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X {below} 0 R >> >>"),
            "/X Do ".repeat(10).as_bytes(),
        );
    }
    builder.resources = format!("/XObject << /X {below} 0 R >>");
    let mut document = open_pdf(builder.build("/X Do"));
    assert_eq!(document.text(1), Err(Cause::PageTooComplex { page: 1 }));
    assert!(matches!(document.page_image(1, 72), Err(Cause::PageTooComplex { page: 1 })));
}

/// Zlib data of `len` equal bytes.
fn bomb(len: u64) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    for _ in 0..len >> 20 {
        encoder.write_all(&block).expect("memory");
    }
    encoder.finish().expect("memory")
}

#[test]
fn bombs_are_refused_before_they_unfold() {
    let packed = bomb(200 << 20);
    let mut stream =
        format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", packed.len()).into_bytes();
    stream.extend_from_slice(&packed);
    stream.extend_from_slice(b"\nendstream");
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_vec(),
        stream,
    ];
    let mut document = open_pdf(assemble(&objects));
    assert!(matches!(document.text(1), Err(Cause::UnpacksTooLarge { .. })));
    assert!(matches!(document.page_image(1, 72), Err(Cause::UnpacksTooLarge { .. })));

    let mut builder = PdfBuilder::default();
    let file = builder.stream("/Type /EmbeddedFile /Filter /FlateDecode", &packed);
    builder.catalog = format!(
        "/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /UF (factur-x.xml) /EF << /F {file} 0 R >> >>] >> >>"
    );
    let small = Limits { unpacked_mib: 100, ..Limits::default() };
    assert_eq!(
        OpenDocument::open(MediaKind::Pdf, builder.build(""), &small).err(),
        Some(Cause::UnpacksTooLarge { limit: 100 << 20 })
    );
}

#[test]
fn huge_pictures_and_pages_are_refused_before_they_are_decoded() {
    let mut builder = PdfBuilder::default();
    let picture = builder.stream(
        "/Type /XObject /Subtype /Image /Width 65000 /Height 65000 /ColorSpace /DeviceGray /BitsPerComponent 8",
        b"x",
    );
    builder.resources = format!("/XObject << /Im {picture} 0 R >>");
    let mut document = open_pdf(builder.build("q 595 0 0 842 0 0 cm /Im Do Q"));
    assert!(matches!(
        document.page_image(1, 300),
        Err(Cause::TooManyPixels { width_px: 65_000, .. })
    ));
    let huge = PdfBuilder { media_box: [0, 0, 14_400, 14_400], ..PdfBuilder::default() };
    let mut document = open_pdf(huge.build(invoice()));
    assert!(matches!(document.page_image(1, 300), Err(Cause::TooManyPixels { .. })));
    assert!(matches!(document.text(1), Ok(TextPass::Read(_))));
}

#[test]
fn two_einvoices_that_ask_for_different_things_are_noticed() {
    let cii = include_str!("../../einvoice/samples/invoice.cii.xml");
    let notes = |second: &str| {
        let mut builder = PdfBuilder::default();
        let files: Vec<String> = [cii, second]
            .iter()
            .map(|xml| builder.stream("/Type /EmbeddedFile", xml.as_bytes()).to_string())
            .collect();
        builder.catalog = format!(
            "/Names << /EmbeddedFiles << /Names [\
             (a) << /Type /Filespec /UF (factur-x.xml) /EF << /F {} 0 R >> >> \
             (b) << /Type /Filespec /UF (other.xml) /EF << /F {} 0 R >> >>] >> >>",
            files[0], files[1]
        );
        let (_, inspection) =
            OpenDocument::open(MediaKind::Pdf, builder.build(invoice()), &Limits::default())
                .expect("opens");
        assert!(inspection.einvoice.is_some());
        let is_it = |note: &&ReadingNote| matches!(note, ReadingNote::SeveralEInvoices { .. });
        inspection.notes.iter().filter(is_it).count()
    };
    assert_eq!(notes(cii), 0, "the same twice");
    let number = einvoice::read(cii.as_bytes()).unwrap().number.unwrap().value;
    assert_eq!(notes(&cii.replace(&format!(">{number}<"), ">OTHER<")), 1);
}

#[test]
fn attachments_are_listed_and_the_invoice_among_them_is_tried() {
    let mut builder = PdfBuilder::default();
    let xml =
        builder.stream("/Type /EmbeddedFile /Subtype /text#2Fxml", b"<rsm:CrossIndustryInvoice/>");
    let order = builder.stream("/Type /EmbeddedFile", b"<rsm:SCRDMCCBDACIOMessageStructure/>");
    let terms = builder.stream("/Type /EmbeddedFile", b"%PDF-1.4 terms");
    builder.catalog = format!(
        "/Names << /EmbeddedFiles << /Names [\
         (a) << /Type /Filespec /UF (order-x.xml) /EF << /F {order} 0 R >> >> \
         (b) << /Type /Filespec /F (x.dat) /UF <feff0066006100630074007500720078002e0078006d006c> /AFRelationship /Alternative /EF << /F {xml} 0 R >> >> \
         (c) << /Type /Filespec /F (terms.pdf) /EF << /F {terms} 0 R >> >>] >> >>"
    );
    let (_, inspection) =
        OpenDocument::open(MediaKind::Pdf, builder.build(invoice()), &Limits::default())
            .expect("opens");
    let names: Vec<(&str, u64)> =
        inspection.embedded.iter().map(|e| (e.name.as_str(), e.bytes)).collect();
    assert_eq!(names, [("order-x.xml", 36), ("facturx.xml", 27), ("terms.pdf", 14)]);
    // An empty invoice is none: it is named in a note, and the order is not taken for one.
    assert!(inspection.einvoice.is_none());
    assert_eq!(inspection.notes.len(), 1, "{:?}", inspection.notes);
}
