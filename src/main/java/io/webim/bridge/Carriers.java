package io.webim.bridge;

import io.vertx.ext.web.RoutingContext;
import io.webim.edge.Edge;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which connections carry the fallback sessions of SockJS, from one request to the next. Safe from any thread. */
final class Carriers {
    /** Where the session's name stands in a path. */
    private static final int SESSION = 3;

    private final Map<String, SockJsWire> wires = new ConcurrentHashMap<>();

    /**
     * A new session.
     *
     * @param request that has opened it, and is the first to carry it
     * @return to be run when it has closed
     */
    Runnable opened(SockJsWire wire, RoutingContext request) {
        var session = session(request);
        wires.put(session, wire);
        carry(wire, request);
        return () -> wires.remove(session, wire);
    }

    /** To be called for each request whose answer waits for what the session has to say. */
    void carry(RoutingContext request) {
        var wire = wires.get(session(request));
        if (wire != null) {
            carry(wire, request);
        }
        request.next();
    }

    /** A request of a session that somebody has signed in to costs that one as much as a frame; of others it says false. */
    boolean pays(RoutingContext request) {
        var parts = request.request().path().split("/", -1);
        var wire = parts.length > SESSION ? wires.get(parts[SESSION]) : null;
        if (wire == null || !wire.isSignedIn()) {
            return false;
        }
        wire.receivePart(0);
        return true;
    }

    /** Whether what a request sends is of somebody who is signed in. */
    boolean isSignedIn(RoutingContext request) {
        var wire = wires.get(session(request));
        return wire != null && wire.isSignedIn();
    }

    /** What a request has besides frames, in bytes, is paid by whoever's the session is. */
    void receivePart(RoutingContext request, int bytes) {
        var wire = wires.get(session(request));
        if (wire != null) {
            wire.receivePart(Math.max(0, bytes));
        }
    }

    private static void carry(SockJsWire wire, RoutingContext request) {
        var guard = Edge.guardOf(request.request().connection());
        if (guard != null) {
            wire.carriedBy(guard);
        }
    }

    /** Of {@code /eventbus/<server>/<session>/<transport>}. */
    private static String session(RoutingContext request) {
        return request.request().path().split("/", -1)[SESSION];
    }
}
