package io.webim.torture;

import io.webim.TestJar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The jar as a process on one port and one data directory, through many lives. Everything here blocks. */
final class JarServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration SLOWEST_STOP = Duration.ofSeconds(60);

    private static final String MEMORY = "-Xmx512m";
    /** As `make soak` says it: where a run is long, it is compiled as with users. */
    private static final boolean SOAKING = "".equals(System.getProperty("test.jvm"));

    static final String WELL = "Nothing is wrong.";

    private final Path folder;
    private final int port;
    private final Map<String, String> settings;
    private volatile Process process;
    private volatile int life;
    private volatile Duration slowestStart = Duration.ZERO;
    private volatile Duration slowestStop = Duration.ZERO;

    private JarServer(Path folder, int port, Map<String, String> settings) {
        this.folder = folder;
        this.port = port;
        this.settings = settings;
    }

    static JarServer start(Path folder) throws IOException {
        return start(folder, Map.of());
    }

    /** @param settings environment variables that it gets beside those of every test */
    static JarServer start(Path folder, Map<String, String> settings) throws IOException {
        Files.createDirectories(folder);
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = new JarServer(folder, free.getLocalPort(), settings);
            free.close();
            TestJar.unpackedInto(folder.resolve("data"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> server.process.destroyForcibly()));
            server.launch();
            return server;
        }
    }

    int port() {
        return port;
    }

    /** Another number for each process: what was in its memory is gone with it. */
    int life() {
        return life;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Duration slowestStart() {
        return slowestStart;
    }

    Duration slowestStop() {
        return slowestStop;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** kill -9, and at once a new one. */
    void kill() throws IOException {
        die();
        relive();
    }

    /** kill -9. */
    void die() {
        process.destroyForcibly();
        await(PATIENCE);
    }

    /** A new one in the place of one that has died. */
    void relive() throws IOException {
        relaunch();
    }

    /** SIGTERM, and a new one once it has ended. */
    void restart() throws IOException {
        stop();
        relaunch();
    }

    /** Starts again what has ended by itself. */
    void revive() throws IOException {
        await(PATIENCE);
        relaunch();
    }

    /** The database server that runs now, or soon: a killed one is started again. */
    ProcessHandle awaitDatabase() {
        return await(this::database);
    }

    /** A process that is there soon. */
    static ProcessHandle await(Supplier<Optional<ProcessHandle>> asked) {
        long until = Calls.now() + PATIENCE.toMillis();
        for (var found = asked.get(); ; found = asked.get()) {
            if (found.isPresent()) {
                return found.get();
            }
            if (Calls.now() > until) {
                throw new IllegalStateException("No such process within " + PATIENCE);
            }
            pause(20);
        }
    }

    static void suspend(ProcessHandle database) throws IOException {
        signal(database, "STOP");
    }

    static void resume(ProcessHandle database) throws IOException {
        signal(database, "CONT");
    }

    String jdbcUrl() throws IOException {
        var arguments = database().flatMap(handle -> handle.info().arguments()).orElseThrow();
        var databasePort = Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("--port="))
                .map(argument -> argument.substring("--port=".length()))
                .findFirst()
                .orElseThrow();
        var password = Files.readString(folder.resolve("data").resolve("mariadb.password"));
        return "jdbc:mariadb://127.0.0.1:" + databasePort + "/webim?user=webim&password=" + password.strip();
    }

    /** What `java -jar webim.jar doctor` says; empty where it finds no database. */
    Optional<String> examine() throws IOException {
        var log = folder.resolve("doctor.log");
        var doctor = builder(log, "doctor").start();
        try {
            if (!doctor.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                doctor.destroyForcibly();
                throw new IllegalStateException("The doctor does not end within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        var report = Files.readString(log);
        return report.contains(WELL) || report.contains("Something is wrong") ? Optional.of(report) : Optional.empty();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    private void stop() {
        var begun = Instant.now();
        process.destroy();
        await(SLOWEST_STOP);
        slowestStop = longer(slowestStop, Duration.between(begun, Instant.now()));
    }

    private void relaunch() throws IOException {
        // Only now: until here a device may still have talked to the one before.
        life++;
        launch();
    }

    private void launch() throws IOException {
        var begun = Instant.now();
        var log = folder.resolve("server-" + life + ".log");
        process = builder(log).start();
        while (!Files.readString(log).contains("webim is ready: ")) {
            if (!process.isAlive() || Duration.between(begun, Instant.now()).compareTo(PATIENCE) > 0) {
                throw new IllegalStateException("The server does not start: " + Files.readString(log));
            }
            pause(20);
        }
        slowestStart = longer(slowestStart, Duration.between(begun, Instant.now()));
    }

    private ProcessBuilder builder(Path log, String... arguments) {
        var command = new ArrayList<>(SOAKING ? TestJar.longLived(MEMORY) : TestJar.command(MEMORY));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("WEBIM_"));
        environment.put("WEBIM_HTTP_PORT", String.valueOf(port));
        environment.put("WEBIM_PASSWORD_COST", "10");
        environment.put("WEBIM_LIMITS", "off");
        environment.putAll(settings);
        return builder;
    }

    private Optional<ProcessHandle> database() {
        return process.toHandle()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("mariadbd"))
                .findFirst();
    }

    private static void signal(ProcessHandle target, String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(target.pid()))
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void await(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The server does not end within " + patience);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
