package io.webim.chat.presence;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Times;
import io.webim.sql.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may see a user's presence, and when the user was last there. */
public final class PresenceStore {
    private static final String SET_LAST_SEEN = """
            INSERT INTO last_seen (user_id, at) VALUES %s ON DUPLICATE KEY UPDATE at = VALUES(at)""";
    private static final String OF_PAIR = """
            JOIN conversation c
                ON c.low_user_id = LEAST(k.user_id, k.peer_id) AND c.high_user_id = GREATEST(k.user_id, k.peer_id)
            JOIN conversation_member peer ON peer.conversation_id = c.id AND peer.user_id = k.peer_id
            LEFT JOIN contact b ON b.user_id = k.peer_id AND b.peer_id = k.user_id
            """;
    public static final String AUDIENCES = """
            SELECT k.user_id, k.peer_id
            FROM contact k
            %s
            WHERE k.user_id IN %%s AND k.since IS NOT NULL AND k.blocked_from_seq IS NULL
                AND peer.listed AND b.blocked_from_seq IS NULL""".formatted(OF_PAIR);
    private static final String RELATION = """
            SELECT k.since IS NOT NULL AND k.blocked_from_seq IS NULL AS shows,
                   peer.listed AND b.blocked_from_seq IS NULL AS listed,
                   IF(k.blocked_from_seq IS NULL, last_seen.at, k.last_seen_shown) AS last_seen
            FROM contact k
            %s
            LEFT JOIN last_seen ON last_seen.user_id = k.user_id
            WHERE k.user_id = ? AND k.peer_id = ?""".formatted(OF_PAIR);

    private static final int MOST_AT_ONCE = 64;

    private final Pool pool;

    public PresenceStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What the other side of a conversation may see of a member.
     *
     * @param isListed whether the other has the member on the list, and does not block
     */
    record Relation(
            boolean shows, boolean isListed, @Nullable Instant lastSeen) {}

    Future<Void> setLastSeen(Map<Long, Instant> seen) {
        Future<Void> done = Future.succeededFuture();
        for (var some : Sql.runs(List.copyOf(seen.entrySet()), MOST_AT_ONCE)) {
            var values = new ArrayTuple(2 * some.size());
            some.forEach(entry -> {
                values.addLong(entry.getKey());
                values.addLocalDateTime(Times.toSql(entry.getValue()));
            });
            done = done.compose(before -> pool.preparedQuery(SET_LAST_SEEN.formatted(Sql.rows("(?, ?)", some.size())))
                    .execute(values)
                    .mapEmpty());
        }
        return done;
    }

    /** Whom to tell of each of these users. */
    Future<Map<Long, List<Long>>> audiences(Collection<Long> userIds) {
        var audiences = new HashMap<Long, List<Long>>();
        Future<Void> done = Future.succeededFuture();
        for (var some : Sql.chunks(List.copyOf(userIds), MOST_AT_ONCE)) {
            done = done.compose(before -> pool.preparedQuery(AUDIENCES.formatted(Sql.in(some.size())))
                    .execute(Sql.inValues(some))
                    .onSuccess(rows -> rows.forEach(row -> audiences
                            .computeIfAbsent(row.getLong("user_id"), none -> new ArrayList<>())
                            .add(row.getLong("peer_id"))))
                    .mapEmpty());
        }
        return done.map(audiences);
    }

    Future<Relation> relation(long userId, long peerId) {
        return pool.preparedQuery(RELATION)
                .execute(Tuple.of(userId, peerId))
                .map(rows -> rows.size() == 0
                        ? new Relation(false, false, null)
                        : relation(rows.iterator().next()));
    }

    private static Relation relation(Row row) {
        var lastSeen = row.getLocalDateTime("last_seen");
        return new Relation(
                row.getInteger("shows") != 0,
                row.getInteger("listed") != 0,
                lastSeen == null ? null : Times.fromSql(lastSeen));
    }
}
