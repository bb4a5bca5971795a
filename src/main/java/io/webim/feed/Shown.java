package io.webim.feed;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.contract.Times;
import io.webim.feed.FeedStore.Numbered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Events as their account sees at this moment what they point at. */
final class Shown {
    private final Bus bus;

    Shown(Bus bus) {
        this.bus = bus;
    }

    private record At(long conversationId, long seq) {}

    /** As many of them as fit into an answer, the first first. */
    Future<List<JsonObject>> of(Caller account, List<Numbered> page) {
        if (page.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var places = new LinkedHashMap<At, JsonArray>();
        var added = new JsonArray();
        for (var one : page) {
            var pointer = one.pointer();
            if (pointer.isOfMessage()) {
                places.put(
                        at(pointer),
                        new JsonArray().add(pointer.conversationId()).add(pointer.from()));
            } else if (pointer.kind() == Pointer.Kind.ADDED && !added.contains(pointer.conversationId())) {
                added.add(pointer.conversationId());
            }
        }
        var request = new JsonObject()
                .put("places", new JsonArray(List.copyOf(places.values())))
                .put("conversationIds", added);
        return bus.call(Address.CHAT_MESSAGE_PICK, account, request)
                .map(picked -> events(account.userId(), page, List.copyOf(places.keySet()), picked));
    }

    private static List<JsonObject> events(long accountId, List<Numbered> page, List<At> places, JsonObject picked) {
        var taken = places.subList(0, picked.getInteger("taken"));
        var messages = new HashMap<At, JsonObject>();
        each(
                picked,
                "messages",
                message -> messages.put(new At(message.getLong("conversationId"), message.getLong("seq")), message));
        var users = byId(picked, "users", "id");
        var conversations = byId(picked, "conversations", "conversationId");
        var events = new ArrayList<JsonObject>();
        for (var one : page) {
            var pointer = one.pointer();
            if (pointer.isOfMessage() && !taken.contains(at(pointer))) {
                break;
            }
            events.add(new JsonObject()
                    .put("id", Cursor.of(accountId, one.position()))
                    .put("type", pointer.kind().type())
                    .put("timestamp", Times.iso(one.at()))
                    .put("data", data(pointer, messages, users, conversations)));
        }
        return events;
    }

    private static JsonObject data(
            Pointer pointer,
            Map<At, JsonObject> messages,
            Map<Long, JsonObject> users,
            Map<Long, JsonObject> conversations) {
        long id = pointer.conversationId();
        return switch (pointer.kind()) {
            case SENT, CHANGED -> message(pointer, messages.get(at(pointer)), users);
            case DELETED -> deleted(pointer, "everyone");
            case HIDDEN -> deleted(pointer, "me");
            case ADDED ->
                conversations.containsKey(id)
                        ? new JsonObject().put("conversation", conversations.get(id))
                        : new JsonObject().put("conversationId", id);
            case REMOVED -> new JsonObject().put("conversationId", id);
        };
    }

    /** Where the account does not see it any more, it is said which one it was. */
    private static JsonObject message(Pointer pointer, @Nullable JsonObject message, Map<Long, JsonObject> users) {
        if (message == null) {
            return new JsonObject()
                    .put("conversationId", pointer.conversationId())
                    .put("seq", pointer.from());
        }
        var data = new JsonObject().put("message", message);
        var sender = users.get(message.getLong("senderId"));
        return sender == null ? data : data.put("sender", sender);
    }

    private static JsonObject deleted(Pointer pointer, String scope) {
        return new JsonObject()
                .put("conversationId", pointer.conversationId())
                .put(
                        "ranges",
                        new JsonArray().add(new JsonArray().add(pointer.from()).add(pointer.to())))
                .put("scope", scope);
    }

    private static At at(Pointer pointer) {
        return new At(pointer.conversationId(), pointer.from());
    }

    private static Map<Long, JsonObject> byId(JsonObject picked, String name, String id) {
        var found = new HashMap<Long, JsonObject>();
        each(picked, name, one -> found.put(one.getLong(id), one));
        return found;
    }

    private static void each(JsonObject picked, String name, Consumer<JsonObject> use) {
        picked.getJsonArray(name).forEach(one -> use.accept((JsonObject) one));
    }
}
