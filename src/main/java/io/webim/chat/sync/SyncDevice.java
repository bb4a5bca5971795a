package io.webim.chat.sync;

import io.vertx.core.json.JsonArray;
import io.webim.contract.Fields;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a device has: {@code {after?, known?: [[conversationId, version, seq, ownVersion?, oldestSeq?], …],
 * presenceSince?}}, ids ascending and above {@code after}, 500 at most.
 *
 * @param after conversations up to this id are done; 0 starts
 * @param presenceSince up to when the device was told who comes and goes; null where it does not want to know
 */
public record SyncDevice(
        long after, Map<Long, Known> known, @Nullable Instant presenceSince) {
    private static final int MAX_KNOWN = 500;
    private static final int LEAST_NUMBERS = 3;
    private static final int OWN = 3;
    private static final int OLDEST = 4;
    private static final int MOST_NUMBERS = 5;
    private static final String REASON = "must be a list of at most " + MAX_KNOWN
            + " [conversationId, version, seq, ownVersion?, oldestSeq?], ids ascending and above after";

    /**
     * @param seq the highest seq up to which the device has everything
     * @param ownVersion the part of the version that concerns the member alone; null where the device does not know it
     * @param oldestSeq the lowest seq that the device has; 0 where it does not say
     */
    public record Known(long version, long seq, @Nullable Long ownVersion, long oldestSeq) {
        /** What a device has of a conversation that it does not name. */
        public static final Known NOTHING = new Known(0, 0, null, 0);

        /** Whether the device has anything of it. */
        public boolean isAnything() {
            return version > 0;
        }
    }

    public static SyncDevice read(Fields fields) {
        long after = fields.has("after") ? fields.seq("after") : 0;
        var known = new HashMap<Long, Known>();
        if (fields.has("known") && !readKnown(fields.value("known"), after, known)) {
            fields.refuse("known", REASON);
        }
        return new SyncDevice(after, known, fields.optionalTime("presenceSince"));
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
            if (!(entry instanceof JsonArray numbers)
                    || numbers.size() < LEAST_NUMBERS
                    || numbers.size() > MOST_NUMBERS
                    || !numbers.stream().allMatch(SyncDevice::isSeq)) {
                return false;
            }
            long id = numbers.getLong(0);
            if (id <= above) {
                return false;
            }
            above = id;
            into.put(
                    id,
                    new Known(
                            numbers.getLong(1),
                            numbers.getLong(2),
                            numbers.size() > OWN ? numbers.getLong(OWN) : null,
                            numbers.size() > OLDEST ? numbers.getLong(OLDEST) : 0));
        }
        return true;
    }

    private static boolean isSeq(Object value) {
        return (value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= 0
                && ((Number) value).longValue() < 1L << 53;
    }
}
