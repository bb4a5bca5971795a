package io.webim.sdk;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.json.JsonObject;
import io.webim.TestJar;
import io.webim.WebimProcess;
import io.webim.bridge.Eventually;
import io.webim.client.Client;
import io.webim.client.Outgoing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In each language a bot that answers, a program that follows the feed as a stream, and one that writes; the jar is killed
 * under them, and the first two are killed too.
 */
final class KilledBots implements AutoCloseable {
    private static final int MESSAGES = 30;
    private static final int OF_THE_BOT = 15;
    private static final int KILLS = 2;
    private static final String END = "the end";
    private static final String PASSWORD = "correct horse battery";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder;
    private final int port;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<Story> stories = new ArrayList<>();
    private WebimProcess server;

    KilledBots(Path folder) throws IOException {
        this.folder = folder;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        TestJar.unpackedInto(folder.resolve("data"));
        launch();
    }

    void run() throws Exception {
        for (var language : Language.values()) {
            stories.add(new Story(language));
        }
        var work = new ArrayList<Callable<Boolean>>();
        for (var story : stories) {
            story.startBot();
            work.addAll(Stream.<Work>of(story::writeToTheBot, story::writeAsTheBot, story::follow)
                    .map(one -> (Callable<Boolean>) () -> {
                        one.run();
                        return true;
                    })
                    .toList());
        }
        work.add(() -> {
            kill();
            return true;
        });
        SdkIT.results(work);
        for (var story : stories) {
            story.verify();
        }
    }

    @Override
    public void close() throws Exception {
        for (var story : stories) {
            story.close();
        }
        server.close();
    }

    private interface Work {
        void run() throws Exception;
    }

    private void launch() {
        server = WebimProcess.launch(
                folder,
                Map.of(
                        "WEBIM_HTTP_PORT",
                        String.valueOf(port),
                        "WEBIM_PASSWORD_COST",
                        "10",
                        "WEBIM_LIMITS",
                        "off",
                        "JAVA_TOOL_OPTIONS",
                        "-Xmx384m -XX:TieredStopAtLevel=1"));
        server.awaitReady();
    }

    /** The server first, so that those who read notice; then they, at whatever they do once it is there again. */
    private void kill() throws Exception {
        int all = Language.values().length * MESSAGES;
        for (int i = 1; i <= KILLS; i++) {
            int enough = all * i / (KILLS + 1);
            Eventually.holds(() -> acknowledged.get() >= enough);
            server.handle().destroyForcibly();
            server.awaitEnd();
            launch();
            for (var story : stories) {
                story.killPrograms();
            }
        }
    }

    private String url() {
        return "http://127.0.0.1:" + port;
    }

    /** What happens between a person and a bot. */
    private final class Story implements AutoCloseable {
        private final Language language;
        private final Client person;
        private final String personName;
        private final long personId;
        private final long botId;
        private final long conversationId;
        private final String token;
        private final String narrowToken;
        /** What was told of, by its id. */
        private final Map<String, JsonObject> events = Collections.synchronizedMap(new LinkedHashMap<>());

        private Process bot;
        private volatile Driver follower;

        Story(Language language) throws Exception {
            this.language = language;
            personName = "ann." + language.name().toLowerCase(Locale.ROOT);
            var account = Map.of("username", personName, "password", PASSWORD);
            personId = register("/api/users", account).path("id").asLong();
            var access = register("/api/sessions", account).path("accessToken").asText();
            person = new Client(url(), () -> access, TIMEOUT, Duration.ofSeconds(20));
            var botName = "bot." + language.name().toLowerCase(Locale.ROOT);
            botId = post("/api/bots", Map.of("username", botName, "password", PASSWORD))
                    .path("bot")
                    .path("id")
                    .asLong();
            token = token(Map.of("name", "all", "password", PASSWORD));
            narrowToken = token(Map.of("name", "narrow", "password", PASSWORD, "scopes", List.of("feed:read")));
            conversationId = post("/api/contacts", Map.of("username", botName))
                    .path("conversationId")
                    .asLong();
            // From here on both readers miss nothing.
            var reader = new Client(url(), token);
            reader.request("GET", "/api/feed", null, Map.of());
            reader.request("GET", "/api/feed?consumer=stream", null, Map.of());
        }

        private JsonNode register(String path, Map<String, String> account) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(url() + path))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(account)))
                    .build();
            var answer = HTTP.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return new ObjectMapper().readTree(answer.body());
        }

        private JsonNode post(String path, Map<String, Object> body) {
            return person.request("POST", path, body, Map.of());
        }

        private String token(Map<String, Object> wish) {
            return post("/api/bots/" + botId + "/tokens", wish).path("token").asText();
        }

        void startBot() throws IOException {
            var builder = Language.process(language.botCommand());
            builder.environment().put("WEBIM_URL", url());
            builder.environment().put("WEBIM_TOKEN", token);
            bot = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        void killPrograms() throws Exception {
            bot.toHandle().destroyForcibly();
            bot.waitFor();
            startBot();
            var following = follower;
            if (following != null) {
                following.kill();
            }
        }

        void writeToTheBot() {
            for (int i = 0; i < MESSAGES; i++) {
                person.send(Outgoing.in(conversationId).text(text(i)).key(language + " " + i));
                acknowledged.incrementAndGet();
            }
            person.send(Outgoing.in(conversationId).text(END));
        }

        void writeAsTheBot() throws Exception {
            try (var driver = Driver.start(language)) {
                driver.open(url(), token, (int) TIMEOUT.toSeconds(), 10);
                assertThat(driver.tell(order("me")).getJsonObject("ok").getLong("id"))
                        .isEqualTo(botId);
                for (int i = 0; i < OF_THE_BOT; i++) {
                    var order = order("send")
                            .put("to", personName)
                            .put("text", ownText(i))
                            .put("key", "own " + i);
                    assertThat(seq(driver.tell(order.copy()))).isEqualTo(seq(driver.tell(order.copy())));
                    int reached = acknowledged.get();
                    // Not all before the first kill.
                    Eventually.holds(() -> acknowledged.get() > reached || acknowledged.get() >= MESSAGES * 3);
                }
                assertThat(error(driver.tell(order("send").put("to", "nobody").put("text", "hello"))))
                        .isEqualTo("404 user_not_found");
                driver.open(url(), narrowToken, 10, 10);
                assertThat(error(driver.tell(order("send").put("to", personName).put("text", "hello"))))
                        .isEqualTo("403 scope_missing");
                driver.open(url(), "webim_nonsense", 10, 10);
                assertThat(error(driver.tell(order("me")))).isEqualTo("401 invalid_token");
            }
        }

        void follow() throws IOException {
            while (true) {
                try (var driver = Driver.start(language)) {
                    follower = driver;
                    driver.open(url(), token, 10, 20);
                    var order = order("follow")
                            .put("via", "stream")
                            .put("consumer", "stream")
                            .put("until", END);
                    var seqs = new ArrayList<Long>();
                    var answer = driver.tell(order, event -> {
                        if (isOfThePerson(event)) {
                            seqs.add(message(event).getLong("seq"));
                        }
                        events.putIfAbsent(event.getString("id"), event);
                    });
                    assertThat(answer.getJsonObject("ok")).as(answer.encode()).isNotNull();
                    assertThat(seqs).as("in order").isSorted().doesNotHaveDuplicates();
                    return;
                } catch (IOException killed) {
                    // It begins where it has acknowledged.
                } finally {
                    follower = null;
                }
            }
        }

        void verify() throws Exception {
            var said = Stream.concat(IntStream.range(0, MESSAGES).mapToObj(this::text), Stream.of(END))
                    .toList();
            assertThat(events.values().stream()
                            .filter(this::isOfThePerson)
                            .map(event -> message(event).getString("text")))
                    .as(language + ": each once by its id, in order")
                    .containsExactlyElementsOf(said);
            var ownTexts =
                    IntStream.range(0, OF_THE_BOT).mapToObj(this::ownText).toList();
            Eventually.that(() -> assertThat(textsOf(botId))
                    .as(language + ": answered once, and said once")
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(said.stream(), ownTexts.stream()).toList()));
            assertThat(textsOf(botId).stream().filter(ownTexts::contains)).isEqualTo(ownTexts);
            assertThat(textsOf(botId).stream().filter(said::contains)).isEqualTo(said);
            assertThat(textsOf(personId)).isEqualTo(said);
        }

        private List<String> textsOf(long senderId) {
            var texts = new ArrayList<String>();
            person.request("GET", "/api/conversations/" + conversationId + "/messages?limit=100", null, Map.of())
                    .path("messages")
                    .forEach(message -> {
                        if (message.path("senderId").asLong() == senderId) {
                            texts.add(message.path("text").asText());
                        }
                    });
            return texts;
        }

        private boolean isOfThePerson(JsonObject event) {
            return event.getString("type").equals("message.sent")
                    && message(event).getLong("senderId") == personId;
        }

        private JsonObject message(JsonObject event) {
            return event.getJsonObject("data").getJsonObject("message");
        }

        private String text(int i) {
            return language + " says " + i + " 你好";
        }

        private String ownText(int i) {
            return "the bot says " + i;
        }

        @Override
        public void close() throws Exception {
            if (bot != null) {
                bot.toHandle().destroyForcibly();
                bot.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private static JsonObject order(String command) {
        return new JsonObject().put("do", command);
    }

    private static long seq(JsonObject answer) {
        return answer.getJsonObject("ok").getLong("seq");
    }

    private static String error(JsonObject answer) {
        var error = answer.getJsonObject("error");
        return error == null ? answer.encode() : error.getInteger("status") + " " + error.getString("code");
    }
}
