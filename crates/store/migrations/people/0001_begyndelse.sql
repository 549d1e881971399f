CREATE TABLE schema_version (version BIGINT PRIMARY KEY);

-- look: HMAC-SHA-256 of the number, 16 bytes. sealed: nonce, number and name, encrypted.
CREATE TABLE person (
    id      BIGINT NOT NULL PRIMARY KEY,
    look    BLOB   NOT NULL UNIQUE,
    sealed  BLOB   NOT NULL,
    named   BIGINT NOT NULL
);

-- A replaced number: its person is now another.
CREATE TABLE alias (
    replaced   BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
    current_id BIGINT NOT NULL REFERENCES person (id),
    at         TEXT   NOT NULL,
    actor      TEXT   NOT NULL
);
