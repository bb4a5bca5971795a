-- seq counts from 1 without gaps in each conversation; sender_ordinal does so for each sender in it, which makes the
-- count of the other side's messages between two seqs a subtraction. `state` is msg_done when a device of the receiver
-- was connected as the row was written or has fetched it since, else msg_cache; what readers are told comes from the
-- members' marks (view message_state). A message deleted for everyone keeps its row without the text.
CREATE TABLE message (
    conversation_id BIGINT      NOT NULL,
    seq             BIGINT      NOT NULL,
    sender_id       BIGINT      NOT NULL,
    sender_ordinal  BIGINT      NOT NULL,
    client_id       BINARY(16)  NOT NULL,
    text            TEXT        NULL,
    state           ENUM ('msg_cache', 'msg_done') NOT NULL,
    sent_at         DATETIME(3) NOT NULL,
    deleted         BOOLEAN     NOT NULL DEFAULT FALSE,
    PRIMARY KEY (conversation_id, seq),
    UNIQUE KEY message_client (sender_id, client_id),
    CONSTRAINT message_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;

-- The log of deletions as merged ranges: owner_id is the member for whom they are gone, 0 for everyone. `version` is the
-- conversation's when the range last grew, so that a device that was away learns of it.
CREATE TABLE deletion (
    conversation_id BIGINT NOT NULL,
    owner_id        BIGINT NOT NULL,
    from_seq        BIGINT NOT NULL,
    to_seq          BIGINT NOT NULL,
    version         BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, owner_id, from_seq),
    CONSTRAINT deletion_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;

-- The state that API and events report, in SQL.
CREATE VIEW message_state AS
SELECT m.conversation_id,
       m.seq,
       m.sender_id,
       receiver.user_id AS receiver_id,
       LOWER(CONCAT_WS('-', SUBSTR(HEX(m.client_id), 1, 8), SUBSTR(HEX(m.client_id), 9, 4),
                       SUBSTR(HEX(m.client_id), 13, 4), SUBSTR(HEX(m.client_id), 17, 4),
                       SUBSTR(HEX(m.client_id), 21, 12))) AS client_id,
       CASE
           WHEN m.seq <= receiver.read_seq THEN 'msg_read'
           WHEN m.seq <= receiver.received_seq THEN 'msg_done'
           ELSE 'msg_cache'
       END AS state,
       m.sent_at,
       m.deleted
FROM message m
JOIN conversation_member receiver
     ON receiver.conversation_id = m.conversation_id AND receiver.user_id <> m.sender_id;
