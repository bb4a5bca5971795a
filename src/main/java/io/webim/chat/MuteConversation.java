package io.webim.chat;

import io.webim.chat.conversations.Mute;
import io.webim.contract.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * {@code {conversationId, muted, until?}}.
 *
 * @param until null: not muted any more; {@link Mute#FOR_EVER}: until unmuted
 */
record MuteConversation(long conversationId, @Nullable Instant until) {
    static MuteConversation read(Fields fields) {
        return new MuteConversation(fields.id("conversationId"), Mute.until(fields));
    }
}
