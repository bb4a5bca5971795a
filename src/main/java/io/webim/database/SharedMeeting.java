package io.webim.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.webim.contract.Meeting;

/**
 * A row that names the engine, and that all nodes at that one renew; and another that those renew who are at none of
 * theirs. By the clock of the database.
 */
final class SharedMeeting implements Meeting {
    private static final String RENEW = """
            UPDATE lease SET holder = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL 6 SECOND
            WHERE id = ? AND (holder = ? OR expires_at < UTC_TIMESTAMP(6))""";
    private static final String SAY = "UPDATE lease SET expires_at = UTC_TIMESTAMP(6) + INTERVAL 6 SECOND WHERE id = ?";
    private static final String LOOK = "SELECT 1 FROM lease WHERE id = ? AND expires_at >= UTC_TIMESTAMP(6)";

    private final Pool pool;
    private final int engine;
    private final int apart;

    /**
     * @param engine the row that names it
     * @param apart the row of those who are at another
     */
    SharedMeeting(Pool pool, int engine, int apart) {
        this.pool = pool;
        this.engine = engine;
        this.apart = apart;
    }

    @Override
    public Future<Boolean> at(String name) {
        return pool.preparedQuery(RENEW).execute(Tuple.of(name, engine, name)).map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Future<Void> apart() {
        return pool.preparedQuery(SAY).execute(Tuple.of(apart)).mapEmpty();
    }

    @Override
    public Future<Boolean> isApart() {
        return pool.preparedQuery(LOOK).execute(Tuple.of(apart)).map(rows -> rows.size() == 1);
    }
}
