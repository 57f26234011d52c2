-- What looked at a file, a digest of the readers; the seal of its row. That of a hand-over covers what became of it now.
ALTER TABLE file ADD COLUMN looked BLOB;
ALTER TABLE file ADD COLUMN seal BLOB;
UPDATE hand_over SET seal = NULL;
-- What was named as waiting for a look when something was handed over: once is enough.
CREATE TABLE named (path TEXT PRIMARY KEY) WITHOUT ROWID;
