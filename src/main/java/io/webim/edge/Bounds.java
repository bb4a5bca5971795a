package io.webim.edge;

/**
 * What connections may hold at once, in bytes unless told otherwise.
 *
 * @param connections of all, each counted as the memory that it costs by itself
 * @param connectionsOfAll how many
 * @param connectionsOfNetwork how many
 * @param input that has been read and not been dealt with
 * @param output that has been written and not been read
 */
public record Bounds(
        long connections,
        long connectionsOfAll,
        int connectionsOfNetwork,
        long input,
        long inputOfNetwork,
        long output,
        long outputOfNetwork,
        long outputOfUser) {
    private static final long MIB = 1 << 20;

    private static final long DESCRIPTORS_LEFT = 1_000;
    /** Enough for one picture, or one full socket, and then some. */
    private static final long LEAST_SHARE = 8 * MIB;

    /**
     * Shares of what the process has: whatever strangers do, half of the heap that is not taken already is left for work,
     * and {@value #DESCRIPTORS_LEFT} file descriptors for files and the database, or a quarter where there are few.
     *
     * @param taken by what must have its memory whatever happens; at most half of the heap is counted
     */
    public static Bounds of(long heap, long taken, long descriptors, int connectionsOfNetwork) {
        long shared = heap - Math.min(taken, heap / 2);
        long all = shared / 8;
        return new Bounds(
                shared / 4,
                descriptors - Math.min(descriptors / 4, DESCRIPTORS_LEFT),
                connectionsOfNetwork,
                all,
                share(all, 4),
                all,
                share(all, 4),
                share(all, 8));
    }

    private static long share(long all, int part) {
        return Math.min(all, Math.max(all / part, LEAST_SHARE));
    }
}
