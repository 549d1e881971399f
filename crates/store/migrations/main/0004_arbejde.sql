-- A control saved under a name. Saved again, the newest line counts.
CREATE TABLE saved_control (
    seq        BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    definition TEXT   NOT NULL,
    saved_at   TEXT   NOT NULL,
    saved_by   TEXT   NOT NULL
);
CREATE INDEX saved_control_name ON saved_control (name, seq);

-- A run of a saved control that touched work items.
CREATE TABLE carried_run (
    seq        BIGINT NOT NULL PRIMARY KEY,
    control    TEXT   NOT NULL,
    run_id     TEXT   NOT NULL,
    basis_id   TEXT   NOT NULL REFERENCES basis (id),
    day        BIGINT NOT NULL,
    systems    TEXT   NOT NULL,
    trace      TEXT   NOT NULL,
    carried_at TEXT   NOT NULL,
    carried_by TEXT   NOT NULL
);
CREATE INDEX carried_run_control ON carried_run (control, seq);

-- A work item: what it is the same as. What it is now follows from work_seen and work_event.
CREATE TABLE work_item (
    id          BIGINT NOT NULL PRIMARY KEY,
    seq         BIGINT NOT NULL UNIQUE,
    rule        TEXT   NOT NULL,
    citizen     BIGINT NOT NULL,
    paragraf    TEXT   NOT NULL,
    sources     TEXT   NOT NULL,
    attribute   TEXT   NOT NULL,
    level       TEXT   NOT NULL,
    ydelse      TEXT   NOT NULL,
    leverandoer TEXT   NOT NULL,
    split_from  BIGINT
);

-- What a run saw of an item.
CREATE TABLE work_seen (
    item_id      BIGINT NOT NULL REFERENCES work_item (id),
    run_seq      BIGINT NOT NULL REFERENCES carried_run (seq),
    from_day     BIGINT NOT NULL,
    until_day    BIGINT NOT NULL,
    oere         BIGINT,
    oere_tillaeg BIGINT,
    question     BIGINT,
    duty         TEXT   NOT NULL,
    shared       TEXT   NOT NULL,
    position     BIGINT NOT NULL,
    PRIMARY KEY (item_id, run_seq)
);

-- What happened to an item. run_seq is null where a person did it.
CREATE TABLE work_event (
    seq       BIGINT NOT NULL PRIMARY KEY,
    item_id   BIGINT NOT NULL REFERENCES work_item (id),
    kind      TEXT   NOT NULL,
    body      TEXT   NOT NULL,
    run_seq   BIGINT REFERENCES carried_run (seq),
    at        TEXT   NOT NULL,
    by_whom   TEXT   NOT NULL
);
CREATE INDEX work_event_item ON work_event (item_id, seq);

CREATE TRIGGER saved_no_update BEFORE UPDATE ON saved_control BEGIN SELECT RAISE(ABORT, 'en gemt kontrol rettes ved at gemme en ny'); END;
CREATE TRIGGER saved_no_delete BEFORE DELETE ON saved_control BEGIN SELECT RAISE(ABORT, 'en gemt kontrol slettes ikke'); END;
CREATE TRIGGER carried_no_update BEFORE UPDATE ON carried_run BEGIN SELECT RAISE(ABORT, 'en kørsel rettes ikke'); END;
CREATE TRIGGER carried_no_delete BEFORE DELETE ON carried_run BEGIN SELECT RAISE(ABORT, 'en kørsel slettes ikke'); END;
CREATE TRIGGER item_no_update BEFORE UPDATE ON work_item BEGIN SELECT RAISE(ABORT, 'en afvigelse på listen rettes ved hændelser'); END;
CREATE TRIGGER item_no_delete BEFORE DELETE ON work_item BEGIN SELECT RAISE(ABORT, 'en afvigelse på listen slettes ikke'); END;
CREATE TRIGGER seen_no_update BEFORE UPDATE ON work_seen BEGIN SELECT RAISE(ABORT, 'det, en kørsel så, rettes ikke'); END;
CREATE TRIGGER seen_no_delete BEFORE DELETE ON work_seen BEGIN SELECT RAISE(ABORT, 'det, en kørsel så, slettes ikke'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON work_event BEGIN SELECT RAISE(ABORT, 'en hændelse rettes ikke'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON work_event BEGIN SELECT RAISE(ABORT, 'en hændelse slettes ikke'); END;
