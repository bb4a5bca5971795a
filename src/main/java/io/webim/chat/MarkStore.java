package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Stores marks, many members in one transaction. */
final class MarkStore {
    private static final String BUMP = "UPDATE conversation SET version = version + 1 WHERE id IN %s";
    /** The rows exist: this is an update of many rows with one constant statement; a mark never moves back. */
    private static final String RAISE = """
            INSERT INTO conversation_member (conversation_id, user_id, peer_id, received_seq, read_seq)
            VALUES %s
            ON DUPLICATE KEY UPDATE
                received_seq = GREATEST(received_seq, VALUES(received_seq)),
                read_seq = GREATEST(read_seq, VALUES(read_seq))""";

    private static final String RAISE_ROW = "(?, ?, ?, ?, ?)";
    private static final String DRAIN_CACHE = """
            UPDATE message SET state = 'msg_done'
            WHERE conversation_id = ? AND seq BETWEEN ? AND ? AND sender_id = ? AND state = 'msg_cache'""";
    private static final int MOST_ROWS = 128;

    private final Pool pool;

    MarkStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * The marks of one member.
     *
     * @param drainFrom the range of messages to leave the cache; empty when {@code drainFrom > drainTo}
     */
    record Marks(
            long conversationId, long userId, long peerId, long received, long read, long drainFrom, long drainTo) {}

    Future<Void> store(List<Marks> marks) {
        return pool.withTransaction(connection -> bump(connection, marks)
                .compose(bumped -> raise(connection, marks))
                .compose(raised -> drain(connection, marks)));
    }

    private static Future<?> bump(SqlConnection connection, List<Marks> marks) {
        var ids = new TreeSet<Long>();
        marks.forEach(mark -> ids.add(mark.conversationId()));
        return connection.preparedQuery(BUMP.formatted(Sql.in(ids.size()))).execute(Sql.inValues(ids));
    }

    private static Future<?> raise(SqlConnection connection, List<Marks> marks) {
        var statements = new ArrayList<Future<?>>();
        for (var rows : Sql.powersOfTwo(marks, MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(RAISE.formatted(Sql.rows(RAISE_ROW, rows.size())))
                    .execute(values(rows)));
        }
        return Future.all(statements);
    }

    private static Future<Void> drain(SqlConnection connection, List<Marks> marks) {
        var drains = marks.stream()
                .filter(mark -> mark.drainFrom() <= mark.drainTo())
                .map(mark -> connection
                        .preparedQuery(DRAIN_CACHE)
                        .execute(Tuple.of(mark.conversationId(), mark.drainFrom(), mark.drainTo(), mark.peerId())))
                .toList();
        return drains.isEmpty() ? Future.succeededFuture() : Future.all(drains).mapEmpty();
    }

    private static Tuple values(List<Marks> marks) {
        var values = new ArrayTuple(marks.size() * 5);
        for (var mark : marks) {
            values.addLong(mark.conversationId());
            values.addLong(mark.userId());
            values.addLong(mark.peerId());
            values.addLong(mark.received());
            values.addLong(mark.read());
        }
        return values;
    }
}
