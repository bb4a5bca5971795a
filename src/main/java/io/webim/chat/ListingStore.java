package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.chat.conversations.Notify;
import io.webim.chat.conversations.Ordinals;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a member has made of a conversation: whether it is listed, hidden, muted. */
final class ListingStore {
    private static final String LOCK = "SELECT last_seq FROM conversation WHERE id = ? FOR UPDATE";
    private static final String SHOW = """
            UPDATE conversation_member
            SET listed = TRUE, hidden_to_seq = 0, own_hidden = 0, version = version + 1
            WHERE conversation_id = ? AND user_id = ? AND (NOT listed OR hidden_to_seq > 0)""";
    private static final String HIDE = """
            UPDATE conversation_member me
            SET listed = FALSE, hidden_to_seq = ?, own_hidden = COALESCE(%s, 0), version = version + 1
            WHERE conversation_id = ? AND user_id = ? AND listed""".formatted(Ordinals.NEWEST);
    private static final String MUTE = """
            UPDATE conversation_member SET muted_until = ?, version = version + 1
            WHERE conversation_id = ? AND user_id = ?""";
    private static final String UNMUTE = """
            UPDATE conversation_member SET muted_until = NULL, version = version + 1
            WHERE conversation_id = ? AND user_id = ? AND muted_until IS NOT NULL""";
    private static final String NOTIFY = """
            UPDATE conversation_member SET notify = ?, version = version + 1
            WHERE conversation_id = ? AND user_id = ? AND notify <> ?""";
    private static final String PLACES_OF_DELETED = """
            SELECT m.user_id, m.conversation_id, c.kind = 'direct' AS direct
            FROM account a JOIN conversation_member m ON m.user_id = a.id
            JOIN conversation c ON c.id = m.conversation_id
            WHERE a.deleted_at IS NOT NULL AND (m.listed OR m.muted_until IS NOT NULL)
            ORDER BY m.user_id, m.conversation_id""";
    private static final String FORGET = """
            UPDATE conversation_member me
            SET listed = FALSE, hidden_to_seq = ?, own_hidden = COALESCE(%s, 0), muted_until = NULL,
                version = version + 1
            WHERE conversation_id = ? AND user_id = ?""".formatted(Ordinals.NEWEST);
    private static final String FORGET_MENTIONS = "DELETE FROM mention WHERE conversation_id = ? AND user_id = ?";
    private static final String FORGET_SEEN =
            "DELETE l FROM last_seen l JOIN account a ON a.id = l.user_id WHERE a.deleted_at IS NOT NULL";

    private final Pool pool;

    ListingStore(Pool pool) {
        this.pool = pool;
    }

    /** Puts it on the member's list, with all that was hidden. */
    Future<Void> show(long conversationId, long userId) {
        return change(
                        conversationId,
                        (connection, lastSeq) ->
                                connection.preparedQuery(SHOW).execute(Tuple.of(conversationId, userId)))
                .mapEmpty();
    }

    /** Takes it from the list until a newer message comes, and hides what there is. */
    Future<Void> hide(long conversationId, long userId) {
        return change(
                        conversationId,
                        (connection, lastSeq) ->
                                connection.preparedQuery(HIDE).execute(Tuple.of(lastSeq, conversationId, userId)))
                .mapEmpty();
    }

    /** @return whether anything changed */
    Future<Boolean> mute(long conversationId, long userId, @Nullable Instant until) {
        var muted = until == null
                ? pool.preparedQuery(UNMUTE).execute(Tuple.of(conversationId, userId))
                : pool.preparedQuery(MUTE).execute(Tuple.of(Times.toSql(until), conversationId, userId));
        return muted.map(rows -> rows.rowCount() > 0);
    }

    /** @return whether anything changed */
    Future<Boolean> notify(long conversationId, long userId, Notify level) {
        return pool.preparedQuery(NOTIFY)
                .execute(Tuple.of(level.text(), conversationId, userId, level.text()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Where a user is a member. */
    record Place(long userId, long conversationId, boolean isDirect) {}

    /** Entries that deleted accounts still have on their lists. */
    Future<List<Place>> placesOfDeleted() {
        return pool.query(PLACES_OF_DELETED).execute().map(rows -> {
            var places = new ArrayList<Place>();
            rows.forEach(row -> places.add(
                    new Place(row.getLong("user_id"), row.getLong("conversation_id"), row.getInteger("direct") != 0)));
            return places;
        });
    }

    Future<Void> forget(Place place) {
        return change(
                        place.conversationId(),
                        (connection, lastSeq) -> connection
                                .preparedQuery(FORGET)
                                .execute(Tuple.of(lastSeq, place.conversationId(), place.userId())))
                .mapEmpty();
    }

    /** When deleted accounts were last there. */
    /** Of somebody who has left webim. */
    Future<Void> forgetMentions(Place place) {
        return pool.preparedQuery(FORGET_MENTIONS)
                .execute(Tuple.of(place.conversationId(), place.userId()))
                .mapEmpty();
    }

    Future<Void> forgetSeen() {
        return pool.query(FORGET_SEEN).execute().mapEmpty();
    }

    private interface Change {
        Future<RowSet<Row>> apply(SqlConnection connection, long lastSeq);
    }

    private Future<RowSet<Row>> change(long conversationId, Change change) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .compose(rows -> change.apply(connection, rows.iterator().next().getLong("last_seq"))));
    }
}
