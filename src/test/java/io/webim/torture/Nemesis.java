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

    /** What befalls lines; each comes about in every run, as each fault of the site does. */
    private static final List<String> OF_LINES = List.of("cuts", "resets", "half-open");

    private final Site site;
    private final List<Fault> faults;
    private final Tally tally;
    private final Pace pace;
    private final long seed;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean healed;
    private volatile Throwable failure;

    Nemesis(Site site, Tally tally, Pace pace, long seed) {
        this.site = site;
        this.faults = site.faults(tally, pace);
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
        site.reviveDead(tally);
        site.places().forEach(place -> place.front().thawAll());
    }

    private void killAndPause() throws IOException {
        var random = new Random(seed);
        var plan = plan(random);
        for (int i = 0; i < plan.size(); i++) {
            JarServer.pause(500);
            pace.await((i + 0.2 + 0.6 * random.nextDouble()) / plan.size());
            site.reviveDead(tally);
            plan.get(i).strike().run(random);
            tally.count("fault " + plan.get(i).kind());
        }
        pace.await(1);
        awaitEveryKind();
    }

    private void awaitEveryKind() {
        long until = Calls.now() + PATIENCE_MILLIS;
        while (OF_LINES.stream().anyMatch(kind -> tally.of("fault " + kind) == 0)) {
            if (Calls.now() > until) {
                throw new IllegalStateException("Not every kind of fault: " + tally.startingWith("fault "));
            }
            JarServer.pause(50);
        }
    }

    private List<Fault> plan(Random random) {
        var plan = new ArrayList<Fault>();
        for (var fault : faults) {
            plan.addAll(Collections.nCopies((int) Math.max(1, fault.share() * pace.faultsOfAKind()), fault));
        }
        Collections.shuffle(plan, random);
        return plan;
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
                int count = any(random).cut((int) Math.min(8, due), reset, random);
                tally.count(reset ? "fault resets" : "fault cuts", count);
                cuts += count;
            }
        }
    }

    private void freeze() {
        var random = new Random(seed + 2);
        while (!healed) {
            await(3_000 + random.nextInt(7_000));
            var frozen = any(random).freeze(1 + random.nextInt(3), random);
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

    private CuttingProxy any(Random random) {
        var places = site.places();
        return places.get(random.nextInt(places.size())).front();
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
