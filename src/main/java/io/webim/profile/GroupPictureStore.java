package io.webim.profile;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.webim.sql.Rows;
import java.util.Optional;

/** All SQL on {@code group_picture}. */
final class GroupPictureStore {
    private static final String KEEP =
            "INSERT INTO group_picture (name, conversation_id, side_256, side_64) VALUES (?, ?, ?, ?)";
    private static final String FORGET = "DELETE FROM group_picture WHERE name = ?";
    private static final String FORGET_OTHERS = "DELETE FROM group_picture WHERE conversation_id = ? AND name <> ?";
    private static final String FORGET_UNSHOWN = """
            DELETE p FROM group_picture p
            LEFT JOIN chat_group g ON g.conversation_id = p.conversation_id AND g.picture = p.name
            WHERE g.conversation_id IS NULL""";
    /** Under the name that the group shows, and no other. */
    private static final String FIND = """
            SELECT p.%s AS jpeg
            FROM group_picture p
            JOIN chat_group g ON g.conversation_id = p.conversation_id AND g.picture = p.name
            WHERE p.conversation_id = ? AND p.name = ?""";

    private static final String FIND_LARGE = FIND.formatted("side_256");
    private static final String FIND_SMALL = FIND.formatted("side_64");

    private final Pool pool;

    GroupPictureStore(Pool pool) {
        this.pool = pool;
    }

    Future<Void> keep(long conversationId, String name, Scaler.Squares squares) {
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(name, conversationId, Buffer.buffer(squares.large()), Buffer.buffer(squares.small())))
                .mapEmpty();
    }

    Future<Void> forget(String name) {
        return pool.preparedQuery(FORGET).execute(Tuple.of(name)).mapEmpty();
    }

    /** All of a group but one; an empty name is none. */
    Future<Void> forgetOthers(long conversationId, String name) {
        return pool.preparedQuery(FORGET_OTHERS)
                .execute(Tuple.of(conversationId, name))
                .mapEmpty();
    }

    /** What a crash left over. */
    Future<Void> forgetUnshown() {
        return pool.query(FORGET_UNSHOWN).execute().mapEmpty();
    }

    Future<Optional<Buffer>> find(ViewGroupPicture request) {
        return pool.preparedQuery(request.side() == Scaler.SMALL ? FIND_SMALL : FIND_LARGE)
                .execute(Tuple.of(request.conversationId(), request.version()))
                .map(rows -> Rows.first(rows, row -> row.getBuffer("jpeg")));
    }
}
