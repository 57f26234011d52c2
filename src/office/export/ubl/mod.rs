//! Proposals as UBL 2.1 invoices, with the original inside.
//!
//! Every invoice that is written meets the rules of its specification, and reads as what was meant. The specification is
//! the strictest whose rules are known and met: NLCIUS for Dutch suppliers (with its extension where a part goes to a
//! G-account), Peppol where both electronic addresses are known and no party is of a country with rules of its own, else
//! EN 16931. A proposal that lacks a value that EN 16931 asks for has no UBL, and [`NoUbl::NotMet`] names the rules: a
//! value is never made up.

mod lines;
mod prepare;
mod unit;

use std::io::{self, Write};

use crate::texts::Lang;
use booking::{Administration, Proposal, is_bookable};
use einvoice::validate;
use einvoice::validate::Severity;
use einvoice::write::{
    Attachment, EN16931, NLCIUS, NLCIUS_G_ACCOUNT, PEPPOL, PEPPOL_PROCESS, Writing, write,
};
use invoice::Invoice;
use reading::source::Sha256;

/// The largest original that is embedded, bytes: what Dutch packages accept (GBNED, "UBL wiki").
pub(crate) const MAX_EMBEDDED: u64 = 10 * 1024 * 1024;

/// A proposal as UBL.
#[derive(Debug, Clone, PartialEq)]
pub struct Ubl {
    /// The XML.
    pub xml: String,
    /// The invoice that it says, which reading it gives again.
    pub invoice: Invoice,
    /// The specification that it follows (BT-24).
    pub specification: &'static str,
}

/// Why a proposal has no UBL invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoUbl {
    /// It is not booked: a quote, a reminder, or nothing that is known well enough.
    NotBooked,
    /// These rules of EN 16931 are not met, for want of values or because the document contradicts itself.
    NotMet(Vec<&'static str>),
}

/// The UBL invoice of a proposal.
///
/// The administration that it belongs to, if it is configured, lends its own data where the document has none.
pub fn ubl(
    proposal: &Proposal,
    administration: Option<&Administration>,
    original: Option<&Attachment>,
    lang: Lang,
) -> Result<Ubl, NoUbl> {
    if !is_bookable(&proposal.invoice) {
        return Err(NoUbl::NotBooked);
    }
    let mut invoice = prepare::prepare(proposal, administration, lang);
    let is_dutch = invoice
        .supplier
        .address
        .as_ref()
        .is_some_and(|address| address.value.country.as_deref() == Some("NL"));
    let may_be_peppol = prepare::has_known_peppol_rules(&invoice);
    let mut candidates = Vec::with_capacity(4);
    if is_dutch && prepare::divide(&mut invoice) {
        candidates.push((NLCIUS_G_ACCOUNT, "", invoice.clone()));
    }
    // only the extension can say what goes to which account
    for means in &mut invoice.payment_means {
        means.amount = None;
    }
    if is_dutch {
        candidates.push((NLCIUS, "", invoice.clone()));
    }
    if may_be_peppol {
        candidates.push((PEPPOL, PEPPOL_PROCESS, prepare::with_one_note(&invoice)));
    }
    candidates.push((EN16931, "", invoice));
    let mut missed = Vec::new();
    for (specification, process, invoice) in candidates {
        // the bytes of the original are no matter of the rules
        let bare = Writing {
            specification,
            process,
            attachments: original.map(prepare::named).into_iter().collect(),
        };
        let mut xml = write(&invoice, &bare);
        missed = not_met(&xml);
        if !missed.is_empty() {
            continue;
        }
        if original.is_some_and(|original| original.bytes.is_some()) {
            let whole = Writing { attachments: original.cloned().into_iter().collect(), ..bare };
            xml = write(&invoice, &whole);
        }
        let mut invoice = invoice;
        invoice.specification = Some(specification.to_owned());
        return Ok(Ubl { xml, invoice, specification });
    }
    // those of the last, which asks for the least
    Err(NoUbl::NotMet(missed))
}

/// The errors that dizzy's own check finds. What is missing is said by the rule that names it, where there is one.
fn not_met(xml: &str) -> Vec<&'static str> {
    let Ok(found) = validate::validate(xml.as_bytes()) else {
        return vec!["XML"];
    };
    let errors = found.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let mut ids: Vec<&str> = errors.map(|finding| finding.rule.id).collect();
    if ids.iter().any(|id| *id != "DZ-PART") {
        ids.retain(|id| *id != "DZ-PART");
    }
    ids
}

/// The kind (BT-125-1) of an original that may be embedded, from its name.
pub fn mime_code(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    Some(match extension.to_ascii_lowercase().as_str() {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        _ => return None,
    })
}

/// The name of the files of a proposal, without extension: that of the document, the beginning of its identity, and the
/// page where there are several invoices in it. It depends on nothing else, so that it stays the same.
pub(crate) fn base_name(path: &str, sha256: Sha256) -> String {
    const LONGEST: usize = 60;
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut out: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' })
        .take(LONGEST)
        .collect();
    let identity = sha256.to_string();
    out.push('-');
    out.push_str(&identity[..8]);
    out
}

/// A proposal in the list of files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct UblRow {
    /// File name; empty when none was written.
    pub file: String,
    /// The document that it was made from.
    pub source: String,
    /// The file with the original beside it; empty when it could not be copied.
    pub original: String,
    /// The specification that it follows.
    pub specification: String,
    /// The rules that are not met, for which reason there is no file, parted by blanks.
    pub not_met: String,
    /// What makes the file what it is.
    pub digest: String,
}

/// Writes `ubl/index.csv`: each file with its document and specification, and of each proposal without one the rules that
/// it does not meet.
pub(crate) fn write_ubl_index(out: &mut dyn Write, rows: &[UblRow]) -> io::Result<()> {
    let mut csv = super::csv::start(out)?;
    csv.write_record(["file", "source", "original", "specification", "not_met", "digest"])?;
    for row in rows {
        let cells =
            [&row.file, &row.source, &row.original, &row.specification, &row.not_met, &row.digest];
        csv.write_record(cells.map(|cell| super::csv::cell(cell).into_owned()))?;
    }
    csv.flush()
}

/// The rows of a list that was written before; none when it is not there or not of this form.
pub(crate) fn read_ubl_index(bytes: &[u8]) -> Vec<UblRow> {
    let bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let mut csv = ::csv::ReaderBuilder::new().delimiter(b';').from_reader(bytes);
    csv.records()
        .filter_map(|record| {
            let record = record.ok()?;
            let at = |i: usize| record.get(i).map(str::to_owned);
            Some(UblRow {
                file: at(0)?,
                source: at(1)?,
                original: at(2)?,
                specification: at(3)?,
                not_met: at(4)?,
                digest: at(5)?,
            })
        })
        .collect()
}
