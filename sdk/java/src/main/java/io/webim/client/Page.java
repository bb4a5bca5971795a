package io.webim.client;

import java.util.List;

/**
 * A page of the feed.
 *
 * @param next what to ask for next, as {@code after}
 * @param more whether there is more already
 */
public record Page(List<Event> events, String next, boolean more) {}
