package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files. */
class SigningKeysIT {
    static final Config.Jwt GENERATED = new Config.Jwt(Optional.empty(), Optional.empty());

    @TempDir
    Path dataDir;

    @Test
    void aSecretIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
        var first = SigningKeys.load(GENERATED, dataDir);
        var second = SigningKeys.load(GENERATED, dataDir);

        assertThat(second).isEqualTo(first);
        assertThat(first.current().secret()).hasSizeGreaterThanOrEqualTo(48);
        assertThat(first.previous()).isEmpty();
        assertThat(first.toString()).doesNotContain(first.current().secret());
        try (var files = Files.list(dataDir)) {
            var file = files.toList();
            assertThat(file).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.get(0))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void everyServerHasItsOwn(@TempDir Path other) throws IOException {
        assertThat(SigningKeys.load(GENERATED, dataDir).current())
                .isNotEqualTo(SigningKeys.load(GENERATED, other).current());
    }

    @Test
    void configuredSecretsAreUsedAndNothingIsWritten() throws IOException {
        var keys = SigningKeys.load(new Config.Jwt(Optional.of("configured"), Optional.of("before")), dataDir);

        assertThat(keys.current().secret()).isEqualTo("configured");
        assertThat(keys.previous().map(SigningKeys.Key::secret)).contains("before");
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    void aDamagedSecretStopsTheStart() throws IOException {
        Files.writeString(dataDir.resolve("jwt-secret"), "short");

        assertThatThrownBy(() -> SigningKeys.load(GENERATED, dataDir)).hasMessageContaining("damaged");
    }

    @Test
    void aServerSecretIsMadeOnceToo() throws IOException {
        var first = ServerSecret.load(dataDir);

        assertThat(ServerSecret.load(dataDir).derive("x")).isEqualTo(first.derive("x"));
        assertThat(first.derive("y")).isNotEqualTo(first.derive("x"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("server-secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void onlyThePreviousKeyThatWasLoadedIsForgotten() throws IOException {
        var previous = Files.writeString(dataDir.resolve("jwt-secret.previous"), "p".repeat(48));
        var keys = SigningKeys.load(GENERATED, dataDir);
        Files.writeString(previous, "q".repeat(48));

        keys.forgetPrevious(dataDir);
        assertThat(previous).exists();

        SigningKeys.load(GENERATED, dataDir).forgetPrevious(dataDir);
        assertThat(previous).doesNotExist();
    }
}
