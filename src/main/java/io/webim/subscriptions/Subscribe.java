package io.webim.subscriptions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Fields;
import io.webim.contract.OwnerProof;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code {url, events?, botId?, password?}}.
 *
 * @param events empty for all
 * @param botId whose feed it is to be; null for the own one
 * @param proof what shows that the session's owner asks, for auth to judge
 */
record Subscribe(String url, List<String> events, @Nullable Long botId, JsonObject proof) {
    static final List<String> TYPES =
            List.of("message.sent", "message.changed", "message.deleted", "conversation.added", "conversation.removed");

    private static final String PURPOSE = "subscription";
    private static final int MOST_URL = 1_000;

    static Subscribe read(Fields fields) {
        return new Subscribe(
                fields.text("url", 1, MOST_URL),
                events(fields),
                fields.optionalId("botId"),
                OwnerProof.read(fields, PURPOSE));
    }

    private static List<String> events(Fields fields) {
        if (!fields.has("events")) {
            return List.of();
        }
        var events = new ArrayList<String>();
        if (fields.value("events") instanceof JsonArray array && array.size() <= TYPES.size()) {
            array.forEach(type -> {
                if (type instanceof String text && TYPES.contains(text) && !events.contains(text)) {
                    events.add(text);
                }
            });
            if (!events.isEmpty() && events.size() == array.size()) {
                return events;
            }
        }
        fields.refuse("events", "must be a list of different ones of " + String.join(", ", TYPES));
        return List.of();
    }
}
