package io.webim.files;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PoolArenaMetric;
import io.netty.buffer.PooledByteBufAllocator;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import io.webim.metrics.Scrape;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How many send and get files at once, and how often one may begin. */
class FileTransfersIT {
    /** What the allocator counts as held is held in pieces of 4 MiB. */
    private static final long HELD_IN_PIECES = 8 << 20;

    private static TestServer server;
    private static RestClient anyone;
    private final List<Socket> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of(
                "WEBIM_LIMITS",
                "on",
                "WEBIM_METRICS_PORT",
                "0",
                "WEBIM_RATE_FILES",
                "1/hour burst 40",
                "WEBIM_TRUSTED_PROXIES",
                "127.0.0.1"));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (var socket : open) {
            socket.close();
        }
        Eventually.that(() -> assertThat(count("webim_files_receiving")).isZero());
    }

    private static double count(String metric) {
        return Scrape.of(server).get(metric);
    }

    @Test
    void aUserSendsFourAtATime() throws IOException {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        for (int i = 1; i <= 4; i++) {
            begin(ann, ann.create(1_000_000));
            int sending = i;
            Eventually.that(() -> assertThat(count("webim_files_receiving")).isEqualTo(sending));
        }
        var fifth = ann.create(10);
        double refused = count("webim_files_refused_total{share=\"user\",way=\"receiving\"}");

        assertThat(ann.patch(fifth, 0, new byte[10]).expectProblem(503, "busy").header("retry-after"))
                .contains("2");
        assertThat(count("webim_files_refused_total{share=\"user\",way=\"receiving\"}"))
                .isEqualTo(refused + 1);
        var bob = new FileClient(anyone.fromElsewhere().somebody("bob"));
        bob.upload("bobs.bin", new byte[10]);
        open.remove(0).close();
        Eventually.that(() -> ann.patch(fifth, 0, new byte[10]).expect(204));
    }

    @Test
    void uploadsAreBegunAtARate() {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        for (int i = 0; i < 40; i++) {
            ann.create(1);
        }

        assertThat(ann.tryCreate(1, Map.of())
                        .expectProblem(429, "too_many_files")
                        .header("retry-after"))
                .isPresent();
    }

    /** Its body is far longer than what may wait in memory. */
    @Test
    void aLargeFileHoldsNothingInMemory() {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        var bytes = Bytes.random(40 << 20, 1);

        var id = ann.upload("large.bin", bytes);

        assertThat(ann.get(id).expect(200).response().body()).isEqualTo(bytes);
        Eventually.that(() -> {
            assertThat(count("webim_input_bytes_held")).isZero();
            assertThat(count("webim_output_bytes_held")).isZero();
            assertThat(count("webim_files_sending")).isZero();
        });
    }

    /** Of each that is not read one block waits, and another one is ready. */
    @Test
    void whatIsReadAheadIsCountedWithWhatWaits() throws IOException {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        var id = ann.upload("large.bin", Bytes.random(40 << 20, 3));

        fetch(ann, id);
        Eventually.that(() -> assertThat(count("webim_output_bytes_held")).isBetween(131_200.0, 262_300.0));

        hangUp();
        Eventually.that(() -> assertThat(count("webim_output_bytes_held")).isZero());
    }

    /** Whoever reads for long is looked at again and again. */
    @Test
    void whoSeesItNoMoreGetsNoMoreOfIt() throws IOException {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        var bob = new FileClient(anyone.fromElsewhere().somebody("bob"));
        long conversationId = ann.person().conversationWith(bob.person());
        var id = ann.upload("large.bin", Bytes.random(40 << 20, 2));
        ann.send(conversationId, "", id);
        double slow = count("webim_connections_ended_total{reason=\"slow_reader\"}");
        fetch(bob, id);

        ann.delete(conversationId, 1, "everyone").expect(204);

        Eventually.that(() -> assertThat(count("webim_files_sending")).isZero());
        assertThat(count("webim_connections_ended_total{reason=\"slow_reader\"}"))
                .isEqualTo(slow);
    }

    @Test
    void endsWithItsSession() throws IOException {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        var id = ann.upload("large.bin", Bytes.random(40 << 20, 2));
        var begun = ann.create(1_000_000);
        fetch(ann, id);
        begin(ann, begun);
        Eventually.that(() -> assertThat(count("webim_files_receiving")).isOne());

        ann.person().rest().delete("/api/sessions/current").expect(204);

        Eventually.that(() -> {
            assertThat(count("webim_files_receiving")).isZero();
            assertThat(count("webim_files_sending")).isZero();
        });
    }

    /** What was read ahead for it is let go of. */
    @Test
    void whoHangsUpLeavesNothingBehind() throws IOException {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        var id = ann.upload("large.bin", Bytes.random(8 << 20, 3));
        long held = heldDirectly();
        for (int i = 0; i < 100; i++) {
            fetch(ann, id);
            open.remove(open.size() - 1).close();
        }

        Eventually.that(() -> {
            assertThat(count("webim_files_sending")).isZero();
            assertThat(heldDirectly()).isLessThan(held + HELD_IN_PIECES);
        });
    }

    private static long heldDirectly() {
        return PooledByteBufAllocator.DEFAULT.metric().directArenas().stream()
                .mapToLong(PoolArenaMetric::numActiveBytes)
                .sum();
    }

    private void fetch(FileClient who, String id) throws IOException {
        var socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        open.add(socket);
        socket.getOutputStream()
                .write(("GET /api/files/" + id + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                + "\r\nAuthorization: Bearer "
                                + who.person().accessToken() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        // Who has just hung up may still be counted.
        Eventually.that(() -> assertThat(count("webim_files_sending")).isOne());
    }

    @Test
    void whatIsRefusedIsCounted() {
        var ann = new FileClient(anyone.fromElsewhere().somebody("ann"));
        var counter = "webim_files_uploads_refused_total{code=\"file_too_large\"}";
        double before = count(counter);

        ann.tryCreate(1L << 40, Map.of()).expectProblem(413, "file_too_large");

        assertThat(count(counter)).isEqualTo(before + 1);
    }

    private void begin(FileClient who, String id) throws IOException {
        var socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        open.add(socket);
        socket.getOutputStream()
                .write(("PATCH /api/files/" + id + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                + "\r\nAuthorization: Bearer " + who.person().accessToken()
                                + "\r\nX-Forwarded-For: 192.0.2.77\r\nTus-Resumable: 1.0.0"
                                + "\r\nContent-Type: application/offset+octet-stream\r\n"
                                + "Upload-Offset: 0\r\nContent-Length: 1000000\r\n\r\nxxxx")
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
