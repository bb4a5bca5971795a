package io.webim.files.inside;

import org.jspecify.annotations.Nullable;

/** How long something plays. */
final class Durations {
    private static final double MILLIS = 1_000;
    /** A year: what says that it plays longer does not know. */
    private static final double LONGEST = 365.0 * 24 * 3_600 * MILLIS;

    private Durations() {}

    /** @param units of which there are so many {@code perSecond}; null where that is no duration */
    static @Nullable Long millis(double units, double perSecond) {
        double millis = units / perSecond * MILLIS;
        return millis >= 1 && millis <= LONGEST ? (Long) Math.round(millis) : null;
    }
}
