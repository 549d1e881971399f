-- What people write that is no deviation: a line of a kind under a name, JSON of the program's. Saved again, the newest
-- line of a kind and name counts; one with an empty body takes the name back. A line about a citizen goes with them.
CREATE TABLE entry (
    seq      BIGINT NOT NULL PRIMARY KEY,
    kind     TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    citizen  BIGINT,
    reason   TEXT   NOT NULL,
    saved_at TEXT   NOT NULL,
    saved_by TEXT   NOT NULL
);
CREATE INDEX entry_name ON entry (kind, name, seq);
CREATE INDEX entry_citizen ON entry (citizen, seq);
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'en linje rettes ved at gemme en ny'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
    WHEN OLD.citizen IS NULL
    BEGIN SELECT RAISE(ABORT, 'en linje slettes ikke'); END;
