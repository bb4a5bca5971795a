package io.webim.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.http.RestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Brings files to the server as a program does. */
final class Uploading {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestServer server;
    private final RestClient.Person person;

    private Uploading(TestServer server, RestClient.Person person) {
        this.server = server;
        this.person = person;
    }

    static Uploading of(TestServer server, RestClient.Person person) {
        return new Uploading(server, person);
    }

    static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    /** The id of the file. */
    String upload(String name, String type, byte[] content, Map<String, byte[]> more) {
        var told = new HashMap<>(Map.of("filename", text(name), "filetype", text(type)));
        told.putAll(more);
        var metadata = told.entrySet().stream()
                .map(one -> one.getKey() + " " + Base64.getEncoder().encodeToString(one.getValue()))
                .collect(Collectors.joining(","));
        var begun = send(request("/api/files")
                .header("Upload-Length", "" + content.length)
                .header("Upload-Metadata", metadata)
                .POST(BodyPublishers.noBody()));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
        var place = begun.headers().firstValue("Location").orElseThrow();
        var brought = send(request(place)
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.ofByteArray(content)));
        assertThat(brought.statusCode()).as(brought.body()).isEqualTo(204);
        return place.substring(place.lastIndexOf('/') + 1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Authorization", "Bearer " + person.accessToken())
                .header("Tus-Resumable", "1.0.0");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
