package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may see a user's presence, and when the user was last there. */
final class PresenceStore {
    private static final String SET_LAST_SEEN = "UPDATE account SET last_seen_at = CASE id %s END WHERE id IN %s";
    static final String AUDIENCES = """
            SELECT me.user_id, me.peer_id
            FROM conversation_member me
            JOIN conversation_member peer ON peer.conversation_id = me.conversation_id AND peer.user_id = me.peer_id
            WHERE me.user_id IN %s AND me.status = 'contact' AND peer.status IN ('contact', 'request')
                AND me.blocked_from_seq IS NULL AND peer.blocked_from_seq IS NULL""";
    private static final String RELATION = """
            SELECT me.status = 'contact' AND me.blocked_from_seq IS NULL AS shows,
                   peer.status IN ('contact', 'request') AND peer.blocked_from_seq IS NULL AS listed,
                   IF(me.blocked_from_seq IS NULL, a.last_seen_at, me.last_seen_shown) AS last_seen
            FROM conversation_member me
            JOIN conversation_member peer ON peer.conversation_id = me.conversation_id AND peer.user_id = me.peer_id
            JOIN account a ON a.id = me.user_id
            WHERE me.conversation_id = ? AND me.user_id = ?""";

    private static final int MOST_AT_ONCE = 64;

    private final Pool pool;

    PresenceStore(Pool pool) {
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
        for (var some : Sql.powersOfTwo(List.copyOf(seen.entrySet()), MOST_AT_ONCE)) {
            var values = new ArrayTuple(3 * some.size());
            some.forEach(entry -> {
                values.addLong(entry.getKey());
                values.addLocalDateTime(Times.toSql(entry.getValue()));
            });
            some.forEach(entry -> values.addLong(entry.getKey()));
            var cases = String.join(" ", Collections.nCopies(some.size(), "WHEN ? THEN ?"));
            done = done.compose(before -> pool.preparedQuery(SET_LAST_SEEN.formatted(cases, Sql.in(some.size())))
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

    Future<Relation> relation(long conversationId, long userId) {
        return pool.preparedQuery(RELATION)
                .execute(Tuple.of(conversationId, userId))
                .map(rows -> relation(rows.iterator().next()));
    }

    private static Relation relation(Row row) {
        var lastSeen = row.getLocalDateTime("last_seen");
        return new Relation(
                row.getInteger("shows") != 0,
                row.getInteger("listed") != 0,
                lastSeen == null ? null : Times.fromSql(lastSeen));
    }
}
