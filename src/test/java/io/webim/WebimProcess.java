package io.webim;

import static io.webim.testrun.Timeout.TIMEOUT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The jar as users run it: a process of its own with the embedded database. */
public final class WebimProcess implements AutoCloseable {
    private static final String READY = "webim is ready: ";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final Instant begun = Instant.now();
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private WebimProcess(Process process) {
        this.process = process;
        readers = List.of(read(process.inputReader(UTF_8), output), read(process.errorReader(UTF_8), errors));
    }

    /** Does not wait. The environment of the test run does not reach it. */
    public static WebimProcess launch(Path folder, Map<String, String> environment, String... args) {
        return launch(heedingSignals(), folder, environment, args);
    }

    /** As an account that has to heed the rights of files, which root does not. */
    static WebimProcess launchWithoutRootsRights(Path folder, Map<String, String> environment) {
        boolean root = System.getProperty("user.name").equals("root");
        return launch(
                root ? List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search") : List.of(),
                folder,
                environment);
    }

    private static WebimProcess launch(
            List<String> prefix, Path folder, Map<String, String> environment, String... args) {
        var command = new ArrayList<>(prefix);
        command.addAll(TestJar.command());
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("WEBIM_"));
        builder.environment().put("WEBIM_HTTP_PORT", "0");
        builder.environment().putAll(environment);
        try {
            return new WebimProcess(builder.start());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a shell runs in the background ignores SIGINT, and so would all that it starts. */
    private static List<String> heedingSignals() {
        var linux = System.getProperty("os.name").equals("Linux");
        return linux ? List.of("env", "--default-signal=INT") : List.of();
    }

    /** With its data in {@code folder/data} and cheap passwords; returns when it is ready. */
    public static WebimProcess start(Path folder) {
        var webim = launch(folder, Map.of("WEBIM_PASSWORD_COST", "10", "WEBIM_LIMITS", "off"));
        webim.awaitReady();
        return webim;
    }

    /** Waits until a condition holds, and fails after {@link #TIMEOUT}. */
    static <T> T await(String what, Supplier<Optional<T>> condition) {
        var deadline = Instant.now().plus(TIMEOUT);
        while (Instant.now().isBefore(deadline)) {
            var result = condition.get();
            if (result.isPresent()) {
                return result.get();
            }
            pause();
        }
        throw new AssertionError("Not within " + TIMEOUT + ": " + what);
    }

    /** The time from the launch to the line that says it is ready. */
    public Duration awaitReady() {
        return await("a server that is ready: " + errors, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("It ended: " + output + errors);
            }
            return url().map(url -> Duration.between(begun, Instant.now()));
        });
    }

    public Optional<String> url() {
        return output.stream()
                .filter(line -> line.startsWith(READY))
                .map(line -> line.substring(READY.length()))
                .findFirst();
    }

    /** Its exit status. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("It does not end: " + output + errors);
        }
        for (var reader : readers) {
            reader.join();
        }
        return process.exitValue();
    }

    public List<String> output() {
        return output;
    }

    public List<String> errors() {
        return errors;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** The database server that runs now. */
    Optional<ProcessHandle> database() {
        return process.toHandle()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("mariadbd"))
                .findFirst();
    }

    /** SIGTERM, SIGINT and the like, by their names. */
    void signal(String name) throws IOException, InterruptedException {
        signal(process.toHandle(), name);
    }

    static void signal(ProcessHandle target, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(target.pid()))
                .start()
                .waitFor();
    }

    /** The status of a JSON request. */
    public int post(String path, JsonObject body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url().orElseThrow() + path))
                .header("Content-Type", "application/json")
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** In order; killed when that does not end it. By its handle, which leaves its output to whoever reads it. */
    @Override
    public void close() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }
    }

    private static Thread read(BufferedReader reader, List<String> into) {
        var thread = new Thread(() -> reader.lines().forEach(into::add), "output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
