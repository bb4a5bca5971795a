-- The state that API and events report, in SQL, one row a message: the lowest marks of the other members decide.
CREATE OR REPLACE VIEW message_state AS
SELECT m.conversation_id,
       m.seq,
       m.sender_id,
       LOWER(CONCAT_WS('-', SUBSTR(HEX(m.client_id), 1, 8), SUBSTR(HEX(m.client_id), 9, 4),
                       SUBSTR(HEX(m.client_id), 13, 4), SUBSTR(HEX(m.client_id), 17, 4),
                       SUBSTR(HEX(m.client_id), 21, 12))) AS client_id,
       CASE
           WHEN m.seq <= (SELECT MIN(r.read_seq) FROM conversation_member r
                          WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id) THEN 'msg_read'
           WHEN m.seq <= (SELECT MIN(r.received_seq) FROM conversation_member r
                          WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id) THEN 'msg_done'
           ELSE 'msg_cache'
       END AS state,
       m.sent_at,
       m.deleted
FROM message m;
