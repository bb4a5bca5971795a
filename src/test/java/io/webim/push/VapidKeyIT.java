package io.webim.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VapidKeyIT {
    @TempDir
    Path dataDir;

    @Test
    void keyIsMadeOnceForTheOwnerAlone() throws IOException {
        var made = VapidKey.load(dataDir);
        var file = dataDir.resolve("vapid-keys");

        assertThat(P256.isPoint(Browser.decode(made.publicKey()))).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(VapidKey.load(dataDir).publicKey()).isEqualTo(made.publicKey());
        try (var files = Files.list(dataDir)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void topicsAreTheSameForTheSameWordsAndThisKeyOnly() throws IOException {
        var key = VapidKey.load(dataDir);
        var other = VapidKey.load(Files.createDirectory(dataDir.resolve("other")));

        assertThat(key.topic("1 2")).isEqualTo(VapidKey.load(dataDir).topic("1 2"));
        assertThat(key.topic("1 2")).isNotEqualTo(key.topic("1 3")).isNotEqualTo(other.topic("1 2"));
    }

    @Test
    void damagedKeyIsSaidToBe() throws IOException {
        Files.writeString(dataDir.resolve("vapid-keys"), "nonsense");
        assertThatThrownBy(() -> VapidKey.load(dataDir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vapid-keys");
    }
}
