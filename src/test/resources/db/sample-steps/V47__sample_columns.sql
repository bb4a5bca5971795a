ALTER TABLE message
    ADD COLUMN version BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN sample_kind ENUM ('text', 'event') NOT NULL DEFAULT 'text',
    ADD KEY message_version (conversation_id, version);

UPDATE message SET version = seq * 2 WHERE version = 0;

ALTER TABLE conversation MODIFY low_user_id BIGINT NULL;

ALTER TABLE conversation
    ADD CONSTRAINT conversation_counts CHECK (last_seq >= low_sent);

CREATE OR REPLACE VIEW sample_view AS SELECT conversation_id, seq, version FROM message;
