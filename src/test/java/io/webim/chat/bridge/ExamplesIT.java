package io.webim.chat.bridge;

import static io.webim.testrun.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.impl.driver.Driver;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import java.io.BufferedReader;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example services do what they say, run by the real thing against the whole server. */
final class ExamplesIT {
    private static final String PASSWORD = "correct horse battery";
    private static TestServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void nodeBotAnswers() throws Exception {
        botAnswers("node-bot", node().toString(), "examples/node/echo-bot.mjs");
    }

    @Test
    void pythonBotAnswers() throws Exception {
        botAnswers("python-bot", "python3", "examples/python/echo_bot.py");
    }

    private void botAnswers(String bot, String... command) throws Exception {
        var alice = logIn("alice." + bot);
        long conversation;
        try (var running = new Bot(bot, command)) {
            conversation = post("/api/contacts", alice, new JsonObject().put("username", bot))
                    .getLong("conversationId");
            say(alice, conversation, "hello 你好 🙂");
            awaitTexts(alice, conversation, "hello 你好 🙂", "hello 你好 🙂");
            assertThat(history(alice, conversation).getJsonObject(0).getString("state"))
                    .isEqualTo("msg_read");
        }
        say(alice, conversation, "are you there?");
        try (var again = new Bot(bot, command)) {
            again.awaitLine("token renewed");
            awaitTexts(alice, conversation, "hello 你好 🙂", "hello 你好 🙂", "are you there?", "are you there?");
        }
    }

    private String logIn(String username) throws Exception {
        var account = new JsonObject().put("username", username).put("password", PASSWORD);
        post("/api/users", null, account);
        return post("/api/sessions", null, account).getString("accessToken");
    }

    private void say(String token, long conversation, String text) throws Exception {
        post(
                "/api/conversations/" + conversation + "/messages",
                token,
                new JsonObject().put("clientId", UUID.randomUUID().toString()).put("text", text));
    }

    private JsonArray history(String token, long conversation) throws Exception {
        return call(request("/api/conversations/" + conversation + "/messages", token)
                        .build())
                .getJsonArray("messages");
    }

    private void awaitTexts(String token, long conversation, String... texts) throws Exception {
        Eventually.holds(() -> {
            var read = history(token, conversation).stream()
                    .map(message -> ((JsonObject) message).getString("text"))
                    .toArray();
            // The last message of the other side is marked as read after it was answered.
            return Arrays.equals(read, texts)
                    && history(token, conversation)
                            .getJsonObject(texts.length - 2)
                            .getString("state")
                            .equals("msg_read");
        });
    }

    private JsonObject post(String path, String token, JsonObject body) throws Exception {
        return call(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build());
    }

    private static HttpRequest.Builder request(String path, String token) {
        var request = HttpRequest.newBuilder(URI.create(server.url(path)));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private JsonObject call(HttpRequest request) throws Exception {
        var response = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
        return new JsonObject(response.body());
    }

    /** The one that came with the browser tests, so that nothing need be installed. */
    private static Path node() {
        var driver = Driver.ensureDriverInstalled(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"), false);
        boolean windows = File.separatorChar == '\\';
        return driver.driverDir().resolve(windows ? "node.exe" : "node");
    }

    /** A running example; ready once it says so. */
    private static final class Bot implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;

        Bot(String username, String... command) throws Exception {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .putAll(Map.of(
                            "WEBIM_URL",
                            server.url(""),
                            "WEBIM_BRIDGE",
                            "127.0.0.1:" + server.tcpPort(),
                            "BOT_USERNAME",
                            username,
                            "BOT_PASSWORD",
                            PASSWORD,
                            "BOT_RENEW_SECONDS",
                            "1"));
            process = builder.start();
            output = process.inputReader();
            awaitLine("ready as user ");
        }

        void awaitLine(String start) throws Exception {
            var there = CompletableFuture.supplyAsync(() -> output.lines().anyMatch(line -> line.startsWith(start)));
            assertThat(there.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the bot says " + start)
                    .isTrue();
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
