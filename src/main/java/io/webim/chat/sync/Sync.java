package io.webim.chat.sync;

import io.vertx.core.Future;
import io.webim.chat.conversations.Authors;
import io.webim.chat.conversations.MessageRows;
import io.webim.chat.messages.ChangeStore;
import io.webim.chat.messages.ChangeStore.Changed;
import io.webim.chat.messages.DeletionLog;
import io.webim.chat.messages.DeletionLog.Deleted;
import io.webim.chat.messages.DeletionLog.KnownVersion;
import io.webim.chat.messages.HistoryStore;
import io.webim.chat.messages.HistoryStore.Piece;
import io.webim.chat.messages.HistoryStore.Size;
import io.webim.chat.sync.SyncPage.Presences;
import io.webim.chat.sync.SyncPage.Told;
import io.webim.chat.sync.SyncStore.Version;
import io.webim.contract.Caller;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.Times;
import io.webim.contract.User;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells a device what it misses, in bounded pages, each in a number of statements that does not depend on how many
 * conversations there are. Versions are read before what they stand for, so an answer may be newer than its version, never
 * older: a device applies answers and events in any order, more than once, to the same end.
 */
public final class Sync {
    private static final int CONVERSATIONS = 200;

    private final SyncStore store;
    private final Summaries summaries;
    private final DeletionLog deletions;
    private final ChangeStore changeStore;
    private final HistoryStore messages;
    private final Authors authors;
    private final LongPredicate online;

    /** @param online whether a user is, as far as others have been told */
    public Sync(
            SyncStore store,
            Summaries summaries,
            DeletionLog deletions,
            ChangeStore changeStore,
            HistoryStore messages,
            Authors authors,
            LongPredicate online) {
        this.authors = authors;
        this.store = store;
        this.summaries = summaries;
        this.deletions = deletions;
        this.changeStore = changeStore;
        this.messages = messages;
        this.online = online;
    }

    public Future<Reply> page(Caller caller, SyncDevice device) {
        var now = Times.now();
        var since = device.presenceSince();
        return store.read(caller.userId(), device.after(), CONVERSATIONS + 1, since != null)
                .compose(versions -> {
                    var some = versions.subList(0, Math.min(CONVERSATIONS, versions.size()));
                    var page = versions.size() > CONVERSATIONS ? new SyncPage(lastId(some)) : new SyncPage();
                    if (since != null) {
                        page.tell(new Presences(some, since, now, online));
                    }
                    var news = some.stream()
                            .filter(version -> SyncPage.isNews(version, device.of(version.conversationId())))
                            .toList();
                    var fitting = SyncPage.thatMayFit(news, device);
                    return new Reading(caller, device, fitting).read().compose(reading -> {
                        reading.addAll(page);
                        if (fitting.size() < news.size()) {
                            page.cutBefore(news.get(fitting.size()));
                        }
                        return authors.of(caller.userId(), reading.messages(), reading.people())
                                .map(users -> Reply.of(page.reply().toJson().put("users", users)));
                    });
                });
    }

    private static long lastId(List<Version> versions) {
        return versions.get(versions.size() - 1).conversationId();
    }

    /** What is read for one page. */
    private final class Reading {
        private final Caller caller;
        private final SyncDevice device;
        private final List<Version> changed;
        private final Map<Long, Summary> entries = new HashMap<>();
        private final Map<Long, SeqRanges> wanted = new HashMap<>();
        private final Map<Long, SeqRanges> gone = new HashMap<>();
        private final SyncChanges changes = new SyncChanges();
        private final Map<Long, Part<Size>> sizes = new HashMap<>();
        private final Map<Long, Part<Message>> texts = new HashMap<>();
        private final Map<Long, List<Deleted>> deleted = new HashMap<>();
        /** Of these the device cannot be told all that is gone: it starts over. */
        private final Set<Long> startOver = new HashSet<>();

        /** Of those after it nothing is told yet. */
        private long unfinished = Long.MAX_VALUE;
        /** Of this one the deletions were not read to the end. */
        private long brokenOff;

        private long unread = Long.MAX_VALUE;

        private Reading(Caller caller, SyncDevice device, List<Version> changed) {
            this.caller = caller;
            this.device = device;
            this.changed = changed;
        }

        private Future<Reading> read() {
            return readEntries()
                    .compose(done -> readDeleted())
                    .compose(done -> readChanges())
                    .compose(done -> readGone())
                    .compose(done -> readSizes())
                    .compose(done -> readTexts())
                    .map(this);
        }

        private Future<?> readEntries() {
            var ids = changed.stream()
                    .filter(Version::listed)
                    .map(Version::conversationId)
                    .toList();
            return summaries
                    .of(caller.userId(), ids)
                    .onSuccess(found -> found.stream()
                            .filter(Summary::isListed)
                            .forEach(entry -> entries.put(entry.row().conversationId(), entry)));
        }

        private Future<?> readGone() {
            var pieces = new ArrayList<Piece>();
            for (var version : changed) {
                long id = version.conversationId();
                var entry = entries.get(id);
                if (entry != null) {
                    // The entry was read after the version, and a device takes what is missing up to its lastSeq as
                    // deleted.
                    long lastSeq = Math.max(version.lastSeq(), entry.row().lastSeq());
                    var seqs = SyncPage.newest(version, known(version), lastSeq);
                    wanted.put(id, seqs);
                    if (!seqs.isEmpty() && version.deletedTo() > 0) {
                        pieces.add(new Piece(id, seqs));
                    }
                }
            }
            return deletions.within(caller.userId(), pieces).onSuccess(gone::putAll);
        }

        private Future<?> readSizes() {
            return messages.sizes(pieces())
                    .onSuccess(all -> split(all, Size::conversationId, Size::seq, Size::weight, sizes));
        }

        private List<Piece> pieces() {
            var pieces = new ArrayList<Piece>();
            wanted.forEach((id, seqs) -> pieces.add(new Piece(
                    id, seqs.minus(gone.getOrDefault(id, SeqRanges.NONE)).plus(changes.seqs(id)))));
            return pieces;
        }

        private Future<?> readTexts() {
            var fitting = new SyncPage();
            var pieces = new ArrayList<Piece>();
            for (var version : changed) {
                long id = version.conversationId();
                var part = sizes.getOrDefault(id, Part.<Size>none());
                if (fitting.takes(version, part.beyond())) {
                    fitting.weigh(part.weight());
                    pieces.add(new Piece(id, SeqRanges.ofSeqs(part.seqs(Size::seq))));
                } else {
                    unread = Math.min(unread, id);
                }
            }
            return messages.read(caller.userId(), pieces, this::states)
                    .onSuccess(all -> split(all, Message::conversationId, Message::seq, Weight::of, texts));
        }

        /** By conversation: what the device has is there for its change, all else is new to it. */
        private <T> void split(
                List<T> all,
                ToLongFunction<T> conversation,
                ToLongFunction<T> seq,
                ToIntFunction<T> weight,
                Map<Long, Part<T>> into) {
            var byConversation = new HashMap<Long, List<T>>();
            all.forEach(one -> byConversation
                    .computeIfAbsent(conversation.applyAsLong(one), id -> new ArrayList<>())
                    .add(one));
            byConversation.forEach((id, some) -> {
                long has = changes.isEmpty(id) ? 0 : device.of(id).seq();
                var newest = some.stream()
                        .filter(one -> seq.applyAsLong(one) > has)
                        .sorted(Comparator.comparingLong(seq).reversed())
                        .toList();
                var fitting = Weight.fitting(newest, weight, SyncPage.BYTES_OF_CONVERSATION);
                int bytes = fitting.stream().mapToInt(weight).sum();
                var later = changes.fit(id, some, seq, weight, SyncPage.BYTES_OF_CONVERSATION - bytes);
                into.put(
                        id,
                        new Part<>(
                                fitting,
                                later,
                                bytes + later.stream().mapToInt(weight).sum()));
            });
        }

        private MessageRows.States states(long conversationId) {
            var entry = entries.get(conversationId);
            return entry == null ? (senderId, seq) -> MessageState.CACHE : entry.states();
        }

        private Future<?> readDeleted() {
            var known = changed.stream()
                    .filter(version -> entries.containsKey(version.conversationId()) && version.deletedTo() > 0)
                    .filter(version -> device.of(version.conversationId()).isAnything())
                    .map(this::knownVersion)
                    .toList();
            return deletions.since(caller.userId(), known).onSuccess(all -> {
                all.forEach(one -> deleted.computeIfAbsent(one.conversationId(), id -> new ArrayList<>())
                        .add(one));
                if (all.size() == DeletionLog.MOST_AT_ONCE) {
                    breakOff(all.get(all.size() - 1).conversationId());
                }
            });
        }

        private Future<?> readChanges() {
            var known = changed.stream()
                    .filter(version -> entries.containsKey(version.conversationId())
                            && known(version).seq() > 0)
                    .map(this::knownVersion)
                    .toList();
            return changeStore.since(caller.userId(), known).onSuccess(all -> {
                if (all.size() == ChangeStore.MOST_AT_ONCE) {
                    var last = all.get(all.size() - 1);
                    changes.endAt(last);
                    unfinished = Math.min(unfinished, last.conversationId());
                }
                var versions = new HashMap<Long, Version>();
                changed.forEach(version -> versions.put(version.conversationId(), version));
                changes.add(all, change -> concerns(change, versions.get(change.conversationId())));
            });
        }

        /** Whether the device has the message, and its user sees it. */
        private boolean concerns(Changed change, @Nullable Version version) {
            var known = device.of(change.conversationId());
            return version != null
                    && !change.gone()
                    && change.seq() > version.hiddenTo()
                    && change.seq() >= known.oldestSeq()
                    && change.seq() <= known.seq();
        }

        /** A device that does not say which part of its version is its own is told too much rather than too little. */
        private KnownVersion knownVersion(Version version) {
            var known = device.of(version.conversationId());
            var own = known.ownVersion();
            return own == null
                    ? new KnownVersion(
                            version.conversationId(),
                            known.version() - version.ownVersion(),
                            known.version() - version.shared() - version.beside())
                    : new KnownVersion(version.conversationId(), known.version() - own, own - version.beside());
        }

        private void breakOff(long id) {
            unfinished = id;
            brokenOff = id;
            if (device.of(id).ownVersion() == null) {
                startOver.add(id);
            }
        }

        private SyncDevice.Known known(Version version) {
            long id = version.conversationId();
            return startOver.contains(id) ? SyncDevice.Known.NOTHING : device.of(id);
        }

        private List<Message> messages() {
            return texts.values().stream().flatMap(Part::all).toList();
        }

        private List<User> people() {
            return entries.values().stream()
                    .flatMap(entry -> entry.row().people())
                    .toList();
        }

        private void addAll(SyncPage page) {
            for (var version : changed) {
                if (version.conversationId() > unfinished || version.conversationId() >= unread) {
                    page.cutBefore(version);
                }
                var part = texts.getOrDefault(version.conversationId(), Part.<Message>none());
                if (page.takes(version, part.beyond())) {
                    add(page, version, part);
                }
            }
        }

        private void add(SyncPage page, Version version, Part<Message> part) {
            long id = version.conversationId();
            var entry = entries.get(id);
            if (entry == null) {
                page.addRemoved(version);
                return;
            }
            var known = known(version);
            var change = page.add(version, entry.toSynced(), known);
            var seqs = wanted.getOrDefault(id, SeqRanges.NONE);
            if (!seqs.isEmpty()) {
                addMessages(change, part.newest(), gone.getOrDefault(id, SeqRanges.NONE), seqs);
            }
            change.addChanged(part.changed());
            if (startOver.contains(id)) {
                change.startOver();
            } else if (known.isAnything()) {
                change.addDeletions(deleted.getOrDefault(id, List.of()), told(version, known.ownVersion()));
            }
        }

        /** Up to which versions the device is told all of a conversation. */
        private Told told(Version version, @Nullable Long ownVersion) {
            long id = version.conversationId();
            var all = Told.ALL;
            if (id == brokenOff && ownVersion != null) {
                // The last one may be in the middle of a version; what is the member's own comes after what is
                // everyone's.
                var some = deleted.getOrDefault(id, List.of());
                var last = some.get(some.size() - 1);
                all = last.everyones()
                        ? new Told(last.version() - 1, ownVersion)
                        : new Told(Long.MAX_VALUE, last.version() - 1 + version.beside());
            }
            return all.changesTo(changes.toldTo(id));
        }

        private static void addMessages(
                SyncPage.Change change, List<Message> newestFirst, SeqRanges gaps, SeqRanges seqs) {
            var visible = seqs.minus(gaps);
            long to = seqs.ranges().get(0).to();
            long from = gaps.startOf(seqs.ranges().get(0).from());
            if (newestFirst.size() < visible.size()) {
                from = newestFirst.isEmpty()
                        ? to + 1
                        : newestFirst.get(newestFirst.size() - 1).seq();
            }
            var ascending = new ArrayList<>(newestFirst);
            ascending.sort(Comparator.comparingLong(Message::seq));
            change.addMessages(ascending, gaps.within(from, to), from);
        }
    }

    /**
     * Of one conversation.
     *
     * @param newest what the device does not have, the newest first
     * @param changed what it has, the oldest change first
     */
    private record Part<T>(List<T> newest, List<T> changed, int weight) {
        static <T> Part<T> none() {
            return new Part<>(List.of(), List.of(), 0);
        }

        /** By how much it weighs more than new messages alone could. */
        int beyond() {
            return Math.max(0, weight - SyncPage.BYTES_OF_CONVERSATION);
        }

        Stream<T> all() {
            return Stream.concat(newest.stream(), changed.stream());
        }

        List<Long> seqs(ToLongFunction<T> seq) {
            return all().map(seq::applyAsLong).toList();
        }
    }
}
