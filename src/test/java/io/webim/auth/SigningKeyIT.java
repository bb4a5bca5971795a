package io.webim.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files. */
class SigningKeyIT {
    static final Config.Jwt GENERATED = new Config.Jwt(Optional.empty());

    @TempDir
    Path dataDir;

    @Test
    void aSecretIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
        var first = SigningKey.load(GENERATED, dataDir);
        var second = SigningKey.load(GENERATED, dataDir);

        assertThat(second.bytes()).isEqualTo(first.bytes()).hasSizeGreaterThanOrEqualTo(48);
        try (var files = Files.list(dataDir)) {
            var file = files.toList();
            assertThat(file).hasSize(1);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.get(0))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void everyServerHasItsOwn(@TempDir Path other) throws IOException {
        assertThat(SigningKey.load(GENERATED, dataDir).bytes())
                .isNotEqualTo(SigningKey.load(GENERATED, other).bytes());
    }

    @Test
    void aConfiguredSecretIsUsedAndNothingIsWritten() throws IOException {
        var key = SigningKey.load(new Config.Jwt(Optional.of("configured")), dataDir);

        assertThat(key.bytes()).asString().isEqualTo("configured");
        assertThat(dataDir).isEmptyDirectory();
    }

    @Test
    void aDamagedSecretStopsTheStart() throws IOException {
        Files.writeString(dataDir.resolve("jwt-secret"), "short");

        assertThatThrownBy(() -> SigningKey.load(GENERATED, dataDir)).hasMessageContaining("damaged");
    }
}
