-- Lines of registers and of money without citizens, one JSON text a line.
CREATE TABLE record_line (
    import_id TEXT   NOT NULL REFERENCES import (id),
    position  BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (import_id, position)
);

-- The municipality's own texts that a basis was made with: the landscape, areas, decisions, own law.
CREATE TABLE basis_document (
    basis_id TEXT   NOT NULL REFERENCES basis (id),
    position BIGINT NOT NULL,
    name     TEXT   NOT NULL,
    sha256   TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (basis_id, position)
);

-- What somebody decided about two spellings of a provider. The newest line of a pair counts.
CREATE TABLE provider_decision (
    seq        BIGINT NOT NULL PRIMARY KEY,
    a          TEXT   NOT NULL,
    b          TEXT   NOT NULL,
    verdict    TEXT   NOT NULL,
    decided_at TEXT   NOT NULL,
    decided_by TEXT   NOT NULL,
    reason     TEXT   NOT NULL
);
CREATE INDEX provider_decision_pair ON provider_decision (a, b, seq);

-- A citizen who is to go: begun here, gone when citizen_deletion_done has it.
CREATE TABLE citizen_deletion (
    seq      BIGINT NOT NULL PRIMARY KEY,
    citizens TEXT   NOT NULL,
    begun_at TEXT   NOT NULL,
    begun_by TEXT   NOT NULL,
    reason   TEXT   NOT NULL
);

-- The kept files that hold the citizen: looked for while the number is still known.
CREATE TABLE citizen_deletion_found (
    seq   BIGINT NOT NULL PRIMARY KEY REFERENCES citizen_deletion (seq),
    files TEXT   NOT NULL
);

CREATE TABLE citizen_deletion_done (
    seq     BIGINT NOT NULL PRIMARY KEY REFERENCES citizen_deletion (seq),
    done_at TEXT   NOT NULL
);

-- What has gone from an import: all of it (whole = 1), or the rows of a citizen. The newest line says what the Parquet
-- file is now.
CREATE TABLE import_deletion (
    seq              BIGINT NOT NULL PRIMARY KEY,
    import_id        TEXT   NOT NULL REFERENCES import (id),
    whole            BIGINT NOT NULL,
    lake_sha256      TEXT   NOT NULL,
    lake_rows        BIGINT NOT NULL,
    rows_gone        BIGINT NOT NULL,
    rate_gone        TEXT   NOT NULL,
    files_gone       TEXT   NOT NULL,
    deleted_at       TEXT   NOT NULL,
    deleted_by       TEXT   NOT NULL,
    reason           TEXT   NOT NULL,
    citizen_deletion BIGINT NOT NULL
);
CREATE INDEX import_deletion_import ON import_deletion (import_id, seq);

-- Deviations of a citizen that have gone from a run. It says what the Parquet file is for the lines of run up to run_seq.
CREATE TABLE run_deletion (
    seq              BIGINT NOT NULL PRIMARY KEY,
    run_id           TEXT   NOT NULL,
    run_seq          BIGINT NOT NULL,
    lake_sha256      TEXT   NOT NULL,
    lake_rows        BIGINT NOT NULL,
    rows_gone        BIGINT NOT NULL,
    deleted_at       TEXT   NOT NULL,
    deleted_by       TEXT   NOT NULL,
    reason           TEXT   NOT NULL,
    citizen_deletion BIGINT NOT NULL
);
CREATE INDEX run_deletion_run ON run_deletion (run_id, seq);

-- The newest deletion that a basis already knew of when it was made: what went later makes it impossible to repeat.
ALTER TABLE basis_import ADD COLUMN knew_deletion BIGINT NOT NULL DEFAULT 0;
