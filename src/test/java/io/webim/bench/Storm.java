package io.webim.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Many sockets that come at once, as after a restart, stay, and ping like those of real clients. */
final class Storm implements AutoCloseable {
    /** The server closes more than 50 of one user. */
    private static final int SOCKETS_A_PERSON = 45;
    /** A listening socket of Linux holds 4,096 at most; who comes beyond that waits a second. */
    private static final int UNDER_WAY = 2_000;

    private static final long TICK_MILLIS = 100;

    private final Bench bench;
    private final List<Peer> peers = new ArrayList<>();
    private final PriorityQueue<Ping> pings = new PriorityQueue<>((one, other) -> Long.signum(one.at() - other.at()));
    private boolean pinging;
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final List<Long> timers = new ArrayList<>();
    private final Histogram answered = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(2), 3);
    private double seconds;

    /** @param at by the clock of {@link System#nanoTime} */
    private record Ping(Peer peer, long at) {}

    Storm(Bench bench) {
        this.bench = bench;
    }

    /** Opens so many more: connection, log-in, inbox, first sync. */
    void open(int count, boolean framed) {
        int people = (count + SOCKETS_A_PERSON - 1) / SOCKETS_A_PERSON;
        var persons = bench.people().make(people);
        var done = Promise.<Void>promise();
        var next = new AtomicInteger();
        var left = new AtomicInteger(count);
        long begun = System.nanoTime();
        for (int i = 0; i < Math.min(UNDER_WAY, count); i++) {
            begin(count, persons, framed, next, left, done);
        }
        bench.await(done.future(), this::verify);
        seconds = (System.nanoTime() - begun) / 1e9;
    }

    /** Sockets a second in the last {@link #open}. */
    double rate(int count) {
        return count / seconds;
    }

    /** From the log-in frame to the answer of the first sync, in milliseconds. */
    double answeredMillis(double percentile) {
        return answered.getValueAtPercentile(percentile) / 1e6;
    }

    /** Keeps all of them alive from now on, each as a client of its own does: at any time of its interval. */
    void startPinging() {
        synchronized (peers) {
            pinging = true;
            peers.forEach(this::pingOnce);
        }
        timers.add(bench.vertx().setPeriodic(TICK_MILLIS, tick -> {
            long now = System.nanoTime();
            synchronized (peers) {
                for (var next = pings.peek(); next != null && next.at() - now <= 0; next = pings.peek()) {
                    pings.remove();
                    next.peer().ping();
                    pings.add(new Ping(next.peer(), next.at() + interval(next.peer())));
                }
            }
        }));
    }

    private void pingOnce(Peer peer) {
        pings.add(new Ping(peer, System.nanoTime() + ThreadLocalRandom.current().nextLong(interval(peer))));
    }

    private static long interval(Peer peer) {
        return TimeUnit.MILLISECONDS.toNanos(peer.pingMillis());
    }

    void pause(int seconds) {
        for (int i = 0; i < seconds * 10; i++) {
            Target.pause(100);
            verify();
        }
    }

    @Override
    public void close() {
        timers.forEach(bench.vertx()::cancelTimer);
        List<Peer> open;
        synchronized (peers) {
            open = List.copyOf(peers);
        }
        bench.await(Future.join(open.stream().map(Peer::close).toList()).otherwiseEmpty());
    }

    private void begin(
            int count,
            List<Person> people,
            boolean framed,
            AtomicInteger next,
            AtomicInteger left,
            Promise<Void> done) {
        int number = next.getAndIncrement();
        if (number >= count) {
            return;
        }
        bench.context(number)
                .runOnContext(go -> connect(people.get(number / SOCKETS_A_PERSON), framed)
                        .onFailure(error -> fault.compareAndSet(null, error))
                        .onSuccess(peer -> {
                            if (left.decrementAndGet() == 0) {
                                done.complete();
                            }
                            begin(count, people, framed, next, left, done);
                        }));
    }

    private Future<Peer> connect(Person person, boolean framed) {
        return bench.connect(framed).compose(peer -> {
            long begun = System.nanoTime();
            return peer.on(event -> {}, error -> fault.compareAndSet(null, error))
                    .logIn(person)
                    .compose(loggedIn -> peer.call("chat.sync", "{}"))
                    .map(reply -> {
                        answered.recordValue(System.nanoTime() - begun);
                        synchronized (peers) {
                            peers.add(peer);
                            if (pinging) {
                                pingOnce(peer);
                            }
                        }
                        return peer;
                    });
        });
    }

    private void verify() {
        var error = fault.get();
        if (error != null) {
            throw new VoidRun("Of " + peers.size() + " sockets: " + error.getMessage(), error);
        }
    }
}
