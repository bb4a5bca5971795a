package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.Conversation;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.contract.Times;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** Writes who has saved which messages, and finds them again. */
public final class SavedStore {
    public static final int MOST = 1_000;

    private static final String ADD = """
            INSERT IGNORE INTO saved_message (user_id, conversation_id, seq, saved_at) VALUES (?, ?, ?, ?)""";
    private static final String RAISE = "UPDATE conversation SET saved_to_seq = ? WHERE id = ? AND saved_to_seq < ?";
    private static final String REMOVE =
            "DELETE FROM saved_message WHERE user_id = ? AND conversation_id = ? AND seq = ?";
    public static final String COUNT = "SELECT COUNT(*) AS saved FROM saved_message WHERE user_id = ?";
    private static final String SEEN = """
            FROM saved_message s FORCE INDEX (%s)
            JOIN conversation c ON c.id = s.conversation_id
            JOIN conversation_member me ON me.conversation_id = s.conversation_id AND me.user_id = s.user_id
            JOIN message m ON m.conversation_id = s.conversation_id AND m.seq = s.seq
            WHERE s.user_id = ? AND (c.kind = 'direct' OR me.listed) AND NOT m.deleted AND %s""".formatted("%s", TargetStore.seenBy("me"));

    /** From the bookmarks on, the newest first: there are fewer of them than the user has messages, or conversations. */
    private static final String SELECT = "SELECT STRAIGHT_JOIN s.id, s.conversation_id, s.seq ";

    private static final String NEWEST = " AND s.id < ? ORDER BY s.id DESC LIMIT ?";
    public static final String PAGE = SELECT + SEEN.formatted("saved_user") + NEWEST;
    public static final String PAGE_OF_ONE =
            SELECT + SEEN.formatted("saved_once") + " AND s.conversation_id = ?" + NEWEST;
    private static final String PRUNE = "DELETE FROM saved_message WHERE user_id = ? AND id NOT IN (SELECT id FROM ("
            + "SELECT STRAIGHT_JOIN s.id " + SEEN.formatted("saved_user") + ") seen)";

    private static final String FORGET = "DELETE FROM saved_message WHERE conversation_id = ? AND %s";
    private static final String FORGET_OF_ONE =
            "DELETE FROM saved_message WHERE user_id = ? AND conversation_id = ? AND %s";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    private static final String FORGET_DELETED = """
            DELETE s FROM saved_message s JOIN account a ON a.id = s.user_id WHERE a.deleted_at IS NOT NULL""";

    private final Pool pool;

    public SavedStore(Pool pool) {
        this.pool = pool;
    }

    /** @param id grows with each that the user saves */
    public record Saved(long id, long conversationId, long seq) {
        public FindMessage message() {
            return new FindMessage(conversationId, seq);
        }
    }

    /**
     * Saves what the user sees; to save it again changes nothing.
     *
     * @return whether anything changed
     */
    public Future<Boolean> add(Conversation conversation, long userId, long seq) {
        return pool.withTransaction(connection -> new TargetStore(connection)
                .lock(conversation, userId, seq)
                .compose(target -> {
                    if (target.there().kind() == Message.Kind.EVENT) {
                        throw Target.unknown();
                    }
                    return add(connection, conversation.id, userId, seq);
                }));
    }

    private static Future<Boolean> add(SqlConnection connection, long conversationId, long userId, long seq) {
        return connection
                .preparedQuery(ADD)
                .execute(Tuple.of(userId, conversationId, seq, Times.toSql(Times.now())))
                .compose(added -> added.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : connection
                                .preparedQuery(RAISE)
                                .execute(Tuple.of(seq, conversationId, seq))
                                .compose(raised -> room(connection, userId))
                                .map(true));
    }

    /** What the user does not see any more makes room for what one does. */
    private static Future<?> room(SqlConnection connection, long userId) {
        return count(connection, userId)
                .compose(count -> count <= MOST
                        ? Future.succeededFuture(count)
                        : prune(connection, userId).compose(pruned -> count(connection, userId)))
                .map(count -> {
                    if (count > MOST) {
                        throw Failure.of(ErrorCode.TOO_MANY_SAVED, "There are too many saved messages.");
                    }
                    return count;
                });
    }

    private static Future<Integer> count(SqlConnection connection, long userId) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(userId))
                .map(rows -> rows.iterator().next().getInteger("saved"));
    }

    private static Future<?> prune(SqlConnection connection, long userId) {
        return connection.preparedQuery(PRUNE).execute(Tuple.of(userId, userId));
    }

    /** @return whether anything changed */
    public Future<Boolean> remove(long userId, long conversationId, long seq) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(userId, conversationId, seq))
                .map(removed -> removed.rowCount() > 0);
    }

    /** What the user sees of it, the newest first; one more than asked for where there is a next page. */
    public Future<List<Saved>> page(long userId, ListSaved request) {
        var conversationId = request.conversationId();
        var page = conversationId == null
                ? pool.preparedQuery(PAGE).execute(Tuple.of(userId, request.below(), request.limit() + 1))
                : pool.preparedQuery(PAGE_OF_ONE)
                        .execute(Tuple.of(userId, conversationId, request.below(), request.limit() + 1));
        return page.map(rows -> {
            var saved = new ArrayList<Saved>();
            rows.forEach(
                    row -> saved.add(new Saved(row.getLong("id"), row.getLong("conversation_id"), row.getLong("seq"))));
            return saved;
        });
    }

    /** Of messages that are deleted for everyone. */
    static Future<Void> forget(SqlConnection connection, long conversationId, SeqRanges seqs) {
        return forget(connection, FORGET, Tuple.of(conversationId), seqs);
    }

    /** Of messages that are gone for one member. */
    static Future<Void> forget(SqlConnection connection, long conversationId, long userId, SeqRanges seqs) {
        return forget(connection, FORGET_OF_ONE, Tuple.of(userId, conversationId), seqs);
    }

    private static Future<Void> forget(SqlConnection connection, String sql, Tuple values, SeqRanges seqs) {
        var ranges = Sql.padded(seqs.ranges());
        ranges.forEach(range -> values.addLong(range.from()).addLong(range.to()));
        return connection
                .preparedQuery(sql.formatted(Sql.any(SEQS, ranges.size())))
                .execute(values)
                .mapEmpty();
    }

    /** What deleted accounts have left. */
    public Future<Void> forgetDeleted() {
        return pool.query(FORGET_DELETED).execute().mapEmpty();
    }
}
