-- Which messages have changed since they were sent, each with the conversation's version at its last change: edited, never
-- deleted for everyone, which `deletion` tells of. No two have changed with the same version, so that a device can be told
-- of any number of them bit by bit.
CREATE TABLE message_change (
    conversation_id BIGINT NOT NULL,
    seq             BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, seq),
    UNIQUE KEY change_version (conversation_id, version)
);
