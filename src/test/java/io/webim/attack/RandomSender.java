package io.webim.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestServer;
import io.webim.bridge.BusClient;
import io.webim.bridge.Eventually;
import io.webim.bridge.RandomFrames;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import io.webim.metrics.Scrape;
import java.util.Random;
import java.util.UUID;

/** Somebody who sends random frames to one endpoint of a server, beside somebody who does not. */
final class RandomSender {
    private static final long SPARE_BYTES = 24 << 20;

    private final TestServer server;
    private final Transport transport;
    private final long seed;
    private final Person mad;
    private final Person sane;

    RandomSender(TestServer server, Transport transport, long seed) throws Exception {
        this.server = server;
        this.transport = transport;
        this.seed = seed;
        var anyone = RestClient.of(server);
        mad = anyone.somebody("mad");
        sane = anyone.somebody("sane");
    }

    /** The server lives, serves on and forgets all of it; the frames are the same ones for the same seed. */
    void assertOutlived(int frames) throws Exception {
        send(frames / 10);
        long before = usedMemory();

        send(frames);

        assertServes();
        Eventually.holds(() -> Scrape.of(server).get("webim_sockets_open") == 0);
        assertThat(Scrape.of(server).get("webim_message_waiting")).isZero();
        assertThat(usedMemory() - before).isLessThan(SPARE_BYTES);
    }

    private void send(int frames) throws Exception {
        var random = new Random(seed);
        var client = open(mad);
        for (int i = 0; i < frames; i++) {
            if (client.isClosed()) {
                client.close();
                client = open(mad);
            }
            try {
                client.write(random.nextBoolean() ? RandomFrames.next(random) : RandomFrames.request(random));
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

    private BusClient open(Person person) throws Exception {
        var client = transport.connect(server);
        client.logIn(person.accessToken());
        return client;
    }

    private void assertServes() throws Exception {
        try (var client = open(sane)) {
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
