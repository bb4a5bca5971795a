package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.http.RestClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Addresses of files for players, which can send no header. */
class FileLinkIT {
    @SharedServer
    private static TestServer server;

    private static RestClient anyone;
    private FileClient ann;
    private FileClient bob;
    private long conversationId;
    private String file;

    @BeforeAll
    static void connect() {
        anyone = RestClient.of(server);
    }

    @BeforeEach
    void send() {
        ann = new FileClient(anyone.somebody("ann"));
        bob = new FileClient(anyone.somebody("bob"));
        conversationId = ann.person().conversationWith(bob.person());
        file = ann.upload("film.bin", Bytes.random(1_000, 1));
        ann.send(conversationId, "", file);
    }

    @Test
    void needsNoTokenAndGivesParts() {
        var link = bob.link(file);

        assertThat(anyone.get(link).expect(200).response().body()).isEqualTo(Bytes.random(1_000, 1));
        assertThat(anyone.with("Range", "bytes=10-19")
                        .get(link)
                        .expect(206)
                        .response()
                        .body())
                .hasSize(10);
        assertThat(anyone.get(link + "&download=1").header("cache-control")).contains("private, no-cache");
        anyone.get(link.replace("?", "/preview?")).expectProblem(404, "file_not_found");
    }

    @Test
    void whatIsAlteredIsWorthNothing() {
        var link = bob.link(file);
        var other = ann.upload("other.bin", new byte[1]);

        for (int at = link.indexOf("link=") + 5; at < link.length(); at++) {
            char sign = link.charAt(at) == 'A' ? 'B' : 'A';
            var altered = link.substring(0, at) + sign + link.substring(at + 1);
            // The last sign of base64 has bits that say nothing.
            if (at < link.length() - 1) {
                anyone.get(altered).expectProblem(401, "invalid_link");
            }
        }
        anyone.get(link.replace(file, other)).expectProblem(401, "invalid_link");
        for (var none : new String[] {"", "x", "%25", "A".repeat(75), "A".repeat(500)}) {
            anyone.get(FileClient.path(file) + "?link=" + none).expectProblem(401, "invalid_link");
        }
    }

    @Test
    void endsWithTheSight() {
        var link = bob.link(file);

        bob.delete(conversationId, 1, "me").expect(204);

        anyone.get(link).expectProblem(404, "file_not_found");
    }

    @Test
    void endsWithTheSession() {
        var other = new FileClient(anyone.logIn(bob.person().username()));
        var link = bob.link(file);
        var another = other.link(file);

        bob.person().rest().delete("/api/sessions/current").expect(204);

        Eventually.that(() -> anyone.get(link).expectProblem(401, "invalid_link"));
        anyone.get(another).expect(200);
        other.person().deleteAccount();
        Eventually.that(() -> anyone.get(another).expectProblem(401, "invalid_link"));
    }

    @Test
    void endsWhenItSays() {
        var answer = bob.person()
                .rest()
                .post(FileClient.path(file) + "/link", new JsonObject().put("expiresIn", 1))
                .expect(200)
                .body();

        assertThat(answer.getInteger("expiresIn")).isOne();
        Eventually.that(() -> anyone.get(answer.getString("url")).expectProblem(401, "invalid_link"));
        for (int wrong : new int[] {0, -1, 601}) {
            bob.person()
                    .rest()
                    .post(FileClient.path(file) + "/link", new JsonObject().put("expiresIn", wrong))
                    .expectProblem(422, "invalid");
        }
    }
}
