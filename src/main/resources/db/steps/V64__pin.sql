-- What is pinned to a conversation. The row of the message says so too and is written together with this one.
--   only_for   0, or the one who alone sees it as pinned: in a direct conversation, across a block
CREATE TABLE pin (
    conversation_id BIGINT      NOT NULL,
    seq             BIGINT      NOT NULL,
    only_for        BIGINT      NOT NULL DEFAULT 0,
    pinned_at       DATETIME(3) NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);

ALTER TABLE message
    ADD COLUMN pinned_for BIGINT NULL;
