package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.webim.bus.Bus;
import io.webim.contract.Access;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import io.webim.contract.JsonText;
import io.webim.limits.Admission;
import io.webim.limits.NetworkAddress;
import io.webim.limits.Turns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Serves the {@link Endpoints}: who calls, what is asked, on to the bus, and back. */
final class Api {
    private static final Pattern JSON_TYPE =
            Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern FORM_TYPE = Pattern.compile(
            "application/x-www-form-urlencoded(\\s*;\\s*charset=\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    static final String READY = "/api/health/ready";
    private static final String LIVE = "/api/health/live";
    private static final String DOCUMENT = "/api/openapi.json";
    private static final String BUS_DOCUMENT = "/api/asyncapi.json";

    private final Bus bus;
    private final Admission admission;
    private final Toll toll;
    private final BearerToken bearer;
    private final List<Endpoint> endpoints;
    private final Pages pages;
    private final Uploads uploads;

    Api(Bus bus, Admission admission, Toll toll, List<Endpoint> endpoints, Pages pages, Uploads uploads) {
        this.bus = bus;
        this.admission = admission;
        this.toll = toll;
        this.bearer = new BearerToken(bus);
        this.endpoints = endpoints;
        this.pages = pages;
        this.uploads = uploads;
    }

    void mount(Router router) {
        reading(router, LIVE, context -> json(context, 200, new JsonObject().put("status", "up")));
        reading(router, DOCUMENT, context -> describe(context, Documents::rest));
        reading(router, BUS_DOCUMENT, context -> describe(context, Documents::bus));
        endpoints.forEach(endpoint -> mount(router, endpoint));
        allowedMethods()
                .forEach((path, methods) -> router.route(path).handler(context -> refuseMethod(context, methods)));
    }

    /** Nobody sends more than a few bytes before it is known who it is, and a file only where there is room for it. */
    private void mount(Router router, Endpoint endpoint) {
        for (var method : endpoint.methods()) {
            router.routeWithRegex(method, endpoint.pathPattern())
                    .handler(context -> identify(context, endpoint))
                    .handler(context -> requireType(context, endpoint));
            endpoint.file()
                    .ifPresent(file -> router.routeWithRegex(method, endpoint.pathPattern())
                            .handler(context -> uploads.enter(context, file.limit())));
            router.routeWithRegex(method, endpoint.pathPattern())
                    .handler(BodyHandler.create(false).setBodyLimit(endpoint.mostBodyBytes()))
                    .handler(context -> identifyAgain(context, endpoint))
                    .handler(context -> serve(context, endpoint));
        }
    }

    private static void reading(Router router, String path, Handler<RoutingContext> handler) {
        router.get(path).handler(handler);
        router.head(path).handler(handler);
    }

    private void identify(RoutingContext context, Endpoint endpoint) {
        var gate = endpoint.gate();
        if (endpoint.isOpen() && gate == null) {
            context.next();
            return;
        }
        context.request().pause();
        (gate == null ? enter(context, endpoint) : HookRequests.enter(bus, gate, context))
                .onSuccess(known -> {
                    context.request().resume();
                    context.next();
                })
                .onFailure(context::fail);
    }

    /** A body may take minutes, in which the session can end. */
    private void identifyAgain(RoutingContext context, Endpoint endpoint) {
        if (endpoint.isOpen() || !hasBody(context.request())) {
            context.next();
        } else {
            bearer.verify(context)
                    .map(access -> allowed(access, context, endpoint))
                    .onSuccess(known -> context.next())
                    .onFailure(context::fail);
        }
    }

    private Future<Access> enter(RoutingContext context, Endpoint endpoint) {
        return bearer.verify(context).map(access -> {
            toll.isOf(context, access.caller());
            return allowed(access, context, endpoint);
        });
    }

    private static Access allowed(Access access, RoutingContext context, Endpoint endpoint) {
        access.require(endpoint.address(context));
        return access;
    }

    private static void requireType(RoutingContext context, Endpoint endpoint) {
        endpoint.file()
                .ifPresentOrElse(file -> file.requireType(context), () -> requireJson(context, endpoint.takesForm()));
    }

    static Future<Void> json(RoutingContext context, int status, JsonObject body) {
        return context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(body.encode());
    }

    private void describe(RoutingContext context, Function<Documents, Buffer> which) {
        pages.documents()
                .map(which)
                .onSuccess(document -> describe(context, document))
                .onFailure(context::fail);
    }

    private void describe(RoutingContext context, Buffer document) {
        try {
            admission.pay(NetworkAddress.of(Forwarding.remoteAddress(context)), document.length());
        } catch (Failure nothingLeft) {
            context.fail(nothingLeft);
            return;
        }
        context.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-cache")
                .end(document);
    }

    private void serve(RoutingContext context, Endpoint endpoint) {
        call(context, endpoint)
                .onSuccess(reply -> endpoint.answer(bus, admission, context, reply))
                .onFailure(context::fail);
    }

    private Future<JsonObject> call(RoutingContext context, Endpoint endpoint) {
        var access = endpoint.isOpen() ? Access.NONE : BearerToken.access(context);
        var caller = access.caller();
        Object payer =
                endpoint.isOpen() ? NetworkAddress.of(Forwarding.remoteAddress(context)) : (Object) caller.payer();
        admission.pay(payer, context.body().length());
        var request = endpoint.request(context, body(context, endpoint));
        access.require(request);
        var address = endpoint.address(context);
        return admission
                .run(payer, address, new Turns(), () -> bus.call(address, caller, request))
                .map(access::shown);
    }

    private static JsonObject body(RoutingContext context, Endpoint endpoint) {
        if (!endpoint.takesJson()) {
            return new JsonObject();
        }
        if (endpoint.takesForm() && isForm(context)) {
            var form = context.request().formAttributes();
            return endpoint.gate() == null
                    ? endpoint.fromForm(form)
                    : HookRequests.payload(form).map(Api::object).orElseGet(() -> endpoint.fromForm(form));
        }
        var buffer = context.body().buffer();
        return object(buffer == null ? Buffer.buffer() : buffer);
    }

    private static JsonObject object(Buffer json) {
        if (decode(json) instanceof JsonObject object) {
            return object;
        }
        throw Failure.invalid("body", "must be an object");
    }

    private static @Nullable Object decode(Buffer json) {
        if (json.length() == 0) {
            throw badJson();
        }
        try {
            return JsonText.decode(json);
        } catch (DecodeException broken) {
            throw badJson();
        }
    }

    private static void requireJson(RoutingContext context, boolean orForm) {
        @Nullable String type = context.request().getHeader("Content-Type");
        if (!hasBody(context.request())
                || (type != null && JSON_TYPE.matcher(type).matches())
                || (orForm && isForm(context))) {
            context.next();
        } else {
            context.fail(Failure.of(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    orForm
                            ? "The body must be application/json in UTF-8 or a form."
                            : "The body must be application/json in UTF-8."));
        }
    }

    private static boolean isForm(RoutingContext context) {
        @Nullable String type = context.request().getHeader("Content-Type");
        return type != null && FORM_TYPE.matcher(type).matches();
    }

    static boolean hasBody(HttpServerRequest request) {
        @Nullable String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
    }

    private Map<String, String> allowedMethods() {
        var methods = new LinkedHashMap<String, String>();
        methods.put(LIVE, "GET, HEAD");
        methods.put(DOCUMENT, "GET, HEAD");
        methods.put(BUS_DOCUMENT, "GET, HEAD");
        endpoints.stream()
                .flatMap(endpoint ->
                        endpoint.methods().stream().map(method -> Map.entry(endpoint.path(), method.name())))
                .forEach(entry ->
                        methods.merge(entry.getKey(), entry.getValue(), (before, another) -> before + ", " + another));
        return methods;
    }

    private static void refuseMethod(RoutingContext context, String allowed) {
        if (List.of(allowed.split(", ")).contains(context.request().method().name())) {
            // What stands there is no id.
            throw Problems.notFound();
        }
        context.response().putHeader("Allow", allowed);
        context.fail(Failure.of(ErrorCode.METHOD_NOT_ALLOWED, "This address takes " + allowed + "."));
    }

    private static Failure badJson() {
        return Failure.of(ErrorCode.BAD_JSON, "The body is not JSON.");
    }
}
