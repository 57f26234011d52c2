//! Pages that nobody would call an ordinary invoice: each is told for what it is, and nothing is guessed.

use booking::settings::Review;
use std::sync::Arc;
use std::time::{Duration, Instant};

use booking::pipeline::{PipelineSettings, propose};
use booking::{Finding, Proposal, Verdict};
use invoice::BBox;
use invoice::{DocumentType, Lang, Totals};
use reading::document::{MediaKind, Reading};
use reading::text::{Page, ReadBy, Tilt, Word};

/// A page that is written line by line.
struct Sheet {
    page: Page,
    line: u32,
}

impl Sheet {
    fn new() -> Self {
        let page = Page {
            number: 1,
            width_pt: 595.0,
            height_pt: 842.0,
            turned_deg: 0,
            words: Vec::new(),
            rules: Vec::new(),
            tilt: Tilt::default(),
        };
        Self { page, line: 0 }
    }

    /// Writes words beside each other from a place on (points).
    fn write(&mut self, x: f32, y: f32, text: &str) -> &mut Self {
        let mut left = x;
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let width = 5.0 * word.chars().count() as f32;
            self.page.words.push(Word {
                text: word.to_owned(),
                bbox: BBox::new(left, y, left + width, y + 10.0),
                size_pt: 10.0,
                bold: false,
                confidence: 1.0,
                line: self.line,
                read_by: ReadBy::TextLayer,
            });
            left += width + 4.0;
        }
        self.line += 1;
        self
    }

    /// Lines of a label and, far to the right, its value; `|` is between them.
    fn rows(&mut self, top: f32, rows: &[&str]) -> &mut Self {
        for (at, row) in rows.iter().enumerate() {
            let y = top + 18.0 * at as f32;
            let (label, value) = row.split_once('|').unwrap_or((row, ""));
            self.write(60.0, y, label);
            if !value.is_empty() {
                self.line -= 1;
                self.write(330.0, y, value);
            }
        }
        self
    }

    /// As if it had been recognised so surely.
    fn recognised(&mut self, confidence: f32) -> &mut Self {
        for word in &mut self.page.words {
            word.read_by = ReadBy::Ocr { dpi: 300 };
            word.confidence = confidence;
        }
        self
    }

    /// The only proposal of the page.
    fn proposal(&self) -> Proposal {
        let reading = Reading {
            kind: MediaKind::Pdf,
            pages: vec![self.page.clone()],
            einvoice: None,
            embedded: Vec::new(),
            notes: Vec::new(),
        };
        let mut proposals = propose(
            &reading,
            &PipelineSettings::new(&Review::default(), Arc::default(), extract::UNDERSTANDING),
        );
        assert_eq!(proposals.len(), 1);
        proposals.remove(0)
    }
}

fn dutch(number: &str, amounts: [&str; 3]) -> Vec<String> {
    let [net, vat, gross] = amounts;
    vec![
        "Hoveniersbedrijf De Linde B.V.".into(),
        "Lindelaan 8, 3571 AB Utrecht".into(),
        format!("Factuurnummer|{number}"),
        "Factuurdatum|14-03-2026".into(),
        "Vervaldatum|13-04-2026".into(),
        format!("Onderhoud van de tuin|{net}"),
        format!("Totaal exclusief btw|{net}"),
        format!("Btw 21%|{vat}"),
        format!("Totaal inclusief btw|€ {gross}"),
        "KvK 12345678 Btw-nummer NL004495445B01 IBAN NL91ABNA0417164300".into(),
    ]
}

fn lines(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

#[track_caller]
fn assert_says(proposal: &Proposal, rule: &str, words: &str) {
    let found = proposal.findings.iter().find(|f| f.id() == rule);
    let all: Vec<&str> = proposal.findings.iter().map(Finding::id).collect();
    let found = found.unwrap_or_else(|| panic!("no {rule} among {all:?}"));
    let said = found.text(Lang::En);
    assert!(said.contains(words), "{said}");
    assert_eq!(proposal.verdict, Verdict::Review);
}

#[track_caller]
fn assert_says_nothing_of(proposal: &Proposal, rules: &[&str]) {
    let said = proposal.findings.iter().find(|f| rules.contains(&f.id()));
    assert!(said.is_none(), "{said:?}");
}

const WHOLE: &[&str] =
    &["DZ-LANGUAGE", "DZ-SEVERAL-INVOICES", "DZ-OTHER-TOTALS", "DZ-TURNED", "DZ-UNREADABLE"];

#[test]
fn an_ordinary_invoice_is_not_doubted() {
    let mut sheet = Sheet::new();
    sheet.rows(60.0, &lines(&dutch("2026-118", ["70,00", "14,70", "84,70"])));
    let proposal = sheet.proposal();
    assert_says_nothing_of(&proposal, WHOLE);
    assert_eq!(proposal.verdict, Verdict::Ready);
}

#[test]
fn twenty_thousand_words_on_a_page_end_soon() {
    let mut sheet = Sheet::new();
    for row in 0..400 {
        for column in 0..50 {
            let text = ["totaal", "12,50", "btw", "2026-03-14", "NL91ABNA0417164300", "B.V.", "€"];
            let text = text[(row * 7 + column * 3) % text.len()];
            sheet.write(column as f32 * 12.0, row as f32 * 2.1, text);
        }
    }
    assert_eq!(sheet.page.words.len(), 20_000);
    let begun = Instant::now();
    let proposal = sheet.proposal();
    // Unoptimised, on a machine that others use; a search that grows as the square would take minutes.
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    assert_eq!(proposal.verdict, Verdict::Review);
}

#[test]
fn a_page_of_one_glyph_is_nothing() {
    let mut sheet = Sheet::new();
    sheet.write(300.0, 400.0, "7");
    let proposal = sheet.proposal();
    assert_eq!(proposal.verdict, Verdict::Review);
    assert!(proposal.journal.is_empty());
    let invoice = &proposal.invoice;
    assert_eq!(invoice.document_type.as_ref().map(|f| f.value), Some(DocumentType::Other));
    assert!(invoice.number.is_none() && invoice.totals.gross.is_none());
    assert!(invoice.supplier.name.is_none());
}

#[test]
fn a_page_of_digits_only_is_no_invoice() {
    let mut sheet = Sheet::new();
    for row in 0..40 {
        let cents = 1_000 + row * 137;
        let text = format!(
            "{row} {} {},{:02} {},{:02}",
            10_000 + row,
            cents / 100,
            cents % 100,
            cents / 50,
            cents % 50
        );
        sheet.write(60.0, 60.0 + 18.0 * row as f32, &text);
    }
    let proposal = sheet.proposal();
    assert_eq!(proposal.verdict, Verdict::Review);
    assert!(proposal.journal.is_empty());
    assert!(proposal.invoice.supplier.name.is_none());
    assert!(proposal.invoice.number.is_none());
    assert_eq!(proposal.invoice.totals, Totals::default());
}

#[test]
fn goods_with_names_in_other_scripts_do_no_harm() {
    let mut rows = dutch("2026-118", ["1.000,00", "210,00", "1.210,00"]);
    rows.insert(5, "绿茶礼盒装上等品质 新鲜采摘 شاي أخضر ممتاز|600,00".into());
    rows.insert(6, "Зелёный чай высшего качества 特级乌龙茶|400,00".into());
    let mut sheet = Sheet::new();
    sheet.rows(60.0, &lines(&rows));
    let proposal = sheet.proposal();
    assert_says_nothing_of(&proposal, WHOLE);
    let gross = proposal.invoice.totals.gross.as_ref().expect("a total");
    assert_eq!(gross.value.to_string(), "1210.00");
    assert_eq!(proposal.invoice.number.as_ref().map(|f| f.value.as_str()), Some("2026-118"));
}

#[test]
fn two_invoices_on_one_page_are_told() {
    let mut sheet = Sheet::new();
    sheet.rows(40.0, &lines(&dutch("2026-118", ["1.000,00", "210,00", "1.210,00"])));
    sheet.rows(440.0, &lines(&dutch("2026-119", ["300,00", "63,00", "363,00"])));
    let proposal = sheet.proposal();
    assert_says(&proposal, "DZ-SEVERAL-INVOICES", "2026-118, 2026-119");
    assert!(proposal.invoice.totals.gross.as_ref().is_none_or(|f| f.confidence.get() <= 0.6));
}

#[test]
fn a_reminder_of_several_invoices_is_a_reminder() {
    let mut sheet = Sheet::new();
    sheet.rows(
        60.0,
        &[
            "Hoveniersbedrijf De Linde B.V.",
            "Herinnering",
            "Nog niet betaald zijn:",
            "Factuurnummer 2026-118|1.210,00",
            "Factuurnummer 2026-119|363,00",
            "Totaal|1.573,00",
        ],
    );
    let proposal = sheet.proposal();
    assert_says_nothing_of(&proposal, &["DZ-SEVERAL-INVOICES"]);
    assert_ne!(proposal.verdict, Verdict::Ready);
}

#[test]
fn totals_that_can_be_read_in_two_ways_are_told() {
    // The recogniser gave two totals, each with a net and VAT that make it: an 8 for a 3.
    let mut sheet = Sheet::new();
    sheet.rows(
        60.0,
        &[
            "Hoveniersbedrijf De Linde B.V.",
            "Factuurnummer|2026-118",
            "Factuurdatum|14-03-2026",
            "Totaal exclusief btw|1.300,00",
            "Btw 21%|273,00",
            "Totaal inclusief btw|1.573,00",
            "Totaal exclusief btw|1.800,00",
            "Btw 21%|378,00",
            "Totaal inclusief btw|2.178,00",
            "IBAN NL91ABNA0417164300",
        ],
    );
    sheet.recognised(0.8);
    let proposal = sheet.proposal();
    let gross = proposal.invoice.totals.gross.as_ref().expect("a total").value.to_string();
    let other = if gross == "1573.00" { "2,178.00" } else { "1,573.00" };
    assert_says(&proposal, "DZ-OTHER-TOTALS", other);
}

#[test]
fn text_that_stands_upside_down_is_told() {
    let mut sheet = Sheet::new();
    sheet.rows(40.0, &lines(&dutch("2026-118", ["1.000,00", "210,00", "1.210,00"])));
    // The other half was put in the wrong way up: the words run from right to left.
    let mut lower = Sheet::new();
    lower.rows(40.0, &lines(&dutch("2026-119", ["300,00", "63,00", "363,00"])));
    for mut word in lower.page.words {
        let b = word.bbox;
        word.bbox = BBox::new(595.0 - b.x1, 842.0 - b.y1, 595.0 - b.x0, 842.0 - b.y0);
        word.line += 100;
        sheet.page.words.push(word);
    }
    assert_says(&sheet.proposal(), "DZ-TURNED", "(1)");
}

#[test]
fn what_nobody_can_read_is_told() {
    let mut sheet = Sheet::new();
    sheet.rows(40.0, &lines(&dutch("2026-118", ["1.000,00", "210,00", "1.210,00"])));
    sheet.recognised(0.95);
    let mut lower = Sheet::new();
    lower.rows(
        660.0,
        &[
            "ʇuoJJ ǝɥʇ pǝʇɐpıu ƃuıɥʇou sı uʍop",
            "ǝpısdn spɹoʍ ǝsoɥʇ ɟo ǝuo ʇou ǝɔuıs puɐ",
            "pǝǝpuı ɥɔnɯ ʎɹǝʌ sı ʇɐɥʇ",
            "ǝɹoɯ ʇou puɐ ƃuıpɐǝɹ ɟo ǝuıl ʇsɐl ǝɥʇ",
        ],
    );
    lower.recognised(0.3);
    sheet.page.words.extend(lower.page.words);
    assert_says(&sheet.proposal(), "DZ-UNREADABLE", "(1)");
}

/// What the language is called, and an invoice in it with an account that passes its check.
const FOREIGN: [(&str, &[&str]); 5] = [
    (
        "Polish",
        &[
            "Zielony Ogród Sp. z o.o.",
            "ul. Krakowska 15, 30-062 Kraków",
            "NIP: PL5260001246",
            "FAKTURA VAT nr FV/2026/03/118",
            "Data wystawienia:|14.03.2026",
            "Data sprzedaży:|12.03.2026",
            "Termin płatności:|28.03.2026",
            "Nabywca: Tulpenveld B.V., Dorpsstraat 5, 1234 AB Utrecht",
            "Nazwa towaru lub usługi, ilość i wartość|netto",
            "Projekt ogrodu i nasadzenia|1000,00",
            "Razem netto|1000,00",
            "Kwota podatku VAT 23%|230,00",
            "Razem brutto|1230,00",
            "Do zapłaty|1230,00 PLN",
            "Słownie: tysiąc dwieście trzydzieści złotych",
            "Numer konta: PL61 1090 1014 0000 0712 1981 2874",
        ],
    ),
    (
        "Spanish",
        &[
            "Jardines del Sur S.L.",
            "Calle Mayor 12, 28013 Madrid",
            "FACTURA Nº 2026/0345",
            "Fecha de emisión:|14/03/2026",
            "Fecha de vencimiento:|13/04/2026",
            "Cliente: Tulpenveld B.V., Dorpsstraat 5, Utrecht",
            "Diseño del jardín y plantación|1.000,00",
            "Base imponible|1.000,00",
            "IVA 21%|210,00",
            "Total factura|1.210,00 €",
            "Forma de pago: transferencia bancaria a la cuenta siguiente",
            "ES91 2100 0418 4502 0005 1332",
            "Gracias por su confianza, quedamos a su disposición",
        ],
    ),
    (
        "Chinese",
        &[
            "上海绿园林有限公司",
            "上海市浦东新区世纪大道一百号",
            "增值税专用发票 发票号码 20260345",
            "开票日期|2026-03-14",
            "购买方名称 荷兰郁金香贸易公司",
            "货物或应税劳务名称 园林设计与种植服务|1000.00",
            "金额合计|1000.00",
            "税率 13% 税额|130.00",
            "价税合计|1130.00",
            "开户银行及账号 中国工商银行上海分行",
        ],
    ),
    (
        "Arabic",
        &[
            "شركة الحدائق الخضراء المحدودة",
            "شارع النيل الرئيسي القاهرة",
            "فاتورة ضريبية رقم 2026345",
            "تاريخ الفاتورة|14/03/2026",
            "اسم العميل شركة الزنبق للتجارة",
            "تصميم الحديقة وزراعة النباتات|1000.00",
            "المجموع قبل الضريبة|1000.00",
            "ضريبة القيمة المضافة 14%|140.00",
            "المبلغ الإجمالي المستحق|1140.00",
        ],
    ),
    (
        "Russian",
        &[
            "Общество с ограниченной ответственностью Зелёный сад",
            "Счёт на оплату номер 345",
            "Дата|14.03.2026",
            "Покупатель Тюльпан",
            "Проектирование сада и посадка растений|1000,00",
            "Итого без налога|1000,00",
            "Налог на добавленную стоимость 20%|200,00",
            "Всего к оплате|1200,00",
        ],
    ),
];

#[test]
fn an_invoice_in_another_language_is_called_so_and_not_guessed_at() {
    for (name, rows) in FOREIGN {
        let mut sheet = Sheet::new();
        sheet.rows(60.0, rows);
        let proposal = sheet.proposal();
        assert_says(&proposal, "DZ-LANGUAGE", &format!("({name})"));
        let invoice = &proposal.invoice;
        assert!(invoice.supplier.name.is_none() && invoice.customer.name.is_none(), "{name}");
        assert!(invoice.number.is_none() && invoice.issue_date.is_none(), "{name}");
        assert!(invoice.lines.is_empty() && proposal.journal.is_empty(), "{name}");
        assert_eq!(invoice.document_type.as_ref().map(|f| f.value), Some(DocumentType::Other));
    }
}

#[test]
fn languages_that_are_known_are_not_foreign() {
    for rows in [
        &[
            "Gardens of England Ltd",
            "Invoice number 118",
            "Invoice date 14 March 2026",
            "Garden design and planting|1,000.00",
            "Subtotal|1,000.00",
            "VAT 20%|200.00",
            "Total due|£ 1,200.00",
            "Thank you for your business",
        ][..],
        &[
            "Gärtnerei Grün GmbH",
            "Rechnung Nr. 118",
            "Rechnungsdatum 14.03.2026",
            "Gartengestaltung und Bepflanzung|1.000,00",
            "Nettobetrag|1.000,00",
            "Umsatzsteuer 19%|190,00",
            "Gesamtbetrag|1.190,00 €",
            "Vielen Dank für Ihren Auftrag",
        ],
        &[
            "Les Jardins Verts SARL",
            "Facture n° 118",
            "Date de facture 14/03/2026",
            "Conception du jardin et plantation|1 000,00",
            "Total HT|1 000,00",
            "TVA 20%|200,00",
            "Total TTC|1 200,00 €",
            "Nous vous remercions de votre confiance",
        ],
    ] {
        let mut sheet = Sheet::new();
        sheet.rows(60.0, rows);
        assert_says_nothing_of(&sheet.proposal(), WHOLE);
    }
}
