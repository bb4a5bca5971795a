package io.webim.contacts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contacts.ContactsStore.Onlooker;
import io.webim.contract.Address;
import io.webim.contract.Event;
import io.webim.contract.Reply;
import io.webim.contract.User;
import java.util.List;

/** Tells all who have a user on their list that the user's name or picture has changed. */
final class UserNews {
    private final ContactsStore store;
    private final Bus bus;

    UserNews(ContactsStore store, Bus bus) {
        this.store = store;
        this.bus = bus;
    }

    /** Devices that are away learn of it with their next sync. */
    Future<Reply> tell(long userId) {
        return store.user(userId)
                .compose(user -> store.listedBy(userId)
                        .compose(onlookers -> store.bump(onlookers.stream()
                                        .map(Onlooker::conversationId)
                                        .toList())
                                .onSuccess(done -> user.ifPresent(found -> tell(found, onlookers)))))
                .map(Reply.EMPTY);
    }

    private void tell(User user, List<Onlooker> onlookers) {
        var event = Event.userChanged(user.toJson());
        deliver(user.id(), event);
        onlookers.forEach(onlooker -> deliver(onlooker.userId(), event));
    }

    private void deliver(long userId, JsonObject event) {
        bus.publish(Address.CHAT_DELIVER, new JsonObject().put("userId", userId).put("event", event));
    }
}
