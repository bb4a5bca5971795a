package io.webim.chat.members;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Fields;
import java.util.List;

/**
 * {@code {conversationId, changed, events}}: what its group has become, the same for all.
 *
 * @param events what stands in the history of it
 */
public record TellGroup(long conversationId, JsonObject changed, List<JsonObject> events) {
    private static final int MOST_EVENTS = 4;

    public static TellGroup read(Fields fields) {
        return new TellGroup(
                fields.id("conversationId"),
                fields.value("changed") instanceof JsonObject changed ? changed : new JsonObject(),
                fields.value("events") instanceof JsonArray events
                        ? events.stream()
                                .limit(MOST_EVENTS)
                                .map(JsonObject.class::cast)
                                .toList()
                        : List.of());
    }
}
