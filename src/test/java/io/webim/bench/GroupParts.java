package io.webim.bench;

import io.webim.bench.Crew.Sample;
import io.webim.bench.Report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Messages from one to many who are connected: what each copy costs, how long it takes. */
final class GroupParts {
    private static final int[] SIZES = {10, 100, 1_000};
    /** Whatever the size: so that as much is measured of each. */
    private static final int COPIES_A_SECOND = 20_000;

    private final Bench bench;

    GroupParts(Bench bench) {
        this.bench = bench;
    }

    void groups() {
        var sender = bench.people().make(1).get(0);
        var receivers = bench.people().make(SIZES[SIZES.length - 1]);
        for (int size : SIZES) {
            report(size, samples(sender, receivers.subList(0, size)));
        }
    }

    private List<Sample> samples(Person sender, List<Person> receivers) {
        var talk = bench.people().group(sender, receivers);
        var samples = new ArrayList<Sample>();
        try (var crew = Crew.open(bench, talk, sender, receivers)) {
            try (var pace = crew.pace(COPIES_A_SECOND / receivers.size())) {
                crew.pause(bench.options().of(8, 3));
                for (int run = 0; run < bench.options().of(3, 1); run++) {
                    samples.add(crew.sample(bench.options().of(8, 4)));
                }
            }
            crew.settle();
        }
        return samples;
    }

    private void report(int size, List<Sample> samples) {
        boolean isLargest = size == SIZES[SIZES.length - 1];
        var name = String.format(Locale.ROOT, "a copy among %,d, ", size);
        add(
                name + "user time",
                "µs CPU",
                isLargest ? Goal.atMost(4) : Goal.NONE,
                samples,
                one -> one.userMicros() / size);
        add(
                "  with the kernel",
                "µs CPU",
                isLargest ? Goal.atMost(8) : Goal.NONE,
                samples,
                one -> one.serverMicros() / size);
        name = String.format(Locale.ROOT, "  %,d a second, ", COPIES_A_SECOND / size);
        add(name + "p50", "ms", Goal.NONE, samples, one -> one.millis(50));
        add(name + "p99", "ms", isLargest ? Goal.atMost(100) : Goal.NONE, samples, one -> one.millis(99));
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
