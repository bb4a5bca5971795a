package io.webim.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Failure;
import io.webim.limits.Limit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file as a body, either way.
 *
 * @param field its name on the bus
 * @param limit how many a user may send
 * @param types that a request may say; the module looks at the bytes themselves
 */
record FileBody(String field, int mostBytes, Limit limit, List<String> types) {
    void requireType(RoutingContext context) {
        @Nullable String type = context.request().getHeader("Content-Type");
        if (type != null && types.contains(type.toLowerCase(Locale.ROOT).strip())) {
            context.next();
        } else {
            context.fail(
                    Failure.of(415, "unsupported_media_type", "The body must be " + String.join(" or ", types) + "."));
        }
    }

    void put(RoutingContext context, JsonObject request) {
        @Nullable Buffer body = context.body().buffer();
        request.put(field, body == null ? Buffer.buffer() : body);
    }

    static void send(RoutingContext context, String base64, String type) {
        context.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "private, max-age=31536000, immutable")
                // It is packed already.
                .putHeader("Content-Encoding", "identity")
                .end(Buffer.buffer(Base64.getDecoder().decode(base64)));
    }
}
