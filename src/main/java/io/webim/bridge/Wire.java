package io.webim.bridge;

import io.vertx.core.Future;

/** One socket of whatever transport. All methods are called on the socket's own context. */
interface Wire {
    Packet.Format format();

    /** Who has logged in: what waits to be sent is on this user's account from now on. */
    void belongsTo(long userId);

    /** @param sent is run on the socket's context when the packet has left this process, or never will */
    void write(Packet packet, Runnable sent);

    /** Answers a ping in the way of the transport. */
    void pong();

    /** Says why and closes, after all that is written already. */
    Future<Void> close(CloseReason reason);

    /** Closes at once and forgets what waits to be sent: the peer does not read. */
    void cut();
}
