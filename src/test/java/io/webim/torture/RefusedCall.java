package io.webim.torture;

import io.vertx.core.json.JsonObject;

/** The server has answered a call with an {@code err} frame. */
final class RefusedCall extends Exception {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;

    RefusedCall(JsonObject frame) {
        super(frame.getValue("failureCode") + " " + frame.getValue("message"), null, false, false);
        this.status = frame.getInteger("failureCode", 0);
        this.code = new JsonObject(frame.getString("message", "{}")).getString("code", "");
    }

    static boolean isErr(JsonObject frame) {
        return "err".equals(frame.getString("type"));
    }
}
