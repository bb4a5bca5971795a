package io.webim.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.contract.AttachedFiles;
import io.webim.contract.User;
import io.webim.push.PushSubscriptionStore.Telling;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private static final User ANN = new User(1, "ann", "Ann", null, false);

    @Test
    void itTellsWhoWroteWhereAndWhen() {
        assertThat(payload("hello", false))
                .isEqualTo(new JsonObject()
                        .put("type", "message")
                        .put("conversationId", 7L)
                        .put("seq", 9L)
                        .put("sentAt", "2026-01-02T03:04:05.678Z")
                        .put("sender", ANN.toJson()));
    }

    @Test
    void theTextIsToldToThoseWhoAskedForIt() {
        assertThat(payload("hello", true).getString("text")).isEqualTo("hello");
        assertThat(payload(null, true).containsKey("text")).isFalse();
    }

    @Test
    void aLongTextIsCutBetweenCodePoints() {
        assertThat(text("😀".repeat(200))).isEqualTo("😀".repeat(200));
        assertThat(text("😀".repeat(201))).isEqualTo("😀".repeat(200) + "…");
    }

    @Test
    void oneTextIsMadeForAllWhoWantIt() {
        var tellings = List.of(telling("*hello*", false), telling("*hello*", true), telling("*hello*", true));

        assertThat(Payload.text(tellings)).contains("hello");
        assertThat(Payload.text(tellings.subList(0, 1))).isEmpty();
    }

    @Test
    void whatCannotShowIsNotRead() {
        assertThat(text("*" + "a ".repeat(900) + "b*")).startsWith("a a");
        assertThat(text("*" + "a ".repeat(1_100) + "b*")).startsWith("*a a");
    }

    @Test
    void theTextIsPlain() {
        assertThat(text("**Hi** `you`\n- and you")).isEqualTo("Hi you and you");
    }

    private static String text(String text) {
        return payload(text, true).getString("text");
    }

    private static JsonObject payload(@Nullable String text, boolean showsText) {
        var telling = telling(text, showsText);
        return Payload.of(7, telling, Payload.text(List.of(telling)));
    }

    private static Telling telling(@Nullable String text, boolean showsText) {
        var subscription =
                new PushSubscription(5, "https://push.example/1", Buffer.buffer(), Buffer.buffer(), showsText);
        return new Telling(
                subscription, ANN, text, Instant.parse("2026-01-02T03:04:05.678Z"), 9, null, AttachedFiles.NONE);
    }
}
