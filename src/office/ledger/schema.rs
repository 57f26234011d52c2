//! The tables, and how an older ledger becomes a newer one.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use crate::{Error, Result};
use booking::Proposal;

use super::blob::{pack, unpack_large};

/// One step per format number, in order; `user_version` says how many have been taken.
pub(super) const MIGRATIONS: &[&str] = &["
-- Every path that was ever seen, members of containers as `container!/member`.
CREATE TABLE file (
    path        BLOB PRIMARY KEY,   -- absolute, bytes as the system has them
    shown       TEXT NOT NULL,      -- as the person wrote or sees it
    len         INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    role        INTEGER NOT NULL,   -- Role
    sha256      BLOB,               -- of a document or companion
    detail      BLOB,               -- SkipReason or Cause, MessagePack
    container   BLOB                -- path of the outermost container
) WITHOUT ROWID;
CREATE INDEX file_by_sha256 ON file (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX file_by_container ON file (container) WHERE container IS NOT NULL;

-- The latest outcome of every document, by the SHA-256 of its bytes.
CREATE TABLE document (
    sha256      BLOB PRIMARY KEY,
    companion   BLOB,               -- SHA-256 of the page that belongs to an XML invoice
    reading     BLOB NOT NULL,      -- fingerprint of what read it
    extraction  BLOB NOT NULL,      -- fingerprint of what understood it
    limits      BLOB NOT NULL,      -- fingerprint of the limits, for failures
    state       INTEGER NOT NULL,   -- State
    cause       BLOB,               -- Cause, MessagePack
    proposals   BLOB,               -- Vec<Proposal>, MessagePack, zstd
    ready       INTEGER NOT NULL DEFAULT 0,
    review      INTEGER NOT NULL DEFAULT 0,
    pages       INTEGER NOT NULL DEFAULT 0,
    ocr_pages   INTEGER NOT NULL DEFAULT 0,
    run         INTEGER NOT NULL,
    finished_ms INTEGER NOT NULL    -- Unix time
);

-- Pages that cost something to read: the resume of large documents, and understanding them anew without OCR.
CREATE TABLE page (
    sha256  BLOB NOT NULL,
    reading BLOB NOT NULL,
    number  INTEGER NOT NULL,
    words   BLOB NOT NULL,          -- Page, MessagePack, zstd
    PRIMARY KEY (sha256, reading, number)
) WITHOUT ROWID;

-- What work costs on this machine.
CREATE TABLE rate (
    what   TEXT PRIMARY KEY,
    ms     REAL NOT NULL,
    weight REAL NOT NULL
);

-- What the files in the output folder were made with; gone as soon as something changes.
CREATE TABLE published (mark TEXT NOT NULL);

CREATE TABLE run (
    id         INTEGER PRIMARY KEY,
    version    TEXT NOT NULL,
    started_ms INTEGER NOT NULL,    -- Unix time
    ended_ms   INTEGER,
    documents  INTEGER NOT NULL DEFAULT 0,
    failed     INTEGER NOT NULL DEFAULT 0,
    pages      INTEGER NOT NULL DEFAULT 0,
    ocr_pages  INTEGER NOT NULL DEFAULT 0
);
", "
-- Documents that have pages to recognise, when somebody else is to do it.
CREATE TABLE waiting (
    sha256   BLOB PRIMARY KEY,
    reading  BLOB NOT NULL,
    kind     BLOB NOT NULL,         -- MediaKind, MessagePack
    len      INTEGER NOT NULL,
    bytes    BLOB NOT NULL,         -- path of a file with its bytes
    path     BLOB NOT NULL,         -- the file it is or is in, as the person wrote it
    absolute BLOB NOT NULL,
    pages    BLOB NOT NULL          -- page numbers, MessagePack
) WITHOUT ROWID;

-- Documents that burst workers could not read.
CREATE TABLE page_failure (
    sha256  BLOB PRIMARY KEY,
    reading BLOB NOT NULL,
    limits  BLOB NOT NULL,
    number  INTEGER NOT NULL,
    cause   BLOB NOT NULL           -- Cause, MessagePack
) WITHOUT ROWID;

-- Bursts. A row is written before anything is made anywhere else, and goes when nothing of the run is left.
CREATE TABLE burst (
    run        TEXT PRIMARY KEY,
    store      TEXT NOT NULL,
    fleet      TEXT NOT NULL,       -- ec2, local
    reading    BLOB NOT NULL,
    begun_ms   INTEGER NOT NULL,    -- Unix time
    ends_s     INTEGER NOT NULL,    -- Unix time: nothing of it may go on after this
    plan       BLOB NOT NULL,       -- MessagePack
    ended_ms   INTEGER              -- all its work is here or given up
) WITHOUT ROWID;

-- Shards of a burst: what is to be uploaded, what has come back.
CREATE TABLE shard (
    run      TEXT NOT NULL,
    id       TEXT NOT NULL,
    shard    BLOB,                  -- Shard, MessagePack; NULL when a worker made it
    uploaded INTEGER NOT NULL DEFAULT 0,
    settled  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (run, id)
) WITHOUT ROWID;

-- Requests for machines, each written before it is made.
CREATE TABLE launch (
    run      TEXT NOT NULL,
    round    INTEGER NOT NULL,
    request  BLOB NOT NULL,         -- LaunchRequest, MessagePack
    launched BLOB,                  -- Launched, MessagePack; NULL while the answer is open
    PRIMARY KEY (run, round)
) WITHOUT ROWID;
", "
-- The creditor list of an administration (by its name; '' without configuration), as it was learned.
CREATE TABLE supplier (
    administration TEXT NOT NULL,
    code           TEXT NOT NULL,   -- in the administration's own list
    name           TEXT NOT NULL,
    vat_id         TEXT,
    kvk            TEXT,
    ibans          BLOB NOT NULL,   -- Vec<String>, MessagePack
    address        BLOB,            -- Address, MessagePack
    first_seen     TEXT,            -- ISO 8601
    last_seen      TEXT,            -- ISO 8601
    PRIMARY KEY (administration, code)
) WITHOUT ROWID;

-- The chart of accounts of an administration.
CREATE TABLE account (
    administration TEXT NOT NULL,
    number         TEXT NOT NULL,
    name           TEXT NOT NULL,
    rgs            TEXT,            -- RGS code
    PRIMARY KEY (administration, number)
) WITHOUT ROWID;
", "
-- What tells whether documents are the same invoice: Vec<Option<Key>>, MessagePack, one for each proposal.
ALTER TABLE document ADD COLUMN keys BLOB;
", "
-- Files that were learned, for an administration ('' without configuration).
CREATE TABLE learned_file (
    id             INTEGER PRIMARY KEY,
    administration TEXT NOT NULL,
    sha256         BLOB NOT NULL,
    name           TEXT NOT NULL,   -- as the person wrote it
    kind           INTEGER NOT NULL, -- HistoryKind
    len            INTEGER NOT NULL,
    learned_ms     INTEGER NOT NULL, -- Unix time
    UNIQUE (administration, sha256)
);

-- Purchases as they were booked: all that is learned is made from these.
CREATE TABLE learned_booking (
    id             INTEGER PRIMARY KEY,
    administration TEXT NOT NULL,
    mark           INTEGER NOT NULL, -- its identity in the administration
    file           INTEGER NOT NULL, -- the latest file that has it
    supplier       TEXT,             -- code
    day            INTEGER,          -- of the booking, days since 1970-01-01
    lines          BLOB NOT NULL     -- account, VAT code, net, text of each; MessagePack
);
CREATE UNIQUE INDEX learned_booking_by_mark ON learned_booking (administration, mark);
CREATE INDEX learned_booking_by_supplier ON learned_booking (administration, supplier, day);

-- What the bookings of an administration amount to; made again when they or the program change.
CREATE TABLE learned_model (
    administration TEXT PRIMARY KEY,
    version        INTEGER NOT NULL, -- what made it: a digest, BLOB
    digest         TEXT NOT NULL,
    model          BLOB NOT NULL     -- Model, MessagePack, zstd
) WITHOUT ROWID;
", "
-- What a person said of proposals; applied whenever a document is understood anew.
CREATE TABLE correction (
    sha256     BLOB NOT NULL,
    first_page INTEGER NOT NULL,    -- of the proposal; 0 for XML and for the whole document
    field      TEXT NOT NULL,
    value      TEXT NOT NULL,
    place      BLOB,                -- Place, MessagePack
    given_ms   INTEGER NOT NULL,    -- Unix time
    PRIMARY KEY (sha256, first_page, field)
) WITHOUT ROWID;
", "
-- In whose folder a document lay when it was seen, for whose books its outcome is (Vec<String>, MessagePack), and of
-- whose proposal a person spoke ('' where no folder says whose it is).
ALTER TABLE file ADD COLUMN administration TEXT;
ALTER TABLE document ADD COLUMN books BLOB;
ALTER TABLE correction RENAME TO correction_before;
CREATE TABLE correction (
    sha256         BLOB NOT NULL,
    administration TEXT NOT NULL,
    first_page     INTEGER NOT NULL, -- of the proposal; 0 for XML and for the whole document
    field          TEXT NOT NULL,
    value          TEXT NOT NULL,
    place          BLOB,            -- Place, MessagePack
    given_ms       INTEGER NOT NULL, -- Unix time
    PRIMARY KEY (sha256, administration, first_page, field)
) WITHOUT ROWID;
INSERT INTO correction SELECT sha256, '', first_page, field, value, place, given_ms FROM correction_before;
DROP TABLE correction_before;
", "
-- What was handed over to bookkeeping packages: each time has a number, and a proposal has one for each package.
CREATE TABLE hand_over (
    number   INTEGER PRIMARY KEY,
    state    INTEGER NOT NULL,      -- begun, written, taken back
    begun_ms INTEGER NOT NULL       -- Unix time
);
CREATE TABLE handed_over (
    package        TEXT NOT NULL,
    sha256         BLOB NOT NULL,
    administration TEXT NOT NULL,   -- in whose folder it lies; '' where none says it
    first_page     INTEGER NOT NULL,
    number         INTEGER NOT NULL,
    PRIMARY KEY (package, sha256, administration, first_page)
) WITHOUT ROWID;
CREATE INDEX handed_over_by_number ON handed_over (number);
", "
-- What a person said before he said something else or took it back: what was handed over may have it.
CREATE TABLE correction_before (
    sha256         BLOB NOT NULL,
    administration TEXT NOT NULL,
    first_page     INTEGER NOT NULL,
    field          TEXT NOT NULL,
    value          TEXT NOT NULL,
    given_ms       INTEGER NOT NULL, -- Unix time
    until_ms       INTEGER NOT NULL, -- Unix time
    PRIMARY KEY (sha256, administration, first_page, field, given_ms)
) WITHOUT ROWID;

-- In the order in which a model is made.
DROP INDEX learned_booking_by_supplier;
CREATE INDEX learned_booking_by_supplier ON learned_booking (administration, supplier, day, mark);
", "
-- What was read of documents: all that is understood, now and later, is understood from this. A row of page is of a
-- document that is still being read.
CREATE TABLE reading (
    sha256    BLOB NOT NULL,
    reading   BLOB NOT NULL,        -- fingerprint of what read it
    companion BLOB,                 -- SHA-256 of the page that belongs to an XML invoice, whose words it has
    pages     INTEGER NOT NULL,
    ocr_pages INTEGER NOT NULL,
    missing   BLOB,                 -- numbers of pages that come one by one (MessagePack), NULL when it is whole
    content   BLOB NOT NULL,        -- Reading, MessagePack, zstd
    PRIMARY KEY (sha256, reading)
);
", "
-- What was handed over without this ledger, from the lists beside the files.
CREATE TABLE handed_over_found (
    package TEXT NOT NULL,
    path    TEXT NOT NULL,          -- as the list has it
    pages   TEXT NOT NULL,
    name    TEXT NOT NULL,          -- of supplier or customer
    invoice TEXT NOT NULL,          -- its number
    number  INTEGER NOT NULL        -- of hand_over
);
", "
-- What tells that a row is as dizzy wrote it (a digest); of a hand-over, that its rows of handed_over are. NULL in what
-- an older program wrote.
ALTER TABLE document ADD COLUMN seal BLOB;
ALTER TABLE correction ADD COLUMN seal BLOB;
ALTER TABLE hand_over ADD COLUMN seal BLOB;
", "
-- What looked at a file, a digest of the readers; the seal of its row. That of a hand-over covers what became of it now.
ALTER TABLE file ADD COLUMN looked BLOB;
ALTER TABLE file ADD COLUMN seal BLOB;
UPDATE hand_over SET seal = NULL;
-- What was named as waiting for a look when something was handed over: once is enough.
CREATE TABLE named (path TEXT PRIMARY KEY) WITHOUT ROWID;
", "
-- What bookings tell beside costs; NULL in what an older program learned, so that a file that it learned is learned again.
ALTER TABLE learned_file ADD COLUMN ends INTEGER; -- the last day of its period, days since 1970-01-01
ALTER TABLE learned_booking ADD COLUMN number TEXT; -- the supplier's, of the invoice
ALTER TABLE learned_booking ADD COLUMN others BLOB; -- Vec<OtherLine>, MessagePack
-- What was handed over (a digest of the entry), and the seal of the outcome that had it.
ALTER TABLE handed_over ADD COLUMN entry BLOB;
ALTER TABLE handed_over ADD COLUMN outcome BLOB;
CREATE TABLE learned_vat_code (
    administration TEXT NOT NULL,
    code           TEXT NOT NULL,
    name           TEXT NOT NULL,
    claims         TEXT,            -- account of the VAT that is deducted
    pays           TEXT,            -- account of the VAT that is owed
    PRIMARY KEY (administration, code)
) WITHOUT ROWID;
", "
-- The company that an auditfile is of (Company, MessagePack).
ALTER TABLE learned_file ADD COLUMN company BLOB;
", "
-- The latest auditfile that lists it, and the last day of the latest that does.
ALTER TABLE account ADD COLUMN file INTEGER;
ALTER TABLE account ADD COLUMN ends INTEGER;
ALTER TABLE learned_vat_code ADD COLUMN file INTEGER;
ALTER TABLE learned_vat_code ADD COLUMN ends INTEGER;
"];

/// The step from which on an outcome says for whose books it is.
pub(super) const WITH_BOOKS: usize = 7;

/// Opens or creates the database file and brings it to the newest format.
///
/// # Errors
/// [`Error::Ledger`] when SQLite refuses, [`Error::LedgerTooNew`] when a newer dizzy wrote it.
pub fn open(path: &Path) -> Result<Connection> {
    let wrap = |source| Error::Ledger { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(wrap)?;
    connection.busy_timeout(std::time::Duration::from_secs(10)).map_err(wrap)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(wrap)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(wrap)?;
    // a statement is planned once, not anew for each value that is bound to it, and stays planned
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(wrap)?;
    connection.set_prepared_statement_cache_capacity(64);
    let found: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(wrap)?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(Error::LedgerTooNew { path: path.to_owned(), found, known });
    }
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(found.max(0) as usize) {
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(wrap)?;
        // another process may have taken this step in the meantime
        let now: i64 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(wrap)?;
        if now > step as i64 {
            continue;
        }
        transaction.execute_batch(sql).map_err(wrap)?;
        if step + 1 == WITH_BOOKS {
            name_books(&transaction).map_err(wrap)?;
        }
        transaction.pragma_update(None, "user_version", step as i64 + 1).map_err(wrap)?;
        transaction.commit().map_err(wrap)?;
    }
    Ok(connection)
}

/// Says of the outcomes that are there, and of what a person said of them, for whose books they are: their proposals know.
fn name_books(ledger: &Connection) -> rusqlite::Result<()> {
    let documents: Vec<Vec<u8>> = ledger
        .prepare("SELECT sha256 FROM document WHERE state = 1")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut outcome = ledger.prepare("SELECT proposals FROM document WHERE sha256 = ?1")?;
    let mut of_document = ledger.prepare("UPDATE document SET books = ?2 WHERE sha256 = ?1")?;
    let mut of_said =
        ledger.prepare("UPDATE correction SET administration = ?2 WHERE sha256 = ?1")?;
    let mut of_file = ledger.prepare(
        "UPDATE file SET administration = ?2
         WHERE path = (SELECT path FROM file WHERE sha256 = ?1 AND role = 1 ORDER BY shown LIMIT 1)",
    )?;
    for sha256 in documents {
        let proposals: Option<Vec<u8>> =
            outcome.query_row([&sha256], |row| row.get(0)).optional()?.flatten();
        let proposals = proposals.and_then(|bytes| unpack_large::<Vec<Proposal>>(&bytes));
        let name = proposals.iter().flatten().find_map(Proposal::by_folder);
        if let Some(name) = name {
            of_document.execute(params![sha256, pack(&[name])])?;
            of_said.execute(params![sha256, name])?;
            of_file.execute(params![sha256, name])?;
        }
    }
    Ok(())
}
