package io.webim.bridge;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.webim.config.OwnOrigin;
import io.webim.config.TrustedProxies;
import io.webim.contract.Failure;
import io.webim.limits.Admission;
import io.webim.limits.NetworkAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The paths below {@code /eventbus}: raw and framed WebSockets, and the fallbacks of SockJS. */
final class SocketRoutes {
    /** Twice what the bridge takes, so that it is the bridge that refuses, in words. */
    private static final int LONGEST_FACTOR = 2;
    /** Quotation marks and backslashes around texts, which cost nothing. */
    private static final int MOST_BESIDES = 4 << 10;

    /** SockJS has pages for frames of other sites and a test of chunks besides, which nobody needs here. */
    private static final Pattern PATHS = Pattern.compile(
            "/eventbus/(info|websocket|[^/.]+/[^/.]+/(websocket|xhr|xhr_streaming|xhr_send|eventsource))");

    /** Without groups: SockJS takes the first that matches for the session's name. */
    private static final String SESSION = "/[^/.]+/[^/.]+";
    /** What only the oldest browsers need, and what would run foreign scripts. */
    private static final String[] UNWANTED = {"HTML_FILE", "JSON_P"};

    private final Vertx vertx;
    private final Sockets sockets;
    private final Admission admission;
    private final OwnOrigin own;
    private final TrustedProxies proxies;
    private final BodyHandler bodies;
    private final BodyHandler loginBodies;
    private final Carriers carriers = new Carriers();

    SocketRoutes(Vertx vertx, Sockets sockets, Admission admission, OwnOrigin own, TrustedProxies proxies) {
        this.vertx = vertx;
        this.sockets = sockets;
        this.admission = admission;
        this.own = own;
        this.proxies = proxies;
        this.bodies = bodies(sockets.limits().frameBytes());
        this.loginBodies = bodies(ClientSession.LOGIN_BYTES);
    }

    private static BodyHandler bodies(int frameBytes) {
        return BodyHandler.create(false).setBodyLimit((long) LONGEST_FACTOR * frameBytes);
    }

    Router router() {
        var router = Router.router(vertx);
        router.route().handler(this::pay);
        router.route().handler(SocketRoutes::checkPath);
        router.route().handler(SocketRoutes::checkMethod);
        router.route().handler(this::checkOrigin);
        router.get("/websocket").handler(request -> upgrade(request, false));
        router.getWithRegex(SESSION + "/websocket").handler(request -> upgrade(request, true));
        router.postWithRegex(SESSION + "/xhr_send").handler(SocketRoutes::forgetContentType);
        router.postWithRegex(SESSION + "/xhr_send").handler(this::readBody).handler(this::requireTexts);
        router.routeWithRegex(SESSION + "/(?:xhr|xhr_streaming|eventsource)").handler(carriers::carry);
        router.route("/*").subRouter(fallbacks());
        router.route().failureHandler(SocketRoutes::answerFailure);
        return router;
    }

    private Router fallbacks() {
        var options = new SockJSHandlerOptions().setInsertJSESSIONID(false);
        for (var transport : UNWANTED) {
            options.addDisabledTransport(transport);
        }
        return SockJSHandler.create(vertx, options)
                .socketHandler(socket -> SockJsWire.attach(
                        socket,
                        sockets,
                        carriers,
                        vertx.getOrCreateContext(),
                        client(socket.remoteAddress(), socket.headers())));
    }

    private void readBody(RoutingContext request) {
        (carriers.isSignedIn(request) ? bodies : loginBodies).handle(request);
    }

    /** A body that claims to be a form would be taken apart, and its mistakes logged as errors. */
    private static void forgetContentType(RoutingContext request) {
        request.request().headers().remove("Content-Type");
        request.next();
    }

    /** SockJS breaks at an element that is no text, outside of the request, so that each would be a fault in the log. */
    private void requireTexts(RoutingContext request) {
        @Nullable Buffer body = request.body().buffer();
        try {
            var content = body == null || body.length() == 0 ? new JsonArray() : Json.decodeValue(body);
            if (!(content instanceof JsonArray array && areTexts(array))) {
                carriers.receivePart(request, lengthOf(body));
                request.response().setStatusCode(400).end("Texts expected.");
                return;
            }
            payBesides(request, lengthOf(body), array);
        } catch (DecodeException broken) {
            // Which SockJS has an answer for.
            carriers.receivePart(request, lengthOf(body));
        }
        request.next();
    }

    /** Each text costs as a frame, and what stands around it as much where it is more than that takes. */
    private void payBesides(RoutingContext request, int length, JsonArray texts) {
        int besides = length
                - texts.stream().mapToInt(text -> ((String) text).length()).sum();
        if (texts.isEmpty() || besides > MOST_BESIDES) {
            carriers.receivePart(request, besides);
        }
    }

    private static int lengthOf(@Nullable Buffer body) {
        return body == null ? 0 : body.length();
    }

    private static boolean areTexts(JsonArray array) {
        return array.stream().allMatch(String.class::isInstance);
    }

    private static void answerFailure(RoutingContext request) {
        if (request.failure() instanceof Failure) {
            // Refused before it came here.
            request.next();
        } else if (!request.response().ended() && !request.response().headWritten()) {
            request.response()
                    .setStatusCode(Math.max(400, request.statusCode()))
                    .end();
        }
    }

    private String client(SocketAddress peer, MultiMap headers) {
        return proxies.clientOf(peer.hostAddress(), headers.getAll("X-Forwarded-For"));
    }

    /** What opens a session, or leads nowhere, is paid by the network. */
    private void pay(RoutingContext request) {
        if (!carriers.pays(request)) {
            var remoteAddress =
                    client(request.request().remoteAddress(), request.request().headers());
            admission.pay(NetworkAddress.of(remoteAddress), 0);
        }
        request.next();
    }

    private static void checkPath(RoutingContext request) {
        if (PATHS.matcher(request.request().path()).matches()) {
            request.next();
        } else {
            request.response().setStatusCode(404).end();
        }
    }

    private static void checkMethod(RoutingContext request) {
        var methods = methodsOf(request.request().path());
        if (methods.contains(request.request().method().name())) {
            request.next();
        } else {
            request.response()
                    .setStatusCode(405)
                    .putHeader("Allow", String.join(", ", methods))
                    .end();
        }
    }

    private static List<String> methodsOf(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "websocket", "eventsource" -> List.of("GET");
            case "info" -> List.of("GET", "OPTIONS");
            default -> List.of("OPTIONS", "POST");
        };
    }

    private void checkOrigin(RoutingContext request) {
        var headers = request.request().headers();
        @Nullable String origin = headers.get("Origin");
        // Programs that are no browser say nothing of it.
        if (origin == null || own.is(origin, headers.get("Host"))) {
            request.next();
        } else {
            request.response().setStatusCode(403).end("This origin is not allowed.");
        }
    }

    private void upgrade(RoutingContext request, boolean framed) {
        if (!Handshake.canBe(request.request())) {
            request.response().setStatusCode(400).end("Can \"Upgrade\" only to \"WebSocket\".");
            return;
        }
        if (!Handshake.hasVersion(request.request())) {
            request.response()
                    .setStatusCode(426)
                    .putHeader("Sec-WebSocket-Version", "13")
                    .end();
            return;
        }
        var remoteAddress =
                client(request.request().remoteAddress(), request.request().headers());
        if (sockets.isFull(remoteAddress)) {
            request.response().setStatusCode(429).putHeader("Retry-After", "60").end("Too many sockets.");
            return;
        }
        // Not the request's own context, which would keep what belongs to it.
        var context = ((ContextInternal) vertx.getOrCreateContext()).unwrap();
        Handshake.complete(
                request.request(),
                LONGEST_FACTOR * sockets.limits().frameBytes(),
                (channel, frames) -> new WebSocketWire(channel, frames, framed, sockets, context, remoteAddress));
    }
}
