-- Where a session was last renewed from, which its owner alone is shown; empty for those of before, until they are renewed.
ALTER TABLE session ADD COLUMN address VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';
