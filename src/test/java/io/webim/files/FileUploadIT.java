package io.webim.files;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.files.inside.ClamdServer;
import io.webim.http.RestClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files come, whole or in pieces, and what is refused. */
class FileUploadIT {
    @TempDir
    private static Path data;

    @TempDir
    private static Path scanning;

    /** What a file takes at least. */
    private static final long LEAST = 16 << 10;

    private static ClamdServer clamd;
    private static TestServer server;
    private static RestClient anyone;

    @BeforeAll
    static void start() throws Exception {
        clamd = ClamdServer.start(scanning, 8 << 20);
        server = TestServer.start(Map.of(
                "WEBIM_DATA_DIR",
                data.toString(),
                "WEBIM_FILE_MAX",
                "8MiB",
                "WEBIM_FILE_QUOTA",
                "20MiB",
                "WEBIM_FILE_SCANNER",
                "clamd://127.0.0.1:" + clamd.port()));
        anyone = RestClient.of(server);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.close();
        clamd.close();
    }

    private static FileClient somebody() {
        return new FileClient(anyone.somebody("sender"));
    }

    @Test
    void saysWhatItTakes() {
        var answer = anyone.call("OPTIONS", "/api/files").expect(204);

        assertThat(answer.header("tus-version")).contains("1.0.0");
        assertThat(answer.header("tus-extension")).contains("creation,expiration,termination");
        assertThat(answer.header("tus-max-size")).contains(Integer.toString(8 << 20));
    }

    @Test
    void aFileComesInPiecesAndIsWhatWasSent() {
        var ann = somebody();
        var bytes = Bytes.random(3_000_000, 1);
        var created = ann.tryCreate(bytes.length, Map.of("filename", "Report.bin", "filetype", "x/y"))
                .expect(201);
        var id = FileClient.id(created);
        assertThat(created.header("upload-expires")).isPresent();
        assertThat(ann.offset(id)).isZero();

        var first = ann.patch(id, 0, Arrays.copyOf(bytes, 1_000_001)).expect(204);
        assertThat(first.header("upload-offset")).contains("1000001");
        assertThat(first.header("tus-resumable")).contains("1.0.0");
        assertThat(ann.offset(id)).isEqualTo(1_000_001);
        ann.get(id).expectProblem(404, "file_not_found");
        ann.patch(id, 1_000_001, Arrays.copyOfRange(bytes, 1_000_001, bytes.length))
                .expect(204);

        assertThat(ann.offset(id)).isEqualTo(bytes.length);
        var fetched = ann.get(id).expect(200);
        assertThat(fetched.response().body()).isEqualTo(bytes);
        assertThat(fetched.header("content-disposition"))
                .hasValueSatisfying(name -> assertThat(name).startsWith("attachment; filename=\"Report.bin\""));
        assertThat(ann.usage().getLong("used")).isEqualTo(bytes.length);
        assertThat(ann.usage().getInteger("uploads")).isZero();
        assertThat(Files.exists(data.resolve("files/incoming/" + id))).isFalse();
    }

    @Test
    void nothingStaysOfAFileWithAVirus() {
        var ann = somebody();
        var bytes = ("x".repeat(100_000) + ClamdServer.VIRUS).getBytes(StandardCharsets.US_ASCII);
        var id = ann.create(bytes.length);

        var problem = ann.patch(id, 0, bytes).expectProblem(422, "file_refused");

        assertThat(problem.body().getString("reason")).isEqualTo("infected");
        ann.head(id).expect(404);
        ann.get(id).expectProblem(404, "file_not_found");
        assertThat(ann.usage().getLong("used")).isZero();
        assertThat(ann.usage().getInteger("uploads")).isZero();
        assertThat(data.resolve("files/incoming/" + id)).doesNotExist();
    }

    @Test
    void whatNobodyCanScanWaitsUntilSomebodyCan() throws Exception {
        var ann = somebody();
        var bytes = Bytes.random(10_000, 3);
        var id = ann.create(bytes.length);
        clamd.kill();
        try {
            ann.patch(id, 0, bytes).expectProblem(503, "scanner_unavailable");
            ann.get(id).expectProblem(404, "file_not_found");
        } finally {
            clamd.launch();
        }

        // Whoever asks how far it has come has it finished.
        assertThat(ann.offset(id)).isEqualTo(bytes.length);
        assertThat(ann.get(id).expect(200).response().body()).isEqualTo(bytes);
    }

    @Test
    void anEmptyFileIsCompleteAtOnce() {
        var ann = somebody();
        var id = ann.upload("nothing.txt", new byte[0]);

        assertThat(ann.get(id).expect(200).response().body()).isEmpty();
        assertThat(ann.offset(id)).isZero();
    }

    @Test
    void whatCameOfABrokenRequestIsKept() throws IOException {
        var ann = somebody();
        var bytes = Bytes.random(2_000_000, 2);
        var id = ann.create(bytes.length);
        try (var socket = begin(ann, id, 0, bytes.length)) {
            socket.getOutputStream().write(bytes, 0, 700_000);
            socket.getOutputStream().flush();
            Eventually.that(() -> assertThat(sizeOnDisk(id)).isPositive());
        }

        long offset = ann.offset(id);
        assertThat(offset).isBetween(1L, 700_000L);
        ann.patch(id, offset, Arrays.copyOfRange(bytes, (int) offset, bytes.length))
                .expect(204);
        assertThat(ann.get(id).response().body()).isEqualTo(bytes);
    }

    @Test
    void whoAsksHowFarItHasComeTakesOverFromAConnectionThatHangs() throws IOException {
        var ann = somebody();
        var bytes = Bytes.random(1_000_000, 3);
        var id = ann.create(bytes.length);
        try (var hanging = begin(ann, id, 0, bytes.length)) {
            hanging.getOutputStream().write(bytes, 0, 300_000);
            hanging.getOutputStream().flush();
            Eventually.that(() -> assertThat(sizeOnDisk(id)).isPositive());
            ann.patch(id, sizeOnDisk(id), new byte[] {1}).expectProblem(423, "upload_locked");

            long offset = ann.offset(id);

            assertThat(offset).isBetween(1L, 300_000L);
            ann.patch(id, offset, Arrays.copyOfRange(bytes, (int) offset, bytes.length))
                    .expect(204);
        }
        assertThat(ann.get(id).response().body()).isEqualTo(bytes);
    }

    @Test
    void anUploadGoesOnAfterARestart() {
        var ann = somebody();
        var bytes = Bytes.random(900_000, 4);
        var id = ann.create(bytes.length);
        ann.patch(id, 0, Arrays.copyOf(bytes, 400_000)).expect(204);

        server.restart();

        assertThat(ann.offset(id)).isEqualTo(400_000);
        ann.patch(id, 400_000, Arrays.copyOfRange(bytes, 400_000, bytes.length)).expect(204);
        assertThat(ann.get(id).response().body()).isEqualTo(bytes);
    }

    /** As a kill between the two would leave it. */
    @Test
    void aFileWhoseBytesHaveComeAllIsTakenUpBeforeItIsWrittenDown() throws IOException {
        var ann = somebody();
        var bytes = Bytes.random(1_000, 5);
        var id = ann.create(bytes.length);
        Files.write(data.resolve("files/incoming/" + id), bytes);

        assertThat(ann.offset(id)).isEqualTo(bytes.length);
        assertThat(ann.get(id).expect(200).response().body()).isEqualTo(bytes);
    }

    /** As a kill between the two would leave it. */
    @Test
    void aFileWhoseBytesHaveBeenMovedIsTakenUpBeforeItIsWrittenDown() throws IOException {
        var ann = somebody();
        var id = ann.upload("a.bin", Bytes.random(1_000, 6));
        server.query(
                "INSERT INTO upload (id, owner_id, length, whole, name, claimed_type, original, expires_at)"
                        + " VALUES (?, ?, 1000, TRUE, 'a.bin', 'x/y', FALSE, '2999-01-01')",
                id,
                ann.person().id());
        server.query(
                "UPDATE file_usage SET uploads = uploads + 1 WHERE owner_id = ?",
                ann.person().id());
        server.query("UPDATE file SET state = 'storing' WHERE id = ?", id);

        assertThat(ann.offset(id)).isEqualTo(1_000);
        ann.get(id).expect(200);
        assertThat(ann.usage().getInteger("uploads")).isZero();
        assertThat(ann.usage().getLong("used")).isEqualTo(LEAST);
    }

    @Test
    void otherOffsetsAndMoreThanWasAnnouncedAreRefused() {
        var ann = somebody();
        var id = ann.create(10);
        ann.patch(id, 0, new byte[4]).expect(204);

        assertThat(ann.patch(id, 3, new byte[4])
                        .expectProblem(409, "offset_mismatch")
                        .header("upload-offset"))
                .contains("4");
        ann.patch(id, 4, new byte[7]).expectProblem(413, "too_large");
        assertThat(ann.offset(id)).isEqualTo(4);
        ann.patch(id, 4, new byte[6]).expect(204);
        assertThat(ann.patch(id, 0, new byte[4])
                        .expectProblem(404, "file_not_found")
                        .text())
                .contains("no such file");
    }

    @Test
    void headersThatAreMissingOrWrongAreSaid() {
        var ann = somebody();
        var rest = ann.person().rest();
        var id = ann.create(10);

        assertThat(rest.with("Upload-Length", "1")
                        .call("POST", "/api/files")
                        .expectProblem(412, "tus_version")
                        .header("tus-version"))
                .contains("1.0.0");
        ann.tus().call("POST", "/api/files").expectProblem(422, "invalid");
        for (var wrong : new String[] {"-1", "x", "1e3", "", "1".repeat(40)}) {
            ann.tus().with("Upload-Length", wrong).call("POST", "/api/files").expectProblem(422, "invalid");
        }
        for (var wrong : new String[] {"filename ???", "width eA==", "waveform " + "A".repeat(400)}) {
            ann.tus()
                    .with("Upload-Length", "1")
                    .with("Upload-Metadata", wrong)
                    .call("POST", "/api/files")
                    .expectProblem(422, "invalid");
        }
        ann.tus()
                .with("Upload-Offset", "0")
                .call("PATCH", "/api/files/" + id, "{}")
                .expectProblem(415, "unsupported_media_type");
        ann.tus()
                .with("Content-Type", "application/offset+octet-stream")
                .call("PATCH", "/api/files/" + id, new byte[1])
                .expectProblem(422, "invalid");
        anyone.with("Tus-Resumable", "1.0.0")
                .with("Upload-Length", "1")
                .call("POST", "/api/files")
                .expectProblem(401, "unauthenticated");
    }

    @Test
    void whatIsTooLargeOrBeyondTheQuotaIsRefused() {
        var ann = somebody();
        assertThat(ann.tryCreate((8 << 20) + 1, Map.of())
                        .expectProblem(413, "file_too_large")
                        .body()
                        .getLong("maxSize"))
                .isEqualTo(8 << 20);
        ann.create(8 << 20);
        var second = ann.create(8 << 20);

        var refusal = ann.tryCreate(5 << 20, Map.of()).expectProblem(413, "quota_exceeded");
        assertThat(refusal.body().getLong("used")).isEqualTo(16 << 20);
        ann.cancel(second).expect(204);
        ann.create(5 << 20);
    }

    /** A row and a name in a folder each, which the empty ones took for nothing. */
    @Test
    void evenAnEmptyFileTakesSomeOfTheQuota() {
        var ann = somebody();
        var empty = ann.upload("empty.bin", new byte[0]);
        assertThat(ann.usage().getLong("used")).isEqualTo(LEAST);
        var begun = ann.create(1);
        assertThat(ann.usage().getLong("used")).isEqualTo(2 * LEAST);
        ann.patch(begun, 0, new byte[1]).expect(204);
        assertThat(ann.usage().getLong("used")).isEqualTo(2 * LEAST);

        ann.create(8 << 20);
        ann.create(8 << 20);
        ann.create((4 << 20) - 2 * (int) LEAST);
        ann.tryCreate(0, Map.of()).expectProblem(413, "quota_exceeded");

        ann.cancel(empty).expect(204);
        assertThat(ann.usage().getLong("used")).isEqualTo((20 << 20) - LEAST);
        ann.create(0);
    }

    @Test
    void whatIsShownOfAPictureTakesOfTheQuotaToo() {
        var ann = somebody();
        var picture = ann.upload(Bytes.noise(800, 800), Map.of("filename", "noise.png", "filetype", "image/png"));
        long shown = server.query("SELECT size + preview_size FROM file WHERE id = ?", picture)
                .get(0)
                .getLong(0);

        assertThat(shown).isGreaterThan(LEAST);
        assertThat(ann.usage().getLong("used")).isEqualTo(shown);
        ann.cancel(picture).expect(204);
        assertThat(ann.usage().getLong("used")).isZero();
    }

    @Test
    void theQuotaHoldsHoweverManyBeginAtOnce() {
        var ann = somebody();
        var all = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> ann.tryCreate(3 << 20, Map.of()).status()))
                .toList();
        var statuses = all.stream().map(CompletableFuture::join).toList();

        assertThat(statuses).containsOnly(201, 413);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(6);
        assertThat(ann.usage().getLong("used")).isEqualTo(18 << 20);
    }

    @Test
    void ofUnfinishedUploadsThereAreAHundred() {
        var ann = somebody();
        for (int i = 0; i < 100; i++) {
            ann.create(1);
        }

        var refusal = ann.tryCreate(1, Map.of()).expectProblem(429, "too_many_uploads");

        assertThat(refusal.header("retry-after")).isEmpty();
        assertThat(ann.usage().getInteger("uploads")).isEqualTo(100);
    }

    @Test
    void whatIsGivenUpIsGone() {
        var ann = somebody();
        var begun = ann.create(10);
        ann.patch(begun, 0, new byte[4]).expect(204);
        var whole = ann.upload("whole.bin", new byte[10]);

        ann.cancel(begun).expect(204);
        ann.cancel(whole).expect(204);

        for (var id : new String[] {begun, whole}) {
            ann.head(id).expect(404);
            ann.cancel(id).expectProblem(404, "file_not_found");
            assertThat(onDisk(id)).isFalse();
        }
        assertThat(ann.usage().getLong("used")).isZero();
    }

    @Test
    void methodsMayBeSaidInAHeader() {
        var ann = somebody();
        var id = ann.create(3);
        var over = ann.tus().with("X-HTTP-Method-Override", "PATCH");

        over.with("Content-Type", "application/offset+octet-stream")
                .with("Upload-Offset", "0")
                .call("POST", "/api/files/" + id, new byte[3])
                .expect(204);
        ann.tus()
                .with("X-HTTP-Method-Override", "DELETE")
                .call("POST", "/api/files/" + id)
                .expect(204);
        ann.tus().call("POST", "/api/files/" + id).expectProblem(405, "method_not_allowed");
    }

    @Test
    void whatGoesNoFurtherAndWhatNobodySendsIsSweptAfterADay() {
        var ann = somebody();
        var stale = ann.create(10);
        ann.patch(stale, 0, new byte[4]).expect(204);
        var unsent = ann.upload("unsent.bin", new byte[10]);
        var young = ann.upload("young.bin", new byte[10]);
        var dayAgo = LocalDateTime.now(ZoneOffset.UTC).minusHours(25);
        server.query("UPDATE upload SET expires_at = ? WHERE id = ?", dayAgo, stale);
        server.query("UPDATE file SET created_at = ? WHERE id = ?", dayAgo, unsent);

        server.restart();

        Eventually.that(() -> {
            assertThat(onDisk(stale)).isFalse();
            assertThat(onDisk(unsent)).isFalse();
            assertThat(ann.usage().getLong("used")).isEqualTo(LEAST);
        });
        ann.head(stale).expect(404);
        ann.get(unsent).expectProblem(404, "file_not_found");
        ann.get(young).expect(200);
    }

    @Test
    void whatACrashLeftInTheFolderIsCleared() throws IOException {
        var ann = somebody();
        var known = ann.create(10);
        ann.patch(known, 0, new byte[4]).expect(204);
        var incoming = data.resolve("files/incoming");
        Files.write(incoming.resolve("AAAAAAAAAAAAAAAAAAAAAA"), new byte[3]);
        Files.write(incoming.resolve("AAAAAAAAAAAAAAAAAAAAAA.preview.jpg"), new byte[3]);

        server.restart();

        Eventually.that(() -> {
            try (var names = Files.list(incoming)) {
                assertThat(names.filter(path -> path.getFileName().toString().startsWith("AAAAAAAAAA")))
                        .isEmpty();
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        });
        assertThat(ann.offset(known)).isEqualTo(4);
    }

    @Test
    void aFullDiskIsSaidAndNothingIsAcknowledgedThatIsNotThere() throws IOException {
        var ann = somebody();
        var id = ann.create(100_000);
        var place = data.resolve("files/incoming/" + id);
        Files.createSymbolicLink(place, Path.of("/dev/full"));

        var refusal = ann.patch(id, 0, Bytes.random(100_000, 7)).expectProblem(507, "storage_full");
        assertThat(refusal.header("retry-after")).contains("30");
        Files.delete(place);

        assertThat(ann.offset(id)).isZero();
        ann.patch(id, 0, Bytes.random(100_000, 7)).expect(204);
        assertThat(ann.get(id).response().body()).isEqualTo(Bytes.random(100_000, 7));
    }

    private static Socket begin(FileClient who, String id, long offset, long length) throws IOException {
        var socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        socket.getOutputStream()
                .write(("PATCH /api/files/" + id + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                + "\r\nAuthorization: Bearer " + who.person().accessToken()
                                + "\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
                                + "Upload-Offset: " + offset + "\r\nContent-Length: " + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static long sizeOnDisk(String id) {
        try {
            var path = data.resolve("files/incoming/" + id);
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static boolean onDisk(String id) {
        return Files.exists(data.resolve("files/incoming/" + id))
                || Files.exists(data.resolve("files/store/" + id.substring(0, 2) + "/" + id));
    }
}
