package io.webim.torture;

import java.util.List;

/** What the user of a device wants next, by chance. */
final class Whims {
    private static final int MOST_WAITING = 60;

    private final Device device;
    private long next;

    Whims(Device device) {
        this.device = device;
    }

    void act() throws Broken {
        if (Calls.now() < next) {
            return;
        }
        next = Calls.now() + 50 + device.random.nextInt(1_300);
        int dice = device.random.nextInt(100);
        if (dice < 45) {
            write(1);
        } else if (dice < 53) {
            write(5 + device.random.nextInt(16));
        } else if (dice < 58) {
            repeat();
        } else if (dice < 62) {
            handOver();
        } else if (dice < 84) {
            read();
        } else if (dice < 88) {
            delete(false);
        } else if (dice < 92) {
            delete(true);
        } else if (dice < 94) {
            device.tally.count("voluntary reconnects");
            throw new Broken("wants to");
        }
    }

    void actOffline() {
        if (device.random.nextInt(4) == 0) {
            write(1);
        }
    }

    private void write(int count) {
        if (device.outbox.size() < MOST_WAITING) {
            var talk = any(device.user.talks);
            for (int i = 0; i < count; i++) {
                var text = device.name + " writes " + device.random.nextInt(1_000_000) + " 😀 "
                        + "x".repeat(device.random.nextInt(200));
                device.compose(talk, text);
            }
        }
    }

    /** As a device does whose store was restored from a copy. */
    private void repeat() {
        if (!device.sent.isEmpty()) {
            var before = any(device.sent);
            device.outbox.put(before.clientId, again(before));
        }
    }

    private void handOver() {
        var waiting = List.copyOf(device.outbox.values());
        if (!waiting.isEmpty() && device.random.nextBoolean()) {
            device.user.handedOver.add(again(any(waiting)));
        } else if (!device.sent.isEmpty()) {
            device.user.handedOver.add(again(any(device.sent)));
        }
    }

    private static Outgoing again(Outgoing before) {
        var again = before.again();
        again.tries = 1;
        return again;
    }

    private void read() {
        var chats = List.copyOf(device.chats().values());
        if (!chats.isEmpty()) {
            var chat = any(chats);
            long ahead = chat.contiguous() - chat.read;
            if (ahead > 0) {
                chat.read += device.random.nextBoolean() ? ahead : 1 + device.random.nextInt((int) ahead);
                device.tally.count("reads");
            }
        }
    }

    private void delete(boolean everyone) {
        var chats = List.copyOf(device.chats().values());
        if (chats.isEmpty()) {
            return;
        }
        var chat = any(chats);
        var seqs = chat.shownSeqs(everyone);
        if (!seqs.isEmpty()) {
            // Rather something new: that is where unread counts.
            var newest = seqs.subList(Math.max(0, seqs.size() - 30), seqs.size());
            long from = any(newest);
            long to = from;
            while (to - from < 3 && device.random.nextBoolean() && seqs.contains(to + 1)) {
                to++;
            }
            device.erasures.add(new Device.Erasure(chat.talk.conversationId(), from, to, everyone));
        }
    }

    private <T> T any(List<T> list) {
        return list.get(device.random.nextInt(list.size()));
    }
}
