package io.webim.torture;

import io.webim.torture.History.Mark;
import io.webim.torture.History.StepBack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every mark that one device was told of. Within one life of the server none may go back. */
final class MarkLog {
    private record Key(long conversationId, long userId, boolean read) {}

    private final String device;
    private final Map<Key, Long> highest = new HashMap<>();
    private final Map<Key, Long> inThisLife = new HashMap<>();
    private final Map<Key, Long> eventsOfThisLine = new HashMap<>();
    final List<StepBack> stepsBack = new ArrayList<>();
    private final boolean inOrder;
    private int life = -1;

    /** @param inOrder whether all that is told comes from one server: of two, one may know of a mark before the other */
    MarkLog(String device, boolean inOrder) {
        this.device = device;
        this.inOrder = inOrder;
    }

    /** @param now the life of the server that this connection is to */
    void connected(int now) {
        eventsOfThisLine.clear();
        if (now != life) {
            inThisLife.clear();
            life = now;
        }
    }

    /** Told without an order that could be relied on; among nodes, also before it is stored. */
    void told(long conversationId, long userId, boolean read, long seq) {
        if (inOrder) {
            answered(conversationId, userId, read, seq);
        } else {
            highest.merge(new Key(conversationId, userId, read), seq, Math::max);
        }
    }

    /** Said by an answer: so it is stored. */
    void answered(long conversationId, long userId, boolean read, long seq) {
        var key = new Key(conversationId, userId, read);
        highest.merge(key, seq, Math::max);
        inThisLife.merge(key, seq, Math::max);
    }

    /** Events of one line come in the order of what happened. */
    void event(long conversationId, long userId, boolean read, long seq) {
        var key = new Key(conversationId, userId, read);
        if (inOrder) {
            compare(key, eventsOfThisLine.getOrDefault(key, 0L), seq);
        }
        eventsOfThisLine.merge(key, seq, Math::max);
        told(conversationId, userId, read, seq);
    }

    /** What had been told before a request went out; its reply may not be behind it. */
    Floor floor() {
        var before = Map.copyOf(inThisLife);
        return (conversationId, userId, read, seq) -> {
            var key = new Key(conversationId, userId, read);
            compare(key, before.getOrDefault(key, 0L), seq);
            answered(conversationId, userId, read, seq);
        };
    }

    /** Of a reply that promises no more than an event does. */
    Floor hearsay() {
        return this::told;
    }

    /** Takes the marks of a reply. */
    interface Floor {
        void reply(long conversationId, long userId, boolean read, long seq);
    }

    List<Mark> highest() {
        var marks = new ArrayList<Mark>();
        highest.forEach((key, seq) -> marks.add(mark(key, seq)));
        return marks;
    }

    private void compare(Key key, long before, long seq) {
        if (seq < before) {
            stepsBack.add(new StepBack(device, mark(key, before), mark(key, seq)));
        }
    }

    private static Mark mark(Key key, long seq) {
        return new Mark(key.conversationId(), key.userId(), key.read(), seq);
    }
}
