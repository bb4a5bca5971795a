package io.webim.bench;

import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** One who writes, and the devices of those who receive and confirm; all of them check what they are told. */
final class Pair {
    /** The server takes 200 unanswered requests of a socket; what is due beyond this waits here, and its clock runs. */
    private static final int MOST_UNANSWERED = 150;
    /** More than can be on their way. */
    private static final int CLOCKS = 1 << 12;

    private static final int MOST_WITH_MARKS = 100;
    private static final long WAIT_MILLIS_PER_MEMBER = 10;
    private static final long LONGEST_WAIT_MILLIS = 10_000;

    private final long conversationId;
    private final boolean hasMarks;
    private final long confirmWithinMillis;
    private final Peer sender;
    private final List<Receiver> receivers;
    private final Ledger answers;
    private final Ledger echoes;
    private final Crew crew;
    private final Deque<Long> due = new ArrayDeque<>();
    private final long[] intended = new long[CLOCKS];
    private long sent;
    private long markedTo;
    private int window;

    /**
     * What they write in.
     *
     * @param lastSeq of what is in it already
     * @param members the one who writes among them
     */
    record Talk(long conversationId, long lastSeq, int members) {
        /** Whether it is told how far the receivers have come. */
        boolean hasMarks() {
            return members <= MOST_WITH_MARKS;
        }

        /** The web client confirms within a time that grows with the members, where only the first to confirm counts. */
        long confirmWithinMillis() {
            return hasMarks() ? 0 : Math.min(LONGEST_WAIT_MILLIS, members * WAIT_MILLIS_PER_MEMBER);
        }
    }

    /** All peers are on one context, and so is everything here. */
    Pair(Talk talk, Peer sender, List<Peer> devices, boolean confirmEach, Crew crew) {
        this.conversationId = talk.conversationId();
        this.hasMarks = talk.hasMarks();
        this.confirmWithinMillis = talk.confirmWithinMillis();
        this.sent = talk.lastSeq();
        this.markedTo = talk.lastSeq();
        this.crew = crew;
        this.sender = sender.on(this::senderIsTold, crew::fault);
        this.receivers = devices.stream()
                .map(device -> new Receiver(device, confirmEach))
                .toList();
        this.answers = new Ledger("the sender's answers", conversationId, sent);
        this.echoes = new Ledger("the sender's device", conversationId, sent);
    }

    /** Closed loop: as soon as one message is answered the next is sent; none with a window of 0. */
    void keep(int window) {
        this.window = window;
        while (sent - answers.taken() < window) {
            send(System.nanoTime());
        }
    }

    /** Open loop: a message that should have been sent at a time, whether or not it could. */
    void sendAt(long nanos) {
        if (sent - answers.taken() < MOST_UNANSWERED) {
            send(nanos);
        } else {
            due.add(nanos);
        }
    }

    boolean isSettled() {
        return due.isEmpty()
                && answers.taken() == sent
                && echoes.taken() == sent
                && (!hasMarks || markedTo == sent)
                && receivers.stream().allMatch(Receiver::isSettled);
    }

    String progress() {
        return "conversation " + conversationId + ": sent " + sent + ", due " + due.size() + ", answered "
                + answers.taken() + ", echoed " + echoes.taken() + ", marked " + markedTo + ", received "
                + receivers.stream().map(receiver -> receiver.ledger.taken()).toList();
    }

    /** Asks the server what it has stored. */
    void verifyStored(Runnable verified) {
        sender.call("conversations.list", "{\"limit\":1}", crew.guarded(frame -> {
            if (Peer.number(frame, "\"lastSeq\":") != sent
                    || (hasMarks && Peer.number(frame, "\"peerReceivedSeq\":") != sent)) {
                throw new VoidRun(sent + " messages were sent, and the list says " + frame);
            }
            verified.run();
        }));
    }

    void close() {
        sender.close();
        receivers.forEach(receiver -> receiver.peer.close());
    }

    private void send(long nanos) {
        sent++;
        long seq = sent;
        intended[(int) (seq % CLOCKS)] = nanos;
        var random = ThreadLocalRandom.current();
        var clientId = new UUID(random.nextLong(), random.nextLong());
        sender.call(
                "chat.message.send",
                "{\"conversationId\":" + conversationId + ",\"clientId\":\"" + clientId + "\",\"text\":\""
                        + Ledger.text(conversationId, seq) + "\"}",
                crew.guarded(this::answered));
    }

    private void answered(String frame) {
        answers.take(frame);
        if (!due.isEmpty()) {
            send(due.remove());
        } else if (sent - answers.taken() < window) {
            send(System.nanoTime());
        }
    }

    private void senderIsTold(String frame) {
        if (frame.contains("\"type\":\"message.sent\"")) {
            echoes.take(frame);
        } else if (frame.contains("\"type\":\"message.state\"")) {
            long to = Peer.number(frame, "\"receivedSeq\":");
            if (!hasMarks || to <= markedTo || to > sent) {
                throw new VoidRun("Marked " + markedTo + " of " + sent + ", and then " + frame);
            }
            markedTo = to;
        }
    }

    private final class Receiver {
        private final Peer peer;
        private final boolean confirmEach;
        private final Ledger ledger = new Ledger("the receiver's device", conversationId, sent);
        private boolean confirming;
        private long confirmed = sent;

        Receiver(Peer peer, boolean confirmEach) {
            this.peer = peer.on(this::isTold, crew::fault);
            this.confirmEach = confirmEach;
        }

        boolean isSettled() {
            return ledger.taken() == sent && confirmed == sent;
        }

        private void isTold(String frame) {
            if (!frame.contains("\"type\":\"message.sent\"")) {
                return;
            }
            ledger.take(frame);
            crew.delivered(System.nanoTime() - intended[(int) (ledger.taken() % CLOCKS)]);
            if (confirmEach || !confirming) {
                confirm();
            }
        }

        private void confirm() {
            confirming = true;
            if (confirmWithinMillis == 0) {
                confirmNow();
            } else {
                long wait = ThreadLocalRandom.current().nextLong(1, confirmWithinMillis + 1);
                Vertx.currentContext().owner().setTimer(wait, go -> confirmNow());
            }
        }

        private void confirmNow() {
            long seq = ledger.taken();
            peer.call(
                    "chat.message.received",
                    "{\"conversationId\":" + conversationId + ",\"seq\":" + seq + "}",
                    crew.guarded(frame -> {
                        if (!frame.endsWith("\"body\":{}}")) {
                            throw new VoidRun("Not confirmed: " + frame);
                        }
                        confirmed = Math.max(confirmed, seq);
                        confirming = false;
                        if (!confirmEach && confirmed < ledger.taken()) {
                            confirm();
                        }
                    }));
        }
    }
}
