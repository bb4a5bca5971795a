package io.webim.chat.messages;

import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.User;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decides whether a member of a group may write now.
 *
 * @param sender as the others see who writes
 * @param isPermitted whether members like this one may write at all
 * @param mayMentionAll whether everybody may be mentioned
 * @param slowSeconds what has to pass between two messages; 0 where nothing has to
 * @param last when the member wrote last, where that counts
 */
record Posting(
        User sender,
        boolean isPermitted,
        boolean mayMentionAll,
        int slowSeconds,
        @Nullable Instant last) {
    /** Null where nothing speaks against it. */
    @Nullable
    Failure refusal(Instant now) {
        if (!isPermitted) {
            return notPermitted();
        }
        if (slowSeconds == 0 || last == null) {
            return null;
        }
        long wait = slowSeconds - Duration.between(last, now).toSeconds();
        return wait > 0
                ? Failure.retryAfter(ErrorCode.SLOW_MODE, "Here everybody writes now and then only.", (int) wait)
                : null;
    }

    static Failure notPermitted() {
        return Failure.of(ErrorCode.NOT_PERMITTED, "Only admins may write here.");
    }

    /** @param rule who may mention everybody; null where there are no rules */
    static boolean mayMentionAll(@Nullable String rule, boolean leads) {
        return "members".equals(rule) || (leads && "admins".equals(rule));
    }

    Posting at(Instant now) {
        return new Posting(sender, isPermitted, mayMentionAll, slowSeconds, now);
    }
}
