package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.sql.Rows;
import io.webim.sql.Sql;
import io.webim.sql.UserRows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who has whom, and who blocks whom: all SQL that writes {@code contact}. A block holds the lock of the conversation
 * between the two, so that each message comes either before it or after it.
 */
final class ContactsStore {
    private static final String USER_ID = "SELECT id FROM account WHERE username = ? AND deleted_at IS NULL";
    static final String RELATION = """
            SELECT c.id, me.listed, k.since IS NOT NULL AS added, k.blocked_from_seq IS NOT NULL AS blocked
            FROM conversation c
            JOIN conversation_member me ON me.conversation_id = c.id AND me.user_id = ?
            LEFT JOIN contact k ON k.user_id = ? AND k.peer_id = ?
            WHERE c.low_user_id = ? AND c.high_user_id = ?""";
    private static final String ADD = """
            INSERT INTO contact (user_id, peer_id, since, version) VALUES (?, ?, ?, 1)
            ON DUPLICATE KEY UPDATE
                version = version + (since IS NULL), since = COALESCE(since, VALUES(since))""";
    private static final String REMOVE = """
            UPDATE contact SET since = NULL, version = version + 1
            WHERE user_id = ? AND peer_id = ? AND since IS NOT NULL""";
    private static final String LOCK = "SELECT last_seq FROM conversation WHERE id = ? FOR UPDATE";
    private static final String BLOCK = """
            INSERT INTO contact
                (user_id, peer_id, version, blocked_from_seq, last_seen_shown, name_shown, picture_shown)
            SELECT ?, peer.id, 1, ?, COALESCE(?, (SELECT at FROM last_seen WHERE last_seen.user_id = ?)),
                   peer.display_name, peer.picture
            FROM account peer WHERE peer.id = ?
            ON DUPLICATE KEY UPDATE
                version = contact.version + 1, blocked_from_seq = VALUES(blocked_from_seq),
                last_seen_shown = VALUES(last_seen_shown), name_shown = VALUES(name_shown),
                picture_shown = VALUES(picture_shown)""";
    private static final String NOTHING_SHOWN = "last_seen_shown = NULL, name_shown = NULL, picture_shown = NULL";
    private static final String UNBLOCK = """
            UPDATE contact SET blocked_from_seq = NULL, version = version + 1, %s
            WHERE user_id = ? AND peer_id = ? AND blocked_from_seq IS NOT NULL""".formatted(NOTHING_SHOWN);

    private static final String OF_DELETED = """
            SELECT k.user_id, k.peer_id, c.id
            FROM account a
            JOIN contact k ON k.user_id = a.id AND (k.since IS NOT NULL OR k.blocked_from_seq IS NOT NULL)
            JOIN conversation c
                ON c.low_user_id = LEAST(k.user_id, k.peer_id) AND c.high_user_id = GREATEST(k.user_id, k.peer_id)
            WHERE a.deleted_at IS NOT NULL
            ORDER BY k.user_id, k.peer_id""";
    private static final String FORGET = """
            UPDATE contact SET since = NULL, blocked_from_seq = NULL, version = version + 1, %s
            WHERE user_id = ? AND peer_id = ?""".formatted(NOTHING_SHOWN);
    /** What those who block them were shown of deleted accounts. */
    private static final String FORGET_SHOWN = """
            UPDATE contact k JOIN account a ON a.id = k.peer_id
            SET k.name_shown = NULL, k.picture_shown = NULL
            WHERE a.deleted_at IS NOT NULL AND (k.name_shown IS NOT NULL OR k.picture_shown IS NOT NULL)""";

    private static final String USER = "SELECT id, username, display_name, picture, bot FROM account WHERE id = ?";
    static final String LISTED_BY = """
            SELECT peer.user_id
            FROM conversation_member me
            JOIN conversation c ON c.id = me.conversation_id AND c.kind = 'direct'
            JOIN conversation_member peer ON peer.conversation_id = c.id
                AND peer.user_id = CASE WHEN c.low_user_id = me.user_id THEN c.high_user_id ELSE c.low_user_id END
            LEFT JOIN contact k ON k.user_id = peer.user_id AND k.peer_id = me.user_id
            WHERE me.user_id = ? AND peer.listed AND k.blocked_from_seq IS NULL
            ORDER BY peer.user_id""";
    private static final String BUMP = """
            INSERT INTO contact (user_id, peer_id, version) VALUES %s
            ON DUPLICATE KEY UPDATE version = version + 1""";
    private static final int BUMPED_AT_ONCE = 64;

    private final Pool pool;

    ContactsStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * How a user has another.
     *
     * @param listed whether their conversation is on the user's list: with one who is no contact, it is a request
     */
    record Relation(long conversationId, boolean listed, boolean added, boolean blocked) {
        /** Whether the other sees when the user is there. */
        boolean showsPresence() {
            return added && !blocked;
        }
    }

    /** Empty when there is no conversation between them. */
    Future<Optional<Relation>> relation(long userId, long peerId) {
        return pool.preparedQuery(RELATION)
                .execute(Tuple.of(userId, userId, peerId, Math.min(userId, peerId), Math.max(userId, peerId)))
                .map(rows -> Rows.first(rows, ContactsStore::relation));
    }

    private static Relation relation(Row row) {
        return new Relation(
                row.getLong("id"),
                row.getInteger("listed") != 0,
                row.getInteger("added") != 0,
                row.getInteger("blocked") != 0);
    }

    /** Fails with 404 when nobody has this name. */
    Future<Long> userId(String username) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(username)) {
            // The column is ASCII, which databases refuse to compare with anything else.
            return Future.failedFuture(unknownUser());
        }
        return pool.preparedQuery(USER_ID).execute(Tuple.of(username)).map(rows -> {
            if (rows.size() == 0) {
                throw unknownUser();
            }
            return rows.iterator().next().getLong("id");
        });
    }

    static Failure unknownUser() {
        return Failure.of(ErrorCode.USER_NOT_FOUND, "There is no such user.");
    }

    Future<Void> add(long userId, long peerId) {
        return pool.preparedQuery(ADD)
                .execute(Tuple.of(userId, peerId, Times.toSql(Times.now())))
                .mapEmpty();
    }

    Future<Void> remove(long userId, long peerId) {
        return pool.preparedQuery(REMOVE).execute(Tuple.of(userId, peerId)).mapEmpty();
    }

    /** @param leftAt what the other is shown as the time at which the user left; null where that is known already */
    Future<Void> block(long userId, long peerId, long conversationId, @Nullable Instant leftAt) {
        return locked(
                conversationId,
                (connection, lastSeq) -> connection
                        .preparedQuery(BLOCK)
                        .execute(Tuple.of(
                                userId, lastSeq, leftAt == null ? null : Times.toSql(leftAt), userId, peerId)));
    }

    Future<Void> unblock(long userId, long peerId, long conversationId) {
        return locked(
                conversationId,
                (connection, lastSeq) -> connection.preparedQuery(UNBLOCK).execute(Tuple.of(userId, peerId)));
    }

    /** Deleted or not; empty where there never was one. */
    Future<Optional<User>> user(long userId) {
        return pool.preparedQuery(USER).execute(Tuple.of(userId)).map(rows -> Rows.first(rows, UserRows::user));
    }

    /** Who has a user on the list, and does not block. */
    Future<List<Long>> listedBy(long userId) {
        return pool.preparedQuery(LISTED_BY).execute(Tuple.of(userId)).map(rows -> {
            var onlookers = new ArrayList<Long>();
            rows.forEach(row -> onlookers.add(row.getLong("user_id")));
            return onlookers;
        });
    }

    /** Has the devices of these users look at their entry of another again. */
    Future<Void> bump(List<Long> userIds, long peerId) {
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < userIds.size(); from += BUMPED_AT_ONCE) {
            var some = userIds.subList(from, Math.min(userIds.size(), from + BUMPED_AT_ONCE));
            done = done.compose(before -> bumpSome(some, peerId));
        }
        return done;
    }

    private Future<Void> bumpSome(List<Long> userIds, long peerId) {
        var bumped = Sql.padded(userIds);
        var values = Tuple.tuple();
        bumped.forEach(userId -> values.addLong(userId).addLong(peerId).addLong(1L));
        return pool.preparedQuery(BUMP.formatted(Sql.rows("(?, ?, ?)", bumped.size())))
                .execute(values)
                .mapEmpty();
    }

    /** Whom a deleted account had, or blocked. */
    record Remains(long userId, long peerId, long conversationId) {}

    Future<List<Remains>> ofDeleted() {
        return pool.query(OF_DELETED).execute().map(rows -> {
            var remains = new ArrayList<Remains>();
            rows.forEach(
                    row -> remains.add(new Remains(row.getLong("user_id"), row.getLong("peer_id"), row.getLong("id"))));
            return remains;
        });
    }

    Future<Void> forget(Remains remains) {
        return locked(
                remains.conversationId(),
                (connection, lastSeq) ->
                        connection.preparedQuery(FORGET).execute(Tuple.of(remains.userId(), remains.peerId())));
    }

    Future<Void> forgetShown() {
        return pool.query(FORGET_SHOWN).execute().mapEmpty();
    }

    private interface Change {
        Future<RowSet<Row>> apply(SqlConnection connection, long lastSeq);
    }

    private Future<Void> locked(long conversationId, Change change) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .compose(rows -> change.apply(connection, rows.iterator().next().getLong("last_seq")))
                .mapEmpty());
    }
}
