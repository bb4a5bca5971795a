package io.webim.database;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.webim.config.CannotStart;
import io.webim.config.DatabaseUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right of one server to serve a database: a row that it renews, and that another takes once it has lapsed. By the
 * clock of the database, which both have in common.
 */
final class Lease {
    private static final long RENEWAL_MILLIS = 3_000;
    /** Longer than it takes to lapse. */
    private static final long PATIENCE_MILLIS = 15_000;

    private static final long PAUSE_MILLIS = 200;

    private static final String IS_THERE =
            "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'lease'";
    private static final String TAKE = """
            UPDATE lease SET node = ?, holder = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL 10 SECOND
            WHERE id = 1 AND (node = ? OR expires_at < UTC_TIMESTAMP(6))""";
    private static final String LOOK = "SELECT CAST(expires_at AS CHAR) FROM lease WHERE id = 1";
    private static final String RENEW =
            "UPDATE lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL 10 SECOND WHERE id = 1 AND holder = ?";
    private static final String GIVE_UP = "UPDATE lease SET expires_at = '2000-01-01' WHERE id = 1 AND holder = ?";

    private final DatabaseUrl url;
    private final String node;
    private final String holder;
    private final boolean isShared;
    private final Promise<Void> lost = Promise.promise();
    private Future<?> renewing = Future.succeededFuture();
    private @Nullable Long timer;

    /** @param node what no two servers share that run at the same time */
    Lease(DatabaseUrl url, String node) {
        this(url, node, UUID.randomUUID().toString(), false);
    }

    private Lease(DatabaseUrl url, String node, String holder, boolean isShared) {
        this.url = url;
        this.node = node;
        this.holder = holder;
        this.isShared = isShared;
    }

    /** One that all nodes of a cluster hold together: it lapses once the last of them has ended. */
    static Lease ofNodes(DatabaseUrl url) {
        return new Lease(url, "nodes", "nodes", true);
    }

    /**
     * Waits for one to lapse that is not renewed; blocking. Does nothing in a database that knows no lease yet.
     *
     * @throws CannotStart where another server renews it
     */
    void take(Connection connection) throws SQLException {
        if (!isThere(connection)) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        @Nullable String first = null;
        while (!attempt(connection)) {
            var expiry = expiry(connection);
            if ((first != null && !first.equals(expiry)) || System.nanoTime() - deadline > 0) {
                throw new CannotStart("Another webim serves the database " + url + ": "
                        + (isShared
                                ? "stop it, it is none of the nodes of a cluster"
                                : "stop it, or give this one a database of its own"));
            }
            first = expiry;
            pause();
        }
    }

    boolean isShared() {
        return isShared;
    }

    /** Renews it from now on. */
    void keep(Vertx vertx, Pool pool) {
        timer = vertx.setPeriodic(RENEWAL_MILLIS, tick -> {
            if (renewing.isComplete()) {
                renewing = renew(pool);
            }
        });
    }

    /** Completes when another server has taken it: nothing may be written any more. */
    Future<Void> lost() {
        return lost.future();
    }

    /** Another may have it at once. */
    Future<Void> giveUp(Vertx vertx, Pool pool) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        if (isShared) {
            return Future.succeededFuture();
        }
        return pool.preparedQuery(GIVE_UP)
                .execute(Tuple.of(holder))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** While the database is away nobody else takes it either. */
    private Future<?> renew(Pool pool) {
        return pool.preparedQuery(RENEW).execute(Tuple.of(holder)).onSuccess(rows -> {
            if (rows.rowCount() == 0) {
                lost.tryComplete();
            }
        });
    }

    private static boolean isThere(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(IS_THERE)) {
            return row.next();
        }
    }

    private boolean attempt(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(TAKE)) {
            statement.setString(1, node);
            statement.setString(2, holder);
            statement.setString(3, node);
            return statement.executeUpdate() == 1;
        }
    }

    private static String expiry(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(LOOK)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("The start was interrupted", e);
        }
    }
}
