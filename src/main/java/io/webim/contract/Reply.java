package io.webim.contract;

import io.vertx.core.json.JsonObject;

/** What an operation answers with. */
public interface Reply {
    Reply EMPTY = JsonObject::new;

    JsonObject toJson();

    static Reply of(JsonObject json) {
        return () -> json;
    }
}
