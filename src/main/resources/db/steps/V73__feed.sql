-- The feed of an account: what has happened, in numbered pointers, for programs that may be away for weeks. An account has
-- none until it asks for it.
--   last_position   the highest that was given out; whoever numbers holds this row's lock
--   asleep          nobody has read it for longer than anything is kept: nothing is numbered until somebody does
CREATE TABLE feed (
    account_id    BIGINT      NOT NULL PRIMARY KEY,
    last_position BIGINT      NOT NULL DEFAULT 0,
    asleep        BOOLEAN     NOT NULL DEFAULT FALSE,
    read_at       DATETIME(3) NOT NULL
);

-- How far a feed has come in each conversation: up to which seq and which versions, the shared one and the member's own,
-- all has its number.
CREATE TABLE feed_place (
    account_id      BIGINT  NOT NULL,
    conversation_id BIGINT  NOT NULL,
    seq             BIGINT  NOT NULL,
    version         BIGINT  NOT NULL,
    own_version     BIGINT  NOT NULL,
    listed          BOOLEAN NOT NULL,
    PRIMARY KEY (account_id, conversation_id)
);

-- The numbered pointers. They hold no text: what they point at is shown as it is when somebody reads them.
--   kind   sent, changed: a message (from_seq); deleted: for everyone, hidden: for this account, from from_seq to to_seq;
--          added, removed: the conversation
CREATE TABLE feed_event (
    account_id      BIGINT      NOT NULL,
    position        BIGINT      NOT NULL,
    kind            ENUM ('sent', 'changed', 'deleted', 'hidden', 'added', 'removed') NOT NULL,
    conversation_id BIGINT      NOT NULL,
    from_seq        BIGINT      NOT NULL,
    to_seq          BIGINT      NOT NULL,
    at              DATETIME(3) NOT NULL,
    PRIMARY KEY (account_id, position)
);

-- What the readers of a feed have acknowledged, each under a name; the one that has not said any has the empty one.
CREATE TABLE feed_consumer (
    account_id BIGINT      NOT NULL,
    name       VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    position   BIGINT      NOT NULL,
    PRIMARY KEY (account_id, name)
);
