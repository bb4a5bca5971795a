-- The account's current picture by a random name, which whoever wants to see it has to know; and its JPEGs.
ALTER TABLE account ADD COLUMN picture CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL;

CREATE TABLE picture (
    user_id  BIGINT     NOT NULL PRIMARY KEY,
    side_256 MEDIUMBLOB NOT NULL,
    side_64  MEDIUMBLOB NOT NULL,
    CONSTRAINT picture_account FOREIGN KEY (user_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4;
