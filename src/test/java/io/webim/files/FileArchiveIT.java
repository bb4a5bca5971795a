package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All of one's own files, to take along. */
class FileArchiveIT {
    private static final String ARCHIVE = "/api/files/archive";

    @SharedServer
    private static TestServer server;

    private FileClient ann;
    private FileClient bob;
    private long conversation;

    @BeforeEach
    void meet() {
        var groups = new GroupClient(RestClient.of(server));
        ann = new FileClient(groups.person("ann"));
        bob = new FileClient(groups.person("bob"));
        conversation = ann.person().conversationWith(bob.person());
    }

    @Test
    void hasEachFileAsItWasSentUnderItsName() {
        var plain = ann.upload("notes.txt", "to remember".getBytes(StandardCharsets.UTF_8));
        var same = ann.upload("notes.txt", "another".getBytes(StandardCharsets.UTF_8));
        var empty = ann.upload("空 🍋.txt", new byte[0]);
        var large = Bytes.random(3 << 20, 7);
        var big = ann.upload("large.bin", large);
        ann.send(conversation, "", plain, same, empty);
        ann.send(conversation, "", big);
        bob.send(conversation, "", bob.upload("bobs.txt", new byte[] {1}));

        var answer = ann.person().rest().get(ARCHIVE).expect(200);

        assertThat(answer.header("content-type")).contains("application/zip");
        assertThat(answer.header("link")).isEmpty();
        assertThat(unzipped(answer))
                .containsOnly(
                        Map.entry(plain + "/notes.txt", "to remember".getBytes(StandardCharsets.UTF_8)),
                        Map.entry(same + "/notes.txt", "another".getBytes(StandardCharsets.UTF_8)),
                        Map.entry(empty + "/空 🍋.txt", new byte[0]),
                        Map.entry(big + "/large.bin", large));
    }

    @Test
    void whatIsDeletedOrOutOfSightIsNotInIt() {
        var kept = ann.upload("kept.txt", new byte[] {1});
        var deleted = ann.upload("deleted.txt", new byte[] {2});
        var hidden = ann.upload("hidden.txt", new byte[] {3});
        ann.send(conversation, "", kept);
        ann.send(conversation, "", deleted);
        ann.send(conversation, "", hidden);
        ann.delete(conversation, 2, "everyone").expect(204);
        ann.delete(conversation, 3, "me").expect(204);

        assertThat(unzipped(ann.person().rest().get(ARCHIVE).expect(200))).containsOnlyKeys(kept + "/kept.txt");
        assertThat(unzipped(bob.person().rest().get(ARCHIVE).expect(200))).isEmpty();
    }

    @Test
    void whatIsTooMuchForOneGoesOnInTheNext() {
        int all = ArchiveRoute.MOST + 1;
        var one = ann.upload("one.txt", new byte[] {1});
        server.query(
                "INSERT INTO file (id, owner_id, state, name, media_type, is_inline, size, created_at)"
                        + " SELECT CONCAT('many', LPAD(seq, 18, '0')), owner_id, 'ready', 'empty', media_type, 0, 0, created_at"
                        + " FROM file, (WITH RECURSIVE n (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM n WHERE seq < 1000)"
                        + " SELECT seq FROM n) AS many WHERE id = ?",
                one);

        var first = ann.person().rest().get(ARCHIVE).expect(200);
        var link = first.header("link").orElseThrow();
        assertThat(link).endsWith(">; rel=\"next\"");
        var second =
                ann.person().rest().get(link.substring(1, link.indexOf('>'))).expect(200);

        assertThat(second.header("link")).isEmpty();
        var found = unzipped(first);
        assertThat(found).hasSize(ArchiveRoute.MOST);
        found.putAll(unzipped(second));
        assertThat(found).hasSize(all).containsKey(one + "/one.txt");
    }

    /** Whoever does not read it holds no more than waits on the way. */
    @Test
    void comesNoFasterThanItIsReadAndOneAtATime() throws IOException {
        var ids = IntStream.range(0, 3)
                .mapToObj(i -> ann.upload("part" + i + ".bin", Bytes.random(8 << 20, i)))
                .toArray(String[]::new);
        ann.send(conversation, "", ids);
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(("GET " + ARCHIVE + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                    + ann.person().accessToken() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            ann.person().rest().get(ARCHIVE).expectProblem(429, "too_many_requests");
            bob.person().rest().get(ARCHIVE).expect(200);
        }
        Eventually.that(
                () -> assertThat(unzipped(ann.person().rest().get(ARCHIVE).expect(200)))
                        .hasSize(3));
    }

    @Test
    void whatIsNoPlaceToGoOnFromIsRefused() {
        ann.person().rest().get(ARCHIVE + "?after=../../etc").expectProblem(422, "invalid");
        RestClient.of(server).get(ARCHIVE).expectProblem(401, "unauthenticated");
    }

    private static Map<String, byte[]> unzipped(Answer answer) {
        var found = new HashMap<String, byte[]>();
        try (var zip =
                new ZipInputStream(new ByteArrayInputStream(answer.response().body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                found.put(entry.getName(), zip.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
