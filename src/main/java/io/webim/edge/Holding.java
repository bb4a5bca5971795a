package io.webim.edge;

import org.jspecify.annotations.Nullable;

/**
 * What one connection, or one session over many, holds of the budgets of its network, its user and the process. Used by
 * one thread at a time; others only see how much is unread.
 */
public final class Holding {
    final Share input;
    final Share output;

    private final Edge edge;
    private volatile @Nullable Network network;
    /** Where its connection is counted, whomever it serves. */
    private @Nullable Network connectedFrom;

    private volatile @Nullable ConnectedUser user;
    private long cost;
    private boolean released;

    Holding(Edge edge, @Nullable Network network) {
        this.edge = edge;
        this.network = network;
        this.input = new Share(edge.input, this);
        this.output = new Share(edge.output, this);
    }

    /** Safe from any thread. */
    @Nullable
    Network network() {
        return network;
    }

    /** Safe from any thread. */
    @Nullable
    ConnectedUser user() {
        return user;
    }

    /** Of its network. Safe from any thread. */
    String wide() {
        @Nullable Network origin = network;
        return origin == null ? "" : origin.wide;
    }

    /** A new connection, which costs so much memory by itself; null when there is room for it. */
    @Nullable
    Ending connection(long bytes) {
        if (network != null && !network.connections.take(1)) {
            return Ending.CONNECTIONS_OF_NETWORK;
        }
        connectedFrom = network;
        if (!edge.makeRoom(bytes)) {
            return Ending.CONNECTIONS_OF_ALL;
        }
        cost = bytes;
        return null;
    }

    /** It has become something else. */
    void costsNow(long bytes) {
        edge.connections.giveBack(cost - bytes);
        cost = bytes;
    }

    /** Whether there is room for this much that waits; if not, it is counted as refused and the holder has to end. */
    public boolean waits(long bytes) {
        @Nullable Ending refusal = output.hold(bytes);
        if (refusal != null) {
            edge.ended(refusal);
        }
        return refusal == null;
    }

    /** Whom it really serves, where a proxy stands in between. */
    public void from(String remoteAddress) {
        if (released || (network != null && network.isOf(remoteAddress))) {
            return;
        }
        var next = edge.enter(remoteAddress);
        @Nullable Network before = network;
        network = next;
        move(before, next);
        leave(before);
    }

    /** Who asks or is told. */
    public void of(long userId) {
        @Nullable ConnectedUser before = user;
        if (released || (before != null && before.id == userId)) {
            return;
        }
        var next = edge.enter(userId);
        user = next;
        move(before, next);
        leave(before);
    }

    private void move(@Nullable Holder from, @Nullable Holder to) {
        input.move(from, to);
        output.move(from, to);
    }

    /** Nothing is held any more. */
    public void release() {
        input.release();
        output.release();
        released = true;
        if (cost > 0) {
            edge.open.giveBack(1);
        }
        costsNow(0);
        if (connectedFrom != null) {
            connectedFrom.connections.giveBack(1);
            connectedFrom = null;
        }
        leave(network);
        leave(user);
        network = null;
        user = null;
    }

    private void leave(@Nullable Network origin) {
        if (origin != null) {
            edge.leave(origin);
        }
    }

    private void leave(@Nullable ConnectedUser account) {
        if (account != null) {
            edge.leave(account);
        }
    }
}
