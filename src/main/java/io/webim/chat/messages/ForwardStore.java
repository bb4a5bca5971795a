package io.webim.chat.messages;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.messages.Forward.Source;
import io.webim.contract.AttachedFiles;
import io.webim.contract.Forwarded;
import io.webim.sql.UserRows;

/** Reads what is to be sent on. */
public final class ForwardStore {
    /**
     * Who has written it is told to those who get it, and of a channel, where those write who lead it, the title. What a
     * group is called is told to nobody.
     */
    public static final String FIND = """
            SELECT m.text, m.files, COALESCE(m.forwarded_title, CASE WHEN c.kind = 'channel' AND m.forwarded_from IS NULL THEN g.title END) AS title,
                   a.id, a.username, a.display_name, a.picture, a.bot
            FROM conversation c
            JOIN conversation_member me ON me.conversation_id = c.id AND me.user_id = ?
            JOIN message m ON m.conversation_id = c.id AND m.seq = ?
            JOIN account a ON a.id = COALESCE(m.forwarded_from, m.sender_id)
            LEFT JOIN chat_group g ON g.conversation_id = c.id
            WHERE c.id = ? AND (c.kind = 'direct' OR me.listed) AND m.kind = 'text' AND NOT m.deleted AND %s""".formatted(TargetStore.seenBy("me"));

    private final Pool pool;

    public ForwardStore(Pool pool) {
        this.pool = pool;
    }

    /** Fails with 404 where the user sees no such message, or it is an event. */
    public Future<Source> find(long userId, FindMessage message) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(userId, message.seq(), message.conversationId()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Target.unknown();
                    }
                    var row = rows.iterator().next();
                    return new Source(row.getString("text"), from(row), AttachedFiles.of(row.getString("files")));
                });
    }

    private static Forwarded from(Row row) {
        var title = row.getString("title");
        return title == null ? new Forwarded(UserRows.user(row), null) : new Forwarded(null, title);
    }
}
