package io.webim.files;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bus.Bus;
import io.webim.config.Config;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Reply;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees a message may fetch its files, at once and no longer. */
class FileAccessIT {
    @SharedServer
    private static TestServer server;

    private static GroupClient groups;
    private FileClient ann;
    private FileClient bob;
    private FileClient eve;
    private String file;

    @BeforeAll
    static void connect() {
        groups = new GroupClient(RestClient.of(server));
    }

    @BeforeEach
    void meet() {
        ann = new FileClient(groups.person("ann"));
        bob = new FileClient(groups.person("bob"));
        eve = new FileClient(groups.person("eve"));
        file = ann.upload("file.png", Bytes.png(1, 1));
    }

    private void assertFetch(FileClient... people) {
        for (var one : people) {
            one.get(file).expect(200);
            one.person().rest().call("HEAD", FileClient.path(file)).expect(200);
        }
    }

    private void assertNone(FileClient... people) {
        for (var one : people) {
            one.get(file).expectProblem(404, "file_not_found");
            one.person().rest().call("HEAD", FileClient.path(file)).expect(404);
            one.person().rest().get(FileClient.path(file) + "/preview").expectProblem(404, "file_not_found");
            one.person()
                    .rest()
                    .post(FileClient.path(file) + "/link", new JsonObject())
                    .expectProblem(404, "file_not_found");
        }
    }

    @Test
    void beforeItIsSentItIsItsOwnersAlone() {
        long conversationId = ann.person().conversationWith(bob.person());

        assertFetch(ann);
        assertNone(bob, eve);
        ann.send(conversationId, "", file);
        assertFetch(ann, bob);
        assertNone(eve);
        eve.head(file).expect(404);
        eve.cancel(file).expectProblem(404, "file_not_found");
        ann.cancel(file).expectProblem(404, "file_not_found");
        assertFetch(ann, bob);
    }

    @Test
    void whoHasDeletedItForHerselfSeesItNoMore() {
        long conversationId = ann.person().conversationWith(bob.person());
        ann.send(conversationId, "", file);

        ann.delete(conversationId, 1, "me").expect(204);
        assertNone(ann);
        assertFetch(bob);
        bob.delete(conversationId, 1, "me").expect(204);
        assertNone(ann, bob);
    }

    @Test
    void deletedForEveryoneItIsNobodys() {
        long conversationId = ann.person().conversationWith(bob.person());
        ann.send(conversationId, "", file);

        ann.delete(conversationId, 1, "everyone").expect(204);

        assertNone(ann, bob);
    }

    @Test
    void whoBlocksSeesNothingThatComesThen() {
        long conversationId = ann.person().conversationWith(bob.person());
        ann.person().send(conversationId, "hello");
        bob.person().block(ann.person());

        ann.send(conversationId, "", file);

        assertFetch(ann);
        assertNone(bob);
    }

    @Test
    void whoIsRemovedOrLeavesSeesItNoMore() {
        long group = groups.of(ann.person(), bob.person(), eve.person());
        ann.send(group, "", file);
        assertFetch(ann, bob, eve);

        groups.remove(ann.person(), group, bob.person(), "").expect(204);
        groups.leave(eve.person(), group).expect(204);

        assertNone(bob, eve);
        assertFetch(ann);
    }

    @Test
    void whoJoinsLaterSeesWhatCameLater() {
        long group = groups.of(ann.person(), bob.person());
        ann.send(group, "", file);

        groups.add(ann.person(), group, eve.person()).expect(200);

        assertNone(eve);
        ann.send(group, "again", file);
        assertFetch(eve);
    }

    @Test
    void theFilesOfWhoIsBannedWithTheirMessagesGoToo() {
        long group = groups.of(ann.person(), bob.person(), eve.person());
        file = bob.upload("spam.png", Bytes.png(1, 1));
        bob.send(group, "", file);
        assertFetch(ann, eve);

        groups.remove(ann.person(), group, bob.person(), "?ban=true&deleteMessages=true")
                .expect(204);

        assertNone(ann, bob, eve);
    }

    @Test
    void aForwardedOneIsSeenByThoseWhoSeeThatMessage() {
        long conversationId = ann.person().conversationWith(bob.person());
        long other = bob.person().conversationWith(eve.person());
        ann.send(conversationId, "", file);
        bob.forward(other, conversationId, 1).expect(201);
        assertFetch(ann, bob, eve);

        ann.delete(conversationId, 1, "everyone").expect(204);
        assertFetch(bob, eve);
        assertNone(ann);

        bob.delete(other, 1, "everyone").expect(204);
        assertNone(ann, bob, eve);
    }

    /** What has carried it is forgotten as it goes; it must not pass for one that its owner has never sent. */
    @Test
    void whatGoesWhileItsOwnerAsksIsNotFetched() {
        var rows = new FileRowStore(server.pool());
        var uploads = new UploadStore(server.pool());
        var vertx = Vertx.vertx();
        try {
            var bus = new Bus(vertx);
            bus.serve(
                    Address.CHAT_FILE_SIGHT,
                    fields -> fields.text("fileId", 1, 100),
                    (caller, id) -> rows.letGoReleased(id)
                            .map(gone -> Reply.of(
                                    new JsonObject().put("shown", false).put("seen", false))));
            var files = new FileService(rows, uploads, bus, new Config.Files(Optional.empty(), Optional.empty(), 1, 1));

            assertThatThrownBy(() ->
                            TestServer.await(files.find(new Caller(ann.person().id(), 1), file)))
                    .hasMessageContaining("file_not_found");
        } finally {
            TestServer.await(vertx.close());
        }
    }

    @Test
    void nobodyIsToldWhetherThereIsSuchAFile() {
        Stream.of("A".repeat(22), "x", "..%2f..%2fsecret", "%00", "1").forEach(id -> {
            eve.get(id).expectProblem(404, "file_not_found");
            eve.person().rest().get(FileClient.path(id) + "/preview").expectProblem(404, "file_not_found");
        });
        RestClient.of(server).get(FileClient.path(file)).expectProblem(401, "unauthenticated");
    }
}
