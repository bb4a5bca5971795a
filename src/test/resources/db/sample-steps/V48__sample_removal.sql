ALTER TABLE conversation DROP FOREIGN KEY conversation_low;

ALTER TABLE conversation
    ADD KEY conversation_last (last_seq),
    DROP COLUMN version;

ALTER TABLE message DROP KEY message_version;

DROP VIEW sample_view;

DROP TABLE sample;

DELETE FROM deletion WHERE owner_id <> 0;

CREATE TABLE IF NOT EXISTS sample_left (
    conversation_id BIGINT NOT NULL PRIMARY KEY,
    CONSTRAINT sample_left_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4;

INSERT INTO sample_left (conversation_id)
SELECT id FROM conversation
ON DUPLICATE KEY UPDATE conversation_id = VALUES(conversation_id);
