package io.webim.edge;

import org.jspecify.annotations.Nullable;

/**
 * What one connection, or one session over many, holds of the budgets of its network, its user and the process. Used by
 * one thread at a time; others only see how much is unread.
 */
public final class Holding {
    private final Edge edge;
    private volatile @Nullable Network network;
    /** Where its connection is counted, whomever it serves. */
    private @Nullable Network connectedFrom;

    private volatile @Nullable Account user;
    private long cost;
    private long input;
    private volatile long output;
    private long givenUp;
    private boolean released;

    Holding(Edge edge, @Nullable Network network) {
        this.edge = edge;
        this.network = network;
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

    /** So many bytes are held now that came in; null when there is room for them. */
    @Nullable
    Ending input(long now) {
        long more = released ? 0 : now - input;
        if (more > 0) {
            if (network != null && !network.input.take(more)) {
                return Ending.INPUT_OF_NETWORK;
            }
            if (!edge.input.take(more)) {
                giveBack(network == null ? null : network.input, more);
                return Ending.INPUT_OF_ALL;
            }
        } else if (more < 0) {
            edge.input.giveBack(-more);
            giveBack(network == null ? null : network.input, -more);
        }
        input += more;
        return null;
    }

    /** So many bytes wait now to be read by the other end; null when there is room for them. */
    @Nullable
    Ending output(long now) {
        long more = released ? 0 : now - output;
        if (more > 0) {
            if (user != null && !user.output.take(more)) {
                return Ending.OUTPUT_OF_USER;
            }
            if (network != null && !network.output.take(more)) {
                giveBack(user == null ? null : user.output, more);
                return Ending.OUTPUT_OF_NETWORK;
            }
            if (!edge.makeOutputRoom(this, now, more)) {
                giveBack(user == null ? null : user.output, more);
                giveBack(network == null ? null : network.output, more);
                return Ending.OUTPUT_OF_ALL;
            }
        } else if (more < 0) {
            edge.output.giveBack(-more);
            giveBack(network == null ? null : network.output, -more);
            giveBack(user == null ? null : user.output, -more);
        }
        keepOutput(now);
        return null;
    }

    /** So many bytes wait for which there is no room: they are held until the connection has closed. */
    void overdrawOutput(long now) {
        long more = released ? 0 : now - output;
        edge.output.takeOver(more);
        takeOver(network == null ? null : network.output, more);
        takeOver(user == null ? null : user.output, more);
        keepOutput(now);
    }

    private void keepOutput(long now) {
        if (!released) {
            output = now;
        }
    }

    /** It ends soon, and what it holds need not be asked of another. Safe from any thread. */
    synchronized void givesWay() {
        if (!released) {
            givenUp = output;
            edge.givenUp.addAndGet(givenUp);
        }
    }

    /** Safe from any thread. */
    long output() {
        return output;
    }

    /** What waits for its user, or where nobody is signed in for its network. Safe from any thread. */
    long outputOfHolder() {
        @Nullable Account account = user;
        if (account != null) {
            return account.output.held();
        }
        @Nullable Network origin = network;
        return origin == null ? output : origin.output.held();
    }

    /** Whether there is room for this much that waits; if not, it is counted as refused and the holder has to end. */
    public boolean waits(long bytes) {
        @Nullable Ending refusal = output(bytes);
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
        next.input.takeOver(input);
        next.output.takeOver(output);
        leaveNetwork();
        network = next;
    }

    /** Who asks or is told. */
    public void of(long userId) {
        if (released || (user != null && user.id == userId)) {
            return;
        }
        var next = edge.enter(userId);
        next.output.takeOver(output);
        leaveUser();
        user = next;
    }

    /** Nothing is held any more. */
    public void release() {
        input(0);
        output(0);
        hasGivenWay();
        if (cost > 0) {
            edge.open.giveBack(1);
        }
        costsNow(0);
        if (connectedFrom != null) {
            connectedFrom.connections.giveBack(1);
            connectedFrom = null;
        }
        leaveNetwork();
        leaveUser();
    }

    private synchronized void hasGivenWay() {
        released = true;
        edge.givenUp.addAndGet(-givenUp);
        givenUp = 0;
    }

    private void leaveNetwork() {
        if (network != null) {
            network.input.giveBack(input);
            network.output.giveBack(output);
            edge.leave(network);
            network = null;
        }
    }

    private void leaveUser() {
        if (user != null) {
            user.output.giveBack(output);
            edge.leave(user);
            user = null;
        }
    }

    private static void takeOver(@Nullable Budget budget, long bytes) {
        if (budget != null) {
            budget.takeOver(bytes);
        }
    }

    private static void giveBack(@Nullable Budget budget, long bytes) {
        if (budget != null) {
            budget.giveBack(bytes);
        }
    }
}
