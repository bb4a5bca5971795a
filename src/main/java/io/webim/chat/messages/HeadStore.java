package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.messages.Batch.Head;
import io.webim.sql.Sql;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Locks the conversations that messages are written to, and says how far they have come. */
public final class HeadStore {
    public static final String LOCK =
            "SELECT id, last_seq, version, members_version FROM conversation FORCE INDEX (PRIMARY) WHERE id IN %s ORDER BY id FOR UPDATE";
    public static final String TAKE =
            "UPDATE conversation FORCE INDEX (PRIMARY) SET last_seq = last_seq + 1, version = version + 1 WHERE %s";
    public static final String AS_KNOWN = "(id = ? AND last_seq = ? AND version = ? AND members_version = ?)";
    /** The rows exist and are locked: this is an update of many rows with one constant statement. */
    private static final String ADVANCE = """
            INSERT INTO conversation (id, last_seq, version) VALUES %s
            ON DUPLICATE KEY UPDATE last_seq = VALUES(last_seq), version = VALUES(version)""";

    private static final String ADVANCE_ROW = "(?, ?, ?)";
    private static final int MOST_ROWS = 128;

    private HeadStore() {}

    /** The transaction is to be undone, and the conversations to be read. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost() {
            super("A conversation does not stand where it was known to", null, false, false);
        }
    }

    static Future<Map<Long, Head>> lock(SqlConnection connection, List<Draft> drafts) {
        var ids = new TreeSet<Long>();
        drafts.forEach(draft -> ids.add(draft.conversation().id));
        return connection
                .preparedQuery(LOCK.formatted(Sql.in(ids.size())))
                .execute(Sql.inValues(ids))
                .map(HeadStore::heads);
    }

    private static Map<Long, Head> heads(RowSet<Row> rows) {
        var heads = new HashMap<Long, Head>();
        rows.forEach(row -> heads.put(
                row.getLong("id"),
                new Head(
                        row.getLong("id"),
                        row.getLong("last_seq"),
                        row.getLong("version"),
                        row.getLong("members_version"))));
        return heads;
    }

    /** Locks those that stand where they are known to, and takes the next number in each; fails with {@link Lost}. */
    static Future<Void> take(SqlConnection connection, Map<Long, Head> known) {
        return connection
                .preparedQuery(TAKE.formatted(Sql.any(AS_KNOWN, known.size())))
                .execute(asKnown(known.values()))
                .compose(taken ->
                        taken.rowCount() == known.size() ? Future.succeededFuture() : Future.failedFuture(new Lost()));
    }

    private static Tuple asKnown(Collection<Head> known) {
        var heads = Sql.padded(List.copyOf(known));
        var values = new ArrayTuple(heads.size() * 4);
        heads.forEach(head -> values.addLong(head.id)
                .addLong(head.lastSeq)
                .addLong(head.version)
                .addLong(head.membersVersion));
        return values;
    }

    static Future<?> advance(SqlConnection connection, Collection<Head> changed) {
        return Future.all(Sql.runs(List.copyOf(changed), MOST_ROWS).stream()
                .map(heads -> connection
                        .preparedQuery(ADVANCE.formatted(Sql.rows(ADVANCE_ROW, heads.size())))
                        .execute(advanced(heads)))
                .toList());
    }

    private static Tuple advanced(Collection<Head> heads) {
        var values = new ArrayTuple(heads.size() * 3);
        for (var head : heads) {
            values.addLong(head.id);
            values.addLong(head.lastSeq);
            values.addLong(head.version);
        }
        return values;
    }
}
