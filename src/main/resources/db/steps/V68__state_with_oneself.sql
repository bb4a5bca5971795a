-- The state that API and events report, in SQL, one row a message. Up to 100 members the lowest marks of the others
-- decide; of more, whoever has it. Where there are no others, nobody is waited for.
CREATE OR REPLACE VIEW message_state AS
SELECT m.conversation_id,
       m.seq,
       m.sender_id,
       LOWER(CONCAT_WS('-', SUBSTR(HEX(m.client_id), 1, 8), SUBSTR(HEX(m.client_id), 9, 4),
                       SUBSTR(HEX(m.client_id), 13, 4), SUBSTR(HEX(m.client_id), 17, 4),
                       SUBSTR(HEX(m.client_id), 21, 12))) AS client_id,
       CASE
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
