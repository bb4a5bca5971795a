package io.webim.chat.messages;

import io.vertx.core.buffer.Buffer;
import io.webim.chat.conversations.ConversationStore;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.Role;
import org.jspecify.annotations.Nullable;

/**
 * A message that a member does something to, and how the member stands to it, as the rows say while nobody else can change
 * them.
 *
 * @param version of the conversation
 * @param message as it is, deleted for everyone or not; null where the member sees none
 * @param sentHash of the text as it was sent first; null while that is the text
 * @param mayPost whether the member may write to this conversation
 * @param mayPin whether the member may pin messages to it
 * @param mayMentionAll whether the member may mention everybody
 * @param peer the other one of a direct conversation; null in others
 */
public record Target(
        long version,
        @Nullable Message message,
        @Nullable Buffer sentHash,
        Role role,
        boolean mayPost,
        boolean mayPin,
        boolean mayMentionAll,
        @Nullable Peer peer) {
    /**
     * @param isBlocked by the member
     * @param blocks the member
     * @param sees whether the message is shown to the other
     */
    record Peer(long userId, boolean isBlocked, boolean blocks, boolean sees, boolean hasLeft) {}

    /** Fails with 404 where the member does not see it, or it is deleted. */
    public Message there() {
        if (message == null || message.deleted()) {
            throw unknown();
        }
        return message;
    }

    /** Fails where the other one of a direct conversation is not to be told anything: what is done to a message is told. */
    public void requirePeer() {
        if (peer != null && peer.hasLeft()) {
            throw ConversationStore.unknownUser();
        }
        if (peer != null && peer.isBlocked()) {
            throw Batch.peerBlocked();
        }
    }

    /** The same where the member may not write here. */
    public void requirePosting() {
        requirePeer();
        if (!mayPost) {
            throw Posting.notPermitted();
        }
    }

    /** Fails where the member may not pin messages here. */
    public void requirePinning() {
        requirePeer();
        if (!mayPin) {
            throw Failure.of(ErrorCode.NOT_PERMITTED, "Only admins may pin messages here.");
        }
    }

    /** Whether what the member does is to be seen by nobody else. */
    boolean isOnlyOwn() {
        return peer != null && peer.blocks();
    }

    /** Who sees the message, and must not see what the member makes of it; 0 for nobody. */
    long hiddenFrom() {
        return peer != null && peer.blocks() && peer.sees() ? peer.userId() : 0;
    }

    static Failure unknown() {
        return Failure.of(ErrorCode.MESSAGE_NOT_FOUND, "There is no such message.");
    }
}
