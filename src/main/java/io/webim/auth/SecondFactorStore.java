package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Times;
import io.webim.sql.Rows;
import java.util.List;
import java.util.Optional;

/** All SQL on authenticator apps and recovery codes, and what an account has at all. Whoever changes a row holds the lock of its account. */
final class SecondFactorStore {
    private static final String FACTORS = """
            SELECT (SELECT COUNT(*) FROM totp WHERE user_id = ? AND enabled_at IS NOT NULL) AS apps,
                   (SELECT COUNT(*) FROM recovery_code WHERE user_id = ?) AS codes,
                   (SELECT COUNT(*) FROM passkey WHERE user_id = ?) AS passkeys
            """;
    private static final String TOTP = """
            SELECT secret, last_step, enabled_at FROM totp WHERE user_id = ?
            """;
    private static final String BEGIN_TOTP = """
            INSERT INTO totp (user_id, secret) VALUES (?, ?)
            ON DUPLICATE KEY UPDATE secret = VALUES(secret), last_step = 0
            """;
    private static final String ENABLE_TOTP = """
            UPDATE totp SET enabled_at = ?, last_step = ? WHERE user_id = ?
            """;
    private static final String USE_STEP = """
            UPDATE totp SET last_step = ? WHERE user_id = ? AND last_step < ?
            """;
    private static final String DELETE_TOTP = """
            DELETE FROM totp WHERE user_id = ?
            """;
    private static final String DELETE_PENDING_TOTP = """
            DELETE FROM totp WHERE user_id = ? AND enabled_at IS NULL
            """;
    private static final String INSERT_CODE = """
            INSERT INTO recovery_code (user_id, code_hash) VALUES (?, ?)
            """;
    private static final String USE_CODE = """
            DELETE FROM recovery_code WHERE user_id = ? AND code_hash = ?
            """;
    private static final String DELETE_CODES = """
            DELETE FROM recovery_code WHERE user_id = ?
            """;

    private final Pool pool;

    SecondFactorStore(Pool pool) {
        this.pool = pool;
    }

    /** An authenticator app, pending until it is enabled. */
    record App(Buffer secret, long lastStep, boolean enabled) {}

    /** Outside of a transaction, for showing it. */
    Future<Factors> factors(long userId) {
        return factors(pool, userId);
    }

    Future<Factors> factors(SqlClient client, long userId) {
        return client.preparedQuery(FACTORS)
                .execute(Tuple.of(userId, userId, userId))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new Factors(row.getInteger("apps") > 0, row.getInteger("codes"), row.getInteger("passkeys"));
                });
    }

    Future<Optional<App>> app(SqlConnection connection, long userId) {
        return connection
                .preparedQuery(TOTP)
                .execute(Tuple.of(userId))
                .map(rows -> Rows.first(rows, SecondFactorStore::app));
    }

    Future<Void> beginApp(SqlConnection connection, long userId, Buffer sealed) {
        return run(connection, BEGIN_TOTP, Tuple.of(userId, sealed));
    }

    Future<Void> enableApp(SqlConnection connection, long userId, long step) {
        return run(connection, ENABLE_TOTP, Tuple.of(Times.toSql(Times.now()), step, userId));
    }

    Future<Void> useStep(SqlConnection connection, long userId, long step) {
        return run(connection, USE_STEP, Tuple.of(step, userId, step));
    }

    Future<Void> deleteApp(SqlConnection connection, long userId) {
        return run(connection, DELETE_TOTP, Tuple.of(userId));
    }

    Future<Void> deletePendingApp(SqlConnection connection, long userId) {
        return run(connection, DELETE_PENDING_TOTP, Tuple.of(userId));
    }

    /** In place of those that were there. */
    Future<Void> replaceCodes(SqlConnection connection, long userId, List<byte[]> hashes) {
        var rows = hashes.stream()
                .map(hash -> Tuple.of(userId, Buffer.buffer(hash)))
                .toList();
        return deleteCodes(connection, userId)
                .compose(deleted -> connection.preparedQuery(INSERT_CODE).executeBatch(rows))
                .mapEmpty();
    }

    /** Whether there was such a code; it is gone now. */
    Future<Boolean> useCode(SqlConnection connection, long userId, byte[] hash) {
        return connection
                .preparedQuery(USE_CODE)
                .execute(Tuple.of(userId, Buffer.buffer(hash)))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Void> deleteCodes(SqlConnection connection, long userId) {
        return run(connection, DELETE_CODES, Tuple.of(userId));
    }

    private static App app(Row row) {
        return new App(row.getBuffer("secret"), row.getLong("last_step"), row.getLocalDateTime("enabled_at") != null);
    }

    private static Future<Void> run(SqlConnection connection, String sql, Tuple parameters) {
        return connection.preparedQuery(sql).execute(parameters).mapEmpty();
    }
}
