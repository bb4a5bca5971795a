package io.webim.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.bridge.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** What Prometheus reads: each sample by its name with its labels. */
public final class Scrape {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Scrape() {}

    public static Map<String, Double> of(TestServer server) {
        var samples = new TreeMap<String, Double>();
        page(server).lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return samples;
    }

    /** Whoever looks again and again, as tests do, is told to wait at times. */
    private static String page(TestServer server) {
        var page = new AtomicReference<String>();
        Eventually.that(() -> {
            var answer = get(server, "/metrics");
            assertThat(answer.statusCode()).isEqualTo(200);
            page.set(answer.body());
        });
        return page.get();
    }

    public static HttpResponse<String> get(TestServer server, String path) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.metricsPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
