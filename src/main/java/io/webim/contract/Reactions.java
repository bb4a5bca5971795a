package io.webim.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** With what people have reacted to a message, the first kind first. */
public record Reactions(List<Kind> kinds) {
    public static final Reactions NONE = new Reactions(List.of());
    /** Of one message. */
    public static final int MOST_KINDS = 20;
    /** Of those who have reacted in the same way, so many are named. */
    public static final int MOST_NAMED = 20;

    private static final int BYTES_OF_KIND = 120;
    private static final int BYTES_OF_USER = 17;
    private static final long EVERYBODY = 0;

    /**
     * @param userIds of the newest
     * @param seenBy the only one who sees it; 0 where all do
     */
    public record Kind(String emoji, long count, List<Long> userIds, long seenBy) {
        private JsonObject toJson() {
            return new JsonObject().put("emoji", emoji).put("count", count).put("userIds", new JsonArray(userIds));
        }

        private boolean is(String other, long viewer) {
            return emoji.equals(other) && seenBy == viewer;
        }
    }

    /** The inverse of {@link #text}. */
    public static Reactions of(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        var kinds = new ArrayList<Kind>();
        for (var one : new JsonArray(text)) {
            var kind = (JsonObject) one;
            var userIds = kind.getJsonArray("userIds").stream()
                    .map(id -> ((Number) id).longValue())
                    .toList();
            kinds.add(new Kind(
                    kind.getString("emoji"), kind.getLong("count"), userIds, kind.getLong("seenBy", EVERYBODY)));
        }
        return new Reactions(List.copyOf(kinds));
    }

    /** As it is stored; null where there are none. */
    public @Nullable String text() {
        if (kinds.isEmpty()) {
            return null;
        }
        var array = new JsonArray();
        kinds.forEach(kind -> array.add(
                kind.seenBy == EVERYBODY ? kind.toJson() : kind.toJson().put("seenBy", kind.seenBy)));
        return array.encode();
    }

    public boolean isEmpty() {
        return kinds.isEmpty();
    }

    /** Whether all see the same. */
    public boolean isTheSameForAll() {
        return kinds.stream().allMatch(kind -> kind.seenBy == EVERYBODY);
    }

    /** What one user sees of it. */
    public Reactions seenBy(long userId) {
        if (isTheSameForAll()) {
            return this;
        }
        var seen = NONE;
        for (var kind : kinds) {
            if (kind.seenBy == EVERYBODY || kind.seenBy == userId) {
                seen = seen.merged(kind);
            }
        }
        return seen;
    }

    private Reactions merged(Kind more) {
        return find(more.emoji, EVERYBODY).isEmpty()
                ? plus(new Kind(more.emoji, more.count, more.userIds, EVERYBODY))
                : replace(
                        more.emoji,
                        EVERYBODY,
                        kind -> new Kind(
                                kind.emoji,
                                kind.count + more.count,
                                newest(more.userIds.stream(), kind.userIds),
                                EVERYBODY));
    }

    /** Whether one more kind has room where it is new. */
    public boolean hasRoomFor(String emoji) {
        return kinds.size() < MOST_KINDS || kinds.stream().anyMatch(kind -> kind.emoji.equals(emoji));
    }

    /**
     * With one more, of somebody who had not reacted like that.
     *
     * @param isOnlyOwn whether nobody else sees it
     */
    public Reactions plus(String emoji, long userId, boolean isOnlyOwn) {
        long seenBy = isOnlyOwn ? userId : EVERYBODY;
        return find(emoji, seenBy).isEmpty()
                ? plus(new Kind(emoji, 1, List.of(userId), seenBy))
                : replace(
                        emoji,
                        seenBy,
                        kind -> new Kind(emoji, kind.count + 1, newest(Stream.of(userId), kind.userIds), seenBy));
    }

    /** Without one of somebody who had. */
    public Reactions minus(String emoji, long userId) {
        long seenBy = find(emoji, userId).isPresent() ? userId : EVERYBODY;
        return replace(
                emoji,
                seenBy,
                kind -> new Kind(
                        emoji,
                        kind.count - 1,
                        kind.userIds.stream().filter(id -> id != userId).toList(),
                        seenBy));
    }

    /** Those of a kind that fewer are named of than could be. */
    public List<String> toBeNamed() {
        return kinds.stream()
                .filter(kind -> kind.userIds.size() < Math.min(MOST_NAMED, kind.count))
                .map(Kind::emoji)
                .toList();
    }

    /** With these as the newest of a kind that all see. */
    public Reactions naming(String emoji, List<Long> userIds) {
        return replace(emoji, EVERYBODY, kind -> new Kind(emoji, kind.count, userIds, EVERYBODY));
    }

    public JsonArray toJson() {
        var array = new JsonArray();
        kinds.forEach(kind -> array.add(kind.toJson()));
        return array;
    }

    /** About how many bytes of JSON it is, and no fewer. */
    int weight() {
        return kinds.stream()
                .mapToInt(kind -> BYTES_OF_KIND + BYTES_OF_USER * kind.userIds.size())
                .sum();
    }

    private Optional<Kind> find(String emoji, long seenBy) {
        return kinds.stream().filter(kind -> kind.is(emoji, seenBy)).findFirst();
    }

    private Reactions plus(Kind kind) {
        return new Reactions(Stream.concat(kinds.stream(), Stream.of(kind)).toList());
    }

    private Reactions replace(String emoji, long seenBy, UnaryOperator<Kind> change) {
        return new Reactions(kinds.stream()
                .map(kind -> kind.is(emoji, seenBy) ? change.apply(kind) : kind)
                .filter(kind -> kind.count > 0)
                .toList());
    }

    private static List<Long> newest(Stream<Long> first, List<Long> then) {
        return Stream.concat(first, then.stream()).limit(MOST_NAMED).toList();
    }
}
