package io.webim.cluster;

import io.webim.testrun.Timeout;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real nginx before three nodes, with the configuration that the documents give, but without TLS. */
final class NginxServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final List<String> NAMES = List.of("one:8080", "two:8080", "three:8080");

    private final Path folder;
    private final int port;
    private final Process process;

    private NginxServer(int port, List<Integer> nodes) throws IOException {
        this.port = port;
        this.folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "nginx")
                .toAbsolutePath();
        var file = Files.writeString(folder.resolve("nginx.conf"), configuration(nodes));
        this.process = new ProcessBuilder(executable(), "-p", folder.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        awaitPort();
    }

    /** @param nodes the ports of all three */
    static NginxServer start(List<Integer> nodes) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            int port = socket.getLocalPort();
            socket.close();
            return new NginxServer(port, nodes);
        }
    }

    int port() {
        return port;
    }

    private Path log() {
        return folder.resolve("log");
    }

    private String configuration(List<Integer> nodes) throws IOException {
        var documented = documented().replace("listen 443 ssl;", "listen " + LOOPBACK + ":" + port + ";");
        for (int i = 0; i < NAMES.size(); i++) {
            documented = documented.replace(NAMES.get(i), LOOPBACK + ":" + nodes.get(i));
        }
        return """
                daemon off;
                master_process off;
                pid %1$s/pid;
                error_log stderr;
                events {}
                http {
                access_log off;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                %2$s
                }
                """.formatted(folder, documented);
    }

    /** The block that follows where nginx is named. */
    private static String documented() throws IOException {
        return Files.readAllLines(Path.of("docs", "operations.md")).stream()
                .dropWhile(line -> !line.endsWith("for nginx:"))
                .skip(2)
                .takeWhile(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));
    }

    private static String executable() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(path -> Path.of(path, "nginx"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("nginx is needed: scripts/test-tools says where it is from"));
    }

    private void awaitPort() throws IOException {
        if (!Listening.await(process, port, Timeout.TIMEOUT)) {
            throw new IllegalStateException("nginx does not start: " + Files.readString(log()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
