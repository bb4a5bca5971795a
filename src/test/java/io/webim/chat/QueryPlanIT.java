package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.sqlclient.Row;
import io.webim.TestServer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs at every click reads by index, however full the tables: the embedded server is asked how it would. */
class QueryPlanIT {
    private static final int OWNERS = 20;
    private static final int PEERS = 200;
    private static final int MESSAGES = 12;
    /** Read a table, or an index of it, from one end to the other. */
    private static final Set<String> WHOLE = Set.of("ALL", "index");

    private static TestServer server;

    @BeforeAll
    static void fill() {
        server = TestServer.start();
        assumeThat(server.query("SELECT VERSION() AS v").get(0).getString("v")).contains("MariaDB");
        server.query("INSERT INTO account (username, display_name, password_hash, created_at)"
                + " SELECT CONCAT('p', seq), 'P', '', UTC_TIMESTAMP(3) FROM seq_1_to_" + (OWNERS + PEERS));
        server.query("INSERT INTO conversation (low_user_id, high_user_id, last_seq, low_sent)"
                + " SELECT o.seq, " + OWNERS + " + p.seq, " + MESSAGES + ", " + MESSAGES / 2
                + " FROM seq_1_to_" + OWNERS + " o JOIN seq_1_to_" + PEERS + " p");
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

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> hotQueries() {
        return Stream.of(
                query("a page below", 51, HistoryStore.BELOW, 7L, 40L, 7L, 1L, 51),
                query("a page above", 51, HistoryStore.ABOVE, 7L, 10L, 7L, 1L, 51),
                query("versions to sync", 201, SyncStore.PAGE, 1L, 0L, 201),
                query("unread conversations", PEERS, SummaryStore.WITH_UNREAD, 1L),
                query("summaries", 8, SummaryStore.OF.formatted("(?, ?)"), 1L, 7L, 8L),
                query("conversations to lock", 2, MessageStore.LOCK.formatted("(?, ?)"), 7L, 8L),
                query("members of locked conversations", 4, MessageStore.SIDES.formatted("(?, ?)"), 7L, 8L),
                query("a message sent before", 1, MessageStore.FIND, 1L, "0123456789abcdef"),
                query("versions to bump", 2, MarkStore.BUMP.formatted("(?, ?)"), 7L, 8L),
                query("messages to leave the cache", 20, MarkStore.DRAIN_CACHE, 7L, 30L, 40L, 8L),
                query("deletions", 2, DeletionLog.VISIBLE, 7L, 1L, 0L, 1L, 60L),
                query("whom to tell of presence", PEERS, PresenceStore.AUDIENCE, 1L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hotQueries")
    void readsByIndexAndNoMoreThanItNeeds(String name, int most, String sql, List<Object> values) {
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

    /** The test itself can fail. */
    @Test
    void queryWithoutAnIndexIsFoundOut() {
        assertThat(explain("SELECT seq FROM message WHERE text = ?", List.of("text")))
                .anyMatch(step -> WHOLE.contains(step.getString("type")));
    }

    private static List<Row> explain(String sql, List<Object> values) {
        return server.query("EXPLAIN " + sql, values.toArray());
    }

    private static Arguments query(String name, int most, String sql, Object... values) {
        return Arguments.of(name, most, sql, List.of(values));
    }
}
