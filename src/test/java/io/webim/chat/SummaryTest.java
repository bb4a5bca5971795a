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
        assertThat(new Summary(row(false, null), 4, null, true).toJson())
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

        assertThat(new Summary(row(false, null), 4, newest, true).toJson().getJsonObject("lastMessage"))
                .isEqualTo(newest.toJson());
    }

    @Test
    void presenceIsToldToThoseWhoMaySeeIt() {
        assertThat(new Summary(row(true, SEEN), 0, null, true).toJson())
                .contains(Map.entry("online", true))
                .noneMatch(entry -> entry.getKey().equals("lastSeen"));
        assertThat(new Summary(row(true, SEEN), 0, null, false).toJson())
                .contains(Map.entry("online", false), Map.entry("lastSeen", "2026-01-02T03:04:05.678Z"));
        assertThat(new Summary(row(true, null), 0, null, false).toJson())
                .contains(Map.entry("online", false))
                .noneMatch(entry -> entry.getKey().equals("lastSeen"));
    }

    private static SummaryRow row(boolean showsPresence, @Nullable Instant lastSeen) {
        return new SummaryRow(
                7,
                3,
                Chat.ME,
                Chat.PEER,
                9,
                new Marks(8, 5),
                new Marks(7, 6),
                0,
                0,
                showsPresence,
                false,
                lastSeen,
                0,
                0,
                null);
    }
}
