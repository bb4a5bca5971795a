package io.webim.torture;

import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Whatever is killed, each message comes once by a feed; {@link FeedSoak} goes on for longer. */
class KilledFeedIT {
    private static final long MESSAGES = 300;
    private static final int KILLS = 2;

    @Test
    void eachMessageComesOnceAndInOrder() throws Exception {
        long seed = ThreadLocalRandom.current().nextInt(1, 1_000_000);
        var folder = Path.of("target", "torture", "feed-" + seed + "-" + System.currentTimeMillis());
        try (var feed = new KilledFeed(seed, folder)) {
            feed.run(acknowledged -> acknowledged < MESSAGES, KILLS, (int) MESSAGES / KILLS);
            feed.forget();
        }
    }
}
