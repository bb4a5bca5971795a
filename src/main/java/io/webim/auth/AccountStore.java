package io.webim.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.DatabaseTrouble;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.sql.NameSearch;
import io.webim.sql.Rows;
import io.webim.sql.Sql;
import io.webim.sql.UserRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All SQL on {@code account}, and what must happen to its sessions in the same transaction. */
final class AccountStore {

    private static final String INSERT = """
            INSERT INTO account (username, username_key, display_name, password_hash, created_at)
            VALUES (?, ?, ?, ?, ?)
            """;
    private static final String BY_NAME = """
            SELECT id, username, display_name, picture, bot, password_hash, add_me, read_receipts
            FROM account
            WHERE username = ? AND deleted_at IS NULL
            """;
    private static final String BY_ID = """
            SELECT id, username, display_name, picture, bot, password_hash, add_me, read_receipts
            FROM account
            WHERE id = ? AND deleted_at IS NULL
            """;
    private static final String LOCK = BY_ID + "FOR UPDATE";
    private static final String NAME_EXISTS = """
            SELECT 1 FROM account WHERE username_key = ? OR username = ?
            """;
    private static final String UPDATE = """
            UPDATE account
            SET display_name = COALESCE(?, display_name), add_me = COALESCE(?, add_me),
                read_receipts = COALESCE(?, read_receipts)
            WHERE id = ? AND deleted_at IS NULL
            """;
    private static final String BY_IDS = """
            SELECT id, username, display_name, picture, bot
            FROM account
            WHERE id IN %s AND deleted_at IS NULL
            ORDER BY id
            """;
    private static final String SHOW_PICTURE = """
            UPDATE account SET picture = ? WHERE id = ? AND deleted_at IS NULL
            """;
    private static final String SET_PASSWORD = """
            UPDATE account SET password_hash = ? WHERE id = ? AND password_hash = ?
            """;
    // The tilde keeps the name out of the way of every real one.
    private static final String ANONYMISE = """
            UPDATE account
            SET username = CONCAT('deleted~', id), display_name = 'Deleted account', password_hash = '',
                picture = NULL, deleted_at = ?
            WHERE id = ?
            """;
    private static final String SEARCH = """
            SELECT id, username, display_name, picture, bot
            FROM account
            WHERE id > ?
              AND deleted_at IS NULL
              AND (bot IS NULL OR bot = 'service')
            %s
            ORDER BY id
            LIMIT ?
            """;
    private static final String HAS_WORD = " AND (%1$s OR %2$s OR %2$s)"
            .formatted(NameSearch.username("username"), NameSearch.displayName("display_name"));
    private static final String END_GRANTS = """
            UPDATE account SET grants_from = ? WHERE id = ?
            """;
    private static final String REGISTERED_AT = """
            SELECT created_at FROM account WHERE id = ?
            """;
    private static final String PING = "SELECT 1 FROM account LIMIT 1";

    private final Pool pool;

    AccountStore(Pool pool) {
        this.pool = pool;
    }

    <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work);
    }

    /** The new id; fails with {@code username_taken}. */
    Future<Long> insert(RegisterUser user, String passwordHash) {
        var row = Tuple.of(
                user.username(),
                Buffer.buffer(UserNames.key(user.username())),
                user.displayName(),
                passwordHash,
                Times.toSql(Times.now()));
        return pool.preparedQuery(INSERT)
                .execute(row)
                .map(rows -> rows.property(MySQLClient.LAST_INSERTED_ID))
                .recover(AccountStore::refusedWhereTaken);
    }

    Future<Void> requireFree(String username) {
        return pool.preparedQuery(NAME_EXISTS)
                .execute(Tuple.of(Buffer.buffer(UserNames.key(username)), username))
                .compose(rows -> rows.size() == 0 ? Future.succeededFuture() : Future.failedFuture(usernameTaken()));
    }

    Future<Optional<Account>> find(String username) {
        return first(pool, BY_NAME, Tuple.of(username));
    }

    Future<Optional<Account>> find(long id) {
        return first(pool, BY_ID, Tuple.of(id));
    }

    /** Holds the account until the transaction ends: no log-in slips in beside a new password or a deletion. */
    Future<Optional<Account>> lock(SqlConnection connection, long id) {
        return first(connection, LOCK, Tuple.of(id));
    }

    Future<Void> update(long id, UpdateUser request) {
        return pool.preparedQuery(UPDATE)
                .execute(Tuple.of(request.displayName(), request.addMe(), request.readReceipts(), id))
                .mapEmpty();
    }

    /** Those of these who are there. */
    Future<List<User>> find(List<Long> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return pool.preparedQuery(BY_IDS.formatted(Sql.in(ids.size())))
                .execute(Sql.inValues(ids))
                .map(UserRows::users);
    }

    /** @param name null where there is none any more */
    Future<Void> showPicture(long id, @Nullable String name) {
        return pool.preparedQuery(SHOW_PICTURE).execute(Tuple.of(name, id)).mapEmpty();
    }

    /** Does nothing when the hash is not {@code from} any more. */
    Future<Void> setPassword(SqlClient client, long id, String from, String to) {
        return client.preparedQuery(SET_PASSWORD)
                .execute(Tuple.of(to, id, from))
                .mapEmpty();
    }

    /** Whatever outlives access tokens and was made before now is worth nothing any more. */
    Future<Void> endGrants(SqlConnection connection, long id) {
        return connection
                .preparedQuery(END_GRANTS)
                .execute(Tuple.of(Times.toSql(Times.now()), id))
                .mapEmpty();
    }

    Future<Void> rehash(long id, String from, String to) {
        return setPassword(pool, id, from, to);
    }

    Future<Void> anonymise(SqlConnection connection, long id) {
        return connection
                .preparedQuery(ANONYMISE)
                .execute(Tuple.of(Times.toSql(Times.now()), id))
                .mapEmpty();
    }

    /** One more than asked for where there is a next page. */
    Future<List<User>> search(SearchUsers request) {
        var values = Tuple.of(request.after());
        for (var word : request.words()) {
            values.addString(word.pattern()).addString(word.pattern()).addString(word.decomposed());
        }
        return pool.preparedQuery(
                        SEARCH.formatted(HAS_WORD.repeat(request.words().size())))
                .execute(values.addInteger(request.limit() + 1))
                .map(UserRows::users);
    }

    Future<Instant> registeredAt(long id) {
        return pool.preparedQuery(REGISTERED_AT)
                .execute(Tuple.of(id))
                .map(rows -> Times.fromSql(rows.iterator().next().getLocalDateTime("created_at")));
    }

    Future<Void> ping() {
        return pool.query(PING).execute().mapEmpty();
    }

    private static Future<Optional<Account>> first(SqlClient client, String sql, Tuple parameters) {
        return client.preparedQuery(sql).execute(parameters).map(rows -> Rows.first(rows, AccountStore::account));
    }

    private static Account account(Row row) {
        return new Account(
                row.getLong("id"),
                row.getString("username"),
                row.getString("display_name"),
                row.getString("picture"),
                row.getString("bot") != null,
                row.getString("password_hash"),
                !"contacts".equals(row.getString("add_me")),
                row.getInteger("read_receipts") != 0);
    }

    /** Of whatever inserts an account. */
    static <T> Future<T> refusedWhereTaken(Throwable error) {
        return Future.failedFuture(DatabaseTrouble.isDuplicateKey(error) ? usernameTaken() : error);
    }

    static Failure usernameTaken() {
        return Failure.of(ErrorCode.USERNAME_TAKEN, "This username is taken.");
    }
}
