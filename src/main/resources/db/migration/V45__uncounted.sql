-- The other side's messages that do not count as unread for a member: hidden from the member, deleted by the member, or
-- deleted for everyone. Each row has 64 seqs, from block * 64 on, the lowest in the lowest bit. Blocks that the member has
-- read say nothing and may be missing.
CREATE TABLE uncounted (
    conversation_id BIGINT          NOT NULL,
    user_id         BIGINT          NOT NULL,
    block           BIGINT          NOT NULL,
    bits            BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (conversation_id, user_id, block),
    CONSTRAINT uncounted_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;

INSERT INTO uncounted (conversation_id, user_id, block, bits)
SELECT m.conversation_id, r.user_id, m.seq DIV 64, BIT_OR(1 << (m.seq MOD 64))
FROM conversation_member r
JOIN message m ON m.conversation_id = r.conversation_id AND m.sender_id <> r.user_id
WHERE r.deleted_to_seq > r.read_seq AND m.seq > r.read_seq
    AND (m.deleted OR EXISTS (
        SELECT 1 FROM deletion d
        WHERE d.conversation_id = m.conversation_id AND d.owner_id = r.user_id
            AND m.seq BETWEEN d.from_seq AND d.to_seq))
GROUP BY m.conversation_id, r.user_id, m.seq DIV 64;

-- What a device that was away has to learn, oldest first.
ALTER TABLE deletion ADD KEY deletion_version (conversation_id, owner_id, version);
