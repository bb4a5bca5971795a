package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.webim.bus.Bus;
import io.webim.contract.Caller;
import io.webim.contract.Failure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves the {@link Endpoints}: who calls, what is asked, on to the bus, and back. */
final class Api {
    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    private static final String LIVE = "/api/health/live";
    private static final String DOCUMENT = "/api/openapi.json";

    private final Bus bus;
    private final BearerToken bearer;
    private final List<Endpoint> endpoints;
    private final Buffer document;

    /** @param document the {@code openapi.json} that describes the endpoints */
    Api(Bus bus, List<Endpoint> endpoints, Buffer document) {
        this.bus = bus;
        this.bearer = new BearerToken(bus);
        this.endpoints = endpoints;
        this.document = document;
    }

    static Buffer readDocument() throws IOException {
        try (var resource = Objects.requireNonNull(Api.class.getResourceAsStream("/openapi.json"))) {
            return Buffer.buffer(resource.readAllBytes());
        }
    }

    void mount(Router router, SlowRequests slow) {
        endpoints.forEach(endpoint -> endpoint.file().ifPresent(file -> mount(router, slow, endpoint, file)));
        router.route("/api/*").handler(Api::requireJson);
        router.route("/api/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
        router.route("/api/*").handler(slow::bodyArrived);
        router.get(LIVE).handler(context -> json(context, 200, new JsonObject().put("status", "up")));
        router.get(DOCUMENT).handler(this::describe);
        endpoints.stream()
                .filter(endpoint -> endpoint.file().isEmpty())
                .forEach(endpoint ->
                        router.route(endpoint.method(), endpoint.path()).handler(context -> serve(context, endpoint)));
        allowedMethods()
                .forEach((path, methods) -> router.route(path).handler(context -> refuseMethod(context, methods)));
    }

    /** Nobody sends a large file before it is known who it is. */
    private void mount(Router router, SlowRequests slow, Endpoint endpoint, FileBody file) {
        router.route(endpoint.method(), endpoint.path()).handler(context -> identify(context, endpoint));
        router.route(endpoint.method(), endpoint.path()).handler(file::requireType);
        router.route(endpoint.method(), endpoint.path())
                .handler(BodyHandler.create(false).setBodyLimit(file.mostBytes()))
                .handler(slow::bodyArrived)
                .handler(context -> serve(context, endpoint));
    }

    private void identify(RoutingContext context, Endpoint endpoint) {
        context.request().pause();
        caller(context, endpoint)
                .onSuccess(known -> {
                    context.request().resume();
                    context.next();
                })
                .onFailure(context::fail);
    }

    static void json(RoutingContext context, int status, JsonObject body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.encode());
    }

    private void describe(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-cache")
                .end(document);
    }

    private void serve(RoutingContext context, Endpoint endpoint) {
        caller(context, endpoint)
                .compose(caller ->
                        bus.call(endpoint.address(), caller, endpoint.request(context, body(context, endpoint))))
                .onSuccess(reply -> endpoint.answer(bus, context, reply))
                .onFailure(context::fail);
    }

    private Future<Caller> caller(RoutingContext context, Endpoint endpoint) {
        return endpoint.isOpen() ? Future.succeededFuture(Caller.NOBODY) : bearer.verify(context);
    }

    private static JsonObject body(RoutingContext context, Endpoint endpoint) {
        if (!endpoint.takesJson()) {
            return new JsonObject();
        }
        if (decode(context) instanceof JsonObject object) {
            return object;
        }
        throw Failure.invalid("body", "must be an object");
    }

    private static @Nullable Object decode(RoutingContext context) {
        var buffer = context.body().buffer();
        if (buffer == null || buffer.length() == 0) {
            throw badJson();
        }
        try {
            return Json.decodeValue(buffer);
        } catch (DecodeException broken) {
            throw badJson();
        }
    }

    private static void requireJson(RoutingContext context) {
        @Nullable String type = context.request().getHeader("Content-Type");
        if (!hasBody(context.request())
                || (type != null && JSON_TYPE.matcher(type).matches())) {
            context.next();
        } else {
            context.fail(Failure.of(415, "unsupported_media_type", "The body must be application/json in UTF-8."));
        }
    }

    static boolean hasBody(HttpServerRequest request) {
        @Nullable String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
    }

    private Map<String, String> allowedMethods() {
        var methods = new LinkedHashMap<String, String>();
        methods.put(LIVE, HttpMethod.GET.name());
        methods.put(DOCUMENT, HttpMethod.GET.name());
        endpoints.forEach(endpoint ->
                methods.merge(endpoint.path(), endpoint.method().name(), (before, another) -> before + ", " + another));
        return methods;
    }

    private static void refuseMethod(RoutingContext context, String allowed) {
        context.response().putHeader("Allow", allowed);
        context.fail(Failure.of(405, "method_not_allowed", "This address takes " + allowed + "."));
    }

    private static Failure badJson() {
        return Failure.of(400, "bad_json", "The body is not JSON.");
    }
}
