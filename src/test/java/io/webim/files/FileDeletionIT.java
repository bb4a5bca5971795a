package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When bytes go: with the last message that shows them, and not before. */
class FileDeletionIT {
    @TempDir
    private static Path data;

    private static TestServer server;
    private static GroupClient groups;
    private FileClient ann;
    private FileClient bob;
    private FileClient eve;
    private long conversationId;
    private String file;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of("WEBIM_DATA_DIR", data.toString()));
        groups = new GroupClient(RestClient.of(server));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void send() {
        ann = new FileClient(groups.person("ann"));
        bob = new FileClient(groups.person("bob"));
        eve = new FileClient(groups.person("eve"));
        conversationId = ann.person().conversationWith(bob.person());
        file = ann.upload("file.bin", Bytes.random(1_000, 1));
        ann.send(conversationId, "", file);
        assertThat(isThere()).isTrue();
    }

    private boolean isThere() {
        return Files.exists(data.resolve("files/store/" + file.substring(0, 2) + "/" + file));
    }

    private void assertGone() {
        Eventually.that(() -> {
            assertThat(isThere()).isFalse();
            assertThat(count("SELECT COUNT(*) FROM file WHERE id = ?")).isZero();
            assertThat(count("SELECT COUNT(*) FROM message_file WHERE file_id = ?"))
                    .isZero();
        });
    }

    private long count(String sql) {
        return server.query(sql, file).get(0).getLong(0);
    }

    @Test
    void bytesGoWithTheMessageAndSoDoesWhatTheyTook() {
        assertThat(ann.usage().getLong("used")).isEqualTo(16 << 10);

        ann.delete(conversationId, 1, "everyone").expect(204);

        assertGone();
        assertThat(ann.usage().getLong("used")).isZero();
        assertThat(server.query("SELECT files FROM message WHERE conversation_id = ? AND seq = 1", conversationId)
                        .get(0)
                        .getString(0))
                .isNull();
    }

    @Test
    void bytesStayWhileAnotherMessageShowsThem() {
        ann.send(conversationId, "again", file);
        long other = bob.person().conversationWith(eve.person());
        bob.forward(other, conversationId, 1).expect(201);

        ann.delete(conversationId, 1, "everyone").expect(204);
        ann.delete(conversationId, 2, "everyone").expect(204);
        eve.get(file).expect(200);
        bob.delete(other, 1, "everyone").expect(204);

        assertGone();
    }

    @Test
    void bytesStayWhenItIsDeletedForOnesOwnOnly() {
        ann.delete(conversationId, 1, "me").expect(204);
        bob.delete(conversationId, 1, "me").expect(204);
        ann.send(conversationId, "again", file);

        bob.get(file).expect(200);
    }

    @Test
    void aGroupThatEndsTakesItsFilesAlong() {
        long group = groups.of(ann.person(), bob.person());
        file = ann.upload("group.bin", Bytes.random(1_000, 2));
        ann.send(group, "", file);
        assertThat(isThere()).isTrue();

        groups.delete(ann.person(), group).expect(204);

        assertGone();
    }

    @Test
    void whatNobodyCanReadAnyMoreGoesWithTheSecondAccount() {
        ann.person().deleteAccount();
        bob.get(file).expect(200);
        bob.person().deleteAccount();

        assertGone();
    }

    @Test
    void whoLeavesTakesAlongWhatIsUnderWayOrUnsent() {
        var begun = ann.create(10);
        ann.patch(begun, 0, new byte[5]).expect(204);
        file = ann.upload("unsent.bin", new byte[5]);
        assertThat(isThere()).isTrue();

        ann.person().deleteAccount();

        assertGone();
        Eventually.that(() -> {
            assertThat(Files.exists(data.resolve("files/incoming/" + begun))).isFalse();
            assertThat(server.query(
                                    "SELECT uploads FROM file_usage WHERE owner_id = ?",
                                    ann.person().id())
                            .get(0)
                            .getInteger(0))
                    .isZero();
        });
    }

    /** As a kill between the two would leave it. */
    @Test
    void whatWasLetGoBeforeACrashGoesAfterIt() {
        server.query("UPDATE message_file SET released = TRUE WHERE file_id = ?", file);

        server.restart();

        assertGone();
    }

    /** Whichever comes first: a message never shows a file that is not there. */
    @Test
    void sendingAndCancellingAtOnceLeaveOneOfTheTwo() {
        for (int i = 0; i < 20; i++) {
            var own = ann.upload("own.bin", new byte[10]);
            var cancelled = CompletableFuture.supplyAsync(() -> ann.cancel(own).status());
            var sent =
                    CompletableFuture.supplyAsync(() -> ann.trySend(conversationId, UUID.randomUUID(), "", List.of(own))
                            .status());

            assertThat(List.of(cancelled.join(), sent.join())).isIn(List.of(204, 422), List.of(404, 201));
            bob.get(own).expect(sent.join() == 201 ? 200 : 404);
        }
    }
}
