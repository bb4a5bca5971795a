package io.webim.chat;

import io.vertx.core.Future;
import io.webim.bus.SparseLog;
import io.webim.chat.ListingStore.Place;
import io.webim.chat.messages.SavedStore;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Takes the lists of deleted accounts apart: what they had listed and muted goes with them. */
final class PlacesOfDeleted {
    private static final SparseLog unfinished = new SparseLog(LoggerFactory.getLogger(PlacesOfDeleted.class));

    private final ListingStore store;
    private final SavedStore saved;
    private final Memberships memberships;

    PlacesOfDeleted(ListingStore store, SavedStore saved, Memberships memberships) {
        this.store = store;
        this.saved = saved;
        this.memberships = memberships;
    }

    /** After somebody left, and at the start for what a crash left over. */
    Future<Void> forget() {
        return store.placesOfDeleted()
                .compose(places -> forget(places, 0))
                .compose(done -> store.forgetSeen())
                .compose(done -> saved.forgetDeleted())
                .onFailure(error -> unfinished.warn(
                        "The list of a deleted account will be taken apart at the next start: {}", error.toString()));
    }

    /** One after the other: there may be thousands, and others want the database too. */
    private Future<Void> forget(List<Place> places, int from) {
        return from == places.size()
                ? Future.succeededFuture()
                : forget(places.get(from)).compose(done -> forget(places, from + 1));
    }

    private Future<Void> forget(Place place) {
        return place.isDirect()
                ? store.forget(place)
                : store.forgetMentions(place)
                        .compose(done -> memberships.depart(place.userId(), place.conversationId()));
    }
}
