//! Files embedded in a PDF, and the e-invoice among them.

use std::collections::HashSet;
use std::io::Read;

use hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString,
};
use hayro_syntax::{Filter, Pdf};

use crate::Cause;
use crate::document::{Embedded, ReadingNote};
use crate::settings::Limits;
use einvoice;
use invoice::Invoice;

use super::names::text_string;

const MAX_FILES: usize = 500;
/// Depth of the tree of names.
const MAX_DEPTH: usize = 16;
/// Pages whose annotations are looked at.
const MAX_PAGES: usize = 2_000;
/// Nodes of the tree of names.
const MAX_NODES: usize = 10_000;
/// Bytes of an XML in which its root element is looked for.
const HEAD: usize = 8 * 1024;

/// Names that the standards give to an invoice: Factur-X and ZUGFeRD 2.1+, ZUGFeRD 1 and 2.0, XRechnung in ZUGFeRD.
const INVOICE_NAMES: [&str; 3] = ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"];
/// An order or delivery note in the same form (Order-X) is no invoice.
const OTHER_NAMES: [&str; 3] = ["order-x.xml", "deliver-x.xml", "cida.xml"];

/// A file specification with its content.
struct EmbeddedFile<'a> {
    name: String,
    /// AFRelationship says that it is another form of the document.
    is_alternative: bool,
    is_xml: bool,
    claimed_bytes: Option<u64>,
    stream: Stream<'a>,
}

#[derive(Default)]
pub(super) struct Attachments {
    pub embedded: Vec<Embedded>,
    pub einvoice: Option<Invoice>,
    pub notes: Vec<ReadingNote>,
}

/// Lists the embedded files and reads the e-invoice among them.
///
/// # Errors
/// [`Cause::UnpacksTooLarge`].
pub(super) fn attachments(pdf: &Pdf, limits: &Limits) -> Result<Attachments, Cause> {
    let mut files = Collector::default();
    files.collect(pdf);
    let mut found = Attachments::default();
    let mut left = limits.unpacked_mib * 1024 * 1024;
    let too_large = || Cause::UnpacksTooLarge { limit: limits.unpacked_mib * 1024 * 1024 };
    let mut candidates: Vec<(u8, String, Vec<u8>)> = Vec::new();
    for file in files.found {
        let bytes = match (file.rank(), file.claimed_bytes) {
            (None, Some(bytes)) => bytes,
            (None, None) => unpacked_len(&file.stream, left).ok_or_else(too_large)?,
            (Some(rank), _) => {
                let content = unpack(&file.stream, left).ok_or_else(too_large)?;
                let bytes = content.len() as u64;
                if rank == 0 || looks_like_invoice(&content) {
                    candidates.push((rank, file.name.clone(), content));
                }
                left = left.saturating_sub(bytes);
                bytes
            }
        };
        found.embedded.push(Embedded { name: file.name, bytes });
    }
    candidates.sort_by_key(|(rank, ..)| *rank);
    let mut rules = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for (_, name, content) in candidates {
        match einvoice::read_and_validate(&content) {
            Ok((invoice, validation)) => match &found.einvoice {
                // the same invoice may lie there in two syntaxes
                Some(first) if is_same(first, &invoice) => {}
                Some(first) => others.extend([number(first), number(&invoice)]),
                None => {
                    found.einvoice = Some(invoice);
                    rules = ReadingNote::of_rules(&validation).collect();
                }
            },
            Err(_) if found.einvoice.is_some() => {}
            Err(cause) => found
                .notes
                .push(ReadingNote::EmbeddedInvoiceUnreadable { name, cause: cause.into() }),
        }
    }
    if found.einvoice.is_some() {
        found.notes = rules;
    }
    if !others.is_empty() {
        others.dedup();
        found.notes.push(ReadingNote::SeveralEInvoices { numbers: others });
    }
    Ok(found)
}

/// Whether two e-invoices ask the same of the same.
fn is_same(a: &Invoice, b: &Invoice) -> bool {
    let asked = |invoice: &Invoice| {
        let iban = invoice.supplier.iban.as_ref().map(|field| field.value.clone());
        let totals = &invoice.totals;
        (number(invoice), iban, [&totals.gross, &totals.vat].map(|t| t.as_ref().map(|f| f.value)))
    };
    asked(a) == asked(b)
}

/// What an invoice is called, if only by having no number.
fn number(invoice: &Invoice) -> String {
    invoice.number.as_ref().map_or_else(|| "?".to_owned(), |field| field.value.clone())
}

impl EmbeddedFile<'_> {
    /// How likely it is the invoice: 0 by its name, 1 as an alternative of the document, 2 as an XML; `None`: not at all.
    fn rank(&self) -> Option<u8> {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        if INVOICE_NAMES.contains(&name.as_str()) {
            Some(0)
        } else if OTHER_NAMES.contains(&name.as_str()) {
            None
        } else if self.is_xml || extension == Some("xml") {
            Some(if self.is_alternative { 1 } else { 2 })
        } else {
            None
        }
    }
}

/// Whether the root element, within the first kilobytes, is that of an invoice in UBL or CII.
fn looks_like_invoice(content: &[u8]) -> bool {
    // Without its zero bytes, UTF-16 of ASCII is ASCII.
    let head: Vec<u8> = content.iter().take(HEAD).copied().filter(|b| *b != 0).collect();
    let head = String::from_utf8_lossy(&head);
    [
        "CrossIndustryInvoice",
        "CrossIndustryDocument",
        "schema:xsd:Invoice-2",
        "schema:xsd:CreditNote-2",
    ]
    .iter()
    .any(|root| head.contains(root))
}

#[derive(Default)]
struct Collector<'a> {
    found: Vec<EmbeddedFile<'a>>,
    seen: HashSet<ObjectIdentifier>,
    nodes: usize,
}

impl<'a> Collector<'a> {
    fn collect(&mut self, pdf: &'a Pdf) {
        let root = pdf.xref().get::<Dict<'a>>(pdf.xref().root_id());
        if let Some(root) = &root {
            let names = root.get::<Dict<'a>>("Names");
            if let Some(tree) = names.and_then(|n| n.get::<Dict<'a>>("EmbeddedFiles")) {
                self.tree(&tree, 0);
            }
            if let Some(files) = root.get::<Array<'a>>("AF") {
                for file in files.iter::<Dict<'a>>().take(MAX_FILES) {
                    self.file(&file);
                }
            }
        }
        for page in pdf.pages().iter().take(MAX_PAGES) {
            let Some(annotations) = page.raw().get::<Array<'a>>("Annots") else {
                continue;
            };
            for annotation in annotations.iter::<Dict<'a>>().take(MAX_FILES) {
                let is_file = annotation
                    .get::<Name<'a>>("Subtype")
                    .is_some_and(|name| name.as_str() == "FileAttachment");
                if is_file && let Some(file) = annotation.get::<Dict<'a>>("FS") {
                    self.file(&file);
                }
            }
        }
        if self.found.is_empty() && contains(pdf.data().as_ref(), b"/EF") {
            // A broken tree of names: look at every object.
            for object in pdf.objects() {
                if let Object::Dict(dict) = object
                    && dict.contains_key("EF")
                {
                    self.file(&dict);
                }
            }
        }
    }

    fn tree(&mut self, node: &Dict<'a>, depth: usize) {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            return;
        }
        if let Some(names) = node.get::<Array<'a>>("Names") {
            for object in names.iter::<Object<'a>>().take(2 * MAX_FILES) {
                if let Some(file) = object.into_dict() {
                    self.file(&file);
                }
            }
        }
        if let Some(kids) = node.get::<Array<'a>>("Kids") {
            for kid in kids.iter::<Dict<'a>>().take(MAX_FILES) {
                self.tree(&kid, depth + 1);
            }
        }
    }

    fn file(&mut self, spec: &Dict<'a>) {
        let Some(files) = spec.get::<Dict<'a>>("EF") else {
            return;
        };
        let stream = ["UF", "F"].iter().find_map(|key| files.get::<Stream<'a>>(key));
        let Some(stream) = stream else {
            return;
        };
        if self.found.len() >= MAX_FILES || !self.seen.insert(stream.obj_id()) {
            return;
        }
        let name = ["UF", "F"].iter().find_map(|key| spec.get::<PdfString<'a>>(key));
        let relation = spec.get::<Name<'a>>("AFRelationship");
        let subtype = stream.dict().get::<Name<'a>>("Subtype");
        let claimed = stream.dict().get::<Dict<'a>>("Params").and_then(|p| p.get::<u32>("Size"));
        self.found.push(EmbeddedFile {
            name: name.map(|n| text_string(n.as_bytes())).unwrap_or_default(),
            is_alternative: relation
                .is_some_and(|r| ["Alternative", "Data", "Source"].contains(&r.as_str())),
            is_xml: subtype.is_some_and(|s| s.as_str().to_ascii_lowercase().ends_with("xml")),
            claimed_bytes: claimed.map(u64::from),
            stream,
        });
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// The content, `None` when it is larger than `cap` bytes. Broken compressed content yields what was whole of it.
pub(super) fn unpack(stream: &Stream<'_>, cap: u64) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    if let Some(raw) = plain_flate(stream) {
        // An error ends the data; what came before it is kept.
        let _ = flate2::read::ZlibDecoder::new(&raw[..]).take(cap + 1).read_to_end(&mut content);
    } else {
        content = stream.decoded_data().map(std::borrow::Cow::into_owned).unwrap_or_default();
    }
    (content.len() as u64 <= cap).then_some(content)
}

/// The size of the content, `None` when it is larger than `cap` bytes; holds nothing of it.
pub(super) fn unpacked_len(stream: &Stream<'_>, cap: u64) -> Option<u64> {
    let Some(raw) = plain_flate(stream) else {
        return unpack(stream, cap).map(|content| content.len() as u64);
    };
    let mut reader = flate2::read::ZlibDecoder::new(&raw[..]).take(cap + 1);
    let mut buffer = [0; 16 * 1024];
    let mut len = 0;
    while let Ok(n @ 1..) = reader.read(&mut buffer) {
        len += n as u64;
    }
    (len <= cap).then_some(len)
}

/// The compressed bytes when deflate is the only filter.
fn plain_flate<'a>(stream: &Stream<'a>) -> Option<std::borrow::Cow<'a, [u8]>> {
    let flate = stream.filters()[..] == [Filter::FlateDecode]
        && !stream.dict().contains_key("DecodeParms")
        && !stream.dict().contains_key("DP");
    flate.then(|| stream.raw_data())
}
