-- `version` is the conversation's at the last change of the message, 0 while it is as it was sent. An own row at or below
-- any seq is one look-up: its ordinal says how many of those up to there are the sender's.
ALTER TABLE message
    ADD COLUMN version BIGINT NOT NULL DEFAULT 0,
    ADD KEY message_sender (conversation_id, sender_id, seq, sender_ordinal);

UPDATE message m JOIN conversation c ON c.id = m.conversation_id
SET m.version = c.version
WHERE m.deleted AND m.version = 0;
