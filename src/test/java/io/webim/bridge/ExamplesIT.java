package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.web.Node;
import java.io.BufferedReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example services do what they say, run by the real thing against the whole server. */
final class ExamplesIT {
    @SharedServer
    private static TestServer server;

    @Test
    void nodeBotAnswers() throws Exception {
        botAnswers(Node.executable(), "examples/node/echo-bot.mjs");
    }

    @Test
    void pythonBotAnswers() throws Exception {
        botAnswers("python3", "examples/python/echo_bot.py");
    }

    private void botAnswers(String... command) throws Exception {
        var ann = RestClient.of(server).somebody("ann");
        var bot = ann.bot("echo", "feed:read", "messages:write", "messages:read");
        var bob = RestClient.of(server).somebody("bob");
        long conversation = ann.conversationWith(bot);
        long sessions = sessions(bot);
        try (var running = new Bot(bot, command)) {
            ann.send(conversation, "hello 你好 🙂");
            Eventually.that(() -> assertThat(texts(ann, conversation, bot)).containsExactly("hello 你好 🙂"));
            Eventually.that(() -> assertThat(messages(ann, conversation).get(0).getString("state"))
                    .isEqualTo("msg_read"));
        }
        // Somebody who does not want to hear any more is in nobody's way.
        bob.send(bob.conversationWith(bot), "hello and goodbye");
        bob.block(bot);
        var said = Stream.concat(
                        Stream.of("hello 你好 🙂"), IntStream.range(0, 30).mapToObj(i -> "while you were away " + i))
                .toList();
        said.stream().skip(1).forEach(text -> ann.send(conversation, text));

        try (var again = new Bot(bot, command)) {
            Eventually.holds(() -> texts(ann, conversation, bot).size() > 3);
            again.kill();
        }
        try (var third = new Bot(bot, command)) {
            Eventually.that(() -> assertThat(texts(ann, conversation, bot)).hasSizeGreaterThanOrEqualTo(said.size()));
            ann.send(conversation, "are you there?");
            Eventually.that(() -> assertThat(texts(ann, conversation, bot)).contains("are you there?"));
        }
        assertThat(texts(ann, conversation, bot))
                .containsExactlyElementsOf(Stream.concat(said.stream(), Stream.of("are you there?"))
                        .toList());
        assertThat(sessions(bot)).isEqualTo(sessions);
    }

    private static List<String> texts(Person reader, long conversation, Person sender) {
        return messages(reader, conversation).stream()
                .filter(message -> message.getLong("senderId") == sender.id())
                .map(message -> message.getString("text"))
                .toList();
    }

    private static List<JsonObject> messages(Person reader, long conversation) {
        return reader
                .rest()
                .get("/api/conversations/" + conversation + "/messages?limit=100")
                .expect(200)
                .body()
                .getJsonArray("messages")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static long sessions(Person bot) {
        return server.query("SELECT COUNT(*) AS sessions FROM session WHERE user_id = ?", bot.id())
                .get(0)
                .getLong("sessions");
    }

    /** A running example; ready once it says so. */
    private static final class Bot implements AutoCloseable {
        private final Process process;

        Bot(Person bot, String... command) throws Exception {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("WEBIM_URL", server.url(""));
            builder.environment().put("WEBIM_TOKEN", bot.accessToken());
            process = builder.start();
            BufferedReader output = process.inputReader();
            var ready = CompletableFuture.supplyAsync(
                    () -> output.lines().anyMatch(line -> line.startsWith("ready as user " + bot.id())));
            assertThat(ready.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        /** kill -9 */
        void kill() {
            process.toHandle().destroyForcibly();
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
