-- Proposals that were ready when no person had said anything of them yet.
CREATE TABLE called_ready (
    sha256         BLOB NOT NULL,
    administration TEXT NOT NULL,   -- in whose folder it lies; '' where none says it
    first_page     INTEGER NOT NULL,
    PRIMARY KEY (sha256, administration, first_page)
) WITHOUT ROWID;
