package io.webim.database;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Duty;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A duty that nodes take by a row, which lapses ten seconds after the last renewal. By the clock of the database. */
final class SharedDuty implements Duty {
    private static final long RENEWAL_MILLIS = 3_000;
    /** Before another can have it. */
    private static final long DOUBTFUL_NANOS = TimeUnit.SECONDS.toNanos(8);

    private static final String RENEW = """
            UPDATE lease SET holder = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL 10 SECOND
            WHERE id = ? AND (holder = ? OR expires_at < UTC_TIMESTAMP(6))""";
    private static final String GIVE_UP = "UPDATE lease SET expires_at = '2000-01-01' WHERE id = ? AND holder = ?";

    private final Vertx vertx;
    private final Pool pool;
    private final int row;
    private final String holder = UUID.randomUUID().toString();
    private boolean ours;
    private long renewedAt;
    private long timer;
    private Consumer<Boolean> listener = none -> {};

    SharedDuty(Vertx vertx, Pool pool, int row) {
        this.vertx = vertx;
        this.pool = pool;
        this.row = row;
    }

    @Override
    public void onChange(Consumer<Boolean> told) {
        Context context = vertx.getOrCreateContext();
        listener = told;
        context.runOnContext(go -> {
            renew();
            timer = vertx.setPeriodic(RENEWAL_MILLIS, tick -> renew());
        });
    }

    /** Another may have it at once. */
    void giveUp() {
        vertx.cancelTimer(timer);
        pool.preparedQuery(GIVE_UP).execute(Tuple.of(row, holder));
    }

    private void renew() {
        long askedAt = System.nanoTime();
        pool.preparedQuery(RENEW).execute(Tuple.of(holder, row, holder)).onComplete(done -> {
            if (done.succeeded()) {
                renewedAt = askedAt;
                change(done.result().rowCount() == 1);
            } else if (System.nanoTime() - renewedAt > DOUBTFUL_NANOS) {
                change(false);
            }
        });
    }

    private void change(boolean now) {
        if (now != ours) {
            ours = now;
            listener.accept(now);
        }
    }
}
