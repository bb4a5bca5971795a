-- Which server serves this database, in one row: several that knew nothing of each other would tell people wrong things.
--   node     the data dir of the server, which one process holds at a time: what is left of its own is no other's
--   holder   the process
CREATE TABLE lease (
    id         TINYINT     NOT NULL PRIMARY KEY,
    node       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder     CHAR(36)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at DATETIME(6) NOT NULL
);

INSERT IGNORE INTO lease (id, node, holder, expires_at) VALUES (1, '', '', '2000-01-01');
