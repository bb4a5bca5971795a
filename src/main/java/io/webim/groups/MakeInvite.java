package io.webim.groups;

import io.webim.contract.Fields;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId, expiresIn?, uses?, approval?}}.
 *
 * @param expiresIn seconds; null: not at all
 * @param uses how many may come with it; null: any number
 * @param approval whether an admin is asked first
 */
record MakeInvite(
        long conversationId,
        @Nullable Long expiresIn,
        @Nullable Integer uses,
        boolean approval) {
    private static final long LONGEST = 366L * 24 * 60 * 60;
    private static final int MOST_USES = 100_000;

    static MakeInvite read(Fields fields) {
        return new MakeInvite(
                fields.id("conversationId"),
                fields.has("expiresIn") ? (Long) fields.number("expiresIn", 1, LONGEST) : null,
                fields.has("uses") ? (Integer) (int) fields.number("uses", 1, MOST_USES) : null,
                fields.flag("approval"));
    }
}
