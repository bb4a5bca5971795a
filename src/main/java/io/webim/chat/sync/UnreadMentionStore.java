package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.webim.sql.Blocks;
import java.util.ArrayList;
import java.util.List;

/** Reads which messages mention a member and wait to be read. */
public final class UnreadMentionStore {
    /**
     * Of others whom the member does not block, nor the persons whose programs they are, but for those that were added, and
     * that are there for the member.
     */
    static final String COUNTED = """
            t.conversation_id = me.conversation_id AND t.user_id IN (0, me.user_id)
            AND t.sender_id <> me.user_id
            AND\s""" + Blocks.none("me.user_id", "t.sender_id") + """

            AND NOT EXISTS (
                SELECT 1 FROM deletion d
                WHERE d.conversation_id = t.conversation_id AND d.owner_id = me.user_id
                    AND t.seq BETWEEN d.from_seq AND d.to_seq)""";

    public static final String PAGE = """
            SELECT DISTINCT t.seq
            FROM conversation_member me JOIN mention t ON %s AND t.seq > GREATEST(?, me.hidden_to_seq, me.joined_seq)
            WHERE me.conversation_id = ? AND me.user_id = ? AND me.listed
            ORDER BY t.seq LIMIT ?""".formatted(COUNTED);

    private final SqlClient client;

    public UnreadMentionStore(SqlClient client) {
        this.client = client;
    }

    /**
     * Their seqs, ascending; one more than asked for where there is a next page.
     *
     * @param read up to where the member has read
     */
    Future<List<Long>> page(long userId, ListMentions request, long read) {
        return client.preparedQuery(PAGE)
                .execute(Tuple.of(
                        Math.max(request.after(), read), request.conversationId(), userId, request.limit() + 1))
                .map(UnreadMentionStore::seqs);
    }

    private static List<Long> seqs(RowSet<Row> rows) {
        var seqs = new ArrayList<Long>();
        rows.forEach(row -> seqs.add(row.getLong("seq")));
        return seqs;
    }
}
