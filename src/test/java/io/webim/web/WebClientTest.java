package io.webim.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the browser client's own tests, which need no browser: {@code src/test/js}. */
class WebClientTest {
    private static final Pattern PASSED = Pattern.compile("# pass (\\d+)");

    @Test
    void theClientsOwnTestsPass() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Node.executable(), "--test", "--test-reporter=tap"));
        command.addAll(testFiles());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        var passed = PASSED.matcher(output);
        assertThat(passed.find()).as(output).isTrue();
        assertThat(Integer.parseInt(passed.group(1))).as("tests that ran").isGreaterThan(80);
    }

    private static List<String> testFiles() throws IOException {
        try (var files = Files.list(Path.of("src", "test", "js"))) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .toList();
        }
    }
}
