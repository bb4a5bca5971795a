package io.webim.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.TestJar;
import io.webim.WebimProcess;
import io.webim.files.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar with its files in a bucket. */
class FarStoreIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final byte[] BYTES = Bytes.random(3_000_000, 5);

    @TempDir
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        TestJar.unpackedInto(folder.resolve("data"));
    }

    @Test
    void whatIsUploadedLiesInTheBucketAndIsFetchedFromThere() throws Exception {
        try (var bucket = S3Server.start(Files.createDirectories(folder.resolve("bucket")));
                var webim = WebimProcess.launch(folder, settings(bucket.port(), S3Server.KEYS))) {
            webim.awaitReady();
            var origin = webim.url().orElseThrow();
            var token = logIn(origin);

            var place = call(upload(origin + "/api/files", token)
                            .header("Upload-Length", String.valueOf(BYTES.length))
                            .POST(BodyPublishers.noBody()))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            var put = call(upload(origin + place, token)
                    .header("Content-Type", "application/offset+octet-stream")
                    .header("Upload-Offset", "0")
                    .method("PATCH", BodyPublishers.ofByteArray(BYTES)));
            var got = call(request(origin + place, token).GET());
            var part = call(request(origin + place, token)
                    .header("Range", "bytes=1000000-1999999")
                    .GET());

            assertThat(put.statusCode()).isEqualTo(204);
            assertThat(got.body()).isEqualTo(BYTES);
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(BYTES, 1_000_000, 2_000_000));
            assertThat(sizesIn(folder.resolve("bucket"))).contains((long) BYTES.length);
            assertThat(sizesIn(folder.resolve("data").resolve("files"))).doesNotContain((long) BYTES.length);

            bucket.close();
            var away = call(request(origin + place, token).GET());
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(new JsonObject(new String(away.body(), UTF_8)).getString("code"))
                    .isEqualTo("storage_unavailable");
        }
    }

    @Test
    void aBucketThatCannotBeUsedIsToldInOneLine() throws Exception {
        try (var bucket = S3Server.start(Files.createDirectories(folder.resolve("bucket")))) {
            assertThat(errorOf(settings(bucket.port(), Map.of())))
                    .contains("WEBIM_FILES_URL")
                    .contains("AWS_ACCESS_KEY_ID");
            var wrong = Map.of("AWS_ACCESS_KEY_ID", "somebody", "AWS_SECRET_ACCESS_KEY", "guessed");
            assertThat(errorOf(settings(bucket.port(), wrong)))
                    .contains("The place for files cannot be used")
                    .contains("403");
        }
    }

    private String errorOf(Map<String, String> settings) throws Exception {
        try (var webim = WebimProcess.launch(folder, settings)) {
            assertThat(webim.awaitEnd()).isEqualTo(1);
            assertThat(webim.errors())
                    .filteredOn(line -> line.startsWith("webim cannot start"))
                    .hasSize(1);
            return webim.errors().get(webim.errors().size() - 1);
        }
    }

    private static Map<String, String> settings(int port, Map<String, String> keys) {
        var settings = new HashMap<>(keys);
        settings.put("WEBIM_PASSWORD_COST", "10");
        settings.put("WEBIM_FILES_URL", "s3://" + S3Server.BUCKET + "?endpoint=http://127.0.0.1:" + port);
        return settings;
    }

    private static Iterable<Long> sizesIn(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.toFile().length())
                    .toList();
        }
    }

    private static String logIn(String origin) throws Exception {
        var credentials = new JsonObject()
                .put("username", "ann")
                .put("password", "correct horse battery")
                .encode();
        post(origin + "/api/users", credentials);
        return post(origin + "/api/sessions", credentials).getString("accessToken");
    }

    private static JsonObject post(String address, String body) throws Exception {
        var answer = call(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        return new JsonObject(new String(answer.body(), UTF_8));
    }

    private static HttpRequest.Builder upload(String address, String token) {
        return request(address, token).header("Tus-Resumable", "1.0.0");
    }

    private static HttpRequest.Builder request(String address, String token) {
        return HttpRequest.newBuilder(URI.create(address)).header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<byte[]> call(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }
}
