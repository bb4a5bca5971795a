package io.webim.hooks;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Fields;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came in.
 *
 * @param event by which GitHub says what the body is
 * @param delivery the same when it is sent once more
 */
record PostHook(Key key, @Nullable String event, UUID delivery, JsonObject body) {
    private static final int LONGEST = 100;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    static PostHook read(Fields fields) {
        @Nullable String event = fields.optionalText("event", 1, LONGEST);
        @Nullable String delivery = fields.optionalText("delivery", 0, LONGEST);
        return new PostHook(
                Key.read(fields),
                event,
                delivery != null && UUID_TEXT.matcher(delivery).matches()
                        ? UUID.fromString(delivery)
                        : UUID.randomUUID(),
                fields.value("body") instanceof JsonObject body ? body : new JsonObject());
    }
}
