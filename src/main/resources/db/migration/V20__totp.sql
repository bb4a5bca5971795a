-- The secret of an authenticator app, sealed with a key that is not in the database. last_step is the 30-second step of the
-- last code that was used: no code is taken twice. Pending until the owner has shown a right code.
CREATE TABLE totp (
    user_id    BIGINT         NOT NULL PRIMARY KEY,
    secret     VARBINARY(100) NOT NULL,
    last_step  BIGINT         NOT NULL DEFAULT 0,
    enabled_at DATETIME(3)    NULL,
    CONSTRAINT totp_account FOREIGN KEY (user_id) REFERENCES account (id)
);

-- Each is deleted as it is used. Random enough for a plain SHA-256, which a lost server secret cannot spoil.
CREATE TABLE recovery_code (
    user_id   BIGINT     NOT NULL,
    code_hash BINARY(32) NOT NULL,
    PRIMARY KEY (user_id, code_hash),
    CONSTRAINT recovery_code_account FOREIGN KEY (user_id) REFERENCES account (id)
);
