package io.webim.bench;

import io.webim.bench.Crew.Sample;
import io.webim.bench.Report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Messages from one to another: how many, what they cost, how long they take. */
final class MessageParts {
    private static final int PAIRS = 100;
    private static final int WINDOW = 4;
    private static final int CALM_RATE = 2_000;
    private static final int[] CALM = {100, 1_000, 2_000};
    private static final int[] OFFERED = {500, 2_000, 4_000, 8_000, 12_000, 16_000, 20_000, 24_000, 28_000};
    private static final int DEVICES = 20;
    private static final int DEVICE_RATE = 1_000;

    private final Bench bench;

    MessageParts(Bench bench) {
        this.bench = bench;
    }

    /** Raw sockets, every message confirmed by itself. */
    void throughput() {
        var samples = closedLoop(
                false, true, bench.options().of(20, 6), bench.options().of(5, 2));
        report("messages, raw", samples, Goal.atLeast(15_000), Goal.atMost(80));
        add("  of it in the server", "µs CPU", Goal.NONE, samples, Sample::serverMicros);
        add("  of it in mariadbd", "µs CPU", Goal.NONE, samples, Sample::databaseMicros);
    }

    void framed() {
        var samples =
                closedLoop(true, true, bench.options().of(8, 3), bench.options().of(5, 1));
        report("messages, SockJS", samples, Goal.atLeast(10_000), Goal.NONE);
    }

    /** With the confirmations of the web client, which wait for each other. */
    void client() {
        var samples = closedLoop(
                false, false, bench.options().of(5, 2), bench.options().of(3, 1));
        report("messages, raw, the web client's confirmations", samples, Goal.NONE, Goal.NONE);
    }

    void latency() {
        var samples = atFixedTimes(CALM_RATE);
        add("latency at 2,000 a second, p50", "ms", Goal.atMost(3), samples, sample -> sample.millis(50));
        add("latency at 2,000 a second, p99", "ms", Goal.atMost(15), samples, sample -> sample.millis(99));
        add("latency at 2,000 a second, p99.9", "ms", Goal.NONE, samples, sample -> sample.millis(99.9));
    }

    /** What a server costs that is far from full. */
    void calm() {
        for (int rate : CALM) {
            var samples = atFixedTimes(rate);
            add("CPU a message at %,d a second".formatted(rate), "µs CPU", Goal.NONE, samples, Sample::micros);
            add("  of it in the server", "µs CPU", Goal.NONE, samples, Sample::serverMicros);
            add("  of it in mariadbd", "µs CPU", Goal.NONE, samples, Sample::databaseMicros);
            add("  latency, p50", "ms", Goal.NONE, samples, sample -> sample.millis(50));
            add("  latency, p99", "ms", Goal.NONE, samples, sample -> sample.millis(99));
        }
    }

    private List<Sample> atFixedTimes(int rate) {
        try (var crew = Crew.open(bench, PAIRS, false, 1, true)) {
            var samples = new ArrayList<Sample>();
            try (var pace = crew.pace(rate)) {
                crew.pause(bench.options().of(8, 3));
                collect(crew, bench.options().of(5, 1), samples);
            }
            crew.settle();
            return samples;
        }
    }

    /** What comes out, and how late, against what is put in. */
    void curve() {
        var rates = new ArrayList<double[]>();
        var latencies = new ArrayList<double[]>();
        var costs = new ArrayList<double[]>();
        try (var crew = Crew.open(bench, PAIRS, false, 1, true)) {
            for (int offered : OFFERED) {
                try (var pace = crew.pace(offered)) {
                    crew.pause(2);
                    var sample = crew.sample(4);
                    rates.add(new double[] {offered, sample.rate()});
                    latencies.add(new double[] {offered, sample.millis(99)});
                    costs.add(new double[] {offered, sample.micros()});
                }
                crew.settle();
                if (latencies.get(latencies.size() - 1)[1] > 1_000) {
                    break;
                }
            }
        }
        bench.report().curve("throughput against offered load", rates);
        bench.report().curve("p99 against offered load", latencies);
        bench.report().curve("CPU against offered load", costs);
    }

    /** The same throughput with fewer and with more people. */
    void pairs() {
        var rates = new ArrayList<double[]>();
        for (int pairs : new int[] {10, 30, 100, 300}) {
            try (var crew = Crew.open(bench, pairs, false, 1, true)) {
                crew.keep(WINDOW);
                crew.pause(2);
                rates.add(new double[] {pairs, crew.sample(4).rate()});
                crew.settle();
            }
        }
        bench.report().curve("throughput against pairs", rates);
    }

    void devices() {
        var one = devices(1);
        var many = devices(DEVICES);
        add("CPU a message, 1 device", "µs CPU", Goal.NONE, one, Sample::micros);
        double base = one.stream().mapToDouble(Sample::micros).sorted().toArray()[one.size() / 2];
        add("CPU a message, 20 devices", "µs CPU", Goal.atMost(1.5 * base + 5 * DEVICES), many, Sample::micros);
    }

    private List<Sample> devices(int devices) {
        var samples = new ArrayList<Sample>();
        try (var crew = Crew.open(bench, 10, false, devices, false)) {
            try (var pace = crew.pace(DEVICE_RATE)) {
                crew.pause(bench.options().of(3, 1));
                for (int run = 0; run < bench.options().of(3, 1); run++) {
                    samples.add(crew.sample(bench.options().of(5, 3)));
                }
            }
            crew.settle();
        }
        return samples;
    }

    private List<Sample> closedLoop(boolean framed, boolean confirmEach, int warmUp, int runs) {
        try (var crew = Crew.open(bench, PAIRS, framed, 1, confirmEach)) {
            var samples = new ArrayList<Sample>();
            crew.keep(WINDOW);
            crew.pause(warmUp);
            collect(crew, runs, samples);
            crew.settle();
            return samples;
        }
    }

    private void collect(Crew crew, int runs, List<Sample> samples) {
        for (int run = 0; run < runs; run++) {
            samples.add(crew.sample(bench.options().of(10, 4)));
        }
    }

    private void report(String name, List<Sample> samples, Goal rate, Goal cpu) {
        add(name, "a second", rate, samples, Sample::rate);
        add("  CPU a message", "µs CPU", cpu, samples, Sample::micros);
        add("  latency, p99", "ms", Goal.NONE, samples, sample -> sample.millis(99));
    }

    private void add(String name, String unit, Goal goal, List<Sample> samples, ToDoubleFunction<Sample> figure) {
        bench.report()
                .add(
                        name,
                        unit,
                        goal,
                        samples.stream().mapToDouble(figure).boxed().toList());
    }
}
