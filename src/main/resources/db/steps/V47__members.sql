-- A conversation has a kind and any number of members. Two people have one direct conversation, the lower id first; of
-- other kinds both ids are NULL. `version` is of what is the same for all: messages, and what became of them. Whoever
-- changes that holds this row's lock.
--   deleted_to_seq the highest seq that was deleted for everyone
ALTER TABLE conversation
    ADD COLUMN kind ENUM ('direct', 'group', 'channel') NOT NULL DEFAULT 'direct' AFTER id,
    ADD COLUMN deleted_to_seq BIGINT NOT NULL DEFAULT 0,
    MODIFY COLUMN low_user_id BIGINT NULL,
    MODIFY COLUMN high_user_id BIGINT NULL;

UPDATE conversation c
JOIN (SELECT conversation_id, MAX(to_seq) AS highest FROM deletion WHERE owner_id = 0 GROUP BY conversation_id) d
    ON d.conversation_id = c.id
SET c.deleted_to_seq = d.highest;

-- How a member sees the conversation. What a device is told as the conversation's version is the sum of the shared one,
-- this one, and in a direct conversation that of the contact: rows are never deleted, so it never goes back.
--   listed     whether it is on the member's list: with somebody who is no contact, it is a request
--   joined_seq the member sees what is above
--   version    of what concerns this member alone: marks, mute, hiding, own deletions
--   sent       how many of the messages are this member's
--   own_read, own_hidden, own_joined
--              how many of them are at or below read_seq, hidden_to_seq, joined_seq: facts about seqs that never change,
--              looked up once, when the mark moves
ALTER TABLE conversation_member
    ADD COLUMN role ENUM ('owner', 'admin', 'member') NOT NULL DEFAULT 'member',
    ADD COLUMN listed BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN joined_seq BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN version BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN sent BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN own_read BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN own_hidden BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN own_joined BIGINT NOT NULL DEFAULT 0,
    MODIFY COLUMN peer_id BIGINT NOT NULL DEFAULT 0;

UPDATE conversation_member m
JOIN conversation c ON c.id = m.conversation_id
SET m.listed = m.status IN ('contact', 'request'),
    m.sent = CASE WHEN c.low_user_id = m.user_id THEN c.low_sent ELSE c.last_seq - c.low_sent END;

UPDATE conversation_member m
JOIN message b ON b.conversation_id = m.conversation_id AND b.seq = m.read_seq
SET m.own_read = CASE WHEN b.sender_id = m.user_id THEN b.sender_ordinal ELSE b.seq - b.sender_ordinal END;

UPDATE conversation_member m
JOIN message b ON b.conversation_id = m.conversation_id AND b.seq = m.hidden_to_seq
SET m.own_hidden = CASE WHEN b.sender_id = m.user_id THEN b.sender_ordinal ELSE b.seq - b.sender_ordinal END;

-- Own deletions count in the member's version from now on. Whoever had not heard of one knows less than 0 of these.
UPDATE deletion SET version = 0 WHERE owner_id <> 0;
