-- A passkey belongs to the host that it was made for (rp_id); credential is its id and public key, as the authenticator
-- gave them. sign_count only grows, where the authenticator counts.
CREATE TABLE passkey (
    id              BIGINT          NOT NULL AUTO_INCREMENT PRIMARY KEY,
    user_id         BIGINT          NOT NULL,
    name            VARCHAR(64)     CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
    rp_id           VARCHAR(255)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    credential_id   VARBINARY(1023) NOT NULL,
    credential      BLOB            NOT NULL,
    backup_eligible BOOLEAN         NOT NULL,
    sign_count      BIGINT          NOT NULL,
    created_at      DATETIME(3)     NOT NULL,
    last_used_at    DATETIME(3)     NULL,
    UNIQUE KEY passkey_credential (credential_id),
    KEY passkey_user (user_id),
    CONSTRAINT passkey_account FOREIGN KEY (user_id) REFERENCES account (id)
) DEFAULT CHARACTER SET utf8mb4;
