-- In a group or channel `listed` says who is a member: the row of somebody who has left stays, so that its version never
-- goes back. What `own_read`, `own_hidden` and `own_joined` count are messages that are never unread: the own ones, and
-- events, whose sender is 0.
--   member_count   how many are listed; changes with them, under this row's lock
--   settled_seq    up to here the marks of single members decide no state any more: there were too many members by then
--   settled_read   up to here all members had read when that began, but for `settled_reader`, who was the one furthest
--   settled_next   behind: without that one it was up to here
ALTER TABLE conversation
    ADD COLUMN member_count INT NOT NULL DEFAULT 0,
    ADD COLUMN settled_seq BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN settled_read BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN settled_reader BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN settled_next BIGINT NOT NULL DEFAULT 0;

--   entered_seq    the last message as the member came, or came back: nobody reads what was there before one came
--   joined_at      when that was
--   banned_at      set while the user may not come back
--   notify         what is pushed of it
ALTER TABLE conversation_member
    ADD COLUMN entered_seq BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN joined_at DATETIME(3) NULL,
    ADD COLUMN banned_at DATETIME(3) NULL,
    ADD COLUMN notify ENUM ('all', 'mentions', 'nothing') NOT NULL DEFAULT 'all',
    ADD KEY member_role (conversation_id, listed, role, user_id);

-- Of an event the text is its JSON, and the sender nobody: 0.
ALTER TABLE message
    ADD COLUMN kind ENUM ('text', 'file', 'voice', 'event', 'call') NOT NULL DEFAULT 'text';
