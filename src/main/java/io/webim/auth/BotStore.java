package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Scope;
import io.webim.contract.Times;
import io.webim.contract.User;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All SQL on bots, among the accounts, and on their tokens. */
final class BotStore {
    /** A row that was used more often than that is not written each time. */
    private static final Duration USE = Duration.ofMinutes(1);

    private static final String INSERT = """
            INSERT INTO account (username, username_key, display_name, password_hash, created_at, bot, owner_id)
            VALUES (?, ?, ?, '', ?, ?, ?)
            """;
    private static final String COUNT = """
            SELECT COUNT(*) AS bots FROM account WHERE owner_id = ? AND bot = ? AND deleted_at IS NULL
            """;
    private static final String LIST = """
            SELECT id, username, display_name, picture
            FROM account
            WHERE owner_id = ? AND bot = ? AND deleted_at IS NULL
            ORDER BY id
            """;
    private static final String LOCK = """
            SELECT id FROM account WHERE id = ? AND owner_id = ? AND bot = ? AND deleted_at IS NULL FOR UPDATE
            """;
    private static final String ALL = """
            SELECT id FROM account WHERE owner_id = ? AND deleted_at IS NULL ORDER BY id FOR UPDATE
            """;

    private static final String INSERT_TOKEN = """
            INSERT INTO bot_token (bot_id, hash, name, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
            """;
    private static final String COUNT_TOKENS = """
            SELECT COUNT(*) AS tokens FROM bot_token WHERE bot_id = ?
            """;
    private static final String SWEEP = """
            DELETE FROM bot_token WHERE bot_id = ? AND expires_at < ?
            """;
    private static final String TOKENS = """
            SELECT t.id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at
            FROM bot_token t
            JOIN account b ON b.id = t.bot_id
            JOIN account o ON o.id = b.owner_id
            WHERE t.bot_id = ? AND (t.expires_at IS NULL OR t.expires_at > ?)
              AND (o.services_from IS NULL OR t.created_at > o.services_from)
            ORDER BY t.id
            """;
    /** Neither of a bot that is gone, nor of an owner who is, nor one that this owner has ended. */
    static final String FIND = """
            SELECT t.id, t.bot_id, b.owner_id, t.scopes, t.expires_at, t.last_used_at
            FROM bot_token t
            JOIN account b ON b.id = t.bot_id AND b.deleted_at IS NULL
            JOIN account o ON o.id = b.owner_id AND o.deleted_at IS NULL
            WHERE t.hash = ? AND (t.expires_at IS NULL OR t.expires_at > ?)
              AND (o.services_from IS NULL OR t.created_at > o.services_from)
            """;

    private static final String USED = """
            UPDATE bot_token SET last_used_at = ? WHERE id = ?
            """;
    private static final String REVOKE = """
            DELETE FROM bot_token WHERE id = ? AND bot_id = ?
            """;
    private static final String TOKENS_OF_BOT = """
            SELECT id, bot_id FROM bot_token WHERE bot_id = ? FOR UPDATE
            """;
    private static final String REVOKE_OF_BOT = """
            DELETE FROM bot_token WHERE bot_id = ?
            """;
    private static final String END_SERVICES = """
            UPDATE account SET services_from = ? WHERE id = ?
            """;

    private final Pool pool;

    BotStore(Pool pool) {
        this.pool = pool;
    }

    /** A token as its owner sees it. */
    record Listed(
            long id,
            String name,
            Set<Scope> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {}

    /** A token that is good. */
    record Found(
            long id,
            long botId,
            long ownerId,
            Set<Scope> scopes,
            @Nullable Instant expiresAt,
            boolean isUsedAnew) {}

    /** @param kind as the column {@code bot} has it */
    Future<Integer> count(SqlConnection connection, long ownerId, String kind) {
        return connection
                .preparedQuery(COUNT)
                .execute(Tuple.of(ownerId, kind))
                .map(rows -> rows.iterator().next().getInteger("bots"));
    }

    /** The new id. */
    Future<Long> insert(SqlConnection connection, long ownerId, String kind, String username, String displayName) {
        var row = Tuple.of(
                username, Buffer.buffer(UserNames.key(username)), displayName, Times.toSql(Times.now()), kind, ownerId);
        return connection.preparedQuery(INSERT).execute(row).map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID));
    }

    Future<Optional<User>> first(long ownerId, String kind) {
        return list(ownerId, kind).map(bots -> bots.stream().findFirst());
    }

    Future<List<User>> list(long ownerId, String kind) {
        return pool.preparedQuery(LIST).execute(Tuple.of(ownerId, kind)).map(rows -> {
            var bots = new ArrayList<User>();
            rows.forEach(row -> bots.add(new User(
                    row.getLong("id"),
                    row.getString("username"),
                    row.getString("display_name"),
                    row.getString("picture"),
                    true)));
            return bots;
        });
    }

    /** Whether it is the owner's, and held until the transaction ends. */
    Future<Boolean> lock(SqlConnection connection, long ownerId, String kind, long botId) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(botId, ownerId, kind))
                .map(rows -> rows.size() == 1);
    }

    /** All bots of an owner, whatever they are for. */
    Future<List<Long>> ofOwner(SqlConnection connection, long ownerId) {
        return connection
                .preparedQuery(ALL)
                .execute(Tuple.of(ownerId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong("id"))
                        .toList());
    }

    /** How many there are, without those that have expired. */
    Future<Integer> countTokens(SqlConnection connection, long botId) {
        return connection
                .preparedQuery(SWEEP)
                .execute(Tuple.of(botId, Times.toSql(Times.now())))
                .compose(swept -> connection.preparedQuery(COUNT_TOKENS).execute(Tuple.of(botId)))
                .map(rows -> rows.iterator().next().getInteger("tokens"));
    }

    Future<Long> insertToken(SqlConnection connection, CreateBotToken request, BotToken token, Instant madeAt) {
        @Nullable Instant expiresAt = request.expiresAt();
        var row = Tuple.of(
                request.botId(),
                token.hash(),
                request.name(),
                Scope.join(request.scopes()),
                Times.toSql(madeAt),
                expiresAt == null ? null : Times.toSql(expiresAt));
        return connection
                .preparedQuery(INSERT_TOKEN)
                .execute(row)
                .map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID));
    }

    Future<List<Listed>> tokens(long botId) {
        return pool.preparedQuery(TOKENS)
                .execute(Tuple.of(botId, Times.toSql(Times.now())))
                .map(rows -> {
                    var tokens = new ArrayList<Listed>();
                    rows.forEach(row -> tokens.add(listed(row)));
                    return tokens;
                });
    }

    Future<Optional<Found>> find(BotToken token) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(token.hash(), Times.toSql(Times.now())))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(BotStore::found)
                        .findFirst());
    }

    Future<Void> used(long tokenId) {
        return pool.preparedQuery(USED)
                .execute(Tuple.of(Times.toSql(Times.now()), tokenId))
                .mapEmpty();
    }

    /** Whether there was such a one. */
    Future<Boolean> revoke(SqlConnection connection, long botId, long tokenId) {
        return connection
                .preparedQuery(REVOKE)
                .execute(Tuple.of(tokenId, botId))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The ids of those that were there, by their bot; without any it stands there too. */
    Future<Map<Long, List<Long>>> revokeAll(SqlConnection connection, List<Long> botIds) {
        var revoked = new LinkedHashMap<Long, List<Long>>();
        Future<Void> done = Future.succeededFuture();
        for (long botId : botIds) {
            done = done.compose(
                            before -> connection.preparedQuery(TOKENS_OF_BOT).execute(Tuple.of(botId)))
                    .compose(rows -> {
                        revoked.put(botId, ids(rows));
                        return connection.preparedQuery(REVOKE_OF_BOT).execute(Tuple.of(botId));
                    })
                    .mapEmpty();
        }
        return done.map(revoked);
    }

    /** Whatever this owner's bots and webhooks have that was made before now is worth nothing any more. */
    Future<Void> endServices(SqlConnection connection, long ownerId) {
        return connection
                .preparedQuery(END_SERVICES)
                .execute(Tuple.of(Times.toSql(Times.now()), ownerId))
                .mapEmpty();
    }

    private static List<Long> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong("id"))
                .toList();
    }

    private static Listed listed(Row row) {
        return new Listed(
                row.getLong("id"),
                row.getString("name"),
                Scope.parse(row.getString("scopes")),
                Times.fromSql(row.getLocalDateTime("created_at")),
                time(row, "expires_at"),
                time(row, "last_used_at"));
    }

    private static Found found(Row row) {
        @Nullable Instant usedAt = time(row, "last_used_at");
        return new Found(
                row.getLong("id"),
                row.getLong("bot_id"),
                row.getLong("owner_id"),
                Scope.parse(row.getString("scopes")),
                time(row, "expires_at"),
                usedAt == null || usedAt.isBefore(Times.now().minus(USE)));
    }

    private static @Nullable Instant time(Row row, String column) {
        @Nullable LocalDateTime at = row.getLocalDateTime(column);
        return at == null ? null : Times.fromSql(at);
    }
}
