-- What tells whether documents are the same invoice: Vec<Option<Key>>, MessagePack, one for each proposal.
ALTER TABLE document ADD COLUMN keys BLOB;
