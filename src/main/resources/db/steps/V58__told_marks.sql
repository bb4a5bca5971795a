-- What others are told of a member's marks. While the member blocks the other of a direct conversation neither moves, and
-- what was read stands still while either side of one keeps to oneself what is read. Who does so in a group is there as
-- somebody who reads whatever comes.
ALTER TABLE conversation_member
    ADD COLUMN told_received_seq BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN told_read_seq BIGINT NOT NULL DEFAULT 0;

UPDATE conversation_member SET told_received_seq = received_seq, told_read_seq = read_seq;

-- Whether others are told what the user has read, and the user what others have.
ALTER TABLE account
    ADD COLUMN read_receipts BOOLEAN NOT NULL DEFAULT TRUE;

-- The state that API and events report, in SQL, one row a message. Up to 100 members the lowest marks of the others
-- decide; of more, whoever has it.
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
           WHEN m.seq <= (SELECT MIN(r.told_read_seq) FROM conversation_member r
                          WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id
                              AND (c.kind = 'direct' OR r.listed)) THEN 'msg_read'
           WHEN m.seq <= (SELECT MIN(r.told_received_seq) FROM conversation_member r
                          WHERE r.conversation_id = m.conversation_id AND r.user_id <> m.sender_id
                              AND (c.kind = 'direct' OR r.listed)) THEN 'msg_done'
           ELSE 'msg_cache'
       END AS state,
       m.sent_at,
       m.deleted
FROM message m
JOIN conversation c ON c.id = m.conversation_id;
