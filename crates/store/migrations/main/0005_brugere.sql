-- A user: who it is and what it may, text of the program's. Saved again, the newest line of a name counts.
CREATE TABLE user_line (
    seq        BIGINT NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    definition TEXT   NOT NULL,
    saved_at   TEXT   NOT NULL,
    saved_by   TEXT   NOT NULL
);
CREATE INDEX user_line_name ON user_line (name, seq);

-- Who is signed in. Of the token only its hash is kept. Lines go when they have ended; no backup has them.
CREATE TABLE sign_in (
    token    BLOB NOT NULL PRIMARY KEY,
    name     TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    seen_at  TEXT NOT NULL,
    csrf     TEXT NOT NULL,
    ends_at  TEXT NOT NULL
);
CREATE INDEX sign_in_name ON sign_in (name);

-- Whom a line of the log was about. The line carries a hash of its citizens, and its own hash covers that.
ALTER TABLE log ADD COLUMN citizens BLOB;
CREATE INDEX log_actor ON log (actor, seq);
CREATE TABLE log_citizen (
    seq     BIGINT NOT NULL REFERENCES log (seq),
    citizen BIGINT NOT NULL,
    PRIMARY KEY (seq, citizen)
);
CREATE INDEX log_citizen_of ON log_citizen (citizen, seq);

-- Work that takes a while, and how it ended. Without an end it is under way, or was cut off.
CREATE TABLE job (
    id       TEXT   NOT NULL PRIMARY KEY,
    seq      BIGINT NOT NULL UNIQUE,
    kind     TEXT   NOT NULL,
    what     TEXT   NOT NULL,
    begun_by TEXT   NOT NULL,
    begun_at TEXT   NOT NULL
);
CREATE TABLE job_end (
    id       TEXT NOT NULL PRIMARY KEY REFERENCES job (id),
    outcome  TEXT NOT NULL,
    told     TEXT NOT NULL,
    ended_at TEXT NOT NULL
);

CREATE TRIGGER user_no_update BEFORE UPDATE ON user_line BEGIN SELECT RAISE(ABORT, 'en bruger rettes ved at gemme en ny linje'); END;
CREATE TRIGGER user_no_delete BEFORE DELETE ON user_line BEGIN SELECT RAISE(ABORT, 'en bruger slettes ikke'); END;
CREATE TRIGGER log_citizen_no_update BEFORE UPDATE ON log_citizen BEGIN SELECT RAISE(ABORT, 'loggen kan ikke rettes'); END;
CREATE TRIGGER log_citizen_no_delete BEFORE DELETE ON log_citizen BEGIN SELECT RAISE(ABORT, 'loggen kan ikke slettes'); END;
CREATE TRIGGER job_no_update BEFORE UPDATE ON job BEGIN SELECT RAISE(ABORT, 'et arbejde rettes ikke'); END;
CREATE TRIGGER job_no_delete BEFORE DELETE ON job BEGIN SELECT RAISE(ABORT, 'et arbejde slettes ikke'); END;
CREATE TRIGGER job_end_no_update BEFORE UPDATE ON job_end BEGIN SELECT RAISE(ABORT, 'et arbejdes slutning rettes ikke'); END;
CREATE TRIGGER job_end_no_delete BEFORE DELETE ON job_end BEGIN SELECT RAISE(ABORT, 'et arbejdes slutning slettes ikke'); END;
