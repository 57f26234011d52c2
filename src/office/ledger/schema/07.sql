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
