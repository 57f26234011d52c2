//! The model that is made of what was learned.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use jiff::civil::Date;
use rusqlite::params;
use rustc_hash::FxHashMap;

use super::super::Ledger;
use super::super::blob::{pack_large, unpack, unpack_large};
use super::{HistoryKind, asked, date_of, digest_of, ranked};
use crate::Result;
use booking;
use booking::Classifier;
use booking::learn::BookedLine;
use booking::learn::{Builder, Example, Model, OtherLine, Usage};
use booking::same_suppliers;

/// What makes models of bookings; a model that another program made is made anew.
const MADE_BY: &[u8] = env!("SOURCES_BOOKING").as_bytes();
/// Lines that are handed to the builder together.
const TOGETHER: usize = 512;

/// What was booked on a supplier, the oldest first; one booking where none is known.
struct Booked {
    supplier: Option<String>,
    name: String,
    lines: Vec<Example>,
}

/// What the builder of a model is told, one after the other.
enum Step {
    Learn(Vec<Booked>),
    Account(booking::Account),
    Remember(Vec<Booked>),
}

impl Ledger {
    /// The model of an administration and its digest; `None` when nothing was learned.
    pub fn model(&self, administration: &str) -> Result<Option<(Model, String)>> {
        let kept = self.first(
            "SELECT version, digest, model FROM learned_model WHERE administration = ?1",
            [administration],
            |row| {
                Ok((
                    row.get_ref(0)?.as_blob() == Ok(MADE_BY),
                    row.get::<_, String>(1)?,
                    row.get::<_, Vec<u8>>(2)?,
                ))
            },
        )?;
        let Some((is_ours, digest, bytes)) = kept else {
            return Ok(None);
        };
        if is_ours && let Some(model) = unpack_large(&bytes) {
            return Ok(Some((model, digest)));
        }
        let Some(model) = self.build_model(administration)? else {
            return Ok(None);
        };
        let bytes = pack_large(&model);
        let digest = digest_of(&bytes);
        // when the ledger cannot be written now, whoever asks next makes it again
        let _ = self.connection.execute(
            "UPDATE learned_model SET version = ?2, digest = ?3, model = ?4 WHERE administration = ?1",
            params![administration, MADE_BY, digest, bytes],
        );
        Ok(Some((model, digest)))
    }

    /// Makes those models anew that another program made.
    pub(in crate::ledger) fn refresh_models(&self) -> Result<()> {
        let administrations: Vec<String> = self.all(
            "SELECT administration FROM learned_model WHERE version <> ?1",
            [MADE_BY],
            |row| row.get(0),
        )?;
        for administration in administrations {
            self.model(&administration)?;
        }
        Ok(())
    }

    /// What booking wants to know of an administration's history.
    pub fn learned(&self, administration: &str) -> Result<booking::Learned> {
        let Some((model, digest)) = self.model(administration)? else {
            return Ok(booking::Learned::default());
        };
        let mut history = booking::History::default();
        for supplier in model.suppliers() {
            for habit in model.habits(supplier) {
                let habit = booking::Habit {
                    account: habit.account,
                    vat_code: habit.vat_code,
                    cost_center: None,
                    count: habit.times as f32,
                    weight: habit.weight,
                    last: habit.last,
                };
                history.add(supplier, habit);
            }
        }
        let accounts = model.accounts().map(str::to_owned).collect();
        let usage = model.usage.clone();
        let model = Arc::new(model);
        let by_words = Arc::clone(&model);
        Ok(booking::Learned {
            history,
            by_supplier: Some(Classifier::new(move |question| {
                ranked(model.by_supplier(&asked(question)))
            })),
            classifier: Some(Classifier::new(move |question| {
                ranked(by_words.by_words(&asked(question)))
            })),
            accounts,
            usage,
            digest,
        })
    }

    /// Makes the model of an administration anew and keeps it.
    pub(super) fn make_model(&mut self, administration: &str) -> Result<()> {
        self.write("DELETE FROM learned_model WHERE administration = ?1", [administration])?;
        self.write(
            "UPDATE supplier SET
                 first_seen = coalesce((SELECT date(min(day) * 86400, 'unixepoch') FROM learned_booking AS b
                     WHERE b.administration = supplier.administration AND b.supplier = supplier.code), first_seen),
                 last_seen = coalesce((SELECT date(max(day) * 86400, 'unixepoch') FROM learned_booking AS b
                     WHERE b.administration = supplier.administration AND b.supplier = supplier.code), last_seen)
             WHERE administration = ?1",
            [administration],
        )?;
        let Some(model) = self.build_model(administration)? else {
            return Ok(());
        };
        let bytes = pack_large(&model);
        let digest = digest_of(&bytes);
        self.write(
            "INSERT INTO learned_model (administration, version, digest, model) VALUES (?1, ?2, ?3, ?4)",
            params![administration, MADE_BY, digest, bytes],
        )
    }

    /// The model that the bookings of an administration make.
    fn build_model(&self, administration: &str) -> Result<Option<Model>> {
        thread::scope(|scope| {
            // A thread of its own builds, while this one reads what comes next.
            let (sender, steps) = sync_channel::<Step>(8);
            let building = scope.spawn(move || {
                let mut builder = Builder::default();
                for step in steps {
                    match step {
                        Step::Learn(suppliers) => suppliers
                            .iter()
                            .for_each(|booked| builder.learn(&booked.name, &booked.lines)),
                        Step::Account(account) => builder.account(&account.number, &account.name),
                        Step::Remember(suppliers) => suppliers.iter().for_each(|booked| {
                            builder.remember(
                                booked.supplier.as_deref(),
                                &booked.name,
                                &booked.lines,
                            );
                        }),
                    }
                }
                builder
            });
            let send = |step| sender.send(step).expect("the builder does not panic");
            let mut any = false;
            let mut usage =
                Usage::with(self.vat_codes(administration)?, self.until(administration)?);
            self.each_supplier(administration, Some(&mut usage), |suppliers| {
                any = true;
                send(Step::Learn(suppliers));
            })?;
            if !any {
                return Ok(None);
            }
            self.accounts(administration)?
                .into_iter()
                .for_each(|account| send(Step::Account(account)));
            self.each_supplier(administration, None, |suppliers| send(Step::Remember(suppliers)))?;
            drop(sender);
            let builder = building.join().expect("the builder does not panic");
            Ok(Some(builder.finish(usage)))
        })
    }

    /// The last day of the periods that auditfiles have of an administration: no later than the month of the last booking,
    /// since a file of a year that goes on ends with the year.
    fn until(&self, administration: &str) -> Result<Option<Date>> {
        let sql = "SELECT f.ends, max(b.day) FROM learned_file AS f JOIN learned_booking AS b ON b.file = f.id
            WHERE f.administration = ?1 AND f.kind = ?2 GROUP BY f.id";
        let days: Vec<_> =
            self.all(sql, params![administration, HistoryKind::Auditfile.code()], |row| {
                Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?))
            })?;
        let last = |(ends, latest): (Option<i64>, Option<i64>)| {
            let month = latest.and_then(date_of)?.last_of_month();
            Some(ends.and_then(date_of).map_or(month, |ends| ends.min(month)))
        };
        Ok(days.into_iter().filter_map(last).max())
    }

    /// Hands out all lines of suppliers, some suppliers at a time, the oldest booking of each first; bookings without a
    /// supplier stand alone. What they tell beside costs is added to `usage`.
    fn each_supplier(
        &self,
        administration: &str,
        mut usage: Option<&mut Usage>,
        mut visit: impl FnMut(Vec<Booked>),
    ) -> Result<()> {
        let suppliers = self.suppliers(administration)?;
        // a supplier under several codes is one; most have one, and then the index has the order
        let same = same_suppliers(&suppliers);
        let (who, and) = if same.is_empty() {
            ("supplier", "")
        } else {
            ("coalesce(same.of, supplier)", "LEFT JOIN temp.same ON same.code = supplier")
        };
        self.connection
            .execute_batch("CREATE TEMP TABLE IF NOT EXISTS same (code TEXT PRIMARY KEY, of TEXT); DELETE FROM temp.same")
            .map_err(self.wrap())?;
        for pair in &same {
            self.connection
                .prepare_cached("INSERT INTO temp.same VALUES (?1, ?2)")
                .and_then(|mut insert| insert.execute(pair))
                .map_err(self.wrap())?;
        }
        // here, and not joined by SQLite, which would look them up for every booking
        let names: FxHashMap<String, String> =
            suppliers.into_iter().map(|supplier| (supplier.code, supplier.name)).collect();
        let mut statement = self
            .connection
            .prepare_cached(&format!(
                "SELECT id, {who} AS who, day, lines, file IN (SELECT id FROM learned_file WHERE kind = ?2), number,
                     others
                 FROM learned_booking {and}
                 WHERE administration = ?1 ORDER BY who, day, mark"
            ))
            .map_err(self.wrap())?;
        let mut rows = statement
            .query(params![administration, HistoryKind::Corrections.code()])
            .map_err(self.wrap())?;
        let mut suppliers: Vec<Booked> = Vec::new();
        let mut waiting = 0;
        while let Some(row) = rows.next().map_err(self.wrap())? {
            let wrap = self.wrap();
            let next: Option<String> = row.get(1).map_err(&wrap)?;
            let is_same =
                next.is_some() && suppliers.last().is_some_and(|last| last.supplier == next);
            if !is_same {
                if waiting >= TOGETHER {
                    suppliers.retain(|booked| !booked.lines.is_empty());
                    visit(std::mem::take(&mut suppliers));
                    waiting = 0;
                }
                let name = next.as_ref().and_then(|code| names.get(code));
                suppliers.push(Booked {
                    name: name.cloned().unwrap_or_default(),
                    supplier: next,
                    lines: Vec::new(),
                });
            }
            let booking = row.get(0).map_err(&wrap)?;
            let date = row.get::<_, Option<i64>>(2).map_err(&wrap)?.and_then(date_of);
            let bytes = row.get_ref(3).map_err(&wrap)?;
            let kept: Vec<BookedLine> = bytes.as_blob().ok().and_then(unpack).unwrap_or_default();
            let is_correction = row.get(4).map_err(&wrap)?;
            if let Some(usage) = usage.as_deref_mut() {
                let number: Option<String> = row.get(5).map_err(&wrap)?;
                let others: Option<Vec<u8>> = row.get(6).map_err(&wrap)?;
                let others: Vec<OtherLine> = others.and_then(|o| unpack(&o)).unwrap_or_default();
                let supplier = suppliers.last().and_then(|last| last.supplier.as_deref());
                usage.add(supplier, &kept, &others, number.as_deref());
            }
            waiting += kept.len();
            let Some(booked) = suppliers.last_mut() else {
                continue;
            };
            booked.lines.extend(kept.into_iter().map(|line| Example {
                booking,
                date,
                is_correction,
                account: line.account,
                vat_code: line.vat_code,
                net: line.net,
                text: line.text,
            }));
        }
        suppliers.retain(|booked| !booked.lines.is_empty());
        if !suppliers.is_empty() {
            visit(suppliers);
        }
        Ok(())
    }
}
