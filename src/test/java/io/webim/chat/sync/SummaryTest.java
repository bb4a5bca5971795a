package io.webim.chat.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.chat.Chat;
import io.webim.chat.conversations.Notify;
import io.webim.chat.sync.SummaryRow.Peer;
import io.webim.chat.sync.SummaryRow.ShownMarks;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.User;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
    private static final User PEER = new User(Chat.PEER, "peer", "Peer", null, false);
    private static final User ME = new User(Chat.ME, "me", "Me", null, false);
    private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void itTellsBothSidesMarks() {
        assertThat(new Summary(row(4, null, false, null), true).toJson())
                .isEqualTo(new JsonObject()
                        .put("user", PEER.toJson())
                        .put("status", "contact")
                        .put("conversationId", 7L)
                        .put("version", 3L)
                        .put("unread", 4L)
                        .put("lastSeq", 9L)
                        .put("receivedSeq", 8L)
                        .put("readSeq", 5L)
                        .put("peerReceivedSeq", 7L)
                        .put("peerReadSeq", 6L));
    }

    @Test
    void itShowsTheNewestMessageWhereThereIsOne() {
        Message newest = Chat.message(9, Chat.PEER, "hello");

        assertThat(new Summary(row(4, newest, false, null), true).toJson().getJsonObject("lastMessage"))
                .isEqualTo(newest.toJson());
    }

    @Test
    void aTextThatWasCutShortSaysSo() {
        var row = row(4, Chat.message(9, Chat.PEER, "hello"), false, null);
        var cut = new SummaryRow(
                7, 3, 1, ME, true, 9, row.mine(), 5, null, row.peer(), 4, 0, row.newest(), true, Notify.ALL, null);

        assertThat(new Summary(cut, true).toJson().getJsonObject("lastMessage").getBoolean("excerpt"))
                .isTrue();
    }

    @Test
    void presenceIsToldToThoseWhoMaySeeIt() {
        assertThat(new Summary(row(0, null, true, SEEN), true).toJson())
                .contains(Map.entry("online", true))
                .noneMatch(entry -> entry.getKey().equals("lastSeen"));
        assertThat(new Summary(row(0, null, true, SEEN), false).toJson())
                .contains(Map.entry("online", false), Map.entry("lastSeen", "2026-01-02T03:04:05.678Z"));
        assertThat(new Summary(row(0, null, true, null), false).toJson())
                .contains(Map.entry("online", false))
                .noneMatch(entry -> entry.getKey().equals("lastSeen"));
    }

    @ParameterizedTest
    @CsvSource({"true, true, contact", "true, false, request", "false, false, none"})
    void aConversationWithSomebodyWhoIsNoContactIsARequest(boolean listed, boolean added, String status) {
        var peer = new Peer(PEER, added, false, new ShownMarks(7, 6), false, false, null);
        var row = new SummaryRow(
                7, 3, 1, ME, listed, 9, new ShownMarks(8, 5), 5, null, peer, 4, 0, null, false, Notify.ALL, null);

        assertThat(new Summary(row, true).toJson().getString("status")).isEqualTo(status);
    }

    @Test
    void theMarksOfTheOtherDecideTheStateOfOnesOwn() {
        var row = row(4, null, false, null);

        assertThat(row.state(Chat.ME, 6)).isEqualTo(MessageState.READ);
        assertThat(row.state(Chat.ME, 7)).isEqualTo(MessageState.DONE);
        assertThat(row.state(Chat.PEER, 6)).isEqualTo(MessageState.DONE);
    }

    private static SummaryRow row(
            long unread, @Nullable Message newest, boolean showsPresence, @Nullable Instant lastSeen) {
        var peer = new Peer(PEER, true, false, new ShownMarks(7, 6), showsPresence, false, lastSeen);
        return new SummaryRow(
                7, 3, 1, ME, true, 9, new ShownMarks(8, 5), 5, null, peer, unread, 0, newest, false, Notify.ALL, null);
    }
}
