package io.webim.edge;

/**
 * How long the server waits for the other end of a connection. Times are in milliseconds.
 *
 * @param head until a connection has asked for something, from its begin or from the first byte of the next request
 * @param next until a connection that was answered asks again
 * @param receiving in which a body or frame has to come on, at {@code bytesPerSecond}
 * @param sending in which what is written has to be read, at {@code bytesPerSecond}
 * @param sweep how often all this is looked at
 */
public record Timeouts(long head, long next, long receiving, long sending, long bytesPerSecond, long sweep) {
    public static final Timeouts DEFAULT = new Timeouts(15_000, 75_000, 20_000, 30_000, 1_024, 1_000);
}
