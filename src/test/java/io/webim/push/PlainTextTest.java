package io.webim.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TextTable;
import io.webim.web.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables that the client is held to as well, in {@code TextsIT}. */
class PlainTextTest {
    private static final int MOST = 200;
    /** What is made of these is as mean as it gets. */
    private static final List<String> PIECES = List.of(
            "*",
            "**",
            "_",
            "~~",
            "`",
            "``",
            "```",
            "~~~",
            "\n",
            "\n\n",
            "\n> ",
            ">",
            "\n- ",
            "\n1. ",
            "\n7) ",
            "  ",
            " ",
            "a",
            "b c",
            "重点",
            "é",
            "e\u0301",
            "👍🏽",
            "👩‍👩‍👧‍👦",
            "🇩🇪",
            "\\",
            "/",
            "(",
            ")",
            "“",
            "”",
            "。",
            "—",
            "…",
            "\u200b",
            "https://a.example",
            "/x_y",
            "www.b.example",
            "x.com",
            "x.me/",
            "ann@c.example",
            "?q=1",
            "#",
            "5",
            "'",
            "-",
            "+",
            ".",
            ":",
            "\t",
            "\u00a0",
            "\r",
            "|",
            "=",
            "^",
            "<",
            "·",
            "ツ",
            "¯",
            "😀",
            "_x_",
            "*y*",
            "**z**");

    @ParameterizedTest
    @MethodSource("markup")
    void signsOfMarkupGoAndAllElseStays(JsonObject row) {
        assertThat(PlainText.of(row.getString("text"), MOST)).isEqualTo(row.getString("plain"));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void itIsCutBetweenWhatOneSeesAsSigns(JsonObject row) {
        assertThat(PlainText.of(row.getString("text"), row.getInteger("most"))).isEqualTo(row.getString("plain"));
    }

    @Test
    void linksEndWhereTheClientEndsThem() {
        var wrong = TextTable.rows("links")
                .filter(row -> !links(row.getString("text"))
                        .equals(row.getJsonArray("links").getList()))
                .map(row -> row.encode() + " but " + links(row.getString("text")));

        assertThat(wrong).isEmpty();
    }

    @Test
    void theClientMakesTheSameOfAnyText() throws IOException, InterruptedException {
        var random = new Random(7);
        var texts = IntStream.range(0, 4_000)
                .mapToObj(i -> random.ints(1 + random.nextInt(14), 0, PIECES.size())
                        .mapToObj(PIECES::get)
                        .reduce("", String::concat))
                .toList();
        var asked = new JsonArray();
        texts.forEach(text -> asked.add(new JsonArray().add(text).add(30)));

        var made = client(asked);

        assertThat(texts.stream().map(text -> PlainText.of(text, 30))).containsExactlyElementsOf(strings(made));
    }

    /** Bounded by the length of a message; what is not linear takes minutes here. */
    @ParameterizedTest
    @MethodSource("meanTexts")
    void noTextTakesLongHoweverMean(String text) {
        var thread = java.lang.management.ManagementFactory.getThreadMXBean();
        long begun = thread.getCurrentThreadCpuTime();

        PlainText.of(text, MOST);

        assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }

    static Stream<JsonObject> markup() {
        return TextTable.rows("markup");
    }

    static Stream<JsonObject> cuts() {
        return TextTable.rows("cut");
    }

    static Stream<String> meanTexts() {
        var more = Stream.of(
                "*a ",
                "_*",
                "> ",
                ">\n",
                "```a\n",
                "```` x\n",
                "- x\n",
                "a_*~~**",
                "a@",
                "a.",
                "*a https://b.c ",
                "(https://a.b/)))",
                "https://a.b/(",
                "http://a/",
                "http://a.b:99999/",
                "_https://a.b/c_ ",
                "- - ",
                "> - ",
                ">>",
                "```a``b`",
                "\u0301");
        return Stream.concat(PIECES.stream(), more).map(piece -> piece.repeat(10_000 / piece.length()));
    }

    private static List<String> links(String text) {
        return TextLinks.in(text).stream()
                .map(link -> text.substring(link.start(), link.end()))
                .toList();
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static JsonArray client(JsonArray asked) throws IOException, InterruptedException {
        var process = new ProcessBuilder(Node.executable(), "src/test/js/help/plain.mjs")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(asked.encode().getBytes(StandardCharsets.UTF_8));
        }
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return new JsonArray(answer);
    }
}
