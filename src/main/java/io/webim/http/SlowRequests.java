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
    private static final long FIRST_REQUEST_SECONDS = 15;
    private static final long BODY_SECONDS = 20;
    private static final long NEXT_REQUEST_SECONDS = 75;
    private static final long SWEEP_MILLIS = 1_000;

    private final Map<HttpConnection, Long> deadlines = new HashMap<>();

    SlowRequests(Vertx vertx) {
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    }

    void connected(HttpConnection connection) {
        await(connection, FIRST_REQUEST_SECONDS);
        connection.closeHandler(closed -> deadlines.remove(connection));
    }

    /** The first handler of a route: the head is here. */
    void headArrived(RoutingContext context) {
        var request = context.request();
        var connection = request.connection();
        if (Api.hasBody(request)) {
            await(connection, BODY_SECONDS);
        } else {
            deadlines.remove(connection);
        }
        if (request.getHeader("Upgrade") == null) {
            context.addEndHandler(answered -> await(connection, NEXT_REQUEST_SECONDS));
        }
        context.next();
    }

    void bodyArrived(RoutingContext context) {
        deadlines.remove(context.request().connection());
        context.next();
    }

    private void await(HttpConnection connection, long seconds) {
        deadlines.put(connection, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
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
