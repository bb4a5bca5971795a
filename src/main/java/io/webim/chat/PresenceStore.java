package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who may see a user's presence, and when the user was last there. */
final class PresenceStore {
    private static final String SET_LAST_SEEN = "UPDATE account SET last_seen_at = ? WHERE id IN %s";
    static final String AUDIENCE = """
            SELECT me.peer_id
            FROM conversation_member me
            JOIN conversation_member peer ON peer.conversation_id = me.conversation_id AND peer.user_id = me.peer_id
            WHERE me.user_id = ? AND me.status = 'contact'
                AND me.blocked_from_seq IS NULL AND peer.blocked_from_seq IS NULL""";

    private static final int MOST_AT_ONCE = 256;

    private final Pool pool;

    PresenceStore(Pool pool) {
        this.pool = pool;
    }

    Future<Void> setLastSeen(List<Long> userIds, Instant at) {
        Future<Void> done = Future.succeededFuture();
        for (var some : Sql.powersOfTwo(userIds, MOST_AT_ONCE)) {
            var values = new ArrayTuple(some.size() + 1);
            values.addLocalDateTime(Times.toSql(at));
            done = done.compose(before -> pool.preparedQuery(SET_LAST_SEEN.formatted(Sql.in(some.size())))
                    .execute(Sql.addInValues(values, some))
                    .mapEmpty());
        }
        return done;
    }

    Future<List<Long>> audience(long userId) {
        return pool.preparedQuery(AUDIENCE).execute(Tuple.of(userId)).map(rows -> {
            var peers = new ArrayList<Long>();
            rows.forEach(row -> peers.add(row.getLong("peer_id")));
            return peers;
        });
    }
}
