package io.webim.torture;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.torture.History.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From which message to which somebody belonged to a group, by its events. */
final class Stays {
    private record Stay(long from, long below) {}

    private final Map<Long, List<Stay>> stays = new HashMap<>();
    private final Map<Move, Long> counts = new HashMap<>();

    private Stays() {}

    /** @param rows in their order */
    static Stays of(Collection<Stored> rows) {
        var stays = new Stays();
        rows.stream().filter(Stored::isEvent).forEach(stays::take);
        return stays;
    }

    private void take(Stored row) {
        var event = new JsonObject(row.text());
        var type = event.getString("type");
        long actor = event.getLong("userId");
        var others = event.getJsonArray("userIds", new JsonArray());
        switch (type) {
            case "created" -> {
                come(type, row, actor);
                others.forEach(id -> come(type, row, ((Number) id).longValue()));
            }
            case "added" -> others.forEach(id -> come(type, row, ((Number) id).longValue()));
            case "joined" -> come(type, row, actor);
            case "left" -> go(type, row, actor);
            case "removed", "banned" -> others.forEach(id -> go(type, row, ((Number) id).longValue()));
            default -> {}
        }
    }

    private void come(String type, Stored row, long userId) {
        of(userId).add(new Stay(row.seq(), Long.MAX_VALUE));
        count(type, row, userId);
    }

    private void go(String type, Stored row, long userId) {
        var all = of(userId);
        if (!all.isEmpty()) {
            all.add(new Stay(all.remove(all.size() - 1).from(), row.seq()));
        }
        count(type, row, userId);
    }

    private void count(String type, Stored row, long userId) {
        counts.merge(new Move(type, row.conversationId(), userId), 1L, Long::sum);
    }

    private List<Stay> of(long userId) {
        return stays.computeIfAbsent(userId, none -> new ArrayList<>());
    }

    boolean isMember(long userId) {
        return of(userId).stream().anyMatch(stay -> stay.below() == Long.MAX_VALUE);
    }

    /** Whether a message was ever to be seen by somebody. */
    boolean sees(long userId, long seq, boolean showsHistory) {
        return of(userId).stream().anyMatch(stay -> seq < stay.below() && (showsHistory || seq >= stay.from()));
    }

    /** How often that is told of somebody. */
    long count(String type, long userId) {
        return counts.entrySet().stream()
                .filter(entry ->
                        entry.getKey().type().equals(type) && entry.getKey().userId() == userId)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public String toString() {
        return stays.toString();
    }
}
