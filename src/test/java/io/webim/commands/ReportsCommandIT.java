package io.webim.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.WebimProcess;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar webim.jar reports}, as an operator runs it. */
class ReportsCommandIT {
    @TempDir
    Path folder;

    @SharedServer
    private static TestServer server;

    @Test
    void whatWaitsIsPrintedAndErasedOnceItIsHandled() throws Exception {
        var groups = new GroupClient(RestClient.of(server));
        var ann = groups.person("ann");
        var bob = groups.person("bob");
        long group = groups.of(ann, bob);
        long seq = ann.send(group, "one line\nand another").getLong("seq");
        bob.rest()
                .post(
                        "/api/reports",
                        new JsonObject()
                                .put("conversationId", group)
                                .put("seq", seq)
                                .put("reason", "unkind"))
                .expect(201);
        long id = server.query("SELECT id FROM report WHERE conversation_id = ?", group)
                .get(0)
                .getLong("id");

        assertThat(reports(0))
                .contains(
                        id + "  ",
                        "%s reports %s, message %d in “A group”: unkind".formatted(bob.username(), ann.username(), seq))
                .contains("    text: one line\n        and another");
        assertThat(reports(0, "handled", Long.toString(id))).isEqualTo("It is erased.");
        assertThat(reports(1, "handled", Long.toString(id))).isEqualTo("There is no report " + id + ".");
        assertThat(reports(0)).doesNotContain(bob.username());
    }

    private String reports(int status, String... more) throws Exception {
        var arguments = new String[more.length + 1];
        arguments[0] = "reports";
        System.arraycopy(more, 0, arguments, 1, more.length);
        try (var command = WebimProcess.launch(folder, Map.of("WEBIM_DATABASE_URL", server.databaseUrl()), arguments)) {
            assertThat(command.awaitEnd()).as(command.errors().toString()).isEqualTo(status);
            return String.join("\n", command.output());
        }
    }
}
