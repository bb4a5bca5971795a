package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.DeletionRowStore.Gone;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges.Range;
import io.webim.contract.Times;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Changes messages, each in one transaction that holds the lock of its conversation. */
final class EditStore {
    private static final String EDIT = """
            UPDATE message SET text = ?, edited_at = ?, sent_hash = COALESCE(sent_hash, ?), version = ?
            WHERE conversation_id = ? AND seq = ?""";
    private static final String BUMP = "UPDATE conversation SET version = ? WHERE id = ?";

    private final Pool pool;

    EditStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What has become of a message.
     *
     * @param seers who sees it now, of those that were asked about
     * @param hiddenFrom for whom it is gone with the change; 0 for nobody
     */
    record Changed(Message message, List<Long> seers, long hiddenFrom) {}

    /**
     * Changes the text.
     *
     * @param online members who may have to be told
     * @param decision the message as it is to be, or as it is; may refuse
     */
    Future<Changed> edit(
            Conversation conversation,
            long userId,
            long seq,
            Collection<Long> online,
            Function<Target, Message> decision) {
        return pool.withTransaction(connection -> {
            var targets = new TargetStore(connection);
            return targets.lock(conversation, userId, seq).compose(target -> {
                var message = decision.apply(target);
                // Of an edit whose answer was lost the devices may not have heard: whoever asks again has them told.
                boolean isNew = !message.equals(target.message());
                var written = isNew ? write(connection, target, message) : Future.succeededFuture();
                return written.compose(done -> targets.seers(message, online))
                        .map(seers -> new Changed(message, seers, isNew ? target.hiddenFrom() : 0));
            });
        });
    }

    private static Future<?> write(SqlConnection connection, Target target, Message message) {
        long id = message.conversationId();
        var before = target.there().text();
        var edited = connection
                .preparedQuery(EDIT)
                .execute(Tuple.of(
                        message.text(),
                        Times.toSql(Objects.requireNonNull(message.more().editedAt())),
                        SentHash.of(message.clientId(), before == null ? "" : before),
                        message.version(),
                        id,
                        message.seq()));
        var entered = ChangeStore.enter(connection, id, message.seq(), message.version());
        var bumped = connection.preparedQuery(BUMP).execute(Tuple.of(message.version(), id));
        return Future.all(edited, entered, bumped).compose(all -> hide(connection, target, message));
    }

    /** A new text is as much of a message as one that is sent: who blocks its sender is shown neither. */
    private static Future<?> hide(SqlConnection connection, Target target, Message message) {
        if (target.hiddenFrom() == 0) {
            return Future.succeededFuture();
        }
        var seq = new Range(message.seq(), message.seq());
        var gone = new Gone(message.conversationId(), target.hiddenFrom(), seq);
        return DeletionStore.hide(connection, List.of(gone), true);
    }
}
