package io.webim.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.TestServer;
import io.webim.bridge.LogWatch;
import io.webim.groups.GroupClient;
import io.webim.http.RestClient.Person;
import io.webim.testrun.Soak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Asks whatever {@code openapi.json} allows, and what it does not, as somebody who has logged in, and holds the answers
 * against it: Schemathesis does, fetched by pip.
 */
@ExtendWith(LogWatch.class)
class SchemathesisSoak {
    private static final Path OUT = Path.of("target", "schemathesis").toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src", "test", "clients").toAbsolutePath();
    /** Sessions of others come first: it ends those whose ids are small. */
    private static final int OTHERS = 20;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void findsNothing() throws Exception {
        var soak = Soak.begin("schemathesis");
        Files.createDirectories(OUT);
        run(
                Map.of(),
                "python3",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--upgrade",
                "--target",
                OUT.toString(),
                "schemathesis==4.32.5");

        var said = run(
                environment(somebodyAmongOthers()),
                "python3",
                "-c",
                "from schemathesis.cli import schemathesis; schemathesis()",
                "--config-file",
                SCRIPTS.resolve("schemathesis.toml").toString(),
                "run",
                server.url("/api/openapi.json"),
                "--no-color",
                "--workers",
                "1",
                "--generation-database",
                "none",
                "--seed",
                String.valueOf(soak.seed()),
                "--max-time",
                String.valueOf(soak.seconds()));

        soak.say(said.substring(Math.max(0, said.indexOf("= SUMMARY ="))));
    }

    /** With something of each kind, which has the first ids. */
    private static Person somebodyAmongOthers() {
        var anyone = RestClient.of(server);
        var somebody = anyone.somebody("somebody");
        for (int i = 0; i < OTHERS; i++) {
            anyone.somebody("other");
        }
        var other = anyone.somebody("other");
        long conversation = somebody.conversationWith(other);
        for (int i = 0; i < OTHERS; i++) {
            somebody.send(conversation, "hello");
        }
        new GroupClient(anyone).of(somebody, other);
        somebody.bot("bot");
        return somebody;
    }

    private static Map<String, String> environment(Person person) {
        return Map.of(
                "PYTHONPATH", OUT.toString(),
                "PYTHONDONTWRITEBYTECODE", "1",
                "SCHEMATHESIS_HOOKS", SCRIPTS.resolve("schemathesis_hooks.py").toString(),
                "WEBIM_URL", server.url(""),
                "WEBIM_USERNAME", person.username(),
                "WEBIM_PASSWORD", RestClient.PASSWORD);
    }

    private static String run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        // It leaves behind what it remembers where it runs.
        var builder = new ProcessBuilder(command).directory(OUT.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
