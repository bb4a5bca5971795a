-- Where the text of a message comes from that was written elsewhere: who wrote it, or of a channel its title then. Both go
-- with the text.
ALTER TABLE message
    ADD COLUMN forwarded_from BIGINT NULL,
    ADD COLUMN forwarded_title VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NULL;
