package io.webim.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A file of SQL: each statement ends with a semicolon at the end of a line, a comment has lines of its own. */
record Script(String name, String text) {
    private static final String END = ";\\s*(?:\n|$)";

    /** One of those on the class path. */
    static Script read(String path) {
        try (var file = Script.class.getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IOException(path + " is missing");
            }
            var name = path.substring(path.lastIndexOf('/') + 1);
            return new Script(name, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All in a folder on the class path, in a jar or beside the classes. */
    static List<Script> readAll(String folder) {
        @Nullable URL place = Script.class.getClassLoader().getResource(folder);
        try {
            if (place == null) {
                throw new IOException(folder + " is missing");
            }
            var names = place.openConnection() instanceof JarURLConnection inJar
                    ? names(inJar.getJarFile(), folder)
                    : names(Path.of(URI.create(place.toString())));
            return names.stream().map(name -> read(folder + "/" + name)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(Script::isSql)
                    .toList();
        }
    }

    private static List<String> names(JarFile jar, String folder) {
        return jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(folder + "/"))
                .map(name -> name.substring(folder.length() + 1))
                .filter(Script::isSql)
                .toList();
    }

    private static boolean isSql(String name) {
        return name.endsWith(".sql");
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
