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
