-- What was handed over, whole (Proposal, MessagePack, zstd); NULL where an older program handed it over.
ALTER TABLE handed_over ADD COLUMN frozen BLOB;
-- What a correcting entry has taken back, as handed_over had it.
CREATE TABLE taken_back (
    package        TEXT NOT NULL,
    sha256         BLOB NOT NULL,
    administration TEXT NOT NULL,
    first_page     INTEGER NOT NULL,
    number         INTEGER NOT NULL,
    entry          BLOB,
    outcome        BLOB,
    frozen         BLOB,
    corrected      INTEGER NOT NULL, -- number of the hand-over with the correcting entry
    PRIMARY KEY (package, sha256, administration, first_page, number)
) WITHOUT ROWID;
CREATE INDEX taken_back_by_corrected ON taken_back (corrected);
