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
