package io.webim.chat;

import io.webim.BusUser;
import io.webim.Counts;
import io.webim.TestServer;

/** Writes past the server what would take it long to receive. */
public final class ManyMessages {
    private static final String INSERT = """
            INSERT INTO message (conversation_id, seq, sender_id, sender_ordinal, client_id, text, state, sent_at)
            WITH RECURSIVE digits (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM digits WHERE n < 99)
            SELECT ?, a.n * 100 + b.n + 1, ?, a.n * 100 + b.n + 1, UNHEX(LEFT(SHA2(CONCAT(?, '-', a.n, '-', b.n), 256), 32)),
                   ?, ?, UTC_TIMESTAMP(3)
            FROM digits a JOIN digits b
            WHERE a.n * 100 + b.n < ?""";
    private static final String ADVANCE = "UPDATE conversation SET last_seq = ? WHERE id = ?";

    /** The newest first, so that no two are in the same order by seq and by version. */
    private static final String CHANGE = """
            UPDATE message m JOIN conversation c ON c.id = m.conversation_id
            SET m.text = ?, m.version = c.version + c.last_seq + 1 - m.seq
            WHERE m.conversation_id = ? AND NOT m.deleted""";

    private static final String ENTER = """
            INSERT INTO message_change (conversation_id, seq, version)
            SELECT conversation_id, seq, version FROM message WHERE conversation_id = ? AND NOT deleted
            ON DUPLICATE KEY UPDATE version = VALUES(version)""";

    private ManyMessages() {}

    /** Of one sender, in a conversation that has none; at most 10,000. */
    public static void write(TestServer server, long conversationId, BusUser sender, int count, String text) {
        write(server, conversationId, sender, count, text, "msg_done");
    }

    /** The same to somebody who has no device connected: as long as the server has not loaded the conversation. */
    static void writeCached(TestServer server, long conversationId, BusUser sender, int count) {
        write(server, conversationId, sender, count, "text", "msg_cache");
    }

    private static void write(
            TestServer server, long conversationId, BusUser sender, int count, String text, String state) {
        server.query(INSERT, conversationId, sender.id, conversationId, text, state, count);
        server.query(ADVANCE, count, conversationId);
        Counts.of(server, conversationId);
        // A device that knows of more than the server does has it look.
        sender.received(conversationId, count);
    }

    /** Changes the text of all that are there. */
    static void change(TestServer server, long conversationId, String text) {
        server.query(CHANGE, text, conversationId);
        server.query(ENTER, conversationId);
        server.query("UPDATE conversation SET version = version + last_seq WHERE id = ?", conversationId);
    }
}
