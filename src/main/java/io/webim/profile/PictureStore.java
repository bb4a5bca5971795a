package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Failure;
import io.webim.contract.User;
import java.util.Optional;

/**
 * All SQL on {@code picture}. They are in the database rather than in files, so that one dump has everything and no
 * volume has to be shared; a user's two are some 20 KB.
 */
final class PictureStore {
    private static final String NAME = "UPDATE account SET picture = ? WHERE id = ? AND deleted_at IS NULL";
    private static final String KEEP = """
            INSERT INTO picture (user_id, side_256, side_64) VALUES (?, ?, ?)
            ON DUPLICATE KEY UPDATE side_256 = VALUES(side_256), side_64 = VALUES(side_64)""";
    private static final String FORGET_NAME = "UPDATE account SET picture = NULL WHERE id = ? AND picture IS NOT NULL";
    private static final String FORGET = "DELETE FROM picture WHERE user_id = ?";
    private static final String USER = """
            SELECT id, username, display_name, picture FROM account WHERE id = ? AND deleted_at IS NULL""";
    private static final String FIND = """
            SELECT p.%s AS jpeg FROM picture p JOIN account a ON a.id = p.user_id
            WHERE p.user_id = ? AND a.picture = ?""";
    private static final String FIND_LARGE = FIND.formatted("side_256");
    private static final String FIND_SMALL = FIND.formatted("side_64");

    private final Pool pool;

    PictureStore(Pool pool) {
        this.pool = pool;
    }

    Future<Void> set(long userId, String version, Scaler.Squares squares) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(NAME)
                .execute(Tuple.of(version, userId))
                .compose(named ->
                        named.rowCount() == 1 ? keep(connection, userId, squares) : Future.failedFuture(gone())));
    }

    /** @return whether there was one */
    Future<Boolean> remove(long userId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(FORGET_NAME)
                .execute(Tuple.of(userId))
                .compose(forgotten -> connection
                        .preparedQuery(FORGET)
                        .execute(Tuple.of(userId))
                        .map(forgotten.rowCount() == 1)));
    }

    Future<User> user(long userId) {
        return pool.preparedQuery(USER).execute(Tuple.of(userId)).map(rows -> {
            if (rows.size() == 0) {
                throw gone();
            }
            var row = rows.iterator().next();
            return new User(
                    row.getLong("id"),
                    row.getString("username"),
                    row.getString("display_name"),
                    row.getString("picture"));
        });
    }

    Future<Optional<Buffer>> find(ViewPicture request) {
        return pool.preparedQuery(request.side() == Scaler.SMALL ? FIND_SMALL : FIND_LARGE)
                .execute(Tuple.of(request.userId(), request.version()))
                .map(rows -> {
                    var row = rows.iterator();
                    return row.hasNext() ? Optional.of(row.next().getBuffer("jpeg")) : Optional.empty();
                });
    }

    private static Future<Void> keep(SqlConnection connection, long userId, Scaler.Squares squares) {
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(userId, Buffer.buffer(squares.large()), Buffer.buffer(squares.small())))
                .mapEmpty();
    }

    private static Failure gone() {
        return Failure.of(401, "invalid_token", "This account does not exist any more.");
    }
}
