package io.webim.chat.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A frame from a client. Headers are not read: who calls is known from the socket alone.
 *
 * @param type empty when there is none
 * @param address null when there is none that could be used
 */
record Frame(
        String type,
        @Nullable String address,
        @Nullable String replyAddress,
        @Nullable Object body) {
    private static final int ADDRESS_LENGTH = 200;
    private static final int REPLY_ADDRESS_LENGTH = 36;

    /** Throws a {@link Failure} where there is no JSON object, or nowhere to send an answer to. */
    static Frame read(Buffer bytes) {
        var json = decode(bytes);
        var replyAddress = text(json, "replyAddress", REPLY_ADDRESS_LENGTH);
        if (replyAddress == null && json.getValue("replyAddress") != null) {
            throw Refusal.NO_REPLY_ADDRESS.failure();
        }
        return new Frame(
                json.getValue("type") instanceof String type ? type : "",
                text(json, "address", ADDRESS_LENGTH),
                replyAddress,
                json.getValue("body"));
    }

    private static JsonObject decode(Buffer bytes) {
        try {
            if (Json.decodeValue(bytes) instanceof JsonObject json) {
                return json;
            }
        } catch (DecodeException notJson) {
            // Refused with all else that is no object.
        }
        throw Refusal.MALFORMED_FRAME.failure();
    }

    private static @Nullable String text(JsonObject json, String name, int longest) {
        return json.getValue(name) instanceof String text && !text.isEmpty() && text.length() <= longest ? text : null;
    }
}
