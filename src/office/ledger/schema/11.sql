-- What was handed over without this ledger, from the lists beside the files.
CREATE TABLE handed_over_found (
    package TEXT NOT NULL,
    path    TEXT NOT NULL,          -- as the list has it
    pages   TEXT NOT NULL,
    name    TEXT NOT NULL,          -- of supplier or customer
    invoice TEXT NOT NULL,          -- its number
    number  INTEGER NOT NULL        -- of hand_over
);
