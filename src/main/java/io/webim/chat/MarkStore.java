package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Stores marks, many members in one transaction. */
final class MarkStore {
    static final String BUMP = "UPDATE conversation SET version = version + 1 WHERE id IN %s";
    /** The rows exist: this is an update of many rows with one constant statement; a mark never moves back. */
    private static final String RAISE = """
            INSERT INTO conversation_member (conversation_id, user_id, peer_id, received_seq, read_seq)
            VALUES %s
            ON DUPLICATE KEY UPDATE
                received_seq = GREATEST(received_seq, VALUES(received_seq)),
                read_seq = GREATEST(read_seq, VALUES(read_seq))""";

    private static final String RAISE_ROW = "(?, ?, ?, ?, ?)";
    static final String DRAIN_CACHE = """
            UPDATE message SET state = 'msg_done'
            WHERE conversation_id = ? AND seq BETWEEN ? AND ? AND sender_id = ? AND state = 'msg_cache'""";
    /** A repeated attempt finds its own rows. */
    private static final String LOG = """
            INSERT INTO mark_log (conversation_id, user_id, kind, seq, reached_at)
            VALUES %s
            ON DUPLICATE KEY UPDATE seq = VALUES(seq)""";

    private static final String LOG_ROW = "(?, ?, ?, ?, ?)";
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
            long conversationId,
            long userId,
            long peerId,
            long received,
            long read,
            long drainFrom,
            long drainTo,
            Reached receivedAt,
            Reached readAt) {}

    /** @param at in milliseconds; 0 where the mark has not moved */
    record Reached(long seq, long at) {}

    private record LogRow(long conversationId, long userId, String kind, Reached reached) {}

    Future<Void> store(List<Marks> marks) {
        return pool.withTransaction(connection -> bump(connection, marks)
                .compose(bumped -> Future.all(raise(connection, marks), log(connection, marks)))
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

    private static Future<?> log(SqlConnection connection, List<Marks> marks) {
        var moved = new ArrayList<LogRow>();
        for (var mark : marks) {
            moved.add(new LogRow(mark.conversationId(), mark.userId(), "received", mark.receivedAt()));
            moved.add(new LogRow(mark.conversationId(), mark.userId(), "read", mark.readAt()));
        }
        moved.removeIf(row -> row.reached().at() == 0);
        var statements = new ArrayList<Future<?>>();
        for (var rows : Sql.powersOfTwo(moved, MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(LOG.formatted(Sql.rows(LOG_ROW, rows.size())))
                    .execute(logValues(rows)));
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

    private static Tuple logValues(List<LogRow> rows) {
        var values = new ArrayTuple(rows.size() * 5);
        for (var row : rows) {
            values.addLong(row.conversationId());
            values.addLong(row.userId());
            values.addString(row.kind());
            values.addLong(row.reached().seq());
            values.addLocalDateTime(
                    Times.toSql(Instant.ofEpochMilli(row.reached().at())));
        }
        return values;
    }
}
