package io.webim.subscriptions;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.ArrayTuple;
import io.webim.contract.Times;
import io.webim.sql.Sql;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be delivered, in which order, and what lately was. */
final class DeliveryStore {
    private static final String ADD = """
            INSERT IGNORE INTO subscription_delivery (subscription_id, position, conversation_id, due_at) VALUES %s""";
    private static final String ADD_ROW = "(?, ?, ?, ?)";
    private static final String MOVE = "UPDATE subscription SET position = ? WHERE id = ?";
    private static final String COLUMNS =
            "d.position, d.conversation_id, d.state, d.attempts, d.due_at, d.status, d.tried_at";
    /** Of each conversation the first: the others wait for it. */
    private static final String HEADS = """
            SELECT %s FROM subscription_delivery d
            WHERE d.subscription_id = ? AND d.state = 'waiting' AND NOT EXISTS (
                SELECT 1 FROM subscription_delivery b
                WHERE b.subscription_id = d.subscription_id AND b.state = 'waiting'
                    AND b.conversation_id = d.conversation_id AND b.position < d.position)
            ORDER BY d.due_at, d.position LIMIT ?""".formatted(COLUMNS);

    private static final String WAITING = """
            SELECT COUNT(*) AS waiting FROM subscription_delivery WHERE subscription_id = ? AND state = 'waiting'""";
    private static final String TRIED = """
            UPDATE subscription_delivery SET state = ?, attempts = attempts + 1, status = ?, tried_at = ?, due_at = ?
            WHERE subscription_id = ? AND position = ?""";
    private static final String PAGE = """
            SELECT %s FROM subscription_delivery d
            WHERE d.subscription_id = ? AND d.position < ? ORDER BY d.position DESC LIMIT ?""".formatted(COLUMNS);
    private static final String REPLAY = """
            UPDATE subscription_delivery SET state = 'waiting', attempts = 0, due_at = ?
            WHERE subscription_id = ? AND position = ?""";
    private static final String FIND =
            "SELECT " + COLUMNS + " FROM subscription_delivery d WHERE d.subscription_id = ? AND d.position = ?";
    /** What is done is kept until so many others have come. */
    private static final String FORGET = """
            DELETE FROM subscription_delivery
            WHERE subscription_id = ? AND state <> 'waiting' AND position <= ? LIMIT ?""";

    private static final String FORGET_ALL = "DELETE FROM subscription_delivery WHERE subscription_id = ?";

    private final Pool pool;

    DeliveryStore(Pool pool) {
        this.pool = pool;
    }

    enum State {
        WAITING,
        DONE,
        FAILED;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One event of a feed on its way to an address.
     *
     * @param status of the last attempt, 0 where there was no answer; null before the first
     */
    record Delivery(
            long position,
            long conversationId,
            String state,
            int attempts,
            Instant dueAt,
            @Nullable Integer status,
            @Nullable Instant triedAt) {}

    /** What is to be delivered of an event. */
    record Due(long position, long conversationId) {}

    /** Adds deliveries and moves the subscription's place, at once. */
    Future<Void> add(long subscriptionId, List<Due> due, long position, Instant now) {
        return pool.withTransaction(connection -> add(connection, subscriptionId, due, now)
                .compose(added -> connection.preparedQuery(MOVE).execute(Tuple.of(position, subscriptionId)))
                .mapEmpty());
    }

    private static Future<?> add(SqlConnection connection, long subscriptionId, List<Due> due, Instant now) {
        if (due.isEmpty()) {
            return Future.succeededFuture();
        }
        var values = new ArrayTuple(due.size() * 4);
        for (var one : due) {
            values.addLong(subscriptionId);
            values.addLong(one.position());
            values.addLong(one.conversationId());
            values.addLocalDateTime(Times.toSql(now));
        }
        return connection
                .preparedQuery(ADD.formatted(Sql.rows(ADD_ROW, due.size())))
                .execute(values);
    }

    /** The first of each conversation, the most urgent ones first. */
    Future<List<Delivery>> heads(long subscriptionId, int most) {
        return pool.preparedQuery(HEADS).execute(Tuple.of(subscriptionId, most)).map(DeliveryStore::read);
    }

    Future<Integer> waiting(long subscriptionId) {
        return pool.preparedQuery(WAITING)
                .execute(Tuple.of(subscriptionId))
                .map(rows -> rows.iterator().next().getInteger("waiting"));
    }

    Future<Void> tried(long subscriptionId, long position, State state, int status, Instant now, Instant dueAt) {
        return pool.preparedQuery(TRIED)
                .execute(Tuple.of(state.text(), status, Times.toSql(now), Times.toSql(dueAt), subscriptionId, position))
                .mapEmpty();
    }

    /** The newest below a position. */
    Future<List<Delivery>> page(long subscriptionId, long before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(subscriptionId, before, limit))
                .map(DeliveryStore::read);
    }

    Future<Optional<Delivery>> find(long subscriptionId, long position) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(subscriptionId, position))
                .map(rows -> read(rows).stream().findFirst());
    }

    Future<Void> replay(long subscriptionId, long position, Instant now) {
        return pool.preparedQuery(REPLAY)
                .execute(Tuple.of(Times.toSql(now), subscriptionId, position))
                .mapEmpty();
    }

    Future<Void> forget(long subscriptionId, long upTo, int most) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(subscriptionId, upTo, most))
                .mapEmpty();
    }

    Future<Void> forgetAll(long subscriptionId) {
        return pool.preparedQuery(FORGET_ALL).execute(Tuple.of(subscriptionId)).mapEmpty();
    }

    private static List<Delivery> read(Iterable<Row> rows) {
        var read = new ArrayList<Delivery>();
        rows.forEach(row -> {
            @Nullable LocalDateTime triedAt = row.getLocalDateTime("tried_at");
            read.add(new Delivery(
                    row.getLong("position"),
                    row.getLong("conversation_id"),
                    row.getString("state"),
                    row.getInteger("attempts"),
                    Times.fromSql(row.getLocalDateTime("due_at")),
                    row.getInteger("status"),
                    triedAt == null ? null : Times.fromSql(triedAt)));
        });
        return read;
    }
}
