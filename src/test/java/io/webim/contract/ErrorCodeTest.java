package io.webim.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever is refused finds the word in a document, and whoever reads the documents finds words that the server says. */
class ErrorCodeTest {
    /** A status, and the words that are listed behind it. */
    private static final Pattern STATUS_AND_CODES =
            Pattern.compile("\\b([45]\\d\\d)[\\s|]+(`[a-z_]+`(?:(?:[\\s,]|and)+`[a-z_]+`)*)");

    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    @Test
    void everyCodeIsDocumented() {
        var said = Stream.of("docs/bus.md", "docs/operations.md", "src/main/resources/openapi.json")
                .flatMap(file -> CODE.matcher(read(file)).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(texts()).isSubsetOf(said);
    }

    @Test
    void whatTheDocumentOfTheBusNamesWithAStatusIsACodeOfThatStatus() {
        var named = STATUS_AND_CODES
                .matcher(read("docs/bus.md"))
                .results()
                .flatMap(list -> CODE.matcher(list.group(2)).results().map(code -> list.group(1) + " " + code.group(1)))
                .collect(Collectors.toSet());
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named)
                .isSubsetOf(Arrays.stream(ErrorCode.values())
                        .map(code -> code.status() + " " + code.text())
                        .collect(Collectors.toSet()));
    }

    private static Set<String> texts() {
        return Arrays.stream(ErrorCode.values()).map(ErrorCode::text).collect(Collectors.toSet());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
