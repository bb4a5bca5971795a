package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.webim.sql.Rows;
import java.util.Optional;

/**
 * All SQL on {@code picture}. They are in the database rather than in files, so that one dump has everything and no
 * volume has to be shared; a user's two are some 20 KB.
 */
final class PictureStore {
    private static final String KEEP = """
            INSERT INTO picture (user_id, name, side_256, side_64) VALUES (?, ?, ?, ?)
            ON DUPLICATE KEY UPDATE name = VALUES(name), side_256 = VALUES(side_256), side_64 = VALUES(side_64)""";
    private static final String FORGET = "DELETE FROM picture WHERE user_id = ?";
    private static final String FORGET_DELETED = """
            DELETE p FROM picture p JOIN account a ON a.id = p.user_id WHERE a.deleted_at IS NOT NULL""";
    /** Under the name that the account shows, and no other. */
    private static final String FIND = """
            SELECT p.%s AS jpeg FROM picture p JOIN account a ON a.id = p.user_id AND a.picture = p.name
            WHERE p.user_id = ? AND p.name = ?""";

    private static final String FIND_LARGE = FIND.formatted("side_256");
    private static final String FIND_SMALL = FIND.formatted("side_64");

    private final Pool pool;

    PictureStore(Pool pool) {
        this.pool = pool;
    }

    Future<Void> keep(long userId, String name, Scaler.Squares squares) {
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(userId, name, Buffer.buffer(squares.large()), Buffer.buffer(squares.small())))
                .mapEmpty();
    }

    /** @return whether there was one */
    Future<Boolean> forget(long userId) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(userId)).map(rows -> rows.rowCount() == 1);
    }

    /** Those of deleted accounts. */
    Future<Void> forgetDeleted() {
        return pool.query(FORGET_DELETED).execute().mapEmpty();
    }

    Future<Optional<Buffer>> find(ViewPicture request) {
        return pool.preparedQuery(request.side() == Scaler.SMALL ? FIND_SMALL : FIND_LARGE)
                .execute(Tuple.of(request.userId(), request.version()))
                .map(rows -> Rows.first(rows, row -> row.getBuffer("jpeg")));
    }
}
