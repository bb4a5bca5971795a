package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.chat.bridge.BusClient;
import io.webim.chat.bridge.Eventually;
import io.webim.chat.bridge.LogWatch;
import io.webim.chat.bridge.MadFrames;
import io.webim.chat.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.metrics.Scrape;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand mad frames over each endpoint of a whole server, the same ones each time: it lives, serves on, forgets all
 * of it, and has nothing to say at ERROR.
 */
class MadFramesIT {
    private static final int FRAMES = 10_000;
    private static final long SEED = 20_261_124;
    private static final long SPARE_BYTES = 24 << 20;

    @SharedServer
    private static TestServer server;

    private static LogWatch logs;

    private final RestClient anyone = RestClient.of(server);

    @BeforeAll
    static void start() {
        logs = new LogWatch();
    }

    @AfterAll
    static void stop() {
        logs.close();
        logs.assertQuiet();
    }

    @ParameterizedTest
    @EnumSource(names = {"RAW", "FRAMED", "TCP"})
    void serverOutlivesTenThousandMadFrames(Transport transport) throws Exception {
        var mad = anyone.somebody("mad");
        var sane = anyone.somebody("sane");
        send(transport, mad, FRAMES / 10);
        long before = usedMemory();

        send(transport, mad, FRAMES);

        serves(transport, sane);
        Eventually.holds(() -> Scrape.of(server).get("webim_sockets_open") == 0);
        assertThat(Scrape.of(server).get("webim_message_waiting")).isZero();
        assertThat(usedMemory() - before).isLessThan(SPARE_BYTES);
    }

    private static void send(Transport transport, Person mad, int frames) throws Exception {
        var random = new Random(SEED);
        var client = open(transport, mad);
        for (int i = 0; i < frames; i++) {
            if (client.isClosed()) {
                client.close();
                client = open(transport, mad);
            }
            try {
                client.write(random.nextBoolean() ? MadFrames.next(random) : MadFrames.request(random));
            } catch (RuntimeException closing) {
                client.awaitClosed();
            }
            if (i % 100 == 99) {
                settle(client);
            }
        }
        client.close();
    }

    /** Lets the server answer, or close; what it sent is thrown away. */
    private static void settle(BusClient client) throws Exception {
        var marker = UUID.randomUUID().toString();
        var ping = new JsonObject()
                .put("type", "send")
                .put("address", "contacts.list")
                .put("replyAddress", marker);
        try {
            client.send(ping);
            Eventually.holds(() -> client.isClosed() || client.took(marker));
        } catch (RuntimeException closing) {
            client.awaitClosed();
        }
    }

    private static BusClient open(Transport transport, Person person) throws Exception {
        var client = transport.connect(server);
        client.logIn(person.accessToken());
        return client;
    }

    private static void serves(Transport transport, Person sane) throws Exception {
        try (var client = open(transport, sane)) {
            var listed = client.ask("contacts.list", new JsonObject());
            assertThat(listed.getString("type")).isEqualTo(client.delivery());
        }
        sane.rest().get("/api/users/me").expect(200);
    }

    private static long usedMemory() throws InterruptedException {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
