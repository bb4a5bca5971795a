package io.webim.bench;

import io.webim.bench.Report.Goal;
import java.util.ArrayList;
import java.util.List;

/** Many sockets: how fast they come, and what they cost while nothing happens. */
final class SocketParts {
    private static final double KILOBYTE = 1_000;

    private final Bench bench;

    SocketParts(Bench bench) {
        this.bench = bench;
    }

    void storm() {
        int sockets = bench.options().of(18_000, 2_000);
        var rates = new ArrayList<Double>();
        var costs = new ArrayList<Double>();
        var costsOfServer = new ArrayList<Double>();
        for (int run = 0; run < bench.options().of(2, 1); run++) {
            try (var storm = new Storm(bench)) {
                var cpu = bench.target().cpu();
                storm.open(sockets, false);
                var spent = bench.target().cpu().minus(cpu);
                costs.add(spent.both() * 1e6 / sockets);
                costsOfServer.add(spent.server() * 1e6 / sockets);
                rates.add(storm.rate(sockets));
                if (run == 0) {
                    bench.report()
                            .add("log-in to first sync in the storm, p99", "ms", Goal.NONE, storm.answeredMillis(99));
                }
            }
        }
        bench.report().add("connect, storm of " + sockets, "a second", Goal.atLeast(2_000), rates);
        bench.report().add("  CPU a socket", "µs CPU", Goal.NONE, costs);
        bench.report().add("  of it the server", "µs CPU", Goal.NONE, costsOfServer);
    }

    /** On a server that has done nothing else. */
    void idle(boolean framed) {
        var steps = bench.options().quick() ? List.of(500, 3_000) : List.of(2_000, 6_000, 18_000);
        int rest = bench.options().of(60, 6);
        var kind = framed ? "SockJS" : "raw";
        var points = new ArrayList<double[]>();
        points.add(new double[] {0, bench.target().residentBytes() / 1e6});
        try (var storm = new Storm(bench)) {
            int open = 0;
            for (int sockets : steps) {
                storm.open(sockets - open, framed);
                if (open == 0) {
                    storm.startPinging();
                }
                open = sockets;
                boolean between = sockets != steps.get(0) && sockets != steps.get(steps.size() - 1);
                storm.pause(between ? rest / 4 : rest / 2);
                var cpu = bench.target().cpu();
                storm.pause(between ? 0 : rest / 2);
                if (sockets == steps.get(steps.size() - 1)) {
                    double share = bench.target().cpu().minus(cpu).both() / (rest / 2.0) * 100;
                    bench.report().add("CPU of " + sockets + " idle sockets, " + kind, "% core", Goal.atMost(2), share);
                }
                points.add(new double[] {sockets, bench.target().residentBytes() / 1e6});
            }
        }
        var first = points.get(1);
        var last = points.get(points.size() - 1);
        double slope = (last[1] - first[1]) * 1e6 / (last[0] - first[0]) / KILOBYTE;
        bench.report().add("an idle socket, " + kind, "kB RSS", Goal.atMost(framed ? 18 : 15), slope);
        bench.report()
                .add("server with " + steps.get(steps.size() - 1) + " sockets, " + kind, "MB RSS", Goal.NONE, last[1]);
        bench.report().curve("RSS against sockets, " + kind, points);
    }
}
