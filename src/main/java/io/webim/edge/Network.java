package io.webim.edge;

import io.webim.limits.NetworkAddress;

/** Where connections come from: an IPv4 address, or an IPv6 /64. */
final class Network extends Holder {
    final String name;
    /** The wider one that it is a part of. */
    final String wide;

    final Budget connections;

    private volatile String lastAddress = "";

    Network(String name, String remoteAddress, Bounds bounds) {
        super(new Budget(bounds.inputOfNetwork()), new Budget(bounds.outputOfNetwork()));
        this.name = name;
        this.wide = NetworkAddress.wide(remoteAddress);
        this.connections = new Budget(bounds.connectionsOfNetwork());
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
