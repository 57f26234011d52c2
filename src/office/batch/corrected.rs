//! Corrections from a file: checked against the books and what they correct, and what they say about bookings.

use std::collections::BTreeMap;
use std::path::Path;

use crate::ledger::Ledger;
use crate::settings::Settings;
use crate::{Error, Result};
use booking::correct::{self, Corrections, Wrong, normal};
use booking::learn::corrections::{Changed, Correction};
use booking::learn::{BookedLine, Booking, Creditor, CreditorKind, Entry, Mark};
use booking::{Context, JournalLine, LineKind, Proposal, adds_up};
use invoice::{Amount, Field};
use reading::source::Sha256;

use super::books;

/// Holds corrections against the books of the administration and the proposals that they are of, and gives accounts by
/// their numbers.
///
/// # Errors
/// [`Error::Lesson`] for the first that cannot be, or what the ledger reports.
pub(super) fn checked(
    ledger: &Ledger,
    settings: &Settings,
    context: &Context,
    administration: &str,
    corrections: &mut [Correction],
    file: &Path,
) -> Result<()> {
    let books = context.of_name(administration).unwrap_or(context.unnamed());
    let mut refused: Vec<(Correction, Wrong)> = Vec::new();
    let mut by_proposal: BTreeMap<_, Vec<&mut Correction>> = BTreeMap::new();
    for one in corrections {
        let of = (one.sha256.clone(), one.page);
        by_proposal.entry(of).or_default().push(one);
    }
    for ((sha256, page), mut changes) in by_proposal {
        let Some(proposal) = proposal_of(ledger, administration, &sha256, page)? else { continue };
        let mut is_right = true;
        for one in &mut changes {
            let takes = |line: &JournalLine| {
                matches!(line.kind, LineKind::Cost | LineKind::Suspense | LineKind::Revenue)
                    || matches!(one.changed, Changed::Debit | Changed::Credit)
            };
            let is_line = one.line.is_none_or(|at| proposal.journal.get(at).is_some_and(takes));
            let wrong = match one.changed {
                Changed::Supplier => one.value.is_empty().then_some(Wrong::Word),
                Changed::Other => normal(&one.field, &one.value).err(),
                _ if !is_line => Some(Wrong::Line),
                Changed::Account => {
                    let given = &one.value;
                    match books::account_meant(settings, ledger, context, administration, given)? {
                        Ok(number) => {
                            one.value = number;
                            None
                        }
                        Err(wrong) => Some(wrong),
                    }
                }
                Changed::VatCode => {
                    let is_code = one.value.is_empty() || books.vat_code(&one.value).is_some();
                    (!is_code).then_some(Wrong::VatCode)
                }
                Changed::Debit | Changed::Credit => {
                    sides(&proposal.journal[one.line.unwrap_or_default()], one)
                        .is_none()
                        .then_some(Wrong::Amount)
                }
            };
            if let Some(wrong) = wrong {
                is_right = false;
                refused.push((one.clone(), wrong));
            }
        }
        let last = off(&proposal, &changes).filter(|_| is_right);
        refused.extend(last.map(|last| (last.clone(), Wrong::Sums)));
    }
    let Some((of, wrong)) = refused.into_iter().min_by_key(|(of, _)| of.at) else {
        return Ok(());
    };
    let Correction { at: line, field, value, .. } = of;
    Err(Error::Lesson { file: file.to_owned(), line, field, value, wrong })
}

/// The last of the corrections of amounts of a proposal, where with them the amounts do not add up.
fn off<'c>(proposal: &Proposal, changes: &'c [&mut Correction]) -> Option<&'c Correction> {
    let mut journal = proposal.journal.clone();
    let mut said = Vec::new();
    let (mut of_entry, mut of_invoice) = (None, None);
    for one in changes.iter().map(|one| &**one) {
        match one.changed {
            Changed::Debit | Changed::Credit => {
                let line = journal.get_mut(one.line?)?;
                (line.debit, line.credit) = sides(line, one)?;
                of_entry = Some(one);
            }
            Changed::Other => {
                let is_amount = ["totals.", "vat_breakdown", "lines"];
                if is_amount.iter().any(|start| one.field.starts_with(start)) {
                    of_invoice = Some(one);
                }
                let value = normal(&one.field, &one.value).ok()?;
                said.retain(|known: &correct::Correction| known.field != one.field);
                said.push(correct::Correction {
                    first_page: 0,
                    field: one.field.clone(),
                    value,
                    place: None,
                });
            }
            Changed::Account | Changed::VatCode | Changed::Supplier => {}
        }
    }
    let sum: Amount = journal.iter().map(|line| line.debit - line.credit).sum();
    let mut invoice = proposal.invoice.clone();
    Corrections(said).of(0).apply(&mut invoice);
    of_entry.filter(|_| !sum.is_zero()).or_else(|| of_invoice.filter(|_| !adds_up(&invoice)))
}

/// What a line has in debit and in credit with a correction of either.
fn sides(line: &JournalLine, change: &Correction) -> Option<(Amount, Amount)> {
    // an amount is taken as those of the totals are
    let amount: Amount = match normal("totals.net", &change.value).ok()?.as_str() {
        "" => Amount::ZERO,
        amount => amount.parse().ok()?,
    };
    Some(match change.changed {
        Changed::Debit => (amount, line.credit),
        _ => (line.debit, amount),
    })
}

/// The proposal for an administration that was made of a document and begins on a page.
fn proposal_of(
    ledger: &Ledger,
    administration: &str,
    sha256: &str,
    page: Option<u32>,
) -> Result<Option<Proposal>> {
    let proposals = match sha256.parse::<Sha256>() {
        Ok(sha256) => ledger.proposals_of(sha256)?.unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    Ok(proposals.into_iter().find(|proposal| {
        let first = proposal.source.pages.map(|(first, _)| first);
        let is_theirs = proposal.administration.as_deref().unwrap_or_default() == administration;
        is_theirs && (page.is_none() || first.is_none() || first == page)
    }))
}

/// What corrections say about bookings.
pub(super) struct Corrected {
    pub(super) entries: Vec<Entry>,
    pub(super) idle: u64,
    pub(super) unknown: u64,
}

/// Proposals as their corrections say they are booked.
pub(super) fn corrected(
    ledger: &Ledger,
    administration: &str,
    corrections: &[Correction],
) -> Result<Corrected> {
    let mut by_proposal: BTreeMap<(&str, Option<u32>), Vec<&Correction>> = BTreeMap::new();
    let mut idle = 0;
    for correction in corrections {
        if correction.changed == Changed::Other {
            idle += 1;
        } else {
            by_proposal.entry((&correction.sha256, correction.page)).or_default().push(correction);
        }
    }
    let mut entries = Vec::new();
    let mut unknown = 0;
    for ((sha256, page), changes) in by_proposal {
        let proposal = proposal_of(ledger, administration, sha256, page)?;
        let booking = proposal.and_then(|proposal| booked(&proposal, sha256, page, &changes));
        match booking {
            Some((creditor, booking)) => {
                entries.extend(creditor.map(Entry::Creditor));
                entries.push(Entry::Booking(booking));
            }
            None => unknown += changes.len() as u64,
        }
    }
    Ok(Corrected { entries, idle, unknown })
}

/// The booking that a proposal teaches; `page` is its first, where it has pages.
pub(super) fn lesson_of(sha256: &str, page: Option<u32>) -> Mark {
    Mark::of(&["correction", sha256, &page.map_or(String::new(), |page| page.to_string())])
}

/// How a proposal is booked with these changes, and its supplier when the changes give it a number.
fn booked(
    proposal: &Proposal,
    sha256: &str,
    page: Option<u32>,
    changes: &[&Correction],
) -> Option<(Option<Creditor>, Booking)> {
    let relation = proposal.booking.relation.as_ref();
    let mut creditor = None;
    let mut supplier = relation.and_then(|relation| relation.code.clone());
    let mut lines: Vec<(usize, BookedLine)> = proposal
        .journal
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.kind, LineKind::Cost | LineKind::Suspense))
        .map(|(index, line)| {
            let booked = BookedLine {
                account: line.account.clone(),
                vat_code: line.vat_code.clone(),
                net: line.debit - line.credit,
                text: line.description.clone(),
            };
            (index, booked)
        })
        .collect();
    for change in changes {
        if change.changed == Changed::Supplier {
            supplier = Some(change.value.clone());
            creditor = Some(creditor_of(proposal, &change.value));
            continue;
        }
        for (index, line) in &mut lines {
            if change.line.is_some_and(|wanted| wanted != *index) {
                continue;
            }
            match change.changed {
                Changed::Account => line.account.clone_from(&change.value),
                Changed::VatCode => {
                    line.vat_code = (!change.value.is_empty()).then(|| change.value.clone());
                }
                Changed::Debit | Changed::Credit => {
                    line.net = sides(&proposal.journal[*index], change)
                        .map_or(line.net, |(debit, credit)| debit - credit);
                }
                Changed::Supplier | Changed::Other => {}
            }
        }
    }
    // what the lines of the invoice say that are on an account, or all where there is one account
    let on = &proposal.booking.line_accounts;
    let text = |account: &str| -> String {
        let lines = proposal.invoice.lines.iter().enumerate();
        let own =
            lines.filter(|(at, _)| on.is_empty() || on.get(at).is_some_and(|of| of == account));
        let texts = own.filter_map(|(_, line)| line.value.description.as_deref());
        texts.take(20).collect::<Vec<_>>().join(", ")
    };
    let lines: Vec<BookedLine> = lines
        .into_iter()
        .map(|(index, mut line)| {
            let said = text(&proposal.journal[index].account);
            if !said.is_empty() {
                line.text = said;
            }
            line
        })
        .filter(|line| !line.account.is_empty())
        .collect();
    if lines.is_empty() {
        return None;
    }
    let booking = Booking {
        mark: lesson_of(sha256, page),
        supplier,
        date: proposal.invoice.issue_date.as_ref().map(|date| date.value),
        lines,
        number: proposal.invoice.number.as_ref().map(|number| number.value.clone()),
        others: Vec::new(),
    };
    Some((creditor, booking))
}

/// The supplier of a proposal under this number.
fn creditor_of(proposal: &Proposal, number: &str) -> Creditor {
    let party = &proposal.invoice.supplier;
    let relation = proposal.booking.relation.as_ref();
    let in_list = relation
        .filter(|relation| relation.code.as_deref() == Some(number))
        .and(proposal.supplier_known_as.clone());
    let text = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
    Creditor {
        number: number.to_owned(),
        name: in_list.or_else(|| text(&party.name)).unwrap_or_default(),
        kind: CreditorKind::Supplier,
        vat_id: text(&party.vat_id),
        kvk: text(&party.kvk),
        ibans: text(&party.iban).into_iter().collect(),
        address: party.address.as_ref().map(|address| address.value.clone()).unwrap_or_default(),
    }
}
