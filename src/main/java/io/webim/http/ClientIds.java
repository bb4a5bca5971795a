package io.webim.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.Failure;
import io.webim.contract.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A message's own id for those who make none: of the header that is the same in each retry, else by chance. */
final class ClientIds {
    private static final String FIELD = "clientId";
    private static final String HEADER = "Idempotency-Key";
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int LONGEST = 255;

    private ClientIds() {}

    static void complete(RoutingContext context, JsonObject request) {
        if (request.getValue(FIELD) == null) {
            @Nullable String key = context.request().getHeader(HEADER);
            request.put(FIELD, key == null ? UUID.randomUUID().toString() : of(key));
        }
    }

    private static String of(String key) {
        if (key.isEmpty() || key.length() > LONGEST) {
            throw Failure.invalid(HEADER, "must have 1 to " + LONGEST + " characters");
        }
        return UUID_TEXT.matcher(key).matches() ? key : named(key).toString();
    }

    /** Always the same of the same key, and as good as never that of another. */
    private static UUID named(String key) {
        var hash = ByteBuffer.wrap(Sha256.of((HEADER + ' ' + key).getBytes(StandardCharsets.UTF_8)));
        long high = (hash.getLong() & ~0xf000L) | 0x8000L;
        long low = (hash.getLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low);
    }
}
