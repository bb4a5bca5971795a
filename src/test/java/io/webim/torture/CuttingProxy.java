package io.webim.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between devices and server, and cuts, resets or freezes what goes through it. */
final class CuttingProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 3_000;

    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean held;

    CuttingProxy(int target) throws IOException {
        this.target = target;
        thread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** @return how many were cut: at most {@code most} */
    int cut(int most, boolean reset, Random random) {
        var some = some(most, random);
        some.forEach(link -> link.cut(reset));
        return some.size();
    }

    /** Both ends stay open and nothing passes any more. */
    List<Link> freeze(int most, Random random) {
        var some = some(most, random);
        some.forEach(Link::freeze);
        return some;
    }

    /** What was held back comes late. */
    void thawAll() {
        links.forEach(Link::thaw);
    }

    /** As if the cable were pulled: connections stand, and are taken, and nothing passes. */
    void hold() {
        held = true;
        links.forEach(Link::freeze);
    }

    /** @param reset whether what was held is broken, or comes late */
    void release(boolean reset) {
        held = false;
        links.forEach(link -> {
            if (reset) {
                link.cut(true);
            } else {
                link.thaw();
            }
        });
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException closed) {
            // That is what was wanted.
        }
        links.forEach(link -> link.cut(true));
    }

    private List<Link> some(int most, Random random) {
        var open = new ArrayList<>(links.stream().filter(link -> !link.frozen).toList());
        Collections.shuffle(open, random);
        return open.subList(0, Math.min(most, open.size()));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                thread(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        var server = new Socket();
        try {
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var link = new Link(client, server);
            links.add(link);
            if (held) {
                link.freeze();
            }
            thread(() -> link.pump(client, server));
            link.pump(server, client);
        } catch (IOException refused) {
            quietly(client);
            quietly(server);
        }
    }

    final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean frozen;
        private volatile boolean cut;

        private Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void cut(boolean reset) {
            cut = true;
            thaw();
            links.remove(this);
            for (var socket : List.of(client, server)) {
                try {
                    if (reset) {
                        socket.setSoLinger(true, 0);
                    } else {
                        socket.shutdownOutput();
                    }
                } catch (IOException gone) {
                    // It is closed anyway.
                }
                quietly(socket);
            }
        }

        private synchronized void freeze() {
            frozen = true;
        }

        synchronized void thaw() {
            frozen = false;
            notifyAll();
        }

        private synchronized void awaitThaw() {
            while (frozen) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private void pump(Socket from, Socket to) {
            var bytes = new byte[16 << 10];
            try {
                int count = from.getInputStream().read(bytes);
                while (count >= 0) {
                    awaitThaw();
                    to.getOutputStream().write(bytes, 0, count);
                    count = from.getInputStream().read(bytes);
                }
            } catch (IOException broken) {
                // Ends below, as an orderly end does.
            }
            awaitThaw();
            if (!cut) {
                cut(false);
            }
        }
    }

    private static void thread(Runnable task) {
        var thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }
}
