package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.messages.DeletionLog.KnownVersion;
import io.webim.contract.SeqRanges;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which messages have changed since they were sent, one row each with the version of the last change. However many there
 * are, it looks at no more than it is asked for.
 */
public final class ChangeStore {
    /** Of what a device has to learn, so much is looked at at once. */
    public static final int MOST_AT_ONCE = 2_000;

    private static final String NEWER = "(c.conversation_id = ? AND c.version > ?)";
    private static final String SINCE = """
            SELECT c.conversation_id, c.seq, c.version,
                   CASE WHEN c.seq <= me.deleted_to_seq
                       THEN (SELECT d.to_seq FROM deletion d FORCE INDEX (PRIMARY)
                             WHERE d.conversation_id = c.conversation_id AND d.owner_id = me.user_id AND d.from_seq <= c.seq
                             ORDER BY d.from_seq DESC LIMIT 1) END AS gone_to
            FROM message_change c FORCE INDEX (change_version)
            JOIN conversation_member me ON me.conversation_id = c.conversation_id AND me.user_id = ?
            WHERE %s ORDER BY c.conversation_id, c.version LIMIT""" + " " + MOST_AT_ONCE;
    private static final String ENTER = """
            INSERT INTO message_change (conversation_id, seq, version) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE version = VALUES(version)""";
    private static final String FORGET = "DELETE FROM message_change WHERE conversation_id = ? AND %s";
    private static final String SEQS = "seq BETWEEN ? AND ?";

    private final SqlClient client;

    public ChangeStore(SqlClient client) {
        this.client = client;
    }

    /**
     * @param version of the conversation when the message changed last
     * @param gone whether the message is gone for the member who asks
     */
    public record Changed(long conversationId, long seq, long version, boolean gone) {}

    /**
     * What has changed since a member knew these conversations, by conversation, oldest first; where there is more than
     * {@link #MOST_AT_ONCE}, the rest is left out.
     */
    public Future<List<Changed>> since(long userId, List<KnownVersion> known) {
        if (known.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return client.preparedQuery(since(known.size()))
                .execute(values(userId, known))
                .map(rows -> {
                    var changed = new ArrayList<Changed>();
                    rows.forEach(row -> {
                        long seq = row.getLong("seq");
                        @Nullable Long goneTo = row.getLong("gone_to");
                        changed.add(new Changed(
                                row.getLong("conversation_id"),
                                seq,
                                row.getLong("version"),
                                goneTo != null && goneTo >= seq));
                    });
                    return changed;
                });
    }

    public static String since(int conversations) {
        return SINCE.formatted(Sql.any(NEWER, conversations));
    }

    private static Tuple values(long userId, List<KnownVersion> known) {
        var rows = Sql.padded(known);
        var values = new ArrayTuple(rows.size() * 2 + 1);
        values.addLong(userId);
        rows.forEach(one -> values.addLong(one.conversationId()).addLong(one.shared()));
        return values;
    }

    /** To be called with the conversation locked, for one message a version. */
    static Future<Void> enter(SqlConnection connection, long conversationId, long seq, long version) {
        return connection
                .preparedQuery(ENTER)
                .execute(Tuple.of(conversationId, seq, version))
                .mapEmpty();
    }

    /**
     * Of messages that are deleted for everyone.
     *
     * @return whether any of them had changed before
     */
    static Future<Boolean> forget(SqlConnection connection, long conversationId, SeqRanges seqs) {
        return Sql.ofSeqs(connection, FORGET, SEQS, conversationId, seqs).map(forgotten -> forgotten.rowCount() > 0);
    }
}
