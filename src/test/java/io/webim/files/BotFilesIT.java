package io.webim.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.http.RestClient;
import io.webim.http.RestClient.Person;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bots bring files and fetch them as people do, with a token that is for it. */
class BotFilesIT {
    private static final byte[] REPORT = "all is well".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PIXEL = java.util.Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @SharedServer
    private static TestServer server;

    private Person owner;

    @BeforeEach
    void people() {
        owner = RestClient.of(server).somebody("owner");
    }

    @Test
    void aBotSendsAFileAndAPictureAndFetchesWhatItIsSent() {
        var bot = owner.bot("reporter", "messages:write", "messages:read", "contacts:write");
        var files = new FileClient(bot);
        long conversation = bot.conversationWith(owner);
        var report = files.upload("report.txt", REPORT);
        var picture = files.upload("chart.png", PIXEL);

        var sent = files.send(conversation, "today", report, picture);

        assertThat(sent.getJsonArray("files").getJsonObject(1).getString("mediaType"))
                .isEqualTo("image/png");
        assertThat(owner.rest().get(FileClient.path(report)).expect(200).text()).isEqualTo("all is well");
        var answer = new FileClient(owner).upload("answer.txt", REPORT);
        new FileClient(owner).send(conversation, "", answer);
        assertThat(bot.rest().get(FileClient.path(answer)).expect(200).text()).isEqualTo("all is well");
    }

    @Test
    void whatIsBroughtAndWhatIsFetchedNeedsItsScope() {
        var writer = new FileClient(owner.bot("writer", "messages:write"));
        var reader = new FileClient(owner.bot("reader", "messages:read"));
        var mine = writer.upload("report.txt", REPORT);

        writer.person().rest().get(FileClient.path(mine)).expectProblem(403, "scope_missing");
        reader.tryCreate(3, Map.of()).expectProblem(403, "scope_missing");
        reader.patch(mine, 0, REPORT).expectProblem(403, "scope_missing");
        reader.person().rest().get("/api/files").expectProblem(403, "scope_missing");
        reader.person().rest().get(FileClient.path(mine)).expectProblem(404, "file_not_found");
        reader.person()
                .rest()
                .post(FileClient.path(mine) + "/link", new JsonObject())
                .expectProblem(403, "not_for_bots");
    }

    @Test
    void itsFilesTakeOfTheRoomOfItsOwner() {
        var bot = owner.bot("writer");
        var id = new FileClient(bot).upload("report.txt", REPORT);

        assertThat(used(owner)).isEqualTo(16 << 10);
        assertThat(used(bot)).isEqualTo(16 << 10);
        assertThat(owner.rest().get(FileClient.path(id)).status()).isEqualTo(404);
        new FileClient(bot).cancel(id).expect(204);
        assertThat(used(owner)).isZero();
    }

    private static long used(Person person) {
        return person.rest().get("/api/files").expect(200).body().getLong("used");
    }
}
