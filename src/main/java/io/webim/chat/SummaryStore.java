package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.NewestFirst;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a list of conversations shows, each in one statement and at a cost that does not grow with their messages. */
final class SummaryStore {
    /** Of the newest message a list shows so many code points. */
    static final int EXCERPT = 200;

    private static final String BASE = "GREATEST(me.read_seq, me.hidden_to_seq)";
    private static final String UNCOUNTED = """
            (SELECT COALESCE(SUM(BIT_COUNT(
                        CASE WHEN u.block = BASE DIV 64 THEN u.bits >> (BASE MOD 64) >> 1 ELSE u.bits END)), 0)
             FROM uncounted u
             WHERE u.conversation_id = me.conversation_id AND u.user_id = me.user_id AND u.block >= BASE DIV 64)
            """.replace("BASE", BASE);
    /** Where the last message is gone for the member, the one before the gap: gaps neither overlap nor touch. */
    private static final String NEWEST = """
            COALESCE((SELECT CASE WHEN d.to_seq >= c.last_seq THEN d.from_seq - 1 ELSE c.last_seq END
                      FROM deletion d
                      WHERE d.conversation_id = me.conversation_id AND d.owner_id = me.user_id
                      ORDER BY d.from_seq DESC LIMIT 1), c.last_seq)""";
    /** The limit keeps it apart from what it is joined with, so that rows of messages are looked up by their keys. */
    private static final String SEEN =
            """
            SELECT s.*, base.sender_id AS base_sender, base.sender_ordinal AS base_ordinal, m.sent_at %s
            FROM (SELECT c.id, c.version, c.last_seq, c.low_user_id, c.low_sent, me.hidden_to_seq,
                         me.received_seq AS me_received, me.read_seq AS me_read,
                         BASE AS base_seq, UNCOUNTED AS uncounted, NEWEST AS newest_seq %s
                  FROM conversation_member me
                  JOIN conversation c ON c.id = me.conversation_id %s
                  WHERE me.user_id = ? AND %s
                  LIMIT 1000000) s
            LEFT JOIN message base ON base.conversation_id = s.id AND base.seq = s.base_seq
            LEFT JOIN message m ON m.conversation_id = s.id AND m.seq = s.newest_seq AND m.seq > s.hidden_to_seq""".replace("BASE", BASE).replace("UNCOUNTED", UNCOUNTED).replace("NEWEST", NEWEST);

    static final String OF = SEEN.formatted(
            ", m.conversation_id, m.seq, m.sender_id, m.client_id, m.deleted, LEFT(m.text, " + EXCERPT
                    + ") AS text, CHAR_LENGTH(m.text) > " + EXCERPT + " AS longer",
            """
            , peer.user_id AS peer_id, peer.received_seq AS peer_received, peer.read_seq AS peer_read,
            peer.status = 'contact' AND me.blocked_from_seq IS NULL AS shows_presence,
            peer.blocked_from_seq IS NOT NULL AS looks_away,
            IF(peer.blocked_from_seq IS NULL, account.last_seen_at, peer.last_seen_shown) AS last_seen_at""",
            """
            JOIN conversation_member peer ON peer.conversation_id = me.conversation_id AND peer.user_id = me.peer_id
            JOIN account ON account.id = me.peer_id""",
            "me.conversation_id IN %s");
    private static final String LISTED = "me.status IN ('contact', 'request')";
    static final String LIST = SEEN.formatted("", "", "", LISTED);
    static final String WITH_UNREAD = SEEN.formatted("", "", "", LISTED + " AND c.last_seq > " + BASE);

    private final SqlClient client;

    SummaryStore(SqlClient client) {
        this.client = client;
    }

    /** One of the conversations in a member's list. */
    record Listed(NewestFirst place, long unread) {}

    /** @param conversationIds not empty, and of a bounded number */
    Future<List<SummaryRow>> read(long userId, Collection<Long> conversationIds) {
        var values = new ArrayTuple(conversationIds.size() + 1);
        values.addLong(userId);
        return client.preparedQuery(OF.formatted(Sql.in(conversationIds.size())))
                .execute(Sql.addInValues(values, conversationIds))
                .map(rows -> {
                    var summaries = new ArrayList<SummaryRow>();
                    rows.forEach(row -> summaries.add(toSummary(row, userId)));
                    return summaries;
                });
    }

    /** All that are in the member's list, in its order. */
    Future<List<Listed>> list(long userId) {
        return list(LIST, userId);
    }

    /** Those with messages above what the member has read, be they unread or not, in the order of the list. */
    Future<List<Listed>> withMessagesAbove(long userId) {
        return list(WITH_UNREAD, userId);
    }

    private Future<List<Listed>> list(String sql, long userId) {
        return client.preparedQuery(sql).execute(Tuple.of(userId)).map(rows -> {
            var listed = new ArrayList<Listed>();
            rows.forEach(row -> listed.add(new Listed(place(row), unread(row, userId))));
            listed.sort((one, other) -> one.place().compareTo(other.place()));
            return listed;
        });
    }

    private static NewestFirst place(Row row) {
        var sentAt = row.getLocalDateTime("sent_at");
        return new NewestFirst(sentAt == null ? 0 : Times.fromSql(sentAt).toEpochMilli(), row.getLong("id"));
    }

    private static SummaryRow toSummary(Row row, long userId) {
        var mine = marks(row, "me");
        var peers = marks(row, "peer");
        MessageRows.States states = (senderId, seq) -> (senderId == userId ? peers : mine).state(seq);
        boolean shown = row.getLong("seq") != null;
        return new SummaryRow(
                row.getLong("id"),
                row.getLong("version"),
                userId,
                row.getLong("peer_id"),
                row.getLong("last_seq"),
                mine,
                peers,
                row.getLong("base_seq"),
                row.getInteger("shows_presence") != 0,
                row.getInteger("looks_away") != 0,
                lastSeen(row),
                unread(row, userId),
                shown ? MessageRows.toMessage(row, states) : null,
                shown && row.getInteger("deleted") == 0 && row.getInteger("longer") != 0);
    }

    private static long unread(Row row, long userId) {
        long lastSeq = row.getLong("last_seq");
        long lowSent = row.getLong("low_sent");
        long othersInAll = row.getLong("low_user_id") == userId ? lastSeq - lowSent : lowSent;
        return othersInAll - othersAtBase(row, userId) - row.getLong("uncounted");
    }

    private static SummaryRow.Marks marks(Row row, String side) {
        return new SummaryRow.Marks(row.getLong(side + "_received"), row.getLong(side + "_read"));
    }

    private static long othersAtBase(Row row, long userId) {
        @Nullable Long sender = row.getLong("base_sender");
        return sender == null ? 0 : Others.upTo(row.getLong("base_seq"), sender, row.getLong("base_ordinal"), userId);
    }

    private static @Nullable Instant lastSeen(Row row) {
        var at = row.getLocalDateTime("last_seen_at");
        return at == null ? null : Times.fromSql(at);
    }
}
