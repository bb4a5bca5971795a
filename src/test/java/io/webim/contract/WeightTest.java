package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WeightTest {
    @Test
    void aTextWeighsWhatItsJsonHasBytes() {
        var random = new Random(1);
        for (int round = 0; round < 2_000; round++) {
            var text = random.ints(50, 0, random.nextBoolean() ? 0x100 : 0x11000)
                    .filter(codePoint -> codePoint < 0xD800 || codePoint > 0xDFFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            var json = new JsonObject().put("t", text).encode();

            assertThat(Weight.of(text))
                    .isEqualTo(json.getBytes(StandardCharsets.UTF_8).length - "{\"t\":\"\"}".length());
        }
    }

    @Test
    void anObjectWeighsWhatItsJsonHasBytes() {
        var json = new JsonObject()
                .put("text", "\"quoted\"\n\u0001é€🎉")
                .put("é", new JsonArray().add(1).add(-2.5).add(true).addNull())
                .put("empty", new JsonObject().put("none", new JsonArray()))
                .put("map", Map.of("inner", List.of(List.of(1L << 53), Map.of())))
                .put("time", Instant.parse("2026-01-02T03:04:05.678Z"))
                .put("bytes", new byte[] {1, 2, 3, 4})
                .putNull("nothing");

        int bytes = json.encode().getBytes(StandardCharsets.UTF_8).length;
        assertThat(Weight.of(json)).isEqualTo(bytes);
        assertThat(Weight.of(new JsonObject(json.encode()))).isEqualTo(bytes);
        assertThat(Weight.of(new JsonObject())).isEqualTo("{}".length());
    }

    @Test
    void aMessageWeighsNoLessThanItsJson() {
        long most = (1L << 53) - 1;
        var message = new Message(
                most,
                most,
                most,
                new UUID(most, most),
                "text",
                MessageState.CACHE,
                Instant.parse("2026-01-02T03:04:05.678Z"));
        var reactions = Reactions.NONE;
        for (int user = 0; user < 30; user++) {
            reactions = reactions
                    .plus(
                            "\uD83D\uDC68\uD83C\uDFFB\u200D\u2764\uFE0F\u200D\uD83D\uDC8B\u200D\uD83D\uDC68\uD83C\uDFFD",
                            most - user,
                            false)
                    .plus("\u2764\uFE0F", most - user, false);
        }
        var living = message.changed(
                most,
                "text",
                new Message.More(
                        Collections.nCopies(50, most),
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        most,
                        reactions,
                        0L,
                        null,
                        files()));
        var user = new User(most, "n".repeat(32), "\u0001".repeat(50), "p".repeat(22), true);
        var forwarded =
                message.changed(0, "text", Message.More.forwarded(new Forwarded(user, null), AttachedFiles.NONE));
        var told = message.changed(
                0, "text", Message.More.forwarded(new Forwarded(null, "\u00e9".repeat(100)), AttachedFiles.NONE));

        for (var one : List.of(message, message.changed(most, "text", Message.More.NONE), living, forwarded, told)) {
            assertThat(Weight.of(one))
                    .isGreaterThanOrEqualTo(one.toJson().toBuffer().length());
        }
    }

    private static AttachedFiles files() {
        var file = new JsonObject()
                .put("id", "i".repeat(22))
                .put("name", "\u4f60\"\\".repeat(50))
                .put("mediaType", "image/png")
                .put("size", Long.MAX_VALUE)
                .put("inline", true)
                .put("waveform", "w".repeat(172))
                .put("placeholder", "%".repeat(64))
                .put("preview", true);
        return AttachedFiles.of(Collections.nCopies(AttachedFiles.MOST, file));
    }

    @Test
    void asManyFitAsWeighNoMoreAndOneAtLeast() {
        assertThat(Weight.fitting(List.of(3, 3, 3), weight -> weight, 6)).containsExactly(3, 3);
        assertThat(Weight.fitting(List.of(3, 3, 3), weight -> weight, 9)).containsExactly(3, 3, 3);
        assertThat(Weight.fitting(List.of(7, 1), weight -> weight, 6)).containsExactly(7);
        assertThat(Weight.fitting(List.<Integer>of(), weight -> weight, 6)).isEmpty();
    }
}
