-- Which message of the same conversation another one answers: a reference alone, so that nothing is shown of what is
-- deleted later.
ALTER TABLE message
    ADD COLUMN reply_to_seq BIGINT NULL;
