package io.webim.feed;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import io.webim.feed.Pointer.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Feeds, what stands in them, and what their readers have acknowledged. */
final class FeedStore {
    private static final String AWAKE = """
            SELECT f.account_id, f.last_position FROM feed f JOIN account a ON a.id = f.account_id
            WHERE NOT f.asleep AND a.deleted_at IS NULL""";
    private static final String FIND = "SELECT last_position FROM feed WHERE account_id = ? AND NOT asleep";
    /** What a feed misses in its sleep is a position that is never filled: to whoever left off before it, it is told. */
    private static final String BEGIN = """
            INSERT INTO feed (account_id, read_at) VALUES (?, ?)
            ON DUPLICATE KEY UPDATE last_position = last_position + asleep, asleep = FALSE, read_at = VALUES(read_at)""";

    private static final String PLACES = """
            INSERT INTO feed_place (account_id, conversation_id, seq, version, own_version, listed)
            SELECT m.user_id, c.id, c.last_seq, c.version, m.version, m.listed
            FROM conversation_member m JOIN conversation c ON c.id = m.conversation_id
            WHERE m.user_id = ?
            ON DUPLICATE KEY UPDATE seq = VALUES(seq), version = VALUES(version), own_version = VALUES(own_version),
                listed = VALUES(listed)""";
    private static final String READ_AT = "UPDATE feed SET read_at = ? WHERE account_id = ?";

    private static final String BEHIND = """
            SELECT m.conversation_id
            FROM conversation_member m
            JOIN conversation c ON c.id = m.conversation_id
            LEFT JOIN feed_place p ON p.account_id = m.user_id AND p.conversation_id = m.conversation_id
            WHERE m.user_id = ? AND (p.seq IS NULL OR p.seq <> c.last_seq OR p.version <> c.version
                OR p.own_version <> m.version OR p.listed <> m.listed)
            LIMIT ?""";
    static final String PAGE = """
            SELECT position, kind, conversation_id, from_seq, to_seq, at FROM feed_event
            WHERE account_id = ? AND position > ? ORDER BY position LIMIT ?""";

    private static final String CONSUMER = "SELECT position FROM feed_consumer WHERE account_id = ? AND name = ?";
    private static final String LOCK = "SELECT last_position FROM feed WHERE account_id = ? FOR UPDATE";
    private static final String CONSUMERS = "SELECT COUNT(*) AS consumers FROM feed_consumer WHERE account_id = ?";
    private static final String ALL_CONSUMERS =
            "SELECT name, position FROM feed_consumer WHERE account_id = ? ORDER BY name";
    private static final String ENTER =
            "INSERT IGNORE INTO feed_consumer (account_id, name, position) VALUES (?, ?, ?)";
    private static final String ACKNOWLEDGE = """
            UPDATE feed_consumer SET position = IF(?, ?, GREATEST(position, ?)) WHERE account_id = ? AND name = ?""";
    private static final String FORGET_CONSUMER = "DELETE FROM feed_consumer WHERE account_id = ? AND name = ?";

    private static final String UNREAD = """
            SELECT f.account_id, a.deleted_at IS NOT NULL AS gone FROM feed f JOIN account a ON a.id = f.account_id
            WHERE a.deleted_at IS NOT NULL OR (NOT f.asleep AND f.read_at < ?)""";
    private static final String SLEEP = "UPDATE feed SET asleep = TRUE WHERE account_id = ? AND read_at < ?";
    private static final String HOLD = "SELECT account_id FROM feed WHERE account_id = ? AND asleep FOR UPDATE";
    private static final String FORGET_EVENTS = "DELETE FROM feed_event WHERE account_id = ? AND position <= ?";
    private static final String FORGET_PLACES = "DELETE FROM feed_place WHERE account_id = ? LIMIT ?";
    private static final String FORGET_CONSUMERS = "DELETE FROM feed_consumer WHERE account_id = ?";
    private static final String FORGET_FEED = "DELETE FROM feed WHERE account_id = ?";

    private final Pool pool;

    FeedStore(Pool pool) {
        this.pool = pool;
    }

    /** A pointer and its place in the feed. */
    record Numbered(long position, Pointer pointer, Instant at) {}

    /** Which accounts have a feed, and up to where it goes. */
    Future<Map<Long, Long>> awake() {
        return pool.query(AWAKE).execute().map(rows -> {
            var feeds = new HashMap<Long, Long>();
            rows.forEach(row -> feeds.put(row.getLong("account_id"), row.getLong("last_position")));
            return feeds;
        });
    }

    /** Empty where the account has none that is awake. */
    Future<OptionalLong> lastPosition(long accountId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(accountId)).map(rows -> first(rows, "last_position"));
    }

    /**
     * What a feed begins with.
     *
     * @param lastPosition which it begins after
     * @param places as many as the account has conversations
     */
    record Beginning(long lastPosition, int places) {}

    /** From now on the account has a feed. */
    Future<Beginning> begin(long accountId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(BEGIN)
                .execute(Tuple.of(accountId, Times.toSql(Times.now())))
                .compose(begun -> connection.preparedQuery(PLACES).execute(Tuple.of(accountId)))
                .compose(placed -> lock(connection, accountId).map(last -> new Beginning(last, placed.rowCount()))));
    }

    Future<Void> isRead(long accountId) {
        return pool.preparedQuery(READ_AT)
                .execute(Tuple.of(Times.toSql(Times.now()), accountId))
                .mapEmpty();
    }

    /** Conversations that the feed may not have told all of. */
    Future<List<Long>> behind(long accountId, int most) {
        return pool.preparedQuery(BEHIND).execute(Tuple.of(accountId, most)).map(rows -> {
            var ids = new ArrayList<Long>();
            rows.forEach(row -> ids.add(row.getLong("conversation_id")));
            return ids;
        });
    }

    Future<List<Numbered>> page(long accountId, long after, int most) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(accountId, after, most))
                .map(rows -> {
                    var page = new ArrayList<Numbered>();
                    rows.forEach(row -> page.add(numbered(row)));
                    return page;
                });
    }

    /** What a consumer has acknowledged; empty of one that is not known. */
    Future<OptionalLong> consumer(long accountId, String name) {
        return pool.preparedQuery(CONSUMER).execute(Tuple.of(accountId, name)).map(rows -> first(rows, "position"));
    }

    /** What each has acknowledged, by its name. */
    Future<Map<String, Long>> consumers(long accountId) {
        return pool.preparedQuery(ALL_CONSUMERS).execute(Tuple.of(accountId)).map(rows -> {
            var consumers = new LinkedHashMap<String, Long>();
            rows.forEach(row -> consumers.put(row.getString("name"), row.getLong("position")));
            return consumers;
        });
    }

    /**
     * A new consumer, which begins at the end; one that is there already stays where it is.
     *
     * @param most fails with 409 where there are as many of one account
     */
    Future<Void> enter(long accountId, String name, int most) {
        return pool.withTransaction(connection -> lock(connection, accountId)
                        .compose(last -> connection
                                .preparedQuery(CONSUMERS)
                                .execute(Tuple.of(accountId))
                                .map(rows -> rows.iterator().next().getInteger("consumers"))
                                .compose(count -> {
                                    if (count >= most) {
                                        throw Failure.of(
                                                ErrorCode.TOO_MANY_CONSUMERS,
                                                "A feed has at most " + most + " readers.");
                                    }
                                    return connection.preparedQuery(ENTER).execute(Tuple.of(accountId, name, last));
                                })))
                .mapEmpty();
    }

    /** @param rewind whether it may go back */
    Future<Void> acknowledge(long accountId, String name, long position, boolean rewind) {
        return pool.preparedQuery(ACKNOWLEDGE)
                .execute(Tuple.of(rewind, position, position, accountId, name))
                .mapEmpty();
    }

    Future<Void> forgetConsumer(long accountId, String name) {
        return pool.preparedQuery(FORGET_CONSUMER)
                .execute(Tuple.of(accountId, name))
                .mapEmpty();
    }

    /** Feeds that nobody has read since then, and those of accounts that are gone: whether they are. */
    Future<Map<Long, Boolean>> unread(Instant since) {
        return pool.preparedQuery(UNREAD).execute(Tuple.of(Times.toSql(since))).map(rows -> {
            var unread = new HashMap<Long, Boolean>();
            rows.forEach(row -> unread.put(row.getLong("account_id"), row.getInteger("gone") != 0));
            return unread;
        });
    }

    /** Gives whether it sleeps: somebody may have read it meanwhile. */
    Future<Boolean> sleep(long accountId, Instant since) {
        return pool.preparedQuery(SLEEP)
                .execute(Tuple.of(accountId, Times.toSql(since)))
                .map(slept -> slept.rowCount() > 0);
    }

    Future<Void> forgetEvents(long accountId, long upTo) {
        return pool.preparedQuery(FORGET_EVENTS)
                .execute(Tuple.of(accountId, upTo))
                .mapEmpty();
    }

    /** Of one that sleeps, and cannot wake meanwhile; gives how many were deleted. */
    Future<Integer> forgetPlaces(long accountId, int most) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(accountId))
                .compose(asleep -> asleep.size() == 0
                        ? Future.succeededFuture(0)
                        : connection
                                .preparedQuery(FORGET_PLACES)
                                .execute(Tuple.of(accountId, most))
                                .map(deleted -> deleted.rowCount())));
    }

    /** What is left of a feed of which all else is deleted. */
    Future<Void> forget(long accountId) {
        return pool.preparedQuery(FORGET_CONSUMERS)
                .execute(Tuple.of(accountId))
                .compose(forgotten -> pool.preparedQuery(FORGET_FEED).execute(Tuple.of(accountId)))
                .mapEmpty();
    }

    private static Future<Long> lock(SqlConnection connection, long accountId) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(accountId))
                .map(rows -> rows.iterator().next().getLong("last_position"));
    }

    private static OptionalLong first(Iterable<Row> rows, String column) {
        var row = rows.iterator();
        return row.hasNext() ? OptionalLong.of(row.next().getLong(column)) : OptionalLong.empty();
    }

    private static Numbered numbered(Row row) {
        return new Numbered(
                row.getLong("position"),
                new Pointer(
                        Kind.of(row.getString("kind")),
                        row.getLong("conversation_id"),
                        row.getLong("from_seq"),
                        row.getLong("to_seq")),
                Times.fromSql(row.getLocalDateTime("at")));
    }
}
