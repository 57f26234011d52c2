INSERT INTO file SELECT * FROM original.file;
INSERT INTO document SELECT sha256, companion, reading, extraction, limits, state, cause, NULL, ready, review,
    pages, ocr_pages, run, finished_ms, NULL, books, NULL FROM original.document;
INSERT INTO page SELECT sha256, reading, number, x'' FROM original.page;
INSERT INTO reading SELECT sha256, reading, companion, pages, ocr_pages, missing, x'' FROM original.reading;
INSERT INTO page_failure SELECT * FROM original.page_failure;
INSERT INTO rate SELECT * FROM original.rate;
INSERT INTO supplier SELECT * FROM original.supplier;
INSERT INTO account SELECT * FROM original.account;
INSERT INTO correction SELECT * FROM original.correction;
INSERT INTO learned_model SELECT * FROM original.learned_model;
DETACH original;
