package io.webim.database;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * What it takes to bring a database with a million messages up by one version, as it was measured; nothing where that is
 * next to nothing.
 *
 * @param mebibytes of disk that are needed meanwhile, beside what is there already
 */
record Effort(int seconds, int mebibytes) {
    /** By the version that is reached. */
    private static final Map<Integer, Effort> OF_A_MILLION_MESSAGES =
            Map.of(48, new Effort(5, 50), 49, new Effort(15, 300));

    private static final Effort NONE = new Effort(0, 0);
    private static final double MILLION = 1_000_000;

    /** Of all these versions, one after the other: what one needs on disk, the next one uses again. */
    static Effort of(Collection<Integer> versions, long messages) {
        var known = versions.stream()
                .map(version -> OF_A_MILLION_MESSAGES.getOrDefault(version, NONE))
                .toList();
        int seconds = known.stream().mapToInt(Effort::seconds).sum();
        int mebibytes = known.stream().mapToInt(Effort::mebibytes).max().orElse(0);
        return new Effort(ofSo(messages, seconds), ofSo(messages, mebibytes));
    }

    private static int ofSo(long messages, int ofAMillion) {
        return (int) Math.min(Integer.MAX_VALUE, Math.ceil(messages / MILLION * ofAMillion));
    }

    @Override
    public String toString() {
        return equals(NONE)
                ? "a moment"
                : "about " + inWords(Duration.ofSeconds(seconds)) + " and " + room() + " of disk";
    }

    private String room() {
        return mebibytes < 10_240 ? mebibytes + " MiB" : mebibytes / 1_024 + " GiB";
    }

    static String inWords(Duration time) {
        return time.toMinutes() < 2 ? time.toSeconds() + " s" : time.toMinutes() + " minutes";
    }
}
