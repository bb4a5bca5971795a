-- Who may add the user to a group: whoever, or whom the user has as a contact.
ALTER TABLE account
    ADD COLUMN add_me ENUM ('all', 'contacts') NOT NULL DEFAULT 'all';
