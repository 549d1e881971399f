-- Lines of the log are asked for by what was done and by when: of years of use neither page may read all of it.
CREATE INDEX log_what ON log (what, seq);
CREATE INDEX log_at ON log (at, seq);
