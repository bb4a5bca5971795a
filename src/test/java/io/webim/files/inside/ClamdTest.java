package io.webim.files.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.webim.config.ScannerAddress;
import io.webim.contract.Failure;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that speaks clamd's INSTREAM, over both kinds of sockets. */
class ClamdTest {
    private static final String VIRUS = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";
    private static Vertx vertx;

    @TempDir
    private Path folder;

    private final AtomicReference<byte[]> received = new AtomicReference<>();
    private ServerSocketChannel server;

    /** What it does with a connection. */
    private interface Scans {
        void connection(SocketChannel socket) throws IOException;
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void cleanFileIsScannedToItsLastByteOverTcp() throws IOException {
        var bytes = new byte[3_000_001];
        bytes[bytes.length - 1] = 7;

        tcp(this::scan).scan(Files.write(folder.resolve("x"), bytes)).await();

        assertThat(received.get()).isEqualTo(bytes);
    }

    @Test
    void cleanFileIsScannedOverAUnixSocket() throws IOException {
        var socket = folder.resolve("clamd.ctl");
        listen(UnixDomainSocketAddress.of(socket), this::scan);

        new Clamd(vertx, new ScannerAddress(Optional.of(socket.toString()), "", 0))
                .scan(file("hello"))
                .await();

        assertThat(received.get()).asString().isEqualTo("hello");
    }

    @Test
    void emptyFileIsClean() throws IOException {
        tcp(this::scan).scan(file("")).await();

        assertThat(received.get()).isEmpty();
    }

    @Test
    void infectedFileIsRefused() throws IOException {
        assertRefused(tcp(this::scan), file("X5O!" + VIRUS), 422, "file_refused");
    }

    @Test
    void scannerThatIsAwayIsTold() throws IOException {
        var scanner = tcp(this::scan);
        server.close();

        assertRefused(scanner, file("hello"), 503, "scanner_unavailable");
    }

    @Test
    void scannerThatHangsUpInTheMiddleIsTold() throws IOException {
        var scanner = tcp(socket -> socket.read(ByteBuffer.allocate(1000)));

        assertRefused(scanner, Files.write(folder.resolve("x"), new byte[5_000_000]), 503, "scanner_unavailable");
    }

    @Test
    void fileThatIsTooLargeForItIsNotAccepted() throws IOException {
        var scanner = tcp(socket -> answer(socket, "INSTREAM size limit exceeded. ERROR"));

        assertRefused(scanner, Files.write(folder.resolve("x"), new byte[5_000_000]), 503, "scanner_unavailable");
    }

    @Test
    void scannerThatSaysNothingIsNotWaitedForForever() throws IOException {
        listen(new InetSocketAddress("127.0.0.1", 0), socket -> socket.read(ByteBuffer.allocate(1)));
        var address = (InetSocketAddress) server.getLocalAddress();
        var silent = new Clamd(vertx, new ScannerAddress(Optional.empty(), "127.0.0.1", address.getPort()), 50);

        assertRefused(silent, file("hello"), 503, "scanner_unavailable");
    }

    @Test
    void answerThatIsNoneIsNotTakenForClean() throws IOException {
        assertRefused(tcp(socket -> answer(socket, "stream: OKAY")), file("hello"), 503, "scanner_unavailable");
        close();
        assertRefused(tcp(socket -> answer(socket, "x".repeat(5_000))), file("hello"), 503, "scanner_unavailable");
    }

    private static void assertRefused(Clamd scanner, Path file, int status, String code) {
        assertThatThrownBy(() -> scanner.scan(file).await()).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.code()).isEqualTo(code);
        });
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("file"), content);
    }

    private Clamd tcp(Scans scans) throws IOException {
        listen(new InetSocketAddress("127.0.0.1", 0), scans);
        var address = (InetSocketAddress) server.getLocalAddress();
        return new Clamd(vertx, new ScannerAddress(Optional.empty(), "127.0.0.1", address.getPort()));
    }

    private void listen(SocketAddress address, Scans scans) throws IOException {
        server = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        server.bind(address);
        var listening = server;
        var thread = new Thread(
                () -> {
                    try {
                        while (listening.isOpen()) {
                            try (var socket = listening.accept()) {
                                scans.connection(socket);
                            }
                        }
                    } catch (IOException closed) {
                        // The test is over.
                    }
                },
                "clamd");
        thread.setDaemon(true);
        thread.start();
    }

    private void scan(SocketChannel socket) throws IOException {
        var in = new DataInputStream(Channels.newInputStream(socket));
        assertThat(new String(in.readNBytes(10), StandardCharsets.US_ASCII)).isEqualTo("zINSTREAM\0");
        var file = new ByteArrayOutputStream();
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
            file.write(in.readNBytes(length));
        }
        received.set(file.toByteArray());
        boolean isInfected = file.toString(StandardCharsets.ISO_8859_1).contains(VIRUS);
        answer(socket, isInfected ? "stream: Eicar-Test-Signature FOUND" : "stream: OK");
    }

    private static void answer(SocketChannel socket, String text) throws IOException {
        socket.write(ByteBuffer.wrap((text + "\0").getBytes(StandardCharsets.US_ASCII)));
    }
}
