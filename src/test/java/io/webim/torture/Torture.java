package io.webim.torture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.webim.torture.History.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** One run: a real server, users with several devices, a nemesis, and at the end the checker. */
final class Torture implements AutoCloseable {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(Torture.class);
    private static final Logger VERTX_LOG = (Logger) LoggerFactory.getLogger("io.vertx.core");
    private static final int USERS = 8;
    private static final int DEVICES_FROM_THE_START = 2;
    private static final int LARGEST_FRAME = 4 << 20;
    private static final long PATIENCE_SECONDS = 180;
    private static final int MOST_ROUNDS = 40;

    private final long seed;
    private final Tally tally = new Tally();
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxFrameSize(LARGEST_FRAME)
            .setMaxMessageSize(LARGEST_FRAME)
            .setMaxConnections(1_000));
    private final JarServer server;
    private final CuttingProxy proxy;
    private final List<User> users = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private long missedLive;
    private int rounds;

    Torture(long seed, Path folder) throws Exception {
        this.seed = seed;
        // Each cut is news to the client library, and wanted here.
        VERTX_LOG.setLevel(Level.OFF);
        this.server = JarServer.start(folder);
        this.proxy = new CuttingProxy(server.port());
    }

    interface Run {
        Verdict of(Torture torture) throws Exception;
    }

    /** @return the report */
    static String assertNothingIsLost(long seed, Run run) throws Exception {
        var folder = Path.of("target", "torture", "seed-" + seed + "-" + System.currentTimeMillis());
        String report;
        try (var torture = new Torture(seed, folder)) {
            var verdict = run.of(torture);
            report = torture.report(verdict);
            log.info(report);
            assertThat(verdict.isClean() && torture.faults() == 0).as(report).isTrue();
        }
        delete(folder);
        return report;
    }

    /** What failed stays, with the logs of the server; a database is too large to be kept for nothing. */
    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Until the clock says so. */
    Verdict runFor(long seconds) throws Exception {
        register();
        return run(Pace.ofSeconds(seconds));
    }

    /** Until so many messages are acknowledged and each kind of fault was there. */
    Verdict runUntilAcknowledged(long messages) throws Exception {
        register();
        return run(Pace.ofMessages(messages, tally.acknowledged::size));
    }

    private Verdict run(Pace pace) throws Exception {
        startDevices(pace);
        var nemesis = new Nemesis(server, proxy, tally, pace, seed);
        nemesis.begin();
        nemesis.end();
        devices.forEach(Device::calm);
        awaitSettled();
        missedLive = missedLive();
        for (var device : devices) {
            device.on(() -> {
                device.disconnect();
                return true;
            });
        }
        awaitSettled();
        awaitQuiet();
        stopDevices();
        return Checker.check(collect());
    }

    /** The closing block. */
    String report(Verdict verdict) {
        var text = new StringBuilder();
        text.append("seed ").append(seed).append(", ");
        text.append(users.size()).append(" users, ").append(devices.size()).append(" devices\n");
        text.append("  messages: sent ")
                .append(tally.sent.size())
                .append(", acknowledged ")
                .append(tally.acknowledged.stream()
                        .map(History.Acknowledged::clientId)
                        .distinct()
                        .count())
                .append(", retried ")
                .append(tally.of("retries"))
                .append(" (from another device ")
                .append(tally.of("from another device"))
                .append(")\n");
        text.append("  reads ").append(tally.of("reads"));
        text.append(", deletions for me ").append(tally.of("deletions for me"));
        text.append(", for everyone ").append(tally.of("deletions for everyone"));
        text.append(", reconnects ").append(tally.of("connects") - devices.size());
        text.append(", pages ").append(tally.of("pages"));
        text.append(", limited answers ").append(tally.of("limited answers"));
        text.append(", gaps seen live ").append(tally.of("gaps seen live"));
        text.append(", missed live ").append(missedLive);
        text.append(", rounds until quiet ").append(rounds).append('\n');
        text.append("  faults injected: ").append(tally.startingWith("fault ")).append('\n');
        text.append("  refusals by status: ").append(tally.startingWith("refusals "));
        text.append(", slowest start ").append(server.slowestStart().toMillis());
        text.append(" ms, slowest stop ")
                .append(server.slowestStop().toMillis())
                .append(" ms\n");
        text.append("  faults of the server: ")
                .append(tally.of("faults of the server"))
                .append('\n');
        text.append("  ").append(verdict.figures()).append('\n');
        tally.notes.stream()
                .limit(20)
                .forEach(note -> text.append("  note ").append(note).append('\n'));
        tally.faults.forEach(fault -> text.append("  ! ").append(fault).append('\n'));
        return text.append(verdict.examples()).toString();
    }

    long faults() {
        return tally.of("faults of the server");
    }

    @Override
    public void close() throws Exception {
        stopDevices();
        proxy.close();
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        VERTX_LOG.setLevel(null);
    }

    // The beginning

    private void register() throws Broken {
        for (int i = 0; i < USERS; i++) {
            var user = new User("user" + i);
            new Rest(server.port(), user).register();
            users.add(user);
        }
        for (int i = 0; i < USERS; i++) {
            befriend(users.get(i), users.get((i + 1) % USERS));
            befriend(users.get(i), users.get((i + 2) % USERS));
        }
    }

    private void befriend(User one, User other) throws Broken {
        one.talks.add(new User.Talk(add(one, other), other.id));
        other.talks.add(new User.Talk(add(other, one), one.id));
    }

    private long add(User one, User other) throws Broken {
        return new Rest(server.port(), one)
                .post("/contacts", new JsonObject().put("username", other.name))
                .getLong("conversationId");
    }

    private void startDevices(Pace pace) {
        var random = new Random(seed + 3);
        for (int i = 0; i < USERS; i++) {
            for (int j = 0; j < DEVICES_FROM_THE_START + 1 + i % 2; j++) {
                var device = new Device(
                        users.get(i).name + "-" + j,
                        users.get(i),
                        seed * 1_000 + i * 10L + j,
                        tally,
                        client,
                        server.port(),
                        proxy.port(),
                        server::life);
                devices.add(device);
                boolean late = j >= DEVICES_FROM_THE_START;
                start(device, pace, late ? 0.1 + 0.7 * random.nextDouble() : 0);
            }
        }
    }

    private void start(Device device, Pace pace, double afterShare) {
        var thread = new Thread(
                () -> {
                    pace.await(afterShare);
                    device.run();
                },
                device.name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    // The end

    private void awaitSettled() {
        await("devices in step", () -> devices.stream().allMatch(Device::isSettled));
    }

    private void await(String what, BooleanSupplier condition) {
        long until = Calls.now() + TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (Calls.now() > until) {
                var states = new StringBuilder("Not within " + PATIENCE_SECONDS + " s: " + what + "\n");
                devices.stream()
                        .filter(device -> !device.isSettled())
                        .forEach(device -> states.append(device.name)
                                .append(": ")
                                .append(device.state())
                                .append('\n'));
                throw new IllegalStateException(states.toString());
            }
            JarServer.pause(50);
        }
    }

    /** What connected devices have not been told and would learn only by the next sync. */
    private long missedLive() throws Exception {
        long missed = 0;
        var ends = new java.util.HashMap<Long, Long>();
        var all = new ArrayList<java.util.Map<Long, Long>>();
        for (var device : devices) {
            all.add(device.on(() -> {
                        var mine = new java.util.HashMap<Long, Long>();
                        device.chats().forEach((id, chat) -> mine.put(id, chat.lastSeq()));
                        return mine;
                    })
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        all.forEach(mine -> mine.forEach((id, last) -> ends.merge(id, last, Math::max)));
        for (var mine : all) {
            for (var entry : mine.entrySet()) {
                missed += ends.get(entry.getKey()) - entry.getValue();
            }
        }
        return missed;
    }

    /** All sync until a whole round brings nothing to anybody. */
    private void awaitQuiet() throws Exception {
        boolean quiet = false;
        while (!quiet) {
            if (++rounds > MOST_ROUNDS) {
                throw new IllegalStateException("Still something new after " + MOST_ROUNDS + " rounds of syncs");
            }
            var asked = new ArrayList<CompletableFuture<Boolean>>();
            devices.forEach(device -> asked.add(device.on(device::syncAgain)));
            quiet = true;
            for (var news : asked) {
                quiet &= !news.handle((some, error) -> error != null || some).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            awaitSettled();
        }
    }

    private void stopDevices() throws InterruptedException {
        devices.forEach(Device::stop);
        for (var thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
    }

    private History collect() throws Exception {
        var history = new History();
        for (var user : users) {
            readContacts(user, history);
        }
        DatabaseDump.read(server.jdbcUrl(), history);
        history.sent.addAll(tally.sent);
        history.acknowledged.addAll(tally.acknowledged);
        history.refused.addAll(tally.refused);
        history.deletions.addAll(tally.deletions);
        for (var device : devices) {
            for (var talk : device.user.talks) {
                var chat = device.chat(talk);
                history.screens.add(chat.screen());
                history.sightings.addAll(chat.sightings);
            }
            device.marks.highest().forEach(mark -> history.marks.put(mark, device.name));
            history.stepsBack.addAll(device.marks.stepsBack);
        }
        return history;
    }

    private void readContacts(User user, History into) throws Broken {
        var contacts = new Rest(server.port(), user).get("/contacts").getJsonArray("contacts");
        if (contacts.size() != user.talks.size()) {
            tally.fault(user.name + " has contacts " + contacts.encode());
        }
        IntStream.range(0, contacts.size())
                .mapToObj(contacts::getJsonObject)
                .forEach(entry -> into.entries.add(new Entry(
                        user.id,
                        entry.getLong("conversationId"),
                        entry.getLong("unread"),
                        entry.getLong("receivedSeq"),
                        entry.getLong("readSeq"),
                        entry.getLong("peerReceivedSeq"),
                        entry.getLong("peerReadSeq"))));
    }
}
