package io.webim.chat.messages;

import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.Member;
import io.webim.chat.messages.Forward.Source;
import io.webim.contract.AttachedFiles;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.User;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to the database, and the promise to its sender.
 */
public record Draft(
        Conversation conversation,
        long senderId,
        UUID clientId,
        Content content,
        long deadline,
        Promise<Draft.Written> result) {
    /** One that answers no other. */
    Draft(
            Conversation conversation,
            long senderId,
            UUID clientId,
            String text,
            long deadline,
            Promise<Draft.Written> result) {
        this(conversation, senderId, clientId, Content.of(text, null), deadline, result);
    }

    String text() {
        return content.text();
    }

    @Nullable
    Long replyTo() {
        return content.replyTo();
    }

    @Nullable
    Forward forward() {
        return content.forward();
    }

    /** What it sends on. */
    @Nullable
    Source source() {
        var forward = forward();
        return forward == null ? null : forward.source();
    }

    AttachedFiles files() {
        return content.files();
    }

    /** Why there is nothing to be sent: then it is a retry, or refused. */
    @Nullable
    Failure missing() {
        var forward = forward();
        return forward == null ? content.attachment().missing() : forward.missing();
    }

    /** Its files that are not among those that are there. */
    List<String> missing(Set<String> there) {
        return files().isEmpty()
                ? List.of()
                : files().ids().stream().filter(id -> !there.contains(id)).toList();
    }

    /** By which a retry is known, where that is not the text alone. */
    @Nullable
    Buffer sentHash() {
        var forward = forward();
        if (forward != null) {
            return SentHash.of(clientId, forward.message());
        }
        var ids = content.attachment().ids();
        return ids.isEmpty() ? null : SentHash.of(clientId, text(), ids);
    }

    /**
     * What became of a draft.
     *
     * @param created false when it had been written before: a retry
     * @param shown false when the other one of a direct conversation blocks the sender
     * @param cached no device of any receiver was connected as it was written
     * @param newToSender the sender does not have the other as a contact, and shall with it
     * @param newToReceiver it brought the conversation to the other one's list
     * @param sender as the members of a group see who wrote
     */
    public record Written(
            Message message,
            boolean created,
            boolean shown,
            boolean cached,
            boolean newToSender,
            boolean newToReceiver,
            @Nullable User sender) {
        /** In a direct conversation, where both know each other. */
        Written(
                Message message,
                boolean created,
                boolean shown,
                boolean cached,
                boolean newToSender,
                boolean newToReceiver) {
            this(message, created, shown, cached, newToSender, newToReceiver, null);
        }

        /** Found written. Whether the attempt that wrote it told anybody is not known: all may have to be told. */
        static Written again(Message message, boolean shown) {
            return new Written(message, false, shown, shown, true, shown);
        }
    }

    /** Whom it speaks for: of a bot the one whose it is. */
    long personId() {
        return conversation.member(senderId).personId();
    }

    /** Whether a bot has written it. */
    boolean isOfProgram() {
        return personId() != senderId;
    }

    /** Whether nothing has to be known for it but who may write; its sender may have left since. */
    boolean isPlain() {
        return conversation.has(senderId)
                && replyTo() == null
                && files().isEmpty()
                && missing() == null
                && !isOfProgram()
                && !isNaming();
    }

    /** Whether the names in it may be members'. */
    boolean isNaming() {
        return !conversation.isDirect()
                && forward() == null
                && !Mentions.in(text()).names().isEmpty();
    }

    Key key() {
        return new Key(senderId, clientId);
    }

    /** The same key is the same message for ever. */
    record Key(long senderId, UUID clientId) {}

    /** The other one of a direct conversation; null in others. */
    @Nullable
    public Member peer() {
        return conversation.peerOf(senderId);
    }
}
