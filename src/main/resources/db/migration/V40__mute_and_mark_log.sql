-- Set while the member wants no notifications of the conversation; 9999-12-31 stands for "until unmuted".
ALTER TABLE conversation_member ADD COLUMN muted_until DATETIME(3) NULL;

-- When a member's marks moved: a message was received, or read, at the time of the first row at or above its seq. What
-- had been reached before this table came has no time.
CREATE TABLE mark_log (
    conversation_id BIGINT      NOT NULL,
    user_id         BIGINT      NOT NULL,
    kind            ENUM ('received', 'read') NOT NULL,
    seq             BIGINT      NOT NULL,
    reached_at      DATETIME(3) NULL,
    PRIMARY KEY (conversation_id, user_id, kind, seq),
    CONSTRAINT mark_log_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;

INSERT INTO mark_log (conversation_id, user_id, kind, seq)
SELECT conversation_id, user_id, 'received', received_seq FROM conversation_member WHERE received_seq > 0;

INSERT INTO mark_log (conversation_id, user_id, kind, seq)
SELECT conversation_id, user_id, 'read', read_seq FROM conversation_member WHERE read_seq > 0;
