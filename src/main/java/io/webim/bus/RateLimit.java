package io.webim.bus;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One limit, counted for each key. Several bandwidths make the wait grow: the short one is used up first, then the longer
 * ones. The least recently seen keys are forgotten when there are too many.
 */
public final class RateLimit {
    private static final int MOST_KEYS = 50_000;

    private final List<Bandwidth> bandwidths;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_KEYS;
        }
    };

    public RateLimit(Bandwidth... bandwidths) {
        this.bandwidths = List.of(bandwidths);
    }

    /** Takes one; the seconds to wait when none is left, else 0. */
    public int take(String key) {
        var probe = buckets.computeIfAbsent(key, absent -> bucket()).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : (int) TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
    }

    public void giveBack(String key) {
        var bucket = buckets.get(key);
        if (bucket != null) {
            bucket.addTokens(1);
        }
    }

    private Bucket bucket() {
        var builder = Bucket.builder();
        bandwidths.forEach(builder::addLimit);
        return builder.build();
    }
}
