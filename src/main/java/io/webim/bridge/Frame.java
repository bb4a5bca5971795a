package io.webim.bridge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.webim.contract.Address;
import io.webim.contract.Failure;
import io.webim.contract.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A frame from a client. Of its headers an access token is read, and nothing else: who calls is known from the socket alone.
 *
 * @param type empty when there is none
 * @param address null when there is none that could be used
 * @param token null when there is none in the headers
 */
record Frame(
        String type,
        @Nullable String address,
        @Nullable String replyAddress,
        @Nullable Object body,
        @Nullable String token) {
    private static final String BEARER = "Bearer ";

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
                json.getValue("body"),
                json.getValue("headers") instanceof JsonObject headers ? token(headers) : null);
    }

    boolean isLogin() {
        return type.equals("send") && Address.AUTH_SOCKET_OPEN.text().equals(address);
    }

    /** Of a login, whose body counts more than its headers. */
    @Nullable
    Object ownToken() {
        var inBody = body instanceof JsonObject object ? object.getValue("accessToken") : null;
        return inBody == null ? token : inBody;
    }

    /** As HTTP has it, or by the name that it has in a login. */
    private static @Nullable String token(JsonObject headers) {
        if (headers.getValue("accessToken") instanceof String token) {
            return token;
        }
        return headers.getValue("Authorization") instanceof String value
                        && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? value.substring(BEARER.length()).strip()
                : null;
    }

    private static JsonObject decode(Buffer bytes) {
        try {
            if (JsonText.decode(bytes) instanceof JsonObject json) {
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
