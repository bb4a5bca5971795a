package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A server whose tables are full, and how many rows its database looks at for a query. */
public final class FullTables {
    /** Those who have so many contacts each: 1 to {@value}. */
    public static final int OWNERS = 20;

    public static final int CONTACTS = 200;

    private static final int MESSAGES = 12;
    /** Of each row that a query needs: a few tables are joined, an index leads to the row. */
    private static final int LOOKS = 10;

    private static final String COUNTERS = "SHOW SESSION STATUS LIKE 'Handler_read%'";
    /** Not about rows of tables. */
    private static final Set<String> OTHERS = Set.of("Handler_read_rnd_deleted");

    private final TestServer server;

    /** @param server nobody else's; filled by the first who asks */
    public FullTables(TestServer server) {
        this.server = server;
        if (server.query("SELECT 1 FROM account LIMIT 1").isEmpty()) {
            fill();
        }
    }

    private void fill() {
        server.query("INSERT INTO account (username, display_name, password_hash, created_at) "
                + numbersTo(OWNERS + CONTACTS) + " SELECT CONCAT('p', n), 'P', '', UTC_TIMESTAMP(3) FROM numbers");
        server.query("INSERT INTO conversation (low_user_id, high_user_id, last_seq)"
                + " SELECT o.id, p.id, " + MESSAGES
                + " FROM account o JOIN account p ON o.id <= " + OWNERS + " AND p.id > " + OWNERS
                + " ORDER BY o.id, p.id");
        server.query("INSERT INTO conversation_member (conversation_id, user_id, listed)"
                + " SELECT id, low_user_id, TRUE FROM conversation"
                + " UNION ALL SELECT id, high_user_id, TRUE FROM conversation");
        server.query("INSERT INTO contact (user_id, peer_id, since)"
                + " SELECT low_user_id, high_user_id, UTC_TIMESTAMP(3) FROM conversation"
                + " UNION ALL SELECT high_user_id, low_user_id, UTC_TIMESTAMP(3) FROM conversation");
        server.query("INSERT INTO message"
                + " (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at) "
                + numbersTo(MESSAGES)
                + " SELECT c.id, n, IF(n % 2, c.low_user_id, c.high_user_id), (n + 1) DIV 2,"
                + " UNHEX(LEFT(SHA2(CONCAT(c.id, '-', n), 256), 32)), 'text', 'msg_done', UTC_TIMESTAMP(3)"
                + " FROM conversation c JOIN numbers");
        server.query("INSERT INTO message_change (conversation_id, seq, version)"
                + " SELECT conversation_id, seq, seq FROM message");
        server.query(
                "INSERT INTO pin (conversation_id, seq, pinned_at) SELECT conversation_id, seq, sent_at FROM message");
        server.query("INSERT INTO saved_message (user_id, conversation_id, seq, saved_at)"
                + " SELECT c.low_user_id, m.conversation_id, m.seq, m.sent_at"
                + " FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.seq <= 5");
        server.query("INSERT INTO reaction (conversation_id, seq, emoji, user_id, reacted_at)"
                + " SELECT conversation_id, seq, _utf8mb4'\uD83D\uDC4D', sender_id, sent_at FROM message");
        server.query("INSERT INTO file"
                + " (id, owner_id, state, shown, name, media_type, is_inline, size, created_at)"
                + " SELECT LEFT(SHA2(CONCAT(conversation_id, '-', seq), 256), 22), sender_id, 'ready', TRUE, 'a', 'b', FALSE,"
                + " 1, sent_at FROM message");
        server.query(
                "INSERT INTO message_file (conversation_id, seq, place, file_id)"
                        + " SELECT conversation_id, seq, 0, LEFT(SHA2(CONCAT(conversation_id, '-', seq), 256), 22) FROM message");
        server.query("INSERT INTO upload (id, owner_id, length, name, claimed_type, original, expires_at)"
                + " SELECT LEFT(SHA2(CONCAT(id, '-', 'u'), 256), 22), low_user_id, 1, 'a', 'b', FALSE, '2999-01-01'"
                + " FROM conversation");
        server.query(
                "ANALYZE TABLE file, message_file, upload, reaction, pin, saved_message, account, contact, conversation, conversation_member, message, message_change");
    }

    private static String numbersTo(int last) {
        return "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + last + ")";
    }

    /** @param most how many rows the query needs */
    public void assertReadsNoMoreThanItNeeds(int most, String sql, Object... values) {
        assertThat(rowsRead(sql, values)).isLessThanOrEqualTo((long) LOOKS * most);
    }

    /** The rows, and entries of indexes, that the database looks at. */
    public long rowsRead(String sql, Object... values) {
        return TestServer.await(server.pool()
                .withConnection(connection -> rowsRead(connection, "DO 0")
                        .compose(bySuchCounting ->
                                rowsRead(connection, sql, values).map(all -> all - bySuchCounting))));
    }

    private static Future<Long> rowsRead(SqlConnection connection, String sql, Object... values) {
        return counted(connection)
                .compose(before -> connection
                        .preparedQuery(sql)
                        .execute(Tuple.wrap(values))
                        .compose(done -> counted(connection))
                        .map(after -> after - before));
    }

    private static Future<Long> counted(SqlConnection connection) {
        return connection.query(COUNTERS).execute().map(FullTables::sum);
    }

    private static long sum(RowSet<Row> counters) {
        return StreamSupport.stream(counters.spliterator(), false)
                .filter(counter -> !OTHERS.contains(counter.getString(0)))
                .mapToLong(counter -> Long.parseLong(counter.getString(1)))
                .sum();
    }
}
