package io.webim.push;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Fields;
import io.webim.contract.OwnerProof;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * {@code {endpoint, keys: {p256dh, auth}, show?}}: what a browser's {@code PushSubscription} says, and what a push may.
 *
 * @param proof what shows that the session's owner asks, for auth to judge
 */
record SubscribePush(String endpoint, Buffer p256dh, Buffer auth, boolean showsText, JsonObject proof) {
    private static final String PURPOSE = "push_subscription";
    private static final int AUTH_BYTES = 16;
    private static final Buffer NOTHING = Buffer.buffer();

    static SubscribePush read(Fields fields) {
        var endpoint = fields.text("endpoint", 1, 1000);
        var keys = fields.value("keys") instanceof JsonObject object ? object : new JsonObject();
        var p256dh = decode(keys.getValue("p256dh"));
        var auth = decode(keys.getValue("auth"));
        if (!P256.isPoint(p256dh.getBytes())) {
            fields.refuse("keys", "must have p256dh, a point of P-256 in base64url");
        } else if (auth.length() != AUTH_BYTES) {
            fields.refuse("keys", "must have auth, 16 bytes in base64url");
        }
        boolean showsText =
                fields.has("show") && fields.oneOf("show", "sender", "text").equals("text");
        return new SubscribePush(endpoint, p256dh, auth, showsText, OwnerProof.read(fields, PURPOSE));
    }

    private static Buffer decode(@Nullable Object value) {
        try {
            return value instanceof String text && text.length() <= 100
                    ? Buffer.buffer(Base64.getUrlDecoder().decode(text))
                    : NOTHING;
        } catch (IllegalArgumentException broken) {
            return NOTHING;
        }
    }
}
