-- Accounts that are no people.
--   bot      service: it acts by tokens; webhook: it only says what comes in at a webhook. NULL of people
--   owner_id whose bot it is
--   services_from   bots' tokens and webhooks of this owner that were made before are worth nothing any more
ALTER TABLE account
    ADD COLUMN bot           ENUM ('service', 'webhook') NULL,
    ADD COLUMN owner_id      BIGINT                      NULL,
    ADD COLUMN services_from DATETIME(3)                 NULL,
    ADD KEY account_owner (owner_id);

-- By which a bot's program shows who it is; the text itself is shown once and kept nowhere.
--   scopes   what it may be used for, a comma between them
CREATE TABLE bot_token (
    id           BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    bot_id       BIGINT       NOT NULL,
    hash         BINARY(32)   NOT NULL,
    name         VARCHAR(64)  CHARACTER SET utf8mb4 NOT NULL,
    scopes       VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at   DATETIME(3)  NOT NULL,
    expires_at   DATETIME(3)  NULL,
    last_used_at DATETIME(3)  NULL,
    UNIQUE KEY bot_token_hash (hash),
    KEY bot_token_bot (bot_id)
);
