-- Who has reacted to which message, and with what. A message shows the sum of it, which stands in its own row as JSON and
-- is written together with these.
--   only_own   seen by nobody else: the other one of a direct conversation blocks the user
CREATE TABLE reaction (
    conversation_id BIGINT        NOT NULL,
    seq             BIGINT        NOT NULL,
    emoji           VARBINARY(64) NOT NULL,
    user_id         BIGINT        NOT NULL,
    reacted_at      DATETIME(3)   NOT NULL,
    only_own        BOOLEAN       NOT NULL DEFAULT FALSE,
    PRIMARY KEY (conversation_id, seq, emoji, user_id),
    KEY reaction_user (user_id, conversation_id, seq)
);

ALTER TABLE message
    ADD COLUMN reactions TEXT CHARACTER SET utf8mb4 NULL;
