package io.webim.sql;

import io.vertx.sqlclient.Pool;

/**
 * Connections to the database, by what they are for: whatever is read at length, messages are written at once, and
 * somebody can log in.
 *
 * @param common for all that is short
 * @param reading for pages and lists
 * @param writing for the lanes in which messages and marks are written
 */
public record Pools(Pool common, Pool reading, Pool writing) {}
