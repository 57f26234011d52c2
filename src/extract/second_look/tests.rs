//! The second look with recorded readings.

use std::cell::RefCell;
use std::collections::HashMap;

use invoice::BBox;
use reading::Cause;
use reading::text::{Page, ReadBy, Word};

use super::{How, SecondLook, look_again};

/// A recogniser's twin for parts of a page: gives what was recorded for the word that stands there and the setting.
#[derive(Default)]
struct Recorded {
    answers: HashMap<(String, How), (&'static str, f32)>,
    asked: RefCell<Vec<(String, How)>>,
}

impl Recorded {
    fn with(answers: &[(&str, How, &'static str, f32)]) -> Self {
        Self {
            answers: answers
                .iter()
                .map(|&(at, how, text, sure)| ((at.to_owned(), how), (text, sure)))
                .collect(),
            asked: RefCell::default(),
        }
    }

    fn look(&self, page: &mut Page) -> SecondLook {
        self.look_with_ink(page, &[])
    }

    fn look_with_ink(&self, page: &mut Page, ink: &[BBox]) -> SecondLook {
        let before = page.clone();
        look_again(page, ink, &mut |part, how| {
            let inside =
                |word: &&Word| part.overlap_x(&word.bbox) > 0.9 && part.overlap_y(&word.bbox) > 0.9;
            let words: Vec<&Word> = before.words.iter().filter(inside).collect();
            let at: String = words.iter().map(|word| word.text.as_str()).collect();
            self.asked.borrow_mut().push((at.clone(), how));
            let Some(&(text, sure)) = self.answers.get(&(at, how)) else {
                return Ok(Vec::new());
            };
            let x0 = words.first().map_or(part.x0, |word| word.bbox.x0);
            let y0 = words.first().map_or(part.y0, |word| word.bbox.y0);
            Ok(vec![word(text, x0, y0, 99, sure)])
        })
        .unwrap()
    }
}

fn word(text: &str, x0: f32, y0: f32, line: u32, confidence: f32) -> Word {
    let width = text.chars().count() as f32 * 5.0;
    Word {
        text: text.to_owned(),
        bbox: BBox::new(x0, y0, x0 + width, y0 + 8.0),
        size_pt: 8.0,
        bold: false,
        confidence,
        line,
        read_by: ReadBy::Ocr { dpi: 300 },
    }
}

/// An invoice with these totals, right-aligned at 500 pt.
fn invoice(totals: [(&str, &str, f32); 3]) -> Page {
    let mut words = Vec::new();
    let mut line = 0;
    let mut put = |texts: &[(&str, f32, f32)], y: f32| {
        for &(text, x, confidence) in texts {
            words.push(word(text, x, y, line, confidence));
        }
        line += 1;
    };
    put(&[("Tuinderij", 50.0, 0.96), ("Voorbeeld", 100.0, 0.96), ("B.V.", 150.0, 0.95)], 40.0);
    put(&[("Factuur", 50.0, 0.96)], 80.0);
    put(&[("Factuurnummer", 50.0, 0.96), ("2026-00417", 150.0, 0.95)], 100.0);
    put(&[("Factuurdatum", 50.0, 0.96), ("31-03-2026", 150.0, 0.95)], 115.0);
    put(&[("Snijbloemen", 50.0, 0.95), ("60,00", 475.0, 0.95)], 200.0);
    put(&[("Bezorging", 50.0, 0.95), ("40,00", 475.0, 0.95)], 215.0);
    for (at, (label, value, confidence)) in totals.into_iter().enumerate() {
        let x = 500.0 - value.chars().count() as f32 * 5.0;
        let label: Vec<&str> = label.split(' ').collect();
        let mut row: Vec<(&str, f32, f32)> = Vec::new();
        for (i, part) in label.iter().enumerate() {
            row.push((part, 300.0 + i as f32 * 50.0, 0.96));
        }
        row.push((value, x, confidence));
        put(&row, 260.0 + at as f32 * 15.0);
    }
    Page {
        number: 1,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        tilt: reading::text::Tilt::default(),
        words,
        rules: Vec::new(),
    }
}

fn totals(net: (&'static str, f32), vat: (&'static str, f32), gross: (&'static str, f32)) -> Page {
    invoice([
        ("Totaal excl. btw", net.0, net.1),
        ("Btw 21%", vat.0, vat.1),
        ("Totaal incl. btw", gross.0, gross.1),
    ])
}

fn texts(page: &Page) -> Vec<&str> {
    page.words.iter().map(|word| word.text.as_str()).collect()
}

#[test]
fn a_page_that_adds_up_is_left_alone() {
    let mut page = totals(("100,00", 0.6), ("21,00", 0.5), ("121,00", 0.6));
    let before = page.clone();
    let recorded = Recorded::default();
    assert_eq!(recorded.look(&mut page), SecondLook::default());
    assert_eq!(page, before);
    assert!(recorded.asked.borrow().is_empty());
}

#[test]
fn an_amount_that_equals_itself_does_not_add_up() {
    // Nothing is known of VAT: that net and gross are the same then proves nothing.
    let mut page = invoice([
        ("Dank voor uw bezoek", "", 0.95),
        ("Tot ziens", "", 0.95),
        ("Totaal", "121,00", 0.6),
    ]);
    page.words.retain(|word| !word.text.is_empty());
    assert!(Recorded::default().look(&mut page).spots > 0);
}

#[test]
fn a_page_that_says_why_it_bears_no_vat_is_left_alone() {
    let mut page = invoice([
        ("Totaal excl. btw", "100,00", 0.6),
        ("Btw verlegd", "0,00", 0.6),
        ("Totaal incl. btw", "100,00", 0.6),
    ]);
    assert_eq!(Recorded::default().look(&mut page).spots, 0);
}

#[test]
fn two_readings_that_agree_win() {
    let mut page = totals(("100,00", 0.95), ("2100", 0.6), ("121,00", 0.95));
    let recorded = Recorded::with(&[
        ("2100", How::Closer, "21,00", 0.9),
        ("2100", How::AsAmount, "21,00", 0.8),
    ]);
    let outcome = recorded.look(&mut page);
    assert_eq!(outcome.changed, 1);
    let vat = page.words.iter().find(|word| word.text == "21,00").unwrap();
    // The reading that won: its confidence, its box, the line of what stood there.
    assert!((vat.confidence - 0.9).abs() < 1e-6);
    assert!((vat.bbox.x0 - 480.0).abs() < 1e-3);
    assert_eq!(page.words.iter().filter(|w| w.line == vat.line).count(), 3);
}

#[test]
fn readings_that_differ_change_nothing() {
    let mut page = totals(("100,00", 0.95), ("2100", 0.6), ("121,00", 0.95));
    let before = page.clone();
    let recorded = Recorded::with(&[
        ("2100", How::Closer, "27,00", 0.5),
        ("2100", How::AsAmount, "24,00", 0.5),
    ]);
    assert_eq!(recorded.look(&mut page).changed, 0);
    assert_eq!(page, before);
}

#[test]
fn the_sum_proves_one_of_two_readings() {
    let mut page = totals(("100,00", 0.95), ("27,00", 0.6), ("121,00", 0.95));
    let recorded = Recorded::with(&[
        ("27,00", How::Closer, "21,00", 0.7),
        ("27,00", How::AsAmount, "24,00", 0.7),
    ]);
    assert_eq!(recorded.look(&mut page).changed, 1);
    assert!(texts(&page).contains(&"21,00"));
}

#[test]
fn the_same_text_read_again_is_surer() {
    let mut page = totals(("100,00", 0.95), ("21,00", 0.95), ("127,00", 0.6));
    let recorded = Recorded::with(&[("127,00", How::Closer, "127,00", 0.93)]);
    assert_eq!(recorded.look(&mut page).changed, 0);
    let gross = page.words.iter().find(|word| word.text == "127,00").unwrap();
    assert!((gross.confidence - 0.93).abs() < 1e-6);
}

#[test]
fn an_account_is_taken_when_its_check_digits_pass() {
    for (closer, bolder, taken) in [
        ("NL91ABNA0417164300", "", true),
        ("NL91ABNA0417164800", "NL91ABNA0417164300", true),
        ("NL91ABNA0417164800", "NL91ABNA0417164800", false),
    ] {
        let mut page = totals(("100,00", 0.95), ("21,00", 0.95), ("121,00", 0.95));
        page.words.push(word("IBAN", 50.0, 700.0, 40, 0.95));
        page.words.push(word("NL91", 80.0, 700.0, 40, 0.95));
        page.words.push(word("ABNA", 106.0, 700.0, 40, 0.95));
        page.words.push(word("0417", 132.0, 700.0, 40, 0.95));
        page.words.push(word("1643", 158.0, 700.0, 40, 0.95));
        page.words.push(word("80", 184.0, 700.0, 40, 0.95));
        let at = "NL91ABNA0417164380";
        let recorded =
            Recorded::with(&[(at, How::Closer, closer, 0.8), (at, How::Bolder, bolder, 0.8)]);
        let outcome = recorded.look(&mut page);
        assert_eq!(outcome.changed, usize::from(taken), "{closer}");
        assert_eq!(texts(&page).contains(&"NL91ABNA0417164300"), taken);
    }
}

/// Pieces of ink as the letters of a text make them.
fn letters(x0: f32, y0: f32, count: usize) -> Vec<BBox> {
    let at = |i: usize| x0 + i as f32 * 5.0;
    (0..count).map(|i| BBox::new(at(i), y0, at(i) + 4.0, y0 + 8.0)).collect()
}

#[test]
fn a_column_that_was_left_out_is_found() {
    let mut page = totals(("100,00", 0.95), ("21,00", 0.95), ("121,00", 0.95));
    page.words.retain(|word| word.text != "121,00" && word.text != "21,00");
    let mut ink = letters(470.0, 290.0, 6);
    // Letters that words hold, a logo beside no text, and a signature.
    ink.extend(letters(50.0, 100.0, 13));
    ink.extend(letters(400.0, 600.0, 6));
    ink.push(BBox::new(470.0, 275.0, 540.0, 310.0));
    let recorded = Recorded::with(&[("", How::Closer, "121,00", 0.9)]);
    let look = recorded.look_with_ink(&mut page, &ink);
    assert_eq!((look.spots, look.changed), (1, 1));
    let gross = page.words.iter().position(|w| w.text == "121,00").unwrap();
    // Behind its label, in its line.
    assert_eq!(page.words[gross - 1].text, "btw");
    assert_eq!(page.words[gross].line, page.words[gross - 1].line);
}

#[test]
fn doubtful_ink_stays_left_out() {
    let mut page = totals(("100,00", 0.95), ("21,00", 0.95), ("121,00", 0.95));
    page.words.retain(|word| word.text != "121,00");
    let before = page.clone();
    let ink = letters(470.0, 290.0, 6);
    for (closer, bolder) in [("12l,O", "1Z1,0"), ("-", "-")] {
        let recorded =
            Recorded::with(&[("", How::Closer, closer, 0.5), ("", How::Bolder, bolder, 0.5)]);
        assert_eq!(recorded.look_with_ink(&mut page, &ink).changed, 0);
        assert_eq!(page, before);
    }
}

#[test]
fn a_failing_recogniser_leaves_the_page_as_it_was() {
    let mut page = totals(("100,00", 0.95), ("2100", 0.6), ("121,00", 0.95));
    let before = page.clone();
    assert_eq!(
        look_again(&mut page, &[], &mut |_, _| Err(Cause::Truncated)),
        Err(Cause::Truncated)
    );
    assert_eq!(page, before);
}

#[test]
fn no_page_is_read_again_without_end() {
    let mut page = totals(("100,00", 0.5), ("2100", 0.5), ("127,00", 0.5));
    for at in 0..900 {
        let (x, y) = ((at % 10) as f32 * 50.0, 300.0 + (at / 10) as f32 * 5.0);
        page.words.push(word("7I,O0", x, y, 50 + at, 0.3));
    }
    let recorded = Recorded::default();
    let outcome = recorded.look(&mut page);
    assert!(outcome.spots <= 16 && outcome.readings <= 32, "{outcome:?}");
    assert_eq!(outcome.changed, 0);
}

/// A receipt whose first word is the shop's mark.
fn receipt(mark: &str, confidence: f32) -> Page {
    let mut words = Vec::new();
    let rows: [(&[&str], f32); 8] = [
        (&[mark], confidence),
        (&["Warburger", "Straße", "130"], 0.95),
        (&["33100", "Paderborn"], 0.95),
        (&["Kassenbon"], 0.95),
        (&["Bananen", "1,19"], 0.95),
        (&["Summe", "EUR", "1,19"], 0.95),
        (&["Kartenzahlung", "1,19"], 0.95),
        (&["30.04.20", "19:58"], 0.95),
    ];
    for (line, (texts, sure)) in rows.into_iter().enumerate() {
        for (at, text) in texts.iter().enumerate() {
            let (x, y) = (20.0 + at as f32 * 55.0, 10.0 + line as f32 * 14.0);
            words.push(word(text, x, y, line as u32, sure));
        }
    }
    Page { width_pt: 215.0, height_pt: 360.0, words, ..invoice([("", "", 0.0); 3]) }
}

/// The page after its head was read as `text`.
fn with_head_read(mut page: Page, text: &'static str, sure: f32) -> (Page, bool) {
    let mut asked = false;
    look_again(&mut page, &[], &mut |_, how| {
        if how != How::Smaller {
            return Ok(Vec::new());
        }
        asked = true;
        Ok(vec![word(text, 20.0, 10.0, 0, sure)])
    })
    .unwrap();
    (page, asked)
}

#[test]
fn the_mark_of_a_shop_is_read_again_smaller() {
    for (before, sure, again, again_sure, after) in [
        ("L4DE", 0.7, "LIDL", 0.74, "LIDL"),      // alike, and a chain
        ("tm", 0.03, "LIDL", 0.45, "LIDL"),       // noise
        ("Kxasen", 0.4, "Kaasen", 0.9, "Kaasen"), // alike and much surer
        ("Kxasen", 0.8, "Kaasen", 0.9, "Kxasen"),
        ("Sonne", 0.8, "LIDL", 0.74, "Sonne"), // another name
    ] {
        let (page, asked) = with_head_read(receipt(before, sure), again, again_sure);
        assert!(asked, "{before}");
        assert_eq!(page.words[0].text, after, "{before} {again}");
    }
}

#[test]
fn a_shop_that_is_known_and_a_page_that_is_no_receipt_are_not_read_again() {
    assert!(!with_head_read(receipt("Lidl", 0.95), "LADL", 0.9).1);
    let page = totals(("100,00", 0.6), ("21,00", 0.5), ("121,00", 0.6));
    assert!(!with_head_read(page, "Tuin", 0.9).1);
}
