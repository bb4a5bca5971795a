package io.webim.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Meeting;

/** A row that names the engine, and that all nodes at that one renew. By the clock of the database. */
final class SharedMeeting implements Meeting {
    private static final String RENEW = """
            UPDATE lease SET holder = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL 6 SECOND
            WHERE id = ? AND (holder = ? OR expires_at < UTC_TIMESTAMP(6))""";

    private final Pool pool;
    private final int row;

    SharedMeeting(Pool pool, int row) {
        this.pool = pool;
        this.row = row;
    }

    @Override
    public Future<Boolean> at(String engine) {
        return pool.preparedQuery(RENEW).execute(Tuple.of(engine, row, engine)).map(rows -> rows.rowCount() == 1);
    }
}
