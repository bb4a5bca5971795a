package io.webim.testrun;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a part of {@code make soak} is run. A class {@code <Part>Soak} is such a part: it goes on for {@link #seconds},
 * and does the same again for the same {@link #seed}.
 */
public record Soak(String part, long seconds, long seed, Instant begun) {
    private static final long STANDARD_SECONDS = 60;

    /** From now on; says from which seed. */
    public static Soak begin(String part) {
        long seconds = Long.getLong("soak.seconds", STANDARD_SECONDS);
        long seed = Long.getLong("soak.seed", ThreadLocalRandom.current().nextInt(1, 1_000_000));
        var soak = new Soak(part, seconds, seed, Instant.now());
        soak.say("seed " + seed + ", " + seconds + " s");
        return soak;
    }

    public boolean goesOn() {
        return elapsed() < seconds;
    }

    /** In seconds. */
    public long elapsed() {
        return Duration.between(begun, Instant.now()).toSeconds();
    }

    /** To whoever waits. */
    public void say(String what) {
        System.out.println(part + ": " + what);
    }
}
