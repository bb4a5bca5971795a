package io.webim.groups;

import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.sql.Rows;
import io.webim.sql.UserRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Invites, and who waits to be let in: all SQL that writes {@code invite} and {@code join_request}. */
final class InviteStore {
    private static final String LOCK = "SELECT version FROM chat_group WHERE conversation_id = ? FOR UPDATE";
    private static final String FORGET_DEAD =
            "DELETE FROM invite WHERE conversation_id = ? AND (expires_at < ? OR used >= uses)";
    private static final String COUNT = "SELECT COUNT(*) AS n FROM invite WHERE conversation_id = ?";
    private static final String MAKE = """
            INSERT INTO invite (conversation_id, token_hash, made_by, made_at, expires_at, uses, approval)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";
    private static final String COLUMNS = "id, conversation_id, expires_at, uses, used, approval";
    private static final String LIST =
            "SELECT " + COLUMNS + " FROM invite WHERE conversation_id = ? AND (? OR made_by = ?) ORDER BY id";
    private static final String REVOKE =
            "DELETE FROM invite WHERE conversation_id = ? AND id = ? AND (? OR made_by = ?)";
    private static final String FIND = "SELECT " + COLUMNS + " FROM invite WHERE token_hash = ?";
    /** Of those who come at once each finds a place, or none. */
    private static final String USE = """
            UPDATE invite SET used = used + 1
            WHERE id = ? AND (uses IS NULL OR used < uses) AND (expires_at IS NULL OR expires_at > ?)""";

    private static final String GIVE_BACK = "UPDATE invite SET used = used - 1 WHERE id = ? AND used > 0";
    private static final String SHOWN = """
            SELECT g.title, g.about, g.picture, g.history, c.kind, c.member_count,
                   EXISTS (SELECT 1 FROM conversation_member m
                           WHERE m.conversation_id = c.id AND m.user_id = ? AND m.listed) AS member,
                   EXISTS (SELECT 1 FROM conversation_member m
                           WHERE m.conversation_id = c.id AND m.user_id = ? AND m.banned_at IS NOT NULL) AS banned
            FROM chat_group g JOIN conversation c ON c.id = g.conversation_id AND c.member_count > 0
            WHERE g.conversation_id = ?""";
    private static final String PENDING =
            "SELECT invite_id FROM join_request WHERE conversation_id = ? AND user_id = ?";
    private static final String COUNT_PENDING = "SELECT COUNT(*) AS n FROM join_request WHERE conversation_id = ?";
    private static final String ASK = """
            INSERT INTO join_request (conversation_id, user_id, invite_id, asked_at) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE user_id = join_request.user_id""";
    /** And do not block who asks. */
    private static final String LEADERS = """
            SELECT m.user_id FROM conversation_member m
            LEFT JOIN contact k ON k.user_id = m.user_id AND k.peer_id = ?
            WHERE m.conversation_id = ? AND m.listed AND m.role IN ('owner', 'admin') AND k.blocked_from_seq IS NULL
            ORDER BY m.role, m.user_id LIMIT ?""";

    private static final String USER = "SELECT id, username, display_name, picture, bot FROM account WHERE id = ?";
    private static final String REQUESTS = """
            SELECT a.id, a.username, a.display_name, a.picture, a.bot
            FROM join_request r JOIN account a ON a.id = r.user_id AND a.deleted_at IS NULL
            WHERE r.conversation_id = ? AND r.user_id > ? ORDER BY r.user_id LIMIT ?""";
    private static final String ANSWER = "DELETE FROM join_request WHERE conversation_id = ? AND user_id = ?";
    private static final String FORGET_REQUESTS = """
            DELETE r FROM join_request r JOIN account a ON a.id = r.user_id WHERE a.deleted_at IS NOT NULL""";
    private static final String FORGET_INVITES = """
            DELETE i FROM invite i JOIN account a ON a.id = i.made_by WHERE a.deleted_at IS NOT NULL""";

    private static final int MOST_INVITES = 100;
    private static final int MOST_PENDING = 1_000;
    private static final int MOST_TOLD = 100;

    private final Pool pool;

    InviteStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * What one would join.
     *
     * @param showsHistory whether those see what was there before who come
     */
    record Shown(
            String kind,
            String title,
            String about,
            @Nullable String picture,
            int memberCount,
            boolean showsHistory,
            boolean isMember,
            boolean isBanned) {}

    Future<Invite> make(long userId, MakeInvite request, Token token) {
        var now = Times.now();
        @Nullable Long seconds = request.expiresIn();
        var expiresAt = seconds == null ? null : now.plusSeconds(seconds);
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(request.conversationId()))
                .compose(locked -> connection
                        .preparedQuery(FORGET_DEAD)
                        .execute(Tuple.of(request.conversationId(), Times.toSql(now))))
                .compose(done -> count(connection, COUNT, request.conversationId()))
                .compose(count -> {
                    if (count >= MOST_INVITES) {
                        throw Failure.of(ErrorCode.TOO_MANY_INVITES, "There are too many invites: revoke some.");
                    }
                    return connection
                            .preparedQuery(MAKE)
                            .execute(Tuple.tuple()
                                    .addLong(request.conversationId())
                                    .addBuffer(token.hash())
                                    .addLong(userId)
                                    .addLocalDateTime(Times.toSql(now))
                                    .addLocalDateTime(expiresAt == null ? null : Times.toSql(expiresAt))
                                    .addInteger(request.uses())
                                    .addBoolean(request.approval()));
                })
                .map(rows -> new Invite(
                        rows.property(MySQLClient.LAST_INSERTED_ID),
                        request.conversationId(),
                        expiresAt,
                        request.uses(),
                        0,
                        request.approval())));
    }

    private static Future<Long> count(SqlConnection connection, String sql, long conversationId) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(conversationId))
                .map(rows -> rows.iterator().next().getLong("n"));
    }

    /** @param all else those alone that the user has made */
    Future<List<Invite>> list(long conversationId, long userId, boolean all) {
        return pool.preparedQuery(LIST)
                .execute(Tuple.of(conversationId, all, userId))
                .map(rows -> {
                    var invites = new ArrayList<Invite>();
                    rows.forEach(row -> invites.add(invite(row)));
                    return invites;
                });
    }

    /** @return whether there was such an invite */
    Future<Boolean> revoke(long conversationId, long userId, long inviteId, boolean any) {
        return pool.preparedQuery(REVOKE)
                .execute(Tuple.of(conversationId, inviteId, any, userId))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Empty where there is none, spent and expired ones among them. */
    Future<Optional<Invite>> find(Token token) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(token.hash()))
                .map(rows -> Rows.first(rows, InviteStore::invite));
    }

    /** @return whether there was a place left */
    Future<Boolean> use(long inviteId) {
        return pool.preparedQuery(USE)
                .execute(Tuple.of(inviteId, Times.toSql(Times.now())))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Void> giveBack(long inviteId) {
        return pool.preparedQuery(GIVE_BACK).execute(Tuple.of(inviteId)).mapEmpty();
    }

    /** Empty where the group has ended. */
    Future<Optional<Shown>> show(long conversationId, long userId) {
        return pool.preparedQuery(SHOWN)
                .execute(Tuple.of(userId, userId, conversationId))
                .map(rows -> Rows.first(rows, InviteStore::shown));
    }

    /** The invite that the user came with and waits; empty where the user does not wait. */
    Future<Optional<Long>> pending(long conversationId, long userId) {
        return pool.preparedQuery(PENDING)
                .execute(Tuple.of(conversationId, userId))
                .map(rows -> Rows.first(rows, row -> row.getLong("invite_id")));
    }

    /** @return false where the user waits already */
    Future<Boolean> ask(long conversationId, long userId, long inviteId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(conversationId))
                .compose(locked -> count(connection, COUNT_PENDING, conversationId))
                .compose(count -> {
                    if (count >= MOST_PENDING) {
                        throw Failure.of(ErrorCode.TOO_MANY_PENDING, "Too many wait to be let in. Try again later.");
                    }
                    return connection
                            .preparedQuery(ASK)
                            .execute(Tuple.of(conversationId, userId, inviteId, Times.toSql(Times.now())));
                })
                .map(rows -> rows.rowCount() == 1));
    }

    /**
     * Somebody waits.
     *
     * @param leaders who lead the group and are to be told, of a bounded number
     */
    record Asked(User user, List<Long> leaders) {}

    Future<Asked> asked(long conversationId, long userId) {
        var user = pool.preparedQuery(USER).execute(Tuple.of(userId)).map(UserRows::users);
        var leaders = pool.preparedQuery(LEADERS)
                .execute(Tuple.of(userId, conversationId, MOST_TOLD))
                .map(rows -> {
                    var ids = new ArrayList<Long>();
                    rows.forEach(row -> ids.add(row.getLong("user_id")));
                    return ids;
                });
        return Future.all(user, leaders).map(read -> new Asked(user.result().get(0), leaders.result()));
    }

    /** One more than asked for where there is a next page. */
    Future<List<User>> requests(ListRequests request) {
        return pool.preparedQuery(REQUESTS)
                .execute(Tuple.of(request.conversationId(), request.after(), request.limit() + 1))
                .map(UserRows::users);
    }

    /** @return whether the user waited */
    Future<Boolean> answer(long conversationId, long userId) {
        return pool.preparedQuery(ANSWER)
                .execute(Tuple.of(conversationId, userId))
                .map(rows -> rows.rowCount() == 1);
    }

    /** What deleted accounts asked for, and made. */
    Future<Void> forgetDeleted() {
        return pool.query(FORGET_REQUESTS)
                .execute()
                .compose(done -> pool.query(FORGET_INVITES).execute())
                .mapEmpty();
    }

    private static Shown shown(Row row) {
        return new Shown(
                row.getString("kind"),
                row.getString("title"),
                row.getString("about"),
                row.getString("picture"),
                row.getInteger("member_count"),
                row.getString("history").equals(Switches.ALL),
                row.getInteger("member") != 0,
                row.getInteger("banned") != 0);
    }

    private static Invite invite(Row row) {
        var expiresAt = row.getLocalDateTime("expires_at");
        @Nullable Integer uses = row.getInteger("uses");
        @Nullable Instant at = expiresAt == null ? null : Times.fromSql(expiresAt);
        return new Invite(
                row.getLong("id"),
                row.getLong("conversation_id"),
                at,
                uses,
                row.getInteger("used"),
                row.getInteger("approval") != 0);
    }
}
