package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Failure;
import io.webim.contract.NewestFirst;
import io.webim.contract.Times;
import io.webim.contract.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The contact list: the status of a member's conversations. Every change holds the conversation's lock. */
final class ContactsStore {
    private static final String ENTRY = """
            SELECT me.conversation_id, me.status, me.blocked_from_seq, me.muted_until,
                   a.id, a.username,
                   IF(me.blocked_from_seq IS NULL OR a.deleted_at IS NOT NULL, a.display_name, me.name_shown)
                       AS display_name,
                   IF(me.blocked_from_seq IS NULL OR me.picture_shown = a.picture, a.picture, NULL) AS picture
            FROM conversation_member me JOIN account a ON a.id = me.peer_id
            """;
    private static final String BLOCKED = """
            SELECT conversation_id FROM conversation_member
            WHERE user_id = ? AND blocked_from_seq IS NOT NULL
            ORDER BY conversation_id DESC""";
    /** Two people have one conversation, the lower id first. */
    static final String OF_PEER = ENTRY + """
            JOIN conversation c ON c.id = me.conversation_id
            WHERE c.low_user_id = ? AND c.high_user_id = ? AND me.user_id = ?""";

    static final String BY_CONVERSATION = ENTRY + "WHERE me.user_id = ? AND me.conversation_id IN (%s)";
    private static final String USER_ID = "SELECT id FROM account WHERE username = ? AND deleted_at IS NULL";
    private static final String LOCK = "SELECT last_seq FROM conversation WHERE id = ? FOR UPDATE";
    private static final String BUMP = "UPDATE conversation SET version = version + 1 WHERE id = ?";
    private static final String ADD = """
            UPDATE conversation_member SET status = 'contact', hidden_to_seq = 0
            WHERE conversation_id = ? AND user_id = ? AND status <> 'contact'""";
    private static final String REMOVE = """
            UPDATE conversation_member SET status = 'removed', hidden_to_seq = ?
            WHERE conversation_id = ? AND user_id = ? AND status IN ('contact', 'request')""";
    private static final String BLOCK = """
            UPDATE conversation_member
            SET blocked_from_seq = ?,
                last_seen_shown = COALESCE(?, (SELECT last_seen_at FROM account WHERE id = ?)),
                name_shown = (SELECT display_name FROM account WHERE account.id = conversation_member.peer_id),
                picture_shown = (SELECT picture FROM account WHERE account.id = conversation_member.peer_id)
            WHERE conversation_id = ? AND user_id = ? AND blocked_from_seq IS NULL""";
    private static final String UNBLOCK = """
            UPDATE conversation_member
            SET blocked_from_seq = NULL, last_seen_shown = NULL, name_shown = NULL, picture_shown = NULL
            WHERE conversation_id = ? AND user_id = ? AND blocked_from_seq IS NOT NULL""";

    private static final String MUTE =
            "UPDATE conversation_member SET muted_until = ? WHERE conversation_id = ? AND user_id = ?";
    private static final String UNMUTE = """
            UPDATE conversation_member SET muted_until = NULL
            WHERE conversation_id = ? AND user_id = ? AND muted_until IS NOT NULL""";

    private static final String PLACES_OF_DELETED = """
            SELECT m.user_id, m.conversation_id
            FROM account a JOIN conversation_member m ON m.user_id = a.id
            WHERE a.deleted_at IS NOT NULL
                AND (m.status IN ('contact', 'request') OR m.blocked_from_seq IS NOT NULL OR m.muted_until IS NOT NULL)
            ORDER BY m.user_id, m.conversation_id""";
    private static final String FORGET = """
            UPDATE conversation_member
            SET status = 'removed', hidden_to_seq = ?, blocked_from_seq = NULL, muted_until = NULL,
                last_seen_shown = NULL, name_shown = NULL, picture_shown = NULL
            WHERE conversation_id = ? AND user_id = ?""";
    /** What those who block them were shown of deleted accounts. */
    private static final String FORGET_SHOWN = """
            UPDATE conversation_member peer
            JOIN conversation_member me ON me.conversation_id = peer.conversation_id AND me.user_id = peer.peer_id
            JOIN account a ON a.id = me.user_id
            SET peer.name_shown = NULL, peer.picture_shown = NULL
            WHERE a.deleted_at IS NOT NULL AND (peer.name_shown IS NOT NULL OR peer.picture_shown IS NOT NULL)""";

    private static final String USER = "SELECT id, username, display_name, picture FROM account WHERE id = ?";
    private static final String LISTED_BY = """
            SELECT peer.conversation_id, peer.user_id
            FROM conversation_member me
            JOIN conversation_member peer ON peer.conversation_id = me.conversation_id AND peer.user_id = me.peer_id
            WHERE me.user_id = ? AND peer.status IN ('contact', 'request') AND peer.blocked_from_seq IS NULL
            ORDER BY peer.conversation_id""";
    private static final int BUMPED_AT_ONCE = 64;
    /** By the primary key, and so in the order in which writers lock too. */
    private static final String BUMP_ALL = "UPDATE conversation SET version = version + 1 WHERE id IN ("
            + String.join(", ", Collections.nCopies(BUMPED_AT_ONCE, "?")) + ")";

    private final Pool pool;
    private final Pool reading;

    /** @param reading for whole lists */
    ContactsStore(Pool pool, Pool reading) {
        this.pool = pool;
        this.reading = reading;
    }

    /**
     * @param status {@code none}, {@code contact}, {@code request} or {@code removed}
     * @param mutedUntil may have passed; {@link Mute#FOR_EVER} has no end
     */
    record Entry(
            long conversationId,
            String status,
            boolean blocked,
            @Nullable Instant mutedUntil,
            User peer) {
        boolean isListed() {
            return isContact() || status.equals("request");
        }

        /** Whether the other sees when the owner of the list is there. */
        boolean showsPresence() {
            return isContact() && !blocked;
        }

        boolean isContact() {
            return status.equals("contact");
        }
    }

    /** Where those stand whom the user blocks. */
    Future<List<NewestFirst>> blocked(long userId) {
        return reading.preparedQuery(BLOCKED).execute(Tuple.of(userId)).map(rows -> {
            var places = new ArrayList<NewestFirst>();
            rows.forEach(row -> places.add(new NewestFirst(0, row.getLong("conversation_id"))));
            return places;
        });
    }

    /** How the user sees the others in some conversations, listed or not; in no particular order. */
    Future<List<Entry>> inConversations(long userId, List<Long> conversationIds) {
        if (conversationIds.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        // Few different statements, so that they stay prepared: the last id fills up.
        int places = Integer.highestOneBit(2 * conversationIds.size() - 1);
        var values = Tuple.of(userId);
        for (int i = 0; i < places; i++) {
            values.addLong(conversationIds.get(Math.min(i, conversationIds.size() - 1)));
        }
        return reading.preparedQuery(BY_CONVERSATION.formatted(String.join(", ", Collections.nCopies(places, "?"))))
                .execute(values)
                .map(ContactsStore::entries);
    }

    /** How the user sees another, listed or not; empty when there is no conversation between them. */
    Future<Optional<Entry>> ofPeer(long userId, long peerId) {
        return pool.preparedQuery(OF_PEER)
                .execute(Tuple.of(Math.min(userId, peerId), Math.max(userId, peerId), userId))
                .map(rows -> entries(rows).stream().findFirst());
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
        return Failure.notFound("user_not_found", "There is no such user.");
    }

    /** @return whether anything changed */
    Future<Boolean> add(long userId, long conversationId) {
        return change(
                conversationId,
                (connection, lastSeq) -> connection.preparedQuery(ADD).execute(Tuple.of(conversationId, userId)));
    }

    /** @return whether anything changed */
    Future<Boolean> remove(long userId, long conversationId) {
        return change(
                conversationId,
                (connection, lastSeq) ->
                        connection.preparedQuery(REMOVE).execute(Tuple.of(lastSeq, conversationId, userId)));
    }

    /**
     * @param leftAt what the other is shown as the time at which the user left; null where that is known already
     * @return whether anything changed
     */
    Future<Boolean> block(long userId, long conversationId, @Nullable Instant leftAt) {
        return change(
                conversationId,
                (connection, lastSeq) -> connection
                        .preparedQuery(BLOCK)
                        .execute(Tuple.of(
                                lastSeq, leftAt == null ? null : Times.toSql(leftAt), userId, conversationId, userId)));
    }

    /** @return whether anything changed */
    Future<Boolean> unblock(long userId, long conversationId) {
        return change(
                conversationId,
                (connection, lastSeq) -> connection.preparedQuery(UNBLOCK).execute(Tuple.of(conversationId, userId)));
    }

    /** @return whether anything changed */
    Future<Boolean> mute(long userId, long conversationId, @Nullable Instant until) {
        return change(
                conversationId,
                (connection, lastSeq) -> until == null
                        ? connection.preparedQuery(UNMUTE).execute(Tuple.of(conversationId, userId))
                        : connection.preparedQuery(MUTE).execute(Tuple.of(Times.toSql(until), conversationId, userId)));
    }

    /** Deleted or not; empty where there never was one. */
    Future<Optional<User>> user(long userId) {
        return pool.preparedQuery(USER).execute(Tuple.of(userId)).map(rows -> {
            var row = rows.iterator();
            return row.hasNext() ? Optional.of(user(row.next())) : Optional.empty();
        });
    }

    /** @param userId who has the user on the list */
    record Onlooker(long conversationId, long userId) {}

    Future<List<Onlooker>> listedBy(long userId) {
        return pool.preparedQuery(LISTED_BY).execute(Tuple.of(userId)).map(rows -> {
            var onlookers = new ArrayList<Onlooker>();
            rows.forEach(row -> onlookers.add(new Onlooker(row.getLong("conversation_id"), row.getLong("user_id"))));
            return onlookers;
        });
    }

    /** Has the devices look at these conversations again. */
    Future<Void> bump(List<Long> conversationIds) {
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < conversationIds.size(); from += BUMPED_AT_ONCE) {
            var some = conversationIds.subList(from, Math.min(conversationIds.size(), from + BUMPED_AT_ONCE));
            var ids = Tuple.tuple();
            for (int i = 0; i < BUMPED_AT_ONCE; i++) {
                ids.addLong(some.get(Math.min(i, some.size() - 1)));
            }
            done = done.compose(
                    before -> pool.preparedQuery(BUMP_ALL).execute(ids).mapEmpty());
        }
        return done;
    }

    /** Where a user is a member. */
    record Place(long userId, long conversationId) {}

    /** Entries that deleted accounts still have on their lists. */
    Future<List<Place>> placesOfDeleted() {
        return pool.query(PLACES_OF_DELETED).execute().map(rows -> {
            var places = new ArrayList<Place>();
            rows.forEach(row -> places.add(new Place(row.getLong("user_id"), row.getLong("conversation_id"))));
            return places;
        });
    }

    /** @return whether anything changed */
    Future<Boolean> forget(long userId, long conversationId) {
        return change(
                conversationId,
                (connection, lastSeq) ->
                        connection.preparedQuery(FORGET).execute(Tuple.of(lastSeq, conversationId, userId)));
    }

    Future<Void> forgetShown() {
        return pool.query(FORGET_SHOWN).execute().mapEmpty();
    }

    private interface Change {
        Future<RowSet<Row>> apply(SqlConnection connection, long lastSeq);
    }

    private Future<Boolean> change(long conversationId, Change change) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .compose(rows -> change.apply(connection, rows.iterator().next().getLong("last_seq")))
                .compose(changed -> changed.rowCount() == 0
                        ? Future.succeededFuture(false)
                        : connection
                                .preparedQuery(BUMP)
                                .execute(Tuple.of(conversationId))
                                .map(true)));
    }

    private static List<Entry> entries(RowSet<Row> rows) {
        var entries = new ArrayList<Entry>();
        rows.forEach(row -> entries.add(new Entry(
                row.getLong("conversation_id"),
                row.getString("status"),
                row.getLong("blocked_from_seq") != null,
                mutedUntil(row),
                user(row))));
        return entries;
    }

    private static User user(Row row) {
        return new User(
                row.getLong("id"), row.getString("username"), row.getString("display_name"), row.getString("picture"));
    }

    private static @Nullable Instant mutedUntil(Row row) {
        var until = row.getLocalDateTime("muted_until");
        return until == null ? null : Times.fromSql(until);
    }
}
