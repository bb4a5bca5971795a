package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.DeletionRowStore.Gone;
import io.webim.chat.DeletionRowStore.Reach;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deletes, in a number of statements that does not depend on how many ranges there are. */
final class DeletionStore {
    private static final String LOCK =
            "SELECT id, version, last_seq, low_user_id, high_user_id FROM conversation WHERE id = ? FOR UPDATE";
    private static final String BUMP = "UPDATE conversation SET version = version + 1 WHERE id = ?";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    private static final String COUNT_OWN =
            "SELECT COUNT(*) AS own FROM message WHERE conversation_id = ? AND sender_id = ? AND %s";
    private static final String ERASE =
            "UPDATE message SET text = NULL, deleted = TRUE WHERE conversation_id = ? AND %s";
    /** What has been read counts no more, deleted or not. */
    private static final String PRUNE = """
            DELETE u FROM uncounted u
            JOIN conversation_member r ON r.conversation_id = u.conversation_id AND r.user_id = u.user_id
            WHERE u.conversation_id = ? AND u.block < r.read_seq DIV 64""";

    private static final String ORPHANED = """
            SELECT c.id
            FROM account low
            JOIN conversation c ON c.low_user_id = low.id
            JOIN account high ON high.id = c.high_user_id
            WHERE low.deleted_at IS NOT NULL AND high.deleted_at IS NOT NULL AND c.last_seq > 0
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = c.id AND d.owner_id = 0 AND d.from_seq = 1 AND d.to_seq = c.last_seq)
            ORDER BY c.id""";

    private final Pool pool;

    DeletionStore(Pool pool) {
        this.pool = pool;
    }

    /** Deletes for one member. */
    Future<Void> deleteForMember(Conversation conversation, long userId, SeqRanges seqs) {
        return pool.withTransaction(connection -> lock(connection, conversation.id)
                .compose(row -> log(
                        connection,
                        DeletionRowStore.of(conversation.id, userId, seqs),
                        userId,
                        row.getLong("version") + 1,
                        List.of(new Reach(conversation.id, userId, highest(seqs))))));
    }

    /**
     * Deletes for everyone: the content is gone from the table, the stubs stay.
     *
     * @return false when not all of the messages are the sender's own; then nothing has happened
     */
    Future<Boolean> deleteForEveryone(Conversation conversation, long senderId, SeqRanges seqs) {
        return pool.withTransaction(connection -> lock(connection, conversation.id)
                .compose(row -> allOwn(connection, conversation.id, senderId, seqs)
                        .compose(own -> own ? erase(connection, row, seqs).map(true) : Future.succeededFuture(false))));
    }

    /** Conversations of two deleted accounts that still have a text. */
    Future<List<Long>> orphaned() {
        return pool.query(ORPHANED).execute().map(rows -> {
            var ids = new ArrayList<Long>();
            rows.forEach(row -> ids.add(row.getLong("id")));
            return ids;
        });
    }

    /** Deletes all of it, for everyone. */
    Future<Void> eraseOrphan(long conversationId) {
        return pool.withTransaction(connection -> lock(connection, conversationId)
                .compose(row -> erase(connection, row, new SeqRanges(List.of(new Range(1, row.getLong("last_seq")))))));
    }

    /** Hides what a batch wrote to receivers who block its senders; inside the batch's transaction. */
    Future<Void> hide(SqlConnection connection, Batch batch) {
        if (batch.hidden.isEmpty()) {
            return Future.succeededFuture();
        }
        var hidden = batch.hidden.stream()
                .map(one -> new Gone(one.conversationId(), one.receiverId(), new Range(one.seq(), one.seq())))
                .toList();
        var versions = new HashMap<Long, Long>();
        batch.hidden.forEach(one -> versions.put(one.conversationId(), batch.version(one.conversationId())));
        var reach = batch.hidden.stream()
                .map(one -> new Reach(one.conversationId(), one.receiverId(), one.seq()))
                .toList();
        var rows = new DeletionRowStore(connection);
        return rows.extend(hidden, versions)
                .compose(entered -> rows.uncount(hidden, 0))
                .compose(uncounted -> rows.raise(reach));
    }

    private static Future<Void> erase(SqlConnection connection, Row conversation, SeqRanges seqs) {
        long id = conversation.getLong("id");
        return connection
                .preparedQuery(ERASE.formatted(Sql.any(SEQS, seqs.ranges().size())))
                .execute(addRanges(Tuple.of(id), seqs))
                .compose(erased -> log(
                        connection,
                        DeletionRowStore.of(id, DeletionLog.EVERYONE, seqs),
                        0,
                        conversation.getLong("version") + 1,
                        List.of(
                                new Reach(id, conversation.getLong("low_user_id"), highest(seqs)),
                                new Reach(id, conversation.getLong("high_user_id"), highest(seqs)))));
    }

    private static Future<Void> log(
            SqlConnection connection, List<Gone> gone, long onlyFor, long version, List<Reach> reach) {
        long id = gone.get(0).conversationId();
        var rows = new DeletionRowStore(connection);
        return connection
                .preparedQuery(BUMP)
                .execute(Tuple.of(id))
                .compose(bumped -> rows.enter(gone, Map.of(id, version)))
                .compose(entered -> rows.uncount(gone, onlyFor))
                .compose(uncounted -> connection.preparedQuery(PRUNE).execute(Tuple.of(id)))
                .compose(pruned -> rows.raise(reach));
    }

    private static Future<Boolean> allOwn(
            SqlConnection connection, long conversationId, long senderId, SeqRanges seqs) {
        return connection
                .preparedQuery(COUNT_OWN.formatted(Sql.any(SEQS, seqs.ranges().size())))
                .execute(addRanges(Tuple.of(conversationId, senderId), seqs))
                .map(rows -> rows.iterator().next().getLong("own") == seqs.size());
    }

    private static Tuple addRanges(Tuple values, SeqRanges seqs) {
        for (var range : Sql.padded(seqs.ranges())) {
            values.addLong(range.from());
            values.addLong(range.to());
        }
        return values;
    }

    private static Future<Row> lock(SqlConnection connection, long conversationId) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .map(rows -> rows.iterator().next());
    }

    private static long highest(SeqRanges seqs) {
        return seqs.ranges().get(seqs.ranges().size() - 1).to();
    }
}
