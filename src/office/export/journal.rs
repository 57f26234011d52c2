//! Journal entries as rows for a spreadsheet or an import: one row per line of an entry.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::ProposalRecord;
use super::csv::{money, name, row, shown, start};
use booking::Direction;

/// The columns of `journal.csv`.
const COLUMNS: [&str; 22] = [
    "administration",
    "journal",
    "entry",
    "date",
    "invoice_number",
    "relation",
    "relation_name",
    "account",
    "rgs",
    "description",
    "debit",
    "credit",
    "currency",
    "vat_code",
    "rubriek",
    "cost_center",
    "due_date",
    "payment_reference",
    "kind",
    "verdict",
    "duplicate_of",
    "path",
];

/// Writes `journal.csv`: the lines of every entry, numbered in the order of the documents.
pub(crate) fn write_journal_csv<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    let mut writer = start(out)?;
    row(&mut writer, COLUMNS)?;
    let mut entry = 0u64;
    for record in records {
        let record = record?;
        let record = record.borrow();
        let proposal = &record.proposal;
        if proposal.journal.is_empty() {
            continue;
        }
        entry += 1;
        let invoice = &proposal.invoice;
        let other = match proposal.direction {
            Direction::Purchase => &invoice.supplier,
            Direction::Sale => &invoice.customer,
        };
        let relation = proposal
            .booking
            .relation
            .as_ref()
            .and_then(|relation| relation.code.clone())
            .unwrap_or_default();
        let relation_name =
            proposal.supplier_known_as.clone().unwrap_or_else(|| shown(other.name.as_ref()));
        for line in &proposal.journal {
            let cells: [String; COLUMNS.len()] = [
                proposal.administration.clone().unwrap_or_default(),
                proposal.booking.journal.clone(),
                entry.to_string(),
                shown(invoice.issue_date.as_ref()),
                shown(invoice.number.as_ref()),
                relation.clone(),
                relation_name.clone(),
                line.account.clone(),
                line.rgs.clone().unwrap_or_default(),
                line.description.clone(),
                money(Some(line.debit)),
                money(Some(line.credit)),
                proposal.booking.currency.clone(),
                line.vat_code.clone().unwrap_or_default(),
                line.rubriek.clone().unwrap_or_default(),
                line.cost_center.clone().unwrap_or_default(),
                line.due_date.map(|day| day.to_string()).unwrap_or_default(),
                line.payment_reference.clone().unwrap_or_default(),
                name(line.kind),
                name(proposal.verdict),
                record.duplicate_of.clone().unwrap_or_default(),
                record.source.path.clone(),
            ];
            row(&mut writer, cells.iter().map(String::as_str))?;
        }
    }
    writer.flush()
}
