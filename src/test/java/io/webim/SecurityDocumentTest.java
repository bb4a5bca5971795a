package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every test that docs/security.md names exists, and every row names one. */
class SecurityDocumentTest {
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern ROW = Pattern.compile("^\\| (?!threat |---).* \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)\\.(\\w+)`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        var rows = ROW.matcher(Files.readString(Path.of("docs", "security.md")))
                .results()
                .map(found -> found.group())
                .toList();
        assertThat(rows).hasSizeGreaterThan(50);
        for (var row : rows) {
            var columns = row.split(" \\| ", -1);
            assertThat(columns).as(row).hasSize(3);
            var names = NAME.matcher(columns[2]).results().toList();
            assertThat(names).as(row).isNotEmpty();
            for (var name : names) {
                assertThat(source(name.group(1)))
                        .as(name.group())
                        .containsPattern("(?s)@(Test|ParameterizedTest)\\b(?:(?!\n\n).)*void " + name.group(2) + "\\(");
            }
        }
    }

    private static String source(String name) throws IOException {
        try (var files = Files.walk(TESTS)) {
            var found = files.filter(file -> file.endsWith(name + ".java")).toList();
            assertThat(found).as(name).hasSize(1);
            return Files.readString(found.get(0));
        }
    }
}
