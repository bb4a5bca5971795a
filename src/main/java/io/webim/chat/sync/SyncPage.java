package io.webim.chat.sync;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.chat.messages.DeletionLog.Deleted;
import io.webim.chat.messages.History;
import io.webim.chat.presence.Presence;
import io.webim.chat.sync.SyncDevice.Known;
import io.webim.chat.sync.SyncStore.Version;
import io.webim.contract.Message;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.Times;
import io.webim.contract.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One answer to a device that syncs: what has changed, as far as it fits. No I/O. */
final class SyncPage {
    /** Of the messages of one conversation. */
    static final int BYTES_OF_CONVERSATION = 64 * 1024;

    private static final int MESSAGES = 50;
    /** A device that knows nothing yet fetches the rest when its user looks at it. */
    private static final int MESSAGES_OF_UNKNOWN = 20;

    /**
     * With the largest conversation that may come then, its deletions and all who occur, still less than an answer may
     * have.
     */
    private static final int MOST_BYTES = 110_000;

    private static final int BYTES_BESIDES = 100;
    private static final int LEAST_OF_ENTRY = 250;
    private static final int BYTES_OF_RANGE = 40;
    private static final int BYTES_OF_PRESENCE = 90;
    /** What was told within it may not have been stored yet when the device was told the time. */
    private static final Duration STORED_LATE = Duration.ofMinutes(1);

    private final JsonArray changes = new JsonArray();
    private final Set<Long> told = new HashSet<>();
    private @Nullable Presences presences;
    private int bytes;
    private @Nullable Long next;
    private boolean cut;

    /** All that there is was read. */
    SyncPage() {
        this.next = null;
    }

    /** @param next the conversation after which the device goes on; 0 where it begins anew */
    SyncPage(long next) {
        this.next = next;
    }

    /**
     * What a device asks for that was not told for a while who comes and goes.
     *
     * @param at when it was asked for
     */
    record Presences(List<Version> of, Instant since, Instant at, LongPredicate online) {
        /** Of those who are there, and those who were since. */
        private JsonArray told(Predicate<Version> which) {
            var told = new JsonArray();
            for (var version : of) {
                var seen = version.seen();
                if (seen != null && which.test(version)) {
                    boolean there = !seen.looksAway() && online.test(seen.userId());
                    if (there || isNews(seen.lastSeen())) {
                        told.add(Presence.put(new JsonObject().put("userId", seen.userId()), there, seen.lastSeen()));
                    }
                }
            }
            return told;
        }

        private boolean isNews(@Nullable Instant lastSeen) {
            return lastSeen != null && lastSeen.isAfter(since.minus(STORED_LATE));
        }
    }

    /**
     * Up to which versions a device is told all of a conversation.
     *
     * @param own with that of how the member has the other
     */
    record Told(long shared, long own) {
        /** Whatever there is. */
        static final Told ALL = new Told(Long.MAX_VALUE, Long.MAX_VALUE);

        boolean isAll() {
            return equals(ALL);
        }

        /** The same where changes are told up to that version only. */
        Told changesTo(long version) {
            return new Told(Math.min(shared, version), own);
        }
    }

    /** Keeps room for it; whom it tells of is settled with the answer, like what is delivered to the device meanwhile. */
    void tell(Presences asked) {
        presences = asked;
        weigh(BYTES_OF_PRESENCE * asked.of().size());
    }

    /** Whether a device has something to learn of a conversation. */
    static boolean isNews(Version version, Known known) {
        return known.version() != version.version() && (version.listed() || known.version() > 0);
    }

    /** The first of what is news, no more than may fit: each message weighs something, long or short. */
    static List<Version> thatMayFit(List<Version> news, SyncDevice device) {
        return Weight.fitting(news, version -> leastWeight(version, device), MOST_BYTES + BYTES_OF_CONVERSATION);
    }

    private static int leastWeight(Version version, SyncDevice device) {
        var seqs = newest(version, device.of(version.conversationId()), version.lastSeq());
        long all = version.deletedTo() > 0 ? 0 : seqs.size();
        return BYTES_BESIDES + LEAST_OF_ENTRY + Weight.OF_MESSAGE * (int) all;
    }

    /** The newest messages that a device does not have, up to a seq. */
    static SeqRanges newest(Version version, Known known, long lastSeq) {
        int most = known.isAnything() ? MESSAGES : MESSAGES_OF_UNKNOWN;
        return SeqRanges.between(Math.max(has(version, known), lastSeq - most) + 1, lastSeq);
    }

    /** Up to here a device has everything that it may see. */
    private static long has(Version version, Known known) {
        return Math.max(known.seq(), version.hiddenTo());
    }

    /**
     * Whether the page has room for one more conversation; where it has none, the next one begins with it.
     *
     * @param beyond by how much the messages of the conversation weigh more than those of most
     */
    boolean takes(Version version, int beyond) {
        if (!cut && bytes + beyond > MOST_BYTES) {
            cutBefore(version);
        }
        return !cut;
    }

    /** The same of one with no more messages than most. */
    boolean takes(Version version) {
        return takes(version, 0);
    }

    /** The next page begins with this conversation. */
    void cutBefore(Version version) {
        if (!cut) {
            cut = true;
            next = version.conversationId() - 1;
        }
    }

    void weigh(int more) {
        bytes += more;
    }

    void addRemoved(Version version) {
        changes.add(change(version).put("removed", true));
    }

    /** @param entry the conversation as it is in the member's list */
    Change add(Version version, JsonObject entry, Known known) {
        var json =
                change(version).mergeIn(entry).put("messages", new JsonArray()).put("limited", false);
        if (version.hiddenTo() > 0) {
            json.put("sightFrom", version.hiddenTo() + 1);
        }
        changes.add(json);
        bytes += BYTES_BESIDES + Weight.of(entry);
        return new Change(json, version, known);
    }

    Reply reply() {
        var json = new JsonObject().put("conversations", changes);
        if (presences != null) {
            json.put(
                            "presence",
                            presences.told(version -> isCovered(version) && !told.contains(version.conversationId())))
                    .put("presenceAt", Times.iso(presences.at()));
        }
        return Reply.of(next == null ? json : json.put("next", next));
    }

    private boolean isCovered(Version version) {
        return next == null || version.conversationId() <= next;
    }

    private JsonObject change(Version version) {
        told.add(version.conversationId());
        return new JsonObject()
                .put("conversationId", version.conversationId())
                .put("version", version.version())
                .put("ownVersion", version.ownVersion());
    }

    /** What is told of one conversation. */
    final class Change {
        private final JsonObject json;
        private final Version version;
        private final Known known;

        private Change(JsonObject json, Version version, Known known) {
            this.json = json;
            this.version = version;
            this.known = known;
        }

        /**
         * @param messages ascending
         * @param gone what is gone for the member around them
         * @param from from this seq on all is told
         */
        void addMessages(List<Message> messages, SeqRanges gone, long from) {
            json.put("messages", History.Page.toJson(messages))
                    .put("limited", from > has(version, known) + 1)
                    .put("deletedRanges", gone.toJson());
            messages.forEach(message -> bytes += Weight.of(message));
            weigh(gone);
        }

        /** The device is to forget what it has: more has changed than can be told. */
        void startOver() {
            json.put("limited", true);
        }

        /** @param messages as they are now, the oldest change first */
        void addChanged(List<Message> messages) {
            if (!messages.isEmpty()) {
                json.put("changed", History.Page.toJson(messages));
                messages.forEach(message -> bytes += Weight.of(message));
            }
        }

        /** All that was deleted since the versions that the device knows. */
        void addDeletions(List<Deleted> deleted) {
            addDeletions(deleted, Told.ALL);
        }

        /**
         * The same as far as the device can be told at once: it learns the versions up to which it knows all then, and asks
         * again.
         */
        void addDeletions(List<Deleted> deleted, Told told) {
            if (!told.isAll()) {
                long own = Math.min(version.ownVersion(), told.own());
                json.put("version", Math.min(version.shared(), told.shared()) + own)
                        .put("ownVersion", own);
                cutBefore(version);
            }
            json.put(
                            "deletedRanges",
                            told(deleted, one -> !one.everyones() && one.version() + version.beside() <= told.own())
                                    .toJson())
                    .put(
                            "deletedForEveryone",
                            told(deleted, one -> one.everyones() && one.version() <= told.shared())
                                    .toJson());
        }

        private SeqRanges told(List<Deleted> deleted, Predicate<Deleted> which) {
            var ranges = SeqRanges.of(
                    deleted.stream().filter(which).map(Deleted::range).toList());
            weigh(ranges);
            return ranges;
        }

        private void weigh(SeqRanges ranges) {
            bytes += BYTES_OF_RANGE * ranges.ranges().size();
        }
    }
}
