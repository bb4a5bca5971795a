package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.Conversation;
import io.webim.chat.messages.EditStore.Changed;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.Times;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes what is pinned, and that it is to the message. */
public final class PinStore {
    public static final int MOST = 100;

    private static final long ALL = 0;
    private static final String COUNT = "SELECT COUNT(*) AS pins FROM pin WHERE conversation_id = ?";
    private static final String ADD = """
            INSERT INTO pin (conversation_id, seq, only_for, pinned_at) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE only_for = VALUES(only_for)""";
    private static final String REMOVE = "DELETE FROM pin WHERE conversation_id = ? AND %s";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    private static final String MARK =
            "UPDATE message SET pinned_for = ?, version = ? WHERE conversation_id = ? AND seq = ?";
    private static final String BUMP = "UPDATE conversation SET version = ? WHERE id = ?";
    public static final String PAGE = """
            SELECT m.seq
            FROM pin p
            JOIN message m ON m.conversation_id = p.conversation_id AND m.seq = p.seq
            JOIN conversation_member me ON me.conversation_id = p.conversation_id AND me.user_id = ?
            WHERE p.conversation_id = ? AND p.seq < ? AND p.only_for IN (0, ?) AND %s
            ORDER BY p.seq DESC LIMIT ?""".formatted(TargetStore.seenBy("me"));

    private final Pool pool;

    public PinStore(Pool pool) {
        this.pool = pool;
    }

    /** @param isNew whether it was not pinned before, and is now */
    public record Pinned(Changed changed, boolean isNew) {}

    /**
     * @param online members who may have to be told
     * @param check may refuse
     */
    public Future<Pinned> pin(
            Conversation conversation,
            long userId,
            PinMessage request,
            Collection<Long> online,
            Consumer<Target> check) {
        return pool.withTransaction(connection -> {
            var targets = new TargetStore(connection);
            return targets.lock(conversation, userId, request.seq()).compose(target -> {
                check.accept(target);
                var message = target.there();
                var before = message.more().pinnedFor();
                var now = request.on() ? on(before, target, userId) : off(before, target, userId);
                boolean isNew = before == null && now != null;
                return room(connection, conversation.id, isNew)
                        .compose(room -> write(connection, message, target.version(), now))
                        .compose(written -> targets.seers(written, online)
                                .map(seers -> new Pinned(new Changed(written, seers), isNew)));
            });
        });
    }

    /** Whoever is blocked changes what oneself sees alone; where both see the same it is one for all. */
    private static @Nullable Long on(@Nullable Long before, Target target, long userId) {
        if (before == null) {
            return target.isOnlyOwn() ? userId : ALL;
        }
        return before == userId && target.isOnlyOwn() ? before : (Long) ALL;
    }

    private static @Nullable Long off(@Nullable Long before, Target target, long userId) {
        var peer = target.peer();
        if (before == null || before == userId || peer == null || !target.isOnlyOwn()) {
            return null;
        }
        return peer.userId();
    }

    private static Future<?> room(SqlConnection connection, long conversationId, boolean isNew) {
        return isNew
                ? connection
                        .preparedQuery(COUNT)
                        .execute(Tuple.of(conversationId))
                        .map(rows -> {
                            if (rows.iterator().next().getInteger("pins") >= MOST) {
                                throw Failure.of(ErrorCode.TOO_MANY_PINS, "There are too many pinned messages.");
                            }
                            return rows;
                        })
                : Future.succeededFuture();
    }

    private static Future<Message> write(
            SqlConnection connection, Message message, long version, @Nullable Long pinnedFor) {
        if (Objects.equals(message.more().pinnedFor(), pinnedFor)) {
            return Future.succeededFuture(message);
        }
        long id = message.conversationId();
        long next = version + 1;
        var row = pinnedFor == null
                ? forget(connection, id, SeqRanges.between(message.seq(), message.seq()))
                : connection
                        .preparedQuery(ADD)
                        .execute(Tuple.of(id, message.seq(), pinnedFor, Times.toSql(Times.now())));
        var marked = connection.preparedQuery(MARK).execute(Tuple.of(pinnedFor, next, id, message.seq()));
        var entered = ChangeStore.enter(connection, id, message.seq(), next);
        var bumped = connection.preparedQuery(BUMP).execute(Tuple.of(next, id));
        return Future.all(row, marked, entered, bumped)
                .map(message.changed(next, message.text(), message.more().pinned(pinnedFor)));
    }

    /** Of messages that are deleted for everyone. */
    static Future<Void> forget(SqlConnection connection, long conversationId, SeqRanges seqs) {
        return Sql.ofSeqs(connection, REMOVE, SEQS, conversationId, seqs).mapEmpty();
    }

    /** What a member sees as pinned, the newest first; one more than asked for where there is a next page. */
    public Future<List<Long>> page(long userId, ListPins request) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(userId, request.conversationId(), request.below(), userId, request.limit() + 1))
                .map(rows -> {
                    var seqs = new ArrayList<Long>();
                    rows.forEach(row -> seqs.add(row.getLong("seq")));
                    return seqs;
                });
    }
}
