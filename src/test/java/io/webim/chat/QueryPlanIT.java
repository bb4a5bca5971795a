package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.webim.FullTables;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.chat.marks.MarkStore;
import io.webim.chat.members.MembershipStore;
import io.webim.chat.messages.ChangeStore;
import io.webim.chat.messages.DeletionLog;
import io.webim.chat.messages.ForwardStore;
import io.webim.chat.messages.HeadStore;
import io.webim.chat.messages.HistoryStore;
import io.webim.chat.messages.MentionStore;
import io.webim.chat.messages.MessageFileStore;
import io.webim.chat.messages.MessageStore;
import io.webim.chat.messages.PinStore;
import io.webim.chat.messages.ReactionStore;
import io.webim.chat.messages.SavedStore;
import io.webim.chat.messages.TargetStore;
import io.webim.chat.presence.PresenceStore;
import io.webim.chat.sync.SummaryStore;
import io.webim.chat.sync.SyncStore;
import io.webim.chat.sync.UnreadMentionStore;
import io.webim.sql.Sql;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What runs at every message and every page, however full the tables. */
class QueryPlanIT {
    private static final String PIECES = Sql.any(HistoryStore.PIECE, 2);

    /** One that the third message of the seventh conversation carries. */
    static final String FILE = "b62f83ac792baacd17f428";

    @SharedServer(name = "full")
    private static TestServer server;

    private final FullTables tables = new FullTables(server);

    static Stream<Arguments> hotQueries() {
        return Stream.of(
                query("where a page may reach", 2, HistoryStore.BOUNDS, 1L, 7L),
                query("how long messages are", 8, HistoryStore.SIZES.formatted(PIECES), 7L, 3L, 6L, 9L, 1L, 4L),
                query("messages", 8, HistoryStore.READ.formatted(PIECES), 7L, 3L, 6L, 9L, 1L, 4L),
                query("the list", FullTables.CONTACTS, SummaryStore.LIST, 1L),
                query("versions to sync", 201, SyncStore.PAGE, 1L, 0L, 201),
                query("versions to sync with presence", 201, SyncStore.PAGE_WITH_PRESENCE, 1L, 0L, 201),
                query("unread conversations", FullTables.CONTACTS, SummaryStore.WITH_UNREAD, 1L),
                query("summaries", 8, SummaryStore.OF.formatted("(?, ?)"), 1L, 7L, 8L),
                query("conversations to lock", 2, HeadStore.LOCK.formatted("(?, ?)"), 7L, 8L),
                query(
                        "conversations to lock where they stand as known",
                        2,
                        HeadStore.TAKE.formatted(Sql.any(HeadStore.AS_KNOWN, 2)),
                        7L,
                        0L,
                        0L,
                        0L,
                        8L,
                        0L,
                        0L,
                        0L),
                query("both members of locked conversations", 4, MessageStore.BOTH_SIDES.formatted("(?, ?)"), 7L, 8L),
                query(
                        "senders to locked conversations",
                        2,
                        MessageStore.SENDERS.formatted(Sql.any("m.conversation_id = ? AND m.user_id = ?", 2)),
                        7L,
                        1L,
                        8L,
                        1L),
                query(
                        "how many messages are whose",
                        2,
                        MessageStore.ORDINALS.formatted(Sql.any("me.conversation_id = ? AND me.user_id = ?", 2)),
                        7L,
                        1L,
                        8L,
                        1L),
                query("a message sent before", 1, MessageStore.FIND, 1L, "0123456789abcdef"),
                query("whom a text names", 4, MentionStore.NAMED.formatted("(?, ?)"), 7L, 9L, 1L, "nobody", "noone"),
                query("who shuns a bot", 1, MessageStore.SHUNS, 1L, 2L),
                query("the bots of one in a group", 20, MembershipStore.PROGRAMS, 7L, 1L),
                query("unread mentions", 4, UnreadMentionStore.PAGE, 0L, 7L, 1L, 51),
                query("reactions of one in a conversation", 2, ReactionStore.OF_MEMBER, 1L, 7L),
                query("messages to leave the cache", 20, MarkStore.DRAIN_CACHE, 7L, 30L, 40L, 8L),
                query("deletions below", 2, DeletionLog.BELOW, 7L, 1L, 40L, 50),
                query("deletions above", 2, DeletionLog.ABOVE, 7L, 1L, 40L, 7L, 1L, 40L, 50),
                query("what has changed", 4, ChangeStore.since(2), 1L, 7L, 10L, 8L, 10L),
                query("a message to change", 4, TargetStore.FIND, 1L, 3L, 7L),
                query("who sees a message", 4, TargetStore.SEERS.formatted("(?, ?)"), 3L, 7L, 1L, 2L),
                query(
                        "who has reacted",
                        2,
                        ReactionStore.PAGE.formatted("r.emoji = ?"),
                        1L,
                        7L,
                        3L,
                        1L,
                        Buffer.buffer(),
                        Buffer.buffer(),
                        0L,
                        Buffer.buffer("\uD83D\uDC4D"),
                        51),
                query("a message to send on", 5, ForwardStore.FIND, 1L, 3L, 7L),
                query("own files", 2, MessageFileStore.OWN.formatted("(?, ?)"), 1L, FILE, FILE),
                query("files that are there", 2, MessageFileStore.HOLD.formatted("(?, ?)"), FILE, FILE),
                query("who sees a file", 5, MessageFileStore.SIGHT, FILE, 1L, FILE),
                query("files of deleted messages", 2, MessageFileStore.RELEASED, 16),
                query("how much is saved", 101, SavedStore.COUNT, 1L),
                query("what is saved", 52, SavedStore.PAGE, 1L, 1L << 53, 51),
                query("what is saved of one", 12, SavedStore.PAGE_OF_ONE, 1L, 7L, 1L << 53, 51),
                query("what is pinned", 12, PinStore.PAGE, 1L, 7L, 1L << 53, 1L, 51),
                query("whom to tell of presence", FullTables.CONTACTS, PresenceStore.AUDIENCES.formatted("(?)"), 1L));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hotQueries")
    void readsNoMoreThanItNeeds(String name, int most, String sql, List<Object> values) {
        tables.assertReadsNoMoreThanItNeeds(most, sql, values.toArray());
    }

    /** The test itself can fail. */
    @Test
    void queryWithoutAnIndexReadsAll() {
        assertThat(tables.rowsRead("SELECT seq FROM message WHERE text = ?", "no such text"))
                .isGreaterThan(40_000);
    }

    private static Arguments query(String name, int most, String sql, Object... values) {
        return Arguments.of(name, most, sql, List.of(values));
    }
}
