package io.webim.edge;

import io.webim.limits.NetworkAddress;

/** Where connections come from: an IPv4 address, or an IPv6 /64. */
final class Network {
    final String name;
    final Budget connections;
    final Budget input;
    final Budget output;
    /** How many hold it; changed under the lock of the map's entry. */
    int holders;

    private volatile String lastAddress = "";

    Network(String name, Bounds bounds) {
        this.name = name;
        this.connections = new Budget(bounds.connectionsOfNetwork());
        this.input = new Budget(bounds.inputOfNetwork());
        this.output = new Budget(bounds.outputOfNetwork());
    }

    boolean isOf(String remoteAddress) {
        if (remoteAddress.equals(lastAddress)) {
            return true;
        }
        boolean same = NetworkAddress.of(remoteAddress).equals(name);
        if (same) {
            lastAddress = remoteAddress;
        }
        return same;
    }
}
