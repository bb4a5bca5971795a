-- Of the messages of the other one of a direct conversation those that the member is never shown, since the member blocked
-- the sender as they were written: [[from, to], …]. The marks pass over them, and say nothing of them.
ALTER TABLE conversation_member ADD COLUMN withheld VARCHAR(2048) CHARACTER SET ascii NULL;

-- Of earlier blocks that have ended nobody knows any more.
UPDATE conversation_member m
JOIN conversation c ON c.id = m.conversation_id
JOIN contact k ON k.user_id = m.user_id
    AND k.peer_id = CASE WHEN c.low_user_id = m.user_id THEN c.high_user_id ELSE c.low_user_id END
SET m.withheld = CONCAT('[[', k.blocked_from_seq + 1, ',', c.last_seq, ']]')
WHERE c.kind = 'direct' AND c.last_seq > k.blocked_from_seq;

-- The state that API and events report, in SQL, one row a message. What was withheld from the other does not come; else, up to
-- 100 members, the lowest marks of the others decide; of more, whoever has it. Where there are no others, nobody is waited for.
CREATE OR REPLACE VIEW message_state AS
SELECT m.conversation_id,
       m.seq,
       m.sender_id,
       LOWER(CONCAT_WS('-', SUBSTR(HEX(m.client_id), 1, 8), SUBSTR(HEX(m.client_id), 9, 4),
                       SUBSTR(HEX(m.client_id), 13, 4), SUBSTR(HEX(m.client_id), 17, 4),
                       SUBSTR(HEX(m.client_id), 21, 12))) AS client_id,
       CASE
           WHEN c.kind = 'direct' AND EXISTS (
               SELECT 1 FROM conversation_member r
               JOIN JSON_TABLE(r.withheld, '$[*]' COLUMNS (low BIGINT PATH '$[0]', high BIGINT PATH '$[1]')) w
                   ON m.seq BETWEEN w.low AND w.high
               WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id) THEN 'msg_cache'
           WHEN m.seq <= IF(c.settled_reader = m.sender_id, c.settled_next, c.settled_read) THEN 'msg_read'
           WHEN c.kind <> 'direct' AND (c.member_count > 100 OR m.seq <= c.settled_seq)
               THEN IF(m.seq <= (SELECT MAX(r.told_received_seq) FROM conversation_member r
                                 WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id AND r.listed),
                       'msg_done', 'msg_cache')
           WHEN m.seq <= COALESCE((SELECT MIN(r.told_read_seq) FROM conversation_member r
                                   WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id
                                       AND (c.kind = 'direct' OR r.listed)), m.seq) THEN 'msg_read'
           WHEN m.seq <= (SELECT MIN(r.told_received_seq) FROM conversation_member r
                          WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id
                              AND (c.kind = 'direct' OR r.listed)) THEN 'msg_done'
           ELSE 'msg_cache'
       END AS state,
       m.sent_at,
       m.deleted
FROM message m
JOIN conversation c ON c.id = m.conversation_id;
