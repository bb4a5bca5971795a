-- What an edit leaves: when it was, and a hash of the text as it was sent first, by which a late retry of the sending is
-- known. Both go with the text.
ALTER TABLE message
    ADD COLUMN edited_at DATETIME(3) NULL,
    ADD COLUMN sent_hash BINARY(32) NULL;
