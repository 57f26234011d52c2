-- The creditor list of an administration (by its name; '' without configuration), as it was learned.
CREATE TABLE supplier (
    administration TEXT NOT NULL,
    code           TEXT NOT NULL,   -- in the administration's own list
    name           TEXT NOT NULL,
    vat_id         TEXT,
    kvk            TEXT,
    ibans          BLOB NOT NULL,   -- Vec<String>, MessagePack
    address        BLOB,            -- Address, MessagePack
    first_seen     TEXT,            -- ISO 8601
    last_seen      TEXT,            -- ISO 8601
    PRIMARY KEY (administration, code)
) WITHOUT ROWID;

-- The chart of accounts of an administration.
CREATE TABLE account (
    administration TEXT NOT NULL,
    number         TEXT NOT NULL,
    name           TEXT NOT NULL,
    rgs            TEXT,            -- RGS code
    PRIMARY KEY (administration, number)
) WITHOUT ROWID;
