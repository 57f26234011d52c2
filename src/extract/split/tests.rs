use super::*;
use invoice::BBox;
use reading::text::{ReadBy, Word};

/// A page of lines; two blanks are a wide gap.
fn page(number: u32, lines: &[&str]) -> Page {
    let mut words = Vec::new();
    for (row, line) in lines.iter().enumerate() {
        let (mut x, y) = (40.0, 40.0 + 30.0 * row as f32);
        for text in line.split(' ') {
            let width = 5.5 * text.chars().count() as f32;
            if !text.is_empty() {
                words.push(Word {
                    text: text.to_owned(),
                    bbox: BBox::new(x, y, x + width, y + 10.0),
                    size_pt: 10.0,
                    bold: false,
                    confidence: 1.0,
                    line: row as u32,
                    read_by: ReadBy::TextLayer,
                });
            }
            x += width.max(24.0) + 4.0;
        }
    }
    Page {
        number,
        width_pt: 595.0,
        height_pt: 842.0,
        turned_deg: 0,
        tilt: reading::text::Tilt::default(),
        words,
        rules: Vec::new(),
    }
}

fn invoice(at: u32, supplier: &str, number: &str) -> Page {
    let factuurnummer = format!("Factuurnummer:  {number}");
    let lines = [
        supplier,
        "Dorpsstraat 12",
        "1621 AB Hoorn",
        "FACTUUR",
        &factuurnummer,
        "Factuurdatum:  12-03-2026",
        "Omschrijving  Aantal  Bedrag",
        "Onderhoud  1  € 100,00",
        "Totaal exclusief btw  € 100,00",
        "Btw 21 %  € 21,00",
        "Reparatie buiten contract",
        "Wij danken u voor de opdracht",
        "",
        "",
        "Totaal te betalen  € 121,00",
    ];
    page(at, &lines)
}

fn ranges(pages: &[Page]) -> Vec<Vec<usize>> {
    split(pages).into_iter().map(|run| run.pages).collect()
}

#[test]
fn no_pages_or_blank_ones_are_no_documents() {
    assert_eq!(split(&[]), []);
    assert_eq!(split(&[page(1, &[]), page(2, &[])]), []);
}

#[test]
fn two_invoices_of_one_supplier_are_two() {
    let pages = [
        invoice(1, "Bakker Techniek B.V.", "2026-1041"),
        invoice(2, "Bakker Techniek B.V.", "2026-1055"),
    ];
    assert_eq!(ranges(&pages), [vec![0], vec![1]]);
}

#[test]
fn blank_backs_belong_to_no_document() {
    let pages = [
        invoice(1, "Bakker Techniek B.V.", "2026-1041"),
        page(2, &[]),
        invoice(3, "Smit Papier V.O.F.", "F88120"),
        page(4, &[]),
    ];
    assert_eq!(ranges(&pages), [vec![0], vec![2]]);
}

#[test]
fn a_separator_sheet_cuts_for_certain() {
    let goes_on = ["Omschrijving  Aantal  Bedrag", "Onderhoud  3  € 300,00"];
    let pages = [
        invoice(1, "Bakker Techniek B.V.", "2026-1041"),
        page(2, &["SCHEIDINGSBLAD"]),
        page(3, &goes_on),
    ];
    assert_eq!(ranges(&pages), [vec![0], vec![2]]);
}

#[test]
fn terms_go_with_the_invoice_before_them() {
    let terms = [
        "ALGEMENE VOORWAARDEN",
        "1. Deze voorwaarden gelden voor iedere aanbieding en iedere overeenkomst tussen partijen.",
        "2. Klachten over het geleverde worden binnen acht dagen na ontvangst schriftelijk gemeld.",
        "3. Het geleverde blijft eigendom van de verkoper totdat alles volledig is betaald.",
    ];
    let pages = [
        invoice(1, "Bakker Techniek B.V.", "2026-1041"),
        page(2, &terms),
        invoice(3, "Smit Papier V.O.F.", "F88120"),
    ];
    assert_eq!(ranges(&pages), [vec![0, 1], vec![2]]);
}

#[test]
fn a_doubtful_boundary_makes_both_its_sides_doubtful() {
    // Another number, but the page says that it is the second.
    let second = [
        "Bakker Techniek B.V.",
        "Factuurnummer:  2026-1055",
        "Pagina 2 van 2",
        "Onderhoud  1  € 100,00",
    ];
    let certain = split(&[
        invoice(1, "Bakker Techniek B.V.", "2026-1041"),
        invoice(2, "Smit Papier V.O.F.", "F88120"),
    ]);
    let doubtful = split(&[invoice(1, "Bakker Techniek B.V.", "2026-1041"), page(2, &second)]);
    let least = |runs: &[Run]| runs.iter().map(|r| r.confidence).fold(1.0, f32::min);
    assert!(least(&certain) > 0.8, "{certain:?}");
    assert!(doubtful.iter().all(|run| run.confidence < least(&certain)), "{doubtful:?}");
}
