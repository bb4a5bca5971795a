package io.webim.bridge;

import io.vertx.core.json.JsonObject;
import io.webim.contract.Failure;
import org.jspecify.annotations.Nullable;

/** The {@code err} frame, the same over every wire. */
final class ErrFrame {
    private ErrFrame() {}

    /** @param address that a client waits on; without it the frame answers nothing in particular */
    static JsonObject json(@Nullable String address, Failure failure) {
        return json(address, null, failure);
    }

    /** @param source address that was asked */
    static JsonObject json(@Nullable String address, @Nullable String source, Failure failure) {
        var json = new JsonObject().put("type", "err");
        if (address != null) {
            json.put("address", address);
        }
        if (source != null) {
            json.put("sourceAddress", source);
        }
        return json.put("failureCode", failure.status())
                .put("failureType", typeOf(failure))
                .put("message", failure.toJson().encode());
    }

    /** The words of the event bus for what happened to a request on its way. */
    private static String typeOf(Failure failure) {
        return switch (failure.code()) {
            case "timeout" -> "TIMEOUT";
            case "unavailable" -> "NO_HANDLERS";
            default -> "RECIPIENT_FAILURE";
        };
    }
}
