package io.webim.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.webim.bench.Crew.Ends;
import io.webim.bench.Crew.Sample;
import io.webim.bench.Report.Goal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/** What it costs that people are at another node than those who write to them. */
final class NodeParts {
    private static final int PAIRS = 50;
    private static final int RATE = 500;
    private static final int WINDOW = 4;
    private static final double NANOS_A_MILLISECOND = 1e6;

    private final Bench bench;
    private final TwoNodes nodes;
    private final URI one;
    private final URI other;

    NodeParts(Bench bench, TwoNodes nodes) {
        this.bench = bench;
        this.nodes = nodes;
        this.one = nodes.one().uri();
        this.other = nodes.other().uri();
    }

    void nodes() {
        delivery();
        writing();
        revoking();
        dying();
    }

    /** In turn: the machine is another one from minute to minute. */
    private void delivery() {
        var local = new ArrayList<Sample>();
        var across = new ArrayList<Sample>();
        for (int run = 0; run < bench.options().of(5, 2); run++) {
            local.add(atFixedTimes(i -> new Ends(one, one)));
            across.add(atFixedTimes(i -> new Ends(one, other)));
        }
        report("at one node", local);
        report("across nodes", across);
    }

    private Sample atFixedTimes(IntFunction<Ends> ends) {
        try (var crew = Crew.open(bench, PAIRS, false, 1, true, ends)) {
            Sample sample;
            try (var pace = crew.pace(RATE)) {
                crew.pause(bench.options().of(5, 2));
                sample = crew.sample(bench.options().of(10, 4));
            }
            crew.settle();
            return sample;
        }
    }

    private void report(String where, List<Sample> samples) {
        add("delivery " + where + ", p50", "ms", samples, sample -> sample.millis(50));
        add("  p99", "ms", samples, sample -> sample.millis(99));
        add("  CPU a message, nodes and engine", "µs CPU", samples, Sample::serverMicros);
        add("  CPU a message, mariadbd", "µs CPU", samples, Sample::databaseMicros);
    }

    private void writing() {
        var alone = new ArrayList<Sample>();
        var both = new ArrayList<Sample>();
        for (int run = 0; run < bench.options().of(5, 1); run++) {
            alone.add(closedLoop(i -> new Ends(one, one)));
            both.add(closedLoop(i -> i % 2 == 0 ? new Ends(one, one) : new Ends(other, other)));
        }
        add("messages, all at one of two nodes", "a second", alone, Sample::rate);
        add("messages, half of them at each", "a second", both, Sample::rate);
    }

    private Sample closedLoop(IntFunction<Ends> ends) {
        try (var crew = Crew.open(bench, PAIRS, false, 1, true, ends)) {
            crew.keep(WINDOW);
            crew.pause(bench.options().of(5, 2));
            var sample = crew.sample(bench.options().of(10, 4));
            crew.settle();
            return sample;
        }
    }

    /** From the moment at which a session is ended at one node to the end of its socket at the other. */
    private void revoking() {
        var millis = new ArrayList<Double>();
        for (var person : bench.people().make(bench.options().of(20, 5))) {
            var closed = Promise.<Void>promise();
            connect(other, person, event -> {}, closed::tryComplete);
            long begun = System.nanoTime();
            bench.people().logOut(person);
            bench.await(closed.future());
            millis.add((System.nanoTime() - begun) / NANOS_A_MILLISECOND);
        }
        bench.report().add("a session ended at the other node", "ms", Goal.atMost(1_000), millis);
    }

    /** From the moment at which a process is killed until others see its users offline; the last thing that happens here. */
    private void dying() {
        var both = bench.people().make(2);
        bench.people().connect(both.get(0), both.get(1));
        bench.people().connect(both.get(1), both.get(0));
        var online = Promise.<Void>promise();
        var gone = Promise.<Void>promise();
        connect(
                one,
                both.get(0),
                event -> {
                    if (event.contains("presence.changed")) {
                        (event.contains("\"online\":true") ? online : gone).tryComplete();
                    }
                },
                () -> {});
        connect(other, both.get(1), event -> {}, () -> {});
        bench.await(online.future());
        long begun = System.nanoTime();
        nodes.other().handle().destroyForcibly();
        bench.await(gone.future());
        bench.report()
                .add(
                        "users of a killed process offline for others",
                        "s",
                        Goal.atMost(3),
                        (System.nanoTime() - begun) / 1e9);
    }

    private void connect(URI node, Person person, Consumer<String> events, Runnable closed) {
        bench.await(Future.<Peer>future(connected -> bench.context(0)
                .runOnContext(go -> bench.connect(node, false)
                        .compose(peer -> peer.on(events, error -> closed.run()).logIn(person))
                        .onComplete(connected))));
    }

    private void add(String name, String unit, List<Sample> samples, ToDoubleFunction<Sample> figure) {
        bench.report()
                .add(
                        name,
                        unit,
                        Goal.NONE,
                        samples.stream().mapToDouble(figure).boxed().toList());
    }
}
