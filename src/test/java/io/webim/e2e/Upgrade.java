package io.webim.e2e;

import static io.webim.TestServer.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.webim.TestServer;
import io.webim.http.ClientServer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Stands before a server whose web client is another version now and then, and on a way that can be cut. Each connection
 * carries one request, or one socket.
 */
final class Upgrade implements AutoCloseable {
    private static final String HEAD_END = "\r\n\r\n";
    private static final Pattern CONNECTION = Pattern.compile("(?i)\r\nconnection: keep-alive");

    private final TestServer server;
    private final NetClient client;
    private final NetServer front;
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int clientPort;
    private volatile boolean cut;
    private volatile boolean socketsCut;

    Upgrade(TestServer server) {
        this.server = server;
        clientPort = server.port();
        client = server.vertx().createNetClient();
        front = await(
                server.vertx().createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    }

    String url() {
        return "http://127.0.0.1:" + front.actualPort();
    }

    /** The page that is loaded from now on is the one of this commit. */
    void serveClientOf(String commit) {
        clientPort = ClientServer.ofCommit(server.vertx(), commit).port();
    }

    /** It is the one of today. */
    void serveClientOfToday() {
        clientPort = server.port();
    }

    /** It is one that comes after that of today. */
    void serveNextClient(String mark) {
        clientPort = ClientServer.ofNext(server.vertx(), mark).port();
    }

    /** Nothing comes through any more. */
    void cut() {
        cut = true;
        closeAll();
    }

    /** Pages load, but get no connection for messages. */
    void cutSockets() {
        socketsCut = true;
        closeAll();
    }

    void mend() {
        cut = false;
        socketsCut = false;
    }

    /** As a restart of the server does it. */
    void closeAll() {
        sockets.forEach(NetSocket::close);
    }

    @Override
    public void close() {
        await(front.close());
        await(client.close());
    }

    private void accept(NetSocket socket) {
        sockets.add(socket);
        socket.closeHandler(closed -> sockets.remove(socket));
        var head = Buffer.buffer();
        socket.handler(some -> {
            head.appendBuffer(some);
            if (head.toString(ISO_8859_1).contains(HEAD_END)) {
                socket.pause();
                lead(socket, head.toString(ISO_8859_1));
            }
        });
    }

    private void lead(NetSocket socket, String request) {
        var path = request.split(" ", 3)[1];
        boolean isSocket = path.startsWith("/eventbus");
        if (cut || (socketsCut && isSocket)) {
            socket.close();
            return;
        }
        int port = isSocket || path.startsWith("/api/") ? server.port() : clientPort;
        client.connect(port, "127.0.0.1").onFailure(failure -> socket.close()).onSuccess(target -> {
            target.write(Buffer.buffer(asOnlyOne(request), ISO_8859_1.name()));
            target.handler(socket::write).closeHandler(closed -> socket.close());
            socket.handler(target::write).closeHandler(closed -> {
                sockets.remove(socket);
                target.close();
            });
            socket.resume();
        });
    }

    private static String asOnlyOne(String request) {
        return CONNECTION.matcher(request).replaceFirst("\r\nConnection: close");
    }
}
