-- How many messages are a member's is the ordinal of the newest one.
ALTER TABLE conversation_member
    DROP COLUMN sent;
