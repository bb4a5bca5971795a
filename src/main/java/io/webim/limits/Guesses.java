package io.webim.limits;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many secrets that are none may be tried from one network before no more of them are looked up for a while. What was
 * good lately is looked up all the same: nobody shuts out the others of a network by guessing. Not safe for several threads.
 */
public final class Guesses {
    private static final int MOST_KNOWN = 10_000;

    private final RateLimit rate;
    private final Map<Buffer, Boolean> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Buffer, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    public Guesses(RateLimit rate) {
        this.rate = rate;
    }

    /**
     * Before it is looked up; fails with 429 and the seconds to wait.
     *
     * @param hash of the secret
     */
    public void admit(String network, Buffer hash) {
        if (rate.isOwing(network) && !known.containsKey(hash)) {
            rate.take(network);
        }
    }

    /** There is such a secret. */
    public void right(Buffer hash) {
        known.put(hash, true);
    }

    /** There is none, or not any more. */
    public void wrong(String network, Buffer hash) {
        known.remove(hash);
        rate.owe(network, 1);
    }
}
