package io.webim.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bench.Plot.Series;
import io.webim.bench.Report.Goal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures part after part, prints one table, and writes {@code target/bench.json} and the plots. */
public final class Main {
    private static final Path TARGET = Path.of("target");
    private static final Path PLOTS = TARGET.resolve("bench");

    private final Options options;
    private final Report report = new Report();
    private final List<String> voided = new ArrayList<>();
    private final Path folder;

    private Main(Options options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory(Files.createDirectories(TARGET), "bench-server");
    }

    public static void main(String[] arguments) throws Exception {
        try {
            var main = new Main(Options.parse(arguments));
            main.run();
            main.write();
            System.exit(main.voided.isEmpty() ? 0 : 1);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage() + "; " + Options.USAGE);
            System.exit(2);
        }
    }

    private interface Part {
        void measure(Bench bench) throws Exception;
    }

    private void run() throws Exception {
        try (var target = options.server().isPresent()
                        ? Target.elsewhere(options.server().get())
                        : start();
                var bench = new Bench(options, report, target)) {
            part("throughput", bench, of -> new MessageParts(of).throughput());
            part("framed", bench, of -> new MessageParts(of).framed());
            part("client", bench, of -> new MessageParts(of).client());
            part("latency", bench, of -> new MessageParts(of).latency());
            part("calm", bench, of -> new MessageParts(of).calm());
            if (!options.quick()) {
                part("curve", bench, of -> new MessageParts(of).curve());
                part("pairs", bench, of -> new MessageParts(of).pairs());
            }
            part("devices", bench, of -> new MessageParts(of).devices());
            part("groups", bench, of -> new GroupParts(of).groups());
            part("files", bench, of -> new FileParts(of).files());
            part("storm", bench, of -> new SocketParts(of).storm());
            if (target.isLocal()) {
                part("contacts", bench, of -> new ReadingParts(of).contacts());
                part("groups", bench, of -> new ReadingParts(of).groups());
                part("history", bench, of -> new ReadingParts(of).history());
            }
        }
        if (options.server().isEmpty()) {
            runWithServersOfTheirOwn();
        }
    }

    private void runWithServersOfTheirOwn() throws Exception {
        if (options.wants("start")) {
            starts();
        }
        if (options.wants("nodes")) {
            try (var nodes = TwoNodes.start(folder.resolve("nodes"), options.java());
                    var bench = new Bench(options, report, nodes.one())) {
                part("nodes", bench, of -> new NodeParts(of, nodes).nodes());
            }
        }
        for (boolean framed : new boolean[] {false, true}) {
            if (options.wants(framed ? "idleframed" : "idle") && (!framed || !options.quick())) {
                try (var target = start();
                        var bench = new Bench(options, report, target)) {
                    part(framed ? "idleframed" : "idle", bench, of -> new SocketParts(of).idle(framed));
                }
            }
        }
    }

    private void starts() throws Exception {
        Person busy;
        try (var target = start();
                var bench = new Bench(options, report, target)) {
            busy = new ReadingParts(bench).manyChats();
        }
        var seconds = new ArrayList<Double>();
        var lists = new ArrayList<Double>();
        for (int run = 0; run < options.of(5, 1); run++) {
            try (var target = start();
                    var bench = new Bench(options, report, target)) {
                seconds.add(target.started().toMillis() / 1e3);
                lists.add(new ReadingParts(bench).firstList(busy));
            }
        }
        report.add("start, existing data, to the first answer", "s", Goal.atMost(1), seconds);
        report.add("  then a log-in, to the list of 300 chats", "s", Goal.atMost(0.5), lists);
    }

    private void part(String name, Bench bench, Part part) throws Exception {
        if (options.wants(name)) {
            try {
                part.measure(bench);
            } catch (VoidRun wrong) {
                voided.add(name + " is void: " + wrong.getMessage());
                wrong.printStackTrace();
            }
        }
    }

    private Target start() throws IOException {
        return Target.start(folder, options.java());
    }

    private void write() throws IOException {
        System.out.println("\n" + report.table());
        voided.forEach(System.out::println);
        var json = report.toJson()
                .put("at", Instant.now().toString())
                .put("machine", machine())
                .put("void", new JsonArray(voided));
        Files.writeString(TARGET.resolve("bench.json"), json.encodePrettily() + "\n");
        Files.createDirectories(PLOTS);
        var curves = json.getJsonObject("curves");
        plot(
                "throughput.svg",
                new Plot("Throughput against offered load", "messages offered a second", "delivered", false),
                curves,
                "throughput against offered load");
        plot(
                "latency.svg",
                new Plot("Latency against offered load", "messages offered a second", "p99, ms", false),
                curves,
                "p99 against offered load");
        plot(
                "cpu.svg",
                new Plot("CPU against offered load", "messages offered a second", "µs a message", false),
                curves,
                "CPU against offered load");
        plot(
                "pairs.svg",
                new Plot("Throughput against people", "pairs, 4 messages of each under way", "a second", true),
                curves,
                "throughput against pairs");
        plot(
                "sockets.svg",
                new Plot("Memory against sockets", "idle sockets", "RSS, MB", false),
                curves,
                "RSS against sockets, raw",
                "RSS against sockets, SockJS");
        plot(
                "history.svg",
                new Plot("A page against the length of its conversation", "messages", "p99, ms", true),
                curves,
                "newest page against length",
                "middle page against length");
    }

    private void plot(String file, Plot plot, JsonObject curves, String... names) throws IOException {
        var series = new ArrayList<Series>();
        for (var name : names) {
            Optional.ofNullable(curves.getJsonArray(name))
                    .ifPresent(points -> series.add(new Series(
                            name,
                            points.stream()
                                    .map(point -> (JsonArray) point)
                                    .map(point -> new double[] {point.getDouble(0), point.getDouble(1)})
                                    .toList())));
        }
        if (!series.isEmpty()) {
            Files.writeString(PLOTS.resolve(file), plot.svg(series));
        }
    }

    private static JsonObject machine() {
        return new JsonObject()
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("java", System.getProperty("java.vm.version"))
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }
}
