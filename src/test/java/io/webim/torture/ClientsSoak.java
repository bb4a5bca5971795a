package io.webim.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.testrun.Soak;
import io.webim.web.Node;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Clients of the event bus that others wrote, fetched by npm and pip: they log in with a bot's token, send, receive, and
 * are there again after each cut.
 */
class ClientsSoak {
    private static final Path OUT = Path.of("target", "clients");
    private static final Path SCRIPTS = Path.of("src", "test", "clients");
    private static final int CUTS = 3;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void vertxForSockJsInNode() throws Exception {
        run(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--prefix",
                OUT.toString(),
                "@vertx/eventbus-bridge-client.js@1.0.0");
        survivesCuts(
                "sockjs",
                server.port(),
                Node.executable(),
                SCRIPTS.resolve("sockjs.cjs").toString());
    }

    @Test
    void vertxForTcpInPython() throws Exception {
        run(
                "python3",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--upgrade",
                "--target",
                OUT.toString(),
                "vertx-eventbus-client==1.0.0");
        survivesCuts(
                "tcp",
                server.tcpPort(),
                "python3",
                SCRIPTS.resolve("tcp_bus.py").toString());
    }

    private static void survivesCuts(String part, int port, String... command) throws Exception {
        var soak = Soak.begin("clients, " + part);
        var random = new Random(soak.seed());
        var ann = RestClient.of(server).somebody("ann");
        var bot = ann.bot("joined");
        long conversation = ann.conversationWith(bot);
        try (var proxy = new CuttingProxy(port);
                var client = new Client(proxy.port(), bot, conversation, command)) {
            for (int i = 0; i <= CUTS; i++) {
                client.await("ready", i + 1);
                ann.send(conversation, "hello " + i);
                client.await("got hello " + i, 1);
                client.say("yes " + i);
                client.await("sent yes " + i, 1);
                assertThat(texts(ann, conversation)).endsWith("yes " + i);
                if (i < CUTS) {
                    assertThat(proxy.cut(10, random.nextBoolean(), random)).isPositive();
                }
            }
            soak.say(CUTS + " cuts, " + client.said.size() + " lines");
        }
    }

    private static List<String> texts(Person person, long conversation) {
        return person.history(conversation).getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getString("text"))
                .toList();
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** What it says is a line each. */
    private static final class Client implements AutoCloseable {
        private final Process process;
        private final Writer orders;
        private final List<String> said = new CopyOnWriteArrayList<>();

        Client(int port, Person bot, long conversation, String... command) throws IOException {
            var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .putAll(Map.of(
                            "NODE_PATH",
                                    OUT.resolve("node_modules").toAbsolutePath().toString(),
                            "PYTHONPATH", OUT.toAbsolutePath().toString(),
                            "WEBIM_PORT", String.valueOf(port),
                            "WEBIM_TOKEN", bot.accessToken(),
                            "WEBIM_CONVERSATION", String.valueOf(conversation)));
            process = builder.start();
            orders = process.outputWriter();
            var reader = new Thread(() -> process.inputReader().lines().forEach(said::add));
            reader.setDaemon(true);
            reader.start();
        }

        void say(String text) throws IOException {
            orders.write(text + "\n");
            orders.flush();
        }

        void await(String line, int times) throws Exception {
            Eventually.holds(() -> {
                assertThat(process.isAlive()).as(said + ", and has ended").isTrue();
                return said.stream().filter(line::equals).count() >= times;
            });
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            process.waitFor();
        }
    }
}
