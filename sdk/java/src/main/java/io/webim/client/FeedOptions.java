package io.webim.client;

/**
 * What of the feed is wanted, and how: {@code FeedOptions.feed().consumer("billing")}.
 *
 * @param consumer the name under which the place in the feed is kept, null for none; programs that share one account have
 *     one each
 * @param after where to go on, for programs that keep the id of the last event themselves; null: where it was acknowledged
 * @param acknowledges whether what was handled is acknowledged
 * @param stream whether one answer is kept open, instead of asking again and again
 * @param limit how many events come in one answer at most
 */
public record FeedOptions(String consumer, String after, boolean acknowledges, boolean stream, int limit) {
    private static final int MOST = 100;

    public static FeedOptions feed() {
        return new FeedOptions(null, null, true, false, MOST);
    }

    public FeedOptions consumer(String name) {
        return new FeedOptions(name, after, acknowledges, stream, limit);
    }

    public FeedOptions after(String eventId) {
        return new FeedOptions(consumer, eventId, acknowledges, stream, limit);
    }

    /** The program acknowledges by itself, or keeps the place elsewhere. */
    public FeedOptions unacknowledged() {
        return new FeedOptions(consumer, after, false, stream, limit);
    }

    public FeedOptions streamed() {
        return new FeedOptions(consumer, after, acknowledges, true, limit);
    }

    public FeedOptions limit(int most) {
        return new FeedOptions(consumer, after, acknowledges, stream, most);
    }
}
