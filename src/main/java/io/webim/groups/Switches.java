package io.webim.groups;

import io.vertx.core.json.JsonObject;

/**
 * What the members of a group may do.
 *
 * @param history what those see who come: {@code all} or {@code from_join}
 * @param slowSeconds between two messages of one member; 0 is no limit
 */
record Switches(String history, String mayPost, String mayAdd, String mayPin, String mayMentionAll, int slowSeconds) {
    static final String ALL = "all";
    static final String ADMINS = "admins";
    private static final String MEMBERS = "members";

    /** Where anybody may write, what was said before one came is not meant for one; a channel is there to be read. */
    static Switches of(boolean isChannel) {
        return new Switches(isChannel ? ALL : "from_join", isChannel ? ADMINS : MEMBERS, ADMINS, ADMINS, ADMINS, 0);
    }

    JsonObject putInto(JsonObject json) {
        return json.put("history", history)
                .put("mayPost", mayPost)
                .put("mayAdd", mayAdd)
                .put("mayPin", mayPin)
                .put("mayMentionAll", mayMentionAll)
                .put("slowSeconds", slowSeconds);
    }
}
