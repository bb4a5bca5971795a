package io.webim.subscriptions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When a delivery that has failed is tried again: nine times, over three days. */
final class Retries {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));
    /** Of a pause, at most: so that those who failed together do not come back together. */
    private static final double JITTER = 0.2;

    private static final Duration LONGEST = Duration.ofHours(24);

    private Retries() {}

    /**
     * @param attempts so far
     * @param asked what the receiver asks for; zero where it does not
     * @param random from 0 to 1
     * @return empty where it is given up
     */
    static Optional<Duration> after(int attempts, Duration asked, double random) {
        if (attempts > PAUSES.size()) {
            return Optional.empty();
        }
        var pause = PAUSES.get(attempts - 1);
        var own = pause.plusMillis((long) (pause.toMillis() * JITTER * random));
        var wished = asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
        return Optional.of(own.compareTo(wished) < 0 ? wished : own);
    }
}
