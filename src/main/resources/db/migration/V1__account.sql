-- Times are UTC. The subset of SQL that MySQL 8+ and MariaDB 10.11+ share.

CREATE TABLE account (
    id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    username      VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    display_name  VARCHAR(64)  NOT NULL,
    password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at    DATETIME(3)  NOT NULL,
    last_seen_at  DATETIME(3)  NULL,
    deleted_at    DATETIME(3)  NULL,
    UNIQUE KEY account_username (username)
) DEFAULT CHARACTER SET utf8mb4;

-- A log-in on one device. Refresh tokens are kept as SHA-256 only; the one before the current stays known for the
-- grace that a lost answer needs, and to see that a stolen one is used.
CREATE TABLE session (
    id                    BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id               BIGINT      NOT NULL,
    device                VARCHAR(100) NOT NULL,
    refresh_hash          BINARY(32)  NOT NULL,
    previous_refresh_hash BINARY(32)  NULL,
    rotated_at            DATETIME(3) NOT NULL,
    created_at            DATETIME(3) NOT NULL,
    last_used_at          DATETIME(3) NOT NULL,
    expires_at            DATETIME(3) NOT NULL,
    revoked_at            DATETIME(3) NULL,
    UNIQUE KEY session_refresh (refresh_hash),
    KEY session_previous_refresh (previous_refresh_hash),
    KEY session_user (user_id, revoked_at),
    KEY session_revoked (revoked_at),
    CONSTRAINT session_account FOREIGN KEY (user_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4;
