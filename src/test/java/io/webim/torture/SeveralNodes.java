package io.webim.torture;

import io.webim.SharedDatabase;
import io.webim.TestServer;
import io.webim.cluster.EngineServer;
import io.webim.cluster.Nodes;
import io.webim.config.DatabaseUrl;
import io.webim.database.OwnDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Nodes in processes of their own, an engine and a database. Each node reaches both through proxies of its own, which let
 * nothing pass while its cable is pulled, and tell nobody.
 */
final class SeveralNodes implements Site {
    private static final int LONGEST_DOWN_MILLIS = 4_000;
    private final EngineServer engine = EngineServer.start();
    private final OwnDatabase database;
    private final List<Host> hosts = new ArrayList<>();

    /** One node and its cables. */
    private record Host(JarServer node, CuttingProxy front, CuttingProxy toEngine, CuttingProxy toDatabase) {
        private Stream<CuttingProxy> cables() {
            return Stream.of(front, toEngine, toDatabase);
        }
    }

    SeveralNodes(int count, Path folder) throws IOException {
        database = OwnDatabase.start(folder.resolve("database"));
        for (int i = 0; i < count; i++) {
            hosts.add(launch(folder.resolve("node-" + i), "node" + i));
        }
    }

    private Host launch(Path folder, String name) throws IOException {
        var toEngine = new CuttingProxy(engine.port());
        var toDatabase = new CuttingProxy(database.url().port());
        var settings = new HashMap<>(Nodes.settings("redis://127.0.0.1:" + toEngine.port()));
        settings.put("WEBIM_NODE", name);
        settings.put("WEBIM_JWT_SECRET", TestServer.SECRET);
        settings.put("WEBIM_DRAIN_SECONDS", "1");
        settings.put("WEBIM_DATABASE_URL", through(toDatabase, database.url()));
        var node = JarServer.start(folder, settings);
        return new Host(node, new CuttingProxy(node.port()), toEngine, toDatabase);
    }

    private static String through(CuttingProxy proxy, DatabaseUrl url) {
        return SharedDatabase.textOf(
                new DatabaseUrl(
                        url.host(),
                        proxy.port(),
                        url.user(),
                        url.password(),
                        url.database(),
                        url.sslMode(),
                        Optional.empty()),
                url.database());
    }

    @Override
    public List<Place> places() {
        // What an answer has said is stored, whichever node dies then.
        return hosts.stream()
                .map(host -> new Place(host.node().port(), host.front(), () -> 0))
                .toList();
    }

    @Override
    public List<Fault> faults(Tally tally, Pace pace) {
        return List.of(
                new Fault("node kills", 1, random -> kill(tally, random)),
                new Fault("node pauses", 1, random -> pauseNode(random, pace)),
                new Fault("rolling restarts", 0.34, random -> roll()),
                new Fault("engine kills", 1, this::killEngine),
                new Fault("engine pauses", 1, random -> pauseEngine(random, pace)),
                new Fault(
                        "nodes without the engine",
                        1,
                        random -> cut(Stream.of(any(random).toEngine()), random, pace)),
                new Fault(
                        "nodes without the database",
                        1,
                        random -> cut(Stream.of(any(random).toDatabase()), random, pace)),
                new Fault("pulled cables", 1, random -> cut(any(random).cables(), random, pace)),
                new Fault("database kills", 1, random -> database().destroyForcibly()),
                new Fault("database pauses", 1, random -> pauseDatabase(random, pace)));
    }

    private Host any(Random random) {
        return hosts.get(random.nextInt(hosts.size()));
    }

    private void kill(Tally tally, Random random) throws IOException {
        examine(tally);
        var node = any(random).node();
        node.die();
        JarServer.pause(random.nextInt(LONGEST_DOWN_MILLIS));
        node.relive();
    }

    private void pauseNode(Random random, Pace pace) throws IOException {
        var process = any(random).node().handle();
        JarServer.suspend(process);
        pace.hang(random);
        JarServer.resume(process);
    }

    private void roll() throws IOException {
        for (var host : hosts) {
            host.node().restart();
        }
    }

    private void killEngine(Random random) {
        uninterrupted(engine::kill);
        JarServer.pause(random.nextInt(LONGEST_DOWN_MILLIS));
        engine.restart();
    }

    private void pauseEngine(Random random, Pace pace) {
        uninterrupted(() -> engine.signal("STOP"));
        pace.hang(random);
        uninterrupted(() -> engine.signal("CONT"));
    }

    private void pauseDatabase(Random random, Pace pace) throws IOException {
        var process = database();
        JarServer.suspend(process);
        pace.hang(random);
        JarServer.resume(process);
    }

    private static void cut(Stream<CuttingProxy> cables, Random random, Pace pace) {
        var all = cables.toList();
        all.forEach(CuttingProxy::hold);
        pace.hang(random);
        boolean reset = random.nextBoolean();
        all.forEach(cable -> cable.release(reset));
    }

    private ProcessHandle database() {
        return JarServer.await(() -> ProcessHandle.of(database.pid()).filter(ProcessHandle::isAlive));
    }

    @Override
    public void reviveDead(Tally tally) throws IOException {
        for (var host : hosts) {
            if (!host.node().isAlive()) {
                tally.fault("a node ended by itself");
                host.node().revive();
            }
        }
    }

    @Override
    public String jdbcUrl() {
        var url = database.url();
        return "jdbc:mariadb://127.0.0.1:" + url.port() + "/" + url.database() + "?user=" + url.user() + "&password="
                + url.password();
    }

    @Override
    public Optional<String> examine() throws IOException {
        return hosts.get(0).node().examine();
    }

    @Override
    public Duration slowestStart() {
        return slowest(hosts.stream().map(host -> host.node().slowestStart()));
    }

    @Override
    public Duration slowestStop() {
        return slowest(hosts.stream().map(host -> host.node().slowestStop()));
    }

    private static Duration slowest(Stream<Duration> all) {
        return all.max(Comparator.naturalOrder()).orElseThrow();
    }

    @Override
    public void close() {
        hosts.forEach(host -> host.front().close());
        hosts.forEach(host -> host.node().close());
        hosts.forEach(host -> host.cables().forEach(CuttingProxy::close));
        engine.close();
        database.close();
    }

    private interface Signal {
        void send() throws IOException, InterruptedException;
    }

    private static void uninterrupted(Signal signal) {
        try {
            signal.send();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
