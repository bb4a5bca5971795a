package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.messages.HistoryStore.Piece;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the log of deletions: merged ranges per conversation and owner, 0 being everyone. However many there are, it looks
 * at no more than it is asked for.
 */
public final class DeletionLog {
    static final long EVERYONE = 0;
    /** Of what a device has to learn, so much at once; more than one version of a conversation brings. */
    public static final int MOST_AT_ONCE = 1_000;

    // MySQL would read all of an owner by another index and sort it.
    private static final String OF_OWNER = """
            (SELECT conversation_id, from_seq, to_seq FROM deletion FORCE INDEX (PRIMARY)
             WHERE conversation_id = ? AND owner_id = ? AND %s)""";
    public static final String BELOW = OF_OWNER.formatted("from_seq < ? ORDER BY from_seq DESC LIMIT ?");
    private static final String AROUND = OF_OWNER.formatted("from_seq <= ? ORDER BY from_seq DESC LIMIT 1");
    public static final String ABOVE =
            AROUND + " UNION ALL " + OF_OWNER.formatted("from_seq > ? ORDER BY from_seq LIMIT ?");
    private static final String WITHIN = AROUND + " UNION ALL " + OF_OWNER.formatted("from_seq > ? AND from_seq <= ?");
    private static final String NEWER = "(conversation_id = ? AND owner_id = ? AND version > ?)";
    static final String SINCE = """
            SELECT conversation_id, owner_id, from_seq, to_seq, version FROM deletion
            WHERE %s ORDER BY conversation_id, owner_id, version LIMIT""" + " " + MOST_AT_ONCE;

    private final SqlClient client;

    public DeletionLog(SqlClient client) {
        this.client = client;
    }

    /** What is gone for this member alone, the nearest below a seq. */
    Future<SeqRanges> below(long userId, long conversationId, long seq, int most) {
        return client.preparedQuery(BELOW)
                .execute(Tuple.of(conversationId, userId, seq, most))
                .map(DeletionLog::ranges);
    }

    /** What is gone for this member alone, from where a seq is in, or the next above it. */
    Future<SeqRanges> above(long userId, long conversationId, long seq, int most) {
        return client.preparedQuery(ABOVE)
                .execute(Tuple.of(conversationId, userId, seq, conversationId, userId, seq, most))
                .map(DeletionLog::ranges);
    }

    /** What is gone for this member alone, from end to end of each piece; whole ranges. */
    public Future<Map<Long, SeqRanges>> within(long userId, Collection<Piece> pieces) {
        if (pieces.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        var rows = Sql.padded(List.copyOf(pieces));
        var values = new ArrayTuple(rows.size() * 7);
        for (var piece : rows) {
            var ranges = piece.seqs().ranges();
            long from = ranges.get(0).from();
            values.addLong(piece.conversationId()).addLong(userId).addLong(from);
            values.addLong(piece.conversationId()).addLong(userId).addLong(from);
            values.addLong(ranges.get(ranges.size() - 1).to());
        }
        return client.preparedQuery(String.join(" UNION ALL ", Collections.nCopies(rows.size(), WITHIN)))
                .execute(values)
                .map(found -> {
                    var byConversation = new HashMap<Long, List<Range>>();
                    found.forEach(row -> byConversation
                            .computeIfAbsent(row.getLong("conversation_id"), id -> new ArrayList<>())
                            .add(range(row)));
                    var merged = new HashMap<Long, SeqRanges>();
                    byConversation.forEach((id, some) -> merged.put(id, SeqRanges.of(some)));
                    return merged;
                });
    }

    /** @param version when the range last grew: the shared one, or that of the member for whom alone it is gone */
    public record Deleted(long conversationId, boolean everyones, Range range, long version) {}

    /** The versions of a conversation that a device knows: the shared one, and that of the member. */
    public record KnownVersion(long conversationId, long shared, long own) {}

    /**
     * What a device has to learn since it knew these conversations, by conversation, first what is gone for everyone, and
     * oldest first; where there is more than {@link #MOST_AT_ONCE}, the rest is left out.
     */
    public Future<List<Deleted>> since(long userId, List<KnownVersion> known) {
        if (known.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var rows = Sql.padded(known);
        var values = new ArrayTuple(rows.size() * 6);
        for (var one : rows) {
            values.addLong(one.conversationId()).addLong(EVERYONE).addLong(one.shared());
            values.addLong(one.conversationId()).addLong(userId).addLong(one.own());
        }
        return client.preparedQuery(SINCE.formatted(Sql.any(NEWER + " OR " + NEWER, rows.size())))
                .execute(values)
                .map(found -> {
                    var deleted = new ArrayList<Deleted>();
                    found.forEach(row -> deleted.add(new Deleted(
                            row.getLong("conversation_id"),
                            row.getLong("owner_id") == EVERYONE,
                            range(row),
                            row.getLong("version"))));
                    return deleted;
                });
    }

    private static SeqRanges ranges(RowSet<Row> rows) {
        var ranges = new ArrayList<Range>();
        rows.forEach(row -> ranges.add(range(row)));
        return SeqRanges.of(ranges);
    }

    private static Range range(Row row) {
        return new Range(row.getLong("from_seq"), row.getLong("to_seq"));
    }
}
