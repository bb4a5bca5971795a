package io.webim.chat.bridge;

import io.vertx.core.Future;

/** One socket of whatever transport. All methods are called on the socket's own context. */
interface Wire {
    Packet.Format format();

    /** Done when the packet has left this process. */
    Future<Void> write(Packet packet);

    /** Answers a ping in the way of the transport. */
    void pong();

    /** Says why and closes, after all that is written already. */
    Future<Void> close(CloseReason reason);

    /** Closes at once and forgets what waits to be sent: the peer does not read. */
    void cut();
}
