-- Set while the member blocks the other, as at the moment of the block:
--   last_seen_shown   what the other is shown of when the member was last there
--   name_shown        what the member is shown of the other's name
--   picture_shown     and of the other's picture, as long as there is no newer one
ALTER TABLE conversation_member
    ADD COLUMN last_seen_shown DATETIME(3) NULL,
    ADD COLUMN name_shown VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NULL,
    ADD COLUMN picture_shown VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL;

UPDATE conversation_member
SET last_seen_shown = (SELECT last_seen_at FROM account WHERE account.id = conversation_member.user_id),
    name_shown = (SELECT display_name FROM account WHERE account.id = conversation_member.peer_id),
    picture_shown = (SELECT picture FROM account WHERE account.id = conversation_member.peer_id)
WHERE blocked_from_seq IS NOT NULL;
