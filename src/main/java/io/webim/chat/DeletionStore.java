package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.DeletionRowStore.Gone;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Deletes, in a number of statements that does not depend on how many ranges there are. */
final class DeletionStore {
    private static final String LOCK = "SELECT id, version, last_seq FROM conversation WHERE id = ? FOR UPDATE";
    private static final String BUMP = """
            UPDATE conversation SET version = ?, deleted_to_seq = GREATEST(deleted_to_seq, ?) WHERE id = ?""";
    private static final String BUMP_MEMBER = """
            UPDATE conversation_member
            SET version = LAST_INSERT_ID(version + 1), deleted_to_seq = GREATEST(deleted_to_seq, ?)
            WHERE conversation_id = ? AND user_id = ?""";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    private static final String COUNT_OWN =
            "SELECT COUNT(*) AS own FROM message FORCE INDEX (PRIMARY) WHERE conversation_id = ? AND sender_id = ? AND %s";
    private static final String ERASE =
            "UPDATE message FORCE INDEX (PRIMARY) SET text = NULL, deleted = TRUE, version = ? WHERE conversation_id = ? AND %s";
    /** What has been read counts no more, deleted or not; what is gone for everyone, once all have read it. */
    private static final String PRUNE = """
            DELETE u FROM uncounted u
            LEFT JOIN conversation_member r ON r.conversation_id = u.conversation_id AND r.user_id = u.user_id
            WHERE u.conversation_id = ? AND u.block < COALESCE(
                r.read_seq, (SELECT MIN(m.read_seq) FROM conversation_member m WHERE m.conversation_id = ?)) DIV 64""";

    private static final String ORPHANED = """
            SELECT DISTINCT c.id
            FROM account a
            JOIN conversation_member m ON m.user_id = a.id
            JOIN conversation c ON c.id = m.conversation_id
            WHERE a.deleted_at IS NOT NULL AND c.last_seq > 0
                AND NOT EXISTS (
                    SELECT 1 FROM conversation_member o JOIN account living ON living.id = o.user_id
                    WHERE o.conversation_id = c.id AND living.deleted_at IS NULL)
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
                .compose(row -> hide(connection, DeletionRowStore.of(conversation.id, userId, seqs), true))
                .compose(hidden -> prune(connection, conversation.id)));
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
        var byReceiver = new TreeMap<MemberKey, List<Gone>>();
        batch.hidden.forEach(one -> byReceiver
                .computeIfAbsent(new MemberKey(one.conversationId(), one.receiverId()), receiver -> new ArrayList<>())
                .add(new Gone(one.conversationId(), one.receiverId(), new Range(one.seq(), one.seq()))));
        Future<Void> done = Future.succeededFuture();
        for (var gone : byReceiver.values()) {
            done = done.compose(before -> hide(connection, gone, false));
        }
        return done;
    }

    /**
     * @param gone of one member of one conversation
     * @param merges whether it may overlap or fill gaps of what is gone already
     */
    private static Future<Void> hide(SqlConnection connection, List<Gone> gone, boolean merges) {
        long id = gone.get(0).conversationId();
        long userId = gone.get(0).ownerId();
        var rows = new DeletionRowStore(connection);
        return connection
                .preparedQuery(BUMP_MEMBER)
                .execute(Tuple.of(highest(gone), id, userId))
                .map(bumped -> bumped.property(MySQLClient.LAST_INSERTED_ID))
                .compose(version -> merges ? rows.enter(gone, version) : rows.extend(gone, version))
                .compose(entered -> rows.uncount(gone, userId));
    }

    private static Future<Void> erase(SqlConnection connection, Row conversation, SeqRanges seqs) {
        long id = conversation.getLong("id");
        long version = conversation.getLong("version") + 1;
        var gone = DeletionRowStore.of(id, DeletionLog.EVERYONE, seqs);
        var rows = new DeletionRowStore(connection);
        return connection
                .preparedQuery(ERASE.formatted(Sql.any(SEQS, seqs.ranges().size())))
                .execute(addRanges(Tuple.of(version, id), seqs))
                .compose(erased -> connection.preparedQuery(BUMP).execute(Tuple.of(version, highest(gone), id)))
                .compose(bumped -> rows.enter(gone, version))
                .compose(entered -> rows.uncountForEveryone(gone))
                .compose(uncounted -> prune(connection, id));
    }

    private static Future<Void> prune(SqlConnection connection, long conversationId) {
        return connection
                .preparedQuery(PRUNE)
                .execute(Tuple.of(conversationId, conversationId))
                .mapEmpty();
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

    private static long highest(List<Gone> gone) {
        return gone.get(gone.size() - 1).range().to();
    }
}
