package io.webim.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.chat.SummaryRow.Marks;
import io.webim.contract.Message;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Instant SEEN = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void itTellsBothSidesMarks() {
        assertThat(new Summary(row(4, null, false, null), true).toJson())
                .isEqualTo(new JsonObject()
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
        var cut = new SummaryRow(7, 3, 1, 2, 9, row.mine(), row.peers(), 5, false, false, null, 4, row.newest(), true);

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

    private static SummaryRow row(
            long unread, @Nullable Message newest, boolean showsPresence, @Nullable Instant lastSeen) {
        return new SummaryRow(
                7,
                3,
                Chat.ME,
                Chat.PEER,
                9,
                new Marks(8, 5),
                new Marks(7, 6),
                5,
                showsPresence,
                false,
                lastSeen,
                unread,
                newest,
                false);
    }
}
