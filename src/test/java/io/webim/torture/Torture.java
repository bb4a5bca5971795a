package io.webim.torture;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import io.webim.torture.History.Entry;
import io.webim.torture.History.Rules;
import io.webim.torture.History.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/** One run: a real server, or several nodes, users with several devices, a nemesis, and at the end the checker. */
final class Torture implements AutoCloseable {
    private static final org.slf4j.Logger log = LoggerFactory.getLogger(Torture.class);
    private static final Logger VERTX_LOG = (Logger) LoggerFactory.getLogger("io.vertx.core");
    private static final int USERS = 8;
    private static final int DEVICES_FROM_THE_START = 2;
    private static final int LARGEST_FRAME = 4 << 20;
    private static final long PATIENCE_SECONDS = 180;
    private static final int MOST_ROUNDS = 40;
    private static final String FRESH = "-fresh";
    /** Each comes about in every run. */
    private static final List<String> ACTS = List.of(
            "edits",
            "reactions",
            "pins",
            "deletions for me",
            "deletions for everyone",
            "moves added",
            "moves joined",
            "moves left",
            "moves removed",
            "bans",
            "purges",
            "unbans",
            "roles",
            "titles");

    private final long seed;
    private final Tally tally = new Tally();
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxFrameSize(LARGEST_FRAME)
            .setMaxMessageSize(LARGEST_FRAME)
            .setMaxConnections(1_000));
    private final Site site;
    private final List<User> users = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final World world;
    private final List<Device> devices = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();
    private long missedLive;
    private long healing;
    private int rounds;

    Torture(long seed, int nodes, Path folder) throws Exception {
        this.seed = seed;
        // Each cut is news to the client library, and wanted here.
        VERTX_LOG.setLevel(Level.OFF);
        this.site = nodes == 1 ? new OneServer(folder) : new SeveralNodes(nodes, folder);
        this.world = new World(users, groups, tally, client, site.places());
    }

    interface Run {
        Verdict of(Torture torture) throws Exception;
    }

    /** @return the report of one server alone */
    static String assertNothingIsLost(long seed, Run run) throws Exception {
        return assertNothingIsLost(seed, 1, run);
    }

    /** @return the report */
    static String assertNothingIsLost(long seed, int nodes, Run run) throws Exception {
        var folder = Path.of("target", "torture", "seed-" + seed + "-" + System.currentTimeMillis());
        String report;
        try (var torture = new Torture(seed, nodes, folder)) {
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
        var nemesis = new Nemesis(site, tally, pace, seed);
        var shunned = new Shunned(world, seed);
        if (site.places().size() > 1) {
            shunned.begin();
        }
        nemesis.begin();
        nemesis.end();
        await("every kind of act", () -> ACTS.stream().allMatch(act -> tally.of(act) > 0));
        devices.forEach(Device::calm);
        heal(pace);
        shunned.end();
        for (var device : devices) {
            device.on(() -> {
                device.disconnect();
                return true;
            });
        }
        awaitSettled();
        awaitQuiet();
        startFresh();
        awaitSettled();
        stopDevices();
        examine();
        var history = collect();
        shunned.takeOut(history);
        return Checker.check(history);
    }

    /** Nodes make up for what they could not tell each other; alone, what was missed comes with the next sync. */
    private void heal(Pace pace) throws Exception {
        long begun = Calls.now();
        awaitSettled();
        missedLive = missedLive();
        while (site.places().size() > 1 && missedLive > 0) {
            if (Calls.now() - begun > TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)) {
                throw new IllegalStateException(missedLive + " messages are told to nobody: " + behind);
            }
            JarServer.pause(50);
            missedLive = missedLive();
        }
        healing = Calls.now() - begun;
        if (healing > pace.longestHealingMillis()) {
            tally.fault("devices were apart for " + healing + " ms");
        }
    }

    private void examine() throws IOException {
        var report = site.examine().orElseThrow(() -> new IllegalStateException("The doctor finds no database"));
        if (!report.contains(JarServer.WELL)) {
            tally.fault(report);
        }
    }

    /** The closing block. */
    String report(Verdict verdict) {
        var text = new StringBuilder();
        text.append("seed ").append(seed).append(", ");
        text.append(users.size()).append(" users, ").append(groups.size()).append(" groups, ");
        text.append(devices.size()).append(" devices\n");
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
        text.append(", healed after ")
                .append(healing)
                .append(" ms, rounds until quiet ")
                .append(rounds)
                .append('\n');
        text.append("  edits ").append(tally.of("edits"));
        text.append(", reactions ").append(tally.of("reactions"));
        text.append(", pins ").append(tally.of("pins"));
        text.append(", moves ").append(tally.startingWith("moves "));
        text.append(", bans ").append(tally.of("bans"));
        text.append(" (with all messages ").append(tally.of("purges")).append(")");
        text.append(", unbans ").append(tally.of("unbans"));
        text.append(", roles ").append(tally.of("roles"));
        text.append(", titles ").append(tally.of("titles"));
        text.append(", changed messages synced ").append(tally.of("changed messages"));
        text.append(", conversations gone ")
                .append(tally.of("conversations gone"))
                .append('\n');
        text.append("  rightly refused: ")
                .append(tally.startingWith("refused "))
                .append(", examinations in between ")
                .append(tally.of("examinations"))
                .append('\n');
        text.append("  faults injected: ").append(tally.startingWith("fault ")).append('\n');
        text.append("  refusals by status: ").append(tally.startingWith("refusals "));
        text.append(", slowest start ").append(site.slowestStart().toMillis());
        text.append(" ms, slowest stop ").append(site.slowestStop().toMillis()).append(" ms\n");
        text.append("  refreshes ").append(tally.of("refreshes"));
        text.append(", blocks ").append(tally.of("blocks")).append('\n');
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
        site.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        VERTX_LOG.setLevel(null);
    }

    // The beginning

    private void register() throws Broken {
        for (int i = 0; i < USERS; i++) {
            var user = new User("user" + i);
            new Rest(site.places().get(0).port(), user).register();
            users.add(user);
        }
        for (int i = 0; i < USERS; i++) {
            befriend(users.get(i), users.get((i + 1) % USERS));
            befriend(users.get(i), users.get((i + 2) % USERS));
        }
        int port = site.places().get(0).port();
        groups.add(Group.make(port, users, false, true));
        groups.add(Group.make(port, users.subList(1, 6), false, false));
        groups.add(Group.make(port, users.subList(4, USERS), true, true));
    }

    private void befriend(User one, User other) throws Broken {
        one.talks.add(new User.Talk(add(one, other), other.id));
        other.talks.add(new User.Talk(add(other, one), one.id));
    }

    private long add(User one, User other) throws Broken {
        return new Rest(site.places().get(0).port(), one)
                .post("/contacts", new JsonObject().put("username", other.name))
                .getLong("conversationId");
    }

    private void startDevices(Pace pace) {
        var random = new Random(seed + 3);
        for (int i = 0; i < USERS; i++) {
            for (int j = 0; j < DEVICES_FROM_THE_START + 1 + i % 2; j++) {
                var device = new Device(users.get(i).name + "-" + j, users.get(i), seed * 1_000 + i * 10L + j, world);
                devices.add(device);
                boolean late = j >= DEVICES_FROM_THE_START;
                double share = late ? 0.1 + 0.7 * random.nextDouble() : 0;
                start(device, () -> pace.await(share));
            }
        }
    }

    /** One more of each user, which has nothing and wants nothing: it shows what there is. */
    private void startFresh() {
        for (var user : users) {
            var device = new Device(user.name + FRESH, user, seed, world);
            device.calm();
            devices.add(device);
            start(device, () -> {});
        }
    }

    private void start(Device device, Runnable begin) {
        var thread = new Thread(
                () -> {
                    begin.run();
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
        var ends = new HashMap<Long, Long>();
        var all = new ArrayList<Map<Long, Long>>();
        for (var device : devices) {
            all.add(device.on(() -> {
                        var mine = new HashMap<Long, Long>();
                        device.store.conversations().forEach(kept -> mine.put(kept.id(), kept.lastSeq()));
                        return mine;
                    })
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        all.forEach(mine -> mine.forEach((id, last) -> ends.merge(id, last, Math::max)));
        behind.clear();
        for (int i = 0; i < all.size(); i++) {
            for (var entry : all.get(i).entrySet()) {
                long last = ends.get(entry.getKey());
                missed += last - entry.getValue();
                if (last > entry.getValue()) {
                    behind.add(devices.get(i).name + " is at " + entry.getValue() + " of " + last + " in conversation "
                            + entry.getKey());
                }
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
            readList(user, history);
        }
        DatabaseDump.read(site.jdbcUrl(), history);
        history.sent.addAll(tally.sent);
        history.acknowledged.addAll(tally.acknowledged);
        history.refused.addAll(tally.refused);
        history.deletions.addAll(tally.deletions);
        history.purges.addAll(tally.purges);
        history.claims.addAll(tally.claims);
        history.moves.addAll(tally.moves);
        groups.forEach(group -> history.groups.put(group.id, new Rules(group.showsHistory, !group.isChannel)));
        var fresh = new HashMap<User, Map<String, String>>();
        devices.stream()
                .filter(device -> device.name.endsWith(FRESH))
                .forEach(device -> fresh.put(device.user, device.store.view()));
        for (var device : devices) {
            history.members.stream()
                    .filter(member -> member.userId() == device.user.id)
                    .forEach(member -> history.screens.add(device.screen(member.conversationId())));
            history.sightings.addAll(device.sightings);
            history.views.add(new View(device.name, device.store.view(), fresh.get(device.user)));
            device.marks.highest().forEach(mark -> history.marks.put(mark, device.name));
            history.stepsBack.addAll(device.marks.stepsBack);
        }
        return history;
    }

    private void readList(User user, History into) throws Broken {
        var listed = new Rest(site.places().get(0).port(), user)
                .get("/conversations")
                .getJsonArray("conversations");
        var direct = listed.stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("kind").equals("direct"))
                .count();
        if (direct != user.talks.size()) {
            tally.fault(user.name + " has conversations " + listed.encode());
        }
        IntStream.range(0, listed.size())
                .mapToObj(listed::getJsonObject)
                .forEach(entry -> into.entries.add(new Entry(
                        user.id,
                        entry.getLong("conversationId"),
                        entry.getLong("unread"),
                        entry.getLong("mentions"),
                        entry.getLong("receivedSeq"),
                        entry.getLong("readSeq"),
                        entry.getLong("peerReceivedSeq", 0L),
                        entry.getLong("peerReadSeq", 0L))));
    }
}
