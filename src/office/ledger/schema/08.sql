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
