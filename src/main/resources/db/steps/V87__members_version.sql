-- Which members a node has in memory, and whether another has changed them since. Nothing is rewritten: it is added in place.
ALTER TABLE conversation ADD COLUMN members_version BIGINT NOT NULL DEFAULT 0;
