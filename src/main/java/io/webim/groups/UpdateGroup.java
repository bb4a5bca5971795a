package io.webim.groups;

import io.webim.contract.Fields;
import io.webim.contract.Weight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId, title?, about?, history?, mayPost?, mayAdd?, mayPin?, mayMentionAll?, slowSeconds?}}, one of
 * them at least; what is null stays.
 */
record UpdateGroup(
        long conversationId,
        @Nullable String title,
        @Nullable String about,
        @Nullable String history,
        @Nullable String mayPost,
        @Nullable String mayAdd,
        @Nullable String mayPin,
        @Nullable String mayMentionAll,
        @Nullable Integer slowSeconds) {
    private static final List<String> FIELDS =
            List.of("title", "about", "history", "mayPost", "mayAdd", "mayPin", "mayMentionAll", "slowSeconds");
    private static final int LONGEST_PAUSE = 86_400;

    static UpdateGroup read(Fields fields) {
        if (FIELDS.stream().noneMatch(fields::has)) {
            fields.refuse("title", "give something to change");
        }
        return new UpdateGroup(
                fields.id("conversationId"),
                fields.has("title") ? GroupNames.title(fields) : null,
                fields.has("about") ? GroupNames.about(fields) : null,
                optional(fields, "history", Switches.ALL, "from_join"),
                optional(fields, "mayPost", "members", Switches.ADMINS),
                optional(fields, "mayAdd", "members", Switches.ADMINS),
                optional(fields, "mayPin", "members", Switches.ADMINS),
                optional(fields, "mayMentionAll", "members", Switches.ADMINS, "nobody"),
                fields.has("slowSeconds") ? (int) fields.number("slowSeconds", 0, LONGEST_PAUSE) : null);
    }

    private static @Nullable String optional(Fields fields, String name, String first, String... others) {
        return fields.has(name) ? fields.oneOf(name, first, others) : null;
    }

    /** Of what is told to members: in an event of the history, and as what the group is now. */
    int weight() {
        return 2 * (title == null ? 0 : Weight.of(title)) + (about == null ? 0 : Weight.of(about));
    }

    /** About how many bytes are stored of it, as events. */
    int stored() {
        return Weight.OF_MESSAGE + weight();
    }

    /** What the group is then. */
    Group of(Group group) {
        var before = group.switches();
        return group.with(
                title == null ? group.title() : title,
                about == null ? group.about() : about,
                new Switches(
                        history == null ? before.history() : history,
                        mayPost == null ? before.mayPost() : mayPost,
                        mayAdd == null ? before.mayAdd() : mayAdd,
                        mayPin == null ? before.mayPin() : mayPin,
                        mayMentionAll == null ? before.mayMentionAll() : mayMentionAll,
                        slowSeconds == null ? before.slowSeconds() : slowSeconds));
    }
}
