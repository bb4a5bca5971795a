package io.webim.testrun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The finished classes of a run in a file, since several processes share the run and each sees only its own. */
final class FinishedClasses {
    private static final String CLOSED = "closed";

    private final Path file;
    private final int processes;
    private final long classes;

    /** A finished class. */
    record Line(String name, int tests, int failures, Duration time) {
        private static Line of(String text) {
            var parts = text.split("\t");
            return new Line(
                    parts[0],
                    Integer.parseInt(parts[1]),
                    Integer.parseInt(parts[2]),
                    Duration.ofMillis(Long.parseLong(parts[3])));
        }

        private String text() {
            return String.join(
                    "\t", name, Integer.toString(tests), Integer.toString(failures), Long.toString(time.toMillis()));
        }

        @Override
        public String toString() {
            return "%-26s %4d %-5s%s  %5.1f s"
                    .formatted(
                            name,
                            tests,
                            tests == 1 ? "test" : "tests",
                            failures == 0 ? "" : ", " + failures + " failed",
                            time.toMillis() / 1_000.0);
        }
    }

    private FinishedClasses(Path file, int processes, long classes) {
        this.file = file;
        this.processes = processes;
        this.classes = classes;
    }

    /** As the build describes it; outside a build it is this process's own. */
    static FinishedClasses ofThisRun() {
        var name = System.getProperty(
                "testrun.name", "of-" + ProcessHandle.current().pid());
        try {
            return new FinishedClasses(
                    Files.createDirectories(Path.of("target", "test-runs")).resolve(name),
                    Integer.getInteger("testrun.processes", 1),
                    classes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return which one it is, of how many where all are run: {@code 39/123} */
    String add(Line line) {
        long count = append(line.text()).stream()
                .filter(text -> !text.equals(CLOSED))
                .count();
        int width = Long.toString(classes).length();
        return classes == 0 ? Long.toString(count) : String.format(Locale.ROOT, "%" + width + "d/%d", count, classes);
    }

    /** @return all lines for the last process that closes, none for the others */
    List<Line> close() {
        var lines = append(CLOSED);
        return Collections.frequency(lines, CLOSED) < processes
                ? List.of()
                : lines.stream()
                        .filter(line -> !line.equals(CLOSED))
                        .map(Line::of)
                        .toList();
    }

    /** Those that the build takes when it is not told which. */
    private static long classes() throws IOException {
        var ending = System.getProperty("testrun.ending");
        if (ending == null || System.getProperty("test") != null || System.getProperty("it.test") != null) {
            return 0;
        }
        try (var files = Files.walk(Path.of("target", "test-classes"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending + ".class") && !name.contains("$"))
                    .count();
        }
    }

    /** @return all lines, this one as the last; no other process writes meanwhile */
    private List<String> append(String line) {
        try (var channel = FileChannel.open(file, CREATE, READ, WRITE);
                var lock = channel.lock()) {
            channel.position(channel.size()).write(ByteBuffer.wrap((line + "\n").getBytes(UTF_8)));
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
