package io.webim.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import io.webim.contract.Caller;
import java.util.function.Consumer;

/** An operation in this process, and the context that it runs on. */
final class Served implements Shareable {
    private final Context context;
    private final MessageConsumer<?> consumer;
    private final Operation operation;
    private final Consumer<JsonObject> unheard;

    /** Fails with a {@link io.webim.contract.Failure} and nothing else. */
    interface Operation {
        Future<JsonObject> answer(Caller caller, JsonObject body);
    }

    /**
     * @param consumer the same operation for whoever calls it over the event bus; ends together with its module
     * @param unheard undoes what an answer tells of that nobody waits for any more
     */
    Served(Context context, MessageConsumer<?> consumer, Operation operation, Consumer<JsonObject> unheard) {
        this.context = context;
        this.consumer = consumer;
        this.operation = operation;
        this.unheard = unheard;
    }

    boolean isUp() {
        return consumer.isRegistered();
    }

    /** The caller has given up meanwhile. */
    void unheard(JsonObject answer) {
        context.runOnContext(go -> unheard.accept(answer));
    }

    /** Calls of one thread run in their order. */
    void call(Caller caller, JsonObject body, Promise<JsonObject> answer) {
        context.runOnContext(go -> operation.answer(caller, body).onComplete(answer));
    }
}
