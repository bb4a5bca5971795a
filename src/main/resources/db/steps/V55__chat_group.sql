-- What a group or channel is called, and what its members may do. `version` grows with each change of the row; it is a
-- part of what a device is told as the conversation's version. The row is written under the lock of its conversation.
--   history          what a member sees who comes: all, or what is sent from then on
--   slow_seconds     between two messages of one member who is no admin; 0 is no limit
CREATE TABLE chat_group (
    conversation_id BIGINT        NOT NULL PRIMARY KEY,
    title           VARCHAR(100)  CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
    about           VARCHAR(1000) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL DEFAULT '',
    picture         VARCHAR(22)   CHARACTER SET ascii COLLATE ascii_bin NULL,
    history         ENUM ('all', 'from_join') NOT NULL,
    may_post        ENUM ('members', 'admins') NOT NULL,
    may_add         ENUM ('members', 'admins') NOT NULL,
    may_pin         ENUM ('members', 'admins') NOT NULL,
    may_mention_all ENUM ('members', 'admins', 'nobody') NOT NULL,
    slow_seconds    INT           NOT NULL DEFAULT 0,
    created_at      DATETIME(3)   NOT NULL,
    version         BIGINT        NOT NULL DEFAULT 1,
    CONSTRAINT chat_group_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;

-- A way into a group for whoever has its token, of which only the SHA-256 is kept.
--   uses             how many may come this way; NULL: any number
--   approval         whether an admin is asked first
CREATE TABLE invite (
    id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    conversation_id BIGINT      NOT NULL,
    token_hash      BINARY(32)  NOT NULL,
    made_by         BIGINT      NOT NULL,
    made_at         DATETIME(3) NOT NULL,
    expires_at      DATETIME(3) NULL,
    uses            INT         NULL,
    used            INT         NOT NULL DEFAULT 0,
    approval        BOOLEAN     NOT NULL DEFAULT FALSE,
    UNIQUE KEY invite_token (token_hash),
    KEY invite_conversation (conversation_id, id),
    KEY invite_maker (made_by),
    CONSTRAINT invite_group FOREIGN KEY (conversation_id) REFERENCES chat_group (conversation_id)
) DEFAULT CHARACTER SET utf8mb4;

-- Who waits for an admin to let them in. `invite_id` is the invite that they came with, of which they hold a use.
CREATE TABLE join_request (
    conversation_id BIGINT      NOT NULL,
    user_id         BIGINT      NOT NULL,
    invite_id       BIGINT      NOT NULL,
    asked_at        DATETIME(3) NOT NULL,
    PRIMARY KEY (conversation_id, user_id),
    KEY join_request_user (user_id),
    CONSTRAINT join_request_group FOREIGN KEY (conversation_id) REFERENCES chat_group (conversation_id)
) DEFAULT CHARACTER SET utf8mb4;
