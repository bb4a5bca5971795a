-- Files that have come whole, each under a random id, which is the key of its bytes in the store too.
--   state    storing: its bytes are on their way to the store; ready: it may be sent and fetched; going: its bytes are being
--            deleted
--   shown    a message has carried it: it goes with the last one that does, else a day after it came
--   placeholder   a BlurHash, to be shown until there is more
CREATE TABLE file (
    id           CHAR(22)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    owner_id     BIGINT         NOT NULL,
    state        ENUM ('storing', 'ready', 'going') NOT NULL,
    shown        BOOLEAN        NOT NULL DEFAULT FALSE,
    name         VARCHAR(255)   CHARACTER SET utf8mb4 NOT NULL,
    media_type   VARCHAR(127)   CHARACTER SET ascii NOT NULL,
    is_inline    BOOLEAN        NOT NULL,
    size         BIGINT         NOT NULL,
    width        INT            NULL,
    height       INT            NULL,
    duration_ms  BIGINT         NULL,
    waveform     VARBINARY(128) NULL,
    preview_type VARCHAR(50)    CHARACTER SET ascii NULL,
    preview_size BIGINT         NOT NULL DEFAULT 0,
    placeholder  VARCHAR(64)    CHARACTER SET ascii COLLATE ascii_bin NULL,
    created_at   DATETIME(3)    NOT NULL,
    KEY file_owner (owner_id, state, shown),
    KEY file_due (state, shown, created_at)
);

-- Files on their way. How much of one is there is told by the file in the data dir, and by nothing else.
--   length   that it is to have, in bytes
--   whole    all of it has come: from then on it may be shorter, with what was taken out
CREATE TABLE upload (
    id           CHAR(22)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    owner_id     BIGINT         NOT NULL,
    length       BIGINT         NOT NULL,
    whole        BOOLEAN        NOT NULL DEFAULT FALSE,
    name         VARCHAR(255)   CHARACTER SET utf8mb4 NOT NULL,
    claimed_type VARCHAR(127)   CHARACTER SET ascii NOT NULL,
    original     BOOLEAN        NOT NULL,
    width        INT            NULL,
    height       INT            NULL,
    duration_ms  BIGINT         NULL,
    waveform     VARBINARY(128) NULL,
    expires_at   DATETIME(3)    NOT NULL,
    KEY upload_owner (owner_id),
    KEY upload_expiry (expires_at)
);

-- What one user's files take, with what is kept for those that are on their way, and how many those are.
CREATE TABLE file_usage (
    owner_id BIGINT NOT NULL PRIMARY KEY,
    bytes    BIGINT NOT NULL,
    uploads  INT    NOT NULL
);

-- Which message carries which files, in which order. Who sees it may fetch them.
--   released   the message is gone for everyone: the row stays until the file has been looked at
CREATE TABLE message_file (
    conversation_id BIGINT   NOT NULL,
    seq             BIGINT   NOT NULL,
    place           SMALLINT NOT NULL,
    file_id         CHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    released        BOOLEAN  NOT NULL DEFAULT FALSE,
    PRIMARY KEY (conversation_id, seq, place),
    KEY message_file_file (file_id, released),
    KEY message_file_released (released, file_id)
);

-- What a message tells of its files, as JSON: they do not change.
ALTER TABLE message
    ADD COLUMN files TEXT CHARACTER SET utf8mb4 NULL;
