package io.webim.attack.siege;

/**
 * Bytes of the server.
 *
 * @param heap that is live
 * @param direct buffers, of which the pool keeps some
 * @param resident what the system gives it, which hardly ever shrinks
 * @param input held by the budget of that name, as output and connections
 */
record Memory(long heap, long direct, long resident, long input, long output, long connections) {
    private static final long MIB = 1 << 20;
    /** Sessions, limits and caches that may know more people than before. */
    private static final long MORE_HEAP = 32 * MIB;
    /** Netty's pool keeps a chunk or two of 4 MiB in each of its arenas. */
    private static final long MORE_DIRECT = 64 * MIB;
    /** Connections that the test itself keeps. */
    private static final long MORE_HELD = MIB;

    /** Whether nothing is left of what came in between. */
    boolean isBack(Memory before) {
        return heap <= before.heap + MORE_HEAP
                && direct <= before.direct + MORE_DIRECT
                && input + output + connections <= before.input + before.output + before.connections + MORE_HELD;
    }

    @Override
    public String toString() {
        return "%d MiB live, %d direct, %d resident, %d KiB held"
                .formatted(heap / MIB, direct / MIB, resident / MIB, (input + output + connections) / 1024);
    }
}
