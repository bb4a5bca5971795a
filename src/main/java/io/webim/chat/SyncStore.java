package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Reads the versions of a member's conversations, page by page in the order of their ids. */
final class SyncStore {
    static final String PAGE = """
            SELECT me.conversation_id, me.status, c.version, c.last_seq, me.hidden_to_seq, me.deleted_to_seq
            FROM conversation_member me JOIN conversation c ON c.id = me.conversation_id
            WHERE me.user_id = ? AND me.conversation_id > ?
            ORDER BY me.conversation_id LIMIT ?""";

    private final Pool pool;

    SyncStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param hiddenTo up to here nothing is shown
     * @param deletedTo up to here there may be deletions
     */
    record Version(long conversationId, boolean listed, long version, long lastSeq, long hiddenTo, long deletedTo) {}

    Future<List<Version>> read(long userId, long after, int limit) {
        return pool.preparedQuery(PAGE).execute(Tuple.of(userId, after, limit)).map(rows -> {
            var versions = new ArrayList<Version>();
            rows.forEach(row -> versions.add(new Version(
                    row.getLong("conversation_id"),
                    row.getString("status").equals("contact")
                            || row.getString("status").equals("request"),
                    row.getLong("version"),
                    row.getLong("last_seq"),
                    row.getLong("hidden_to_seq"),
                    row.getLong("deleted_to_seq"))));
            return versions;
        });
    }
}
