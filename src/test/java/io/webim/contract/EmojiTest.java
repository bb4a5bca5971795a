package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
    /** With each colour of skin. */
    @Test
    void allThatTheClientOffersAreEmoji() throws Exception {
        var all = new JsonArray(Files.readString(Path.of("webroot/vendor/emoji-en.json")));
        assertThat(all.size()).isGreaterThan(1_500);
        for (var one : all) {
            var emoji = (JsonObject) one;
            assertThat(emoji.getString("emoji"))
                    .satisfies(text -> assertThat(Emoji.isOne(text)).as(text).isTrue());
            for (var skin : emoji.getJsonArray("skins", new JsonArray())) {
                var text = ((JsonObject) skin).getString("emoji");
                assertThat(Emoji.isOne(text)).as(text).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2764", // as text
                "\u2764\uFE0F",
                "1\uFE0F\u20E3",
                "#\u20E3",
                "\uD83C\uDDEB\uD83C\uDDF7",
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F",
                "\uD83C\uDFF4\u200D\u2620\uFE0F",
                "\uD83D\uDC69\uD83C\uDFFB\u200D\u2764\uFE0F\u200D\uD83D\uDC8B\u200D\uD83D\uDC68\uD83C\uDFFD"
            })
    void aKeyAFlagAndWhatIsJoinedAreOne(String text) {
        assertThat(Emoji.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "1",
                "ok",
                " ",
                "\uFE0F",
                "\u200D",
                "\uD83C\uDDEB", // half of a flag
                "\uD83C\uDDEB\uD83C\uDDF7\uD83C\uDDEB",
                "\uD83D\uDC4D\uD83D\uDC4D",
                "\uD83D\uDC4D ",
                "\uD83D\uDC4Da",
                "\uD83D\uDC4D\u200D",
                "\u200D\uD83D\uDC4D",
                "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62", // tags without an end
                "\uD83D\uDC4D\uDB40\uDC67\uDB40\uDC7F", // on something else than a flag
                "\uD83D",
                "1\uFE0F",
                "a\u20E3",
                "\u0301\u20E3",
                "<3"
            })
    void nothingElseIsOne(String text) {
        assertThat(Emoji.isOne(text)).isFalse();
    }

    @Test
    void itHasABound() {
        var family = "\uD83D\uDC68";
        var joined = family + ("\u200D" + family).repeat(8);
        assertThat(Emoji.isOne(joined)).isTrue();
        assertThat(Emoji.isOne(joined + "\u200D" + family)).isFalse();
        assertThat(Emoji.isOne(family.repeat(1_000_000))).isFalse();
    }
}
