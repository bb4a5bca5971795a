package io.webim.push;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.AttachedFiles;
import io.webim.contract.Caller;
import io.webim.contract.Sha256;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.push.NoticeQueue.Notice;
import io.webim.sql.Blocks;
import io.webim.sql.Rows;
import io.webim.sql.UserRows;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL on {@code push_subscription}, and what there is to be told. */
final class PushSubscriptionStore {
    /** However many came at once, and none of them is to be told. */
    private static final int MOST_LOOKED_AT = 50;

    private static final String COLUMNS = "p.session_id, p.endpoint, p.p256dh, p.auth, p.shows";
    private static final String SUBSCRIBERS = "SELECT DISTINCT user_id FROM push_subscription";
    /** A browser has one subscription: whoever logged in there before is not told there any more. */
    private static final String TAKE_OVER = "DELETE FROM push_subscription WHERE endpoint_hash = ? AND session_id <> ?";

    private static final String SET = """
            INSERT INTO push_subscription
                (session_id, user_id, endpoint, endpoint_hash, p256dh, auth, shows, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE
                endpoint = VALUES(endpoint), endpoint_hash = VALUES(endpoint_hash), p256dh = VALUES(p256dh),
                auth = VALUES(auth), shows = VALUES(shows), created_at = VALUES(created_at)""";
    /** Its session goes on, and nothing has ended what the user had made by then. */
    private static final String LIVE = """
            JOIN session s ON s.id = p.session_id AND s.revoked_at IS NULL AND s.expires_at > ?
            JOIN account own ON own.id = p.user_id AND (own.grants_from IS NULL OR p.created_at > own.grants_from)""";

    private static final String FIND = """
            SELECT %s FROM push_subscription p
            %s
            WHERE p.session_id = ?""".formatted(COLUMNS, LIVE);
    private static final String OF_USER = """
            SELECT %s, p.created_at FROM push_subscription p
            %s
            WHERE p.user_id = ?""".formatted(COLUMNS, LIVE);
    private static final String REMOVE = "DELETE FROM push_subscription WHERE session_id = ?";
    private static final String REMOVE_GONE =
            "DELETE FROM push_subscription WHERE session_id = ? AND endpoint_hash = ?";
    private static final String REMOVE_ENDED = """
            DELETE FROM push_subscription
            WHERE user_id = ? AND created_at <= (SELECT grants_from FROM account WHERE id = ?)""";

    private static final String LISTED = """
            me.listed AND (me.muted_until IS NULL OR me.muted_until < ?)
            AND\s""" + Blocks.none("me.user_id", "m.sender_id");
    private static final String MENTIONED =
            "(m.mentions IS NOT NULL AND (FIND_IN_SET('0', m.mentions) OR FIND_IN_SET(me.user_id, m.mentions)))";
    /** What was read, deleted or muted meanwhile is not told any more, and not what somebody wrote who is blocked. */
    private static final String NEWEST_TO_TELL = """
            SELECT MAX(m.seq) FROM message m
            WHERE m.conversation_id = me.conversation_id
                AND (m.seq BETWEEN ? AND ? AND me.notify = 'all'
                    OR m.seq BETWEEN ? AND ? AND me.notify = 'mentions' AND %s
                    OR m.seq = ? AND me.notify = 'mentions')
                AND m.sender_id <> me.user_id AND NOT m.deleted
                AND m.seq > GREATEST(me.read_seq, me.hidden_to_seq, me.joined_seq) AND %s
                AND NOT EXISTS (
                    SELECT 1 FROM deletion d
                    WHERE d.conversation_id = m.conversation_id AND d.owner_id = me.user_id
                        AND m.seq BETWEEN d.from_seq AND d.to_seq)""".formatted(MENTIONED, LISTED);

    static final String TO_TELL = """
            SELECT %s, m.seq, m.text, m.files, m.sent_at, g.title, a.id, a.username, a.display_name, a.picture, a.bot
            FROM push_subscription p
            %s
            JOIN conversation_member me ON me.conversation_id = ? AND me.user_id = p.user_id
            JOIN message m ON m.conversation_id = me.conversation_id AND m.seq = (%s)
            JOIN account a ON a.id = m.sender_id
            LEFT JOIN chat_group g ON g.conversation_id = me.conversation_id
            WHERE p.user_id = ?""".formatted(COLUMNS, LIVE, NEWEST_TO_TELL);

    /** Among more than 100 it is not kept who has received what. */
    private static final String UNRECEIVED = """
            SELECT me.conversation_id, MAX(m.seq) AS seq, MAX(%1$s) AS mentioned
            FROM conversation_member me
            JOIN conversation c ON c.id = me.conversation_id AND c.last_seq > me.received_seq
                AND c.member_count <= 100
            JOIN message last ON last.conversation_id = c.id AND last.seq = c.last_seq AND last.sent_at > ?
            JOIN message m ON m.conversation_id = c.id AND m.seq > me.received_seq AND m.seq + %3$d > c.last_seq
                AND m.sender_id <> me.user_id AND NOT m.deleted AND m.sent_at > ?
            WHERE me.user_id = ? AND %2$s AND (me.notify = 'all' OR (me.notify = 'mentions' AND %1$s))
            GROUP BY me.conversation_id
            LIMIT 20""".formatted(MENTIONED, LISTED, MOST_LOOKED_AT);

    private final Pool pool;

    PushSubscriptionStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * A message for one browser.
     *
     * @param title of its group; null between two
     * @param files that it carries
     */
    record Telling(
            PushSubscription subscription,
            User sender,
            @Nullable String text,
            Instant sentAt,
            long seq,
            @Nullable String title,
            AttachedFiles files) {}

    /** A subscription in the list of devices. */
    record Listed(PushSubscription subscription, Instant createdAt) {}

    /** The newest message of a conversation that is to be told. */
    record Unreceived(long conversationId, long seq, boolean isMentioned) {}

    Future<List<Long>> subscribers() {
        return pool.query(SUBSCRIBERS).execute().map(rows -> {
            var users = new ArrayList<Long>();
            rows.forEach(row -> users.add(row.getLong("user_id")));
            return users;
        });
    }

    Future<Void> set(Caller caller, SubscribePush request, Instant madeAt) {
        var hash = hash(request.endpoint());
        return pool.withTransaction(connection -> connection
                .preparedQuery(TAKE_OVER)
                .execute(Tuple.of(hash, caller.sessionId()))
                .compose(taken -> insert(connection, caller, request, hash, madeAt)));
    }

    Future<Optional<PushSubscription>> find(long sessionId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(Times.toSql(Times.now()), sessionId))
                .map(rows -> Rows.first(rows, PushSubscriptionStore::subscription));
    }

    /** One a session at most. */
    Future<List<Listed>> ofUser(long userId) {
        return pool.preparedQuery(OF_USER)
                .execute(Tuple.of(Times.toSql(Times.now()), userId))
                .map(rows -> {
                    var listed = new ArrayList<Listed>();
                    rows.forEach(row -> listed.add(
                            new Listed(subscription(row), Times.fromSql(row.getLocalDateTime("created_at")))));
                    return listed;
                });
    }

    Future<Void> removeEnded(long userId) {
        return pool.preparedQuery(REMOVE_ENDED)
                .execute(Tuple.of(userId, userId))
                .mapEmpty();
    }

    Future<Void> remove(long sessionId) {
        return pool.preparedQuery(REMOVE).execute(Tuple.of(sessionId)).mapEmpty();
    }

    /** Unless the session has another one by now. */
    Future<Void> removeGone(PushSubscription subscription) {
        return pool.preparedQuery(REMOVE_GONE)
                .execute(Tuple.of(subscription.sessionId(), hash(subscription.endpoint())))
                .mapEmpty();
    }

    /** The newest message that is to be told, for those who hear of mentions alone the newest of these. */
    Future<List<Telling>> toTell(Notice notice) {
        var now = Times.toSql(Times.now());
        long from = Math.max(notice.from(), notice.seq() - MOST_LOOKED_AT + 1);
        return pool.preparedQuery(TO_TELL)
                .execute(Tuple.of(
                        now,
                        notice.conversationId(),
                        from,
                        notice.seq(),
                        from,
                        notice.seq(),
                        notice.mention(),
                        now,
                        notice.userId()))
                .map(rows -> {
                    var tellings = new ArrayList<Telling>();
                    rows.forEach(row -> tellings.add(telling(row)));
                    return tellings;
                });
    }

    /** What reached no device of the user and is newer than this. */
    Future<List<Unreceived>> unreceived(long userId, Instant since) {
        return pool.preparedQuery(UNRECEIVED)
                .execute(Tuple.of(Times.toSql(since), Times.toSql(since), userId, Times.toSql(Times.now())))
                .map(rows -> {
                    var unreceived = new ArrayList<Unreceived>();
                    rows.forEach(row -> unreceived.add(new Unreceived(
                            row.getLong("conversation_id"), row.getLong("seq"), row.getInteger("mentioned") != 0)));
                    return unreceived;
                });
    }

    private static Future<Void> insert(
            SqlConnection connection, Caller caller, SubscribePush request, Buffer hash, Instant madeAt) {
        return connection
                .preparedQuery(SET)
                .execute(Tuple.of(
                        caller.sessionId(),
                        caller.userId(),
                        request.endpoint(),
                        hash,
                        request.p256dh(),
                        request.auth(),
                        request.showsText() ? "text" : "sender",
                        Times.toSql(madeAt)))
                .mapEmpty();
    }

    private static Telling telling(Row row) {
        return new Telling(
                subscription(row),
                UserRows.user(row),
                row.getString("text"),
                Times.fromSql(row.getLocalDateTime("sent_at")),
                row.getLong("seq"),
                row.getString("title"),
                AttachedFiles.of(row.getString("files")));
    }

    private static PushSubscription subscription(Row row) {
        return new PushSubscription(
                row.getLong("session_id"),
                row.getString("endpoint"),
                row.getBuffer("p256dh"),
                row.getBuffer("auth"),
                row.getString("shows").equals("text"));
    }

    private static Buffer hash(String endpoint) {
        return Buffer.buffer(Sha256.of(endpoint.getBytes(StandardCharsets.US_ASCII)));
    }
}
