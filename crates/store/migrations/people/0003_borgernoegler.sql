-- The number by which a source's own system opens a citizen, as imports gave it. seq is the order of imports: of those
-- that are there, the newest one with a key for the citizen counts. sealed: nonce and key, encrypted.
CREATE TABLE key_import (
    seq       BIGINT NOT NULL PRIMARY KEY,
    import_id TEXT   NOT NULL UNIQUE,
    source    TEXT   NOT NULL
);
CREATE TABLE citizen_key (
    id     BIGINT NOT NULL REFERENCES person (id),
    seq    BIGINT NOT NULL REFERENCES key_import (seq),
    sealed BLOB   NOT NULL,
    PRIMARY KEY (id, seq)
);
CREATE INDEX citizen_key_seq ON citizen_key (seq);
