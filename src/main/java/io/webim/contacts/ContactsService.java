package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contacts.ContactsStore.Relation;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Event;
import io.webim.contract.Failure;
import io.webim.contract.Reply;
import io.webim.contract.Times;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides who has whom, and who blocks whom. What is stored here comes first; then chat, in one call, lists or hides the
 * conversation, remembers the block, and says what the entry looks like.
 */
final class ContactsService {
    private final ContactsStore store;
    private final Bus bus;

    ContactsService(ContactsStore store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    /** One-sided: the other is neither asked nor told. */
    Future<Reply> add(Caller caller, String username) {
        return store.userId(username).compose(peerId -> {
            if (peerId == caller.userId()) {
                throw Failure.invalid("username", "must be somebody else");
            }
            return open(caller, peerId)
                    .compose(opened -> relation(caller, peerId))
                    .compose(relation -> add(caller, peerId, relation));
        });
    }

    /** Turns a request into a contact. */
    Future<Reply> accept(Caller caller, long peerId) {
        requireOther(caller, peerId);
        return listed(caller, peerId).compose(relation -> add(caller, peerId, relation));
    }

    /** The caller has written to somebody, and so has them from now on. */
    Future<Reply> written(Caller caller, long peerId) {
        return store.add(caller.userId(), peerId).map(Reply.EMPTY);
    }

    /** Hides the conversation until a newer message comes. */
    Future<Reply> remove(Caller caller, long peerId) {
        return listed(caller, peerId)
                .compose(before -> store.remove(caller.userId(), peerId)
                        .compose(removed -> change(caller, before, false, before.showsPresence() ? false : null))
                        .map(entry -> {
                            deliver(caller.userId(), Event.contactRemoved(peerId));
                            return Reply.EMPTY;
                        }));
    }

    /** The other is not told, and cannot tell. */
    Future<Reply> block(Caller caller, long peerId) {
        requireOther(caller, peerId);
        return open(caller, peerId)
                .compose(opened -> relation(caller, peerId)
                        .compose(before -> before.blocked()
                                ? Future.succeededFuture(Reply.EMPTY)
                                : store.block(caller.userId(), peerId, before.conversationId(), leftAt(opened))
                                        .compose(blocked ->
                                                change(caller, before, null, before.showsPresence() ? false : null))
                                        .map(entry -> announce(caller, before, entry))));
    }

    Future<Reply> unblock(Caller caller, long peerId) {
        return relation(caller, peerId)
                .compose(before -> !before.blocked()
                        ? Future.succeededFuture(Reply.EMPTY)
                        : store.unblock(caller.userId(), peerId, before.conversationId())
                                .compose(unblocked -> change(caller, before, null, before.added() ? true : null))
                                .map(entry -> announce(caller, before, entry)));
    }

    private Future<Reply> add(Caller caller, long peerId, Relation before) {
        boolean isNew = !before.added() || !before.listed();
        boolean begins = !before.added() && !before.blocked();
        return store.add(caller.userId(), peerId)
                .compose(added -> isNew
                        ? change(caller, before, true, begins ? true : null)
                        : entry(caller, before.conversationId()))
                .map(entry -> {
                    if (isNew) {
                        deliver(caller.userId(), Event.contactAdded(entry));
                    }
                    return Reply.of(new JsonObject().put("contact", entry).put("created", isNew));
                });
    }

    /** Only those who have the other on the list see that there is a block. */
    private Reply announce(Caller caller, Relation before, JsonObject entry) {
        if (before.listed()) {
            deliver(caller.userId(), Event.contactAdded(entry));
        }
        return Reply.EMPTY;
    }

    private static void requireOther(Caller caller, long peerId) {
        if (peerId == caller.userId()) {
            throw Failure.invalid("userId", "must be somebody else");
        }
    }

    private Future<Relation> relation(Caller caller, long peerId) {
        return store.relation(caller.userId(), peerId)
                .map(relation -> relation.orElseThrow(ContactsStore::unknownUser));
    }

    private Future<Relation> listed(Caller caller, long peerId) {
        return store.relation(caller.userId(), peerId)
                .map(relation -> relation.filter(Relation::listed).orElseThrow(ContactsStore::unknownUser));
    }

    private Future<JsonObject> open(Caller caller, long peerId) {
        return bus.call(Address.CHAT_CONVERSATION_OPEN, caller, new JsonObject().put("userId", peerId));
    }

    /** To the other a block looks as if the user had left, or as if nothing was where the user was not there. */
    private static @Nullable Instant leftAt(JsonObject opened) {
        return opened.getBoolean("online") ? Times.now() : null;
    }

    private Future<JsonObject> entry(Caller caller, long conversationId) {
        return bus.call(
                        Address.CHAT_CONVERSATION_ENTRIES,
                        caller,
                        new JsonObject().put("conversationIds", new JsonArray().add(conversationId)))
                .map(reply -> reply.getJsonArray("contacts").getJsonObject(0));
    }

    /**
     * Presence is told only where it begins or ceases to be shown: whoever never saw it must not learn of a block by a
     * word about it.
     */
    private Future<JsonObject> change(
            Caller caller, Relation before, @Nullable Boolean listed, @Nullable Boolean showsPresence) {
        var change = new JsonObject().put("conversationId", before.conversationId());
        if (listed != null) {
            change.put("listed", listed);
        }
        if (showsPresence != null) {
            change.put("showsPresence", showsPresence);
        }
        return bus.call(Address.CHAT_CONVERSATION_CHANGE, caller, change).map(reply -> reply.getJsonObject("contact"));
    }

    private void deliver(long userId, JsonObject event) {
        bus.publish(Address.CHAT_DELIVER, new JsonObject().put("userId", userId).put("event", event));
    }
}
