-- What tells that a row is as dizzy wrote it (a digest); of a hand-over, that its rows of handed_over are. NULL in what
-- an older program wrote.
ALTER TABLE document ADD COLUMN seal BLOB;
ALTER TABLE correction ADD COLUMN seal BLOB;
ALTER TABLE hand_over ADD COLUMN seal BLOB;
