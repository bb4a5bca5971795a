package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what a list of conversations shows, at a cost that does not grow with their messages. */
final class SummaryStore {
    private static final String COLUMNS = """
            SELECT c.id, c.version, c.last_seq, c.low_user_id, c.low_sent,
                   me.received_seq AS me_received, me.read_seq AS me_read,
                   me.hidden_to_seq, me.deleted_to_seq,
                   peer.user_id AS peer_id, peer.received_seq AS peer_received, peer.read_seq AS peer_read,
                   peer.status = 'contact' AND me.blocked_from_seq IS NULL AS shows_presence,
                   peer.blocked_from_seq IS NOT NULL AS looks_away,
                   IF(peer.blocked_from_seq IS NULL, account.last_seen_at, peer.last_seen_shown) AS last_seen_at,
                   base.sender_id AS base_sender, base.sender_ordinal AS base_ordinal,
                   m.conversation_id, m.seq, m.sender_id, m.client_id, m.text, m.sent_at, m.deleted
            FROM conversation_member me
            JOIN conversation c ON c.id = me.conversation_id
            JOIN conversation_member peer ON peer.conversation_id = me.conversation_id AND peer.user_id = me.peer_id
            JOIN account ON account.id = me.peer_id
            LEFT JOIN message base ON base.conversation_id = me.conversation_id
                AND base.seq = GREATEST(me.read_seq, me.hidden_to_seq)
            LEFT JOIN message m ON m.conversation_id = me.conversation_id AND m.seq = c.last_seq
            """;
    static final String OF = COLUMNS + "WHERE me.user_id = ? AND me.conversation_id IN %s";
    static final String WITH_UNREAD = """
            SELECT me.conversation_id
            FROM conversation_member me JOIN conversation c ON c.id = me.conversation_id
            WHERE me.user_id = ? AND me.status IN ('contact', 'request')
                AND c.last_seq > GREATEST(me.read_seq, me.hidden_to_seq)
            ORDER BY me.conversation_id""";
    private static final String COUNTS =
            "SELECT seq, sender_id, sender_ordinal FROM message WHERE conversation_id = ? AND seq IN %s";
    private static final int MOST_AT_ONCE = 256;

    private final SqlClient client;

    SummaryStore(SqlClient client) {
        this.client = client;
    }

    Future<List<SummaryRow>> read(long userId, Collection<Long> conversationIds) {
        var summaries = new ArrayList<SummaryRow>();
        Future<Void> done = Future.succeededFuture();
        for (var ids : Sql.chunks(List.copyOf(conversationIds), MOST_AT_ONCE)) {
            var values = new ArrayTuple(ids.size() + 1);
            values.addLong(userId);
            done = done.compose(before -> client.preparedQuery(OF.formatted(Sql.in(ids.size())))
                    .execute(Sql.addInValues(values, ids))
                    .onSuccess(rows -> rows.forEach(row -> summaries.add(toSummary(row, userId))))
                    .mapEmpty());
        }
        return done.map(summaries);
    }

    Future<List<Long>> withUnread(long userId) {
        return client.preparedQuery(WITH_UNREAD).execute(Tuple.of(userId)).map(rows -> {
            var ids = new ArrayList<Long>();
            rows.forEach(row -> ids.add(row.getLong("conversation_id")));
            return ids;
        });
    }

    /** How many of the messages up to each seq are not the member's own. */
    Future<Map<Long, Long>> othersUpTo(long userId, long conversationId, Set<Long> seqs) {
        var counts = new TreeMap<Long, Long>();
        Future<Void> done = Future.succeededFuture();
        for (var some : Sql.chunks(List.copyOf(seqs), MOST_AT_ONCE)) {
            var values = new ArrayTuple(some.size() + 1);
            values.addLong(conversationId);
            done = done.compose(before -> client.preparedQuery(COUNTS.formatted(Sql.in(some.size())))
                    .execute(Sql.addInValues(values, some))
                    .onSuccess(rows -> addCounts(rows, userId, counts))
                    .mapEmpty());
        }
        return done.map(counts);
    }

    private static void addCounts(RowSet<Row> rows, long userId, Map<Long, Long> counts) {
        rows.forEach(row -> counts.put(
                row.getLong("seq"),
                Others.upTo(row.getLong("seq"), row.getLong("sender_id"), row.getLong("sender_ordinal"), userId)));
    }

    private static SummaryRow toSummary(Row row, long userId) {
        long lastSeq = row.getLong("last_seq");
        long lowSent = row.getLong("low_sent");
        long othersInAll = row.getLong("low_user_id") == userId ? lastSeq - lowSent : lowSent;
        var mine = marks(row, "me");
        var peers = marks(row, "peer");
        MessageRows.States states = (senderId, seq) -> (senderId == userId ? peers : mine).state(seq);
        return new SummaryRow(
                row.getLong("id"),
                row.getLong("version"),
                userId,
                row.getLong("peer_id"),
                lastSeq,
                mine,
                peers,
                row.getLong("hidden_to_seq"),
                row.getLong("deleted_to_seq"),
                row.getInteger("shows_presence") != 0,
                row.getInteger("looks_away") != 0,
                lastSeen(row),
                othersAtBase(row, userId),
                othersInAll,
                row.getLong("seq") == null ? null : MessageRows.toMessage(row, states));
    }

    private static SummaryRow.Marks marks(Row row, String side) {
        return new SummaryRow.Marks(row.getLong(side + "_received"), row.getLong(side + "_read"));
    }

    private static long othersAtBase(Row row, long userId) {
        long base = Math.max(row.getLong("me_read"), row.getLong("hidden_to_seq"));
        @Nullable Long sender = row.getLong("base_sender");
        return sender == null ? 0 : Others.upTo(base, sender, row.getLong("base_ordinal"), userId);
    }

    private static @Nullable Instant lastSeen(Row row) {
        var at = row.getLocalDateTime("last_seen_at");
        return at == null ? null : Times.fromSql(at);
    }
}
