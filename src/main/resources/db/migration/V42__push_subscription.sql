-- Where a session's browser wants to be told of messages while no page of it is open; gone together with the session.
--   p256dh, auth  with which only that browser can read what is sent
--   shows         what a push may say: only who wrote, or the text too
CREATE TABLE push_subscription (
    session_id    BIGINT        NOT NULL PRIMARY KEY,
    user_id       BIGINT        NOT NULL,
    endpoint      VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    endpoint_hash BINARY(32)    NOT NULL,
    p256dh        BINARY(65)    NOT NULL,
    auth          BINARY(16)    NOT NULL,
    shows         ENUM ('sender', 'text') NOT NULL,
    created_at    DATETIME(3)   NOT NULL,
    UNIQUE KEY push_endpoint (endpoint_hash),
    KEY push_user (user_id),
    CONSTRAINT push_session FOREIGN KEY (session_id) REFERENCES session (id) ON DELETE CASCADE
) DEFAULT CHARACTER SET utf8mb4;
