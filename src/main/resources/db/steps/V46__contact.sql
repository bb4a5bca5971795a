-- Who has whom, one row for each side that has ever had the other or blocked them.
--   since            set while the user has the other on the list; of those from before this table, when both were there
--   version          grows with each change of the row; a row is never deleted, so that it never goes back
--   blocked_from_seq set while the user blocks the other: what the other sends above it, between the two, is never shown
--   last_seen_shown, name_shown, picture_shown
--                    set while the user blocks the other, as at the moment of the block: what the other is shown of when
--                    the user was last there; what the user is shown of the other's name; and of the other's picture, as
--                    long as there is no newer one
CREATE TABLE contact (
    user_id          BIGINT      NOT NULL,
    peer_id          BIGINT      NOT NULL,
    since            DATETIME(3) NULL,
    version          BIGINT      NOT NULL DEFAULT 0,
    blocked_from_seq BIGINT      NULL,
    last_seen_shown  DATETIME(3) NULL,
    name_shown       VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NULL,
    picture_shown    VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL,
    PRIMARY KEY (user_id, peer_id),
    KEY contact_peer (peer_id, user_id),
    CONSTRAINT contact_user FOREIGN KEY (user_id) REFERENCES account (id),
    CONSTRAINT contact_of FOREIGN KEY (peer_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4;

INSERT INTO contact (user_id, peer_id, since, blocked_from_seq, last_seen_shown, name_shown, picture_shown)
SELECT m.user_id, m.peer_id,
       CASE WHEN m.status = 'contact'
           THEN (SELECT MAX(a.created_at) FROM account a WHERE a.id IN (m.user_id, m.peer_id)) END,
       m.blocked_from_seq, m.last_seen_shown, m.name_shown, m.picture_shown
FROM conversation_member m
WHERE m.status = 'contact' OR m.blocked_from_seq IS NOT NULL
ON DUPLICATE KEY UPDATE user_id = contact.user_id;

-- When a user's last device left.
CREATE TABLE last_seen (
    user_id BIGINT      NOT NULL PRIMARY KEY,
    at      DATETIME(3) NOT NULL,
    CONSTRAINT last_seen_user FOREIGN KEY (user_id) REFERENCES account (id)
);

INSERT INTO last_seen (user_id, at)
SELECT id, last_seen_at FROM account WHERE last_seen_at IS NOT NULL
ON DUPLICATE KEY UPDATE at = last_seen.at;

-- The name under which a picture was kept: it is shown under the name that the account has, and no other.
ALTER TABLE picture ADD COLUMN name VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NULL;

UPDATE picture p JOIN account a ON a.id = p.user_id SET p.name = a.picture;
