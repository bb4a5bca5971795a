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

    /**
     * A conversation, with somebody or with many.
     *
     * @param peerId 0 of a group
     */
    record Talk(long conversationId, long peerId) {
        boolean isGroup() {
            return peerId == 0;
        }
    }

    User(String name) {
        this.name = name;
    }

    /** Any that is none with one other is with many. */
    Talk talk(long conversationId) {
        return talks.stream()
                .filter(talk -> talk.conversationId() == conversationId)
                .findFirst()
                .orElseGet(() -> new Talk(conversationId, 0));
    }
}
