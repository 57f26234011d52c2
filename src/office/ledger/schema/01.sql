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
