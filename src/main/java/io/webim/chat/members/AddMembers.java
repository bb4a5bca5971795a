package io.webim.chat.members;

import io.webim.contract.Fields;
import java.util.List;

/**
 * {@code {conversationId, userIds, way, byAdmins?, seesAll?, most, title?}}.
 *
 * @param byAdmins whether only they may add
 * @param seesAll whether those who come see what was there before
 * @param most how many members there may be then
 * @param title of a group that is made
 */
public record AddMembers(
        long conversationId, List<Long> userIds, Way way, boolean byAdmins, boolean seesAll, int most, String title) {
    private static final int MOST_AT_ONCE = 100;

    /** How they come. */
    enum Way {
        /** The caller makes the group, and is its owner. */
        CREATED,
        ADDED,
        /** By themselves. */
        JOINED,
        /** By themselves, once an admin let them in. */
        APPROVED
    }

    public static AddMembers read(Fields fields) {
        return new AddMembers(
                fields.id("conversationId"),
                fields.ids("userIds", MOST_AT_ONCE),
                switch (fields.oneOf("way", "created", "added", "joined", "approved")) {
                    case "created" -> Way.CREATED;
                    case "added" -> Way.ADDED;
                    case "joined" -> Way.JOINED;
                    default -> Way.APPROVED;
                },
                fields.flag("byAdmins"),
                fields.flag("seesAll"),
                (int) fields.number("most", 1, Integer.MAX_VALUE),
                fields.has("title") ? fields.text("title", 1, 100) : "");
    }
}
