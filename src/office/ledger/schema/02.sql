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
