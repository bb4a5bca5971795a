package io.webim.files.inside;

import io.webim.bridge.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Debian's clamd, which knows one virus: the harmless one for tests. */
public final class ClamdServer implements AutoCloseable {
    public static final String VIRUS = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

    private final Path folder;
    private final int port;
    private Process process;

    private ClamdServer(Path folder, int port) throws Exception {
        this.folder = folder;
        this.port = port;
        launch();
    }

    /**
     * @param folder of its own, with a short name
     * @param largest size of a file that it takes
     */
    public static ClamdServer start(Path folder, long largest) throws Exception {
        var database = Files.createDirectories(folder.resolve("db"));
        Files.writeString(
                database.resolve("test.ndb"),
                "Eicar-Test-Signature:0:*:%s%n"
                        .formatted(HexFormat.of().formatHex(VIRUS.getBytes(StandardCharsets.US_ASCII))));
        int port = freePort();
        Files.write(
                folder.resolve("clamd.conf"),
                List.of(
                        "LocalSocket " + folder.resolve("s"),
                        "TCPSocket " + port,
                        "TCPAddr 127.0.0.1",
                        "DatabaseDirectory " + database,
                        "StreamMaxLength " + largest,
                        "Foreground yes"));
        return new ClamdServer(folder, port);
    }

    public int port() {
        return port;
    }

    Path socket() {
        return folder.resolve("s");
    }

    /** Returns once it listens. */
    public void launch() throws Exception {
        process = new ProcessBuilder("clamd", "-c", folder.resolve("clamd.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Eventually.holds(this::listens);
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("clamd does not start: see " + folder.resolve("log"));
        }
        try (var connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return connection.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
