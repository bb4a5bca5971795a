package io.webim.bridge;

import static io.webim.testrun.Timeout.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The TCP bridge where services of other machines connect: only with a certificate, and still only with a login. */
@ExtendWith(LogWatch.class)
final class MutualTlsIT {
    @TempDir
    static Path folder;

    private static Certificate serverCertificate;
    private static Certificate known;
    private static Certificate stranger;
    private static BridgeServer server;

    @BeforeAll
    static void start() throws Exception {
        serverCertificate = Certificate.make(folder, "server");
        known = Certificate.make(folder, "known");
        stranger = Certificate.make(folder, "stranger");
        server = new BridgeServer(SocketLimits.DEFAULT, Optional.of(serverCertificate.forClient(known)));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void knownServiceLogsInAndCalls() throws Exception {
        try (var client = new TcpBusClient(connect(known))) {
            assertThat(client.ask("contacts.add", new JsonObject()).getInteger("failureCode"))
                    .isEqualTo(401);
            client.logIn("1.11.600");
            var answer = client.ask("chat.message.send", new JsonObject().put("text", "字"));
            assertThat(answer.getJsonObject("body").getString("text")).isEqualTo("字");
        }
    }

    @Test
    void certificateOfSomebodyElseIsRefused() throws Exception {
        assertThatThrownBy(() -> speak(connect(stranger))).isInstanceOf(IOException.class);
        assertNobodyIsIn();
    }

    @Test
    void plainTextIsRefused() throws Exception {
        assertThat(speak(new Socket("127.0.0.1", server.bridge.tcpPort()))).isNotEqualTo('{');
        assertNobodyIsIn();
    }

    private static Socket connect(Certificate client) throws Exception {
        return client.trusting(serverCertificate).getSocketFactory().createSocket("127.0.0.1", server.bridge.tcpPort());
    }

    /** Sends a ping. @return the first byte of the JSON that answers, if it is one */
    private static int speak(Socket socket) throws IOException {
        try (socket) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write(new byte[] {0, 0, 0, 15});
            socket.getOutputStream().write("{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII));
            var bytes = socket.getInputStream().readNBytes(5);
            return bytes.length < 5 ? -1 : bytes[4];
        }
    }

    private static void assertNobodyIsIn() throws Exception {
        Eventually.holds(() -> server.bridge.openSockets() == 0);
    }
}
