package io.webim.torture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Breaks whatever can break, in an order that a seed decides. */
final class Nemesis {
    private static final int CUTS_A_SECOND = 2;
    private static final long PATIENCE_MILLIS = 120_000;

    /** Each comes about in every run. */
    private static final List<String> KINDS = List.of(
            "server kills", "server restarts", "database kills", "database pauses", "cuts", "resets", "half-open");

    private enum Fault {
        KILL_SERVER,
        KILL_DATABASE,
        PAUSE_DATABASE,
        RESTART_SERVER
    }

    private final JarServer server;
    private final CuttingProxy proxy;
    private final Tally tally;
    private final Pace pace;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean healed;
    private volatile Throwable failure;

    Nemesis(JarServer server, CuttingProxy proxy, Tally tally, Pace pace, long seed) {
        this.server = server;
        this.proxy = proxy;
        this.tally = tally;
        this.pace = pace;
        this.seed = seed;
    }

    void begin() {
        start(this::killAndPause);
        start(this::cut);
        start(this::freeze);
    }

    /** Returns once all that was planned has happened and everything works again. */
    void end() throws InterruptedException, IOException {
        threads.get(0).join();
        healed = true;
        for (var thread : threads) {
            thread.join();
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        reviveIfDead();
        proxy.thawAll();
    }

    private void killAndPause() throws IOException {
        var random = new Random(seed);
        var plan = plan(random);
        for (int i = 0; i < plan.size(); i++) {
            JarServer.pause(500);
            pace.await((i + 0.2 + 0.6 * random.nextDouble()) / plan.size());
            reviveIfDead();
            strike(plan.get(i), random);
        }
        pace.await(1);
        awaitEveryKind();
    }

    private void awaitEveryKind() {
        long until = Calls.now() + PATIENCE_MILLIS;
        while (KINDS.stream().anyMatch(kind -> tally.of("fault " + kind) == 0)) {
            if (Calls.now() > until) {
                throw new IllegalStateException("Not every kind of fault: " + tally.startingWith("fault "));
            }
            JarServer.pause(50);
        }
    }

    private List<Fault> plan(Random random) {
        int each = pace.faultsOfAKind();
        var plan = new ArrayList<Fault>();
        plan.addAll(Collections.nCopies(each, Fault.KILL_SERVER));
        plan.addAll(Collections.nCopies(each, Fault.KILL_DATABASE));
        plan.addAll(Collections.nCopies(each, Fault.PAUSE_DATABASE));
        plan.addAll(Collections.nCopies(Math.max(1, each / 3), Fault.RESTART_SERVER));
        Collections.shuffle(plan, random);
        return plan;
    }

    private void strike(Fault fault, Random random) throws IOException {
        switch (fault) {
            case KILL_SERVER -> {
                examine();
                tally.count("fault server kills");
                server.kill();
            }
            case RESTART_SERVER -> {
                tally.count("fault server restarts");
                server.restart();
            }
            case KILL_DATABASE -> {
                server.awaitDatabase().destroyForcibly();
                tally.count("fault database kills");
            }
            case PAUSE_DATABASE -> {
                var database = server.awaitDatabase();
                server.suspend(database);
                tally.count("fault database pauses");
                JarServer.pause(1_000 + random.nextInt(pace.longestHangMillis() - 1_000));
                server.resume(database);
            }
        }
    }

    /** The database is sound at any time, not only at the end. */
    private void examine() throws IOException {
        var report = server.examine();
        tally.count(report.isPresent() ? "examinations" : "examinations without a database");
        report.filter(text -> !text.contains(JarServer.WELL)).ifPresent(tally::fault);
    }

    private void reviveIfDead() throws IOException {
        if (!server.isAlive()) {
            tally.fault("the server ended by itself");
            server.revive();
        }
    }

    /** Catches up with its rate after a time in which there was nothing to cut. */
    private void cut() {
        var random = new Random(seed + 1);
        long begun = Calls.now();
        long cuts = 0;
        while (!healed) {
            JarServer.pause(200 + random.nextInt(1_200));
            long due = (Calls.now() - begun) * CUTS_A_SECOND / 1_000 - cuts;
            if (due > 0) {
                boolean reset = random.nextBoolean();
                int count = proxy.cut((int) Math.min(8, due), reset, random);
                tally.count(reset ? "fault resets" : "fault cuts", count);
                cuts += count;
            }
        }
    }

    private void freeze() {
        var random = new Random(seed + 2);
        while (!healed) {
            await(3_000 + random.nextInt(7_000));
            var frozen = proxy.freeze(1 + random.nextInt(3), random);
            tally.count("fault half-open", frozen.size());
            await(2_000 + random.nextInt(20_000));
            // Some find that it was only slow, some that it had been cut.
            frozen.forEach(link -> {
                if (random.nextBoolean()) {
                    link.thaw();
                } else {
                    link.cut(true);
                }
            });
        }
    }

    private void await(long millis) {
        long until = Calls.now() + millis;
        while (!healed && Calls.now() < until) {
            JarServer.pause(50);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                failure = e;
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }
}
