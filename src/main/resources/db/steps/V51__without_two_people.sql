ALTER TABLE conversation DROP COLUMN low_sent;

ALTER TABLE conversation_member
    DROP KEY member_user,
    ADD KEY member_user (user_id, conversation_id),
    DROP COLUMN status,
    DROP COLUMN peer_id,
    DROP COLUMN blocked_from_seq,
    DROP COLUMN last_seen_shown,
    DROP COLUMN name_shown,
    DROP COLUMN picture_shown;

ALTER TABLE account DROP COLUMN last_seen_at;
