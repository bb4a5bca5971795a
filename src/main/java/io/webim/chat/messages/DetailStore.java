package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Times;
import io.webim.sql.Rows;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads when one message was sent, and when the other side's marks passed it. */
public final class DetailStore {
    private static final String PASSED = """
            (SELECT l.reached_at FROM mark_log l
             WHERE l.conversation_id = m.conversation_id AND l.user_id = peer.user_id AND l.kind = '%s' AND l.seq >= m.seq
             ORDER BY l.seq LIMIT 1)""";
    private static final String FIND = """
            SELECT m.sender_id, m.sent_at, %s AS delivered_at, %s AS read_at
            FROM message m
            JOIN conversation_member me ON me.conversation_id = m.conversation_id AND me.user_id = ?
            JOIN conversation c ON c.id = m.conversation_id
            LEFT JOIN conversation_member peer ON peer.conversation_id = c.id AND peer.user_id <> me.user_id
                AND peer.user_id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            WHERE m.conversation_id = ? AND m.seq = ? AND m.seq > GREATEST(me.hidden_to_seq, me.joined_seq)
                AND (c.kind = 'direct' OR me.listed)
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)""".formatted(PASSED.formatted("received"), PASSED.formatted("read"));

    private final Pool pool;

    public DetailStore(Pool pool) {
        this.pool = pool;
    }

    /** @param deliveredAt null while it has not been, or where nobody knows when */
    record Milestones(
            long senderId,
            Instant sentAt,
            @Nullable Instant deliveredAt,
            @Nullable Instant readAt) {}

    /** Empty where this member sees no such message. */
    Future<Optional<Milestones>> find(long conversationId, long userId, long seq) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(userId, conversationId, seq))
                .map(rows -> Rows.first(rows, DetailStore::times));
    }

    private static Milestones times(Row row) {
        return new Milestones(
                row.getLong("sender_id"),
                Times.fromSql(row.getLocalDateTime("sent_at")),
                time(row, "delivered_at"),
                time(row, "read_at"));
    }

    private static @Nullable Instant time(Row row, String column) {
        var time = row.getLocalDateTime(column);
        return time == null ? null : Times.fromSql(time);
    }
}
