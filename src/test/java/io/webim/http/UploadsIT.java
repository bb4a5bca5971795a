package io.webim.http;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.http.RestClient.Person;
import io.webim.metrics.Scrape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may send a file is decided by the head of the request. */
class UploadsIT {
    private static final String OWN = "/api/users/me/picture";
    private static final int MEBIBYTES_5 = 5 << 20;

    private static TestServer server;
    private static RestClient anyone;
    private final List<RawConnection> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = TestServer.start(
                Map.of("WEBIM_LIMITS", "on", "WEBIM_METRICS_PORT", "0", "WEBIM_TRUSTED_PROXIES", "127.0.0.1"));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (var connection : open) {
            connection.close();
        }
        eventually(() -> pending() == 0);
    }

    @Test
    void whoHasSentTooManyIsToldBeforeTheNextIsRead() throws IOException {
        var ann = anyone.somebody("ann");
        for (int i = 0; i < 10; i++) {
            ann.rest().put(OWN, "image/png", picture()).expect(200);
        }

        assertThat(begin(ann, "192.0.2.1").readUntil("}"))
                .startsWith("HTTP/1.1 429")
                .contains("too_many_attempts");
        assertThat(refused("webim_limit_refused_total{limit=\"pictures\"}")).isOne();
    }

    @Test
    void aUserSendsOneAtATimeANetworkFourAndAllTogetherEight() throws IOException {
        var people = new ArrayList<Person>();
        for (int i = 0; i < 10; i++) {
            people.add(anyone.somebody("sender"));
        }
        hold(people.get(0), "192.0.2.1");
        assertRefused(people.get(0), "198.51.100.1", "user");
        for (int i = 1; i < 4; i++) {
            hold(people.get(i), "192.0.2.1");
        }
        assertRefused(people.get(4), "192.0.2.1", "network");
        for (int i = 4; i < 8; i++) {
            hold(people.get(i), "198.51.100.1");
        }
        assertRefused(people.get(8), "203.0.113.1", "all");
        assertThat(pending()).isEqualTo(8);

        // Whoever hangs up makes room.
        open.remove(0).close();
        eventually(() -> pending() == 7);
        people.get(8).rest().put(OWN, "image/png", picture()).expect(200);
    }

    @Test
    void whoIsRefusedTakesNoPlaceAndWhoIsAnsweredGivesItBack() throws IOException {
        var ann = anyone.somebody("ann");

        ann.rest().put(OWN, "image/png", new byte[] {1, 2, 3}).expectProblem(415, "unsupported_media_type");
        ann.rest().put(OWN, "image/png", new byte[MEBIBYTES_5 + 1]).expectProblem(413, "too_large");
        ann.rest().put(OWN, "image/png", picture()).expect(200);

        eventually(() -> pending() == 0);
    }

    /** Its token takes a moment to be looked at, in which it can go. */
    @Test
    void whoHangsUpBeforeItIsKnownWhoItIsTakesNoPlace() throws IOException {
        var ann = anyone.somebody("ann");
        for (int i = 0; i < 200; i++) {
            begin(ann, "192.0.2.1").reset();
        }

        ann.rest().get("/api/users/me").expect(200);
        eventually(() -> pending() == 0);
    }

    private void hold(Person person, String address) throws IOException {
        double before = pending();
        open.add(begin(person, address));
        eventually(() -> pending() > before);
    }

    private static void assertRefused(Person person, String address, String share) throws IOException {
        var answer = begin(person, address).readUntil("}");

        assertThat(answer)
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("retry-after: 2")
                .contains("\"busy\"");
        assertThat(refused("webim_uploads_refused_total{share=\"" + share + "\"}"))
                .isOne();
    }

    /** Says that 5 MiB come, and sends the first of them. */
    private static RawConnection begin(Person person, String address) throws IOException {
        return new RawConnection(server.port())
                .send("PUT " + OWN + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + person.accessToken()
                        + "\r\nX-Forwarded-For: " + address + "\r\nContent-Type: image/png\r\nContent-Length: "
                        + MEBIBYTES_5 + "\r\n\r\nx");
    }

    private static double pending() {
        return Scrape.of(server).get("webim_uploads_pending");
    }

    private static double refused(String counter) {
        return Scrape.of(server).getOrDefault(counter, 0.0);
    }

    private static byte[] picture() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static void eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
