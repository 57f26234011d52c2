-- What bookings tell beside costs; NULL in what an older program learned, so that a file that it learned is learned again.
ALTER TABLE learned_file ADD COLUMN ends INTEGER; -- the last day of its period, days since 1970-01-01
ALTER TABLE learned_booking ADD COLUMN number TEXT; -- the supplier's, of the invoice
ALTER TABLE learned_booking ADD COLUMN others BLOB; -- Vec<OtherLine>, MessagePack
-- What was handed over (a digest of the entry), and the seal of the outcome that had it.
ALTER TABLE handed_over ADD COLUMN entry BLOB;
ALTER TABLE handed_over ADD COLUMN outcome BLOB;
CREATE TABLE learned_vat_code (
    administration TEXT NOT NULL,
    code           TEXT NOT NULL,
    name           TEXT NOT NULL,
    claims         TEXT,            -- account of the VAT that is deducted
    pays           TEXT,            -- account of the VAT that is owed
    PRIMARY KEY (administration, code)
) WITHOUT ROWID;
