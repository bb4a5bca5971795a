package io.webim.device;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.SeqRanges;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation as a device keeps it. Whatever it is told may come twice, late and in any order: marks only move
 * forward, of a message the highest version counts, and a deletion is for good.
 */
public final class KeptConversation {
    private final long id;
    private final long userId;
    private final boolean tellsOwnVersion;
    private final TreeMap<Long, JsonObject> messages = new TreeMap<>();
    /** The seqs of which all is known: in there, a message that is missing is gone. */
    private SeqRanges loaded = SeqRanges.NONE;

    private SeqRanges gone = SeqRanges.NONE;
    private SeqRanges erased = SeqRanges.NONE;
    /** The end of the newest stretch without a gap. */
    private long position;

    private JsonObject entry = new JsonObject();
    private Optional<JsonObject> contact = Optional.empty();
    private long version;
    private long ownVersion;
    private long lastSeq;
    private long sightFrom = 1;
    private long received;
    private long read;
    private long storedRead;
    private long peerReceived;
    private long peerRead;
    private SeqRanges peerWithheld = SeqRanges.NONE;

    KeptConversation(long id, long userId, boolean tellsOwnVersion) {
        this.id = id;
        this.userId = userId;
        this.tellsOwnVersion = tellsOwnVersion;
    }

    // What it is told

    /** @param since the position that the device told as it asked */
    void synced(JsonObject change, long since) {
        version = change.getLong("version");
        ownVersion = change.getLong("ownVersion");
        boolean limited = change.getBoolean("limited");
        if (limited && !tellsOwnVersion) {
            startOver();
        }
        entry(change.getJsonObject("conversation"));
        contact = Optional.ofNullable(change.getJsonObject("contact"));
        seesFrom(change.getLong("sightFrom", 1L));
        hide(ranges(change, "deletedRanges"));
        erase(ranges(change, "deletedForEveryone"));
        var newest = objects(change, "messages");
        // Not beyond what this answer knew: a message above it may have been told before one that lies between.
        long last = highest(change, change.getJsonObject("conversation").getLong("lastSeq"));
        long from = !limited ? since + 1 : newest.isEmpty() ? last + 1 : seq(newest.get(0));
        stretch(newest, from, last);
        objects(change, "changed").forEach(this::changed);
        if (limited || since > position) {
            position = Math.max(position, last);
            advance();
        }
    }

    private void startOver() {
        messages.clear();
        loaded = SeqRanges.NONE;
        position = 0;
    }

    /** @param told the conversation as it stands in the list */
    void entry(JsonObject told) {
        entry = told;
        marks(told);
        seesFrom(Math.max(sightFrom, told.getLong("sightFrom", 1L)));
    }

    void contact(JsonObject told) {
        contact = Optional.of(told);
        marks(told);
    }

    private void marks(JsonObject told) {
        lastSeq = Math.max(lastSeq, told.getLong("lastSeq"));
        received = Math.max(received, told.getLong("receivedSeq"));
        storedRead = Math.max(storedRead, told.getLong("readSeq"));
        reads(storedRead);
        peerMarks(told.getLong("peerReceivedSeq", 0L), told.getLong("peerReadSeq", 0L));
        peerWithheld(told.getJsonArray("peerWithheld"));
    }

    void groupChanged(JsonObject event) {
        for (var field : List.of("title", "about", "picture", "memberCount")) {
            if (event.containsKey(field)) {
                entry.put(field, event.getValue(field));
            }
        }
    }

    void peerMarks(long receivedSeq, long readSeq) {
        peerReceived = Math.max(peerReceived, receivedSeq);
        peerRead = Math.max(peerRead, readSeq);
    }

    /** @param ranges null of none */
    void peerWithheld(@Nullable JsonArray ranges) {
        if (ranges != null) {
            peerWithheld = peerWithheld.plus(SeqRanges.read(ranges).orElseThrow());
        }
    }

    /** One message that came by itself. */
    void sent(JsonObject message) {
        long seq = seq(message);
        if (seq >= sightFrom) {
            put(message);
            loaded = loaded.plus(SeqRanges.between(seq, seq));
            lastSeq = Math.max(lastSeq, seq);
            advance();
        }
    }

    /** Of one that is not held the history tells later, as it is then. */
    void changed(JsonObject message) {
        if (messages.containsKey(seq(message))) {
            put(message);
        }
    }

    void deletedForMe(SeqRanges seqs) {
        hide(seqs);
        stretch(List.of(), 1, 0);
    }

    void deletedForEveryone(SeqRanges seqs) {
        erase(seqs);
    }

    /**
     * A page of the history that was asked for with {@code before}, or without anything.
     *
     * @param before the seq that it ends below
     */
    void pageBefore(JsonObject page, long before) {
        hide(ranges(page, "deletedRanges"));
        var some = objects(page, "messages");
        long from = page.getBoolean("hasMore") ? lowest(page, before) : 1;
        stretch(some, from, before - 1);
    }

    /** @param knownLast the last seq that the device knew of when it asked */
    void pageAfter(JsonObject page, long after, long knownLast) {
        hide(ranges(page, "deletedRanges"));
        var some = objects(page, "messages");
        long highest = highest(page, after);
        stretch(some, after + 1, page.getBoolean("hasMore") ? highest : Math.max(highest, knownLast));
    }

    private static long lowest(JsonObject page, long otherwise) {
        long lowest = otherwise;
        for (var message : objects(page, "messages")) {
            lowest = Math.min(lowest, seq(message));
        }
        for (var range : ranges(page, "deletedRanges").ranges()) {
            lowest = Math.min(lowest, range.from());
        }
        return lowest;
    }

    private static long highest(JsonObject page, long otherwise) {
        long highest = otherwise;
        for (var message : objects(page, "messages")) {
            highest = Math.max(highest, seq(message));
        }
        for (var range : ranges(page, "deletedRanges").ranges()) {
            highest = Math.max(highest, range.to());
        }
        return highest;
    }

    /** All that there is between two seqs: what is not among the messages does not exist for this user. */
    private void stretch(List<JsonObject> some, long from, long to) {
        long start = Math.max(from, sightFrom);
        some.stream().filter(message -> seq(message) >= sightFrom).forEach(this::put);
        loaded = loaded.plus(SeqRanges.between(start, to)).plus(gone.within(sightFrom, Long.MAX_VALUE));
        for (var range : loaded.ranges()) {
            lastSeq = Math.max(lastSeq, range.to());
        }
        advance();
    }

    private void advance() {
        loaded.ranges().stream()
                .filter(range -> range.from() <= Math.max(position + 1, sightFrom) && position < range.to())
                .forEach(range -> position = range.to());
    }

    private void put(JsonObject message) {
        long seq = seq(message);
        if (gone.contains(seq)) {
            return;
        }
        var told = erased.contains(seq) ? stub(message) : message;
        var before = messages.get(seq);
        if (before == null || (!isDeleted(before) && (isDeleted(told) || version(told) >= version(before)))) {
            messages.put(seq, told);
        }
    }

    private void hide(SeqRanges seqs) {
        gone = gone.plus(seqs);
        seqs.ranges()
                .forEach(range ->
                        messages.subMap(range.from(), true, range.to(), true).clear());
    }

    private void erase(SeqRanges seqs) {
        erased = erased.plus(seqs);
        seqs.ranges()
                .forEach(range -> messages.subMap(range.from(), true, range.to(), true)
                        .replaceAll((seq, message) -> isDeleted(message) ? message : stub(message)));
    }

    /** Nothing of it is kept. */
    private static JsonObject stub(JsonObject message) {
        var stub = message.copy().put("deleted", true);
        List.of("text", "event", "mentions", "editedAt", "replyTo", "reactions", "pinned")
                .forEach(stub::remove);
        return stub;
    }

    /** What lies below is not seen any more; where one sees more than before, it is not known yet. */
    private void seesFrom(long seq) {
        sightFrom = seq;
        messages.headMap(seq).clear();
        loaded = loaded.within(seq, Long.MAX_VALUE);
        gone = gone.within(seq, Long.MAX_VALUE);
        position = Math.max(position, seq - 1);
    }

    // What the user does

    /** The user has read up to here, though the server may not know yet. */
    public void reads(long seq) {
        read = Math.max(read, seq);
    }

    // What it holds

    public long id() {
        return id;
    }

    /** As it was told last; a conversation of the list. */
    public JsonObject entry() {
        return entry;
    }

    /** The same of a direct one, as a contact. */
    public Optional<JsonObject> contact() {
        return contact;
    }

    public boolean isGroup() {
        return contact.isEmpty() && !"direct".equals(entry.getString("kind"));
    }

    /** The end of the newest stretch without a gap. */
    long position() {
        return position;
    }

    /** 0 while only events have told of it. */
    public long version() {
        return version;
    }

    public long lastSeq() {
        return lastSeq;
    }

    public long sightFrom() {
        return sightFrom;
    }

    /** How far the user has read, here or on another device. */
    public long read() {
        return read;
    }

    /** The user's own marks that the server is known to have stored: only entries of the list say so. */
    public long storedReceived() {
        return received;
    }

    public long storedRead() {
        return storedRead;
    }

    /** What a sync tells of it: five numbers, or three where the device does not tell its own version. */
    JsonArray known() {
        var known = new JsonArray().add(id).add(version).add(position);
        if (!tellsOwnVersion) {
            return known;
        }
        return known.add(ownVersion)
                .add(loaded.isEmpty() ? 1 : loaded.ranges().get(0).from());
    }

    /** Everything from where the user's sight begins up to here is on the device. */
    public long completeTo() {
        return loaded.ranges().stream()
                .filter(range -> range.from() <= sightFrom)
                .mapToLong(SeqRanges.Range::to)
                .findFirst()
                .orElse(sightFrom - 1);
    }

    /** What is not known of it. */
    public SeqRanges gaps() {
        return SeqRanges.between(sightFrom, lastSeq).minus(loaded);
    }

    /** The seqs of which all is known. */
    public SeqRanges loaded() {
        return loaded;
    }

    public SeqRanges gone() {
        return gone;
    }

    public SortedMap<Long, JsonObject> messages() {
        return messages;
    }

    /** What others wrote and the user has not read; to be asked where nothing is missing above that. */
    public long unread() {
        return unreadOnes(message -> {});
    }

    private long unreadOnes(Consumer<JsonObject> each) {
        var unread = messages.tailMap(read, false).values().stream()
                .filter(message -> message.getLong("senderId") != userId && message.getLong("senderId") != 0)
                .filter(message -> !isDeleted(message))
                .toList();
        unread.forEach(each);
        return unread.size();
    }

    /** How many of them mention the user, or everybody. */
    public long mentions() {
        var count = new long[1];
        unreadOnes(message -> count[0] += mentionsMe(message) ? 1 : 0);
        return count[0];
    }

    private boolean mentionsMe(JsonObject message) {
        return message.getJsonArray("mentions", new JsonArray()).stream()
                .mapToLong(one -> ((Number) one).longValue())
                .anyMatch(one -> one == userId || one == 0);
    }

    /** Each message that is held, as the user sees it. */
    public SortedMap<Long, String> shown() {
        var shown = new TreeMap<Long, String>();
        messages.forEach((seq, message) -> shown.put(seq, shown(message)));
        return shown;
    }

    private String shown(JsonObject message) {
        if (isDeleted(message)) {
            return "deleted, " + message.getValue("senderId") + " " + message.getValue("clientId");
        }
        var shown = message.copy();
        var state = (String) shown.remove("state");
        boolean own = message.getLong("senderId") == userId;
        return shown.encode() + (own ? " " + tick(seq(message), state) : "");
    }

    private String tick(long seq, String state) {
        if (peerWithheld.contains(seq)) {
            return "sent";
        }
        if (seq <= peerRead || state.equals("msg_read")) {
            return "read";
        }
        return seq <= peerReceived || state.equals("msg_done") ? "delivered" : "sent";
    }

    /** All that the user sees of it, the same whenever and however it was told. */
    void putView(Map<String, String> view) {
        view.put(id + " entry", lasting(entry).encode());
        contact.ifPresent(one -> view.put(id + " contact", lasting(one).encode()));
        view.put(id + " sight", "from " + sightFrom + ", lacks " + gaps().toJson());
        view.put(id + " marks", received + " received, " + storedRead + " read");
        view.put(id + " unread", unread() + " with " + mentions() + " mentions");
        shown().forEach((seq, message) -> view.put(id + " message " + seq, message));
    }

    /** Without what is told by events alone, and what changes with every small thing. */
    public static JsonObject lasting(JsonObject entry) {
        var lasting = entry.copy();
        List.of("version", "online", "lastSeen", "peerReceivedSeq", "peerReadSeq", "peerWithheld")
                .forEach(lasting::remove);
        var last = lasting.getJsonObject("lastMessage");
        if (last != null) {
            last.remove("state");
        }
        return lasting;
    }

    private static long seq(JsonObject message) {
        return message.getLong("seq");
    }

    private static long version(JsonObject message) {
        return message.getLong("version", 0L);
    }

    /** For everyone. */
    public static boolean isDeleted(JsonObject message) {
        return message.getBoolean("deleted", false);
    }

    private static List<JsonObject> objects(JsonObject json, String name) {
        return json.getJsonArray(name, new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    static SeqRanges ranges(JsonObject json, String name) {
        return SeqRanges.read(json.getJsonArray(name, new JsonArray())).orElseThrow();
    }
}
