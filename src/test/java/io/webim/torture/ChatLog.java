package io.webim.torture;

import io.vertx.core.json.JsonObject;
import io.webim.contract.SeqRanges;
import io.webim.contract.SeqRanges.Range;
import io.webim.torture.History.Screen;
import io.webim.torture.History.Shown;
import io.webim.torture.History.Sighting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** One conversation on one device, as its local store keeps it. Whatever comes may come twice and in any order. */
final class ChatLog {
    final User.Talk talk;
    final Set<Sighting> sightings = new HashSet<>();
    private final String device;
    private final long userId;
    private final TreeMap<Long, Shown> shown = new TreeMap<>();
    private SeqRanges gone = SeqRanges.NONE;
    private SeqRanges erased = SeqRanges.NONE;
    private long contiguous;
    private long lastSeq;

    /** The conversation's version of the last sync. */
    long version;
    /** How far this user has read, on this device or told by another one. */
    long read;
    /** The own marks that the server is known to have stored: only entries say so. */
    long storedReceived;

    long storedRead;
    /** How far this connection has told. */
    long toldReceived;

    long toldRead;

    ChatLog(String device, long userId, User.Talk talk) {
        this.device = device;
        this.userId = userId;
        this.talk = talk;
    }

    void apply(JsonObject message) {
        long seq = message.getLong("seq");
        long senderId = message.getLong("senderId");
        var clientId = message.getString("clientId");
        var text = message.getString("text");
        sightings.add(new Sighting(device, talk.conversationId(), seq, senderId, clientId));
        lastSeq = Math.max(lastSeq, seq);
        if (!gone.contains(seq)) {
            var before = shown.get(seq);
            boolean deleted = text == null || erased.contains(seq) || (before != null && before.text() == null);
            shown.put(seq, new Shown(senderId, clientId, deleted ? null : text));
        }
        advance();
    }

    void deletedForMe(SeqRanges ranges) {
        gone = gone.plus(ranges);
        ranges.ranges().forEach(range -> {
            shown.subMap(range.from(), true, range.to(), true).clear();
            lastSeq = Math.max(lastSeq, range.to());
        });
        advance();
    }

    void deletedForEveryone(SeqRanges ranges) {
        erased = erased.plus(ranges);
        ranges.ranges()
                .forEach(range -> shown.subMap(range.from(), true, range.to(), true)
                        .replaceAll((seq, before) -> new Shown(before.senderId(), before.clientId(), null)));
    }

    void endsAt(long seq) {
        lastSeq = Math.max(lastSeq, seq);
    }

    private void advance() {
        while (shown.containsKey(contiguous + 1) || gone.contains(contiguous + 1)) {
            contiguous++;
        }
    }

    /** Everything up to here is on this device. */
    long contiguous() {
        return contiguous;
    }

    long lastSeq() {
        return lastSeq;
    }

    boolean hasGap() {
        return contiguous < lastSeq;
    }

    /** The first seq above the gap. */
    long aboveGap() {
        long next = contiguous + 1;
        while (next <= lastSeq && !shown.containsKey(next) && !gone.contains(next)) {
            next++;
        }
        return next;
    }

    /** How much of the conversation is accounted for: grows with every page that helps. */
    long size() {
        return shown.size() + gone.ranges().stream().mapToLong(Range::size).sum();
    }

    /** Messages that are shown with their text, own ones only or all. */
    List<Long> shownSeqs(boolean own) {
        return shown.entrySet().stream()
                .filter(entry -> entry.getValue().text() != null)
                .filter(entry -> !own || entry.getValue().senderId() == userId)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    long unread() {
        return shown.tailMap(read, false).values().stream()
                .filter(message -> message.senderId() != userId && message.text() != null)
                .count();
    }

    Screen screen() {
        return new Screen(device, userId, talk.conversationId(), new TreeMap<>(shown), gone, unread());
    }
}
