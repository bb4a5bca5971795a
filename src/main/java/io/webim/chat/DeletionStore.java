package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** Deletes, and keeps the log of it in merged ranges. */
final class DeletionStore {
    private static final String TOUCHING = """
            SELECT from_seq, to_seq FROM deletion
            WHERE conversation_id = ? AND owner_id = ? AND to_seq >= ? AND from_seq <= ?""";
    private static final String REMOVE = """
            DELETE FROM deletion
            WHERE conversation_id = ? AND owner_id = ? AND to_seq >= ? AND from_seq <= ?""";
    private static final String ADD =
            "INSERT INTO deletion (conversation_id, owner_id, from_seq, to_seq, version) VALUES (?, ?, ?, ?, ?)";
    private static final String RAISE = """
            UPDATE conversation_member SET deleted_to_seq = GREATEST(deleted_to_seq, ?)
            WHERE conversation_id = ? AND user_id IN (?, ?)""";
    private static final String LOCK =
            "SELECT version, last_seq, low_user_id, high_user_id FROM conversation WHERE id = ? FOR UPDATE";
    private static final String BUMP = "UPDATE conversation SET version = version + 1 WHERE id = ?";
    private static final String COUNT_OWN = """
            SELECT COUNT(*) AS own FROM message
            WHERE conversation_id = ? AND seq BETWEEN ? AND ? AND sender_id = ?""";
    private static final String ERASE = """
            UPDATE message SET text = NULL, deleted = TRUE
            WHERE conversation_id = ? AND seq BETWEEN ? AND ?""";

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
                .compose(version -> bump(connection, conversation.id)
                        .compose(bumped -> addAll(connection, conversation.id, userId, seqs, version + 1))
                        .compose(added -> raise(connection, conversation.id, userId, userId, highest(seqs)))));
    }

    /**
     * Deletes for everyone: the content is gone from the table, the stubs stay.
     *
     * @return false when not all of the messages are the sender's own; then nothing has happened
     */
    Future<Boolean> deleteForEveryone(Conversation conversation, long senderId, SeqRanges seqs) {
        return pool.withTransaction(connection -> lock(connection, conversation.id)
                .compose(version -> allOwn(connection, conversation.id, senderId, seqs)
                        .compose(own -> own
                                ? erase(
                                                connection,
                                                conversation.id,
                                                conversation.low.userId,
                                                conversation.high.userId,
                                                seqs,
                                                version + 1)
                                        .map(true)
                                : Future.succeededFuture(false))));
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
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .map(rows -> rows.iterator().next())
                .compose(row -> erase(
                        connection,
                        conversationId,
                        row.getLong("low_user_id"),
                        row.getLong("high_user_id"),
                        new SeqRanges(List.of(new Range(1, row.getLong("last_seq")))),
                        row.getLong("version") + 1)));
    }

    /** Hides what a batch wrote to receivers who block its senders; inside the batch's transaction. */
    Future<Void> hide(SqlConnection connection, Batch batch) {
        if (batch.hidden.isEmpty()) {
            return Future.succeededFuture();
        }
        var bySide = new LinkedHashMap<Batch.SideKey, List<Range>>();
        batch.hidden.forEach(hidden -> bySide.computeIfAbsent(
                        new Batch.SideKey(hidden.conversationId(), hidden.receiverId()), side -> new ArrayList<>())
                .add(new Range(hidden.seq(), hidden.seq())));
        Future<Void> done = Future.succeededFuture();
        for (var entry : bySide.entrySet()) {
            var side = entry.getKey();
            var seqs = SeqRanges.of(entry.getValue());
            long version = batch.version(side.conversationId());
            done = done.compose(before -> addAll(connection, side.conversationId(), side.userId(), seqs, version))
                    .compose(added ->
                            raise(connection, side.conversationId(), side.userId(), side.userId(), highest(seqs)));
        }
        return done;
    }

    private static Future<Void> erase(
            SqlConnection connection, long conversationId, long lowId, long highId, SeqRanges seqs, long version) {
        return each(
                        seqs,
                        range -> connection
                                .preparedQuery(ERASE)
                                .execute(Tuple.of(conversationId, range.from(), range.to()))
                                .mapEmpty())
                .compose(erased -> bump(connection, conversationId))
                .compose(bumped -> addAll(connection, conversationId, DeletionLog.EVERYONE, seqs, version))
                .compose(added -> raise(connection, conversationId, lowId, highId, highest(seqs)));
    }

    private static Future<Boolean> allOwn(
            SqlConnection connection, long conversationId, long senderId, SeqRanges seqs) {
        var counts = seqs.ranges().stream()
                .map(range -> connection
                        .preparedQuery(COUNT_OWN)
                        .execute(Tuple.of(conversationId, range.from(), range.to(), senderId))
                        .map(rows -> rows.iterator().next().getLong("own") == range.size()))
                .toList();
        return Future.all(counts).map(all -> all.<Boolean>list().stream().allMatch(own -> own));
    }

    private static Future<Void> addAll(
            SqlConnection connection, long conversationId, long owner, SeqRanges seqs, long version) {
        return each(seqs, range -> add(connection, conversationId, owner, range, version));
    }

    /** Merges a range with those that it overlaps or touches. */
    private static Future<Void> add(
            SqlConnection connection, long conversationId, long owner, Range range, long version) {
        var near = Tuple.of(conversationId, owner, range.from() - 1, range.to() + 1);
        return connection
                .preparedQuery(TOUCHING)
                .execute(near)
                .map(rows -> DeletionLog.ranges(rows)
                        .plus(new SeqRanges(List.of(range)))
                        .ranges()
                        .get(0))
                .compose(merged -> connection
                        .preparedQuery(REMOVE)
                        .execute(near)
                        .compose(removed -> connection
                                .preparedQuery(ADD)
                                .execute(Tuple.of(conversationId, owner, merged.from(), merged.to(), version))))
                .mapEmpty();
    }

    private static Future<Void> raise(SqlConnection connection, long conversationId, long one, long other, long seq) {
        return connection
                .preparedQuery(RAISE)
                .execute(Tuple.of(seq, conversationId, one, other))
                .mapEmpty();
    }

    private static Future<Long> lock(SqlConnection connection, long conversationId) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .map(rows -> rows.iterator().next().getLong("version"));
    }

    private static Future<Void> bump(SqlConnection connection, long conversationId) {
        return connection.preparedQuery(BUMP).execute(Tuple.of(conversationId)).mapEmpty();
    }

    private static Future<Void> each(SeqRanges seqs, Function<Range, Future<Void>> step) {
        Future<Void> done = Future.succeededFuture();
        for (var range : seqs.ranges()) {
            done = done.compose(before -> step.apply(range));
        }
        return done;
    }

    private static long highest(SeqRanges seqs) {
        return seqs.ranges().get(seqs.ranges().size() - 1).to();
    }
}
