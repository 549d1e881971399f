CREATE TABLE schema_version (version BIGINT PRIMARY KEY);

-- Who did what, for which purpose, on how many. Each line carries the hash of the one before.
CREATE TABLE log (
    seq      BIGINT NOT NULL PRIMARY KEY,
    at       TEXT   NOT NULL,
    actor    TEXT   NOT NULL,
    purpose  TEXT   NOT NULL,
    what     TEXT   NOT NULL,
    object   TEXT   NOT NULL,
    count    BIGINT NOT NULL,
    previous BLOB   NOT NULL,
    hash     BLOB   NOT NULL
);

-- An import: its files read with one version of a mapping. The Parquet file stands in lake/imports/<id>.
CREATE TABLE import (
    id              TEXT   NOT NULL PRIMARY KEY,
    seq             BIGINT NOT NULL UNIQUE,
    source          TEXT   NOT NULL,
    kind            TEXT   NOT NULL,
    mapping         TEXT   NOT NULL,
    mapping_version TEXT   NOT NULL,
    extracted       BIGINT,
    covers_from     BIGINT,
    covers_until    BIGINT,
    current_only    BIGINT NOT NULL,
    totals          TEXT   NOT NULL,
    found           TEXT   NOT NULL,
    lake_sha256     TEXT   NOT NULL,
    lake_rows       BIGINT NOT NULL,
    imported_at     TEXT   NOT NULL,
    imported_by     TEXT   NOT NULL
);
CREATE INDEX import_source ON import (source, seq);

CREATE TABLE import_file (
    import_id TEXT   NOT NULL REFERENCES import (id),
    position  BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    sha256    TEXT   NOT NULL,
    size      BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    PRIMARY KEY (import_id, position)
);

-- The texts of an import's findings, each once: a reason is shared by many rows.
CREATE TABLE finding_text (
    import_id TEXT   NOT NULL REFERENCES import (id),
    nr        BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    PRIMARY KEY (import_id, nr)
);

CREATE TABLE finding (
    import_id   TEXT   NOT NULL REFERENCES import (id),
    position    BIGINT NOT NULL,
    code        TEXT   NOT NULL,
    effect      TEXT   NOT NULL,
    file        BIGINT NOT NULL,
    row_number  BIGINT NOT NULL,
    raw_value   TEXT   NOT NULL,
    sheet       BIGINT NOT NULL,
    column_name BIGINT NOT NULL,
    reason      BIGINT NOT NULL,
    remedy      BIGINT NOT NULL,
    PRIMARY KEY (import_id, position)
);

CREATE TABLE language_line (
    import_id     TEXT   NOT NULL REFERENCES import (id),
    position      BIGINT NOT NULL,
    lovhjemmel    TEXT   NOT NULL,
    paragraf      TEXT   NOT NULL,
    indsatsydelse TEXT   NOT NULL,
    dst_code      TEXT   NOT NULL,
    kategori_1    TEXT   NOT NULL,
    kategori_2    TEXT   NOT NULL,
    maalgruppe    TEXT   NOT NULL,
    konto         TEXT   NOT NULL,
    PRIMARY KEY (import_id, position)
);

CREATE TABLE translation_line (
    import_id    TEXT   NOT NULL REFERENCES import (id),
    position     BIGINT NOT NULL,
    kilde        TEXT   NOT NULL,
    lokal_ydelse TEXT   NOT NULL,
    konto        TEXT   NOT NULL,
    leverandoer  TEXT   NOT NULL,
    valid_from   BIGINT NOT NULL,
    valid_until  BIGINT NOT NULL,
    paragraf     TEXT   NOT NULL,
    ydelse       TEXT   NOT NULL,
    PRIMARY KEY (import_id, position)
);

-- A basis: one accepted import per source and the versions that figures depend on.
CREATE TABLE basis (
    id              TEXT   NOT NULL PRIMARY KEY,
    law_version     TEXT   NOT NULL,
    program_version TEXT   NOT NULL
);

CREATE TABLE basis_import (
    basis_id  TEXT   NOT NULL REFERENCES basis (id),
    position  BIGINT NOT NULL,
    import_id TEXT   NOT NULL REFERENCES import (id),
    PRIMARY KEY (basis_id, position)
);

-- Accepted, perhaps again: the newest line says which basis counts.
CREATE TABLE basis_accepted (
    seq         BIGINT NOT NULL PRIMARY KEY,
    basis_id    TEXT   NOT NULL REFERENCES basis (id),
    accepted_at TEXT   NOT NULL,
    accepted_by TEXT   NOT NULL
);

-- A control that was carried out. The same run again adds a line; its deviations stand in lake/runs/<id>.
CREATE TABLE run (
    seq             BIGINT NOT NULL PRIMARY KEY,
    id              TEXT   NOT NULL,
    basis_id        TEXT   NOT NULL REFERENCES basis (id),
    parameters      TEXT   NOT NULL,
    program_version TEXT   NOT NULL,
    started         TEXT   NOT NULL,
    finished        TEXT   NOT NULL,
    deviations      BIGINT NOT NULL,
    lake_sha256     TEXT   NOT NULL,
    counts          TEXT   NOT NULL,
    run_by          TEXT   NOT NULL
);
CREATE INDEX run_id ON run (id, seq);

CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'loggen kan ikke rettes'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'loggen kan ikke slettes'); END;
CREATE TRIGGER import_no_update BEFORE UPDATE ON import BEGIN SELECT RAISE(ABORT, 'en indlæsning rettes ikke'); END;
CREATE TRIGGER import_no_delete BEFORE DELETE ON import BEGIN SELECT RAISE(ABORT, 'en indlæsning slettes ikke'); END;
CREATE TRIGGER file_no_update BEFORE UPDATE ON import_file BEGIN SELECT RAISE(ABORT, 'en indlæsning rettes ikke'); END;
CREATE TRIGGER file_no_delete BEFORE DELETE ON import_file BEGIN SELECT RAISE(ABORT, 'en indlæsning slettes ikke'); END;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'et fund rettes ikke'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'et fund slettes ikke'); END;
CREATE TRIGGER basis_no_update BEFORE UPDATE ON basis BEGIN SELECT RAISE(ABORT, 'et grundlag rettes ikke'); END;
CREATE TRIGGER basis_no_delete BEFORE DELETE ON basis BEGIN SELECT RAISE(ABORT, 'et grundlag slettes ikke'); END;
CREATE TRIGGER accepted_no_update BEFORE UPDATE ON basis_accepted BEGIN SELECT RAISE(ABORT, 'en accept rettes ikke'); END;
CREATE TRIGGER accepted_no_delete BEFORE DELETE ON basis_accepted BEGIN SELECT RAISE(ABORT, 'en accept slettes ikke'); END;
CREATE TRIGGER run_no_update BEFORE UPDATE ON run BEGIN SELECT RAISE(ABORT, 'en kørsel rettes ikke'); END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run BEGIN SELECT RAISE(ABORT, 'en kørsel slettes ikke'); END;
