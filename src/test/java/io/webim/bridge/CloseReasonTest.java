package io.webim.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CloseReasonTest {
    private static final Pattern ROW = Pattern.compile("^\\| (1\\d{3}) \\| `([a-z_]+)` \\|", Pattern.MULTILINE);

    /** But for the one that nobody would read. */
    @Test
    void theDocumentNamesEachReasonWithItsCode() throws IOException {
        var documented = ROW.matcher(Files.readString(Path.of("docs/bus.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2));
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(CloseReason.values())
                        .filter(reason -> reason != CloseReason.TOO_SLOW)
                        .map(reason -> reason.code + " " + reason.text)
                        .toList());
    }
}
