package io.webim.bench;

/**
 * A user who is logged in.
 *
 * @param token good for ten minutes
 */
record Person(long id, String name, String token) {}
