package io.webim.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CancellationException;

/**
 * What happens to the account, from where it was left, without an end. An event is acknowledged once the next one is asked
 * for and all that came with it is handled; what was not acknowledged comes again under the same id. Whatever breaks off is
 * taken up again; a refusal that will not go away is thrown. One thread at a time reads it; any may close it.
 */
public final class Feed implements Iterable<Event>, AutoCloseable {
    private static final int LONGEST_WAIT_SECONDS = 25;

    private final Client client;
    private final Backoff backoff = new Backoff();
    private final Deque<Event> arrived = new ArrayDeque<>();
    private FeedOptions options;
    private String handled;
    private volatile Stream stream;
    private volatile boolean closed;

    Feed(Client client, FeedOptions options) {
        this.client = client;
        this.options = options;
    }

    /** Waits for the next event. */
    public Event next() {
        while (arrived.isEmpty()) {
            if (closed) {
                throw new CancellationException("closed");
            }
            try {
                acknowledge();
                more();
            } catch (WebimException refused) {
                leave();
                if (!refused.isTemporary()) {
                    throw refused;
                }
                Backoff.pause(backoff.next(refused));
            }
        }
        var event = arrived.remove();
        handled = event.id();
        options = options.after(handled);
        return event;
    }

    /** Has always a next one, which is waited for. */
    @Override
    public Iterator<Event> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Event next() {
                return Feed.this.next();
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        leave();
    }

    private void acknowledge() {
        if (handled != null && options.acknowledges()) {
            client.handled(handled, options.consumer());
        }
        handled = null;
    }

    private void more() {
        if (options.stream()) {
            if (stream == null) {
                stream = client.stream(options);
            }
            arrived.addAll(stream.read());
        } else {
            var page = client.page(options, LONGEST_WAIT_SECONDS);
            arrived.addAll(page.events());
            if (page.events().isEmpty()) {
                options = options.after(page.next());
            }
        }
        backoff.reset();
    }

    private void leave() {
        var open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }
}
