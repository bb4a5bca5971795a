package io.webim.datadir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.webim.config.CannotStart;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that cannot be used is refused with the reason. */
class DataDirIT {
    private static final long EXBIBYTE = 1L << 60;

    @TempDir
    Path folder;

    @Test
    void withoutSpaceLeft() {
        assertThatThrownBy(() -> DataDir.hold(folder, EXBIBYTE))
                .isInstanceOf(CannotStart.class)
                .hasMessageMatching(
                        ".*" + folder.getFileName()
                                + "\", which cannot be used: there is no space left on its disk \\([0-9]+ KiB of the [0-9]+ KiB that are needed\\)");
    }

    @Test
    void heldByAnother() throws IOException {
        try (var held = DataDir.hold(folder)) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> DataDir.hold(folder))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("Another webim uses the data directory " + folder);
        }
    }

    @Test
    void whatTheSystemSaysIsPassedOn() {
        assertThat(Obstacle.of(folder, new FileSystemException(folder.toString(), null, "Too many links")))
                .isEqualTo("Too many links");
    }
}
