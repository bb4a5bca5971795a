package io.webim.contract;

import io.vertx.core.json.JsonArray;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device has: {@code {after?, known?: [[conversationId, version, seq], …]}}, ids ascending and above
 * {@code after}, 500 at most.
 *
 * @param after conversations up to this id are done; 0 starts
 */
public record SyncDevice(long after, Map<Long, Known> known) {
    private static final int MAX_KNOWN = 500;
    private static final String REASON =
            "must be a list of at most " + MAX_KNOWN + " [conversationId, version, seq], ids ascending and above after";

    /** @param seq the highest seq up to which the device has everything */
    public record Known(long version, long seq) {
        /** What a device has of a conversation that it does not name. */
        public static final Known NOTHING = new Known(0, 0);
    }

    public static SyncDevice read(Fields fields) {
        long after = fields.has("after") ? fields.seq("after") : 0;
        var known = new HashMap<Long, Known>();
        if (fields.has("known") && !readKnown(fields.value("known"), after, known)) {
            fields.refuse("known", REASON);
        }
        return new SyncDevice(after, known);
    }

    public Known of(long conversationId) {
        return known.getOrDefault(conversationId, Known.NOTHING);
    }

    private static boolean readKnown(@Nullable Object value, long after, Map<Long, Known> into) {
        if (!(value instanceof JsonArray array) || array.size() > MAX_KNOWN) {
            return false;
        }
        long above = after;
        for (var entry : array) {
            if (!(entry instanceof JsonArray triple)
                    || triple.size() != 3
                    || !triple.stream().allMatch(SyncDevice::isSeq)) {
                return false;
            }
            long id = triple.getLong(0);
            if (id <= above) {
                return false;
            }
            above = id;
            into.put(id, new Known(triple.getLong(1), triple.getLong(2)));
        }
        return true;
    }

    private static boolean isSeq(Object value) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 0
                && ((Number) value).longValue() < 1L << 53;
    }
}
