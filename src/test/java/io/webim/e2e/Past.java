package io.webim.e2e;

import io.webim.Counts;
import io.webim.TestServer;
import io.webim.e2e.BrowserTest.Talk;
import java.util.List;
import java.util.stream.IntStream;

/** What two have written to each other before a test begins; put into the database past the server for speed. */
final class Past {
    private static final String DIGIT =
            "(SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4"
                    + " UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";

    private Past() {}

    /** Lines that both have read, a third of them by the one with the smaller id, over months. */
    static void fill(TestServer server, Talk talk, int count) {
        long id = talk.conversation();
        server.query("""
                INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)
                SELECT c.id, s.seq, IF(s.seq %% 3 = 0, c.low_user_id, c.high_user_id),
                       IF(s.seq %% 3 = 0, s.seq DIV 3, s.seq - s.seq DIV 3), UNHEX(LEFT(SHA2(CONCAT(c.id, '-', s.seq), 256), 32)),
                       CONCAT('line ', LPAD(s.seq, 6, '0'), IF(s.seq %% 7 = 0, REPEAT(' and more', s.seq %% 50), '')),
                       'msg_done', '2026-01-01' + INTERVAL s.seq * 4 MINUTE
                FROM conversation c JOIN (%s) s ON s.seq <= %d
                WHERE c.id = %d
                """.formatted(numbers(count), count, id));
        server.query("UPDATE conversation SET last_seq = %d, version = version + 1 WHERE id = %d".formatted(count, id));
        server.query("""
                UPDATE conversation_member
                SET received_seq = %1$d, read_seq = %1$d, told_received_seq = %1$d, told_read_seq = %1$d
                WHERE conversation_id = %2$d""".formatted(count, id));
        Counts.of(server, id);
    }

    /** The usernames of people called Singer 1, Singer 2 and so on, who have accounts alone. */
    static List<String> singers(TestServer server, String of, int count) {
        server.query(
                "INSERT INTO account (username, display_name, password_hash, created_at) SELECT CONCAT('s', s.seq, '_"
                        + of + "'), CONCAT('Singer ', s.seq), '', UTC_TIMESTAMP(3) FROM (" + numbers(count)
                        + ") s WHERE s.seq <= " + count);
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "s" + number + "_" + of)
                .toList();
    }

    /** Contacts who have written one message each. */
    static void chats(TestServer server, String username, int count) {
        server.query(
                "INSERT INTO account (username, display_name, password_hash, created_at) SELECT CONCAT('c', s.seq, '_"
                        + username + "'), CONCAT('Contact ', s.seq), '', UTC_TIMESTAMP(3) FROM (" + numbers(count)
                        + ") s WHERE s.seq <= " + count);
        var pairs = " FROM account me JOIN account peer ON peer.username LIKE 'c%\\_" + username + "'"
                + " JOIN conversation c ON c.low_user_id = me.id AND c.high_user_id = peer.id"
                + " WHERE me.username = '" + username + "'";
        server.query("INSERT INTO conversation (low_user_id, high_user_id, last_seq, version)"
                + " SELECT me.id, peer.id, 1, 2 FROM account me JOIN account peer ON peer.username LIKE 'c%\\_"
                + username
                + "' WHERE me.username = '" + username + "'");
        server.query(
                "INSERT INTO conversation_member (conversation_id, user_id, listed) SELECT c.id, me.id, TRUE" + pairs);
        server.query("INSERT INTO conversation_member (conversation_id, user_id, listed) SELECT c.id, peer.id, TRUE"
                + pairs);
        var since = "INSERT INTO contact (user_id, peer_id, since) SELECT %s, UTC_TIMESTAMP(3)" + pairs;
        server.query(since.formatted("me.id, peer.id"));
        server.query(since.formatted("peer.id, me.id"));
        server.query(
                "INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)"
                        + " SELECT c.id, 1, peer.id, 1, UNHEX(MD5(c.id)), CONCAT('hello from ', peer.id), 'msg_cache', UTC_TIMESTAMP(3)"
                        + pairs);
    }

    static String line(int seq) {
        return String.format("line %06d", seq);
    }

    /** From 1 to a power of ten that is not below the count. */
    private static String numbers(int count) {
        var sum = new StringBuilder("SELECT 1");
        var digits = new StringBuilder();
        int digit = 0;
        for (int unit = 1; unit < count; unit *= 10, digit++) {
            sum.append(" + ").append(unit).append(" * d").append(digit).append(".n");
            digits.append(digit == 0 ? " FROM " : " CROSS JOIN ")
                    .append(DIGIT)
                    .append(" d")
                    .append(digit);
        }
        return sum + " AS seq" + digits;
    }
}
