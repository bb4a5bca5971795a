package io.webim.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.webim.BusUser;
import io.webim.TestJar;
import io.webim.TestServer;
import io.webim.WebimProcess;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar webim.jar doctor}, as an operator runs it. */
class DoctorCommandIT {
    private static final String WELL = "Nothing is wrong.";

    @TempDir
    Path folder;

    @Test
    void embeddedDatabaseIsExaminedWhileItServesAndAfterwards() throws Exception {
        TestJar.unpackedInto(folder.resolve("data"));
        try (var webim = WebimProcess.start(folder)) {
            var account = new JsonObject().put("username", "somebody").put("password", "correct horse battery");
            assertThat(webim.post("/api/users", account)).isEqualTo(201);
            assertThat(examine(Map.of(), 0)).endsWith(WELL);
            assertThat(webim.post("/api/sessions", account)).isEqualTo(201);
        }
        assertThat(examine(Map.of(), 0)).endsWith(WELL);
    }

    @Test
    void whatIsWrongIsPrintedAndGivesStatusOne() throws Exception {
        try (var server = TestServer.start()) {
            var alice = BusUser.create(server, "alice");
            long conversation = alice.add(BusUser.create(server, "bob"));
            alice.send(conversation, "one");
            alice.send(conversation, "two");
            long other = alice.add(BusUser.create(server, "carol"));
            var database = Map.of("WEBIM_DATABASE_URL", server.databaseUrl());
            assertThat(examine(database, 0)).contains("gaps 0", WELL);

            server.query("DELETE FROM message WHERE seq = 1");
            assertThat(examine(database, 1))
                    .contains("gaps 1 (" + conversation + "/2 …)")
                    .doesNotContain(WELL);
            assertThat(examine(database, 1, conversation)).contains("gaps 1 (" + conversation + "/2 …)");
            assertThat(examine(database, 0, other)).contains("gaps 0", WELL);
        }
    }

    private String examine(Map<String, String> environment, int status, Object... conversation) throws Exception {
        var arguments =
                Stream.concat(Stream.of("doctor"), Stream.of(conversation).map(Object::toString));
        try (var doctor = WebimProcess.launch(folder, environment, arguments.toArray(String[]::new))) {
            assertThat(doctor.awaitEnd()).as(doctor.errors().toString()).isEqualTo(status);
            return String.join("\n", doctor.output());
        }
    }
}
