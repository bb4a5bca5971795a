package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All SQL on {@code passkey}. Whoever changes a row holds the lock of its account. */
final class PasskeyStore {
    private static final String OF_USER = """
            SELECT id, name, rp_id, credential_id, credential, backup_eligible, sign_count, created_at, last_used_at
            FROM passkey
            WHERE user_id = ?
            ORDER BY id
            """;
    private static final String EXISTS = """
            SELECT 1 FROM passkey WHERE credential_id = ?
            """;
    private static final String INSERT = """
            INSERT INTO passkey
                (user_id, name, rp_id, credential_id, credential, backup_eligible, sign_count, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String USE = """
            UPDATE passkey SET sign_count = ?, last_used_at = ? WHERE id = ?
            """;
    private static final String DELETE = """
            DELETE FROM passkey WHERE id = ? AND user_id = ?
            """;
    private static final String DELETE_ALL = """
            DELETE FROM passkey WHERE user_id = ?
            """;

    private final Pool pool;

    PasskeyStore(Pool pool) {
        this.pool = pool;
    }

    /** Outside of a transaction, for showing them. */
    Future<List<Passkey>> ofUser(long userId) {
        return ofUser(pool, userId);
    }

    Future<List<Passkey>> ofUser(SqlClient client, long userId) {
        return client.preparedQuery(OF_USER).execute(Tuple.of(userId)).map(rows -> {
            var passkeys = new ArrayList<Passkey>();
            rows.forEach(row -> passkeys.add(passkey(row)));
            return passkeys;
        });
    }

    Future<Boolean> exists(SqlConnection connection, Buffer credentialId) {
        return connection.preparedQuery(EXISTS).execute(Tuple.of(credentialId)).map(rows -> rows.size() > 0);
    }

    /** The new id. */
    Future<Long> insert(SqlConnection connection, long userId, Passkey passkey) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        userId,
                        passkey.name(),
                        passkey.rpId(),
                        passkey.credentialId(),
                        passkey.credential(),
                        passkey.backupEligible(),
                        passkey.signCount(),
                        Times.toSql(passkey.createdAt())))
                .map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID));
    }

    Future<Void> used(SqlConnection connection, Passkey passkey, long signCount) {
        return connection
                .preparedQuery(USE)
                .execute(Tuple.of(signCount, Times.toSql(Times.now()), passkey.id()))
                .mapEmpty();
    }

    /** Whether there was such a passkey of this user. */
    Future<Boolean> delete(SqlConnection connection, long userId, long passkeyId) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(passkeyId, userId))
                .map(rows -> rows.rowCount() == 1);
    }

    Future<Void> deleteAll(SqlConnection connection, long userId) {
        return connection.preparedQuery(DELETE_ALL).execute(Tuple.of(userId)).mapEmpty();
    }

    private static Passkey passkey(Row row) {
        return new Passkey(
                row.getLong("id"),
                row.getString("name"),
                row.getString("rp_id"),
                row.getBuffer("credential_id"),
                row.getBuffer("credential"),
                row.getBoolean("backup_eligible"),
                row.getLong("sign_count"),
                Times.fromSql(row.getLocalDateTime("created_at")),
                Optional.ofNullable(row.getLocalDateTime("last_used_at")).map(Times::fromSql));
    }
}
