
-- The company that an auditfile is of (Company, MessagePack).
ALTER TABLE learned_file ADD COLUMN company BLOB;
