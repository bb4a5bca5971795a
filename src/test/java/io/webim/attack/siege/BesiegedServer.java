package io.webim.attack.siege;

import io.webim.WebimProcess;
import io.webim.bench.ProcFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The jar with little heap, its limits as they are, and a proxy at 127.0.0.1 that it trusts. */
final class BesiegedServer implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final int LAST_LINES = 10;

    private final WebimProcess process;
    private final int bridgePort;
    private final int metricsPort;
    private final List<String> crowd = new ArrayList<>();

    private BesiegedServer(WebimProcess process, int bridgePort, int metricsPort) {
        this.process = process;
        this.bridgePort = bridgePort;
        this.metricsPort = metricsPort;
    }

    static BesiegedServer start(Path folder, int passwordCost) throws IOException {
        int bridgePort = freePort();
        int metricsPort = freePort();
        var process = WebimProcess.launch(
                Files.createDirectories(folder),
                Map.of(
                        "JDK_JAVA_OPTIONS", "-Xmx512m",
                        "WEBIM_TRUSTED_PROXIES", "127.0.0.1",
                        "WEBIM_BRIDGE_PORT", String.valueOf(bridgePort),
                        "WEBIM_METRICS_PORT", String.valueOf(metricsPort),
                        "WEBIM_PASSWORD_COST", String.valueOf(passwordCost)));
        process.awaitReady();
        return new BesiegedServer(process, bridgePort, metricsPort);
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    String origin() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return URI.create(process.url().orElseThrow()).getPort();
    }

    int bridgePort() {
        return bridgePort;
    }

    /** The names of so many people who are there to be written to; the same ones for everybody. */
    List<String> crowd(int size) throws IOException, InterruptedException {
        while (crowd.size() < size) {
            crowd.add(Rest.fromElsewhere(origin()).register());
        }
        return List.copyOf(crowd.subList(0, size));
    }

    /** What its memory holds when nothing is left that nobody needs. */
    Memory memory() throws IOException, InterruptedException {
        requireAlive();
        collectGarbage();
        var metrics = metrics();
        return new Memory(
                sum(metrics, "jvm_memory_used_bytes{area=\"heap\""),
                sum(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\""),
                ProcFiles.residentBytes(process.handle().pid()),
                sum(metrics, "webim_input_bytes_held"),
                sum(metrics, "webim_output_bytes_held"),
                sum(metrics, "webim_connections_bytes_held"));
    }

    /** What it has refused and ended since its start, by the name of the metric. */
    Map<String, Long> refusals() throws IOException, InterruptedException {
        var refusals = new TreeMap<String, Long>();
        metrics().stream()
                .filter(line -> line.matches("webim_[a-z_]*(refused|ended|pauses|overloaded)_total.*"))
                .forEach(line -> refusals.put(line.substring(0, line.lastIndexOf(' ')), sum(List.of(line), "webim_")));
        return refusals;
    }

    private List<String> metrics() throws IOException, InterruptedException {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + metricsPort + "/metrics"))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        BodyHandlers.ofString())
                .body()
                .lines()
                .toList();
    }

    private void requireAlive() {
        if (!process.handle().isAlive()) {
            var log = process.errors();
            throw new IllegalStateException(
                    "The server has ended: " + log.subList(Math.max(0, log.size() - LAST_LINES), log.size()));
        }
    }

    private void collectGarbage() throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var ended = new ProcessBuilder(jcmd, String.valueOf(process.handle().pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IOException("jcmd ended with " + ended);
        }
    }

    private static long sum(List<String> metrics, String name) {
        var samples = metrics.stream().filter(line -> line.startsWith(name)).toList();
        if (samples.isEmpty()) {
            throw new IllegalStateException("There is no metric " + name);
        }
        return (long) samples.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** What it said stays behind, to be read. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.close();
        Files.write(Path.of("target", "besieged-" + process.handle().pid() + ".log"), process.errors());
    }
}
