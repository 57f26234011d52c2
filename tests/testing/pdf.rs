//! PDFs built by hand.

use std::fmt::Write as _;

/// Builds small PDFs. Object 1 is the catalog, 2 the page tree, 3 the first page.
pub struct PdfBuilder {
    /// The objects after the page's content.
    pub objects: Vec<Vec<u8>>,
    /// Entries of the page's resources beside the fonts.
    pub resources: String,
    /// Entries of the page beside the box and the resources.
    pub page: String,
    /// Entries of the catalog.
    pub catalog: String,
    /// The page's box.
    pub media_box: [i32; 4],
    /// Entries of the font resources.
    pub fonts: String,
}

impl Default for PdfBuilder {
    fn default() -> Self {
        Self {
            objects: Vec::new(),
            resources: String::new(),
            page: String::new(),
            catalog: String::new(),
            media_box: [0, 0, 595, 842],
            fonts: "/F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> \
                /F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"
                .into(),
        }
    }
}

impl PdfBuilder {
    /// Adds an object, returns its number.
    pub fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len() + 4
    }

    /// Adds a stream with the given entries in its dictionary, returns its number.
    pub fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let mut body = format!("<< {entries} /Length {} >>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.object(body)
    }

    /// Adds a font to the page's resources.
    pub fn font(&mut self, name: &str, value: &str) {
        write!(self.fonts, " /{name} {value}").expect("a string");
    }

    /// The document with one page of these drawing instructions.
    pub fn build(self, content: impl AsRef<[u8]>) -> Vec<u8> {
        let content = content.as_ref();
        let [x0, y0, x1, y1] = self.media_box;
        let mut content_object = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
        content_object.extend_from_slice(content);
        content_object.extend_from_slice(b"\nendstream");
        let mut objects: Vec<Vec<u8>> = vec![
            format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog).into(),
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [{x0} {y0} {x1} {y1}] /Contents 4 0 R \
                 /Resources << /Font << {} >> {} >> {} >>",
                self.fonts, self.resources, self.page
            )
            .into(),
            content_object,
        ];
        objects.extend(self.objects);
        assemble(&objects)
    }
}

/// A document of these objects, of which the first is the catalog.
pub fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let xref = out.len();
    let mut tail = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        writeln!(tail, "{offset:010} 00000 n ").expect("a string");
    }
    write!(
        tail,
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n",
        objects.len() + 1
    )
    .expect("a string");
    out.extend(tail.bytes());
    out
}

/// Instructions that write lines of text in 10-point Helvetica from the top of an A4 page.
pub fn write_lines(lines: &[&str]) -> String {
    let mut out = String::from("BT /F1 10 Tf 14 TL 60 780 Td\n");
    for line in lines {
        writeln!(out, "({line}) Tj T*").expect("a string");
    }
    out + "ET\n"
}

/// An invoice of about fifty words.
pub const INVOICE: &[&str] = &[
    "Installatiebedrijf De Vries B.V.",
    "Dorpsstraat 12, 1234 AB Utrecht",
    "Factuur aan Bakkerij Jansen, Kerkweg 3, 3511 XX Utrecht",
    "Factuurnummer 2026-0042",
    "Factuurdatum 31-03-2026",
    "Vervaldatum 30-04-2026",
    "Onderhoud verwarming, arbeid en materiaal 100,00",
    "Totaal exclusief btw 100,00",
    "Btw 21% over 100,00 is 21,00",
    "Te betalen 121,00 binnen dertig dagen op onze bankrekening",
];
