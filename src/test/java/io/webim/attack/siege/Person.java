package io.webim.attack.siege;

/** An account with a session. */
record Person(long id, String username, String token, Rest rest) {}
