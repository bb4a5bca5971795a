package io.webim.chat.marks;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.MemberKey;
import io.webim.chat.conversations.Position;
import io.webim.contract.Message;
import io.webim.contract.Times;
import io.webim.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stores marks, many members in one transaction. */
public final class MarkStore {
    /** The rows exist: this is an update of many rows with one constant statement; a mark never moves back. */
    private static final String RAISE = """
            INSERT INTO conversation_member (conversation_id, user_id, received_seq, told_received_seq, told_read_seq%s)
            VALUES %%s
            ON DUPLICATE KEY UPDATE
                received_seq = GREATEST(received_seq, VALUES(received_seq)),
                told_received_seq = GREATEST(told_received_seq, VALUES(told_received_seq)),
                told_read_seq = GREATEST(told_read_seq, VALUES(told_read_seq)),%s
                version = version + 1""";

    private static final String RAISE_RECEIVED = RAISE.formatted("", "");
    private static final String RAISE_READ = RAISE.formatted(", read_seq, own_read", """

                read_seq = GREATEST(read_seq, VALUES(read_seq)),
                own_read = GREATEST(own_read, VALUES(own_read)),""");
    private static final String RAISE_ROW = "(?, ?, ?, ?, ?)";

    private static final String NEWEST_UP_TO = """
            COALESCE((
                SELECT o.sender_ordinal FROM message o FORCE INDEX (message_sender)
                WHERE o.conversation_id = ? AND o.sender_id = ? AND o.seq <= ?
                ORDER BY o.seq DESC LIMIT 1), 0)""";
    /** All up to a mark is committed, so how many of them are the member's own never changes: it grows with the mark. */
    private static final String RAISE_READ_ROW = "(?, ?, ?, ?, ?, ?, %s)".formatted(NEWEST_UP_TO);
    /** The same with the events among them. */
    private static final String RAISE_READ_ROW_AMONG_MANY = "(?, ?, ?, ?, ?, ?, %1$s + %1$s)".formatted(NEWEST_UP_TO);

    public static final String DRAIN_CACHE = """
            UPDATE message FORCE INDEX (PRIMARY) SET state = 'msg_done'
            WHERE conversation_id = ? AND seq BETWEEN ? AND ? AND sender_id <> ? AND state = 'msg_cache'""";
    /** A repeated attempt finds its own rows. */
    private static final String LOG = """
            INSERT INTO mark_log (conversation_id, user_id, kind, seq, reached_at)
            VALUES %s
            ON DUPLICATE KEY UPDATE seq = VALUES(seq)""";

    private static final String LOG_ROW = "(?, ?, ?, ?, ?)";
    private static final int MOST_ROWS = 128;

    private static final Position NOWHERE = Position.of(0, 0);

    private final Pool pool;

    public MarkStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * The marks of one member.
     *
     * @param told who sees them, and so has to learn that they have moved
     * @param isDirect whether it is between two people: then it is kept when what is told moved
     * @param isReadMoved whether what the member has read moved; else that is stored already
     * @param drainFrom the range of messages to leave the cache; empty when {@code drainFrom > drainTo}
     */
    record MarkRow(
            long conversationId,
            long userId,
            List<Long> told,
            boolean isDirect,
            Position position,
            boolean isReadMoved,
            long drainFrom,
            long drainTo,
            Reached receivedAt,
            Reached readAt) {}

    /** @param at in milliseconds; 0 where the mark has not moved */
    record Reached(long seq, long at) {}

    private record MemberRow(long conversationId, long userId, boolean isDirect, Position position) {
        private MemberRow and(MemberRow other) {
            return new MemberRow(conversationId, userId, isDirect, position.and(other.position));
        }
    }

    private record LogRow(long conversationId, long userId, String kind, Reached reached) {}

    Future<Void> store(List<MarkRow> marks) {
        return pool.withTransaction(connection -> Future.all(raise(connection, rows(marks)), log(connection, marks))
                .compose(raised -> drain(connection, marks)));
    }

    /** In the order in which rows are locked, each once. */
    private static List<MemberRow> rows(List<MarkRow> marks) {
        var rows = new TreeMap<MemberKey, MemberRow>();
        for (var mark : marks) {
            add(rows, new MemberRow(mark.conversationId(), mark.userId(), mark.isDirect(), toRaise(mark)));
            for (long userId : mark.told()) {
                add(rows, new MemberRow(mark.conversationId(), userId, mark.isDirect(), NOWHERE));
            }
        }
        return List.copyOf(rows.values());
    }

    private static void add(Map<MemberKey, MemberRow> rows, MemberRow row) {
        rows.merge(new MemberKey(row.conversationId(), row.userId()), row, MemberRow::and);
    }

    /** What was read before is stored; 0 leaves it as it is. */
    private static Position toRaise(MarkRow mark) {
        var now = mark.position();
        return mark.isReadMoved() ? now : new Position(now.received(), 0, now.toldReceived(), now.toldRead());
    }

    private static Future<?> raise(SqlConnection connection, List<MemberRow> all) {
        var byRead = all.stream()
                .collect(Collectors.partitioningBy(row -> row.position().read() > 0));
        var statements = new ArrayList<Future<?>>();
        for (var rows : Sql.runs(byRead.getOrDefault(false, List.of()), MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(RAISE_RECEIVED.formatted(Sql.rows(RAISE_ROW, rows.size())))
                    .execute(receivedValues(rows)));
        }
        var read =
                byRead.getOrDefault(true, List.of()).stream().collect(Collectors.partitioningBy(MemberRow::isDirect));
        read.forEach((isDirect, some) -> {
            for (var rows : Sql.runs(some, MOST_ROWS)) {
                var row = isDirect ? RAISE_READ_ROW : RAISE_READ_ROW_AMONG_MANY;
                statements.add(connection
                        .preparedQuery(RAISE_READ.formatted(Sql.rows(row, rows.size())))
                        .execute(readValues(rows, isDirect)));
            }
        });
        return Future.all(statements);
    }

    private static Future<?> log(SqlConnection connection, List<MarkRow> marks) {
        var moved = new ArrayList<LogRow>();
        for (var mark : marks.stream().filter(MarkRow::isDirect).toList()) {
            moved.add(new LogRow(mark.conversationId(), mark.userId(), "received", mark.receivedAt()));
            moved.add(new LogRow(mark.conversationId(), mark.userId(), "read", mark.readAt()));
        }
        moved.removeIf(row -> row.reached().at() == 0);
        var statements = new ArrayList<Future<?>>();
        for (var rows : Sql.runs(moved, MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(LOG.formatted(Sql.rows(LOG_ROW, rows.size())))
                    .execute(logValues(rows)));
        }
        return Future.all(statements);
    }

    private static Future<Void> drain(SqlConnection connection, List<MarkRow> marks) {
        var drains = marks.stream()
                .filter(mark -> mark.drainFrom() <= mark.drainTo())
                .map(mark -> connection
                        .preparedQuery(DRAIN_CACHE)
                        .execute(Tuple.of(mark.conversationId(), mark.drainFrom(), mark.drainTo(), mark.userId())))
                .toList();
        return drains.isEmpty() ? Future.succeededFuture() : Future.all(drains).mapEmpty();
    }

    private static Tuple receivedValues(List<MemberRow> rows) {
        var values = new ArrayTuple(rows.size() * 5);
        rows.forEach(row -> addRow(values, row));
        return values;
    }

    private static Tuple readValues(List<MemberRow> rows, boolean isDirect) {
        var values = new ArrayTuple(rows.size() * 12);
        for (var row : rows) {
            addRow(values, row);
            values.addLong(row.position().read());
            addNewestUpTo(values, row, row.userId());
            if (!isDirect) {
                addNewestUpTo(values, row, Message.NOBODY);
            }
        }
        return values;
    }

    private static void addRow(Tuple values, MemberRow row) {
        values.addLong(row.conversationId());
        values.addLong(row.userId());
        values.addLong(row.position().received());
        values.addLong(row.position().toldReceived());
        values.addLong(row.position().toldRead());
    }

    private static void addNewestUpTo(Tuple values, MemberRow row, long senderId) {
        values.addLong(row.conversationId());
        values.addLong(senderId);
        values.addLong(row.position().read());
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
