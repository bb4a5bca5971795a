package io.webim.testrun;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.sift.AbstractDiscriminator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A log file for each class: what is logged while it runs, by servers that others share with it too. */
public final class ClassLog extends AbstractDiscriminator<ILoggingEvent> {
    private static final Path FOLDER = Path.of("target", "test-logs");
    private static final int LINES = 20;

    private static volatile String running = "no-class";

    static void begin(String className) {
        running = className;
    }

    static Path file() {
        return FOLDER.resolve(running + ".log");
    }

    /** The last lines so far. */
    static List<String> end() {
        try {
            if (Files.notExists(file())) {
                return List.of();
            }
            var lines = new String(Files.readAllBytes(file()), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LINES), lines.size());
        } catch (IOException e) {
            return List.of("cannot be read: " + e);
        }
    }

    @Override
    public String getDiscriminatingValue(ILoggingEvent event) {
        return running;
    }

    @Override
    public String getKey() {
        return "testClass";
    }
}
