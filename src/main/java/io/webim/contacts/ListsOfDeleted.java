package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.bus.SparseLog;
import io.webim.contacts.ContactsStore.Remains;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Takes apart whom deleted accounts had and blocked. */
final class ListsOfDeleted {
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(ListsOfDeleted.class));

    private final ContactsStore store;
    private final Bus bus;

    ListsOfDeleted(ContactsStore store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    void left(long userId) {
        store.ofDeleted()
                .map(places -> places.stream()
                        .filter(place -> place.userId() == userId)
                        .toList())
                .compose(places -> forget(places, 0, true))
                .compose(done -> store.forgetShown())
                .onFailure(ListsOfDeleted::note);
    }

    /** What a crash left over; chat is not up yet, and keeps nothing of it in memory either. */
    void finish() {
        store.ofDeleted()
                .compose(places -> forget(places, 0, false))
                .compose(done -> store.forgetShown())
                .onFailure(ListsOfDeleted::note);
    }

    /** One after the other: there may be thousands, and others want the database too. */
    private Future<Void> forget(List<Remains> places, int from, boolean tellChat) {
        if (from == places.size()) {
            return Future.succeededFuture();
        }
        var place = places.get(from);
        return store.forget(place)
                .compose(done -> tellChat ? tellChat(place) : Future.succeededFuture())
                .compose(done -> forget(places, from + 1, tellChat));
    }

    private Future<Void> tellChat(Remains place) {
        return bus.call(
                        Address.CHAT_CONVERSATION_CHANGE,
                        new Caller(place.userId(), 0),
                        new JsonObject()
                                .put("conversationId", place.conversationId())
                                .put("showsPresence", false))
                .mapEmpty();
    }

    private static void note(Throwable error) {
        unfinished.warn("The list of a deleted account will be taken apart at the next start: {}", error.toString());
    }
}
