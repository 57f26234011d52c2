
-- The latest auditfile that lists it, and the last day of the latest that does.
ALTER TABLE account ADD COLUMN file INTEGER;
ALTER TABLE account ADD COLUMN ends INTEGER;
ALTER TABLE learned_vat_code ADD COLUMN file INTEGER;
ALTER TABLE learned_vat_code ADD COLUMN ends INTEGER;
