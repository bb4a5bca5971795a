package io.webim.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.bridge.Eventually;
import io.webim.bridge.Transport;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Answer;
import io.webim.http.RestClient.Person;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The picture of a group. */
class GroupPictureIT {
    @SharedServer
    private static TestServer server;

    private final GroupClient groups = new GroupClient(RestClient.of(server));
    private final Person ann = groups.person("Ann");
    private final Person bob = groups.person("Bob");
    private final long id = groups.of(ann, bob);

    @Test
    void itIsToldToTheMembersAndShownUnderItsNameAlone() throws Exception {
        try (var bobs = Transport.RAW.open(server, bob)) {
            var first = set(ann, png()).expect(200).body().getString("picture");
            assertThat(bobs.event("group.changed").getString("picture")).isEqualTo(first);
            assertThat(groups.listed(bob, id).getString("picture")).isEqualTo(first);
            assertThat(groups.lastEvent(bob, id).getString("type")).isEqualTo("picture");
            assertThat(side(view(first, "64"))).isEqualTo(64);
            assertThat(side(view(first, "256"))).isEqualTo(256);
            var second = set(ann, png()).expect(200).body().getString("picture");
            assertThat(second).isNotEqualTo(first);
            view(first, "64").expectProblem(404, "picture_not_found");
            view(second, "64").expect(200);
            view("AAAAAAAAAAAAAAAAAAAAAA", "64").expectProblem(404, "picture_not_found");
            bobs.event("group.changed");
            ann.rest().delete("/api/groups/" + id + "/picture").expect(200);
            assertThat(bobs.event("group.changed").containsKey("picture")).isTrue();
            view(second, "64").expectProblem(404, "picture_not_found");
            assertThat(groups.listed(bob, id).containsKey("picture")).isFalse();
        }
        Eventually.holds(() -> server.query("SELECT name FROM group_picture WHERE conversation_id = ?", id)
                .isEmpty());
    }

    @Test
    void nobodyElseGivesItOneAndNothingIsKeptOfTheAttempt() throws Exception {
        var stranger = groups.person("Stranger");
        set(bob, png()).expectProblem(403, "not_permitted");
        set(stranger, png()).expectProblem(404, "conversation_not_found");
        set(ann, "no picture".getBytes(java.nio.charset.StandardCharsets.UTF_8)).expect(415);
        bob.rest().delete("/api/groups/" + id + "/picture").expectProblem(403, "not_permitted");
        stranger.rest().delete("/api/groups/" + id + "/picture").expectProblem(404, "conversation_not_found");

        assertThat(server.query("SELECT name FROM group_picture WHERE conversation_id = ?", id))
                .isEmpty();
    }

    @Test
    void itGoesWithTheGroup() throws Exception {
        var picture = set(ann, png()).expect(200).body().getString("picture");
        groups.delete(ann, id).expect(204);

        Eventually.holds(() -> view(picture, "64").status() == 404
                && server.query("SELECT name FROM group_picture WHERE conversation_id = ?", id)
                        .isEmpty());
    }

    private Answer set(Person who, byte[] file) {
        return who.rest().put("/api/groups/" + id + "/picture", "image/png", file);
    }

    private Answer view(String picture, String size) {
        return RestClient.of(server).get("/api/groups/" + id + "/picture?v=" + picture + "&size=" + size);
    }

    private static int side(Answer answer) throws IOException {
        return ImageIO.read(
                        new ByteArrayInputStream(answer.expect(200).response().body()))
                .getWidth();
    }

    private static byte[] png() throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
