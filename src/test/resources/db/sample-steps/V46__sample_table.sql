-- A new table, filled from an old one;
-- and a foreign key that comes later.
CREATE TABLE sample (
    conversation_id BIGINT NOT NULL,
    user_id         BIGINT NOT NULL,
    note            VARCHAR(100) NOT NULL,
    PRIMARY KEY (conversation_id, user_id)
) DEFAULT CHARACTER SET utf8mb4;

INSERT INTO sample (conversation_id, user_id, note)
SELECT conversation_id, user_id, CONCAT(status, '; of ', peer_id) FROM conversation_member
ON DUPLICATE KEY UPDATE note = VALUES(note);

ALTER TABLE sample
    ADD CONSTRAINT sample_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id);

CREATE INDEX sample_user ON sample (user_id);
