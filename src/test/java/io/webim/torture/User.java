package io.webim.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A person with several devices. */
final class User {
    final String name;
    volatile long id;
    /** Messages that one device asks another one to send too: the same clientId, the same text. */
    final Queue<Outgoing> handedOver = new ConcurrentLinkedQueue<>();

    final List<Talk> talks = new ArrayList<>();

    /** A conversation with somebody. */
    record Talk(long conversationId, long peerId) {}

    User(String name) {
        this.name = name;
    }
}
