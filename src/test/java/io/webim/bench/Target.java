package io.webim.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server that is measured: the jar, started as a user would, or one that runs elsewhere. */
final class Target implements AutoCloseable {
    private static final String READY = "webim is ready: ";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final URI uri;
    private final Optional<Process> process;
    private final Path folder;
    private final Duration started;
    /** Processes beside the server that do its work. */
    private List<ProcessHandle> helpers = List.of();

    private Optional<ProcessHandle> ownDatabase = Optional.empty();

    /**
     * CPU seconds so far.
     *
     * @param user of the server, without what the kernel did for it
     */
    record Cpu(double user, double server, double database) {
        Cpu minus(Cpu before) {
            return new Cpu(user - before.user, server - before.server, database - before.database);
        }

        double both() {
            return server + database;
        }
    }

    private Target(URI uri, Optional<Process> process, Path folder, Duration started) {
        this.uri = uri;
        this.process = process;
        this.folder = folder;
        this.started = started;
    }

    static Target elsewhere(URI uri) {
        return new Target(uri, Optional.empty(), Path.of("."), Duration.ZERO);
    }

    /**
     * Starts the jar with its data in {@code folder/data}.
     *
     * @param command how Java is called, {@code java -jar} unless the caller measures something else
     */
    static Target start(Path folder, List<String> command) throws IOException {
        return start(folder, command, Map.of());
    }

    /** @param settings of its environment, beside those of every measurement */
    static Target start(Path folder, List<String> command, Map<String, String> settings) throws IOException {
        Files.createDirectories(folder);
        var log = folder.resolve("server.log");
        var whole = new ArrayList<>(command);
        whole.add(Path.of(System.getProperty("webim.jar", "target/webim.jar"))
                .toAbsolutePath()
                .toString());
        var builder = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("WEBIM_"));
        environment.put("WEBIM_HTTP_PORT", "0");
        environment.put("WEBIM_PASSWORD_COST", "10");
        environment.put("WEBIM_LIMITS", "off");
        environment.put("WEBIM_SOCKETS_PER_ADDRESS", "1000000");
        environment.put("WEBIM_FILE_MAX", "256MiB");
        environment.put("WEBIM_FILE_QUOTA", "64GiB");
        environment.putAll(settings);
        long begun = System.nanoTime();
        var process = builder.start();
        var hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        var uri = awaitReady(process, log, begun);
        return new Target(uri, Optional.of(process), folder, Duration.ofNanos(System.nanoTime() - begun));
    }

    private static URI awaitReady(Process process, Path log, long begun) throws IOException {
        while (true) {
            var line = Files.readString(log)
                    .lines()
                    .filter(text -> text.startsWith(READY))
                    .findFirst();
            if (line.isPresent()) {
                var uri = URI.create(line.get().substring(READY.length()));
                uri.resolve("/api/health/ready").toURL().openStream().close();
                return uri;
            }
            if (!process.isAlive() || System.nanoTime() - begun > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException("The server does not start: " + Files.readString(log));
            }
            pause(2);
        }
    }

    URI uri() {
        return uri;
    }

    /** From the launch of the process to its first answer. */
    Duration started() {
        return started;
    }

    /** Whether its processes and its database can be looked into. */
    boolean isLocal() {
        return process.isPresent() && ProcFiles.areThere();
    }

    /** From now on it is one of several: what these use counts as its own, and the database is that one. */
    void among(List<ProcessHandle> others, ProcessHandle database) {
        helpers = others;
        ownDatabase = Optional.of(database);
    }

    ProcessHandle handle() {
        return process.orElseThrow().toHandle();
    }

    Cpu cpu() {
        if (!isLocal()) {
            return new Cpu(Double.NaN, Double.NaN, Double.NaN);
        }
        double user = 0;
        double all = 0;
        for (var one : Stream.concat(Stream.of(handle()), helpers.stream()).toList()) {
            var used = ProcFiles.cpu(one.pid());
            user += used.user();
            all += used.both();
        }
        return new Cpu(user, all, ProcFiles.cpu(database().pid()).both());
    }

    /** Of the server alone: the database's does not depend on sockets. */
    long residentBytes() {
        return ProcFiles.residentBytes(process.orElseThrow().pid());
    }

    String jdbcUrl() throws IOException {
        var port = Arrays.stream(database().info().arguments().orElseThrow())
                .filter(argument -> argument.startsWith("--port="))
                .map(argument -> argument.substring("--port=".length()))
                .findFirst()
                .orElseThrow();
        var password = Files.readString(folder.resolve("data").resolve("mariadb.password"));
        return "jdbc:mariadb://127.0.0.1:" + port + "/webim?user=webim&password=" + password.strip();
    }

    @Override
    public void close() {
        process.ifPresent(Target::stop);
    }

    private ProcessHandle database() {
        return ownDatabase.orElseGet(this::databaseOfTheServer);
    }

    private ProcessHandle databaseOfTheServer() {
        return process.orElseThrow()
                .toHandle()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("mariadbd"))
                .findFirst()
                .orElseThrow();
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("The server does not end.");
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
}
