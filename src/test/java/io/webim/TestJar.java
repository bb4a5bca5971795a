package io.webim;

import static io.webim.testrun.Timeout.TIMEOUT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The jar that tests start, some eighty times in a run. The first who asks starts it once for all, on nothing but
 * itself: from then on each start takes an archive of the classes that it loads, and {@link #unpackedInto} the database
 * server that was unpacked then.
 */
public final class TestJar {
    /** Sooner ready, with less of the processor; few starts here last long enough to be faster later. */
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

    private static final Path FOLDER = Path.of("target", "test-jar").toAbsolutePath();

    private TestJar() {}

    public static Path path() {
        var jar = Path.of(System.getProperty("webim.jar", "target/webim.jar")).toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: run mvn package first");
        }
        return jar;
    }

    /** @param options of the JVM */
    public static List<String> command(String... options) {
        var all = new ArrayList<>(List.of(SHORT_LIVED, "-XX:SharedArchiveFile=" + first().resolve("classes.jsa")));
        all.addAll(List.of(options));
        return java(all);
    }

    /** The same where it lives as long as with users. */
    public static List<String> longLived(String... options) {
        return java(List.of(options));
    }

    /** So that a server on this data dir, where it is new, need not unpack what was unpacked before. */
    public static void unpackedInto(Path dataDir) throws IOException {
        if (Files.exists(dataDir)) {
            return;
        }
        var unpacked = first().resolve("data");
        try (var files = Files.walk(unpacked)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var copy = dataDir.resolve(unpacked.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createLink(copy, file);
                }
            }
        } catch (FileSystemException | UnsupportedOperationException otherDisk) {
            delete(dataDir);
        }
    }

    private static List<String> java(List<String> options) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", path().toString()));
        return command;
    }

    /** What the first start of this very jar has left. */
    private static synchronized Path first() {
        try {
            var name = Files.getLastModifiedTime(path()).toMillis() + "-" + Files.size(path());
            var folder = FOLDER.resolve(name);
            Files.createDirectories(FOLDER);
            try (var channel = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (!Files.exists(folder)) {
                    removeOthers();
                    Files.move(startOnce(FOLDER.resolve(name + ".new")), folder);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of older jars. */
    private static void removeOthers() throws IOException {
        try (var others = Files.list(FOLDER)) {
            for (var other : others.filter(Files::isDirectory).toList()) {
                delete(other);
            }
        }
    }

    private static Path startOnce(Path folder) throws IOException {
        Files.createDirectories(folder);
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(java(List.of(SHORT_LIVED, "-XX:ArchiveClassesAtExit=classes.jsa")))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WEBIM_"));
        builder.environment().put("WEBIM_HTTP_PORT", "0");
        builder.environment().put("WEBIM_PASSWORD_COST", "10");
        var process = builder.start();
        try {
            awaitReady(process, output);
            process.destroy();
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The jar does not end: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
        leaveOnlyTheServer(folder.resolve("data"));
        return folder;
    }

    private static void awaitReady(Process process, Path output) throws IOException, InterruptedException {
        var deadline = Instant.now().plus(TIMEOUT);
        while (!Files.readString(output).contains("webim is ready: ")) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("The jar does not start: " + Files.readString(output));
            }
        }
    }

    private static void leaveOnlyTheServer(Path dataDir) throws IOException {
        try (var files = Files.list(dataDir)) {
            for (var file : files.filter(file -> !file.getFileName().toString().matches("mariadb-[0-9].*-.*"))
                    .toList()) {
                delete(file);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (var files = Files.walk(tree)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
