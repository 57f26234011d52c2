//! Identifiers with check digits: IBAN, VAT identifiers, KvK numbers, payment references.
