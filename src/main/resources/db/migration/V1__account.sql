-- Times are UTC. The subset of SQL that MySQL 8+ and MariaDB 10.11+ share.

-- username_key is the SHA-256 of the lower-case username. It outlives the account: a deleted one loses its name, and yet
-- nobody else can take that name and be mistaken for its former owner.
CREATE TABLE account (
    id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    username      VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_general_ci NOT NULL,
    username_key  BINARY(32)   NULL,
    display_name  VARCHAR(64)  CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
    password_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at    DATETIME(3)  NOT NULL,
    last_seen_at  DATETIME(3)  NULL,
    deleted_at    DATETIME(3)  NULL,
    UNIQUE KEY account_username (username),
    UNIQUE KEY account_username_key (username_key)
) DEFAULT CHARACTER SET utf8mb4;

-- A log-in on one device. A refresh token is a family, the same for the whole session, and a secret that changes with each
-- use; both are kept as SHA-256 only. Whoever knows the family but has an old secret holds a copied token.
CREATE TABLE session (
    id                    BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id               BIGINT       NOT NULL,
    device                VARCHAR(100) NOT NULL,
    family_hash           BINARY(32)   NOT NULL,
    refresh_hash          BINARY(32)   NOT NULL,
    previous_refresh_hash BINARY(32)   NULL,
    rotated_at            DATETIME(3)  NOT NULL,
    created_at            DATETIME(3)  NOT NULL,
    last_used_at          DATETIME(3)  NOT NULL,
    expires_at            DATETIME(3)  NOT NULL,
    revoked_at            DATETIME(3)  NULL,
    UNIQUE KEY session_family (family_hash),
    KEY session_user (user_id, revoked_at),
    KEY session_revoked (revoked_at),
    KEY session_expiry (expires_at),
    CONSTRAINT session_account FOREIGN KEY (user_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4;
