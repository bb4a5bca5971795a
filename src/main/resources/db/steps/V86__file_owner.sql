-- For whoever takes all their own files along, some at a time.
ALTER TABLE file
    ADD KEY file_of (owner_id, id);
