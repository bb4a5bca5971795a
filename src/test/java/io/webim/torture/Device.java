package io.webim.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.SeqRanges;
import io.webim.device.DeviceStore;
import io.webim.device.KeptConversation;
import io.webim.torture.History.Acknowledged;
import io.webim.torture.History.Refused;
import io.webim.torture.History.Screen;
import io.webim.torture.History.Shown;
import io.webim.torture.History.Sighting;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * A small, faithful client on a thread of its own: what it shows, its outbox and its marks survive every reconnect, as
 * a browser's store does. Its user's moods come from {@link RandomActions}.
 */
final class Device implements Runnable {
    private static final long SILENCE_MILLIS = 8_000;
    private static final int MOST_REMEMBERED = 200;
    /** To whoever is out of it, a group does not exist. */
    private static final String OUTSIDE = "conversation_not_found";

    private static final Set<String> REFUSED_MESSAGES = Set.of(OUTSIDE, "not_permitted", "message_not_found");
    /** A patient reader loads what is missing at once, others leave holes for a while. */
    private static final int IMPATIENCE = 40;

    final String name;
    final User user;
    final Random random;
    final Tally tally;
    private final World world;
    final Map<String, Outgoing> outbox = new LinkedHashMap<>();
    final List<Outgoing> sent = new ArrayList<>();
    final List<Wish> wishes = new ArrayList<>();
    final MarkLog marks;
    final DeviceStore store;
    final Set<Sighting> sightings = new HashSet<>();
    private final Map<Long, Told> told = new TreeMap<>();
    private final Map<Long, Long> nextFill = new TreeMap<>();
    private final Rest rest;
    private final RandomActions actions;
    private final boolean leavesHoles;
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

    Device(String name, User user, long seed, World world) {
        this.name = name;
        this.user = user;
        this.random = new Random(seed);
        this.world = world;
        this.tally = world.tally();
        this.rest = new Rest(world.places(), user, tally);
        this.marks = new MarkLog(name, world.places().size() == 1);
        this.store = new DeviceStore(user.id, true);
        this.leavesHoles = random.nextBoolean();
        this.actions = new RandomActions(this, world);
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
        wishes.forEach(wish -> wish.inFlight = false);
    }

    /** What it shows of a conversation; nothing where it does not have it. */
    Screen screen(long conversationId) {
        var shown = new TreeMap<Long, Shown>();
        store.get(conversationId)
                .ifPresent(kept -> kept.messages().forEach((seq, message) -> shown.put(seq, shown(message))));
        var kept = store.get(conversationId);
        return new Screen(
                name,
                user.id,
                conversationId,
                shown,
                kept.map(KeptConversation::gone).orElse(SeqRanges.NONE),
                kept.map(KeptConversation::unread).orElse(0L),
                kept.map(KeptConversation::mentions).orElse(0L));
    }

    private static Shown shown(JsonObject message) {
        boolean deleted = KeptConversation.isDeleted(message);
        var event = message.getJsonObject("event");
        return new Shown(
                message.getLong("senderId"),
                message.getString("clientId"),
                deleted ? null : event == null ? message.getString("text") : event.encode(),
                message.getLong("version", 0L),
                message.getBoolean("pinned", false));
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
                        actions.act();
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
            actions.actOffline();
        }
    }

    private void connect() throws Broken {
        var place = world.any(random);
        int lifeBefore = place.life().getAsInt();
        var token = rest.token();
        line = Line.open(world.client(), place.front().port());
        calls = new Calls(line, this::receive);
        try {
            calls.ask("auth.socket.open", new JsonObject().put("accessToken", token));
        } catch (RefusedCall refused) {
            if (refused.status == 401) {
                rest.forget();
            }
            throw new Broken("not let in: " + refused.getMessage());
        }
        marks.connected(lifeBefore == place.life().getAsInt() ? lifeBefore : -2 - failures);
        calls.register("chat.inbox." + user.id);
        store.connected();
        told.clear();
        nextFill.clear();
        nextSync = 0;
        tally.count("connects");
        failures = 0;
    }

    /** Whatever is left to do. */
    private void tidy() throws Broken {
        if ((!synced || store.wantsSync()) && Calls.now() >= nextSync) {
            trySync();
        }
        if (synced) {
            for (var kept : List.copyOf(store.conversations())) {
                tryFill(kept);
                confirm(kept);
            }
            takeHandedOver();
            outbox.values().stream().filter(this::isDue).toList().forEach(this::send);
            wishes.stream().filter(Wish::isDue).toList().forEach(this::ask);
        }
        beat();
        note();
    }

    private void note() {
        boolean filled =
                store.conversations().stream().allMatch(kept -> kept.gaps().isEmpty());
        boolean allTold = store.conversations().stream().allMatch(this::isTold);
        settled = synced
                && !store.wantsSync()
                && filled
                && allTold
                && outbox.isEmpty()
                && wishes.isEmpty()
                && user.handedOver.isEmpty();
        state = "synced " + synced + ", filled " + filled + ", told " + allTold + ", outbox " + outbox.size()
                + ", wishes " + wishes.size();
    }

    private boolean isTold(KeptConversation kept) {
        var known = told(kept);
        return known.received >= kept.completeTo() && known.read >= kept.read();
    }

    private Told told(KeptConversation kept) {
        return told.computeIfAbsent(kept.id(), none -> new Told(kept));
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
        for (var after = Optional.of(0L); after.isPresent(); ) {
            var floor = marks.floor();
            var answer = calls.ask("chat.sync", store.request(after.get()));
            after = store.synced(answer);
            for (var change : answer.getJsonArray("conversations")) {
                synced((JsonObject) change, floor);
            }
        }
    }

    private void synced(JsonObject change, MarkLog.Floor floor) {
        news = true;
        if (change.getBoolean("removed", false)) {
            tally.count("conversations gone");
            return;
        }
        see(change, "messages");
        see(change, "changed");
        takeMarks(change.getJsonObject("conversation"), floor);
        tally.count(
                "changed messages",
                change.getJsonArray("changed", new JsonArray()).size());
        if (change.getBoolean("limited")) {
            tally.count("limited answers");
        }
    }

    private void see(JsonObject page, String name) {
        page.getJsonArray(name, new JsonArray()).forEach(message -> see((JsonObject) message));
    }

    /** Whatever it is ever told of. */
    private void see(JsonObject message) {
        long id = message.getLong("conversationId");
        long seq = message.getLong("seq");
        long senderId = message.getLong("senderId");
        sightings.add(new Sighting(name, user.id, id, seq, senderId, message.getString("clientId")));
        var talk = user.talk(id);
        // In a group it is said alike to all how far a message has come, which is no mark of whoever receives it.
        if (senderId == user.id || !talk.isGroup()) {
            tellMarks(id, senderId == user.id ? talk.peerId() : user.id, message.getString("state"), seq);
        }
    }

    private void tellMarks(long id, long receiver, String state, long seq) {
        if (!state.equals("msg_cache")) {
            marks.told(id, receiver, false, seq);
        }
        if (state.equals("msg_read")) {
            marks.told(id, receiver, true, seq);
        }
    }

    private void takeMarks(JsonObject entry, MarkLog.Floor floor) {
        long id = entry.getLong("conversationId");
        long peer = user.talk(id).peerId();
        floor.reply(id, user.id, false, entry.getLong("receivedSeq"));
        floor.reply(id, user.id, true, entry.getLong("readSeq"));
        if (!entry.containsKey("peerReceivedSeq")) {
            return;
        }
        // Of a group it is told from memory, which follows what other nodes do: one that is cut off knows it later.
        var marksOfPeer = user.talk(id).isGroup() && world.places().size() > 1 ? marks.hearsay() : floor;
        marksOfPeer.reply(id, peer, false, entry.getLong("peerReceivedSeq"));
        marksOfPeer.reply(id, peer, true, entry.getLong("peerReadSeq"));
    }

    private void tryFill(KeptConversation kept) throws Broken {
        if (leavesHoles && acting && random.nextInt(IMPATIENCE) > 0) {
            return;
        }
        long id = kept.id();
        while (store.get(id).orElse(null) == kept
                && !kept.gaps().isEmpty()
                && nextFill.getOrDefault(id, 0L) <= Calls.now()) {
            long before = kept.gaps().size();
            try {
                fill(kept);
                tally.count("pages");
            } catch (RefusedCall refused) {
                passing(refused.status, "chat.message.history", refused.getMessage());
            }
            if (kept.gaps().size() >= before) {
                nextFill.put(id, Calls.now() + 500);
            }
        }
    }

    private void fill(KeptConversation kept) throws Broken, RefusedCall {
        var gaps = kept.gaps().ranges();
        var gap = gaps.get(random.nextInt(gaps.size()));
        var request = new JsonObject().put("conversationId", kept.id()).put("limit", 20 + random.nextInt(81));
        if (random.nextBoolean()) {
            long after = gap.from() - 1;
            long last = kept.lastSeq();
            var page = calls.ask("chat.message.history", request.put("after", after));
            see(page, "messages");
            store.pageAfter(kept.id(), page, after, last);
        } else {
            long before = gap.to() + 1;
            var page = calls.ask("chat.message.history", request.put("before", before));
            see(page, "messages");
            store.pageBefore(kept.id(), page, before);
        }
    }

    private void confirm(KeptConversation kept) {
        long id = kept.id();
        var known = told(kept);
        if (kept.completeTo() > known.received) {
            long seq = kept.completeTo();
            long before = known.received;
            known.received = seq;
            fire(
                    "chat.message.received",
                    mark(id, seq),
                    reply -> marks.answered(id, user.id, false, seq),
                    () -> known.received = Math.min(known.received, before));
        }
        if (kept.read() > known.read) {
            long seq = kept.read();
            long before = known.read;
            known.read = seq;
            fire(
                    "chat.conversation.read",
                    mark(id, seq),
                    reply -> marks.answered(id, user.id, true, seq),
                    () -> known.read = Math.min(known.read, before));
        }
    }

    private static JsonObject mark(long conversationId, long seq) {
        return new JsonObject().put("conversationId", conversationId).put("seq", seq);
    }

    // The outbox

    /** @param replyToSeq of the message that it answers, or 0 */
    void compose(User.Talk talk, String text, long replyToSeq) {
        var clientId = new UUID(random.nextLong(), random.nextLong()).toString();
        var outgoing = new Outgoing(talk, clientId, text, replyToSeq);
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
        if (outgoing.replyToSeq > 0) {
            body.put("replyToSeq", outgoing.replyToSeq);
        }
        if (!outgoing.talk.isGroup() && random.nextInt(5) == 0) {
            body.put("toUserId", outgoing.talk.peerId());
        } else {
            body.put("conversationId", outgoing.talk.conversationId());
        }
        calls.fire("chat.message.send", body, frame -> {
            outgoing.inFlight = false;
            if (!RefusedCall.isErr(frame)) {
                var message = frame.getJsonObject("body").getJsonObject("message");
                arrived(message);
                acknowledged(outgoing.clientId, message);
                return;
            }
            var refused = new RefusedCall(frame);
            if (isPassing(refused.status)) {
                passing(refused.status, "chat.message.send", refused.getMessage());
                outgoing.nextTry =
                        Calls.now() + 100 + random.nextInt(Math.min(3_000, 200 << Math.min(outgoing.tries, 4)));
            } else if (outgoing.mayBeRefused() && REFUSED_MESSAGES.contains(refused.code)) {
                outbox.remove(outgoing.clientId);
                tally.count("refused " + refused.code);
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

    private void ask(Wish wish) {
        wish.inFlight = true;
        calls.fire(wish.address, wish.body, frame -> {
            if (!RefusedCall.isErr(frame)) {
                wishes.remove(wish);
                wish.granted.accept(frame.getJsonObject("body"));
                return;
            }
            var refused = new RefusedCall(frame);
            if (wish.refusals.contains(refused.code)) {
                wishes.remove(wish);
                tally.count("refused " + refused.code);
                return;
            }
            unexpected(refused, wish.address, wish.body);
            wish.inFlight = false;
            wish.nextTry = Calls.now() + 200 + random.nextInt(1_500);
        });
    }

    private void fire(String address, JsonObject body, Consumer<JsonObject> done, Runnable failed) {
        calls.fire(address, body, frame -> {
            if (!RefusedCall.isErr(frame)) {
                done.accept(frame.getJsonObject("body"));
                return;
            }
            var refused = new RefusedCall(frame);
            // A group that is kept for a moment longer than one belongs to it.
            if (!refused.code.equals(OUTSIDE)
                    || !user.talk(body.getLong("conversationId")).isGroup()) {
                unexpected(refused, address, body);
            }
            failed.run();
        });
    }

    private void unexpected(RefusedCall refused, String address, JsonObject body) {
        passing(refused.status, address, refused.getMessage());
        if (!isPassing(refused.status)) {
            tally.fault(name + " asked " + address + " " + body.encode() + ": " + refused.getMessage());
        }
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
            case "message.sent" -> sentEvent(body);
            case "message.changed" -> see(body.getJsonObject("message"));
            case "message.state" -> stateEvent(body);
            case "conversation.read" ->
                marks.event(body.getLong("conversationId"), user.id, true, body.getLong("readSeq"));
            case "sync.needed" -> synced = false;
            default -> tally.count("event " + body.getString("type"));
        }
        store.heard(body);
    }

    private void sentEvent(JsonObject event) {
        var message = event.getJsonObject("message");
        see(message);
        store.get(message.getLong("conversationId")).ifPresent(kept -> {
            if (synced && kept.gaps().isEmpty() && message.getLong("seq") > kept.lastSeq() + 1) {
                // Something was committed and not told; the history page that follows repairs it.
                tally.count("gaps seen live");
                tally.note(
                        "gap",
                        name + " in conversation " + kept.id() + " after " + kept.lastSeq() + " at " + LocalTime.now());
            }
        });
        if (message.getLong("senderId") == user.id && outbox.containsKey(message.getString("clientId"))) {
            acknowledged(message.getString("clientId"), message);
        }
    }

    /** A message of one's own that is committed. */
    private void arrived(JsonObject message) {
        see(message);
        store.sent(message);
    }

    /** A message as it is after a change. */
    void changed(JsonObject message) {
        see(message);
        store.changed(message);
    }

    private void stateEvent(JsonObject event) {
        long id = event.getLong("conversationId");
        var talk = user.talk(id);
        long whose = talk.isGroup() ? 0 : event.getLong("userId");
        marks.event(id, whose, false, event.getLong("receivedSeq"));
        marks.event(id, whose, true, event.getLong("readSeq"));
    }
}
