-- A bot of each person who has something to be told by the server itself.
--   bot   notice: it says what has become of what acts for its owner
ALTER TABLE account MODIFY bot ENUM ('service', 'webhook', 'notice') NULL;
