-- Pictures of groups, under the random name that the group shows; one that no group shows is left over.
CREATE TABLE group_picture (
    name            VARCHAR(22) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    conversation_id BIGINT      NOT NULL,
    side_256        MEDIUMBLOB  NOT NULL,
    side_64         MEDIUMBLOB  NOT NULL,
    KEY group_picture_conversation (conversation_id)
);
