-- Outgoing webhooks: what happens to an account, posted to an address. Whoever reads them needs the secret to sign.
--   owner_id     the person who made it, with whom it ends
--   account_id   whose feed it reads: the owner's, or that of a bot of theirs
--   events       types with a space between them; NULL is all
--   position     up to here all of the feed has a delivery, or needs none
--   reason       why it is off; NULL while it is on
CREATE TABLE subscription (
    id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
    owner_id   BIGINT        NOT NULL,
    account_id BIGINT        NOT NULL,
    url        VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    secret     VARBINARY(64) NOT NULL,
    events     VARCHAR(500)  CHARACTER SET ascii COLLATE ascii_bin NULL,
    position   BIGINT        NOT NULL,
    reason     ENUM ('gone', 'failing') NULL,
    created_at DATETIME(3)   NOT NULL,
    KEY subscription_owner (owner_id, id)
);

-- What is to be delivered, and what lately was: pointers into the feed.
--   status   of the last attempt, 0 where there was no answer; NULL where there was no attempt
CREATE TABLE subscription_delivery (
    subscription_id BIGINT      NOT NULL,
    position        BIGINT      NOT NULL,
    conversation_id BIGINT      NOT NULL,
    state           ENUM ('waiting', 'done', 'failed') NOT NULL DEFAULT 'waiting',
    attempts        INT         NOT NULL DEFAULT 0,
    due_at          DATETIME(3) NOT NULL,
    status          INT         NULL,
    tried_at        DATETIME(3) NULL,
    PRIMARY KEY (subscription_id, position),
    KEY delivery_order (subscription_id, state, conversation_id, position)
);
