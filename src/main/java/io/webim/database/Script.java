package io.webim.database;

import io.webim.jvm.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** A file of SQL: each statement ends with a semicolon at the end of a line, a comment has lines of its own. */
record Script(String name, String text) {
    private static final String END = ";\\s*(?:\n|$)";

    /** One of those on the class path. */
    static Script read(String path) {
        try {
            var name = path.substring(path.lastIndexOf('/') + 1);
            return new Script(name, new String(Resources.read(path), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All in a folder on the class path. */
    static List<Script> readAll(String folder) {
        try {
            return Resources.below(folder).stream()
                    .filter(path -> path.endsWith(".sql"))
                    .map(Script::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> statements() {
        var code = text.lines().filter(line -> !line.strip().startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(code.split(END))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** The same on every system, whatever ends the lines. */
    int checksum() {
        var sum = new CRC32();
        text.lines().forEach(line -> sum.update((line + '\n').getBytes(StandardCharsets.UTF_8)));
        return (int) sum.getValue();
    }
}
