package io.webim;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a server and its database, or its engine, and does what networks and crashing databases do. */
public final class DatabaseProxy implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commitsToCut = new AtomicInteger();
    private final AtomicInteger commitsCut = new AtomicInteger();
    private final String host;
    private volatile int port;
    private volatile boolean hanging;
    private NetServer server;
    private int ownPort;

    public DatabaseProxy(String host, int port) {
        this.host = host;
        this.port = port;
        open();
    }

    public int port() {
        return ownPort;
    }

    /** Lets the database commit, and cuts the connection before it can say so. */
    public void cutAtNextCommits(int count) {
        commitsToCut.set(count);
    }

    public int commitsCut() {
        return commitsCut.get();
    }

    /** Nothing comes through any more in either direction, and nobody is told. */
    public void hang() {
        hanging = true;
        sockets.forEach(NetSocket::pause);
    }

    public void resume() {
        hanging = false;
        sockets.forEach(NetSocket::resume);
    }

    /** Refuses connections and cuts those that there are. */
    public void goAway() {
        TestServer.await(server.close());
        sockets.forEach(NetSocket::close);
    }

    /** Cuts the connections that there are; the next ones lead elsewhere. */
    public void leadTo(int otherPort) {
        port = otherPort;
        sockets.forEach(NetSocket::close);
    }

    public void comeBack() {
        open();
    }

    @Override
    public void close() {
        TestServer.await(vertx.close());
    }

    private void open() {
        server = TestServer.await(
                vertx.createNetServer().connectHandler(this::connect).listen(ownPort, "127.0.0.1"));
        ownPort = server.actualPort();
    }

    private void connect(NetSocket inbound) {
        inbound.pause();
        client.connect(port, host)
                .onSuccess(outbound -> join(inbound, outbound))
                .onFailure(error -> inbound.close());
    }

    private void join(NetSocket inbound, NetSocket outbound) {
        sockets.add(inbound);
        sockets.add(outbound);
        inbound.handler(bytes -> forward(bytes, inbound, outbound));
        outbound.handler(inbound::write);
        inbound.closeHandler(closed -> end(inbound, outbound));
        outbound.closeHandler(closed -> end(outbound, inbound));
        if (!hanging) {
            inbound.resume();
        } else {
            outbound.pause();
        }
    }

    private void forward(Buffer bytes, NetSocket inbound, NetSocket outbound) {
        if (isCommit(bytes) && commitsToCut.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            // The database has answered once its bytes are there; they are not passed on.
            outbound.handler(answer -> {
                commitsCut.incrementAndGet();
                inbound.close();
            });
        }
        outbound.write(bytes);
    }

    /** A packet of the text protocol: three bytes of length, a number, the command 3, the statement. */
    private static boolean isCommit(Buffer bytes) {
        return bytes.length() >= 11 && bytes.getByte(4) == 3 && "COMMIT".equalsIgnoreCase(bytes.getString(5, 11));
    }

    private void end(NetSocket ended, NetSocket other) {
        sockets.remove(ended);
        Future<Void> closing = other.close();
        closing.onComplete(done -> sockets.remove(other));
    }
}
