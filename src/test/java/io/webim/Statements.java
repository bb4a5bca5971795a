package io.webim;

import io.vertx.sqlclient.Row;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a database has to do for something, counted by itself. Others may use it meanwhile, which only adds: what counts is
 * the least, once it has come three times.
 */
public final class Statements {
    private static final int TIMES = 3;
    private static final int MOST_TIMES = 100;
    private static final String COUNTERS = """
            SHOW GLOBAL STATUS WHERE Variable_name IN ('Questions', 'Com_stmt_prepare', 'Bytes_sent',
                'Handler_read_first', 'Handler_read_key', 'Handler_read_last', 'Handler_read_next', 'Handler_read_prev',
                'Handler_read_rnd', 'Handler_read_rnd_next')""";

    private final TestServer server;

    public Statements(TestServer server) {
        this.server = server;
    }

    /** What something costs when it has been done before. */
    public Cost of(Runnable what) {
        what.run();
        var least = once(what);
        int seen = 1;
        for (int i = 1; i < MOST_TIMES && seen < TIMES; i++) {
            var cost = once(what);
            seen = cost.statements < least.statements ? 1 : cost.statements == least.statements ? seen + 1 : seen;
            least = least.atMost(cost);
        }
        return least;
    }

    private Cost once(Runnable what) {
        var before = counters();
        what.run();
        return Cost.between(before, counters());
    }

    private Map<String, Long> counters() {
        return server.query(COUNTERS).stream()
                .collect(Collectors.toMap(
                        row -> row.getString(0), Statements::count, (one, other) -> one, TreeMap::new));
    }

    private static long count(Row row) {
        return Long.parseLong(row.getString(1));
    }

    /**
     * @param statements that were executed
     * @param rows that were looked at
     * @param bytes that the database sent
     */
    public record Cost(long statements, long rows, long bytes) {
        private static Cost between(Map<String, Long> before, Map<String, Long> after) {
            return new Cost(
                    after.get("Questions") - before.get("Questions") - 1,
                    after.keySet().stream()
                            .filter(name -> name.startsWith("Handler"))
                            .mapToLong(name -> after.get(name) - before.get(name))
                            .sum(),
                    after.get("Bytes_sent") - before.get("Bytes_sent"));
        }

        private Cost atMost(Cost other) {
            return new Cost(
                    Math.min(statements, other.statements), Math.min(rows, other.rows), Math.min(bytes, other.bytes));
        }
    }
}
