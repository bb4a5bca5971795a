package io.webim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Set;

/** A server whose tables are full, and how its database would run a query: what runs at every click reads by index. */
public final class QueryPlans implements AutoCloseable {
    /** Those who have so many contacts each: 1 to {@value}. */
    public static final int OWNERS = 20;

    public static final int CONTACTS = 200;

    private static final int MESSAGES = 12;
    /** Read a table, or an index of it, from one end to the other. */
    private static final Set<String> WHOLE = Set.of("ALL", "index");

    private final TestServer server;

    /** Only MariaDB says it in this form. */
    public QueryPlans() {
        server = TestServer.start();
        assumeThat(server.query("SELECT VERSION() AS v").get(0).getString("v")).contains("MariaDB");
        server.query("INSERT INTO account (username, display_name, password_hash, created_at)"
                + " SELECT CONCAT('p', seq), 'P', '', UTC_TIMESTAMP(3) FROM seq_1_to_" + (OWNERS + CONTACTS));
        server.query("INSERT INTO conversation (low_user_id, high_user_id, last_seq, low_sent)"
                + " SELECT o.seq, " + OWNERS + " + p.seq, " + MESSAGES + ", " + MESSAGES / 2
                + " FROM seq_1_to_" + OWNERS + " o JOIN seq_1_to_" + CONTACTS + " p");
        server.query("INSERT INTO conversation_member (conversation_id, user_id, peer_id, status)"
                + " SELECT id, low_user_id, high_user_id, 'contact' FROM conversation"
                + " UNION ALL SELECT id, high_user_id, low_user_id, 'contact' FROM conversation");
        server.query("INSERT INTO message"
                + " (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)"
                + " SELECT c.id, s.seq, IF(s.seq % 2, c.low_user_id, c.high_user_id), (s.seq + 1) DIV 2,"
                + " UNHEX(MD5(CONCAT(c.id, '-', s.seq))), 'text', 'msg_done', UTC_TIMESTAMP(3)"
                + " FROM conversation c JOIN seq_1_to_" + MESSAGES + " s");
        server.query("ANALYZE TABLE account, conversation, conversation_member, message");
    }

    /** @param most how many rows the query needs; a step may look at twice as many */
    public void assertReadsNoMoreThanItNeeds(int most, String sql, Object... values) {
        for (var step : explain(sql, values)) {
            // A step that was settled while planning names no table to read.
            if (step.getString("table") != null && step.getString("type") != null) {
                assertThat(step.getString("type")).as(step.toJson().encode()).isNotIn(WHOLE);
                assertThat(Long.parseLong(step.getString("rows")))
                        .as(step.toJson().encode())
                        .isLessThanOrEqualTo(2L * most);
            }
        }
    }

    public boolean readsWhole(String sql, Object... values) {
        return explain(sql, values).stream().anyMatch(step -> WHOLE.contains(step.getString("type")));
    }

    @Override
    public void close() {
        server.close();
    }

    private List<Row> explain(String sql, Object... values) {
        return server.query("EXPLAIN " + sql, values);
    }
}
