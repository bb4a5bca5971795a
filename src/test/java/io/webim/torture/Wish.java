package io.webim.torture;

import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.function.Consumer;

/** Something that a user wants done: it is asked for until it is answered for good. */
final class Wish {
    final String address;
    final JsonObject body;
    final Set<String> refusals;
    final Consumer<JsonObject> granted;
    long nextTry;
    boolean inFlight;

    /**
     * @param refusals codes that are a good answer, since others do something meanwhile
     * @param granted takes the body of the reply
     */
    Wish(String address, JsonObject body, Set<String> refusals, Consumer<JsonObject> granted) {
        this.address = address;
        this.body = body;
        this.refusals = refusals;
        this.granted = granted;
    }

    boolean isDue() {
        return !inFlight && nextTry <= Calls.now();
    }
}
