package io.webim.feed;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Follower;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The feeds that are awake; of all other accounts nothing is known here, and for them nothing is done. */
final class Feeds implements Follower {
    /** Of these nothing stands in a feed, however often they come. */
    private static final Set<String> PASSING =
            Set.of("typing", "presence.changed", "message.state", "conversation.read", "message.saved", "user.changed");
    /** Of which conversation it is has to be looked up. */
    static final long ANY = 0;

    private final Map<Long, Feed> feeds = new HashMap<>();
    /** The same accounts, for any thread. */
    private final Set<Long> followed = ConcurrentHashMap.newKeySet();

    private final BiConsumer<List<Long>, Long> moved;

    /** @param moved told on any thread for which accounts something has happened, and in which conversation */
    Feeds(BiConsumer<List<Long>, Long> moved) {
        this.moved = moved;
    }

    @Nullable
    Feed get(long accountId) {
        return feeds.get(accountId);
    }

    Collection<Feed> all() {
        return List.copyOf(feeds.values());
    }

    /** One that is there already stays. */
    Feed add(long accountId, long lastPosition) {
        followed.add(accountId);
        return feeds.computeIfAbsent(accountId, id -> new Feed(id, lastPosition));
    }

    void remove(long accountId) {
        followed.remove(accountId);
        feeds.remove(accountId);
    }

    @Override
    public boolean follows(long userId) {
        return followed.contains(userId);
    }

    @Override
    public void told(Collection<Long> userIds, JsonObject event) {
        if (followed.isEmpty() || PASSING.contains(event.getString("type"))) {
            return;
        }
        var concerned = userIds.stream().filter(followed::contains).toList();
        if (!concerned.isEmpty()) {
            moved.accept(concerned, conversationOf(event));
        }
    }

    private static long conversationOf(JsonObject event) {
        for (var name : List.of("message", "conversation", "contact")) {
            @Nullable JsonObject thing = event.getJsonObject(name);
            if (thing != null && thing.containsKey("conversationId")) {
                return thing.getLong("conversationId");
            }
        }
        return event.getLong("conversationId", ANY);
    }
}
