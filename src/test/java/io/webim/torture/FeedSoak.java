package io.webim.torture;

import io.webim.testrun.Soak;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@link KilledFeedIT} tests, with 10,000 messages, and for as long as is wanted. */
class FeedSoak {
    private static final long MESSAGES = 10_000;
    private static final int KILLS = 10;
    private static final int BETWEEN = 500;

    @Test
    void eachMessageComesOnceAndInOrder() throws Exception {
        var soak = Soak.begin("feed");
        var folder = Path.of("target", "torture", "feed-" + soak.seed() + "-" + System.currentTimeMillis());
        try (var feed = new KilledFeed(soak.seed(), folder)) {
            soak.say(feed.run(acknowledged -> acknowledged < MESSAGES || soak.goesOn(), KILLS, BETWEEN));
            feed.forget();
        }
    }
}
