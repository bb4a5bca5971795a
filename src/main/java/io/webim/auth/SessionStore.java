package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.auth.RefreshTokens.RefreshToken;
import io.webim.contract.Times;
import io.webim.sql.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All SQL on {@code session}. */
final class SessionStore {
    private static final String INSERT = """
            INSERT INTO session (user_id, device, address, family_hash, refresh_hash,
                                 rotated_at, created_at, last_used_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String FIND = """
            SELECT id, user_id, refresh_hash, previous_refresh_hash, rotated_at, created_at, expires_at
            FROM session
            WHERE family_hash = ? AND revoked_at IS NULL AND expires_at > ?
            """;
    private static final String LOCK = FIND + "FOR UPDATE";
    private static final String ROTATE = """
            UPDATE session
            SET previous_refresh_hash = refresh_hash, refresh_hash = ?, address = ?,
                rotated_at = ?, last_used_at = ?, expires_at = ?
            WHERE id = ?
            """;
    private static final String PAGE = """
            SELECT id, device, address, created_at, last_used_at
            FROM session
            WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ?
              AND (last_used_at < ? OR (last_used_at = ? AND id < ?))
            ORDER BY last_used_at DESC, id DESC
            LIMIT ?
            """;
    private static final String BEYOND = """
            SELECT id
            FROM session
            WHERE user_id = ? AND revoked_at IS NULL AND expires_at > ?
            ORDER BY last_used_at DESC, id DESC
            LIMIT 1000 OFFSET ?
            """;
    private static final String LOCK_OTHERS = """
            SELECT id FROM session WHERE user_id = ? AND id <> ? AND revoked_at IS NULL ORDER BY id FOR UPDATE
            """;
    private static final String REVOKE_OTHERS = """
            UPDATE session SET revoked_at = ? WHERE user_id = ? AND id <> ? AND revoked_at IS NULL
            """;
    private static final String FORGET_DEVICES = """
            UPDATE session SET device = '', address = '' WHERE user_id = ?
            """;
    private static final String REVOKE = """
            UPDATE session SET revoked_at = ? WHERE id = ? AND user_id = ? AND revoked_at IS NULL
            """;
    private static final String REVOKED_SINCE = """
            SELECT id FROM session WHERE revoked_at > ?
            """;
    private static final String SWEEP = """
            DELETE FROM session WHERE revoked_at < ? OR expires_at < ?
            """;

    private final Pool pool;

    SessionStore(Pool pool) {
        this.pool = pool;
    }

    <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work);
    }

    /** The new id. */
    Future<Long> insert(
            SqlConnection connection,
            long userId,
            String device,
            String address,
            RefreshToken token,
            Instant expiresAt) {
        var now = Times.toSql(Times.now());
        var row = Tuple.of(
                userId,
                device,
                address,
                Buffer.buffer(token.familyHash()),
                Buffer.buffer(token.hash()),
                now,
                now,
                now,
                Times.toSql(expiresAt));
        return connection.preparedQuery(INSERT).execute(row).map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID));
    }

    /** The live session of the token's family, held until the transaction ends. */
    Future<Optional<Session>> lock(SqlConnection connection, RefreshToken token) {
        return first(connection, LOCK, token);
    }

    /** The same without holding it. */
    Future<Optional<Session>> find(RefreshToken token) {
        return first(pool, FIND, token);
    }

    private static Future<Optional<Session>> first(SqlClient client, String sql, RefreshToken token) {
        return client.preparedQuery(sql)
                .execute(Tuple.of(Buffer.buffer(token.familyHash()), Times.toSql(Times.now())))
                .map(rows -> Rows.first(rows, SessionStore::session));
    }

    Future<Void> rotate(
            SqlConnection connection, Session session, RefreshToken successor, String address, Instant expiresAt) {
        var now = Times.toSql(Times.now());
        return connection
                .preparedQuery(ROTATE)
                .execute(Tuple.of(
                        Buffer.buffer(successor.hash()), address, now, now, Times.toSql(expiresAt), session.id()))
                .mapEmpty();
    }

    /** The last used first; one more than asked for where there is a next page. */
    Future<List<Device>> page(long userId, ListSessions request) {
        var from = Times.toSql(request.usedBefore());
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(
                        userId, Times.toSql(Times.now()), from, from, request.idBefore(), ListSessions.PAGE + 1))
                .map(rows -> {
                    var devices = new ArrayList<Device>();
                    rows.forEach(row -> devices.add(device(row)));
                    return devices;
                });
    }

    /** Whether there was such a session to revoke. */
    Future<Boolean> revoke(long userId, long sessionId) {
        return pool.withConnection(connection -> revoke(connection, userId, sessionId));
    }

    Future<Boolean> revoke(SqlConnection connection, long userId, long sessionId) {
        return connection
                .preparedQuery(REVOKE)
                .execute(Tuple.of(Times.toSql(Times.now()), sessionId, userId))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Revokes the least recently used above so many; the ids of those. */
    Future<List<Long>> revokeBeyond(SqlConnection connection, long userId, int most) {
        var now = Times.toSql(Times.now());
        return connection
                .preparedQuery(BEYOND)
                .execute(Tuple.of(userId, now, most))
                .map(SessionStore::ids)
                .compose(ids -> ids.isEmpty()
                        ? Future.succeededFuture(ids)
                        : connection
                                .preparedQuery(REVOKE)
                                .executeBatch(ids.stream()
                                        .map(id -> Tuple.of(now, id, userId))
                                        .toList())
                                .map(ids));
    }

    /** The ids of those that it revoked. */
    Future<List<Long>> revokeOthers(SqlConnection connection, long userId, long keptSessionId) {
        return connection
                .preparedQuery(LOCK_OTHERS)
                .execute(Tuple.of(userId, keptSessionId))
                .map(SessionStore::ids)
                .compose(ids -> connection
                        .preparedQuery(REVOKE_OTHERS)
                        .execute(Tuple.of(Times.toSql(Times.now()), userId, keptSessionId))
                        .map(ids));
    }

    /** Revokes all sessions of an account and forgets what its devices were called, and where they were. */
    Future<List<Long>> endAll(SqlConnection connection, long userId) {
        return revokeOthers(connection, userId, 0)
                .compose(ids -> connection
                        .preparedQuery(FORGET_DEVICES)
                        .execute(Tuple.of(userId))
                        .map(ids));
    }

    Future<List<Long>> revokedSince(Instant since) {
        return pool.preparedQuery(REVOKED_SINCE)
                .execute(Tuple.of(Times.toSql(since)))
                .map(SessionStore::ids);
    }

    /** Deletes what was revoked before then, and what has expired. */
    Future<Void> sweep(Instant revokedBefore) {
        return pool.preparedQuery(SWEEP)
                .execute(Tuple.of(Times.toSql(revokedBefore), Times.toSql(Times.now())))
                .mapEmpty();
    }

    private static Session session(Row row) {
        return new Session(
                row.getLong("id"),
                row.getLong("user_id"),
                row.getBuffer("refresh_hash"),
                row.getBuffer("previous_refresh_hash"),
                Times.fromSql(row.getLocalDateTime("rotated_at")),
                Times.fromSql(row.getLocalDateTime("created_at")),
                Times.fromSql(row.getLocalDateTime("expires_at")));
    }

    private static Device device(Row row) {
        return new Device(
                row.getLong("id"),
                row.getString("device"),
                row.getString("address"),
                Times.fromSql(row.getLocalDateTime("created_at")),
                Times.fromSql(row.getLocalDateTime("last_used_at")));
    }

    private static List<Long> ids(RowSet<Row> rows) {
        var ids = new ArrayList<Long>();
        rows.forEach(row -> ids.add(row.getLong("id")));
        return ids;
    }
}
