package io.webim.chat.conversations;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Forwarded;
import io.webim.contract.Message;
import io.webim.contract.User;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who occurs in messages, so that nobody has to ask for each: first those who wrote them, then those of events and those
 * whose words were sent on, then those who have reacted.
 */
public final class Authors {
    /** In one answer. */
    static final int MOST = 100;
    /** Of all of them, at most. */
    public static final int MOST_BYTES = 40 * 1024;

    private final AuthorStore store;

    public Authors(AuthorStore store) {
        this.store = store;
    }

    /**
     * As one user sees them.
     *
     * @param known some of them, as the user sees them
     */
    public Future<JsonArray> of(long userId, Collection<Message> messages, Collection<User> known) {
        var ids = idsIn(messages);
        var users = new TreeMap<Long, User>();
        known.stream().filter(user -> ids.contains(user.id())).forEach(user -> users.put(user.id(), user));
        var unknown = ids.stream().filter(id -> !users.containsKey(id)).toList();
        return store.read(userId, unknown).map(found -> {
            found.forEach(user -> users.put(user.id(), user));
            var shown = new JsonArray();
            users.values().forEach(user -> shown.add(user.toJson()));
            return shown;
        });
    }

    private static Set<Long> idsIn(Collection<Message> messages) {
        var ids = new LinkedHashSet<Long>();
        messages.stream()
                .map(Message::senderId)
                .filter(id -> id != Message.NOBODY)
                .forEach(ids::add);
        messages.stream()
                .filter(message -> message.kind() == Message.Kind.EVENT && message.text() != null)
                .map(message -> new JsonObject(message.text()))
                .forEach(event -> {
                    ids.add(event.getLong("userId"));
                    event.getJsonArray("userIds", new JsonArray()).forEach(id -> ids.add(((Number) id).longValue()));
                });
        messages.stream()
                .map(message -> message.more().forwarded())
                .filter(Objects::nonNull)
                .map(Forwarded::user)
                .filter(Objects::nonNull)
                .map(User::id)
                .forEach(ids::add);
        messages.stream()
                .flatMap(message -> message.more().reactions().kinds().stream())
                .forEach(kind -> ids.addAll(kind.userIds()));
        return ids.stream().limit(MOST).collect(Collectors.toSet());
    }
}
