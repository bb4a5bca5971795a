package io.webim.torture;

import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.SeqRanges;
import io.webim.torture.History.Acknowledged;
import io.webim.torture.History.Deletion;
import io.webim.torture.History.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntSupplier;

/**
 * A small, faithful client on a thread of its own: what it shows, its outbox and its marks survive every reconnect, as
 * a browser's store does. Its user's moods come from {@link Whims}.
 */
final class Device implements Runnable {
    private static final long SILENCE_MILLIS = 8_000;
    private static final int MOST_REMEMBERED = 200;

    final String name;
    final User user;
    final Random random;
    final Tally tally;
    final Map<String, Outgoing> outbox = new LinkedHashMap<>();
    final List<Outgoing> sent = new ArrayList<>();
    final List<Erasure> erasures = new ArrayList<>();
    final MarkLog marks;
    private final Map<Long, ChatLog> chats = new TreeMap<>();
    private final Map<Long, Long> nextFill = new TreeMap<>();
    private final Rest rest;
    private final WebSocketClient client;
    private final int port;
    private final IntSupplier life;
    private final Whims whims;
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private Line line;
    private Calls calls;
    private boolean synced;
    private boolean news;
    private long nextSync;
    private int failures;
    private volatile boolean acting = true;
    private volatile boolean stopped;
    private volatile boolean settled;
    private volatile String state = "new";

    /** A deletion that is repeated until it is acknowledged. */
    static final class Erasure {
        final long conversationId;
        final long from;
        final long to;
        final boolean everyone;
        long nextTry;
        boolean inFlight;

        Erasure(long conversationId, long from, long to, boolean everyone) {
            this.conversationId = conversationId;
            this.from = from;
            this.to = to;
            this.everyone = everyone;
        }

        Deletion told(long userId, boolean acknowledged) {
            return new Deletion(conversationId, userId, everyone, from, to, acknowledged);
        }
    }

    Device(
            String name,
            User user,
            long seed,
            Tally tally,
            WebSocketClient client,
            int serverPort,
            int port,
            IntSupplier life) {
        this.name = name;
        this.user = user;
        this.random = new Random(seed);
        this.tally = tally;
        this.client = client;
        this.port = port;
        this.life = life;
        this.rest = new Rest(serverPort, user);
        this.marks = new MarkLog(name);
        this.whims = new Whims(this);
    }

    // Asked from outside

    /** No new wishes from now on: only what was begun is finished. */
    void calm() {
        acting = false;
    }

    void stop() {
        stopped = true;
    }

    /** Connected, in step with the server as far as it knows, and with nothing left to do. */
    boolean isSettled() {
        return settled && commands.isEmpty();
    }

    String state() {
        return state;
    }

    /** Runs something on the thread of this device. */
    <T> CompletableFuture<T> on(Callable<T> task) {
        var result = new CompletableFuture<T>();
        commands.add(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** One more sync. @return whether it brought anything; to be called by {@link #on} */
    boolean syncAgain() throws Broken, RefusedCall {
        if (line == null) {
            return true;
        }
        news = false;
        sync();
        return news;
    }

    void disconnect() {
        if (line != null) {
            line.close();
            line = null;
        }
        synced = false;
        settled = false;
        outbox.values().forEach(outgoing -> outgoing.inFlight = false);
        erasures.forEach(erasure -> erasure.inFlight = false);
    }

    Map<Long, ChatLog> chats() {
        return chats;
    }

    ChatLog chat(User.Talk talk) {
        return chats.computeIfAbsent(talk.conversationId(), id -> new ChatLog(name, user.id, talk));
    }

    Rest rest() {
        return rest;
    }

    // Its life

    @Override
    public void run() {
        while (!stopped) {
            try {
                if (line == null) {
                    connect();
                }
                runCommands();
                if (line != null) {
                    calls.pump(Calls.now() + 5 + random.nextInt(60));
                    tidy();
                    if (acting) {
                        whims.act();
                    }
                }
            } catch (Broken broken) {
                state = "broken: " + broken.getMessage();
                disconnect();
                backOff();
            } catch (RuntimeException error) {
                tally.fault(name + " fails: " + error + " at "
                        + List.of(error.getStackTrace()).subList(0, 4));
                disconnect();
                backOff();
            }
        }
        disconnect();
    }

    private void runCommands() {
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
        }
    }

    private void backOff() {
        failures++;
        JarServer.pause(20 + random.nextInt(Math.min(1_500, 100 << Math.min(failures, 5))));
        if (acting) {
            whims.actOffline();
        }
    }

    private void connect() throws Broken {
        int lifeBefore = life.getAsInt();
        var token = rest.token();
        line = Line.open(client, port);
        calls = new Calls(line, this::receive);
        try {
            calls.ask("auth.socket.open", new JsonObject().put("accessToken", token));
        } catch (RefusedCall refused) {
            if (refused.status == 401) {
                rest.forget();
            }
            throw new Broken("not let in: " + refused.getMessage());
        }
        marks.connected(lifeBefore == life.getAsInt() ? lifeBefore : -2 - failures);
        calls.register("chat.inbox." + user.id);
        // What came before a first sync ended could not be kept in step with deletions.
        chats.values().removeIf(chat -> chat.version == 0);
        chats.values().forEach(chat -> {
            chat.toldReceived = chat.storedReceived;
            chat.toldRead = chat.storedRead;
        });
        nextFill.clear();
        nextSync = 0;
        tally.count("connects");
        failures = 0;
    }

    /** Whatever is left to do. */
    private void tidy() throws Broken {
        if (!synced && Calls.now() >= nextSync) {
            trySync();
        }
        if (synced) {
            for (var chat : List.copyOf(chats.values())) {
                tryFill(chat);
                confirm(chat);
            }
            takeHandedOver();
            outbox.values().stream().filter(this::isDue).toList().forEach(this::send);
            erasures.stream()
                    .filter(erasure -> !erasure.inFlight && erasure.nextTry <= Calls.now())
                    .forEach(this::erase);
        }
        beat();
        note();
    }

    private void note() {
        boolean filled = chats.values().stream().noneMatch(ChatLog::hasGap);
        boolean told = chats.values().stream()
                .allMatch(chat -> chat.toldReceived >= chat.contiguous() && chat.toldRead >= chat.read);
        settled = synced && filled && told && outbox.isEmpty() && erasures.isEmpty() && user.handedOver.isEmpty();
        state = "synced " + synced + ", filled " + filled + ", told " + told + ", outbox " + outbox.size()
                + ", erasures " + erasures.size();
    }

    /** A half-open line shows only when it is asked; the token is renewed by the way. */
    private void beat() throws Broken {
        if (line.silentMillis() > SILENCE_MILLIS || rest.isOld()) {
            try {
                calls.ask("auth.socket.open", new JsonObject().put("accessToken", rest.token()));
            } catch (RefusedCall refused) {
                if (refused.status == 401) {
                    rest.forget();
                    throw new Broken("the token is refused");
                }
            }
        }
    }

    // Catching up

    private void trySync() throws Broken {
        try {
            sync();
            synced = true;
        } catch (RefusedCall refused) {
            passing(refused.status, "chat.sync", refused.getMessage());
            nextSync = Calls.now() + 200 + random.nextInt(1_000);
        }
    }

    private void sync() throws Broken, RefusedCall {
        Long after = 0L;
        while (after != null) {
            var known = new JsonArray();
            for (var chat : chats.values()) {
                if (chat.talk.conversationId() > after && chat.version > 0) {
                    known.add(new JsonArray()
                            .add(chat.talk.conversationId())
                            .add(chat.version)
                            .add(chat.contiguous()));
                }
            }
            var floor = marks.floor();
            var reply =
                    calls.ask("chat.sync", new JsonObject().put("after", after).put("known", known));
            for (var change : reply.getJsonArray("conversations")) {
                change((JsonObject) change, floor);
            }
            after = reply.getLong("next");
        }
    }

    private void change(JsonObject change, MarkLog.Floor floor) {
        news = true;
        var entry = change.getJsonObject("contact");
        if (entry == null) {
            tally.fault(name + " is told that a contact is removed: " + change.encode());
            return;
        }
        var chat = chat(talk(entry));
        take(change, chat);
        chat.deletedForEveryone(ranges(change, "deletedForEveryone"));
        chat.version = change.getLong("version");
        take(entry, chat, floor);
        if (change.getBoolean("limited", false)) {
            tally.count("limited answers");
        }
    }

    private void take(JsonObject page, ChatLog chat) {
        for (var message : page.getJsonArray("messages")) {
            take((JsonObject) message, chat.talk);
        }
        chat.deletedForMe(ranges(page, "deletedRanges"));
    }

    private void take(JsonObject entry, ChatLog chat, MarkLog.Floor floor) {
        long id = chat.talk.conversationId();
        chat.endsAt(entry.getLong("lastSeq"));
        chat.storedReceived = Math.max(chat.storedReceived, entry.getLong("receivedSeq"));
        chat.storedRead = Math.max(chat.storedRead, entry.getLong("readSeq"));
        chat.read = Math.max(chat.read, entry.getLong("readSeq"));
        floor.reply(id, user.id, false, entry.getLong("receivedSeq"));
        floor.reply(id, user.id, true, entry.getLong("readSeq"));
        floor.reply(id, chat.talk.peerId(), false, entry.getLong("peerReceivedSeq"));
        floor.reply(id, chat.talk.peerId(), true, entry.getLong("peerReadSeq"));
    }

    private void take(JsonObject message, User.Talk talk) {
        chat(talk).apply(message);
        long seq = message.getLong("seq");
        long receiver = message.getLong("senderId") == user.id ? talk.peerId() : user.id;
        var shownAs = message.getString("state");
        if (!shownAs.equals("msg_cache")) {
            marks.told(talk.conversationId(), receiver, false, seq);
        }
        if (shownAs.equals("msg_read")) {
            marks.told(talk.conversationId(), receiver, true, seq);
        }
    }

    private void tryFill(ChatLog chat) throws Broken {
        long id = chat.talk.conversationId();
        while (chat.hasGap() && nextFill.getOrDefault(id, 0L) <= Calls.now()) {
            long before = chat.size();
            var request = new JsonObject().put("conversationId", id).put("limit", 20 + random.nextInt(81));
            if (random.nextBoolean()) {
                request.put("after", chat.contiguous());
            } else {
                request.put("before", chat.aboveGap());
            }
            try {
                take(calls.ask("chat.message.history", request), chat);
                tally.count("pages");
            } catch (RefusedCall refused) {
                passing(refused.status, "chat.message.history", refused.getMessage());
            }
            if (chat.size() == before) {
                nextFill.put(id, Calls.now() + 500);
            }
        }
    }

    private void confirm(ChatLog chat) {
        long id = chat.talk.conversationId();
        if (chat.contiguous() > chat.toldReceived) {
            long seq = chat.contiguous();
            long before = chat.toldReceived;
            chat.toldReceived = seq;
            fire(
                    "chat.message.received",
                    mark(id, seq),
                    reply -> marks.told(id, user.id, false, seq),
                    () -> chat.toldReceived = Math.min(chat.toldReceived, before));
        }
        if (chat.read > chat.toldRead) {
            long seq = chat.read;
            long before = chat.toldRead;
            chat.toldRead = seq;
            fire(
                    "chat.conversation.read",
                    mark(id, seq),
                    reply -> marks.told(id, user.id, true, seq),
                    () -> chat.toldRead = Math.min(chat.toldRead, before));
        }
    }

    private static JsonObject mark(long conversationId, long seq) {
        return new JsonObject().put("conversationId", conversationId).put("seq", seq);
    }

    // The outbox

    void compose(User.Talk talk, String text) {
        var outgoing = new Outgoing(talk, new java.util.UUID(random.nextLong(), random.nextLong()).toString(), text);
        tally.sent.add(new History.Sent(talk.conversationId(), user.id, outgoing.clientId, text));
        outbox.put(outgoing.clientId, outgoing);
    }

    private void takeHandedOver() {
        var given = user.handedOver.poll();
        if (given != null && !outbox.containsKey(given.clientId)) {
            tally.count("from another device");
            outbox.put(given.clientId, given);
        }
    }

    private boolean isDue(Outgoing outgoing) {
        return !outgoing.inFlight && outgoing.nextTry <= Calls.now();
    }

    private void send(Outgoing outgoing) {
        outgoing.inFlight = true;
        tally.count(outgoing.tries++ == 0 ? "first tries" : "retries");
        var body = new JsonObject().put("clientId", outgoing.clientId).put("text", outgoing.text);
        if (random.nextInt(5) == 0) {
            body.put("toUserId", outgoing.talk.peerId());
        } else {
            body.put("conversationId", outgoing.talk.conversationId());
        }
        calls.fire("chat.message.send", body, frame -> {
            outgoing.inFlight = false;
            if (!RefusedCall.isErr(frame)) {
                var message = frame.getJsonObject("body").getJsonObject("message");
                take(message, outgoing.talk);
                acknowledged(outgoing.clientId, message);
                return;
            }
            var refused = new RefusedCall(frame);
            if (isPassing(refused.status)) {
                passing(refused.status, "chat.message.send", refused.getMessage());
                outgoing.nextTry =
                        Calls.now() + 100 + random.nextInt(Math.min(3_000, 200 << Math.min(outgoing.tries, 4)));
            } else {
                outbox.remove(outgoing.clientId);
                tally.refused.add(new Refused(name, user.id, outgoing.clientId, refused.getMessage()));
            }
        });
    }

    private void acknowledged(String clientId, JsonObject message) {
        tally.acknowledged.add(
                new Acknowledged(name, message.getLong("conversationId"), user.id, clientId, message.getLong("seq")));
        if (!message.getString("clientId").equals(clientId)) {
            tally.fault(name + " sent " + clientId + " and was answered " + message.encode());
        }
        var outgoing = outbox.remove(clientId);
        if (outgoing != null) {
            sent.add(outgoing);
            if (sent.size() > MOST_REMEMBERED) {
                sent.remove(0);
            }
        }
    }

    private void erase(Erasure erasure) {
        erasure.inFlight = true;
        tally.deletions.add(erasure.told(user.id, false));
        var range = new JsonArray().add(erasure.from).add(erasure.to);
        var body = new JsonObject()
                .put("conversationId", erasure.conversationId)
                .put("seqs", new JsonArray().add(range))
                .put("scope", erasure.everyone ? "everyone" : "me");
        fire(
                "chat.message.delete",
                body,
                reply -> {
                    tally.deletions.add(erasure.told(user.id, true));
                    tally.count(erasure.everyone ? "deletions for everyone" : "deletions for me");
                    erasures.remove(erasure);
                },
                () -> {
                    erasure.inFlight = false;
                    erasure.nextTry = Calls.now() + 200 + random.nextInt(1_500);
                });
    }

    private void fire(String address, JsonObject body, java.util.function.Consumer<JsonObject> done, Runnable failed) {
        var own = calls;
        own.fire(address, body, frame -> {
            if (!RefusedCall.isErr(frame)) {
                done.accept(frame.getJsonObject("body"));
                return;
            }
            var refused = new RefusedCall(frame);
            passing(refused.status, address, refused.getMessage());
            if (!isPassing(refused.status)) {
                tally.fault(name + " asked " + address + " " + body.encode() + ": " + refused.getMessage());
            }
            failed.run();
        });
    }

    private void passing(int status, String address, String reason) {
        tally.count("refusals " + status);
        if (status == 500) {
            tally.fault(name + " was answered 500 by " + address + ": " + reason);
        }
    }

    private static boolean isPassing(int status) {
        return status == 503 || status == 504 || status == 429 || status == 500;
    }

    // What comes by itself

    private void receive(JsonObject frame) {
        var body = frame.getJsonObject("body");
        if (body == null || !"rec".equals(frame.getString("type"))) {
            // Said before a close; the close itself follows.
            tally.count("notices");
            return;
        }
        switch (body.getString("type")) {
            case "message.sent" -> sentEvent(body.getJsonObject("message"));
            case "message.state" -> stateEvent(body);
            case "message.deleted" -> deletedEvent(body);
            case "conversation.read" -> readEvent(body);
            case "contact.added" -> {
                var entry = body.getJsonObject("contact");
                chat(talk(entry)).endsAt(entry.getLong("lastSeq"));
            }
            default -> tally.count("other events");
        }
    }

    private void sentEvent(JsonObject message) {
        var talk = talk(message.getLong("conversationId"));
        var chat = chat(talk);
        boolean hadGap = chat.hasGap();
        take(message, talk);
        if (synced && !hadGap && chat.hasGap()) {
            // Something was committed and not told; the history page that follows repairs it.
            tally.count("gaps seen live");
            tally.note(
                    "gap",
                    name + " in conversation " + chat.talk.conversationId() + " after " + chat.contiguous() + " at "
                            + java.time.LocalTime.now());
        }
        if (message.getLong("senderId") == user.id && outbox.containsKey(message.getString("clientId"))) {
            acknowledged(message.getString("clientId"), message);
        }
    }

    private void stateEvent(JsonObject event) {
        long id = event.getLong("conversationId");
        marks.event(id, event.getLong("userId"), false, event.getLong("receivedSeq"));
        marks.event(id, event.getLong("userId"), true, event.getLong("readSeq"));
    }

    private void deletedEvent(JsonObject event) {
        var chat = chat(talk(event.getLong("conversationId")));
        if (event.getString("scope").equals("everyone")) {
            chat.deletedForEveryone(ranges(event, "ranges"));
        } else {
            chat.deletedForMe(ranges(event, "ranges"));
        }
    }

    private void readEvent(JsonObject event) {
        var chat = chat(talk(event.getLong("conversationId")));
        marks.event(chat.talk.conversationId(), user.id, true, event.getLong("readSeq"));
        chat.read = Math.max(chat.read, event.getLong("readSeq"));
    }

    private User.Talk talk(JsonObject entry) {
        return new User.Talk(
                entry.getLong("conversationId"), entry.getJsonObject("user").getLong("id"));
    }

    private User.Talk talk(long conversationId) {
        return user.talks.stream()
                .filter(talk -> talk.conversationId() == conversationId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("an unknown conversation " + conversationId));
    }

    private static SeqRanges ranges(JsonObject json, String name) {
        return SeqRanges.read(json.getJsonArray(name, new JsonArray())).orElseThrow();
    }
}
