package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import java.util.ArrayList;

/** Reads the log of deletions: merged ranges per conversation and owner, 0 being everyone. */
final class DeletionLog {
    static final long EVERYONE = 0;

    static final String VISIBLE = """
            SELECT from_seq, to_seq FROM deletion
            WHERE conversation_id = ? AND owner_id IN (?, ?) AND to_seq >= ? AND from_seq <= ?
            ORDER BY from_seq""";
    private static final String SINCE = """
            SELECT from_seq, to_seq FROM deletion
            WHERE conversation_id = ? AND owner_id IN (?, ?) AND version > ?
            ORDER BY from_seq""";
    private final SqlClient client;

    DeletionLog(SqlClient client) {
        this.client = client;
    }

    /** What is gone for this member alone, between two seqs. */
    Future<SeqRanges> goneFor(long userId, long conversationId, long from, long to) {
        return client.preparedQuery(VISIBLE)
                .execute(Tuple.of(conversationId, userId, userId, from, to))
                .map(DeletionLog::ranges);
    }

    /** What does not count for this member between two seqs, be it gone for the member alone or for everyone. */
    Future<SeqRanges> uncountedFor(long userId, long conversationId, long from, long to) {
        return client.preparedQuery(VISIBLE)
                .execute(Tuple.of(conversationId, userId, EVERYONE, from, to))
                .map(DeletionLog::ranges);
    }

    /** All that this member's devices have to learn since they knew a version. */
    Future<SeqRanges> since(long userId, long conversationId, long version, boolean everyone) {
        long owner = everyone ? EVERYONE : userId;
        return client.preparedQuery(SINCE)
                .execute(Tuple.of(conversationId, owner, owner, version))
                .map(DeletionLog::ranges);
    }

    static SeqRanges ranges(RowSet<Row> rows) {
        var ranges = new ArrayList<Range>();
        rows.forEach(row -> ranges.add(new Range(row.getLong("from_seq"), row.getLong("to_seq"))));
        return SeqRanges.of(ranges);
    }
}
