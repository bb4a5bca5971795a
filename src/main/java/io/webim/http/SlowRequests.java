package io.webim.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections that keep the server waiting for a whole request, however steadily they drip. An idle timeout would
 * miss those, and would hit quiet sockets. One timer serves all; a connection that is being answered, or has become a
 * socket, is not waited for.
 */
final class SlowRequests {
    private static final long SWEEPS = 10;

    private final Patience patience;
    private final Map<HttpConnection, Long> deadlines = new HashMap<>();

    /**
     * In milliseconds.
     *
     * @param head until a new connection has asked for something
     * @param body until a request is whole
     * @param next until a connection asks again
     */
    record Patience(long head, long body, long next) {
        static final Patience DEFAULT = new Patience(15_000, 20_000, 75_000);
    }

    SlowRequests(Vertx vertx, Patience patience) {
        this.patience = patience;
        vertx.setPeriodic(Math.max(1, patience.head() / SWEEPS), timer -> sweep());
    }

    void connected(HttpConnection connection) {
        await(connection, patience.head());
        connection.closeHandler(closed -> deadlines.remove(connection));
    }

    /** The first handler of a route: the head is here. */
    void headArrived(RoutingContext context) {
        var request = context.request();
        var connection = request.connection();
        if (Api.hasBody(request)) {
            await(connection, patience.body());
        } else {
            deadlines.remove(connection);
        }
        if (request.getHeader("Upgrade") == null) {
            context.addEndHandler(answered -> await(connection, patience.next()));
        }
        context.next();
    }

    void bodyArrived(RoutingContext context) {
        deadlines.remove(context.request().connection());
        context.next();
    }

    private void await(HttpConnection connection, long millis) {
        deadlines.put(connection, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private void sweep() {
        long now = System.nanoTime();
        var late = deadlines.entrySet().stream()
                .filter(entry -> now - entry.getValue() >= 0)
                .map(Map.Entry::getKey)
                .toList();
        close(late);
    }

    private void close(List<HttpConnection> late) {
        late.forEach(connection -> {
            deadlines.remove(connection);
            connection.close();
        });
    }
}
