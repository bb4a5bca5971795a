package io.webim.subscriptions;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All SQL on {@code subscription}. */
final class SubscriptionStore {
    /** Its owner is there, and nothing has ended what the owner had made by then. */
    private static final String LIVE = """
            SELECT s.id, s.owner_id, s.account_id, s.url, s.secret, s.events, s.position, s.reason, s.created_at
            FROM subscription s
            JOIN account own ON own.id = s.owner_id AND own.deleted_at IS NULL
                AND (own.grants_from IS NULL OR s.created_at > own.grants_from)
            JOIN account whose ON whose.id = s.account_id AND whose.deleted_at IS NULL""";

    private static final String ALL = LIVE + " WHERE s.reason IS NULL";
    private static final String OF_OWNER = LIVE + " WHERE s.owner_id = ? ORDER BY s.id";
    private static final String FIND = LIVE + " WHERE s.id = ?";
    private static final String HOLD = "SELECT id FROM subscription WHERE owner_id = ? FOR UPDATE";
    private static final String ADD = """
            INSERT INTO subscription (owner_id, account_id, url, secret, events, position, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";
    private static final String MOVE = "UPDATE subscription SET position = ? WHERE id = ?";
    private static final String END = "UPDATE subscription SET reason = ? WHERE id = ? AND reason IS NULL";
    private static final String RESUME = "UPDATE subscription SET reason = NULL WHERE id = ?";
    private static final String REMOVE = "DELETE FROM subscription WHERE id = ? AND owner_id = ?";
    private static final String ENDED = """
            SELECT s.id, s.owner_id FROM subscription s JOIN account own ON own.id = s.owner_id
            JOIN account whose ON whose.id = s.account_id
            WHERE whose.deleted_at IS NOT NULL OR own.deleted_at IS NOT NULL OR (own.grants_from IS NOT NULL AND s.created_at <= own.grants_from)""";

    private final Pool pool;

    SubscriptionStore(Pool pool) {
        this.pool = pool;
    }

    /** Those that are on. */
    Future<List<Subscription>> all() {
        return pool.query(ALL).execute().map(SubscriptionStore::read);
    }

    Future<List<Subscription>> ofOwner(long ownerId) {
        return pool.preparedQuery(OF_OWNER).execute(Tuple.of(ownerId)).map(SubscriptionStore::read);
    }

    Future<Optional<Subscription>> find(long id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> read(rows).stream().findFirst());
    }

    /**
     * @param most fails with 409 where the owner has as many
     * @return its id
     */
    Future<Long> add(
            long ownerId, long accountId, Subscribe request, Buffer secret, long position, Instant madeAt, int most) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(HOLD)
                .execute(Tuple.of(ownerId))
                .compose(held -> {
                    if (held.size() >= most) {
                        throw Failure.of(
                                ErrorCode.TOO_MANY_SUBSCRIPTIONS,
                                "There are " + most + " of your subscriptions at most.");
                    }
                    return connection
                            .preparedQuery(ADD)
                            .execute(Tuple.of(
                                    ownerId,
                                    accountId,
                                    request.url(),
                                    secret,
                                    request.events().isEmpty() ? null : String.join(" ", request.events()),
                                    position,
                                    Times.toSql(madeAt)))
                            .map(added -> added.property(MySQLClient.LAST_INSERTED_ID));
                }));
    }

    Future<Void> move(long id, long position) {
        return pool.preparedQuery(MOVE).execute(Tuple.of(position, id)).mapEmpty();
    }

    /**
     * It is off from now on.
     *
     * @return whether it was on until now
     */
    Future<Boolean> end(long id, String reason) {
        return pool.preparedQuery(END).execute(Tuple.of(reason, id)).map(rows -> rows.rowCount() > 0);
    }

    /** It is on from now on. */
    Future<Void> resume(long id) {
        return pool.preparedQuery(RESUME).execute(Tuple.of(id)).mapEmpty();
    }

    /** Whether it was there. */
    Future<Boolean> remove(long id, long ownerId) {
        return pool.preparedQuery(REMOVE).execute(Tuple.of(id, ownerId)).map(removed -> removed.rowCount() > 0);
    }

    record Ended(long id, long ownerId) {}

    /** Those whose owner has left, or has ended what was made by then. */
    Future<List<Ended>> ended() {
        return pool.query(ENDED).execute().map(rows -> {
            var ended = new ArrayList<Ended>();
            rows.forEach(row -> ended.add(new Ended(row.getLong("id"), row.getLong("owner_id"))));
            return ended;
        });
    }

    private static List<Subscription> read(Iterable<Row> rows) {
        var read = new ArrayList<Subscription>();
        rows.forEach(row -> {
            @Nullable String events = row.getString("events");
            read.add(new Subscription(
                    row.getLong("id"),
                    row.getLong("owner_id"),
                    row.getLong("account_id"),
                    row.getString("url"),
                    row.getBuffer("secret"),
                    events == null ? List.of() : List.of(events.split(" ")),
                    row.getLong("position"),
                    row.getString("reason"),
                    Times.fromSql(row.getLocalDateTime("created_at"))));
        });
        return read;
    }
}
