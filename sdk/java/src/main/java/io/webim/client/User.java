package io.webim.client;

/**
 * Somebody.
 *
 * @param bot whether it is a program and no person
 */
public record User(long id, String username, String displayName, boolean bot) {}
