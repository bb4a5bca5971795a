-- Addresses at which other programs say something in a conversation.
--   key_hash         of what stands in the address, which is shown once
--   bot_id           who says it here, an account of the owner's
--   conversation_id  a group or channel; NULL where it is said to the owner
CREATE TABLE webhook (
    id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    key_hash        BINARY(32)  NOT NULL,
    owner_id        BIGINT      NOT NULL,
    bot_id          BIGINT      NOT NULL,
    conversation_id BIGINT      NULL,
    name            VARCHAR(64) CHARACTER SET utf8mb4 NOT NULL,
    created_at      DATETIME(3) NOT NULL,
    last_used_at    DATETIME(3) NULL,
    UNIQUE KEY webhook_key (key_hash),
    KEY webhook_owner (owner_id),
    KEY webhook_bot (bot_id)
);
