//! The model that is made of what was learned.

use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use super::super::Ledger;
use super::super::blob::{pack_large, unpack, unpack_large};
use super::{HistoryKind, KeptLine, asked, date_of, digest_of, ranked};
use crate::booking::{self, Classifier};
use crate::error::Result;
use crate::learn::model::{Builder, Example, MODEL_VERSION, Model};

impl Ledger {
    /// The model of an administration and its digest; `None` when nothing was learned.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
    pub fn model(&self, administration: &str) -> Result<Option<(Model, String)>> {
        let kept = self
            .connection
            .query_row(
                "SELECT version, digest, model FROM learned_model WHERE administration = ?1",
                [administration],
                |row| {
                    Ok((
                        row.get::<_, u32>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, Vec<u8>>(2)?,
                    ))
                },
            )
            .optional()
            .map_err(self.wrap())?;
        let Some((version, digest, bytes)) = kept else {
            return Ok(None);
        };
        if version == MODEL_VERSION
            && let Some(model) = unpack_large(&bytes)
        {
            return Ok(Some((model, digest)));
        }
        // Another version of the program made it; it is kept anew when something is learned next.
        Ok(self.build_model(administration)?.map(|model| {
            let digest = digest_of(&pack_large(&model));
            (model, digest)
        }))
    }

    /// What booking wants to know of an administration's history.
    ///
    /// # Errors
    /// [`crate::Error::Ledger`].
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
                    last: habit.last,
                };
                history.add(supplier, habit);
            }
        }
        let accounts = model.accounts().map(str::to_owned).collect();
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
            digest,
        })
    }

    /// Makes the model of an administration anew and keeps it.
    pub(super) fn make_model(&mut self, administration: &str) -> Result<()> {
        self.write(
            "DELETE FROM learned_model WHERE administration = ?1",
            [administration],
        )?;
        let Some(model) = self.build_model(administration)? else {
            return Ok(());
        };
        self.write(
            "UPDATE supplier SET
                 first_seen = coalesce((SELECT date(min(day) * 86400, 'unixepoch') FROM learned_booking AS b
                     WHERE b.administration = supplier.administration AND b.supplier = supplier.code), first_seen),
                 last_seen = coalesce((SELECT date(max(day) * 86400, 'unixepoch') FROM learned_booking AS b
                     WHERE b.administration = supplier.administration AND b.supplier = supplier.code), last_seen)
             WHERE administration = ?1",
            [administration],
        )?;
        let bytes = pack_large(&model);
        let digest = digest_of(&bytes);
        self.write(
            "INSERT INTO learned_model (administration, version, digest, model) VALUES (?1, ?2, ?3, ?4)",
            params![administration, MODEL_VERSION, digest, bytes],
        )
        .map(drop)
    }

    /// The model that the bookings of an administration make.
    fn build_model(&self, administration: &str) -> Result<Option<Model>> {
        let mut builder = Builder::default();
        let mut any = false;
        self.each_supplier(administration, |_, name, lines| {
            any = true;
            builder.learn(name, lines);
        })?;
        if !any {
            return Ok(None);
        }
        for account in self.accounts(administration)? {
            builder.account(&account.number, &account.name);
        }
        self.each_supplier(administration, |number, name, lines| {
            builder.remember(number, name, lines);
        })?;
        Ok(Some(builder.finish()))
    }

    /// Hands out all lines of each supplier, the oldest booking first; bookings without a supplier one by one.
    fn each_supplier(
        &self,
        administration: &str,
        mut visit: impl FnMut(Option<&str>, &str, &[Example]),
    ) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached(
                "SELECT b.id, b.supplier, coalesce(s.name, ''), b.day, b.lines, f.kind FROM learned_booking AS b
                 LEFT JOIN supplier AS s ON s.administration = b.administration AND s.code = b.supplier
                 LEFT JOIN learned_file AS f ON f.id = b.file
                 WHERE b.administration = ?1 ORDER BY b.supplier, b.day, b.mark",
            )
            .map_err(self.wrap())?;
        let mut rows = statement.query([administration]).map_err(self.wrap())?;
        let mut supplier: Option<String> = None;
        let mut name = String::new();
        let mut lines: Vec<Example> = Vec::new();
        while let Some(row) = rows.next().map_err(self.wrap())? {
            let wrap = self.wrap();
            let next: Option<String> = row.get(1).map_err(&wrap)?;
            if (next != supplier || next.is_none()) && !lines.is_empty() {
                visit(supplier.as_deref(), &name, &lines);
                lines.clear();
            }
            supplier = next;
            name = row.get(2).map_err(&wrap)?;
            let booking = row.get(0).map_err(&wrap)?;
            let date = row
                .get::<_, Option<i64>>(3)
                .map_err(&wrap)?
                .and_then(date_of);
            let bytes = row.get_ref(4).map_err(&wrap)?;
            let kept: Vec<KeptLine> = bytes.as_blob().ok().and_then(unpack).unwrap_or_default();
            let is_correction = row.get::<_, Option<i64>>(5).map_err(&wrap)?
                == Some(HistoryKind::Corrections.code());
            lines.extend(kept.into_iter().map(|line| Example {
                booking,
                date,
                is_correction,
                account: line.account,
                vat_code: line.vat_code,
                net: line.net,
                text: line.text,
            }));
        }
        if !lines.is_empty() {
            visit(supplier.as_deref(), &name, &lines);
        }
        Ok(())
    }
}
