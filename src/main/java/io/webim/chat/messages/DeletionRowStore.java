package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.MemberKey;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that a deletion writes beside the messages. Each step is one statement, however many ranges there are, and
 * looks at no more of the log than touches them. The conversations are locked.
 */
final class DeletionRowStore {
    private static final String NEIGHBOUR = """
            (SELECT conversation_id, owner_id, from_seq, to_seq FROM deletion
             WHERE conversation_id = ? AND owner_id = ? AND from_seq %s ? ORDER BY from_seq DESC LIMIT 1)""";
    /** What a range may be merged with begins before it, or is the last to begin before its end. */
    private static final String NEIGHBOURS = NEIGHBOUR.formatted("<") + " UNION ALL " + NEIGHBOUR.formatted("<=");

    private static final String WITHIN = "conversation_id = ? AND owner_id = ? AND from_seq BETWEEN ? AND ?";
    private static final String REMOVE = "DELETE FROM deletion WHERE %s";
    private static final String ADD = """
            INSERT INTO deletion (conversation_id, owner_id, from_seq, to_seq, version) VALUES %s
            ON DUPLICATE KEY UPDATE to_seq = VALUES(to_seq), version = VALUES(version)""";
    private static final String ADD_ROW = "(?, ?, ?, ?, ?)";
    private static final String MESSAGES = "m.conversation_id = ? AND m.seq BETWEEN ? AND ?";
    private static final String UNCOUNT = """
            INSERT INTO uncounted (conversation_id, user_id, block, bits)
            SELECT m.conversation_id, r.user_id, m.seq DIV 64, BIT_OR(1 << (m.seq MOD 64))
            FROM message m FORCE INDEX (PRIMARY)
            JOIN conversation_member r
                ON r.conversation_id = m.conversation_id AND r.user_id = ? AND r.user_id <> m.sender_id
            WHERE %s AND m.seq > r.read_seq AND m.sender_id <> 0
            GROUP BY m.conversation_id, r.user_id, m.seq DIV 64
            ON DUPLICATE KEY UPDATE bits = uncounted.bits | VALUES(bits)""";
    private static final String BITS = """
            SELECT m.conversation_id, %s, m.seq DIV 64 AS block, %s
            FROM message m FORCE INDEX (PRIMARY)
            WHERE %%1$s
            GROUP BY m.conversation_id, %s m.seq DIV 64""";
    /** Of what is gone for everyone, the sender never had to read the own. */
    private static final String UNCOUNT_FOR_EVERYONE = """
            INSERT INTO uncounted (conversation_id, user_id, block, bits, own_bits)
            SELECT * FROM (%s UNION ALL %s) gone
            ON DUPLICATE KEY UPDATE
                bits = uncounted.bits | VALUES(bits), own_bits = uncounted.own_bits | VALUES(own_bits)""".formatted(
                    BITS.formatted("0 AS user_id", "BIT_OR(1 << (m.seq MOD 64)) AS bits, 0 AS own_bits", ""),
                    BITS.formatted("m.sender_id", "0, BIT_OR(1 << (m.seq MOD 64))", "m.sender_id,"));

    private final SqlConnection connection;

    DeletionRowStore(SqlConnection connection) {
        this.connection = connection;
    }

    /** @param ownerId for whom it is gone */
    record Gone(long conversationId, long ownerId, Range range) {
        private boolean touches(Gone other) {
            return isOfTheSameLog(other)
                    && range.from() <= other.range.to() + 1
                    && other.range.from() <= range.to() + 1;
        }

        private boolean isOfTheSameLog(Gone other) {
            return conversationId == other.conversationId && ownerId == other.ownerId;
        }

        private Log log() {
            return new Log(conversationId, ownerId);
        }
    }

    private record Log(long conversationId, long ownerId) {}

    static List<Gone> of(long conversationId, long ownerId, SeqRanges seqs) {
        return seqs.ranges().stream()
                .map(range -> new Gone(conversationId, ownerId, range))
                .toList();
    }

    /** Enters ranges into the log, merged with those that they overlap or touch. */
    Future<Void> enter(List<Gone> all, long version) {
        return neighbours(all)
                .map(neighbours -> merged(all, neighbours))
                .compose(merged -> remove(merged).compose(removed -> add(merged, version)));
    }

    /** The same of what is newer than all that the log has: nothing in there can be swallowed. */
    Future<Void> extend(List<Gone> newest, long version) {
        return neighbours(newest).map(neighbours -> merged(newest, neighbours)).compose(merged -> add(merged, version));
    }

    /** Takes messages out of the count of one member who received them. */
    Future<Void> uncount(List<Gone> all, long userId) {
        return execute(UNCOUNT.formatted(Sql.any(MESSAGES, all.size())), addMessages(Tuple.of(userId), all));
    }

    /** Takes messages out of the count of all, at a cost that does not grow with them. */
    Future<Void> uncountForEveryone(List<Gone> all) {
        return execute(
                UNCOUNT_FOR_EVERYONE.formatted(Sql.any(MESSAGES, all.size())),
                addMessages(addMessages(Tuple.tuple(), all), all));
    }

    private static Tuple addMessages(Tuple values, List<Gone> all) {
        for (var gone : Sql.padded(all)) {
            values.addLong(gone.conversationId());
            values.addLong(gone.range().from());
            values.addLong(gone.range().to());
        }
        return values;
    }

    /** What is gone around the beginnings of ranges, of their owners; whole ranges. */
    Future<Map<MemberKey, SeqRanges>> around(List<Gone> all) {
        if (all.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        var rows = Sql.padded(all);
        var values = new ArrayTuple(rows.size() * 3);
        rows.forEach(gone -> addBound(values, gone, gone.range().from()));
        return connection
                .preparedQuery(String.join(" UNION ALL ", Collections.nCopies(rows.size(), NEIGHBOUR.formatted("<="))))
                .execute(values)
                .map(found -> {
                    var around = new HashMap<MemberKey, SeqRanges>();
                    read(found)
                            .forEach(gone -> around.merge(
                                    new MemberKey(gone.conversationId(), gone.ownerId()),
                                    SeqRanges.of(List.of(gone.range())),
                                    SeqRanges::plus));
                    return around;
                });
    }

    private Future<List<Gone>> neighbours(List<Gone> all) {
        var rows = Sql.padded(all);
        var values = new ArrayTuple(rows.size() * 6);
        for (var gone : rows) {
            addBound(values, gone, gone.range().from());
            addBound(values, gone, gone.range().to() + 1);
        }
        return connection
                .preparedQuery(String.join(" UNION ALL ", Collections.nCopies(rows.size(), NEIGHBOURS)))
                .execute(values)
                .map(DeletionRowStore::read);
    }

    private static void addBound(Tuple values, Gone gone, long bound) {
        values.addLong(gone.conversationId());
        values.addLong(gone.ownerId());
        values.addLong(bound);
    }

    private static List<Gone> read(RowSet<Row> rows) {
        var read = new ArrayList<Gone>();
        rows.forEach(row -> read.add(new Gone(
                row.getLong("conversation_id"),
                row.getLong("owner_id"),
                new Range(row.getLong("from_seq"), row.getLong("to_seq")))));
        return read;
    }

    private static List<Gone> merged(List<Gone> all, List<Gone> neighbours) {
        var byLog = new HashMap<Log, List<Range>>();
        all.forEach(gone ->
                byLog.computeIfAbsent(gone.log(), log -> new ArrayList<>()).add(gone.range()));
        neighbours.stream()
                .filter(neighbour -> all.stream().anyMatch(neighbour::touches))
                .forEach(neighbour ->
                        byLog.getOrDefault(neighbour.log(), new ArrayList<>()).add(neighbour.range()));
        return byLog.entrySet().stream()
                .flatMap(log ->
                        of(log.getKey().conversationId(), log.getKey().ownerId(), SeqRanges.of(log.getValue()))
                                .stream())
                .toList();
    }

    private Future<Void> remove(List<Gone> merged) {
        var rows = Sql.padded(merged);
        var values = new ArrayTuple(rows.size() * 4);
        for (var gone : rows) {
            addBound(values, gone, gone.range().from());
            values.addLong(gone.range().to());
        }
        return execute(REMOVE.formatted(Sql.any(WITHIN, rows.size())), values);
    }

    private Future<Void> add(List<Gone> merged, long version) {
        var rows = Sql.padded(merged);
        var values = new ArrayTuple(rows.size() * 5);
        for (var gone : rows) {
            addBound(values, gone, gone.range().from());
            values.addLong(gone.range().to());
            values.addLong(version);
        }
        return execute(ADD.formatted(Sql.rows(ADD_ROW, rows.size())), values);
    }

    private Future<Void> execute(String sql, Tuple values) {
        return connection.preparedQuery(sql).execute(values).mapEmpty();
    }
}
