package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.messages.DeletionRowStore.Gone;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.contract.Times;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Changes messages, each in one transaction that holds the lock of its conversation. */
public final class EditStore {
    private static final String EDIT = """
            UPDATE message SET text = ?, mentions = ?, edited_at = ?, sent_hash = COALESCE(sent_hash, ?), version = ?
            WHERE conversation_id = ? AND seq = ?""";
    private static final String BUMP = "UPDATE conversation SET version = ? WHERE id = ?";

    private final Pool pool;

    public EditStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What has become of a message.
     *
     * @param seers who sees it now, of those that were asked about
     * @param hiddenFrom for whom it is gone with the change; 0 for nobody
     * @param mentionsBefore whom it mentioned before
     */
    public record Changed(Message message, List<Long> seers, long hiddenFrom, List<Long> mentionsBefore) {
        /** With the text that it had. */
        Changed(Message message, List<Long> seers) {
            this(message, seers, 0, message.mentions());
        }
    }

    /**
     * Changes the text, and whom it mentions.
     *
     * @param online members who may have to be told
     * @param decision the message as it is to be, or as it is; may refuse
     */
    public Future<Changed> edit(
            Conversation conversation,
            long userId,
            long seq,
            Collection<Long> online,
            Function<Target, Message> decision) {
        return pool.withTransaction(connection -> {
            var targets = new TargetStore(connection);
            return targets.lock(conversation, userId, seq).compose(target -> {
                var before = target.there();
                var message = decision.apply(target);
                // Of an edit whose answer was lost the devices may not have heard: whoever asks again has them told.
                return message.equals(before)
                        ? targets.seers(before, online).map(seers -> new Changed(before, seers))
                        : mentioning(connection, conversation, target, message)
                                .compose(edited -> write(connection, conversation, target, edited)
                                        .compose(written -> targets.seers(edited, online))
                                        .map(seers ->
                                                new Changed(edited, seers, target.hiddenFrom(), before.mentions())));
            });
        });
    }

    private static Future<Message> mentioning(
            SqlConnection connection, Conversation conversation, Target target, Message message) {
        var text = message.text();
        if (conversation.isDirect() || text == null) {
            return Future.succeededFuture(message);
        }
        var mentions = Mentions.in(text);
        return MentionStore.named(connection, conversation.id, message.senderId(), message.seq(), mentions.names())
                .map(named -> message.mentioning(mentions.of(named, target.mayMentionAll())));
    }

    private static Future<?> write(
            SqlConnection connection, Conversation conversation, Target target, Message message) {
        long id = message.conversationId();
        var before = target.there();
        var text = before.text();
        var edited = connection
                .preparedQuery(EDIT)
                .execute(Tuple.of(
                        message.text(),
                        MessageRows.toMentions(message.mentions()),
                        Times.toSql(Objects.requireNonNull(message.more().editedAt())),
                        SentHash.of(message.clientId(), text == null ? "" : text),
                        message.version(),
                        id,
                        message.seq()));
        var entered = ChangeStore.enter(connection, id, message.seq(), message.version());
        var bumped = connection.preparedQuery(BUMP).execute(Tuple.of(message.version(), id));
        return Future.all(edited, entered, bumped)
                .compose(all -> mention(connection, before, message))
                .compose(all -> hide(connection, conversation, target, message));
    }

    private static Future<?> mention(SqlConnection connection, Message before, Message message) {
        if (message.mentions().equals(before.mentions())) {
            return Future.succeededFuture();
        }
        var seq = SeqRanges.between(message.seq(), message.seq());
        return MentionStore.forget(connection, message.conversationId(), seq)
                .compose(forgotten -> MentionStore.enter(connection, List.of(message)));
    }

    /** A new text is as much of a message as one that is sent: who blocks its sender is shown neither. */
    private static Future<?> hide(SqlConnection connection, Conversation conversation, Target target, Message message) {
        long from = target.hiddenFrom();
        if (from == 0) {
            return Future.succeededFuture();
        }
        long seq = message.seq();
        var gone = new Gone(conversation.id, from, new Range(seq, seq));
        var hidden = DeletionStore.hide(connection, List.of(gone), true);
        boolean hasCome = seq <= conversation.member(from).position().toldReceived();
        return hasCome
                ? hidden
                : hidden.compose(done -> DeletionStore.withhold(connection, new MemberKey(conversation.id, from), seq));
    }
}
