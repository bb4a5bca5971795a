-- What somebody has reported: a message (seq) or a person (0), with a copy of the text. Rows go when they are handled,
-- and after 90 days.
CREATE TABLE report (
    id              BIGINT        NOT NULL AUTO_INCREMENT,
    reporter_id     BIGINT        NOT NULL,
    conversation_id BIGINT        NOT NULL,
    user_id         BIGINT        NOT NULL,
    seq             BIGINT        NOT NULL,
    reason          VARCHAR(100)  NOT NULL,
    note            VARCHAR(1000) NOT NULL,
    text            TEXT          NULL,
    reported_at     DATETIME(3)   NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY report_once (reporter_id, conversation_id, user_id, seq),
    KEY report_conversation (conversation_id, id),
    KEY report_time (reported_at),
    CONSTRAINT report_of_conversation FOREIGN KEY (conversation_id) REFERENCES conversation (id)
) DEFAULT CHARACTER SET utf8mb4;
