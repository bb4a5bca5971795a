package io.webim.chat;

import io.vertx.core.Future;
import io.webim.chat.DeletionLog.Deleted;
import io.webim.chat.DeletionLog.KnownVersion;
import io.webim.chat.HistoryStore.Piece;
import io.webim.chat.HistoryStore.Size;
import io.webim.chat.SyncPage.Presences;
import io.webim.chat.SyncStore.Version;
import io.webim.contract.Caller;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.SyncDevice;
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

/**
 * Tells a device what it misses, in bounded pages, each in a number of statements that does not depend on how many
 * conversations there are. Versions are read before what they stand for, so an answer may be newer than its version, never
 * older: a device applies answers and events in any order, more than once, to the same end.
 */
final class Sync {
    private static final int CONVERSATIONS = 200;

    private final SyncStore store;
    private final Summaries summaries;
    private final DeletionLog deletions;
    private final HistoryStore messages;
    private final Authors authors;
    private final LongPredicate online;

    /** @param online whether a user is, as far as others have been told */
    Sync(
            SyncStore store,
            Summaries summaries,
            DeletionLog deletions,
            HistoryStore messages,
            Authors authors,
            LongPredicate online) {
        this.authors = authors;
        this.store = store;
        this.summaries = summaries;
        this.deletions = deletions;
        this.messages = messages;
        this.online = online;
    }

    Future<Reply> page(Caller caller, SyncDevice device) {
        var now = Times.now();
        return store.read(caller.userId(), device.after(), CONVERSATIONS + 1).compose(versions -> {
            var some = versions.subList(0, Math.min(CONVERSATIONS, versions.size()));
            var page = new SyncPage(versions.size() > CONVERSATIONS ? lastId(some) : 0);
            var since = device.presenceSince();
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
        private final Map<Long, List<Size>> sizes = new HashMap<>();
        private final Map<Long, List<Message>> texts = new HashMap<>();
        private final Map<Long, List<Deleted>> deleted = new HashMap<>();
        /** Of these the device cannot be told all that is gone: it starts over. */
        private final Set<Long> startOver = new HashSet<>();

        private long unfinished = Long.MAX_VALUE;
        private long unread = Long.MAX_VALUE;

        private Reading(Caller caller, SyncDevice device, List<Version> changed) {
            this.caller = caller;
            this.device = device;
            this.changed = changed;
        }

        private Future<Reading> read() {
            return readEntries()
                    .compose(done -> readDeleted())
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
            return messages.sizes(pieces(wanted, gone)).onSuccess(all -> {
                all.stream()
                        .sorted(Comparator.comparingLong(Size::seq).reversed())
                        .forEach(size -> sizes.computeIfAbsent(size.conversationId(), id -> new ArrayList<>())
                                .add(size));
                sizes.replaceAll((id, some) -> Weight.fitting(some, Size::weight, SyncPage.BYTES_OF_CONVERSATION));
            });
        }

        private static List<Piece> pieces(Map<Long, SeqRanges> wanted, Map<Long, SeqRanges> gone) {
            var pieces = new ArrayList<Piece>();
            wanted.forEach((id, seqs) -> pieces.add(new Piece(id, seqs.minus(gone.getOrDefault(id, SeqRanges.NONE)))));
            return pieces;
        }

        private Future<?> readTexts() {
            var fitting = new SyncPage(0);
            var pieces = new ArrayList<Piece>();
            for (var version : changed) {
                var some = sizes.getOrDefault(version.conversationId(), List.of());
                if (fitting.takes(version)) {
                    fitting.weigh(some.stream().mapToInt(Size::weight).sum());
                    pieces.add(new Piece(
                            version.conversationId(),
                            SeqRanges.ofSeqs(some.stream().map(Size::seq).toList())));
                } else {
                    unread = Math.min(unread, version.conversationId());
                }
            }
            return messages.read(pieces, this::states).onSuccess(all -> {
                all.stream()
                        .sorted(Comparator.comparingLong(Message::seq).reversed())
                        .forEach(message -> texts.computeIfAbsent(message.conversationId(), id -> new ArrayList<>())
                                .add(message));
                texts.replaceAll((id, some) -> Weight.fitting(some, Weight::of, SyncPage.BYTES_OF_CONVERSATION));
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
            if (device.of(id).ownVersion() == null) {
                startOver.add(id);
            }
        }

        private SyncDevice.Known known(Version version) {
            long id = version.conversationId();
            return startOver.contains(id) ? SyncDevice.Known.NOTHING : device.of(id);
        }

        private List<Message> messages() {
            return texts.values().stream().flatMap(List::stream).toList();
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
                if (page.takes(version)) {
                    add(page, version);
                }
            }
        }

        private void add(SyncPage page, Version version) {
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
                addMessages(change, id, seqs);
            }
            var gone = deleted.getOrDefault(id, List.of());
            var own = known.ownVersion();
            if (startOver.contains(id)) {
                change.startOver();
            } else if (id == unfinished && own != null) {
                change.addDeletions(gone, own);
            } else if (known.isAnything()) {
                change.addDeletions(gone);
            }
        }

        private void addMessages(SyncPage.Change change, long id, SeqRanges seqs) {
            var gaps = gone.getOrDefault(id, SeqRanges.NONE);
            var newestFirst = texts.getOrDefault(id, List.of());
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
}
