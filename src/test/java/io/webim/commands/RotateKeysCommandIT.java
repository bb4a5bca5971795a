package io.webim.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.SharedServer;
import io.webim.TestServer;
import io.webim.config.CannotStart;
import io.webim.config.Config;
import io.webim.http.RestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotateKeysCommandIT {
    @SharedServer
    private static TestServer shared;

    @TempDir
    Path dataDir;

    @Test
    void nobodyIsLoggedOutByARotationAndTwoInARowRefuseOldTokensAtOnce() throws IOException {
        try (var server = TestServer.start(Map.of("WEBIM_DATA_DIR", dataDir.toString(), "WEBIM_JWT_SECRET", ""))) {
            var rest = RestClient.of(server);
            var ann = rest.person("ann");
            rotate(server);
            ann.rest().get("/api/users/me").expect(200);

            server.restart();

            ann.rest().get("/api/users/me").expect(200);
            var bob = rest.person("bob");
            assertThat(head(bob.accessToken())).isNotEqualTo(head(ann.accessToken()));
            var renewed = rest.refresh(ann.refreshToken()).expect(200);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(dataDir.resolve("jwt-secret.previous"))))
                    .isEqualTo("rw-------");

            rotate(server);
            rotate(server);
            server.restart();

            ann.rest().get("/api/users/me").expectProblem(401, "invalid_token");
            bob.rest().get("/api/users/me").expectProblem(401, "invalid_token");
            rest.refresh(renewed.refreshToken().orElseThrow()).expect(200);
        }
    }

    @Test
    void withoutAKeyThereIsNothingToRotate() {
        assertThatThrownBy(() -> RotateKeysCommand.run(config(shared, Map.of("WEBIM_DATA_DIR", dataDir.toString()))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("no key to rotate");
        assertThatThrownBy(() -> RotateKeysCommand.run(config(shared, Map.of("WEBIM_JWT_SECRET", "s".repeat(32)))))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("WEBIM_JWT_PREVIOUS_SECRET");
        assertThat(dataDir).isEmptyDirectory();
    }

    private void rotate(TestServer server) throws IOException {
        RotateKeysCommand.run(config(server, Map.of("WEBIM_DATA_DIR", dataDir.toString())));
    }

    private static Config config(TestServer server, Map<String, String> environment) {
        return TestServer.await(Config.load(server.vertx(), new String[0], environment));
    }

    private static String head(String token) {
        return token.substring(0, token.indexOf('.'));
    }
}
