package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Message;
import io.webim.contract.SeqRanges;
import io.webim.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds whom the texts of a group name, and writes whom they mention, to be counted; inside a transaction. */
public final class MentionStore {
    /** Who sees the message, also who blocks its sender: nobody is to read from a text who does. To that one it does not count. */
    public static final String NAMED = """
            SELECT a.id, a.username
            FROM account a
            JOIN conversation_member m ON m.conversation_id = ? AND m.user_id = a.id AND m.listed
                AND GREATEST(m.hidden_to_seq, m.joined_seq) < ?
            WHERE a.deleted_at IS NULL AND a.id <> ? AND a.username IN %s""";

    private static final String ENTER = "INSERT INTO mention (conversation_id, user_id, seq, sender_id) VALUES %s";
    private static final String ROW = "(?, ?, ?, ?)";
    private static final String FORGET = "DELETE FROM mention WHERE conversation_id = ? AND %s";
    private static final String SEQS = "seq BETWEEN ? AND ?";
    private static final int MOST_ROWS = 128;

    private MentionStore() {}

    /**
     * The members whose names these are, by their names in lower case.
     *
     * @param seq of the message, or more
     */
    static Future<Map<String, Long>> named(
            SqlConnection connection, long conversationId, long senderId, long seq, Set<String> names) {
        if (names.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        var values = Tuple.of(conversationId, seq, senderId);
        Sql.padded(List.copyOf(names)).forEach(values::addString);
        return connection
                .preparedQuery(NAMED.formatted(Sql.in(names.size())))
                .execute(values)
                .map(MentionStore::ids);
    }

    private static Map<String, Long> ids(RowSet<Row> rows) {
        var ids = new HashMap<String, Long>();
        rows.forEach(row -> ids.put(row.getString("username").toLowerCase(Locale.ROOT), row.getLong("id")));
        return ids;
    }

    private record Mention(Message message, long userId) {}

    /** Of new texts. */
    static Future<?> enter(SqlConnection connection, List<Message> messages) {
        var mentions = messages.stream()
                .flatMap(message -> message.mentions().stream().map(userId -> new Mention(message, userId)))
                .toList();
        var statements = new ArrayList<Future<?>>();
        for (var rows : Sql.runs(mentions, MOST_ROWS)) {
            statements.add(connection
                    .preparedQuery(ENTER.formatted(Sql.rows(ROW, rows.size())))
                    .execute(values(rows)));
        }
        return Future.all(statements);
    }

    private static Tuple values(List<Mention> mentions) {
        var values = new ArrayTuple(mentions.size() * 4);
        for (var mention : mentions) {
            values.addLong(mention.message().conversationId());
            values.addLong(mention.userId());
            values.addLong(mention.message().seq());
            values.addLong(mention.message().senderId());
        }
        return values;
    }

    /** Of texts that are there no more. */
    static Future<?> forget(SqlConnection connection, long conversationId, SeqRanges seqs) {
        return Sql.ofSeqs(connection, FORGET, SEQS, conversationId, seqs);
    }
}
