-- This webim, told apart from others behind the same host name, whose cookies browsers send along. One row.
CREATE TABLE instance (
    id      CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    made_at DATETIME(3) NOT NULL
);

INSERT INTO instance (id, made_at) VALUES (LOWER(HEX(RANDOM_BYTES(4))), UTC_TIMESTAMP(3));

-- What outlives access tokens (push subscriptions) and was made before then has ended: the password was changed, or all
-- other devices were logged out.
ALTER TABLE account ADD COLUMN grants_from DATETIME(3) NULL;
