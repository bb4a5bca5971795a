package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.files.inside.Made;
import io.webim.http.RestClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that carry files. */
class FileMessageIT {
    @SharedServer
    private static TestServer server;

    private static RestClient anyone;
    private FileClient ann;
    private FileClient bob;
    private long conversationId;

    @BeforeAll
    static void connect() {
        anyone = RestClient.of(server);
    }

    @BeforeEach
    void meet() {
        ann = new FileClient(anyone.somebody("ann"));
        bob = new FileClient(anyone.somebody("bob"));
        conversationId = ann.person().conversationWith(bob.person());
    }

    @Test
    void allWaysToAMessageTellWhatItCarries() {
        var picture = ann.upload("picture.png", Bytes.png(30, 20));
        var document = ann.upload("document.bin", new byte[5]);

        var sent = ann.send(conversationId, "Look!", document, picture);

        var files = new JsonArray()
                .add(new JsonObject()
                        .put("id", document)
                        .put("name", "document.bin")
                        .put("mediaType", "application/octet-stream")
                        .put("size", 5)
                        .put("inline", false))
                .add(new JsonObject()
                        .put("id", picture)
                        .put("name", "picture.png")
                        .put("mediaType", "image/png")
                        .put("size", Bytes.png(30, 20).length)
                        .put("inline", true)
                        .put("width", 30)
                        .put("height", 20)
                        .put("placeholder", "L00000fQfQfQfQfQfQfQfQfQfQfQ"));
        var rest = bob.person().rest();
        rest.call("PUT", "/api/saved/" + conversationId + "/1").expect(204);
        rest.call("PUT", "/api/conversations/" + conversationId + "/pins/1").expect(204);
        var shown = List.of(
                sent,
                bob.person().history(conversationId).getJsonArray("messages").getJsonObject(0),
                rest.get("/api/messages/unread")
                        .body()
                        .getJsonArray("conversations")
                        .getJsonObject(0)
                        .getJsonArray("messages")
                        .getJsonObject(0),
                rest.get("/api/conversations").body().getJsonArray("conversations").stream()
                        .map(conversation -> ((JsonObject) conversation).getJsonObject("lastMessage"))
                        .findFirst()
                        .orElseThrow(),
                rest.get("/api/saved").body().getJsonArray("messages").getJsonObject(0),
                rest.get("/api/conversations/" + conversationId + "/pins")
                        .body()
                        .getJsonArray("messages")
                        .getJsonObject(0));
        for (var message : shown) {
            assertThat(message.getString("kind")).isEqualTo("file");
            assertThat(message.getString("text")).isEqualTo("Look!");
            assertThat(message.getJsonArray("files")).isEqualTo(files);
        }
    }

    @Test
    void theBusTellsTheSame() {
        var file = ann.upload("a.bin", new byte[1]);

        var message = call(
                        ann,
                        Address.CHAT_MESSAGE_SEND,
                        new JsonObject()
                                .put("conversationId", conversationId)
                                .put("clientId", UUID.randomUUID().toString())
                                .put("fileIds", new JsonArray().add(file)))
                .getJsonObject("message");
        var synced = call(bob, Address.CHAT_SYNC, new JsonObject())
                .getJsonArray("conversations")
                .getJsonObject(0);

        assertThat(message.getString("text")).isEmpty();
        assertThat(message.getJsonArray("files").getJsonObject(0).getString("id"))
                .isEqualTo(file);
        assertThat(synced.getJsonArray("messages").getJsonObject(0).getJsonArray("files"))
                .isEqualTo(message.getJsonArray("files"));
    }

    private static JsonObject call(FileClient who, Address address, JsonObject body) {
        var caller = new Caller(who.person().id(), who.person().sessionId());
        return TestServer.await(new Bus(server.vertx()).call(address, caller, body));
    }

    @Test
    void aSoundWithItsWaveformAndNoWordsIsAVoice() {
        var voice = ann.upload(
                Made.ogg(),
                Map.of(
                        "filename",
                        "voice.ogg",
                        "filetype",
                        "audio/ogg",
                        "durationMs",
                        "4200",
                        "waveform",
                        "\u0001\u007f"));

        var sent = ann.send(conversationId, "", voice);
        var said = ann.send(conversationId, "Listen", voice);

        assertThat(sent.getString("kind")).isEqualTo("voice");
        var file = sent.getJsonArray("files").getJsonObject(0);
        assertThat(file.getInteger("durationMs")).isEqualTo(3_000);
        assertThat(Base64.getDecoder().decode(file.getString("waveform"))).containsExactly(1, 127);
        assertThat(said.getString("kind")).isEqualTo("file");
    }

    @Test
    void onlyWhatIsCompleteAndOnesOwnCanBeSent() {
        var own = ann.upload("own.bin", new byte[1]);
        var foreign = bob.upload("foreign.bin", new byte[1]);
        var begun = ann.create(10);
        var cancelled = ann.upload("cancelled.bin", new byte[1]);
        ann.cancel(cancelled).expect(204);
        var unknown = "A".repeat(22);

        var refusal = ann.trySend(
                        conversationId, UUID.randomUUID(), "text", List.of(own, foreign, begun, cancelled, unknown))
                .expectProblem(422, "file_not_ready");

        assertThat(refusal.body().getJsonArray("fileIds")).containsExactly(foreign, begun, cancelled, unknown);
        assertThat(ann.person().history(conversationId).getJsonArray("messages"))
                .isEmpty();
    }

    @Test
    void listsThatAreNoneAreRefused() {
        var own = ann.upload("own.bin", new byte[1]);
        var eleven = new ArrayList<>(Collections.nCopies(10, "A".repeat(22)));
        eleven.add(own);

        for (var ids :
                List.of(List.<String>of(), eleven, List.of(own, own), List.of("short"), List.of("'".repeat(22)))) {
            ann.trySend(conversationId, UUID.randomUUID(), "text", ids).expectProblem(422, "invalid");
        }
        for (var wrong : List.of("x", 1, new JsonArray().add(1), new JsonObject())) {
            ann.person()
                    .rest()
                    .post(
                            "/api/conversations/" + conversationId + "/messages",
                            new JsonObject()
                                    .put("clientId", UUID.randomUUID().toString())
                                    .put("fileIds", wrong))
                    .expectProblem(422, "invalid");
        }
    }

    @Test
    void aRetryIsTheSameMessageAndOtherFilesAreAnother() {
        var first = ann.upload("first.bin", new byte[1]);
        var second = ann.upload("second.bin", new byte[1]);
        var clientId = UUID.randomUUID();
        var sent = ann.trySend(conversationId, clientId, "text", List.of(first, second))
                .expect(201)
                .body();

        assertThat(ann.trySend(conversationId, clientId, "text", List.of(first, second))
                        .expect(200)
                        .body())
                .isEqualTo(sent);
        for (var others : List.of(List.of(first), List.of(second, first))) {
            ann.trySend(conversationId, clientId, "text", others).expectProblem(409, "client_id_reused");
        }
        ann.trySend(conversationId, clientId, "other", List.of(first, second)).expectProblem(409, "client_id_reused");
        ann.person().send(conversationId, clientId, "text").expectProblem(409, "client_id_reused");
    }

    @Test
    void aRetryAfterItsMessageIsGoneIsTold() {
        var file = ann.upload("file.bin", new byte[1]);
        var clientId = UUID.randomUUID();
        ann.trySend(conversationId, clientId, "", List.of(file)).expect(201);
        ann.delete(conversationId, 1, "everyone").expect(204);

        var again = ann.trySend(conversationId, clientId, "", List.of(file))
                .expect(200)
                .body();

        assertThat(again.getBoolean("deleted")).isTrue();
        assertThat(again.containsKey("files")).isFalse();
        assertThat(again.getString("kind")).isEqualTo("text");
    }

    @Test
    void theCaptionCanBeChangedAndTakenAway() {
        var file = ann.upload("file.bin", new byte[1]);
        var clientId = UUID.randomUUID();
        var sent = ann.trySend(conversationId, clientId, "before", List.of(file))
                .expect(201)
                .body();
        var rest = ann.person().rest();
        var path = "/api/conversations/" + conversationId + "/messages/1";

        var edited = rest.patch(path, new JsonObject().put("text", ""))
                .expect(200)
                .body()
                .getJsonObject("message");

        assertThat(edited.getString("text")).isEmpty();
        assertThat(edited.getJsonArray("files")).isEqualTo(sent.getJsonArray("files"));
        ann.trySend(conversationId, clientId, "before", List.of(file)).expect(200);
        ann.person().send(conversationId, "words");
        rest.patch("/api/conversations/" + conversationId + "/messages/2", new JsonObject().put("text", " "))
                .expectProblem(422, "invalid");
    }

    @Test
    void withoutFilesThereAreWords() {
        ann.person()
                .rest()
                .post(
                        "/api/conversations/" + conversationId + "/messages",
                        new JsonObject()
                                .put("clientId", UUID.randomUUID().toString())
                                .put("text", ""))
                .expectProblem(422, "invalid");
    }

    @Test
    void whatIsSentOnTakesItsFilesAlong() {
        var carol = new FileClient(anyone.somebody("carol"));
        long other = bob.person().conversationWith(carol.person());
        var file = ann.upload("file.bin", new byte[] {1, 2, 3});
        var sent = ann.send(conversationId, "", file);

        var forwarded = bob.forward(other, conversationId, 1).expect(201).body();

        assertThat(forwarded.getJsonArray("files")).isEqualTo(sent.getJsonArray("files"));
        assertThat(forwarded.getJsonObject("forwarded").getJsonObject("user").getLong("id"))
                .isEqualTo(ann.person().id());
        assertThat(carol.get(file).expect(200).response().body()).containsExactly(1, 2, 3);
    }
}
