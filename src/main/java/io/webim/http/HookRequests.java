package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.webim.bus.Bus;
import io.webim.contract.Address;
import io.webim.contract.Caller;
import io.webim.limits.NetworkAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is special about requests of other programs that know nothing of webim but an address with a key in it. */
final class HookRequests {
    static final String PATH = "/hooks/";

    private static final String KEY = "key";
    private static final int LONGEST = 100;

    private HookRequests() {}

    /** Whether there is such a webhook, before anything of the body is read. */
    static Future<?> enter(Bus bus, Address gate, RoutingContext context) {
        return bus.call(
                gate,
                Caller.NOBODY,
                new JsonObject()
                        .put(KEY, context.pathParam(KEY))
                        .put("network", NetworkAddress.of(Forwarding.remoteAddress(context))));
    }

    /** By which GitHub, or whoever else repeats what was not answered, says what it is. */
    static void headers(RoutingContext context, JsonObject request) {
        put(context, request, "event", "X-GitHub-Event");
        put(context, request, "delivery", "X-GitHub-Delivery");
        put(context, request, "delivery", "Idempotency-Key");
    }

    private static void put(RoutingContext context, JsonObject request, String name, String header) {
        @Nullable String value = context.request().getHeader(header);
        if (value != null && !value.isEmpty() && value.length() <= LONGEST) {
            request.put(name, value);
        }
    }

    /** Where the request was sent to, for the address of a webhook where no public one is configured. */
    static void origin(RoutingContext context, JsonObject request) {
        @Nullable HostAndPort host = context.request().authority();
        request.put("origin", host == null ? "" : (Forwarding.isSecure(context) ? "https://" : "http://") + host);
    }

    /** The JSON in a form; curl calls it a form, too, where JSON is sent without a type. */
    static Optional<Buffer> payload(MultiMap form) {
        return Optional.ofNullable(form.get("payload"))
                .or(() -> form.entries().stream()
                        .map(entry ->
                                entry.getValue().isEmpty() ? entry.getKey() : entry.getKey() + "=" + entry.getValue())
                        .filter(entry -> form.size() == 1 && entry.startsWith("{"))
                        .findFirst())
                .map(Buffer::buffer);
    }

    static void ok(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/plain")
                .putHeader("Cache-Control", "no-store")
                .end("ok");
    }

    /** As it may stand in a log. */
    static String withoutKey(String path) {
        return path.startsWith(PATH) ? PATH + "…" : path;
    }
}
