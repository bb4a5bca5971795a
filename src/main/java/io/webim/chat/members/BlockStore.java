package io.webim.chat.members;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.HashSet;
import java.util.Set;

/** Reads who blocks whom. A block is about two people: in a group both go on, and only what comes unasked is left out. */
public final class BlockStore {
    private static final String AROUND = """
            SELECT k.user_id FROM contact k WHERE k.peer_id = ? AND k.blocked_from_seq IS NOT NULL
            UNION ALL
            SELECT k.peer_id FROM contact k WHERE k.user_id = ? AND k.blocked_from_seq IS NOT NULL""";

    private final Pool pool;

    public BlockStore(Pool pool) {
        this.pool = pool;
    }

    /** Those who block a user, and those whom the user blocks. */
    public Future<Set<Long>> around(long userId) {
        return pool.preparedQuery(AROUND).execute(Tuple.of(userId, userId)).map(rows -> {
            var around = new HashSet<Long>();
            rows.forEach(row -> around.add(row.getLong(0)));
            return around;
        });
    }
}
