-- Bookmarks: which message who has saved, in the order of `id`. What a member does not see any more stays until there is no
-- room for others.
CREATE TABLE saved_message (
    id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id         BIGINT      NOT NULL,
    conversation_id BIGINT      NOT NULL,
    seq             BIGINT      NOT NULL,
    saved_at        DATETIME(3) NOT NULL,
    UNIQUE KEY saved_once (user_id, conversation_id, seq),
    KEY saved_user (user_id, id),
    KEY saved_place (conversation_id, seq)
);

-- The highest seq that anybody has ever saved: what is deleted above it, nobody has.
ALTER TABLE conversation
    ADD COLUMN saved_to_seq BIGINT NOT NULL DEFAULT 0;
