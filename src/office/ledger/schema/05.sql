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
