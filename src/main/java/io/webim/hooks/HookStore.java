package io.webim.hooks;

import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Times;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All SQL on {@code webhook}. */
final class HookStore {
    private static final String INSERT = """
            INSERT INTO webhook (key_hash, owner_id, bot_id, conversation_id, name, created_at) VALUES (?, ?, ?, ?, ?, ?)
            """;
    private static final String COLUMNS = """
            w.id, w.owner_id, w.bot_id, w.conversation_id, w.name, w.created_at, w.last_used_at""";
    /** Whatever ended with its owner's account, or because the owner asked for it, is none. */
    private static final String LIVING = """
            JOIN account o ON o.id = w.owner_id AND o.deleted_at IS NULL
                AND (o.services_from IS NULL OR w.created_at > o.services_from)
            """;

    static final String FIND = "SELECT " + COLUMNS + " FROM webhook w " + LIVING + " WHERE w.key_hash = ?";
    private static final String LIST =
            "SELECT " + COLUMNS + " FROM webhook w " + LIVING + " WHERE w.owner_id = ? ORDER BY w.id";
    private static final String OWN = "SELECT " + COLUMNS + " FROM webhook w WHERE w.id = ? AND w.owner_id = ?";
    private static final String DELETE = "DELETE FROM webhook WHERE id = ?";
    private static final String USED = "UPDATE webhook SET last_used_at = ? WHERE id = ?";
    private static final String ENDED = "SELECT " + COLUMNS + """
             FROM webhook w JOIN account o ON o.id = w.owner_id
            WHERE o.deleted_at IS NOT NULL OR w.created_at <= o.services_from
            """;
    /** Bots that were made for a webhook that was not. */
    private static final String IDLE_BOTS = """
            SELECT a.id, a.owner_id
            FROM account a
            LEFT JOIN webhook w ON w.bot_id = a.id
            WHERE a.owner_id > 0 AND a.bot = 'webhook' AND a.deleted_at IS NULL AND a.created_at < ? AND w.id IS NULL
            """;

    private final Pool pool;

    HookStore(Pool pool) {
        this.pool = pool;
    }

    /** A bot, and whose it is. */
    record Bot(long id, long ownerId) {}

    Future<Long> insert(Key key, Hook hook) {
        return pool.preparedQuery(INSERT)
                .execute(Tuple.of(
                        key.hash(),
                        hook.ownerId(),
                        hook.botId(),
                        hook.conversationId(),
                        hook.name(),
                        Times.toSql(hook.createdAt())))
                .map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID));
    }

    Future<Optional<Hook>> find(Key key) {
        return pool.preparedQuery(FIND).execute(Tuple.of(key.hash())).map(HookStore::first);
    }

    Future<List<Hook>> list(long ownerId) {
        return pool.preparedQuery(LIST).execute(Tuple.of(ownerId)).map(HookStore::hooks);
    }

    Future<Optional<Hook>> own(long ownerId, long id) {
        return pool.preparedQuery(OWN).execute(Tuple.of(id, ownerId)).map(HookStore::first);
    }

    Future<Void> delete(long id) {
        return pool.preparedQuery(DELETE).execute(Tuple.of(id)).mapEmpty();
    }

    Future<Void> used(long id) {
        return pool.preparedQuery(USED)
                .execute(Tuple.of(Times.toSql(Times.now()), id))
                .mapEmpty();
    }

    Future<List<Hook>> ended() {
        return pool.query(ENDED).execute().map(HookStore::hooks);
    }

    /** @param madeBefore so that those under way are not among them */
    Future<List<Bot>> idleBots(Instant madeBefore) {
        return pool.preparedQuery(IDLE_BOTS)
                .execute(Tuple.of(Times.toSql(madeBefore)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Bot(row.getLong("id"), row.getLong("owner_id")))
                        .toList());
    }

    private static Optional<Hook> first(RowSet<Row> rows) {
        return hooks(rows).stream().findFirst();
    }

    private static List<Hook> hooks(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(HookStore::hook)
                .toList();
    }

    private static Hook hook(Row row) {
        @Nullable LocalDateTime usedAt = row.getLocalDateTime("last_used_at");
        return new Hook(
                row.getLong("id"),
                row.getLong("owner_id"),
                row.getLong("bot_id"),
                row.getLong("conversation_id"),
                row.getString("name"),
                Times.fromSql(row.getLocalDateTime("created_at")),
                usedAt == null ? null : Times.fromSql(usedAt));
    }
}
