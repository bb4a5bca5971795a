package io.webim.chat.sync;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.chat.conversations.IndexedRow;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.messages.FindMessage;
import io.webim.chat.messages.TargetStore;
import io.webim.contract.Message;
import io.webim.sql.Sql;
import java.util.List;
import java.util.function.LongFunction;

/** Reads single messages, of those that a user sees. */
public final class PickStore {
    static final String PICK = """
            SELECT %s FROM message m FORCE INDEX (PRIMARY)
            JOIN conversation c ON c.id = m.conversation_id
            JOIN conversation_member me ON me.conversation_id = m.conversation_id AND me.user_id = ?
            WHERE (c.kind = 'direct' OR me.listed) AND %s AND %%s""".formatted(MessageRows.COLUMNS, TargetStore.seenBy("me"));
    private static final String PLACE = "(m.conversation_id = ? AND m.seq = ?)";

    private final SqlClient client;

    public PickStore(SqlClient client) {
        this.client = client;
    }

    /**
     * In no particular order.
     *
     * @param states by conversation
     */
    Future<List<Message>> pick(long userId, List<FindMessage> places, LongFunction<MessageRows.States> states) {
        if (places.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var rows = Sql.padded(places);
        var values = new ArrayTuple(rows.size() * 2 + 1);
        values.addLong(userId);
        rows.forEach(place -> values.addLong(place.conversationId()).addLong(place.seq()));
        return client.preparedQuery(PICK.formatted(Sql.any(PLACE, rows.size())))
                .execute(values)
                .map(found -> IndexedRow.map(
                        found,
                        row -> MessageRows.toMessage(row, states.apply(row.getLong("conversation_id")))
                                .seenBy(userId)));
    }
}
