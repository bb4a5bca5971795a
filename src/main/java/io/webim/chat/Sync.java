package io.webim.chat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.chat.SyncStore.Version;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.ReadHistory;
import io.webim.contract.Reply;
import io.webim.contract.SyncDevice;
import io.webim.contract.SyncDevice.Known;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells a device what it misses, in bounded pages. Versions are read before what they stand for, so an answer may be
 * newer than its version, never older: a device applies answers and events in any order, more than once, to the same end.
 */
final class Sync {
    private static final int CONVERSATIONS = 200;
    private static final int MESSAGES = 50;
    /** A device that knows nothing yet fetches the rest when its user looks at it. */
    private static final int MESSAGES_OF_UNKNOWN = 20;

    private static final int BUDGET_CHARS = 100_000;

    private final SyncStore store;
    private final DeletionLog deletions;
    private final Conversations conversations;
    private final History history;
    private final Bus bus;

    Sync(SyncStore store, DeletionLog deletions, Conversations conversations, History history, Bus bus) {
        this.store = store;
        this.deletions = deletions;
        this.conversations = conversations;
        this.history = history;
        this.bus = bus;
    }

    Future<Reply> page(Caller caller, SyncDevice device) {
        return store.read(caller.userId(), device.after(), CONVERSATIONS + 1).compose(versions -> {
            var some = versions.subList(0, Math.min(CONVERSATIONS, versions.size()));
            var page = new Page(caller, device, versions.size() > CONVERSATIONS);
            var changed =
                    some.stream().filter(version -> isNews(version, device)).toList();
            return entries(caller, changed)
                    .compose(entries -> page.addAll(changed, entries))
                    .map(done -> page.reply(some));
        });
    }

    private static boolean isNews(Version version, SyncDevice device) {
        var known = device.of(version.conversationId());
        return known.version() != version.version() && (version.listed() || known.version() > 0);
    }

    private Future<Map<Long, JsonObject>> entries(Caller caller, List<Version> changed) {
        var ids = new JsonArray();
        changed.stream().filter(Version::listed).forEach(version -> ids.add(version.conversationId()));
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return bus.call(Address.CONTACTS_ENTRIES, caller, new JsonObject().put("conversationIds", ids))
                .map(reply -> {
                    var entries = new HashMap<Long, JsonObject>();
                    for (var entry : reply.getJsonArray("contacts")) {
                        entries.put(((JsonObject) entry).getLong("conversationId"), (JsonObject) entry);
                    }
                    return entries;
                });
    }

    private final class Page {
        private final Caller caller;
        private final SyncDevice device;
        private final boolean more;
        private final JsonArray changes = new JsonArray();
        private int chars;
        private long cutAfter;

        Page(Caller caller, SyncDevice device, boolean more) {
            this.caller = caller;
            this.device = device;
            this.more = more;
        }

        Future<Void> addAll(List<Version> changed, Map<Long, JsonObject> entries) {
            Future<Void> done = Future.succeededFuture();
            for (var version : changed) {
                done = done.compose(
                        before -> isFull() ? before(version) : add(version, entries.get(version.conversationId())));
            }
            return done;
        }

        Reply reply(List<Version> read) {
            var json = new JsonObject().put("conversations", changes);
            if (cutAfter > 0) {
                json.put("next", cutAfter);
            } else if (more) {
                json.put("next", read.get(read.size() - 1).conversationId());
            }
            return Reply.of(json);
        }

        private boolean isFull() {
            return chars > BUDGET_CHARS;
        }

        /** The page is full: the next one begins where this one ended. */
        private Future<Void> before(Version version) {
            if (cutAfter == 0) {
                cutAfter = version.conversationId() - 1;
            }
            return Future.succeededFuture();
        }

        private Future<Void> add(Version version, @Nullable JsonObject entry) {
            var change = new JsonObject()
                    .put("conversationId", version.conversationId())
                    .put("version", version.version());
            changes.add(change);
            if (entry == null) {
                change.put("removed", true);
                return Future.succeededFuture();
            }
            change.put("contact", entry);
            var known = device.of(version.conversationId());
            return addMessages(change, version, known).compose(done -> addDeletions(change, version, known));
        }

        private Future<Void> addMessages(JsonObject change, Version version, Known known) {
            change.put("messages", new JsonArray()).put("limited", false);
            // The entry was read after the version, and a device takes what is missing up to its lastSeq as deleted.
            long lastSeq =
                    Math.max(version.lastSeq(), change.getJsonObject("contact").getLong("lastSeq", 0L));
            if (lastSeq <= known.seq()) {
                return Future.succeededFuture();
            }
            int limit = known.version() == 0 ? MESSAGES_OF_UNKNOWN : MESSAGES;
            return conversations
                    .ofMember(caller, version.conversationId())
                    .compose(conversation -> history.page(
                            conversation, caller.userId(), new ReadHistory(conversation.id, null, null, limit)))
                    .onSuccess(page -> addMessages(change, page, known))
                    .mapEmpty();
        }

        private void addMessages(JsonObject change, History.Page page, Known known) {
            var missing = page.messages().stream()
                    .filter(message -> message.seq() > known.seq())
                    .toList();
            boolean gap = page.hasMore() && missing.size() == page.messages().size();
            change.put("messages", History.Page.toJson(missing))
                    .put("limited", gap && missing.get(0).seq() > known.seq() + 1)
                    .put("deletedRanges", page.deletedRanges().toJson());
            missing.forEach(message -> chars += 200
                    + (message.deleted() ? 0 : String.valueOf(message.text()).length()));
        }

        private Future<Void> addDeletions(JsonObject change, Version version, Known known) {
            chars += 500;
            if (known.version() == 0) {
                return Future.succeededFuture();
            }
            return deletions
                    .since(caller.userId(), version.conversationId(), known.version(), false)
                    .onSuccess(gone -> change.put("deletedRanges", gone.toJson()))
                    .compose(gone -> deletions.since(caller.userId(), version.conversationId(), known.version(), true))
                    .onSuccess(gone -> change.put("deletedForEveryone", gone.toJson()))
                    .mapEmpty();
        }
    }
}
