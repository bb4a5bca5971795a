package io.webim.chat.conversations;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.User;
import io.webim.sql.Sql;
import io.webim.sql.UserRows;
import java.util.Collection;
import java.util.List;

/** Reads who users are, as another one sees them: of those who are blocked, as they were then. */
public final class AuthorStore {
    /** Of account {@code a}, whom somebody has as {@code k} says. */
    public static final String COLUMNS = """
            a.id, a.username,
            IF(k.blocked_from_seq IS NULL OR a.deleted_at IS NOT NULL,
               a.display_name, COALESCE(k.name_shown, a.display_name)) AS display_name,
            IF(k.blocked_from_seq IS NULL OR k.picture_shown = a.picture, a.picture, NULL) AS picture, a.bot""";

    private static final String READ = """
            SELECT %s
            FROM account a LEFT JOIN contact k ON k.user_id = ? AND k.peer_id = a.id
            WHERE a.id IN\s""".formatted(COLUMNS);

    private final SqlClient client;

    public AuthorStore(SqlClient client) {
        this.client = client;
    }

    /** @param ids of a bounded number */
    Future<List<User>> read(long userId, Collection<Long> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var values = new ArrayTuple(2 * ids.size() + 1);
        values.addLong(userId);
        return client.preparedQuery(READ + Sql.in(ids.size()))
                .execute(Sql.addInValues(values, ids))
                .map(UserRows::users);
    }
}
