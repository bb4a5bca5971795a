package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.chat.DeletionLog.Deleted;
import io.webim.chat.DeletionLog.KnownVersion;
import io.webim.chat.HistoryStore.Piece;
import io.webim.chat.HistoryStore.Size;
import io.webim.chat.SyncStore.Version;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Message;
import io.webim.contract.MessageState;
import io.webim.contract.Reply;
import io.webim.contract.SeqRanges;
import io.webim.contract.SyncDevice;
import io.webim.contract.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a device what it misses, in bounded pages, each in a number of statements that does not depend on how many
 * conversations there are. Versions are read before what they stand for, so an answer may be newer than its version, never
 * older: a device applies answers and events in any order, more than once, to the same end.
 */
final class Sync {
    private static final int CONVERSATIONS = 200;

    private final SyncStore store;
    private final DeletionLog deletions;
    private final HistoryStore messages;
    private final Bus bus;

    Sync(SyncStore store, DeletionLog deletions, HistoryStore messages, Bus bus) {
        this.store = store;
        this.deletions = deletions;
        this.messages = messages;
        this.bus = bus;
    }

    Future<Reply> page(Caller caller, SyncDevice device) {
        return store.read(caller.userId(), device.after(), CONVERSATIONS + 1).compose(versions -> {
            var some = versions.subList(0, Math.min(CONVERSATIONS, versions.size()));
            var page = new SyncPage(versions.size() > CONVERSATIONS ? lastId(some) : 0);
            var news = some.stream()
                    .filter(version -> SyncPage.isNews(version, device.of(version.conversationId())))
                    .toList();
            var fitting = SyncPage.thatMayFit(news, device);
            return new Reading(caller, device, fitting).read().map(reading -> {
                reading.addAll(page);
                if (fitting.size() < news.size()) {
                    page.cutBefore(news.get(fitting.size()));
                }
                return page.reply();
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
        private final Map<Long, JsonObject> entries = new HashMap<>();
        private final Map<Long, SeqRanges> wanted = new HashMap<>();
        private final Map<Long, SeqRanges> gone = new HashMap<>();
        private final Map<Long, List<Size>> sizes = new HashMap<>();
        private final Map<Long, List<Message>> texts = new HashMap<>();
        private final Map<Long, List<Deleted>> deleted = new HashMap<>();
        private long unfinished = Long.MAX_VALUE;
        private long unread = Long.MAX_VALUE;

        private Reading(Caller caller, SyncDevice device, List<Version> changed) {
            this.caller = caller;
            this.device = device;
            this.changed = changed;
        }

        private Future<Reading> read() {
            return readEntries()
                    .compose(done -> readGone())
                    .compose(done -> readSizes())
                    .compose(done -> readTexts())
                    .compose(done -> readDeleted())
                    .map(this);
        }

        private Future<?> readEntries() {
            var ids = new JsonArray();
            changed.stream().filter(Version::listed).forEach(version -> ids.add(version.conversationId()));
            if (ids.isEmpty()) {
                return Future.succeededFuture();
            }
            return bus.call(Address.CONTACTS_ENTRIES, caller, new JsonObject().put("conversationIds", ids))
                    .onSuccess(reply -> {
                        for (var entry : reply.getJsonArray("contacts")) {
                            entries.put(((JsonObject) entry).getLong("conversationId"), (JsonObject) entry);
                        }
                    });
        }

        private Future<?> readGone() {
            var pieces = new ArrayList<Piece>();
            for (var version : changed) {
                long id = version.conversationId();
                var entry = entries.get(id);
                if (entry != null) {
                    // The entry was read after the version, and a device takes what is missing up to its lastSeq as
                    // deleted.
                    long lastSeq = Math.max(version.lastSeq(), entry.getLong("lastSeq", 0L));
                    var seqs = SyncPage.newest(version, device.of(id), lastSeq);
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
            var entry = entries.getOrDefault(conversationId, new JsonObject());
            return (senderId, seq) -> senderId == caller.userId()
                    ? MessageState.of(seq, entry.getLong("peerReceivedSeq", 0L), entry.getLong("peerReadSeq", 0L))
                    : MessageState.of(seq, entry.getLong("receivedSeq", 0L), entry.getLong("readSeq", 0L));
        }

        private Future<?> readDeleted() {
            var known = changed.stream()
                    .filter(version -> entries.containsKey(version.conversationId()) && version.deletedTo() > 0)
                    .filter(version -> known(version).version() > 0)
                    .map(version -> new KnownVersion(
                            version.conversationId(), known(version).version()))
                    .toList();
            return deletions.since(caller.userId(), known).onSuccess(all -> {
                all.forEach(one -> deleted.computeIfAbsent(one.conversationId(), id -> new ArrayList<>())
                        .add(one));
                if (all.size() == DeletionLog.MOST_AT_ONCE) {
                    unfinished = all.get(all.size() - 1).conversationId();
                }
            });
        }

        private SyncDevice.Known known(Version version) {
            return device.of(version.conversationId());
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
            var change = page.add(version, entry, known(version));
            var seqs = wanted.getOrDefault(id, SeqRanges.NONE);
            if (!seqs.isEmpty()) {
                addMessages(change, id, seqs);
            }
            if (known(version).version() > 0) {
                change.addDeletions(deleted.getOrDefault(id, List.of()), id != unfinished);
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
