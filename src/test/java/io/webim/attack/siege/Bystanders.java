package io.webim.attack.siege;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Two people who write to each other, ten messages a second each, whatever goes on around them. */
final class Bystanders implements AutoCloseable {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final List<Side> sides = new ArrayList<>();

    private Bystanders() {}

    static Bystanders open(BesiegedServer server) throws IOException, InterruptedException {
        var both = new Bystanders();
        var one = Rest.fromElsewhere(server.origin()).somebody();
        var other = Rest.fromElsewhere(server.origin()).somebody();
        long conversation = one.rest()
                .post("/api/contacts", new JsonObject().put("username", other.username()))
                .expect(201)
                .body()
                .getLong("conversationId");
        both.sides.add(new Side(server, one, conversation));
        both.sides.add(new Side(server, other, conversation));
        return both;
    }

    /** They write for some seconds, then wait for what is still on its way. */
    Experience write(long seconds) throws InterruptedException {
        long begun = System.nanoTime();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < sides.size(); i++) {
            var side = sides.get(i);
            long first = begun + i * PERIOD_NANOS / sides.size();
            threads.add(daemon(() -> side.write(first, seconds * 10)));
        }
        threads.add(daemon(() -> sides.get(0).readFrom(sides.get(1))));
        threads.add(daemon(() -> sides.get(1).readFrom(sides.get(0))));
        long deadline = begun + TimeUnit.SECONDS.toNanos(seconds) + PATIENCE_NANOS;
        for (var thread : threads.subList(0, sides.size())) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        while (!isAllThere(seconds) && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return experience(seconds);
    }

    private boolean isAllThere(long seconds) {
        return sides.stream().allMatch(side -> side.latencies.size() >= seconds * 10);
    }

    private Experience experience(long seconds) {
        var latencies = sides.stream()
                .flatMap(side -> side.latencies.values().stream())
                .mapToLong(nanos -> nanos)
                .sorted()
                .toArray();
        var failures = new TreeMap<String, Integer>();
        sides.forEach(side -> side.failures.forEach((what, times) -> failures.merge(what, times, Integer::sum)));
        long due = sides.size() * seconds * 10;
        if (latencies.length < due) {
            failures.put("did not arrive", (int) due - latencies.length);
        }
        return new Experience(due, latencies, failures);
    }

    @Override
    public void close() {
        sides.forEach(side -> side.link.close());
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "bystander");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * What they noticed.
     *
     * @param latencies from the moment at which a message should have been sent to its arrival, in nanoseconds, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Experience(long due, long[] latencies, Map<String, Integer> failures) {
        private static final long SLOWEST_MILLIS = 1_000;

        long millis(double share) {
            int last = latencies.length - 1;
            return last < 0
                    ? Long.MAX_VALUE
                    : TimeUnit.NANOSECONDS.toMillis(latencies[(int) Math.min(last, latencies.length * share)]);
        }

        boolean hasFailures() {
            return !failures.isEmpty();
        }

        boolean isFast() {
            return millis(0.99) < SLOWEST_MILLIS;
        }

        @Override
        public String toString() {
            var told = "%d messages, failures %s".formatted(due, failures.isEmpty() ? "none" : failures);
            return latencies.length == 0
                    ? told
                    : told + ", p50 %d p99 %d max %d ms".formatted(millis(0.5), millis(0.99), millis(1));
        }
    }

    /** One of them, and how the other's messages get through. */
    private static final class Side {
        private final Link link;
        private final long userId;
        private final long conversation;
        private final Map<Integer, Long> latencies = new ConcurrentHashMap<>();
        private final Map<String, Integer> failures = new ConcurrentHashMap<>();
        private volatile long first;

        Side(BesiegedServer server, Person person, long conversation) throws IOException {
            this.userId = person.id();
            this.conversation = conversation;
            var proxy = "X-Forwarded-For: " + person.rest().network() + "\r\n";
            this.link = Link.open(server.port(), "127.0.0.1", 1 << 16, link -> {})
                    .upgrade("/eventbus/websocket", proxy)
                    .logIn(person);
            // Answered after the registration, which answers nothing.
            link.call("contacts.list", new JsonObject());
        }

        /** At fixed times: one that is late does not put off those behind it. */
        void write(long first, long messages) {
            this.first = first;
            try {
                for (int i = 0; i < messages; i++) {
                    awaitTime(first + i * PERIOD_NANOS);
                    link.send(
                            "chat.message.send",
                            new JsonObject()
                                    .put("conversationId", conversation)
                                    .put("clientId", UUID.randomUUID().toString())
                                    .put("text", String.valueOf(i)));
                }
            } catch (IOException broken) {
                fail("cannot write: " + broken.getMessage());
            }
        }

        /** Answers to the own messages, and the other's. */
        void readFrom(Side other) {
            try {
                while (true) {
                    var frame = link.next();
                    long now = System.nanoTime();
                    if ("err".equals(frame.getString("type"))) {
                        fail("refused: " + frame.getInteger("failureCode") + " "
                                + new JsonObject(frame.getString("message", "{}")).getString("code"));
                    }
                    var body = frame.getJsonObject("body", new JsonObject());
                    if ("message.sent".equals(body.getString("type"))
                            && body.getJsonObject("message").getLong("senderId") == other.userId) {
                        int number =
                                Integer.parseInt(body.getJsonObject("message").getString("text"));
                        other.latencies.putIfAbsent(number, now - other.first - number * PERIOD_NANOS);
                    }
                }
            } catch (IOException broken) {
                fail("cannot read: " + broken.getMessage());
            }
        }

        private void fail(String how) {
            failures.merge(how, 1, Integer::sum);
        }

        private static void awaitTime(long nanos) {
            for (long wait = nanos - System.nanoTime(); wait > 0; wait = nanos - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }
}
