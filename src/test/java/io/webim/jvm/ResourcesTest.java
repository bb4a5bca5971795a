package io.webim.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What stands beside the classes; {@code ProcessIT} has the same in a jar. */
class ResourcesTest {
    @Test
    void aFolderIsReadWithAllBelow() throws IOException {
        assertThat(Resources.below("webroot"))
                .contains("webroot/index.html", "webroot/icons/icon-192.png")
                .doesNotContain("webroot", "webroot/icons");
        assertThat(Resources.below("db/migration")).contains("db/migration/V1__account.sql");
        assertThat(Resources.read("db/migration/V1__account.sql")).isNotEmpty();
    }

    @Test
    void whatDoesNotExistHasNothing() throws IOException {
        assertThat(Resources.below("nowhere")).isEmpty();
        assertThatExceptionOfType(FileNotFoundException.class)
                .isThrownBy(() -> Resources.read("nowhere/at-all"))
                .withMessage("nowhere/at-all is missing");
    }
}
