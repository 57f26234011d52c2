//! Bursts: written down before anything is made elsewhere, so that a crash orphans nothing.

use std::fmt;

use rusqlite::{Row, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Result;

use super::Ledger;
use super::blob::{pack, pack_large, unpack, unpack_large};
use super::db::now_ms;

/// A run's name: time and chance, `20260331-0915-k7m2qd`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub String);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A shard's name: `00012`, and `00012.k7m2` for what became of the rest of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShardId(pub String);

impl ShardId {
    /// The shard with this number, from 0, of so many: by name, shards sort as by number.
    pub fn numbered(number: u64, of: u64) -> Self {
        let digits = of.saturating_sub(1).to_string().len().max(5);
        Self(format!("{number:0digits$}"))
    }

    /// Whether a worker made it, from what was left of another.
    pub fn is_rest(&self) -> bool {
        self.0.contains('.')
    }
}

impl fmt::Display for ShardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A burst as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BurstRecord {
    /// Its name.
    pub run: RunId,
    /// Its store, as the person wrote it.
    pub store: String,
    /// What its machines are: `ec2` or `local`.
    pub fleet: String,
    /// What reads; see [`super::Fingerprint`].
    pub reading: [u8; 16],
    /// Begin, Unix time in ms.
    pub begun_ms: i64,
    /// Nothing of it may go on after this, Unix time in seconds.
    pub ends_s: i64,
    /// All its work is here or given up; what is left of it is to be removed.
    pub is_over: bool,
}

/// Shards of a burst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShardCount {
    /// All of them.
    pub shards: u64,
    /// Those that are in the store.
    pub uploaded: u64,
    /// Those whose results are here.
    pub settled: u64,
}

impl Ledger {
    /// Notes a burst before anything of it is made.
    pub fn put_burst<P: Serialize>(&mut self, burst: &BurstRecord, plan: &P) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO burst (run, store, fleet, reading, begun_ms, ends_s, plan, ended_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)",
            params![
                burst.run.0,
                burst.store,
                burst.fleet,
                burst.reading,
                burst.begun_ms,
                burst.ends_s,
                pack_large(plan)
            ],
        )?;
        self.commit().map(drop)
    }

    /// All bursts of which something may be left, oldest first.
    pub fn bursts(&self) -> Result<Vec<BurstRecord>> {
        self.all("SELECT run, store, fleet, reading, begun_ms, ends_s, ended_ms FROM burst ORDER BY begun_ms, run", [], burst_row)
    }

    /// The plan of a burst; `None` when another version wrote it.
    pub fn burst_plan<P: DeserializeOwned>(&self, run: &RunId) -> Result<Option<P>> {
        let plan: Option<Vec<u8>> =
            self.first("SELECT plan FROM burst WHERE run = ?1", [&run.0], |row| row.get(0))?;
        Ok(plan.and_then(|bytes| unpack_large(&bytes)))
    }

    /// Notes that a burst's work is all here or given up.
    pub fn end_burst(&mut self, run: &RunId) -> Result<()> {
        self.write(
            "UPDATE burst SET ended_ms = ?2 WHERE run = ?1 AND ended_ms IS NULL",
            params![run.0, now_ms()],
        )?;
        self.commit().map(drop)
    }

    /// Forgets a burst of which nothing is left anywhere.
    pub fn forget_burst(&mut self, run: &RunId) -> Result<()> {
        for table in ["shard", "launch", "burst"] {
            self.write(&format!("DELETE FROM {table} WHERE run = ?1"), [&run.0])?;
        }
        self.commit().map(drop)
    }

    /// Notes a shard that is to be uploaded.
    pub fn put_shard<S: Serialize>(&mut self, run: &RunId, id: &ShardId, shard: &S) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO shard (run, id, shard) VALUES (?1, ?2, ?3)",
            params![run.0, id.0, pack_large(shard)],
        )
    }

    /// Notes a shard that a worker made.
    pub fn put_rest(&mut self, run: &RunId, id: &ShardId) -> Result<()> {
        self.write(
            "INSERT OR IGNORE INTO shard (run, id, uploaded) VALUES (?1, ?2, 1)",
            params![run.0, id.0],
        )
    }

    /// Shards that are not in the store yet, by name; one that another version wrote is left out.
    pub fn shards_to_upload<S: DeserializeOwned>(&self, run: &RunId) -> Result<Vec<S>> {
        let rows: Vec<Vec<u8>> = self.all(
            "SELECT shard FROM shard WHERE run = ?1 AND uploaded = 0 ORDER BY id",
            [&run.0],
            |row| row.get(0),
        )?;
        Ok(rows.iter().filter_map(|row| unpack_large(row)).collect())
    }

    /// Notes that a shard is in the store.
    pub fn shard_uploaded(&mut self, run: &RunId, id: &ShardId) -> Result<()> {
        self.write("UPDATE shard SET uploaded = 1 WHERE run = ?1 AND id = ?2", params![run.0, id.0])
    }

    /// Notes that a shard's result is here.
    pub fn shard_settled(&mut self, run: &RunId, id: &ShardId) -> Result<()> {
        self.write(
            "INSERT INTO shard (run, id, uploaded, settled) VALUES (?1, ?2, 1, 1)
             ON CONFLICT (run, id) DO UPDATE SET settled = 1",
            params![run.0, id.0],
        )
    }

    /// Names of the shards whose results are here.
    pub fn settled_shards(&self, run: &RunId) -> Result<Vec<ShardId>> {
        self.all("SELECT id FROM shard WHERE run = ?1 AND settled = 1", [&run.0], |row| {
            row.get(0).map(ShardId)
        })
    }

    /// Names of the shards that workers made.
    pub fn rest_shards(&self, run: &RunId) -> Result<Vec<ShardId>> {
        self.all("SELECT id FROM shard WHERE run = ?1 AND id LIKE '%.%'", [&run.0], |row| {
            row.get(0).map(ShardId)
        })
    }

    /// How far a burst is.
    pub fn shard_count(&self, run: &RunId) -> Result<ShardCount> {
        self.one(
            "SELECT count(*), total(uploaded), total(settled) FROM shard WHERE run = ?1",
            [&run.0],
            |row| {
                Ok(ShardCount {
                    shards: row.get::<_, i64>(0)?.cast_unsigned(),
                    uploaded: row.get::<_, f64>(1)? as u64,
                    settled: row.get::<_, f64>(2)? as u64,
                })
            },
        )
    }

    /// Notes a request for machines before it is made.
    pub fn put_launch<R: Serialize>(&mut self, run: &RunId, round: u32, request: &R) -> Result<()> {
        self.write(
            "INSERT OR REPLACE INTO launch (run, round, request) VALUES (?1, ?2, ?3)",
            params![run.0, round, pack(request)],
        )?;
        self.commit().map(drop)
    }

    /// Notes what became of a request for machines.
    pub fn launch_answered<L: Serialize>(
        &mut self,
        run: &RunId,
        round: u32,
        launched: &L,
    ) -> Result<()> {
        self.write(
            "UPDATE launch SET launched = ?3 WHERE run = ?1 AND round = ?2",
            params![run.0, round, pack(launched)],
        )?;
        self.commit().map(drop)
    }

    /// All requests for machines of a burst with their answers, the first first.
    pub fn launches<R: DeserializeOwned, L: DeserializeOwned>(
        &self,
        run: &RunId,
    ) -> Result<Vec<(R, Option<L>)>> {
        let rows: Vec<(Vec<u8>, Option<Vec<u8>>)> = self.all(
            "SELECT request, launched FROM launch WHERE run = ?1 ORDER BY round",
            [&run.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(rows
            .iter()
            .filter_map(|(request, launched)| {
                let launched = launched.as_ref().and_then(|bytes| unpack(bytes));
                Some((unpack(request)?, launched))
            })
            .collect())
    }
}

fn burst_row(row: &Row<'_>) -> rusqlite::Result<BurstRecord> {
    Ok(BurstRecord {
        run: RunId(row.get(0)?),
        store: row.get(1)?,
        fleet: row.get(2)?,
        reading: row.get::<_, Vec<u8>>(3)?.try_into().unwrap_or_default(),
        begun_ms: row.get(4)?,
        ends_s: row.get(5)?,
        is_over: row.get::<_, Option<i64>>(6)?.is_some(),
    })
}
