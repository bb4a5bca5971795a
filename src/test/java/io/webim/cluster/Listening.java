package io.webim.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whether a server that a test has started takes connections. */
final class Listening {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECT_MILLIS = 200;
    private static final int PAUSE_MILLIS = 20;

    private Listening() {}

    /** @return false where it has ended, or it took too long */
    static boolean await(Process server, int port, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isOpen(port)) {
            if (hasEnded(server) || System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasEnded(Process server) {
        try {
            return server.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), CONNECT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
