-- Which id a person with a replaced number is known by, line upon line: the newest line of an id counts, and one
-- without into_id takes the merge back.
CREATE TABLE merged (
    seq     BIGINT NOT NULL PRIMARY KEY,
    from_id BIGINT NOT NULL,
    into_id BIGINT,
    at      TEXT   NOT NULL,
    actor   TEXT   NOT NULL
);
CREATE INDEX merged_from ON merged (from_id, seq);
INSERT INTO merged (seq, from_id, into_id, at, actor)
    SELECT ROW_NUMBER() OVER (ORDER BY at, replaced), replaced, current_id, at, actor FROM alias;
DROP TABLE alias;
