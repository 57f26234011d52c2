//! Journal entries as rows for a spreadsheet or an import: one row per line of an entry.

use std::borrow::Borrow;
use std::io::{self, Write};

use super::ProposalRecord;
use super::csv::{money, name, row, shown, start};
use booking::{Direction, JournalLine};

/// A column of `journal.csv`: its name, and what stands in it for a line of the entry of this number.
type Column = (&'static str, fn(&ProposalRecord, &JournalLine, u64) -> String);

const COLUMNS: [Column; 22] = [
    ("administration", |of, _, _| of.proposal.administration.clone().unwrap_or_default()),
    ("journal", |of, _, _| of.proposal.booking.journal.clone()),
    ("entry", |_, _, entry| entry.to_string()),
    ("date", |of, _, _| shown(of.proposal.invoice.issue_date.as_ref())),
    ("invoice_number", |of, _, _| shown(of.proposal.invoice.number.as_ref())),
    ("relation", |of, _, _| {
        let relation = of.proposal.booking.relation.as_ref();
        relation.and_then(|relation| relation.code.clone()).unwrap_or_default()
    }),
    ("relation_name", |of, _, _| {
        let invoice = &of.proposal.invoice;
        let other = match of.proposal.direction {
            Direction::Purchase => &invoice.supplier,
            Direction::Sale => &invoice.customer,
        };
        let known_as = of.proposal.supplier_known_as.clone();
        known_as.unwrap_or_else(|| shown(other.name.as_ref()))
    }),
    ("account", |_, line, _| line.account.clone()),
    ("rgs", |_, line, _| line.rgs.clone().unwrap_or_default()),
    ("description", |_, line, _| line.description.clone()),
    ("debit", |_, line, _| money(Some(line.debit))),
    ("credit", |_, line, _| money(Some(line.credit))),
    ("currency", |of, _, _| of.proposal.booking.currency.clone()),
    ("vat_code", |_, line, _| line.vat_code.clone().unwrap_or_default()),
    ("rubriek", |_, line, _| line.rubriek.clone().unwrap_or_default()),
    ("cost_center", |_, line, _| line.cost_center.clone().unwrap_or_default()),
    ("due_date", |_, line, _| line.due_date.map(|day| day.to_string()).unwrap_or_default()),
    ("payment_reference", |_, line, _| line.payment_reference.clone().unwrap_or_default()),
    ("kind", |_, line, _| name(line.kind)),
    ("verdict", |of, _, _| name(of.proposal.verdict)),
    ("duplicate_of", |of, _, _| of.duplicate_of.clone().unwrap_or_default()),
    ("path", |of, _, _| of.source.path.clone()),
];

/// Writes `journal.csv`: the lines of every entry, numbered in the order of the documents.
pub(crate) fn write_journal_csv<R: Borrow<ProposalRecord>>(
    out: &mut dyn Write,
    records: impl IntoIterator<Item = io::Result<R>>,
) -> io::Result<()> {
    let mut writer = start(out)?;
    row(&mut writer, COLUMNS.map(|(name, _)| name))?;
    let mut entry = 0;
    for record in records {
        let record = record?;
        let record = record.borrow();
        entry += u64::from(!record.proposal.journal.is_empty());
        for line in &record.proposal.journal {
            let cells = COLUMNS.map(|(_, cell)| cell(record, line, entry));
            row(&mut writer, cells.iter().map(String::as_str))?;
        }
    }
    writer.flush()
}
