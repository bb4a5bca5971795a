-- Whom a message mentions: ids with commas between them, 0 for everybody; NULL where there is nobody.
ALTER TABLE message
    ADD COLUMN mentions VARCHAR(1024) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- The same, to be counted by whom they mention. Rows go with the text of their message.
CREATE TABLE mention (
    conversation_id BIGINT NOT NULL,
    user_id         BIGINT NOT NULL,
    seq             BIGINT NOT NULL,
    sender_id       BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, user_id, seq),
    KEY mention_message (conversation_id, seq),
    CONSTRAINT mention_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;
