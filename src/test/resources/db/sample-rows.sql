-- A few people of version 45.
INSERT INTO account (username, display_name, password_hash, created_at)
VALUES ('ann', 'Ann', '', '2026-01-01'), ('bob', 'Bob', '', '2026-01-02'), ('cat', 'Cat', '', '2026-01-03');

INSERT INTO conversation (low_user_id, high_user_id, last_seq, low_sent, version) VALUES (1, 2, 3, 2, 9), (1, 3, 1, 0, 3);

INSERT INTO conversation_member (conversation_id, user_id, peer_id, status, received_seq, read_seq, deleted_to_seq)
VALUES (1, 1, 2, 'contact', 3, 2, 2), (1, 2, 1, 'contact', 2, 1, 0), (2, 1, 3, 'request', 0, 0, 0), (2, 3, 1, 'contact', 1, 1, 0);

INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at, deleted)
VALUES (1, 1, 1, 1, UNHEX('00000000000000000000000000000001'), 'one; two', 'msg_done', '2026-02-01', FALSE),
    (1, 2, 2, 1, UNHEX('00000000000000000000000000000002'), NULL, 'msg_done', '2026-02-02', TRUE),
    (1, 3, 1, 2, UNHEX('00000000000000000000000000000003'), 'three', 'msg_cache', '2026-02-03', FALSE),
    (2, 1, 3, 1, UNHEX('00000000000000000000000000000004'), 'hello', 'msg_cache', '2026-02-04', FALSE);

INSERT INTO deletion (conversation_id, owner_id, from_seq, to_seq, version) VALUES (1, 0, 2, 2, 8), (1, 1, 1, 1, 7);
