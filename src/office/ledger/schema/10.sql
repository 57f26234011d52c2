-- What was read of documents: all that is understood, now and later, is understood from this. A row of page is of a
-- document that is still being read.
CREATE TABLE reading (
    sha256    BLOB NOT NULL,
    reading   BLOB NOT NULL,        -- fingerprint of what read it
    companion BLOB,                 -- SHA-256 of the page that belongs to an XML invoice, whose words it has
    pages     INTEGER NOT NULL,
    ocr_pages INTEGER NOT NULL,
    missing   BLOB,                 -- numbers of pages that come one by one (MessagePack), NULL when it is whole
    content   BLOB NOT NULL,        -- Reading, MessagePack, zstd
    PRIMARY KEY (sha256, reading)
);
