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
            var page = new SyncPage(versions.size() > CONVERSATIONS ? lastId(some) : 0);
            var changed = some.stream()
                    .filter(version -> SyncPage.isNews(version, device.of(version.conversationId())))
                    .toList();
            return entries(caller, changed)
                    .compose(entries -> addAll(page, caller, device, changed, entries))
                    .map(done -> page.reply());
        });
    }

    private static long lastId(List<Version> versions) {
        return versions.get(versions.size() - 1).conversationId();
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

    private Future<Void> addAll(
            SyncPage page, Caller caller, SyncDevice device, List<Version> changed, Map<Long, JsonObject> entries) {
        Future<Void> done = Future.succeededFuture();
        for (var version : changed) {
            done = done.compose(before -> page.takes(version)
                    ? add(page, caller, device, version, entries.get(version.conversationId()))
                    : Future.succeededFuture());
        }
        return done;
    }

    private Future<Void> add(
            SyncPage page, Caller caller, SyncDevice device, Version version, @Nullable JsonObject entry) {
        if (entry == null) {
            page.addRemoved(version);
            return Future.succeededFuture();
        }
        var known = device.of(version.conversationId());
        var change = page.add(version, entry, known);
        return addMessages(change, caller).compose(done -> addDeletions(change, caller));
    }

    private Future<Void> addMessages(SyncPage.Change change, Caller caller) {
        if (!change.hasNewMessages()) {
            return Future.succeededFuture();
        }
        return conversations
                .ofMember(caller, change.conversationId())
                .compose(conversation -> history.page(
                        conversation,
                        caller.userId(),
                        new ReadHistory(conversation.id, null, null, change.mostMessages())))
                .onSuccess(change::addMessages)
                .mapEmpty();
    }

    private Future<Void> addDeletions(SyncPage.Change change, Caller caller) {
        var known = change.known();
        if (known.version() == 0) {
            return Future.succeededFuture();
        }
        return deletions
                .since(caller.userId(), change.conversationId(), known.version(), false)
                .compose(own -> deletions
                        .since(caller.userId(), change.conversationId(), known.version(), true)
                        .onSuccess(everyones -> change.addDeletions(own, everyones)))
                .mapEmpty();
    }
}
