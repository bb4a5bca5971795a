package io.webim.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.webim.bench.Pair.Talk;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Pairs at work, seen from the main thread. The first fault that any of them meets voids the run. */
final class Crew implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Bench bench;
    private final List<Member> members = new ArrayList<>();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final LongAdder delivered = new LongAdder();
    private final Recorder latencies = new Recorder(LONGEST_NANOS, 3);
    private final int devices;

    private record Member(Pair pair, Context context) {}

    /**
     * What was measured in some seconds.
     *
     * @param rate messages a second that reached their receiver
     * @param userMicros of the server, without what the kernel did for it
     * @param latencies from the moment at which a message should have been sent to the receiver's socket, in nanoseconds
     */
    record Sample(double rate, double userMicros, double serverMicros, double databaseMicros, Histogram latencies) {
        double micros() {
            return serverMicros + databaseMicros;
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }
    }

    private Crew(Bench bench, int devices) {
        this.bench = bench;
        this.devices = devices;
    }

    /**
     * @param devices of each receiver
     * @param confirmEach false: as the web client does, one confirmation of a device under way at a time
     */
    static Crew open(Bench bench, int pairs, boolean framed, int devices, boolean confirmEach) {
        var uri = bench.target().uri();
        return open(bench, pairs, framed, devices, confirmEach, i -> new Ends(uri, uri));
    }

    /** Where the two of a pair are connected. */
    record Ends(URI sender, URI receiver) {}

    /** @param ends of each pair */
    static Crew open(Bench bench, int pairs, boolean framed, int devices, boolean confirmEach, IntFunction<Ends> ends) {
        var crew = new Crew(bench, devices);
        var people = bench.people().make(2 * pairs);
        for (int i = 0; i < pairs; i++) {
            var sender = people.get(2 * i);
            var receiver = people.get(2 * i + 1);
            long conversationId = bench.people().connect(sender, receiver);
            var context = bench.context(i);
            var ready = Promise.<Void>promise();
            var at = ends.apply(i);
            context.runOnContext(go -> bench.connect(at.sender(), framed)
                    .compose(peer -> peer.logIn(sender))
                    .compose(peer -> crew.devicesOf(receiver, at.receiver(), framed)
                            .map(all -> crew.members.add(new Member(
                                    new Pair(new Talk(conversationId, 0, 2), peer, all, confirmEach, crew), context))))
                    .<Void>mapEmpty()
                    .onComplete(ready));
            // One after the other: the list of members is nobody's but whoever adds to it.
            bench.await(ready.future());
        }
        return crew;
    }

    /** One who writes to many, each with one device that confirms as the web client does. */
    static Crew open(Bench bench, Talk talk, Person sender, List<Person> receivers) {
        var crew = new Crew(bench, receivers.size());
        var context = bench.context(0);
        var peers = new ArrayList<Peer>();
        for (var receiver : receivers) {
            peers.add(crew.connect(context, receiver));
        }
        var writer = crew.connect(context, sender);
        bench.on(context, () -> crew.members.add(new Member(new Pair(talk, writer, peers, false, crew), context)));
        return crew;
    }

    private Peer connect(Context context, Person person) {
        return bench.await(Future.future(connected -> context.runOnContext(go -> bench.connect(false)
                .compose(peer -> peer.on(event -> {}, this::fault).logIn(person))
                .onComplete(connected))));
    }

    /** Closed loop with so many messages of each pair under way. */
    void keep(int window) {
        members.forEach(member ->
                member.context().runOnContext(go -> run(() -> member.pair().keep(window))));
    }

    /** Open loop from a thread of its own, until it is stopped. */
    Pace pace(int perSecond) {
        return new Pace(perSecond);
    }

    /** Watches for some seconds while the load goes on. */
    Sample sample(int seconds) {
        var cpu = bench.target().cpu();
        latencies.reset();
        long before = delivered.sum();
        long begun = System.nanoTime();
        pause(seconds);
        long messages = (delivered.sum() - before) / devices;
        double elapsed = (System.nanoTime() - begun) / 1e9;
        var used = bench.target().cpu().minus(cpu);
        return new Sample(
                messages / elapsed,
                used.user() * 1e6 / messages,
                used.server() * 1e6 / messages,
                used.database() * 1e6 / messages,
                latencies.getIntervalHistogram());
    }

    void pause(int seconds) {
        for (int i = 0; i < seconds * 10; i++) {
            Target.pause(100);
            verify();
        }
    }

    /** Waits until everything has arrived everywhere and is confirmed, then asks the server what it has stored. */
    void settle() {
        keep(0);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        for (var member : members) {
            while (!bench.on(member.context(), () -> member.pair().isSettled())) {
                verify();
                if (System.nanoTime() > deadline) {
                    throw new VoidRun("Missing: "
                            + bench.on(member.context(), () -> member.pair().progress()));
                }
                Target.pause(20);
            }
        }
        var stored = members.stream()
                .map(member -> Future.<Void>future(verified ->
                        member.context().runOnContext(go -> member.pair().verifyStored(verified::complete))))
                .toList();
        bench.await(Future.all(stored), this::verify);
        verify();
    }

    @Override
    public void close() {
        members.forEach(
                member -> member.context().runOnContext(go -> member.pair().close()));
    }

    void delivered(long nanos) {
        delivered.increment();
        latencies.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
    }

    void fault(Throwable error) {
        fault.compareAndSet(null, error);
    }

    Handler<String> guarded(Consumer<String> receive) {
        return frame -> run(() -> receive.accept(frame));
    }

    private Future<List<Peer>> devicesOf(Person receiver, URI server, boolean framed) {
        var peers = new ArrayList<Future<Peer>>();
        for (int i = 0; i < devices; i++) {
            peers.add(bench.connect(server, framed).compose(peer -> peer.logIn(receiver)));
        }
        return Future.all(peers).map(all -> all.<Peer>list());
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException error) {
            fault(error);
        }
    }

    private void verify() {
        var error = fault.get();
        if (error != null) {
            throw new VoidRun("The run is void: " + error.getMessage(), error);
        }
    }

    /** Sends at fixed times, whatever the answers do: a slow server is not waited for. */
    final class Pace implements AutoCloseable {
        private final Thread thread;
        private volatile boolean ended;

        Pace(int perSecond) {
            thread = new Thread(() -> run(perSecond), "pace");
            thread.setDaemon(true);
            thread.start();
        }

        private void run(int perSecond) {
            double period = 1e9 / perSecond;
            long begun = System.nanoTime();
            for (long i = 0; !ended; i++) {
                long at = begun + (long) (i * period);
                for (long wait = at - System.nanoTime(); wait > 0 && !ended; wait = at - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                var member = members.get((int) (i % members.size()));
                member.context()
                        .runOnContext(go -> Crew.this.run(() -> member.pair().sendAt(at)));
            }
        }

        @Override
        public void close() {
            ended = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
