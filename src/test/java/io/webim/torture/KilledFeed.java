package io.webim.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Some write to somebody whose feed two programs read; the server is killed again and again, and so are the programs, at
 * whatever they do. Each message that was acknowledged has to come to each program once, and in the order of its conversation.
 */
final class KilledFeed implements AutoCloseable {
    private static final int SENDERS = 3;
    private static final int MOST_EVENTS = 40;

    private final Random random;
    private final Path folder;
    private final JarServer server;
    private final User reader = new User("reader");
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean calm = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private int kills;

    KilledFeed(long seed, Path folder) throws IOException {
        this.random = new Random(seed);
        this.folder = folder;
        this.server = JarServer.start(folder);
    }

    /** Something that calls the server, and calls again where that is broken off. */
    private interface Call<T> {
        T get() throws Broken;
    }

    /**
     * @param goesOn by how many messages are acknowledged
     * @param leastKills of the server, before it ends
     * @param between two kills so many messages are acknowledged, about
     */
    String run(LongPredicate goesOn, int leastKills, int between) throws Exception {
        new Rest(server.port(), reader).register();
        var program = new Program(new Rest(server.port(), reader), "", random.nextLong());
        var acknowledging = new Program(new Rest(server.port(), reader), "acknowledging", random.nextLong());
        program.begin();
        acknowledging.begin();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < SENDERS; i++) {
            var sender = new User("sender" + i);
            new Rest(server.port(), sender).register();
            threads.add(started(() -> write(sender)));
        }
        var reading = List.of(started(program::read), started(acknowledging::read));
        while (goesOn.test(acknowledged.size()) || kills < leastKills) {
            long before = acknowledged.size();
            long enough = before + between / 2 + random.nextInt(between);
            await(() -> acknowledged.size() >= enough);
            server.kill();
            kills++;
        }
        calm.set(true);
        for (var thread : threads) {
            thread.join();
        }
        await(() -> program.hasAll() && acknowledging.hasAll());
        over.set(true);
        for (var thread : reading) {
            thread.join();
        }
        program.verify();
        acknowledging.verify();
        return acknowledged.size() + " messages, " + kills + " kills of the server, "
                + (program.deaths + acknowledging.deaths) + " of the programs";
    }

    @Override
    public void close() throws IOException {
        calm.set(true);
        over.set(true);
        server.close();
    }

    /** Also its folder, where all was well. */
    void forget() throws IOException {
        close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void write(User sender) {
        var rest = new Rest(server.port(), sender);
        for (int i = 0; !calm.get(); i++) {
            var clientId = UUID.randomUUID().toString();
            var message = new JsonObject()
                    .put("toUserId", reader.id)
                    .put("clientId", clientId)
                    .put("text", sender.name + " " + i);
            // Once more until it is known: the same clientId is the same message.
            until(rest, () -> rest.post("/messages", message));
            acknowledged.add(clientId);
        }
    }

    private <T> T until(Rest rest, Call<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (Broken broken) {
                if (over.get()) {
                    throw new IllegalStateException(broken);
                }
                rest.forget();
                JarServer.pause(50);
            }
        }
    }

    private static Thread started(Runnable work) {
        var thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 120_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("It did not come to that within two minutes.");
            }
            JarServer.pause(10);
        }
    }

    /**
     * Reads the feed and keeps what it has done. What it keeps it keeps at once; whatever it was at beside that is gone
     * when it is killed.
     */
    private final class Program {
        private final Rest rest;
        private final String name;
        private final Random random;
        /** What it has done, by the id of the event: with the cursor, its database. */
        private final Map<String, JsonObject> done = new LinkedHashMap<>();

        private String cursor = "";
        private int doubled;
        private volatile int deaths;

        Program(Rest rest, String name, long seed) {
            this.rest = rest;
            this.name = name;
            this.random = new Random(seed);
        }

        private boolean acknowledges() {
            return !name.isEmpty();
        }

        void begin() {
            cursor = until(rest, () -> rest.get("/feed" + (acknowledges() ? "?consumer=" + name : "")))
                    .getString("next");
        }

        void read() {
            while (!over.get()) {
                try {
                    page();
                } catch (Broken broken) {
                    rest.forget();
                    JarServer.pause(50);
                }
            }
        }

        private void page() throws Broken {
            var from = acknowledges() ? "&consumer=" + name : "&after=" + cursor;
            var page = rest.get("/feed?wait=2&limit=" + MOST_EVENTS + from);
            var events = page.getJsonArray("events");
            if (dies()) {
                return;
            }
            if (acknowledges()) {
                // What it does can be done twice; then it says so.
                keep(events);
                if (!events.isEmpty() && !dies()) {
                    rest.set(
                            "/feed/cursor",
                            new JsonObject()
                                    .put("after", page.getString("next"))
                                    .put("consumer", name));
                }
            } else {
                synchronized (done) {
                    keep(events);
                    cursor = page.getString("next");
                }
            }
        }

        private boolean dies() {
            boolean dies = !calm.get() && random.nextInt(4) == 0;
            deaths += dies ? 1 : 0;
            return dies;
        }

        private void keep(JsonArray events) {
            synchronized (done) {
                events.forEach(one -> {
                    var event = (JsonObject) one;
                    if (done.putIfAbsent(event.getString("id"), event) != null) {
                        doubled++;
                    }
                });
            }
        }

        boolean hasAll() {
            synchronized (done) {
                return clientIds().containsAll(acknowledged);
            }
        }

        private Set<String> clientIds() {
            return messages().stream()
                    .map(message -> message.getString("clientId"))
                    .collect(Collectors.toSet());
        }

        private List<JsonObject> messages() {
            return done.values().stream()
                    .filter(event -> event.getString("type").equals("message.sent"))
                    .map(event -> event.getJsonObject("data").getJsonObject("message"))
                    .toList();
        }

        void verify() {
            var seqs = new HashMap<Long, List<Long>>();
            messages()
                    .forEach(message -> seqs.computeIfAbsent(message.getLong("conversationId"), id -> new ArrayList<>())
                            .add(message.getLong("seq")));
            assertThat(seqs).hasSize(SENDERS);
            seqs.values()
                    .forEach(all -> assertThat(all)
                            .as("each once, in the order of its conversation")
                            .isSorted()
                            .doesNotHaveDuplicates());
            assertThat(messages().stream().map(message -> message.getString("clientId")))
                    .doesNotHaveDuplicates()
                    .containsAll(acknowledged);
            if (!acknowledges()) {
                assertThat(doubled).as("events that were kept already").isZero();
            }
        }
    }
}
