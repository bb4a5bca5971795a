package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {
    /** With each colour of skin. */
    @Test
    void allThatTheClientOffersAreEmojiAndEachIsAnother() throws Exception {
        var all = new JsonArray(Files.readString(Path.of("webroot/vendor/emoji-en.json")))
                .stream().flatMap(one -> withSkins((JsonObject) one)).toList();
        assertThat(all)
                .hasSizeGreaterThan(3_000)
                .allSatisfy(text -> assertThat(Emoji.isOne(text)).as(text).isTrue());
        assertThat(all.stream().map(Emoji::canonical)).doesNotHaveDuplicates();
    }

    private static Stream<String> withSkins(JsonObject emoji) {
        return Stream.concat(Stream.of(emoji), emoji.getJsonArray("skins", new JsonArray()).stream())
                .map(one -> ((JsonObject) one).getString("emoji"));
    }

    @ParameterizedTest
    @CsvSource({
        "\u2764, \u2764\uFE0F",
        "\u2764\uFE0F, \u2764\uFE0F",
        "\uD83D\uDC4D, \uD83D\uDC4D",
        "\uD83D\uDC4D\uFE0F, \uD83D\uDC4D",
        "\u261D\uD83C\uDFFD, \u261D\uD83C\uDFFD",
        "1\u20E3, 1\uFE0F\u20E3",
        "\u2605\uFE0F, \u2605",
        "\u2764\u200D\uD83D\uDD25, \u2764\uFE0F\u200D\uD83D\uDD25",
        "\uD83D\uDD75\uFE0F\u200D\u2642, \uD83D\uDD75\uFE0F\u200D\u2642\uFE0F"
    })
    void whatLooksTheSameIsTheSame(String text, String canonical) {
        assertThat(Emoji.isOne(text)).isTrue();
        assertThat(Emoji.canonical(text)).isEqualTo(canonical);
        assertThat(Emoji.canonical(canonical)).isEqualTo(canonical);
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
        var hearts = "\u2764" + "\u200D\u2764".repeat(6);
        assertThat(Emoji.isOne(hearts)).isTrue();
        assertThat(Emoji.isOne(hearts + "\u200D\u2764")).as("as it is kept").isFalse();
        assertThat(Emoji.isOne(family.repeat(1_000_000))).isFalse();
    }
}
