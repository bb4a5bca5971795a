package io.webim.e2e;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import io.webim.TestJar;
import io.webim.TestServer;
import io.webim.WebimProcess;
import io.webim.http.RestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads by clients that others have written: tus-js-client in a browser, and tuspy, as their authors ship them. */
class TusClientIT {
    /** Makes {@code bytes(length)}, the same each time, and {@code upload(options, length)}. */
    private static final String TOOLS = """
            () => {
              window.bytes = length => {
                const all = new Uint8Array(length);
                for (let i = 0, x = 1; i < length; i++) {
                  x = (x * 1103515245 + 12345) & 0x7fffffff;
                  all[i] = x >> 16;
                }
                return all;
              };
              window.upload = (token, length, more) => new tus.Upload(new Blob([bytes(length)], {type: 'x/y'}), {
                endpoint: '/api/files',
                headers: {Authorization: 'Bearer ' + token},
                metadata: {filename: 'from the browser.bin', filetype: 'x/y'},
                chunkSize: 256 * 1024,
                removeFingerprintOnSuccess: true,
                ...more,
              });
              window.isWhole = async (token, url, length) => {
                const answer = await fetch(url, {headers: {Authorization: 'Bearer ' + token}});
                const got = new Uint8Array(await answer.arrayBuffer());
                return answer.status === 200 && got.length === length && bytes(length).every((one, i) => one === got[i]);
              };
            }""";

    /** Says how far it has come after each part, and at last where the file is. */
    private static final String PYTHON = """
            import sys
            from tusclient.client import TusClient
            origin, token, path = sys.argv[1:]
            client = TusClient(origin + '/api/files', headers={'Authorization': 'Bearer ' + token})
            upload = client.uploader(path, chunk_size=256 * 1024, metadata={'filename': 'from python.bin'},
                                     retries=400, retry_delay=0.25)
            while upload.offset < upload.get_file_size():
                upload.upload_chunk()
                print(upload.offset, flush=True)
            print(upload.url, flush=True)
            """;

    private static final int LARGE = 20_000_000;

    private BrowserContext browser;
    private Page page;

    @BeforeEach
    void open() {
        browser = Chromium.running().newContext();
        page = browser.newPage();
        page.setDefaultTimeout(TIMEOUT.toMillis());
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private void visit(String origin) throws IOException {
        page.navigate(origin + "/version.json");
        try (var source =
                Objects.requireNonNull(TusClientIT.class.getResourceAsStream("/clients/tus-js-client-4.3.1.min.js"))) {
            page.evaluate(new String(source.readAllBytes(), StandardCharsets.UTF_8));
        }
        page.evaluate(TOOLS);
    }

    @Test
    void uploadsStopsGoesOnAndGivesUp() throws IOException {
        try (var server = TestServer.start()) {
            var token = RestClient.of(server).somebody("tus").accessToken();
            visit(server.url(""));

            var done = page.evaluate("""
                    async token => {
                      const length = 3_000_001;
                      const url = await new Promise((resolve, reject) => {
                        let stopped = false;
                        const one = upload(token, length, {
                          onError: reject,
                          onSuccess: () => resolve(one.url),
                          onChunkComplete: (size, sent) => {
                            if (!stopped && sent > 1_000_000) {
                              stopped = true;
                              one.abort().then(() => setTimeout(() => one.start(), 0));
                            }
                          },
                        });
                        one.start();
                      });
                      const whole = await isWhole(token, url, length);
                      await tus.Upload.terminate(url, {headers: {Authorization: 'Bearer ' + token}});
                      const gone = await fetch(url, {headers: {Authorization: 'Bearer ' + token}});
                      return `${whole} ${gone.status}`;
                    }""", token);

            assertThat(done).isEqualTo("true 404");
        }
    }

    @Test
    void bothGoOnByThemselvesAfterTheServerWasKilled(@TempDir Path folder) throws Exception {
        var bytes = new byte[LARGE];
        new Random(1).nextBytes(bytes);
        var large = Files.write(folder.resolve("large.bin"), bytes);
        int port = freePort();
        var settings =
                Map.of("WEBIM_HTTP_PORT", Integer.toString(port), "WEBIM_PASSWORD_COST", "10", "WEBIM_LIMITS", "off");
        String token;
        Process python;
        BufferedReader told;
        TestJar.unpackedInto(folder.resolve("data"));
        try (var webim = WebimProcess.launch(folder, settings)) {
            webim.awaitReady();
            token = logIn(port);
            visit("http://127.0.0.1:" + port);
            // First, since it takes a second or two to begin: the page might be done by then.
            python = tuspy("http://127.0.0.1:" + port, token, large.toString());
            told = python.inputReader();
            assertThat(told.readLine()).as("how far it has come").matches("[0-9]+");
            page.evaluate("""
                    token => {
                      window.sent = 0;
                      window.result = new Promise((resolve, reject) => {
                        const one = upload(token, 20_000_000, {
                          retryDelays: Array(200).fill(250),
                          onError: error => resolve('failed: ' + error),
                          onSuccess: () => isWhole(token, one.url, 20_000_000).then(resolve, reject),
                          onChunkComplete: (size, all) => { window.sent = all; },
                        });
                        one.start();
                      });
                    }""", token);
            page.waitForFunction("() => window.sent > 2_000_000");
            webim.handle().destroyForcibly();
            webim.awaitEnd();
        }
        assertThat((int) page.evaluate("() => window.sent")).isLessThan(20_000_000);
        try (var again = WebimProcess.launch(folder, settings)) {
            again.awaitReady();

            assertThat(page.evaluate("() => window.result")).isEqualTo(true);
            var lines = told.lines().toList();
            assertThat(python.waitFor()).isZero();
            assertThat(fetched(lines.get(lines.size() - 1), token)).isEqualTo(bytes);
        }
    }

    /** By whichever Python has what it needs. */
    private static Process tuspy(String... arguments) throws IOException, URISyntaxException {
        var wheel =
                Path.of(Objects.requireNonNull(TusClientIT.class.getResource("/clients/tuspy-1.1.0-py3-none-any.whl"))
                        .toURI());
        var command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "for one in python3 /usr/bin/python3; do"
                        + " \"$one\" -c 'import aiohttp, requests, tinydb' 2>/dev/null && exec \"$one\" -c \"$@\"; done; exit 127",
                "tuspy",
                PYTHON));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", wheel.toString());
        return builder.start();
    }

    private static byte[] fetched(String url, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofByteArray())
                .body();
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static String logIn(int port) throws Exception {
        var account = new JsonObject().put("username", "tus").put("password", RestClient.PASSWORD);
        post(port, "/api/users", account);
        return post(port, "/api/sessions", account.put("device", "test")).getString("accessToken");
    }

    private static JsonObject post(int port, String path, JsonObject body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        return new JsonObject(HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body());
    }
}
