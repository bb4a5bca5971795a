package io.webim.bridge;

import io.webim.limits.NetworkAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many sockets each network has open. Safe from any thread. */
final class Networks {
    private final int most;
    private final Map<String, Network> networks = new ConcurrentHashMap<>();

    /** @param most that one network may have open */
    Networks(int most) {
        this.most = most;
    }

    /** The sockets of one network; those of one object share it. */
    static final class Network {
        /** One that is not counted. */
        static final Network ANY = new Network("");

        private final String name;
        private int open;

        private Network(String name) {
            this.name = name;
        }

        /** Empty of one that is not counted. */
        String name() {
            return name;
        }
    }

    boolean isFull(String remoteAddress) {
        var network = networks.get(NetworkAddress.of(remoteAddress));
        return network != null && network.open >= most;
    }

    /** One more socket is open. */
    Network enter(String remoteAddress) {
        return networks.compute(NetworkAddress.of(remoteAddress), (name, present) -> {
            var network = present == null ? new Network(name) : present;
            network.open++;
            return network;
        });
    }

    @SuppressWarnings("NullAway") // compute() takes null for "remove"; the checker reads it as a value.
    void leave(Network network) {
        networks.computeIfPresent(network.name, (name, present) -> --present.open == 0 ? null : present);
    }

    boolean isOver(Network network) {
        return network.open > most;
    }

    /** How many networks have a socket open. */
    int count() {
        return networks.size();
    }
}
