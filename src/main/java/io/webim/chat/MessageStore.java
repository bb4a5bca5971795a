package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.Batch.Head;
import io.webim.chat.Batch.Side;
import io.webim.chat.Batch.SideKey;
import io.webim.contract.Message;
import io.webim.contract.Times;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * Writes a batch of drafts in one transaction. Statements that do not wait for each other's answers are sent together,
 * so that a batch costs five round trips however long it is.
 */
final class MessageStore {
    static final String LOCK = """
            SELECT id, low_user_id, high_user_id, last_seq, low_sent, version
            FROM conversation WHERE id IN %s ORDER BY id FOR UPDATE""";
    /** Whoever changes a member row holds the conversation's lock, so these rows stand still. */
    static final String SIDES = """
            SELECT m.conversation_id, m.user_id, m.status, m.blocked_from_seq, a.deleted_at
            FROM conversation_member m JOIN account a ON a.id = m.user_id
            WHERE m.conversation_id IN %s""";

    static final String FIND =
            "SELECT " + MessageRows.COLUMNS + " FROM message m WHERE m.sender_id = ? AND m.client_id = ?";
    private static final String INSERT = """
            INSERT INTO message
                (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)
            VALUES %s""";
    private static final String INSERT_ROW = "(?, ?, ?, ?, ?, ?, ?, ?)";
    /** The rows exist and are locked: this is an update of many rows with one constant statement. */
    private static final String ADVANCE = """
            INSERT INTO conversation (id, low_user_id, high_user_id, last_seq, low_sent, version)
            VALUES %s
            ON DUPLICATE KEY UPDATE
                last_seq = VALUES(last_seq), low_sent = VALUES(low_sent), version = VALUES(version)""";

    private static final String ADVANCE_ROW = "(?, ?, ?, ?, ?, ?)";
    private static final String SET_STATUS = """
            UPDATE conversation_member
            SET hidden_to_seq = CASE WHEN ? = 'contact' THEN 0 ELSE hidden_to_seq END, status = ?
            WHERE conversation_id = ? AND user_id = ?""";
    private static final int MOST_ROWS = 128;

    private final Pool pool;
    private final DeletionStore deletions;
    private final LongPredicate online;

    /** @param online whether a user has a device connected */
    MessageStore(Pool pool, DeletionStore deletions, LongPredicate online) {
        this.pool = pool;
        this.deletions = deletions;
        this.online = online;
    }

    /**
     * Writes all or, when the future fails, perhaps all, perhaps nothing: then it is to be repeated with a look-up.
     *
     * @param lookUp whether some of the drafts may have been written before
     */
    Future<Batch> write(List<Draft> drafts, boolean lookUp) {
        return pool.withTransaction(connection -> prepare(connection, drafts, lookUp)
                .compose(batch -> insert(connection, batch).map(batch)));
    }

    private Future<Batch> prepare(SqlConnection connection, List<Draft> drafts, boolean lookUp) {
        var ids = new TreeSet<Long>();
        drafts.forEach(draft -> ids.add(draft.conversation().id));
        var in = Sql.in(ids.size());
        var heads = connection.preparedQuery(LOCK.formatted(in)).execute(Sql.inValues(ids));
        // Not sent together with the lock: a statement that is prepared already would overtake it.
        return heads.compose(locked -> {
            var sides = connection.preparedQuery(SIDES.formatted(in)).execute(Sql.inValues(ids));
            var known = lookUp ? find(connection, drafts) : Future.succeededFuture(Map.<Draft.Key, Message>of());
            return Future.all(sides, known).map(read -> {
                var batch = new Batch(heads(locked), sides(sides.result()), known.result(), online);
                batch.number(drafts);
                return batch;
            });
        });
    }

    private static Future<Map<Draft.Key, Message>> find(SqlConnection connection, List<Draft> drafts) {
        var known = new HashMap<Draft.Key, Message>();
        var finds = drafts.stream()
                .map(draft -> connection
                        .preparedQuery(FIND)
                        .execute(Tuple.of(draft.senderId(), MessageRows.toBinary(draft.clientId())))
                        .onSuccess(rows -> rows.forEach(row ->
                                known.put(draft.key(), MessageRows.toMessage(row, draft.conversation()::state)))))
                .toList();
        return Future.all(finds).map(known);
    }

    private Future<Void> insert(SqlConnection connection, Batch batch) {
        var statements = new ArrayList<Future<?>>();
        for (var rows : Sql.powersOfTwo(batch.rows, MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(INSERT.formatted(Sql.rows(INSERT_ROW, rows.size())))
                    .execute(insertValues(rows)));
        }
        for (var heads : Sql.powersOfTwo(List.copyOf(batch.changedHeads), MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(ADVANCE.formatted(Sql.rows(ADVANCE_ROW, heads.size())))
                    .execute(advanceValues(heads)));
        }
        batch.newStatus.forEach((side, status) -> statements.add(connection
                .preparedQuery(SET_STATUS)
                .execute(Tuple.of(status, status, side.conversationId(), side.userId()))));
        return Future.all(statements).compose(done -> deletions.hide(connection, batch));
    }

    private static Tuple insertValues(List<Batch.NewRow> rows) {
        var values = new ArrayTuple(rows.size() * 8);
        for (var row : rows) {
            var message = row.message();
            values.addLong(message.conversationId());
            values.addLong(message.seq());
            values.addLong(message.senderId());
            values.addLong(row.senderOrdinal());
            values.addBuffer(MessageRows.toBinary(message.clientId()));
            values.addString(message.text());
            values.addString(row.receiverOnline() ? "msg_done" : "msg_cache");
            values.addLocalDateTime(Times.toSql(message.sentAt()));
        }
        return values;
    }

    private static Tuple advanceValues(Collection<Head> heads) {
        var values = new ArrayTuple(heads.size() * 6);
        for (var head : heads) {
            values.addLong(head.id);
            values.addLong(head.lowUserId);
            values.addLong(head.highUserId);
            values.addLong(head.lastSeq);
            values.addLong(head.lowSent);
            values.addLong(head.version);
        }
        return values;
    }

    private static Map<Long, Head> heads(RowSet<Row> rows) {
        var heads = new HashMap<Long, Head>();
        rows.forEach(row -> heads.put(
                row.getLong("id"),
                new Head(
                        row.getLong("id"),
                        row.getLong("low_user_id"),
                        row.getLong("high_user_id"),
                        row.getLong("last_seq"),
                        row.getLong("low_sent"),
                        row.getLong("version"))));
        return heads;
    }

    private static Map<SideKey, Side> sides(RowSet<Row> rows) {
        var sides = new HashMap<SideKey, Side>();
        rows.forEach(row -> sides.put(
                new SideKey(row.getLong("conversation_id"), row.getLong("user_id")),
                new Side(
                        row.getString("status"),
                        row.getLong("blocked_from_seq") != null,
                        row.getLocalDateTime("deleted_at") != null)));
        return sides;
    }
}
