-- A hash of the rows of an import, a basis or a run, taken when they were written: the newest of a name counts.
CREATE TABLE seal (
    seq    BIGINT NOT NULL PRIMARY KEY,
    kind   TEXT   NOT NULL,
    name   TEXT   NOT NULL,
    tables BIGINT NOT NULL,
    sha256 TEXT   NOT NULL
);
CREATE INDEX seal_name ON seal (kind, name, seq);
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'et segl rettes ikke'); END;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'et segl slettes ikke'); END;
