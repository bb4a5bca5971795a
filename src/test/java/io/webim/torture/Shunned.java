package io.webim.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.UUID;

/**
 * One blocks another and lets the other write again, at any node each, whatever breaks: what is written while a block
 * stands is never told to whoever has set it, and what is written after it always.
 */
final class Shunned {
    private static final String UNHEARD = "unheard";
    private static final String LAST = "the last word";
    private static final long PAUSE_MILLIS = 100;

    private final World world;
    private final Tally tally;
    private final Random random;
    private final Rest ann;
    private final Rest bob;
    private final User listener = new User("listener");
    private final User writer = new User("writer");
    private final Thread writing = new Thread(this::write, "shunned");
    private final Thread listening = new Thread(this::listen, "shunning");
    private volatile long conversationId;
    private volatile boolean calm;
    private volatile boolean over;

    Shunned(World world, long seed) {
        this.world = world;
        this.tally = world.tally();
        this.random = new Random(seed);
        this.ann = new Rest(world.places(), listener, tally);
        this.bob = new Rest(world.places(), writer, tally);
        writing.setDaemon(true);
        listening.setDaemon(true);
    }

    void begin() throws Broken {
        ann.register();
        bob.register();
        conversationId = ann.post("/contacts", new JsonObject().put("username", writer.name))
                .getLong("conversationId");
        bob.post("/contacts", new JsonObject().put("username", listener.name));
        listening.start();
        writing.start();
    }

    /** Returns once the last word is heard. */
    void end() throws InterruptedException {
        calm = true;
        writing.join();
        listening.join();
    }

    /** Whose messages nobody else knows of. */
    void takeOut(History history) {
        history.conversations.removeIf(row -> row.id() == conversationId);
        history.members.removeIf(row -> row.conversationId() == conversationId);
        history.stored.removeIf(row -> row.conversationId() == conversationId);
        history.storedDeletions.removeIf(row -> row.conversationId() == conversationId);
    }

    private interface Call {
        void run() throws Broken;
    }

    private void write() {
        while (!calm) {
            untilDone(() -> ann.put("/contacts/" + writer.id + "/block", new JsonObject()));
            say(UNHEARD);
            untilDone(() -> ann.delete("/contacts/" + writer.id + "/block"));
            say("heard");
            tally.count("blocks");
            JarServer.pause(PAUSE_MILLIS);
        }
        say(LAST);
    }

    private void say(String text) {
        var message = new JsonObject()
                .put("toUserId", listener.id)
                .put("clientId", UUID.randomUUID().toString())
                .put("text", text);
        untilDone(() -> bob.post("/messages", message));
    }

    private static void untilDone(Call call) {
        long until = Calls.now() + 120_000;
        for (boolean done = false; !done; ) {
            try {
                call.run();
                done = true;
            } catch (Broken broken) {
                if (Calls.now() > until) {
                    throw new IllegalStateException(broken);
                }
                JarServer.pause(100);
            }
        }
    }

    private void listen() {
        while (!over) {
            try {
                hear();
            } catch (Broken | RefusedCall broken) {
                JarServer.pause(200);
            }
        }
    }

    private void hear() throws Broken, RefusedCall {
        var line = Line.open(world.client(), world.any(random).front().port());
        try {
            var calls = new Calls(line, this::heard);
            calls.ask("auth.socket.open", new JsonObject().put("accessToken", ann.token()));
            calls.register("chat.inbox." + listener.id);
            long until = Calls.now() + 3_000 + random.nextInt(10_000);
            see(calls);
            while (!over && Calls.now() < until) {
                calls.pump(Calls.now() + 500);
            }
            see(calls);
        } catch (RefusedCall refused) {
            ann.forget();
            throw refused;
        } finally {
            line.close();
        }
    }

    /** What there is to be seen. */
    private void see(Calls calls) throws Broken, RefusedCall {
        var answer = calls.ask("chat.sync", new JsonObject().put("after", 0).put("known", new JsonArray()));
        for (var change : answer.getJsonArray("conversations")) {
            ((JsonObject) change)
                    .getJsonArray("messages")
                    .forEach(message -> heard(((JsonObject) message).getString("text")));
        }
    }

    private void heard(JsonObject frame) {
        var body = frame.getJsonObject("body");
        if (body != null && "message.sent".equals(body.getString("type"))) {
            heard(body.getJsonObject("message").getString("text"));
        }
    }

    private void heard(String text) {
        if (UNHEARD.equals(text)) {
            tally.fault("a message was told to one who blocks its sender");
        }
        over |= LAST.equals(text);
    }
}
