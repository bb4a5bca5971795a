package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Message;
import java.util.ArrayList;
import java.util.List;

/** Reads messages by seq, at a cost that does not depend on where in the conversation they are. */
final class HistoryStore {
    private static final String PAGE = """
            SELECT %s FROM message m
            WHERE m.conversation_id = ? AND m.seq %s ?
                AND m.seq > (SELECT hidden_to_seq FROM conversation_member
                             WHERE conversation_id = ? AND user_id = ?)
            ORDER BY m.seq %s LIMIT ?""";
    static final String BELOW = PAGE.formatted(MessageRows.COLUMNS, "<", "DESC");
    static final String ABOVE = PAGE.formatted(MessageRows.COLUMNS, ">", "ASC");
    private static final String NEWEST_UNREAD = """
            SELECT %s FROM message m
            WHERE m.conversation_id = ? AND m.seq > ? AND m.sender_id = ? AND NOT m.deleted
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = ?
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)
            ORDER BY m.seq DESC LIMIT ?""".formatted(MessageRows.COLUMNS);

    private final SqlClient client;

    HistoryStore(SqlClient client) {
        this.client = client;
    }

    /** The messages next to an edge, nearest first. */
    Future<List<Message>> read(
            long conversationId, long userId, long edge, int limit, boolean ascending, MessageRows.States states) {
        return client.preparedQuery(ascending ? ABOVE : BELOW)
                .execute(Tuple.of(conversationId, edge, conversationId, userId, limit))
                .map(rows -> {
                    var messages = new ArrayList<Message>(rows.size());
                    rows.forEach(row -> messages.add(MessageRows.toMessage(row, states)));
                    return messages;
                });
    }

    /** The other side's newest messages that count as unread, ascending. */
    Future<List<Message>> newestUnread(SummaryRow row, int limit, MessageRows.States states) {
        return client.preparedQuery(NEWEST_UNREAD)
                .execute(Tuple.of(row.conversationId(), row.base(), row.peerId(), row.userId(), limit))
                .map(rows -> {
                    var messages = new ArrayList<Message>(rows.size());
                    rows.forEach(found -> messages.add(0, MessageRows.toMessage(found, states)));
                    return messages;
                });
    }
}
