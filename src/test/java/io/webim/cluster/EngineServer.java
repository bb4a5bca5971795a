package io.webim.cluster;

import static io.webim.testrun.Timeout.TIMEOUT;

import io.webim.config.Config;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real engine of a test's own, on a port that is free. */
public final class EngineServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    /** Stands for the port among the arguments. */
    private static final String PORT = "<port>";

    private final int port;
    private final Optional<String> file;
    private final List<String> arguments;
    private Process process;

    private EngineServer(int port, Optional<String> file, List<String> arguments) {
        this.port = port;
        this.file = file;
        this.arguments = arguments;
        this.process = launch();
    }

    /** @param arguments as redis-server takes them */
    public static EngineServer start(String... arguments) {
        return start(Optional.empty(), arguments);
    }

    private static EngineServer start(Optional<String> file, String... arguments) {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            int port = socket.getLocalPort();
            socket.close();
            return new EngineServer(port, file, List.of(arguments));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that knows where an engine is. */
    static EngineServer sentinelOf(EngineServer engine, String name) throws IOException {
        var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "sentinel");
        var file = Files.writeString(
                folder.resolve("sentinel.conf"),
                "sentinel monitor %s %s %d 1%n".formatted(name, LOOPBACK, engine.port));
        return start(Optional.of(file.toAbsolutePath().toString()), "--sentinel");
    }

    /** One that speaks TLS alone, with those whose certificates it knows. */
    static EngineServer startWithTls(Config.MutualTls tls) {
        return start(
                "--tls-port",
                PORT,
                "--port",
                "0",
                "--tls-cert-file",
                tls.certificate().toAbsolutePath().toString(),
                "--tls-key-file",
                tls.key().toAbsolutePath().toString(),
                "--tls-ca-cert-file",
                tls.clientCa().toAbsolutePath().toString());
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://" + LOOPBACK + ":" + port;
    }

    /** What somebody who has the nodes' password tells it to do; each word in ASCII. */
    void command(String password, String... words) throws IOException {
        try (var socket = new Socket(LOOPBACK, port)) {
            var request = new StringBuilder("AUTH webim " + password + "\r\n*" + words.length + "\r\n");
            for (var word : words) {
                request.append("$%d\r\n%s\r\n".formatted(word.length(), word));
            }
            request.append("QUIT\r\n");
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            byte[] unused = socket.getInputStream().readAllBytes();
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** As if its process had been killed. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Again, on the same port and without what it knew. */
    public void restart() {
        process = launch();
    }

    /** @param name of a signal, such as {@code STOP} */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private Process launch() {
        try {
            var folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "engine");
            var command = new ArrayList<>(List.of(executable()));
            file.ifPresent(command::add);
            command.addAll(List.of(
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    LOOPBACK,
                    "--save",
                    "",
                    "--dir",
                    folder.toAbsolutePath().toString()));
            arguments.stream()
                    .map(argument -> argument.equals(PORT) ? Integer.toString(port) : argument)
                    .forEach(command::add);
            var started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            awaitPort(started);
            return started;
        } catch (IOException e) {
            throw new IllegalStateException("redis-server is needed: scripts/test-tools says where it is from", e);
        }
    }

    private static String executable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("redis-server", "valkey-server").map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse("redis-server");
    }

    private void awaitPort(Process started) {
        if (!Listening.await(started, port, TIMEOUT)) {
            throw new IllegalStateException("redis-server does not start");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
