package io.webim.files;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What somebody does with files, over REST. */
record FileClient(Person person) {
    static final String FILES = "/api/files";
    private static final String BODY_TYPE = "application/offset+octet-stream";

    static String path(String id) {
        return FILES + "/" + id;
    }

    RestClient tus() {
        return person.rest().with("Tus-Resumable", "1.0.0");
    }

    static String metadata(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> value.getKey() + " "
                        + Base64.getEncoder().encodeToString(value.getValue().getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.joining(","));
    }

    Answer tryCreate(long length, Map<String, String> metadata) {
        return tus().with("Upload-Length", Long.toString(length))
                .with("Upload-Metadata", metadata(metadata))
                .call("POST", FILES);
    }

    /** Begins an upload and gives its id. */
    String create(long length, Map<String, String> metadata) {
        return id(tryCreate(length, metadata).expect(201));
    }

    String create(long length) {
        return create(length, Map.of("filename", "file.bin"));
    }

    static String id(Answer created) {
        return created.header("location").orElseThrow().substring(FILES.length() + 1);
    }

    Answer patch(String id, long offset, byte[] bytes) {
        return tus().with("Content-Type", BODY_TYPE)
                .with("Upload-Offset", Long.toString(offset))
                .call("PATCH", path(id), bytes);
    }

    /** A complete file; gives its id. */
    String upload(String name, byte[] bytes) {
        return upload(bytes, Map.of("filename", name));
    }

    String upload(byte[] bytes, Map<String, String> metadata) {
        var id = create(bytes.length, metadata);
        if (bytes.length > 0) {
            patch(id, 0, bytes).expect(204);
        }
        return id;
    }

    Answer head(String id) {
        return tus().call("HEAD", path(id));
    }

    long offset(String id) {
        return Long.parseLong(head(id).expect(200).header("upload-offset").orElseThrow());
    }

    Answer cancel(String id) {
        return tus().delete(path(id));
    }

    Answer get(String id) {
        return person.rest().get(path(id));
    }

    Answer trySend(long conversationId, UUID clientId, String text, List<String> ids) {
        return person.rest()
                .post(
                        "/api/conversations/" + conversationId + "/messages",
                        new JsonObject()
                                .put("clientId", clientId.toString())
                                .put("text", text)
                                .put("fileIds", new JsonArray(ids)));
    }

    /** Sends files and gives the message. */
    JsonObject send(long conversationId, String text, String... ids) {
        return trySend(conversationId, UUID.randomUUID(), text, List.of(ids))
                .expect(201)
                .body();
    }

    Answer forward(long to, long from, long seq) {
        return person.rest()
                .post(
                        "/api/conversations/" + to + "/messages",
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put(
                                        "forward",
                                        new JsonObject()
                                                .put("conversationId", from)
                                                .put("seq", seq)));
    }

    Answer delete(long conversationId, long seq, String scope) {
        return person.rest().delete("/api/conversations/" + conversationId + "/messages/" + seq + "?scope=" + scope);
    }

    JsonObject usage() {
        return person.rest().get(FILES).expect(200).body();
    }

    String link(String id) {
        return person.rest()
                .post(path(id) + "/link", new JsonObject())
                .expect(200)
                .body()
                .getString("url");
    }
}
