-- Messages that do not count as unread, 64 seqs a row: of user 0 those deleted for everyone; of a member the others'
-- messages that are gone for this member (`bits`), and the own ones deleted for everyone (`own_bits`).
ALTER TABLE uncounted ADD COLUMN own_bits BIGINT UNSIGNED NOT NULL DEFAULT 0;

INSERT INTO uncounted (conversation_id, user_id, block, bits)
SELECT m.conversation_id, 0, m.seq DIV 64, BIT_OR(1 << (m.seq MOD 64))
FROM message m
WHERE m.deleted
GROUP BY m.conversation_id, m.seq DIV 64
ON DUPLICATE KEY UPDATE bits = uncounted.bits | VALUES(bits);

INSERT INTO uncounted (conversation_id, user_id, block, bits, own_bits)
SELECT m.conversation_id, m.sender_id, m.seq DIV 64, 0, BIT_OR(1 << (m.seq MOD 64))
FROM message m
WHERE m.deleted
GROUP BY m.conversation_id, m.sender_id, m.seq DIV 64
ON DUPLICATE KEY UPDATE own_bits = uncounted.own_bits | VALUES(own_bits);
