-- One row for two people, the lower account id first. Everything that changes a conversation bumps `version` while it
-- holds this row's lock: a device that knows the version knows whether it has missed anything.
CREATE TABLE conversation (
    id           BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    low_user_id  BIGINT NOT NULL,
    high_user_id BIGINT NOT NULL,
    last_seq     BIGINT NOT NULL DEFAULT 0,
    low_sent     BIGINT NOT NULL DEFAULT 0,
    version      BIGINT NOT NULL DEFAULT 1,
    UNIQUE KEY conversation_users (low_user_id, high_user_id),
    CONSTRAINT conversation_low FOREIGN KEY (low_user_id) REFERENCES account (id),
    CONSTRAINT conversation_high FOREIGN KEY (high_user_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4;

-- How one of the two sees the conversation.
--   status           none: knows nothing of it; contact: added; request: the other wrote first; removed: deleted
--   received_seq     all up to here is on one of the member's devices; forward only, never above last_seq
--   read_seq         all up to here was read; likewise
--   hidden_to_seq    what the member hid by removing the contact
--   deleted_to_seq   the highest seq that any deletion visible to this member covers: unread looks closer only above
--   blocked_from_seq set while the member blocks the other: what the other sends above it is never shown
CREATE TABLE conversation_member (
    conversation_id  BIGINT NOT NULL,
    user_id          BIGINT NOT NULL,
    peer_id          BIGINT NOT NULL,
    status           ENUM ('none', 'contact', 'request', 'removed') NOT NULL DEFAULT 'none',
    received_seq     BIGINT NOT NULL DEFAULT 0,
    read_seq         BIGINT NOT NULL DEFAULT 0,
    hidden_to_seq    BIGINT NOT NULL DEFAULT 0,
    deleted_to_seq   BIGINT NOT NULL DEFAULT 0,
    blocked_from_seq BIGINT NULL,
    PRIMARY KEY (conversation_id, user_id),
    KEY member_user (user_id, conversation_id, status, peer_id),
    CONSTRAINT member_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;
